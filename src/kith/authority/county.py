"""The county's profile, read once: names, telephone numbers, hours, local lengths and rules (data, not code)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from kith.statute.profile import Profile, load, shipped


@lru_cache(maxsize=1)
def profile() -> Profile:
    """The county in KITH_COUNTY (a folder or a file), or the invented one where none is named."""
    return load(Path(settings.COUNTY_FOLDER)) if settings.COUNTY_FOLDER else shipped("thornshire")
