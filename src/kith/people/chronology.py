"""One chronology across agencies, written by acts: each verb that belongs in it registers its sentence here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kith.authority.acts import Done, follow
from kith.authority.ledger import Entry
from kith.authority.who import Session
from kith.people.models import Event

Sentence = Callable[[Any, Session], str]


@dataclass(frozen=True)
class Line:
    sentence: Sentence
    significant: bool
    path: Callable[[Any], str]


LINES: dict[str, Line] = {}


def chronicle(verb: str, sentence: Sentence, *, significant: bool = False,
              path: Callable[[Any], str] = lambda record: "") -> None:
    """Say how an act reads in the chronology. The sentence gets the act's record and who acted."""
    LINES[verb] = Line(sentence, significant, path)


@follow
def write(entry: Entry, *, by: Session, outcome: Done) -> None:
    """One event for each subject that the entry touches, carrying the source record where it has one."""
    line = LINES.get(entry.verb)
    if line is None:
        return
    for subject in outcome.about or ((entry.subject_id,) if entry.subject_id else ()):
        Event.objects.bulk_create([Event(
            subject_id=subject, source_record_id=getattr(outcome.record, "source_record_id", None), at=entry.at,
            agency_id=by.agency_id, verb=entry.verb, sentence=line.sentence(outcome.record, by)[:400],
            significant=line.significant, record_id=entry.record_id, path=line.path(outcome.record)[:120],
            created_by_id=by.worker_id)])
