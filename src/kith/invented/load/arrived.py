"""A person as typed: the source record, its line in the index, and the unidentified person it may stand for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from kith.invented.load.indexing import Typed
from kith.invented.load.place import Place


def source(place: Place, key: str, subject: str, agency: str, system: str, reference: str, at: datetime,
           fields: Mapping[str, str], *, sealed: bool = False) -> None:
    """One source record and its place in the index. A sealed person's record has no keys: nobody finds it."""
    place.sheets.add("people_sourcerecord", key, subject, place.agency(agency), system, reference, 1, at, dict(fields),
                     place.writer)
    place.indexer.add(Typed(key, subject, system, at.date().isoformat(), dict(fields), sealed))


def unidentified(place: Place, subject: str, kind: str, fields: Mapping[str, str], record: str, at: datetime, *,
                 to: str | None = None) -> None:
    """Somebody of whom only what was typed is known. `to`: the person they have since turned out to be."""
    place.subject(subject, kind, at, "redirected" if to else "unidentified", to)
    given, family = fields.get("given_name", ""), fields.get("family_name", "")
    born, expected = _day(fields.get("dob", "")), _day(fields.get("expected_dob", ""))
    place.sheets.add("people_person", subject, kind, given, family, "", born, "exact" if born else "unknown", expected,
                     fields.get("sex", "") or "U", None, False, "", record, place.writer)
    if to:
        return  # the name and the address as typed went with the record
    place.sheets.add("people_name", place.id("typed", subject), subject, record, "as_typed", given, family, "Latn",
                     place.writer)
    if fields.get("address"):
        place.sheets.add("people_address", place.id("typed-address", subject), subject, record, fields["address"],
                         fields.get("postcode", "")[:8], None, None, place.writer)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
