"""Search is posted, never in an address. A record opened from it asks once why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kith.authority import ledger, policy
from kith.authority.pages import ActPage, ReadPage
from kith.desk import forms, searching
from kith.desk.child import HARD_CAP, SOFT_CAP
from kith.desk.child_pages import PURPOSE, AboutChild, purpose_cookie


def opened_today() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select sec.opened_today()")
        return int((cursor.fetchone() or (0,))[0])


class Search(ReadPage):
    """An empty form on GET; results on POST. The words stand in the erasable half of the ledger alone."""

    verb, template, title = "search.made", "desk/search.html", "Search"
    looks = False  # the search itself is the entry, with its count; an empty form is no look

    def context(self) -> dict[str, Any]:
        assert self.request.by is not None
        return {"may_break_glass": policy.may(self.request.by, "glass.broken")}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(form=forms.SearchForm(), opened=opened_today(), soft=SOFT_CAP)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = forms.SearchForm(request.POST)
        opened = opened_today()
        if not form.is_valid():
            return self.show(form=form, opened=opened, soft=SOFT_CAP, status=422)
        if opened > HARD_CAP:
            return self.show(form=form, opened=opened, soft=SOFT_CAP, capped=True, status=403)
        by = self.request.by
        assert by is not None
        results = searching.search(form.cleaned_data["q"], by=by, on=self.request.at.date())
        ledger.append(
            "search.made", at=self.request.at, facts={"found": results.count}, personal=form.cleaned_data["q"]
        )
        return self.show(form=form, results=results, opened=opened, soft=SOFT_CAP)


class Why(AboutChild, ActPage):
    """Asked once, when a record is opened from search: the answer is the purpose of the looks that follow."""

    verb, template, title = "child.viewed", "desk/why.html", "Why are you opening this record?"
    form = forms.PurposeForm
    keeps_draft = False
    looks = False  # nothing of the record is shown here beyond the line the search gave

    def context(self) -> dict[str, Any]:
        return {**self.identity(), "back_url": "/work/search/"}

    def act(self, answers: dict[str, Any]) -> str:
        return str(answers["purpose"])

    def next(self, outcome: Any) -> str:
        return f"/work/children/{self.about}/"

    def after(self, outcome: Any) -> HttpResponse:
        response = HttpResponseRedirect(self.next(outcome))
        assert isinstance(self.about, UUID)
        response.set_cookie(
            PURPOSE,
            purpose_cookie(self.about, outcome),
            max_age=8 * 3600,
            httponly=True,
            samesite="Strict",
            path=f"/work/children/{self.about}/",
        )
        return response
