"""Who a named person is: side by side with everybody the index thinks it may be. Twins are never made one."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from kith.authority import ledger
from kith.authority.acts import Refused
from kith.frontdoor import acts
from kith.frontdoor.bench import forms, paths, reads
from kith.frontdoor.bench import matching as side_by_side
from kith.frontdoor.bench.base import Step
from kith.frontdoor.models import ContactPerson
from kith.kit import words
from kith.people import acts as people
from kith.people import matching
from kith.people.index import queue
from kith.people.index import rules as index_rules
from kith.people.models import Identifier, PersonLink, Proposal

OPEN = ("", "unsure")


class OnPerson(Step):
    """A page about one person as a contact names them."""

    @cached_property
    def person(self) -> ContactPerson:
        return self.bench.named(self.kwargs["person"])

    @cached_property
    def proposals(self) -> list[Proposal]:
        return reads.proposals_for([self.person]).get(self.person.source_record_id, [])

    @property
    def candidates(self) -> list[Proposal]:
        """Proposals nobody has ruled out, likeliest first."""
        return [p for p in self.proposals if p.verdict in OPEN]

    def context(self) -> dict[str, Any]:
        return super().context() | {"person": self.person, "name": reads.called(self.person)}


class Match(OnPerson):
    """Same, different, not sure; new, not identified, unclear which twin. "Different" asks nothing else."""

    verb, look, title, form = "match.decided", "match.viewed", "Match", forms.Match
    template = "frontdoor/bench/match.html"
    keeps_draft = False

    def form_words(self) -> dict[str, Any]:
        return {"candidates": [p.subject_id for p in self.candidates] + [c.subject for c in self.further]}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Looking further changes nothing: the same page again, with whom was found."""
        if "look" not in request.POST:
            return super().post(request, *args, **kwargs)
        if self.search.is_valid():
            ledger.append(self.look, at=self.request.at, subject=self.about, purpose="search for somebody else",
                          facts={"candidates": len(self.further)}, personal=self.searched_for)
            return self.show(form=self.make_form())
        return self.show(form=self.search, status=422)

    @cached_property
    def search(self) -> forms.Search:
        """The words somebody typed to look further; they come with the answer too, and are looked up again."""
        typed = self.request.POST if any(self.request.POST.get(n) for n in ("look", "further")) else None
        return forms.Search(typed)

    @cached_property
    def further(self) -> list[side_by_side.Candidate]:
        """Whom the typed words find, without those already shown or named in the referral. Somebody ruled out before is
        found again: an answer can be taken back."""
        if self.person.settled_at or not self.search.is_bound or not self.search.is_valid():
            return []
        never = {p.subject_id for p in (*self.candidates, *self.bench.people)}
        record = side_by_side.typed_record(**self.search.cleaned_data, today=self.today)
        return side_by_side.further(self.person.source_record, record, never, self.today)

    @property
    def today(self) -> date:
        return words.local(self.request.at).date()

    @property
    def searched_for(self) -> str:
        typed = self.search.cleaned_data
        return " ".join(str(t) for t in (typed["given_name"], typed["family_name"], typed["dob"]) if t)

    def context(self) -> dict[str, Any]:
        person = self.person
        link = (PersonLink.objects.filter(source_record_id=person.source_record_id, valid_to__isnull=True)
                .select_related("decided_by").first())
        settled = person.settled_at is not None
        return super().context() | {
            "typed": side_by_side.typed_rows(person.source_record), "link": link, "settled": settled,
            "linked_to": link if link and link.method != "arrived" else None,
            "is_machine": link is not None and link.method == "machine", "linked": self.linked(),
            "undo_url": paths.undo_link(person.source_record_id),
            "candidates": [] if settled else self.laid_beside(self.candidates),
            "several": not settled and len(self.candidates) > 1,
            "search": self.search, "further": self.further, "looked": self.search.is_bound and self.search.is_valid(),
            "typed_again": [(k, v) for k, v in self.request.POST.items() if k.startswith(("given", "family", "dob"))],
            "ruled_out": [p for p in self.proposals if p.verdict == "different"],
            "number_url": paths.person(self.bench.contact.pk, person.pk, "number"),
            "numbers": list(Identifier.objects.filter(subject_id=person.subject_id, ended_at__isnull=True))}

    def linked(self) -> list[side_by_side.Candidate]:
        """The person this record is linked to, laid beside what arrived, so that a wrong link can be seen."""
        own = [p for p in self.proposals if p.subject_id == self.person.subject_id]
        return self.laid_beside(own)

    def laid_beside(self, proposals: list[Proposal]) -> list[side_by_side.Candidate]:
        return side_by_side.candidates(self.person.source_record, proposals, self.today)

    def act(self, answers: dict[str, Any]) -> Any:
        verdict = answers["verdict"]
        with transaction.atomic():
            if verdict in ("same", "different", "unsure"):
                return self.about_one(verdict, answers)
            return self.about_all(verdict)

    def about_one(self, verdict: str, answers: dict[str, Any]) -> Any:
        """One candidate is answered; after the last is different, the person is new."""
        if not answers["candidate"]:
            raise Refused("Say which of the people shown you mean.")
        found = next((c.proposal for c in self.further if str(c.subject) == answers["candidate"]), None)
        if found and verdict != "same":
            raise Refused("Somebody you searched for is the same person, or is left alone.")
        chosen = found or next(p for p in self.candidates if str(p.subject_id) == answers["candidate"])
        if found is None and index_rules.second_reader(verdict, chosen.guard_code):
            return self.read(verdict, chosen, answers["reason"])
        self.decide(verdict, chosen, answers["reason"] or ("found by a search" if found else ""))
        if verdict == "same":
            self.settle("same")
        elif verdict == "different" and len(self.candidates) == 1:
            self.settle("new")
        return self.person

    def read(self, verdict: str, chosen: Proposal, reason: str) -> Any:
        """"Same" against a guard that says they are two: one reader's word waits for another's, as in the queue."""
        at_last = Proposal.objects.select_related("source_record").get(pk=chosen.pk)
        queue.read(by=self.by, at=self.request.at, subject=at_last.subject_id, proposal=at_last, verdict=verdict,
                   reason=reason)
        if Proposal.objects.filter(pk=chosen.pk, verdict="same").exists():
            self.person.source_record.refresh_from_db()
            self.settle("same")
        return self.person

    def about_all(self, verdict: str) -> Any:
        """New rules everybody out; unclear and not identified leave the question open for later."""
        each = {"new": "different", "both": "unsure"}.get(verdict)
        for proposal in self.candidates if each else ():
            self.decide(str(each), proposal, "")
        self.settle(verdict)
        return self.person

    def decide(self, verdict: str, proposal: Proposal, reason: str) -> None:
        matching.decide(by=self.by, at=self.request.at, source=self.person.source_record, verdict=verdict,
                        subject=proposal.subject_id, reason=reason)

    def settle(self, as_what: str) -> None:
        acts.settle(by=self.by, at=self.request.at, subject=self.person.source_record.subject_id,
                    person=self.person, as_what=as_what)

    def next(self, outcome: Any) -> str:
        """Stay until this person is settled, then the next child who is not, then the contact."""
        open_now = ContactPerson.objects.filter(contact__referral_id=self.bench.referral, settled_at__isnull=True)
        if open_now.filter(pk=self.person.pk).exists():
            return self.request.path
        other = open_now.filter(role__in=reads.CHILDREN).order_by("position").first()
        return paths.person(other.contact_id, other.pk) if other else self.home()


class Number(OnPerson):
    """Give a person an NHS number. Two children cannot share one: it is refused, and asked about."""

    verb, title, button, form = "person.numbered", "Add an NHS number", "Save the number", forms.Number
    done = "The number is saved."

    def context(self) -> dict[str, Any]:
        held = Identifier.objects.filter(subject_id=self.person.subject_id, ended_at__isnull=True)
        return super().context() | {"says": [f"About {reads.called(self.person)}.", *(
            f"Held already: {i.get_scheme_display()} {i.value}." for i in held)]}

    def act(self, answers: dict[str, Any]) -> Any:
        to = {"by": self.by, "at": self.request.at, "subject": self.person.subject_id}
        try:
            return people.number(**to, scheme="nhs", value=answers["value"])
        except Refused:
            people.raise_quality(**to, what=f"NHS number ending {answers['value'][-4:]} was given for two people")
            raise

    def next(self, outcome: Any) -> str:
        return paths.person(self.bench.contact.pk, self.person.pk)
