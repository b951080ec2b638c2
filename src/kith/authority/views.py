"""Signing in and out, and saving drafts. Everything else that has a page lives in the rooms above."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pyotp
import segno
from django import forms
from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from kith.authority import drafts, ledger, signin
from kith.authority.pages import Page
from kith.kit.forms import KithForm

HOME = "/work/"


class PasswordForm(KithForm):
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))


class CodeForm(KithForm):
    code = forms.CharField(label="Six-digit code", max_length=8, widget=forms.TextInput(
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}))


class DoorPage(View):
    """Base of the pages before sign-in."""

    public = True

    def show(self, template: str, status: int = 200, **words: Any) -> HttpResponse:
        return TemplateResponse(self.request, template, words, status=status)

    def target(self) -> str:
        found = self.request.GET.get("next") or self.request.POST.get("next") or HOME
        return found if url_has_allowed_host_and_scheme(found, allowed_hosts=None) else HOME

    def welcome(self, token: str) -> HttpResponse:
        response = HttpResponseRedirect(self.target())
        response.set_cookie(settings.SESSION_COOKIE, token, httponly=True, samesite="Lax",
                            secure=settings.SECURE, path="/")
        return response


class SignIn(DoorPage):
    """E-mail address and password; then the code."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show("authority/sign_in.html", form=PasswordForm(), next=self.target(), title="Sign in")

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PasswordForm(request.POST)
        if form.is_valid():
            found = signin.password_right(form.cleaned_data["email"], form.cleaned_data["password"])
            if isinstance(found, signin.Known):
                return self.ask_code(found, CodeForm())
            form.add_error(None, found)
        return self.show("authority/sign_in.html", 422, form=form, next=self.target(), title="Sign in")

    def ask_code(self, known: signin.Known, form: forms.Form) -> HttpResponse:
        words: dict[str, Any] = {"form": form, "pending": signin.pending(known), "next": self.target(),
                                 "title": "Enter your code"}
        if known.is_new:
            address = pyotp.TOTP(known.secret).provisioning_uri(name="Kith", issuer_name="Kith")
            words |= {"secret": known.secret, "picture": segno.make(address).png_data_uri(scale=5)}
        return self.show("authority/code.html", 422 if form.is_bound else 200, **words)


class Code(SignIn):
    """The one-time code; at first sign-in it also sets the code up."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect("/sign-in/")

    def post(self, request: HttpRequest) -> HttpResponse:
        known = signin.from_pending(request.POST.get("pending", ""))
        if known is None:
            return HttpResponseRedirect("/sign-in/?" + urlencode({"next": self.target()}))
        form = CodeForm(request.POST)
        if form.is_valid():
            if signin.code_right(known, form.cleaned_data["code"]):
                return self.welcome(signin.open_session(known.worker_id))
            form.add_error("code", "That code is not right, or was just used. Enter the newest six digits.")
        return self.ask_code(known, form)


class DemoSignIn(DoorPage):
    """A link that signs in as one invented worker. Outside demo and test mode there is no such page."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        worker = signin.from_demo_token(token)
        if worker is None:
            raise Http404
        return self.welcome(signin.open_session(worker))


class SignOut(DoorPage):
    """Ends the session in the database at once and asks the browser to forget what it holds."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if getattr(request, "by", None):
            ledger.append("session.closed", at=request.at)  # type: ignore[attr-defined]
            with connection.cursor() as cursor:
                cursor.execute("select sec.close_session()")
        response = HttpResponseRedirect("/sign-in/")
        response.delete_cookie(settings.SESSION_COOKIE)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


class SaveDraft(Page):
    """Autosave. Answers 401 where the session has ended, so that the page can say so and keep the words."""

    looks = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "by", None) is None:
            return JsonResponse({"saved": False}, status=401)
        if request.method != "POST":
            raise Http404
        return self.post(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        answers = {k: [str(v) for v in request.POST.getlist(k)] for k in request.POST}
        path = request.GET.get("path", "/")
        drafts.keep(self.request, (request.GET.get("page", "")[:60], request.GET.get("about", "")[:80]),
                    answers=answers, path=path if path.startswith("/") else "/",
                    title=request.GET.get("title", "Draft"))
        return JsonResponse({"saved": True})
