"""docs/ says what the code says."""

from __future__ import annotations

import pytest

from kith import generated as command


@pytest.mark.parametrize("name", sorted(command.PAGES))
def test_a_generated_page_is_current(name: str):
    kept = (command.ROOT / "docs" / name).read_text(encoding="utf-8")
    assert kept == command.PAGES[name](), f"docs/{name} is stale: run `python3 run.py kith docs`"
