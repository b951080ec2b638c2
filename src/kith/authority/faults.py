"""Error pages that help. Hidden and absent are one page, byte for byte, with nothing about reader or address in it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from kith.authority.county import profile


def plain(name: str, status: int, **words: Any) -> HttpResponse:
    """Rendered without the request, so that no context processor can put the reader's name into it."""
    words = {"duty_phone": profile().phones.out_of_hours} | words
    return HttpResponse(get_template(f"kit/errors/{name}.html").render(words), status=status)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return plain("400", 400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return plain("403", 403)


def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return plain("404", 404)


def went_wrong(request: HttpRequest) -> HttpResponse:
    return plain("500", 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The ledger or the database cannot be written: nothing is shown, and the duty team's number is."""
    response = plain("503", 503)
    response.headers["Retry-After"] = "30"
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return plain("403", 403)
