"""Guardians name who may read a withheld reporter's name; whoever is named reads it. Every look is written down."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from kith.authority import ledger
from kith.authority.acts import Refused
from kith.authority.pages import ActPage, ReadPage
from kith.authority.who import Session
from kith.frontdoor import naming
from kith.frontdoor.models import Contact, Naming
from kith.kit.forms import Choice, DateParts, KithForm, LongText
from kith.kit.words import LONDON, local

USUAL = timedelta(days=28)  # offered as the last day; up to half a year can be given [L]


class NameForm(KithForm):
    """Who, why, until when."""

    worker = Choice(label="Who may read the name?", choices=[], noun="who may read the name")
    reason = LongText(label="Why must this person know it?", rows=3, noun="why this person must know it",
                      hint="The second guardian judges by this. Write no name of a child.")
    until_on = DateParts(label="Until which day?", noun="the last day")

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = [("", "Choose"), *workers]  # type: ignore[attr-defined]


class Withheld(ReadPage):
    """Concerns whose reporter asked not to be named: by reference alone, with who is named."""

    verb, template, title = "withheld.viewed", "frontdoor/naming/list.html", "Withheld names"

    def context(self) -> dict[str, Any]:
        found, at = naming.withheld(), self.request.at
        named: dict[UUID, list[Naming]] = {}
        for each in Naming.objects.filter(subject__in=[w.contact for w in found], ended_at__isnull=True,
                                          until_at__gt=at).select_related("worker"):
            named.setdefault(each.subject_id, []).append(each)
        rows = [{"of": w, "named": [n for n in named.get(w.contact, []) if n.agreed_at],
                 "waiting": [n for n in named.get(w.contact, []) if not n.agreed_at]} for w in found]
        return {"rows": sorted(rows, key=lambda r: not r["waiting"])}


class NameReaders(ActPage):
    """Propose who may read one withheld name; agree to another guardian's proposal; end a naming."""

    verb, template, title = "reporter.name_proposed", "frontdoor/naming/name.html", "Who may read this name"
    form = NameForm
    done = "Recorded."

    def record_look(self) -> None:
        """The form is a look at the concern's line, not yet a proposal."""
        ledger.append("withheld.viewed", at=self.request.at, subject=self.about, facts={"page": "NameReaders"})

    def subject(self, **kwargs: Any) -> UUID:
        found = next((w for w in naming.withheld() if w.contact == kwargs["contact"]), None)
        if found is None:
            raise Http404
        self.withheld = found
        return found.contact

    @property
    def by(self) -> Session:
        assert self.request.by is not None
        return self.request.by

    def form_words(self) -> dict[str, Any]:
        return {"workers": [(str(w.pk), w.name) for w in naming.may_be_named(self.withheld.contact)]}

    def initial(self) -> dict[str, Any]:
        return {"until_on": (local(self.request.at) + USUAL).date()}

    def context(self) -> dict[str, Any]:
        standing = naming.standing(self.withheld.contact, self.request.at)
        return {"withheld": self.withheld, "me": self.by.worker_id, "named": [n for n in standing if n.agreed_at],
                "waiting": [n for n in standing if not n.agreed_at], "most": naming.MOST}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A press on "agree" or "end" beside one naming; else the form."""
        for word, do in (("agree", naming.agree), ("end", naming.end)):
            if word in request.POST:
                return self.settle(do, request.POST[word])
        return super().post(request, *args, **kwargs)

    def settle(self, do: Any, which: str) -> HttpResponse:
        found = next((n for n in naming.standing(self.withheld.contact, self.request.at) if str(n.pk) == which), None)
        try:
            if found is None:
                raise Refused("This has been settled already.")
            return self.after(do(by=self.by, at=self.request.at, subject=self.withheld.contact, naming=found))
        except Refused as refused:
            form = self.make_form({})
            form.errors.clear()
            for reason in refused.reasons:
                form.add_error(None, reason)
            return self.again(form)

    def act(self, answers: dict[str, Any]) -> Naming:
        ends = datetime.combine(answers["until_on"] + timedelta(days=1), time(), tzinfo=LONDON)
        return naming.propose(by=self.by, at=self.request.at, subject=self.withheld.contact,
                              worker=UUID(answers["worker"]), reason=answers["reason"], until_at=ends)

    def next(self, outcome: Any) -> str:
        return f"/contacts/withheld/{self.withheld.contact}/"


class ReadName(ReadPage):
    """The withheld name, for one of the two people named for it. The look is an entry of its own kind."""

    verb, template, title = "reporter.read", "frontdoor/naming/read.html", "The name that was withheld"

    def subject(self, **kwargs: Any) -> UUID:
        contact = Contact.objects.filter(pk=kwargs["contact"]).first()
        if contact is None or naming.name_of(contact.pk) is None:
            raise Http404
        self.contact = contact
        return contact.pk

    def context(self) -> dict[str, Any]:
        return {"contact": self.contact, "home": f"/contacts/{self.contact.pk}/",
                "name": naming.name_of(self.contact.pk),
                "sheet": {"name": "Withheld", "reference": self.contact.reference,
                          "reader": self.request.by.name if self.request.by else ""}}
