"""What a visitor may choose: cookies, and how to read."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from kith.public.forms import CookieForm, ReadingForm
from kith.public.surroundings import (
    CHOICE_COOKIE,
    READING_COOKIE,
    ReadingSettings,
    SitePage,
    has_agreed,
    keep,
    reading_settings,
)

ANSWERS = {"accept": "all", "reject": "essential"}


def choose(response: HttpResponse, answer: str) -> None:
    """Remember the answer to the cookie question; a no also takes away what a yes had kept."""
    keep(response, CHOICE_COOKIE, ANSWERS[answer])
    if answer == "reject":
        response.delete_cookie(READING_COOKIE, samesite="Lax")


class ChooseCookies(SitePage):
    """The banner's form: back to the page it stood on, which says that the choice is saved, or that it is
    not."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect("/cookies/")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = request.POST.get("cookies", "")
        if answer not in ANSWERS:
            return HttpResponseRedirect(self.back_to("problem"))
        response = HttpResponseRedirect(self.back_to("saved"))
        choose(response, answer)
        return response

    def back_to(self, state: str) -> str:
        """The page's path alone: whatever else stood in its address is left behind."""
        wanted = self.request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
        return f"{urlsplit(wanted).path if is_ours else '/'}?cookies={state}"


class Cookies(SitePage):
    """The cookie notice with its settings."""

    template = "public/cookies.html"
    title = "Cookies"
    asks_cookies = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = {"all": "accept", "essential": "reject"}.get(request.COOKIES.get(CHOICE_COOKIE, ""), "")
        return self.show(form=CookieForm(initial={"cookies": chosen}), state=request.GET.get("cookies", ""))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CookieForm(request.POST)
        if not form.is_valid():
            unknown = "cookies" in request.POST
            return self.show(form=form, error_form=form, state="problem" if unknown else "", status=422)
        response = HttpResponseRedirect("/cookies/?cookies=saved")
        choose(response, form.cleaned_data["cookies"])
        return response


class Reading(SitePage):
    """Text size, spacing, contrast: applied at once, remembered only by somebody who agreed to it."""

    template = "public/reading.html"
    title = "Reading settings"
    asks_cookies = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(
            form=ReadingForm(initial=vars(reading_settings(request))),
            agreed=has_agreed(request),
            saved=request.GET.get("kept") == "1" and has_agreed(request),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReadingForm(request.POST)
        if not form.is_valid():
            return self.show(form=form, error_form=form, agreed=has_agreed(request), status=422)
        wish = ReadingSettings(**{**form.cleaned_data, "size": form.cleaned_data["size"] or "usual"})
        if not (has_agreed(request) or request.POST.get("go") == "agree"):
            return self.show(form=form, reading=wish, agreed=False, tried=True)
        response = HttpResponseRedirect("/reading/?kept=1")
        keep(response, CHOICE_COOKIE, "all")
        keep(response, READING_COOKIE, wish.as_text())
        return response
