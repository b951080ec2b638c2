"""The child page and what is done from it: hear the child, tell the child back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from kith.authority import ledger
from kith.authority.acts import Refused
from kith.authority.models import Opening
from kith.authority.pages import ActPage, ReadPage
from kith.desk import child as reads
from kith.desk import forms, panels
from kith.kit import pagination, words
from kith.people import acts as people_acts
from kith.people import reads as people
from kith.people.models import Voice
from kith.people.panel import OFFERS, About
from kith.people.restricted import SAID

PURPOSE = "kith_purpose"
SALT = "kith.purpose"
PER_PAGE = 50


def purpose_cookie(subject: UUID, code: str) -> str:
    """Why a record was opened from search, kept by the browser for that one record, signed."""
    return signing.dumps([str(subject), code], salt=SALT)


def purpose_of(text: str, subject: UUID | None) -> str | None:
    try:
        about, code = signing.loads(text, salt=SALT, max_age=8 * 3600)
    except (signing.BadSignature, ValueError):
        return None
    return f"search: {code}" if about == str(subject) else None


class AboutChild:
    """What every page about one child shares: the record found under the reader's own locks, and why they look."""

    found: reads.Found
    request: Any
    about: UUID | None

    def subject(self, **kwargs: Any) -> UUID:
        self.found = reads.find(kwargs["subject"])
        return self.found.person.pk

    def record_look(self) -> None:
        """A form about a child is a look at the child, not yet the act it leads to."""
        ledger.append(
            "child.viewed",
            at=self.request.at,
            subject=self.about,
            facts={"page": type(self).__name__},
            purpose=self.purpose(),
        )

    def purpose(self) -> str | None:
        return purpose_of(self.request.COOKIES.get(PURPOSE, ""), self.about)

    def identity(self) -> dict[str, Any]:
        person, on = self.found.person, self.request.at.date()
        known = person.born_on or person.expected_on
        return {
            "name": person.name,
            "age": (not known and people.told_ages([person.pk], on).get(person.pk)) or people.age_words(person, on),
            "person": person,
            "back_url": f"/work/children/{person.pk}/",
        }


class ChildPage(AboutChild, ReadPage):
    """Who this is, what is due, what the child said, who is around the child, and what happened."""

    verb, template, title = "child.viewed", "desk/child.html", "Child"
    offers = OFFERS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.found.forward:
            return HttpResponseRedirect(f"/work/children/{self.found.forward}/")
        if self.found.opened_today > reads.HARD_CAP:
            return self.show_too_many()
        return self.show()

    def show_too_many(self) -> HttpResponse:
        ledger.append("page.denied", at=self.request.at, facts={"verb": self.verb, "why": "cap"})
        return TemplateResponse(self.request, "desk/too_many.html", {"most": reads.HARD_CAP}, status=403)

    @property
    def in_emergency(self) -> bool:
        return self.leave is not None and self.leave.tie == "broke_glass"

    def context(self) -> dict[str, Any]:
        person, at, by = self.found.person, self.request.at, self.request.by
        known = people.known(person.pk, at.date())
        around = reads.around(person.pk)
        unseen = None if by.wide else people.UNSEEN
        return {
            **self.identity(),
            **self.story(),
            "facts": facts(person, known, unseen),
            "unseen": unseen,
            "flags": reads.flags(self.found, known, emergency_until=self.emergency()),
            "clocks": around.clocks,
            "actions": around.actions,
            "voices": reads.heard(person.pk, at),
            "family": people.family(person.pk, at.date()),
            "wide": by.wide,
            "professionals": around.professionals,
            "home_line": home_line(known, by.wide),
            "hear_url": f"/work/children/{person.pk}/hear/",
            "panels": panels.panels(About(person, known, by, at, self.may)),
            "looks": reads.looks(ledger.looks_at(person.pk, 30), at),
            "many": self.found.opened_today > reads.SOFT_CAP,
            "opened_today": self.found.opened_today,
            "read_only": self.in_emergency,
            "sheet": {
                "name": person.name,
                "reference": reads.sheet_reference(person, known),
                "reader": by.name,
                "printed_at": words.exact(at),
            },
        }

    def story(self) -> dict[str, Any]:
        """The chronology, filtered by agency and significance; silences are said only where nothing is filtered out."""
        asked = self.request.GET
        agency, only = asked.get("agency", "")[:50], asked.get("only") == "significant"
        events = reads.chronology(self.found.person.pk, agency=agency, significant=only)
        page = pagination.take(events, asked.get("page"), PER_PAGE)
        items = reads.timeline(
            page.rows,
            self.request.at if page.number == 1 else page.rows[0].at if page.rows else self.request.at,
            links=not self.in_emergency,
            gaps=not (agency or only),
        )
        agencies = {e.agency_key: e.agency for e in events}
        query = {k: v for k, v in (("agency", agency), ("only", "significant" if only else "")) if v}
        return {"timeline": items, "page": page, "query": query, "chips": chips(agencies, agency, only)}

    def emergency(self) -> datetime | None:
        if not self.in_emergency or self.about is None:
            return None
        opened = Opening.objects.filter(worker_id=self.request.by.worker_id, subject_id=self.about).order_by(
            "-opened_at"
        )
        return next((o.closes_at for o in opened[:1]), None)


