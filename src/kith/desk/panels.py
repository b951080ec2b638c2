"""The child page asks each room for its panel. A room registers here; its panel is data, the page draws it."""

from __future__ import annotations

from collections.abc import Callable

from kith.frontdoor import panel as frontdoor
from kith.people import panel as people
from kith.people.panel import About, Panel
from kith.screening import panel as screening

Maker = Callable[[About], Panel | None]
PANELS: list[Maker] = []


def register(maker: Maker) -> None:
    """Add a room's panel; they stand on the page in the order registered."""
    if maker not in PANELS:
        PANELS.append(maker)


def panels(about: About) -> list[Panel]:
    """Every room's panel that has something to say to this reader."""
    return [panel for maker in PANELS if (panel := maker(about)) is not None]


register(frontdoor.concerns)
register(screening.screenings)
register(people.identity)
