"""The county's profile, read once: names, telephone numbers, hours, local lengths and rules (data, not code)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from kith.statute.profile import Profile, load, shipped


def folder() -> Path:
    """Where the county's own forums and tools stand: in the folder KITH_COUNTY names; where it names none, with what
    this installation keeps (the demo)."""
    named = Path(settings.COUNTY_FOLDER) if settings.COUNTY_FOLDER else None
    return named if named is not None and named.is_dir() else Path(settings.STATE) / "county"


@lru_cache(maxsize=1)
def profile() -> Profile:
    """The county in KITH_COUNTY (a folder or a file), or the invented one where none is named."""
    return load(Path(settings.COUNTY_FOLDER)) if settings.COUNTY_FOLDER else shipped("thornshire")
