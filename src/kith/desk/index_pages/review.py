"""The review queue, and one question of it: two records side by side, answered with one key."""

from __future__ import annotations

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
from kith.people.index import quality, queue
from kith.people.models import Proposal, SourceRecord

PLACES = {
    "proposal": "/work/people/review/{}/",
    "second": "/work/people/review/{}/",
    "merge": "/work/people/merges/{}/",
}
GRADES = {"red": ("Red", "red"), "amber": ("Amber", "orange"), "green": ("Green", "green")}


class Queue(IndexLook, ReadPage):
    """Everything that waits for somebody to say who is who: open red and amber concerns first, then oldest."""

    verb, template, title = "review.viewed", "desk/index/queue.html", "Who is who"

    def subject(self, **kwargs: Any) -> None:
        return None

    def context(self) -> dict[str, Any]:
        tasks = queue.tasks(self.request.by, self.request.at)
        names = self.names({s for t in tasks for s in (t.subject, t.arriving)})
        rows = [
            {
                "task": t,
                "url": address(t),
                "who": called(names, t.arriving),
                "other": called(names, t.subject),
                "grade": GRADES.get(t.risk[1]),
            }
            for t in tasks
        ]
        return {"rows": rows, "pressing": sum(1 for t in tasks if t.risk[0] <= 1)}


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

    @cached_property
    def named_in(self) -> ContactPerson | None:
        return ContactPerson.objects.filter(source_record=self.source.pk).select_related("contact").first()

    def context(self) -> dict[str, Any]:
        proposal, now = self.proposal, self.request.at
        held = list(
            SourceRecord.objects.filter(subject_id=proposal.subject_id).values_list("pk", flat=True)[:40]
        )
        claim = queue.claims_now(now).get(proposal.pk)
        return {
            "candidate": side_by_side.candidates(self.source, [proposal])[0],
            "proposal": proposal,
            "source": self.source,
            "typed": side_by_side.arriving_fields(self.source),
            "claim": claim,
            "mine": claim is not None and claim.created_by_id == self.request.by.worker_id,
            "readings": list(proposal.readings.all()),
            "contact": self.named_in.contact if self.named_in else None,
            "name": " ".join(
                filter(None, (self.source.fields.get("given_name"), self.source.fields.get("family_name")))
            )
            or "Name not known",
            "story": quality.how_it_came_about([self.source.pk, *held]),
            "home": HOME,
            "answered": proposal.verdict not in ("", "unsure"),
        }

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
        if person is None or person.settled_at or now.verdict not in ("same", "different"):
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
        waiting = [
            t
            for t in queue.tasks(self.request.by, self.request.at)
            if t.about != self.proposal.pk
            and t.kind in ("proposal", "second")
            and (t.mine or not t.claimed_by)
        ]
        return address(waiting[0]) if waiting else HOME
