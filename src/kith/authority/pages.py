"""A page is a declaration: a verb, a form, an act, a template, where next. It finds its record through the grant of
its own verb, so that whoever holds no grant gets the same 404 as for something that does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.views import View

from kith.authority import drafts, ledger, policy
from kith.authority.acts import NotYours, Refused
from kith.authority.frame import Request, to_sign_in


class Page(View):
    """Base of every page. `verb` names the grant; `template` the HTML; `title` what the browser's tab says."""

    verb: ClassVar[str] = ""
    template: ClassVar[str] = ""
    title: ClassVar[str] = ""
    public: ClassVar[bool] = False
    looks: ClassVar[bool] = True      # a content-bearing page is one ledger entry
    offers: ClassVar[tuple[str, ...]] = ()  # further verbs the page has buttons for; `may` says which of them
    request: Request

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by = getattr(request, "by", None)
        if not self.public and by is None:
            return to_sign_in(request)
        try:
            self.leave = None if self.public else self.find_leave(**kwargs)
            if by is not None and self.looks and request.method in ("GET", "HEAD"):
                self.record_look()
            return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]
        except NotYours:
            raise Http404 from None

    def find_leave(self, **kwargs: Any) -> policy.Leave:
        """The grant this page stands on; a refusal is written down, then looks like absence."""
        assert self.request.by is not None
        self.about = self.subject(**kwargs)
        self.may = policy.leaves(self.request.by, (self.verb, *self.offers), self.about)
        found = self.may.get(self.verb)
        if found is None:
            ledger.append("page.denied", at=self.request.at, subject=None, facts={"verb": self.verb})
            raise Http404
        return found

    def subject(self, **kwargs: Any) -> UUID | None:
        """The subject this page is about (None: the role alone decides). Raise Http404 where it cannot be found."""
        return kwargs.get("subject")

    def record_look(self) -> None:
        ledger.append(self.verb, at=self.request.at, subject=self.about, facts=self.look_facts(),
                      purpose=self.purpose())

    def look_facts(self) -> Mapping[str, Any]:
        return {"page": self.__class__.__name__}

    def purpose(self) -> str | None:
        """Why the look: the work item behind the page, else the session's own purpose."""
        return None

    def context(self) -> dict[str, Any]:
        return {}

    def show(self, *, status: int = 200, **extra: Any) -> TemplateResponse:
        words = {"title": self.title, "leave": self.leave, **self.context(), **extra}
        return TemplateResponse(self.request, self.template, words, status=status)


class ReadPage(Page):
    """Shows something. `context()` asks the room's reads."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show()


class ActPage(Page):
    """Asks, acts, moves on. A refusal comes back as errors at the top of the form, with everything still typed."""

    form: ClassVar[type[forms.Form]]
    keeps_draft: ClassVar[bool] = True
    done: ClassVar[str] = ""          # a sentence said on the next page

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = drafts.kept(self.request, self.draft_key()) if self.drafting() else None
        form = self.make_form(kept.answers if kept else None, is_draft=kept is not None)
        return self.show(form=form, draft=kept, draft_url=self.draft_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.again(form)
        try:
            outcome = self.act(form.cleaned_data)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
            return self.again(form)
        if self.drafting():
            drafts.forget(self.request, self.draft_key())
        return self.after(outcome)

    def again(self, form: forms.Form) -> HttpResponse:
        return self.show(form=form, draft_url=self.draft_url(), status=422)

    def make_form(self, data: Any = None, *, is_draft: bool = False) -> forms.Form:
        """A draft fills the fields without complaining about what is not yet typed."""
        if is_draft:
            return self.form(initial={**self.initial(), **drafts.as_initial(data, self.form)}, **self.form_words())
        return self.form(data, initial=self.initial(), **self.form_words())

    def form_words(self) -> dict[str, Any]:
        return {}

    def initial(self) -> dict[str, Any]:
        return {}

    def drafting(self) -> bool:
        return self.keeps_draft and not self.public

    def draft_url(self) -> str:
        return drafts.address(self.request, self.draft_key(), self.title) if self.drafting() else ""

    def draft_key(self) -> tuple[str, str]:
        return (self.__class__.__name__, str(self.about or ""))

    def act(self, answers: dict[str, Any]) -> Any:
        raise TypeError(f"{self.__class__.__name__} must say which act it stands for")

    def next(self, outcome: Any) -> str:
        return "/"

    def after(self, outcome: Any) -> HttpResponse:
        response = HttpResponseRedirect(self.next(outcome))
        if self.done:
            response.set_cookie("kith_said", self.done.replace(";", ",").replace(" ", "_"), max_age=60,
                                httponly=True, samesite="Strict")
        return response


class PublicPage(ReadPage):
    """A page for anybody: no session, no record of who reads it."""

    public = True
    looks = False
