"""The administrator's pages: people, sessions, rota, holidays. Never a child."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from kith.authority.models import Worker
from kith.authority.pages import ActPage, ReadPage
from kith.authority.policy import ROLES
from kith.desk import forms, lines, upkeep
from kith.desk.clock_pages import FormLook
from kith.kit import words
from kith.work import acts as work
from kith.work.models import Holiday


class Site(ReadPage):
    """Who is signed in, who works here, who is on duty, which days are holidays."""

    verb, template, title = "site.viewed", "desk/site.html", "Site"

    def context(self) -> dict[str, Any]:
        at = self.request.at
        assert self.request.by is not None
        _, unread = lines.done_today(lines.read(self.request.by, at, "done"))
        return {
            "signed_in": upkeep.signed_in(),
            "spells": upkeep.spells(at),
            "unread": unread,
            "people_head": [{"text": t, "sort": "text"} for t in ("Who", "Agency", "Roles", "Telephone")],
            "people": [person_row(p) for p in upkeep.people()],
            "holidays": list(Holiday.objects.order_by("-on")[:20]),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End somebody's sessions at once."""
        text = request.POST.get("worker", "")
        worker = Worker.objects.filter(pk=text).first() if len(text) == 36 and text.count("-") == 4 else None
        if worker is None:
            raise Http404
        upkeep.end_sessions(by=self.request.by, at=self.request.at, worker=worker)
        return HttpResponseRedirect("/work/site/")


def person_row(person: dict[str, Any]) -> list[str]:
    worker = person["worker"]
    roles = words.join_and([ROLES.get(r, r) for r in person["roles"]]) or "no role"
    return [
        worker.name,
        worker.agency.name,
        roles,
        "left" if worker.left_at else worker.phone or "no telephone",
    ]


class SetRota(FormLook, ActPage):
    verb, template, title = "rota.set", "desk/upkeep_form.html", "Duty rota"
    form = forms.RotaForm
    done = "The spell stands in the rota."
    keeps_draft = False

    def form_words(self) -> dict[str, Any]:
        return {"workers": upkeep.duty_workers()}

    def context(self) -> dict[str, Any]:
        return {
            "press": "Put on the rota",
            "intro": "While the spell lasts, this worker holds what the hub holds.",
        }

    def act(self, answers: dict[str, Any]) -> Any:
        return upkeep.set_rota(
            by=self.request.by,
            at=self.request.at,
            worker=answers["worker"],
            from_at=answers["from_at"],
            until_at=answers["until_at"],
        )

    def next(self, outcome: Any) -> str:
        return (
            "/work/site/"
            if self.request.by is not None and self.request.by.has("administrator")
            else "/work/today/"
        )


class Proclaim(FormLook, ActPage):
    verb, template, title = "holiday.proclaimed", "desk/upkeep_form.html", "Add a bank holiday"
    form = forms.HolidayForm
    done = "Added. Running clocks are recomputed now; you will be told how many moved."
    keeps_draft = False

    def context(self) -> dict[str, Any]:
        return {
            "press": "Add the holiday",
            "intro": "Clocks counted in working days are computed again, each with both "
            "values in the ledger. You see how many moved, not whose.",
        }

    def act(self, answers: dict[str, Any]) -> Any:
        return work.proclaim(by=self.request.by, at=self.request.at, on=answers["on"], name=answers["name"])

    def next(self, outcome: Any) -> str:
        return "/work/site/"


class Withdraw(FormLook, ActPage):
    """A day that was added by mistake. What follows stands on the page before it happens."""

    verb, template, title = "holiday.withdrawn", "desk/upkeep_form.html", "Withdraw a holiday"
    form = forms.WithdrawForm
    done = "Withdrawn. Running clocks are recomputed now; you will be told how many moved."
    keeps_draft = False

    def subject(self, **kwargs: Any) -> None:
        try:
            found = Holiday.objects.filter(on=date.fromisoformat(kwargs["on"]), withdrawn=False).first()
        except ValueError:
            found = None
        if found is None:
            raise Http404
        self.holiday = found

    def context(self) -> dict[str, Any]:
        day = words.long_date(self.holiday.on)
        return {
            "press": "Withdraw it",
            "back": "/work/site/",
            "intro": f"{day}, {self.holiday.name}, becomes a working day again. Running clocks that it moved move "
            "back, each with both values in the ledger. The day stays on the list as withdrawn.",
        }

    def act(self, answers: dict[str, Any]) -> Any:
        return upkeep.withdraw_holiday(by=self.request.by, at=self.request.at, holiday=self.holiday)

    def next(self, outcome: Any) -> str:
        return "/work/site/"
