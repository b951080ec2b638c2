"""The professional's referral form: kept as it is typed, sent once, answered with a receipt."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from kith.authority import drafts
from kith.authority.models import Worker
from kith.authority.pages import ActPage
from kith.authority.policy import ROLES
from kith.authority.who import Session
from kith.frontdoor.doors import filing, roll
from kith.frontdoor.doors.referral_form import MOST, ReferralForm
from kith.frontdoor.models import Contact

SECTIONS = (
    ("children", "The children"),
    ("home", "Home and family"),
    ("happened", "What happened"),
    ("safe", "Is the child safe now?"),
    ("consent", "Telling the family, and consent"),
    ("needs", "Help and needs"),
    ("level", "What you think is needed"),
    ("you", "About you"),
    ("send", "Send"),
)
ONE_OF = {"children": "child", "people": "person"}


def held_about(by: Session) -> dict[str, str]:
    """What Kith knows of whoever is signed in, so that the form need not ask: name, role, telephone."""
    worker = Worker.objects.get(pk=by.worker_id)
    roles = ", ".join(ROLES[r] for r in sorted(by.roles) if r in ROLES)
    return {"name": by.name, "role": worker.job_title or roles, "contact": worker.phone}


class Referral(ActPage):
    """The form. Buttons inside it (add a child, look up a pupil, save) keep the draft and come back."""

    verb = "contact.received"
    template = "frontdoor/doors/referral.html"
    title = "Report a concern about a child"
    form = ReferralForm

    def form_words(self) -> dict[str, Any]:
        return {"at": self.request.at}

    def initial(self) -> dict[str, Any]:
        by = self.request.by
        assert by is not None
        heard = {f"child{n}_heard_by": by.name for n in range(1, MOST + 1)}
        return {
            "token": uuid4(),
            "started": self.request.at.isoformat(),
            "spent": 0,
            "children_shown": 1,
            "people_shown": 1,
            **heard,
        }

    def make_form(self, data: Any = None, *, is_draft: bool = False) -> forms.Form:
        form = super().make_form(data, is_draft=is_draft)
        if is_draft:
            form.initial["started"] = self.request.at.isoformat()
        assert isinstance(form, ReferralForm)
        for n in self.pupils(form):
            source = f"From {self.by.agency_name}’s roll"
            form.provenance |= {
                f"child{n}_{name}": source for name in ("given_name", "family_name", "dob", "sex")
            }
        return form

    @property
    def by(self) -> Session:
        assert self.request.by is not None
        return self.request.by

    def pupils(self, form: ReferralForm) -> dict[int, roll.Pupil]:
        """The pupils chosen from the roll, by number of the child."""
        chosen = {n: str(form[f"child{n}_pupil"].value() or "") for n in range(1, MOST + 1)}
        found = {n: roll.pupil(self.by, text) for n, text in chosen.items() if text}
        return {n: pupil for n, pupil in found.items() if pupil}

    def show(self, *, status: int = 200, **extra: Any) -> Any:
        form = extra["form"]
        children = form.blocks("children")
        for child in children:
            sought = "" if child["pupil"].value() else str(child["find"].value() or "")
            child["found"] = roll.pupils_named(self.by, sought)
            child["sought"] = sought
        return super().show(status=status, children=children, people=form.blocks("people"), **extra)

    def context(self) -> dict[str, Any]:
        held = held_about(self.by)
        about_you = [
            {"key": "Name", "value": held["name"]},
            {"key": "Role", "value": held["role"]},
            {"key": "Agency", "value": self.by.agency_name},
            {"key": "Telephone", "value": held["contact"]},
        ]
        contents = [{"text": text, "url": f"#{name}"} for name, text in SECTIONS]
        return {
            "about_you": about_you,
            "contents": contents,
            "has_roll": roll.has_roll(self.by),
            "most": MOST,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("keep") == "nothing":
            drafts.forget(self.request, self.draft_key())
            return HttpResponseRedirect(self.request.path)
        if "keep" in request.POST or "use" in request.POST:
            return self.keep_and_return(request.POST)
        return super().post(request, *args, **kwargs)

    def keep_and_return(self, posted: QueryDict) -> HttpResponse:
        """Keep everything typed so far, with what the button asked for, and come back to that place."""
        answers = {name: [""] for name in ReferralForm.base_fields} | {k: posted.getlist(k) for k in posted}
        for name in ("keep", "use"):
            answers.pop(name, None)
        answers["spent"] = [
            str(filing.seconds(posted.get("started", ""), number(posted.get("spent")), self.request.at))
        ]
        changes, where = self.asked_for(posted)
        answers |= {name: [value] for name, value in changes.items()}
        drafts.keep(self.request, self.draft_key(), answers=answers, path=self.request.path, title=self.title)
        return HttpResponseRedirect(where)

    def asked_for(self, posted: QueryDict) -> tuple[dict[str, str], str]:
        """What a button inside the form changes, and where the page goes on."""
        here = self.request.path
        if use := posted.get("use"):
            n, _, subject = use.partition(":")
            pupil = roll.pupil(self.by, subject) if n.isdigit() and 1 <= int(n) <= MOST else None
            typed = pupil.typed() | {"pupil": subject, "school": self.by.agency_name} if pupil else {}
            return {f"child{n}_{name}": value for name, value in typed.items()}, f"{here}#child-{n}"
        wish = posted.get("keep", "")
        if wish in ("children", "people"):
            more = min(MOST, (number(posted.get(f"{wish}_shown")) or 1) + 1)
            return {f"{wish}_shown": str(more)}, f"{here}#{ONE_OF[wish]}-{more}"
        if wish.startswith("find"):
            return {}, f"{here}#child-{wish.removeprefix('find')}"
        return {}, here if wish == "here" else "/work/"

    def act(self, answers: dict[str, Any]) -> Contact:
        form = ReferralForm(self.request.POST, at=self.request.at)
        return filing.file(
            by=self.by,
            at=self.request.at,
            answers=answers,
            pupils=self.pupils(form),
            referrer=held_about(self.by),
        )

    def next(self, outcome: Contact) -> str:
        return f"/contacts/sent/{outcome.pk}/?new=1"


def number(text: str | None) -> int | None:
    """A small whole number as posted, or None."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else None
