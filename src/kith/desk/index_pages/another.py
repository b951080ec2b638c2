"""Who else: a page that names a second person chooses among those the index finds like the first, or searches."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from kith.authority import ledger
from kith.authority.pages import ActPage
from kith.desk import searching
from kith.desk.index_pages import forms
from kith.desk.index_pages.base import IndexLook, called, person, place
from kith.frontdoor.bench.held import standing
from kith.people import linkage, matching
from kith.people.models import Proposal, SourceRecord

RECORDS = 4   # of the person, newest first, whose likes are looked for
MOST = 8      # people offered before anybody searches


class AnotherPerson(IndexLook, ActPage):
    """A form about one person that names another: the likeliest stand there, a search finds anybody else."""

    def subject(self, **kwargs: Any) -> UUID:
        return person(kwargs["subject"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Searching changes nothing: the same page again, with what was typed and whom was found."""
        if "look" not in request.POST:
            return super().post(request, *args, **kwargs)
        ledger.append(self.look, at=self.request.at, subject=self.about, purpose="search for somebody else",
                      facts={"found": len(self.found)}, personal=self.words)
        typed = {name: request.POST.get(name, "") for name in ("other", "elsewhere", "reason")}
        return self.show(form=self.form(initial=typed, **self.form_words()), looked=True, draft_url=self.draft_url())

    @property
    def words(self) -> str:
        return self.request.POST.get("elsewhere", "").strip()

    @cached_property
    def found(self) -> list[UUID]:
        """Whom the typed words find, best first; an address pasted there is left to the form."""
        if not self.words or forms.IDS.search(self.words):
            return []
        results = searching.search(self.words, by=self.request.by, on=self.request.at.date())
        return [result.subject for result in results.people]

    @cached_property
    def others(self) -> list[UUID]:
        about = self.subject(**self.kwargs)
        return [s for s in dict.fromkeys([*self.found, *others_like(about)]) if s != about]

    def form_words(self) -> dict[str, Any]:
        known = standing(self.others, self.request.at.date())
        return {"others": [(str(s), f"{known[s].line.name}, {known[s].said}") for s in self.others if s in known]}

    def context(self) -> dict[str, Any]:
        about = self.subject(**self.kwargs)
        return {"who": called(self.names([about]), about), "back_url": place(about), "found": self.found}


def others_like(subject: UUID) -> list[UUID]:
    """Whoever the index has named beside this person's records, either way, and whoever is like them now."""
    named = Proposal.objects.filter(Q(source_record__subject_id=subject) | Q(subject_id=subject))
    pairs = named.values_list("source_record__subject_id", "subject_id")[:60]
    before = [s for pair in pairs for s in pair]
    newest = SourceRecord.objects.filter(subject_id=subject).order_by("-received_at")[:RECORDS]
    compared = [matching.compare(linkage.clean(matching.record_for(r)), never={subject}) for r in newest]
    now = [UUID(str(candidate.subject_id)) for matches in compared for candidate in matches]
    return [s for s in dict.fromkeys([*before, *now]) if s != subject][:MOST]
