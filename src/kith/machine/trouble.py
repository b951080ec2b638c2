"""The one error of this room: a sentence that says what is wrong and what to do."""

import errno
import os


class Trouble(Exception):
    """Something a person must put right; its text is one line, printed without a traceback."""


NO_SPACE = {errno.ENOSPC, errno.EDQUOT}


def in_one_line(error: BaseException) -> str | None:
    """The line to print for an error that a person can put right; None for a mistake of ours."""
    if isinstance(error, Trouble):
        return " ".join(str(error).split())
    if isinstance(error, OSError) and error.errno in NO_SPACE:
        return f"The disk is full{_where(error)}: free about 1 GB and run the same command again."
    if isinstance(error, PermissionError):
        return (
            f"This account ({os.geteuid()}) may not write{_where(error)}: "
            "use a copy of your own, or name another folder with KITH_STATE."
        )
    return None


def _where(error: OSError) -> str:
    return f" ({error.filename})" if error.filename else ""
