"""The review queue, and one question of it: two records side by side, answered with one key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from kith.authority.pages import ActPage, ReadPage
from kith.desk.index_pages import forms
from kith.desk.index_pages.base import HOME, IndexLook, called
from kith.frontdoor import acts as frontdoor
from kith.frontdoor.bench import matching as side_by_side
from kith.frontdoor.models import ContactPerson
from kith.kit import pagination
from kith.people import reads as people
from kith.people.index import quality, queue
from kith.people.models import Proposal, SourceRecord
from kith.work import clocks

PLACES = {
    "proposal": "/work/people/review/{}/",
    "unsure": "/work/people/review/{}/",
    "second": "/work/people/review/{}/",
    "merge": "/work/people/merges/{}/",
}
ANSWERED_HERE = ("proposal", "second", "unsure")
GRADES = {"red": ("Red", "red"), "amber": ("Amber", "orange"), "green": ("Green", "green")}


class Queue(IndexLook, ReadPage):
    """Everything that waits for somebody to say who is who: open red and amber concerns first, then oldest."""

    verb, template, title = "review.viewed", "desk/index/queue.html", "Who is who"

    def subject(self, **kwargs: Any) -> None:
        return None

    def context(self) -> dict[str, Any]:
        tasks = queue.tasks(self.request.by, self.request.at)
        page = pagination.take(queue.by_arrival(tasks), self.request.GET.get("page"))
        names = self.names({s for group in page.rows for t in group for s in (t.subject, t.arriving)})
        told = told_by([group[0].record for group in page.rows if group[0].record])
        return {
            "rows": [row(group, names, told) for group in page.rows],
            "page": page,
            "questions": len(tasks),
            "pressing": sum(1 for t in tasks if t.risk[0] <= 1),
        }


def row(group: list[queue.Task], names: dict[UUID, people.Line], told: dict[UUID, Told]) -> dict[str, Any]:
    """One arrival of the queue: who arrived, whom it may be, by when it matters, who has taken it."""
    first = group[0]
    taken = next((t for t in group if t.mine), next((t for t in group if t.claimed_by), None))
    return {
        "task": first,
        "url": address(first),
        "who": called(names, first.arriving),
        "others": [(called(names, t.subject), address(t), t) for t in group],
        "grade": next((GRADES[t.risk[1]] for t in sorted(group, key=lambda t: t.risk) if t.risk[1]), None),
        "told": told.get(first.record) if first.record else None,
        "taken": "you" if taken and taken.mine else taken.claimed_by if taken else "",
    }


@dataclass(frozen=True)
class Told:
    """Where an arriving record comes from, and when the concern that brought it must be decided."""

    agency: str
    due: datetime | None = None


def told_by(records: list[UUID]) -> dict[UUID, Told]:
    """By source record; three queries."""
    open_now = ContactPerson.objects.filter(source_record__in=records, contact__decided_at=None)
    concerns = dict(open_now.values_list("source_record_id", "contact_id"))
    due = dict(clocks.running().filter(subject_id__in=concerns.values()).order_by("-due_at").values_list(
        "subject_id", "due_at"))
    agencies = SourceRecord.objects.filter(pk__in=records).values_list("pk", "agency__name")
    return {r: Told(agency, due.get(concerns[r]) if r in concerns else None) for r, agency in agencies}


def address(task: queue.Task) -> str:
    return PLACES.get(task.kind, "/work/people/questions/{}/").format(task.about)


class Review(IndexLook, ActPage):
    """Same, different or not sure: why, why not, how it came about, on one screen."""

    verb, template, title, form = "review.read", "desk/index/review.html", "Same person?", forms.VerdictForm
    keeps_draft = False

    def subject(self, **kwargs: Any) -> UUID:
        asked = Proposal.objects.filter(pk=kwargs["proposal"]).prefetch_related("readings__created_by")
        found = asked.select_related("source_record__agency", "subject__person").first()
        if found is None:
            raise Http404
        self.proposal = found
        return self.proposal.subject_id

    @property
    def source(self) -> SourceRecord:
        return self.proposal.source_record

    @property
    def name(self) -> str:
        """The person as the record names them."""
        said = (self.source.fields.get(part) for part in ("given_name", "family_name"))
        return " ".join(filter(None, said)) or "Name not known"

    @cached_property
    def named_in(self) -> ContactPerson | None:
        return ContactPerson.objects.filter(source_record=self.source.pk).select_related("contact").first()

    def context(self) -> dict[str, Any]:
        proposal, now = self.proposal, self.request.at
        held = list(
            SourceRecord.objects.filter(subject_id=proposal.subject_id).values_list("pk", flat=True)[:40]
        )
        claim = queue.claims_now(now).get(proposal.pk)
        beside = self.beside()
        return {
            "candidate": next(c for c in beside if c.proposal.pk == proposal.pk),
            "others": [(c, f"{HOME}{c.proposal.pk}/") for c in beside if c.proposal.pk != proposal.pk],
            "following": self.following(),
            "proposal": proposal,
            "source": self.source,
            "claim": claim,
            "mine": claim is not None and claim.created_by_id == self.request.by.worker_id,
            "contact": self.named_in.contact if self.named_in else None,
            "name": self.name,
            "sheet": self.sheet(self.name, self.named_in.contact.reference if self.named_in else ""),
            "story": quality.how_it_came_about([self.source.pk, *held]),
            "home": HOME,
            "answered": proposal.verdict not in ("", "unsure"),
        }

    def beside(self) -> list[side_by_side.Candidate]:
        """This proposal and the others of the same record that are open: each is judged beside the rest."""
        found = Proposal.objects.filter(source_record=self.source.pk).select_related("subject__person")
        among = [p for p in found if p.pk == self.proposal.pk or p.verdict in ("", "unsure")]
        return side_by_side.candidates(self.source, sorted(among, key=lambda p: -p.weight), self.request.at.date())

    def following(self) -> str:
        """The next question that nobody else has: of the same record first; "" where none waits."""
        waiting = [
            t
            for t in queue.tasks(self.request.by, self.request.at)
            if t.about != self.proposal.pk and t.kind in ANSWERED_HERE[:2] and (t.mine or not t.claimed_by)
        ]
        same = [t for t in waiting if t.record == self.source.pk]
        return address((same or waiting)[0]) if waiting else ""

    def act(self, answers: dict[str, Any]) -> Any:
        to = {"by": self.request.by, "at": self.request.at, "subject": self.proposal.subject_id}
        verdict = answers["verdict"]
        if verdict in ("claim", "release"):
            return (queue.claim if verdict == "claim" else queue.release)(**to, about=self.proposal.pk)
        with transaction.atomic():
            queue.read(**to, proposal=self.proposal, verdict=verdict, reason=answers["reason"])
            return self.settle(verdict)

    def settle(self, verdict: str) -> Any:
        """Where a contact waits for this answer, it is settled there too."""
        person, now = self.named_in, Proposal.objects.get(pk=self.proposal.pk)
        settled = person is None or bool(person.settled_at) and person.settled_as != "both"
        if person is None or settled or now.verdict not in ("same", "different"):
            return now
        left = Proposal.objects.filter(source_record=self.source.pk, verdict__in=("", "unsure")).exists()
        if now.verdict == "same" or not left:
            at_last = SourceRecord.objects.get(pk=self.source.pk)
            frontdoor.settle(
                by=self.request.by,
                at=self.request.at,
                subject=at_last.subject_id,
                person=person,
                as_what="same" if now.verdict == "same" else "new",
            )
        return now

    def next(self, outcome: Any) -> str:
        """Stay after taking it; else the next question that nobody else has."""
        if self.request.POST.get("verdict") in ("claim", "release"):
            return self.request.path
        return self.following() or HOME
