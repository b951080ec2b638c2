"""The telephone: a screener types while listening, sees who may be known already, and saves once."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from kith.authority import drafts, ledger
from kith.authority.models import Agency
from kith.authority.pages import ActPage, Page
from kith.authority.who import Session
from kith.frontdoor import intake
from kith.frontdoor.acts import Said
from kith.frontdoor.doors import filing, known
from kith.frontdoor.doors import form_parts as parts
from kith.frontdoor.doors.phone_form import ADULTS, CHILDREN, WHO, PhoneForm
from kith.frontdoor.models import Contact
from kith.kit.words import local
from kith.people.arrivals import Arriving

SYSTEM = "telephone"
KINDS = {
    "council": "Council",
    "police": "Police",
    "health": "Health",
    "school": "Schools and colleges",
    "voluntary": "Charities",
    "partnership": "Partnership",
}
FAMILY = "1A"


def agencies() -> list[tuple[str, Any]]:
    """Agencies a professional may ring for, in groups."""
    found = Agency.objects.filter(kind__in=KINDS).order_by("kind", "name")
    return [
        (KINDS[kind], [(str(a.pk), a.name) for a in rows]) for kind, rows in groupby(found, lambda a: a.kind)
    ]


def look_up(request: Any, typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Whom each typed child may be. One ledger entry, with the words typed in its erasable half."""
    today = local(request.at).date()
    records = {n: known.record_of(typed, n, today) for n in range(1, CHILDREN + 1)}
    found: list[dict[str, Any]] = [
        {"n": n, "name": f"{r.given_name} {r.family_name}".strip(), "known": known.possibly_known(r, today)}
        for n, r in records.items()
        if known.enough(r)
    ]
    ledger.append(
        "candidates.viewed",
        at=request.at,
        personal="; ".join(f["name"] for f in found),
        facts={"candidates": sum(len(f["known"]) for f in found)},
        purpose="telephone call",
    )
    return found


class PossiblyKnown(Page):
    """The panel alone, fetched while the screener types. Only the council's hub sees candidates."""

    verb = "candidates.viewed"
    template = "frontdoor/doors/known.html"
    title = "Possibly known"

    def post(self, request: HttpRequest) -> HttpResponse:
        words = {"found": look_up(self.request, request.POST.dict()), "looked": True, "now": self.request.at}
        return TemplateResponse(request, self.template, words)


class PhoneCall(ActPage):
    """One page, from "hello" to the contact."""

    verb = "candidates.viewed"
    template = "frontdoor/doors/phone.html"
    title = "Phone call"
    form = PhoneForm

    @property
    def by(self) -> Session:
        assert self.request.by is not None
        return self.request.by

    def form_words(self) -> dict[str, Any]:
        return {"at": self.request.at, "agencies": agencies()}

    def initial(self) -> dict[str, Any]:
        here = local(self.request.at)
        return {
            "token": uuid4(),
            "started": self.request.at.isoformat(),
            "received_on": here.date(),
            "received_time": here.time().replace(second=0, microsecond=0),
        }

    def show(self, *, status: int = 200, **extra: Any) -> Any:
        form = extra["form"]
        return super().show(
            status=status,
            begin="looked" not in extra,
            children=form.blocks("child"),
            adults=form.blocks("adult"),
            **extra,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("keep") == "nothing":
            drafts.forget(self.request, self.draft_key())
            return HttpResponseRedirect(self.request.path)
        if "look" not in request.POST:
            return super().post(request, *args, **kwargs)
        answers = {name: request.POST.getlist(name) for name in request.POST}
        form = self.make_form(answers, is_draft=True)
        return self.show(
            form=form,
            draft_url=self.draft_url(),
            looked=True,
            found=look_up(self.request, request.POST.dict()),
        )

    def act(self, answers: dict[str, Any]) -> Contact:
        by = self.by
        if already := filing.only_once(answers["token"], by, SYSTEM):
            return already
        people = people_of(answers)
        typed = filing.typed(answers, {"received_on": "", "received_time": ""})
        return intake.take_in(
            by=by,
            at=self.request.at,
            received_at=parts.moment(answers["received_on"], answers["received_time"]),
            channel="telephone",
            source_code=answers["source"],
            agency=answers["agency"] or None,
            system=SYSTEM,
            system_ref=str(answers["token"]),
            people=people,
            voices=voices_of(answers),
            typed_fields=typed,
            typed_seconds=filing.seconds(answers["started"], 0, self.request.at),
            **caller(answers),
            **story(answers),
        )

    def next(self, outcome: Contact) -> str:
        return f"/contacts/{outcome.pk}/"


def caller(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Who rang. Of one who asked not to be named, name and number go to the sealed table alone (C16)."""
    common = {"stays_unnamed": bool(answers["unnamed"]), "relationship": answers["relationship"]}
    who = [answers["caller_name"], answers["caller_phone"]]
    if answers["unnamed"]:
        return {**common, "reporter_name": ", ".join(t for t in who if t)}
    role = answers["relationship"] if answers["agency"] else ""
    return {**common, "referrer_name": who[0], "referrer_contact": who[1], "referrer_role": role}


def people_of(answers: Mapping[str, Any]) -> list[tuple[str, Arriving]]:
    """Children first; everybody else after them."""
    home = {"address": answers["address"], "postcode": answers["postcode"]}
    out: list[tuple[str, Arriving]] = []
    for n in range(1, CHILDREN + 1):
        child = parts.block(answers, f"child{n}")
        if parts.filled(child, WHO):
            out.append(
                (
                    "child",
                    Arriving(
                        given_name=child["given_name"],
                        family_name=child["family_name"],
                        dob=parts.date_text(child["dob"]),
                        age=child["age"],
                        sex=child["sex"] or "U",
                        school=child["school"],
                        **home,
                    ),
                )
            )
    for n in range(1, ADULTS + 1):
        adult = parts.block(answers, f"adult{n}")
        if adult["role"]:
            out.append(
                (
                    adult["role"],
                    Arriving(
                        given_name=adult["given_name"], family_name=adult["family_name"], age=adult["born"]
                    ),
                )
            )
    return out


def voices_of(answers: Mapping[str, Any]) -> list[Said]:
    """The first child's words as the caller gave them; from a parent they are marked as told by a parent."""
    if not answers["words"]:
        return []
    nobody = "The caller" if answers["unnamed"] or not answers["caller_name"] else answers["caller_name"]
    told = answers["source"] == FAMILY and not answers["heard_by"]
    return [
        Said(
            position=0,
            words=answers["words"],
            method="parent_reported" if told else "spoke",
            heard_by=answers["heard_by"] or nobody,
        )
    ]


def story(answers: Mapping[str, Any]) -> dict[str, Any]:
    safe = {"yes": "Yes", "no": "No", "nk": "Not known"}
    return {
        "what_happened": answers["what_happened"],
        "safe_now": safe[answers["safe_now"]],
        "where_now": answers["where_now"],
        "others_at_home": answers["others_at_home"],
        "address": answers["address"],
        "postcode": answers["postcode"],
    }
