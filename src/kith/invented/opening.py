"""After the load: what the background worker would do first, done before the first page is shown."""

from __future__ import annotations

from kith.frontdoor import intake


def match_what_waits() -> int:
    """Compare every unmatched contact with everybody known, as the worker's sweep does. Returns how many were."""
    done = 0
    tried: set = set()
    while waiting := [pk for pk in intake.unmatched() if pk not in tried]:
        tried.update(waiting)
        done += sum(intake.try_to_match(pk) for pk in waiting)
    return done
