"""What every index page shares: its look is written down as a look, and people are named in one line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404

from kith.authority import ledger
from kith.authority.models import Subject
from kith.kit import words
from kith.people import reads as people
from kith.people.index.reliance import Relied

HOME = "/work/people/review/"
KINDS = {
    "decision": "Decisions",
    "request": "Questions to partners",
    "answer": "Answers from partners",
    "message": "What referrers were told",
    "meeting": "Meetings and positions",
    "look": "Who looked",
    "clock": "Clocks",
    "action": "Actions",
    "contact": "Concerns",
}


class IndexLook:
    """A form is a look at the records behind it, not yet the act it leads to."""

    look: ClassVar[str] = "review.viewed"
    request: Any
    about: UUID | None

    def record_look(self) -> None:
        ledger.append(self.look, at=self.request.at, subject=self.about, facts={"page": type(self).__name__})

    @property
    def whom(self) -> UUID:
        """The person the page is about, where it is about one."""
        assert self.about is not None
        return self.about

    def sheet(self, name: str, reference: str = "") -> dict[str, Any]:
        """What stands on each printed sheet: whom it is about, the reference, whose copy it is and since when."""
        by, at = self.request.by, self.request.at
        return {"name": name, "reference": reference, "reader": by.name, "printed_at": words.exact(at)}

    def names(self, subjects: Iterable[UUID]) -> dict[UUID, people.Line]:
        return people.lines(subjects, self.request.at.date())


def person(subject: UUID) -> UUID:
    """A person's record that stands by itself; Http404 alike for hidden and absent."""
    if not Subject.objects.filter(pk=subject, kind__in=("child", "adult"), person__isnull=False).exists():
        raise Http404
    return subject


def place(subject: UUID) -> str:
    """The address of the records behind a person."""
    return f"/work/people/persons/{subject}/"


def called(names: dict[UUID, people.Line], subject: UUID) -> str:
    return names[subject].said if subject in names else "A record you may not open"


def grouped(relied: Iterable[Relied]) -> list[tuple[str, list[Relied]]]:
    """What relied on a link, by kind, in the order in which it matters."""
    rows = list(relied)
    return [(title, found) for kind, title in KINDS.items() if (found := [r for r in rows if r.kind == kind])]
