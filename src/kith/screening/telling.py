"""A screening in the front door's words: what the officer wrote, said to be the officer's, with the child's own words
and how the child was, each with its source. Nothing is typed a second time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kith.instruments import asking, reads
from kith.instruments.tool import Answers, Question, Tool, WhyNot
from kith.instruments.wording import said
from kith.screening.models import Screening

APART = ("voice", "demeanour")  # told as the child's words, not as the officer's text


@dataclass(frozen=True)
class Told:
    """What a shared screening tells: the officer's text, and what is the child's."""

    what_happened: str
    words: str = ""
    observed: str = ""
    alone: bool | None = None
    not_heard: str = ""
    carried: int = 0
    provenance: dict[str, str] = field(default_factory=dict)


def told(screening: Screening) -> Told:
    """The newest answers of a screening in the words of its tool; the incident's own summary where there are none."""
    incident = screening.incident
    head = [f"From the police screening {screening.tool.upper()} version {screening.tool_version}, incident "
            f"{incident.number}, officer {incident.officer_name}.",
            f"The officer's grade (not ours): {screening.officer_grade}. Because: {screening.officer_reason}"]
    if screening.response is None:
        return Told("\n\n".join([incident.summary, *head]).strip(), carried=1, provenance=source(screening))
    tool, answers = reads.tool_of(screening.response), reads.answers_of(screening.response)
    words, why = voice(tool, answers)
    lines = [f"{q.label} {said(q, answers[q.key])}" for q in tool.questions()
             if q.key in answers and q.counts_as not in APART]
    return Told("\n\n".join([incident.summary, *head, *lines]).strip(), words=words, observed=seemed(tool, answers),
                alone=alone(tool, answers), not_heard=why, carried=len(answers), provenance=source(screening))


def source(screening: Screening) -> dict[str, str]:
    return {"from": f"the police screening of incident {screening.incident.number}", "screening": str(screening.pk)}


def counting(tool: Tool, what: str) -> Iterable[Question]:
    return (q for q in tool.questions() if q.counts_as == what)


def voice(tool: Tool, answers: Answers) -> tuple[str, str]:
    """(the child's words, why there are none)."""
    for question in counting(tool, "voice"):
        value = answers.get(question.key)
        if isinstance(value, WhyNot):
            return "", said(question, value)
        if value:
            return str(value), ""
    why = next((said(q, answers[q.key]) for q in tool.questions() if q.key == "not_spoken" and q.key in answers), "")
    return "", why or "The officer wrote no words of the child and no reason."


def seemed(tool: Tool, answers: Answers) -> str:
    return "; ".join(said(q, answers[q.key]) for q in counting(tool, "demeanour")
                     if asking.is_answered(answers.get(q.key)))


def alone(tool: Tool, answers: Answers) -> bool | None:
    found = next((answers[q.key] for q in counting(tool, "alone") if q.key in answers), None)
    return {"alone": True, "with": False}.get(found) if isinstance(found, str) else None
