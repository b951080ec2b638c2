"""All code sets by name."""

from .frontdoor import FRONT_DOOR
from .national import NATIONAL
from .screening import SCREENING
from .shape import Code
from .voice import VOICE


def _by_name(*groups: tuple[tuple[Code, ...], ...]) -> dict[str, tuple[Code, ...]]:
    return {codes[0].set: codes for group in groups for codes in group}


SETS: dict[str, tuple[Code, ...]] = _by_name(NATIONAL, FRONT_DOOR, VOICE, SCREENING)
