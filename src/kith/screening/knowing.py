"""What command and control knows already of an incident, as answers of the tool: shown with its source, not asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kith.instruments import reads
from kith.instruments.forms import WHY, About, Fact, field_name
from kith.instruments.tool import Named, Tool, WhyNot
from kith.kit import words
from kith.screening.models import Expected, Incident, IncidentPerson, Screening
from kith.screening.reads import child_of

NATURE = {"domestic_abuse": "domestic", "missing_return": "missing", "child_victim": "victim",
          "child_suspect": "suspect", "concern_for_safety": "other"}
ADULTS = {"mother", "father", "carer"}


def about(expected: Iterable[Expected]) -> tuple[About, ...]:
    """The children the form asks about, each by the expected screening it fulfils."""
    return tuple(About(key(e), child.name, f"{child.age}, {e.incident.number}".strip(", "))
                 for e in expected if (child := child_of(e.source_record, e.expected_at)))


def key(expected: Expected) -> str:
    return f"c{expected.pk.hex}"


def known(tool: Tool, incident: Incident, expected: Iterable[Expected]) -> dict[str | tuple[str, str], Fact]:
    """Facts by question, and by child and question, for those questions that this tool asks."""
    asked = {q.key: q for q in tool.questions()}
    came = f"command and control, {words.clock_time(incident.received_at)}"
    found: dict[str | tuple[str, str], Fact] = {}
    nature = NATURE.get(incident.kind, incident.kind)
    if "nature" in asked and nature in {c.code for c in asked["nature"].choices}:
        found["nature"] = Fact(nature, came)
    if "adults" in asked and (adults := tuple(adults_of(incident))):
        found["adults"] = Fact(adults, came)
    for each in expected:
        if "school" in asked and (school := each.source_record.fields.get("school")):
            found[key(each), "school"] = Fact(school, came)
    return found


def adults_of(incident: Incident) -> Iterator[Named]:
    """The adults the log names, with what they are to the children."""
    for person in IncidentPerson.objects.filter(incident=incident, kind="adult").select_related("source_record"):
        who = child_of(person.source_record, incident.began_at)
        yield Named(who.name, who.age, person.get_role_display() if person.role in ADULTS else "")


def given_before(tool: Tool, returned: Iterable[Screening], abouts: Iterable[About]) -> dict[str, object]:
    """The first answers of screenings that came back, as the form's initial values."""
    initial: dict[str, object] = {}
    for screening, who in zip(returned, abouts, strict=True):
        if screening.response is None:
            continue
        for question_key, value in reads.answers_of(screening.response).items():
            name = field_name(tool.question(question_key), who)
            initial[name + WHY if isinstance(value, WhyNot) else name] = (
                value.code if isinstance(value, WhyNot) else value)
    return initial