def home_line(known: people.Known, wide: bool) -> str:
    """Nothing found is "not recorded" only to readers from whom nothing is kept (`wide`)."""
    if known.lives_with:
        return f"Lives with {known.lives_with}"
    return "Whom the child lives with is not recorded" if wide else "Whom the child lives with: nothing you may see"


def facts(person: Any, known: people.Known, unseen: str | None) -> list[dict[str, Any]]:
    born = words.long_date(person.born_on) if person.born_on else "not yet born" if person.is_unborn else None
    rows = [
        {"key": "Known as", "value": person.known_as or person.given_name or None},
        {"key": "Born", "value": born},
    ]
    if person.kind == "child":
        rows.append({"key": "School", "value": "; ".join(f[0] for f in known.now("school")) or unseen})
    lives = SAID if known.restricted else "; ".join(known.lives_at)
    return [*rows, {"key": "Lives at", "value": lives or unseen}]


def chips(agencies: dict[str, str], agency: str, only: bool) -> list[dict[str, Any]]:
    more = "&only=significant" if only else ""
    out = [
        {"text": "Everything", "url": "?", "current": not agency and not only},
        {
            "text": "Significant",
            "url": f"?only=significant{f'&agency={agency}' if agency else ''}",
            "current": only,
        },
    ]
    return out + [
        {"text": name, "url": f"?agency={key}{more}", "current": key == agency}
        for key, name in agencies.items()
    ]


class HearChild(AboutChild, ActPage):
    """Write down what a child said or showed, verbatim; what we make of it stands apart."""

    verb, template, title = "voice.heard", "desk/hear.html", "Hear the child"
    form = forms.VoiceForm
    done = "Written down. Tell the child what happens because of it."

    def form_words(self) -> dict[str, Any]:
        return {"now": self.request.at}

    def initial(self) -> dict[str, Any]:
        local = words.local(self.request.at)
        return {"heard_by": self.request.by.name, "heard_on": local.date(), "heard_time": f"{local:%H:%M}"}

    def context(self) -> dict[str, Any]:
        return self.identity()

    def act(self, answers: dict[str, Any]) -> Voice:
        heard: Voice = people_acts.hear(by=self.request.by, at=self.request.at, subject=self.about, **answers)
        return heard

    def next(self, outcome: Any) -> str:
        return f"/work/children/{self.about}/"


class TellChild(AboutChild, ActPage):
    """The child is told what happened and why: what they said did not vanish."""

    verb, template, title = "voice.told_back", "desk/tell_child.html", "Tell the child"
    form = forms.ToldForm
    done = "Kept: the child was told."

    def subject(self, **kwargs: Any) -> UUID:
        about = super().subject(**kwargs)
        self.voice = Voice.objects.filter(pk=kwargs["voice"], subject_id=about).first()
        if self.voice is None:
            raise Http404
        return about

    def context(self) -> dict[str, Any]:
        assert self.voice is not None
        return {**self.identity(), "heard": reads.heard(self.found.person.pk, self.request.at, self.voice.pk)[0]}

    def act(self, answers: dict[str, Any]) -> Any:
        if self.voice is not None and self.voice.told_back_at:
            raise Refused("The child has been told already. What was said then stands on the child's page.")
        return people_acts.tell_back(
            by=self.request.by, at=self.request.at, subject=self.about, voice=self.voice, told=answers["told"]
        )

    def next(self, outcome: Any) -> str:
        return f"/work/children/{self.about}/"
