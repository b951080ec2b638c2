"""The officers' answers as rows: the tool's very text once, then each screening's answers, the child's words apart."""

from __future__ import annotations

from datetime import timedelta

from kith.instruments import grading, shelf, storing
from kith.instruments.models import Response
from kith.invented.answering import answers_of
from kith.invented.load.place import Place
from kith.invented.policing import Logged, LoggedIncident, incidents_of
from kith.invented.streams import stream

TOOL, VERSION = "vist", "2"
FEW = 5_000                        # incidents up to which every screening has its answers
NEWEST = timedelta(days=90)        # in a larger county, those of this time


def version(incident: LoggedIncident) -> str:
    """The version of the tool in force when it was answered."""
    return VERSION if incident.began_at.year >= 2023 else "1"


def write_editions(place: Place) -> None:
    """The text under which all of them were answered."""
    tool = shelf.version(TOOL, VERSION)
    place.sheets.add("instruments_edition", place.id("edition", tool.digest), tool.key, tool.version, tool.digest,
                     tool.text, place.county.now)


def answered(place: Place, incident: LoggedIncident) -> bool:
    """Whether the answers of an incident's screenings are written, and not only what was counted of them."""
    few = incidents_of(place.county.households) <= FEW
    return version(incident) == VERSION and (few or incident.began_at > place.now - NEWEST)


def write_answers(place: Place, incident: LoggedIncident, child: Logged, officer: str, expected: str) -> str | None:
    """One screening's answers; returns the response's identifier, None where only the counts are kept."""
    if not answered(place, incident):
        return None
    tool, line = shelf.version(TOOL, VERSION), child.line
    answers = answers_of(incident, child, stream(place.county.seed, "policing", "answers", child.key))
    key, subject = place.id("response", child.key), incident.key
    reached = grading.graded(tool, answers).reached
    place.sheets.add("instruments_response", key, subject, place.id("edition", tool.digest), TOOL, expected,
                     line.officer, reached, place.agency("police"), line.submitted_at, officer)
    rows, words = storing.rows(Response(subject_id=subject), tool, answers)
    for one in rows:
        place.sheets.add("instruments_answer", place.id("answer", key, one.question, one.place, one.part), key, subject,
                         one.question, one.place, one.part, one.code, one.number, one.text, one.why_not, one.source,
                         officer)
    for said in words:
        place.sheets.add("instruments_words", place.id("words", key, said.question), key, subject, said.question,
                         said.text, officer)
    return key
