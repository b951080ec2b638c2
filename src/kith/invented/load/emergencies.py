"""One emergency opening of the night before, so that the guardians' queue has something to review."""

from __future__ import annotations

from datetime import time, timedelta

from kith.invented.load.kinfolk import Family
from kith.invented.load.place import Place
from kith.statute.calendar import london_date, london_instant

OPENED_BY, ABOUT, AT = "nell", "Marchbank", time(2, 10)  # scenario A12: the duty team at night
REASON = "Kayleigh rang from a bus shelter, would not say where she had slept, and the line broke off."


def write_emergency(place: Place, family: Family) -> None:
    """The duty worker had no tie to Kayleigh, opened her record for an hour, and nobody has reviewed that yet."""
    child = next((p for p in family.people.values() if p.family == ABOUT and p.unit < 0 and p.kind == "child"), None)
    if child is None:
        return
    today, sessions = london_date(place.now), place.profile.sessions
    opened = london_instant(today, AT)
    if opened >= place.now:
        opened = london_instant(today - timedelta(days=1), AT)
    closes = opened + timedelta(minutes=sessions.break_glass_minutes)
    review = place.calendar.add_working_days(opened, sessions.break_glass_review_working_days)
    worker = place.worker(OPENED_BY)
    place.tie(worker, child.key.hex, "broke_glass", opened, min(closes, place.now))
    place.sheets.add("authority_opening", place.id("opening", child.key.hex), worker, child.key, "immediate_danger",
                     REASON, opened, closes, place.calendar.close_of_business(review))
