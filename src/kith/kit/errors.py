"""Error pages that help: what happened, that nothing typed is lost, whom to ring. For `handler404` and its siblings.

Every page is drawn without the database, the session or the worker, so that it also appears when those have failed.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

PAGES = {
    400: "kit/errors/400.html",
    403: "kit/errors/403.html",
    404: "kit/errors/404.html",
    500: "kit/errors/500.html",
    503: "kit/errors/503.html",
}


@cache
def page(status: int, name: str, phone: str) -> str:
    """The HTML of one error page: the same bytes for everyone and for every address."""
    return render_to_string(PAGES[status], {"site": {"name": name}, "duty_phone": phone})


def answer(status: int) -> HttpResponse:
    """The error page as a response that nobody stores. Reads KITH_SERVICE_NAME and KITH_DUTY_PHONE."""
    phone = getattr(settings, "KITH_DUTY_PHONE", "") or getattr(settings, "DUTY_PHONE", "")
    html = page(status, getattr(settings, "KITH_SERVICE_NAME", "This service"), phone)
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-store"})


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """For `handler400`."""
    return answer(400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """For `handler403`."""
    return answer(403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For CSRF_FAILURE_VIEW: the session has ended; what was typed is still in the page one step back."""
    return answer(403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """For `handler404`: a hidden page and a missing one cannot be told apart."""
    return answer(404)


def server_error(request: HttpRequest) -> HttpResponse:
    """For `handler500`."""
    return answer(500)


def unavailable(request: HttpRequest | None = None) -> HttpResponse:
    """While the service is being looked after, or its database is away."""
    return answer(503)
