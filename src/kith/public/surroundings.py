"""What stands round every public page: the ways on, the way out, the cookie question, reading settings,
numbers to ring.

No public page sets a cookie by itself. One is set when somebody answers the cookie question, and one more,
with their
agreement, when they choose how to read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from kith.authority.county import profile
from kith.authority.pages import PublicPage

CHOICE_COOKIE = "kith_cookies"  # "all" or "essential": what was answered to the cookie question
READING_COOKIE = "kith_reading"  # text size, spacing, contrast: only after "all"
KEPT_DAYS = 180
SIZES = ("large", "larger")

NAV = (
    ("Worried about a child", "/worried/"),
    ("Children and young people", "/children/"),
    ("Professionals", "/professionals/"),
    ("Our arrangements", "/arrangements/"),
    ("News", "/news/"),
    ("Reports", "/reports/"),
)
FOOTER = (
    ("Contact us", "/contact/"),
    ("Easy read", "/easy-read/"),
    ("How we use information", "/privacy/"),
    ("Cookies", "/cookies/"),
    ("Reading settings", "/reading/"),
    ("Accessibility", "/accessibility/"),
    ("Feedback", "/feedback/"),
    ("You said, we did", "/feedback/answers/"),
)
DEMONSTRATION = (
    "This is a demonstration with an invented county. Nobody reads what is sent here. "
    "If a child is in danger now, ring 999."
)


@dataclass(frozen=True)
class ReadingSettings:
    """How somebody likes to read: `size` is "usual", "large" or "larger"."""

    size: str = "usual"
    spacing: bool = False
    contrast: bool = False

    def as_text(self) -> str:
        return ".".join([self.size, *(name for name in ("spacing", "contrast") if getattr(self, name))])


def settings_from(text: str) -> ReadingSettings:
    """Read from the cookie; anything that is not one of our words is ignored."""
    words = text.split(".")
    size = next((word for word in words if word in SIZES), "usual")
    return ReadingSettings(size, "spacing" in words, "contrast" in words)


def has_agreed(request: HttpRequest) -> bool:
    """Whether this visitor said yes to the one optional cookie."""
    return request.COOKIES.get(CHOICE_COOKIE) == "all"


def reading_settings(request: HttpRequest) -> ReadingSettings:
    return (
        settings_from(request.COOKIES.get(READING_COOKIE, "")) if has_agreed(request) else ReadingSettings()
    )


def keep(response: HttpResponse, name: str, value: str) -> None:
    """Set one of the two cookies. Lax, so that the choice also holds for somebody who follows a link to
    us."""
    response.set_cookie(
        name, value, max_age=KEPT_DAYS * 86400, httponly=True, samesite="Lax", secure=settings.SECURE
    )


def hour(at: time) -> str:
    """ "9am", "5.30pm": as people say it."""
    minutes = f".{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def opening_words() -> dict[str, str]:
    hours = profile().hours
    nights = f"{hour(hours.out_of_hours_opens)} to {hour(hours.out_of_hours_closes)}"
    return {
        "hub": f"{hour(hours.hub_opens)} to {hour(hours.hub_closes)}, Monday to Friday",
        "other": f"{nights}, weekends and bank holidays",
    }


def furniture(request: HttpRequest, asks_cookies: bool) -> dict[str, Any]:
    """The context of kit/public.html. No form token: these pages hold no session that a stranger could
    misuse."""
    shown = request.GET.get("cookies", "")
    asked = "" if request.COOKIES.get(CHOICE_COOKIE) else "ask"
    state = shown if shown in ("saved", "problem") else asked
    partnership = f"{profile().county.name} Safeguarding Children Partnership"
    links = [{"text": text, "url": url, "current": request.path.startswith(url)} for text, url in NAV]
    return {
        "site": {
            "name": partnership,
            "home_url": "/",
            "nav": links,
            "sign_in_url": "",
            "urgent": DEMONSTRATION if settings.MODE == "demo" else "",
            "footer": [{"text": text, "url": url} for text, url in FOOTER],
        },
        "cookies": {
            "state": state if asks_cookies else "",
            "url": "/cookies/choose/",
            "notice_url": "/cookies/",
        },
        "phase": {
            "text": "This site is a beta: it is still being made, and we add to it often. What you tell us "
            "makes it better, so please",
            "url": f"/feedback/?from={request.path}",
            "link": "let us know what you think.",
        },
        "reading": reading_settings(request),
        "phones": profile().phones,
        "hours": opening_words(),
        "csrf_token": "",
    }


@method_decorator(csrf_exempt, name="dispatch")
class SitePage(PublicPage):
    """A page for anybody. `back` is the address one step back."""

    asks_cookies: ClassVar[bool] = True
    back: ClassVar[str] = ""

    def show(self, *, status: int = 200, **extra: Any) -> TemplateResponse:
        given = {**furniture(self.request, self.asks_cookies), "back": self.back, **extra}
        return super().show(status=status, **given)
