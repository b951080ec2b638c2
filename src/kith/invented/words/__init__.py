"""The words of the invented county: names, places, worries, voices, replies. Read once, as data."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@cache
def words(name: str) -> dict[str, Any]:
    """The word file of this name (names, places, concerns, voices, replies) as nested dicts of text."""
    with (_HERE / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
