"""How a process that serves keeps its memory."""

from __future__ import annotations

import gc

AFTER = (50_000, 20, 50)


def settle() -> None:
    """What is loaded by now stays: it is never looked through again, nor copied page by page into each worker.

    Rubbish is looked for after fifty thousand new objects instead of seven hundred: a request makes some thousand that
    die with it, and was interrupted for a sixth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*AFTER)
