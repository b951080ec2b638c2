"""The request frame: one transaction round context, view, rendering and ledger entry; nothing is sent before COMMIT."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from kith.authority import faults, who

log = logging.getLogger("kith.frame")
GetResponse = Callable[[HttpRequest], HttpResponse]

POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
          "font-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; "
          "base-uri 'none'")


class Request(HttpRequest):
    """What the frame adds: who is asking (None for the public) and the one `now` of the request."""

    by: who.Session | None
    at: datetime


class Headers:
    """The same protective headers on every answer; nothing that carries a person is ever stored by a browser."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        return response


class RequestFrame:
    """Takes the session from the cookie (or a partner's key from the Authorization header), in the database."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            with transaction.atomic():
                response = self.inside(request)
        except DatabaseError:
            # The ledger, or the database itself, could not be written: then nothing may be shown.
            return faults.unavailable(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A fault of the database inside a page (an unwritable ledger too): nothing is kept, and the duty team's number
        is shown instead of the page."""
        if not isinstance(exception, DatabaseError):
            return None
        log.error("the database refused %s: %s", request.resolver_match and request.resolver_match.route,
                  type(exception).__name__)
        transaction.set_rollback(True)
        return faults.unavailable(request)

    def inside(self, request: HttpRequest) -> HttpResponse:
        token = token_of(request)
        request.by = who.enter(token, active=not is_polling(request))  # type: ignore[attr-defined]
        request.at = request.by.now if request.by else who.now()  # type: ignore[attr-defined]
        response = self.get_response(request)
        if isinstance(response, TemplateResponse) and not response.is_rendered:
            response.render()
        if response.status_code >= 500:
            transaction.set_rollback(True)
        return response


def token_of(request: HttpRequest) -> str:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme == "Bearer" and request.path.startswith("/api/"):
        return key
    return request.COOKIES.get(settings.SESSION_COOKIE, "")


def is_polling(request: HttpRequest) -> bool:
    """Autosave is activity (somebody types); a page that refreshes itself is not."""
    return request.headers.get("X-Kith-Poll") == "1"


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Back to the same place after signing in; the draft is kept."""
    target = request.get_full_path() if request.method == "GET" else ""
    return HttpResponseRedirect("/sign-in/" + (f"?next={target}" if target and "?" not in target else ""))


def connection_role() -> str:
    """For tests: which database role the transaction runs under."""
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return str((cursor.fetchone() or ("",))[0])
