"""A live page asked again by its own script: it sends the parts that have changed since, or that nothing has.

The record is found, and leave to see it checked, as for the whole page; every answer with content is one look in the
ledger, with the parts it showed. An answer that nothing changed here shows nothing, and is no look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import get_template

from kith.authority.frame import Request
from kith.authority.pages import ReadPage
from kith.live import topics
from kith.meetings.signed import AtWork

SHOWN = "X-Kith-Live"           # the request's: the version that stands on the page
VERSION = "X-Kith-Version"      # the answer's: the version that stands there from now on


def is_live(request: HttpRequest) -> bool:
    """Whether the page's own script asks, without leaving the page."""
    return SHOWN in request.headers


def fragment(request: Request, template: str, *, status: int = 200, **words: Any) -> HttpResponse:
    """Parts of a page without what stands around every page. They bring no version: what else changed is still owed."""
    token = get_token(request)
    content = get_template(template).render({**words, "now": request.at, "by": request.by, "csrf_token": token})
    return HttpResponse(content, status=status, headers={VERSION: request.headers.get(SHOWN, "")})


class Following(AtWork, ReadPage):
    """`parts_template` shows what `parts` names: each part of the page, with the names of the changes it hangs on."""

    parts_template: ClassVar[str]
    parts: ClassVar[Mapping[str, str]]

    def watched(self) -> tuple[UUID, UUID]:
        """What is followed, and the one thing of it that this page is about."""
        raise TypeError(f"{self.__class__.__name__} must say what it follows")

    @cached_property
    def news(self) -> topics.News | None:
        """What changed since the version on the page; None where the whole page is asked for."""
        shown = self.request.headers.get(SHOWN, "")
        return topics.since(*self.watched(), int(shown)) if shown.isascii() and shown.isdigit() else None

    @cached_property
    def changed(self) -> list[str]:
        """The parts to be shown again, in the order of the page."""
        return [part for part, change in self.parts.items() if self.news and self.concerns(change)]

    def concerns(self, change: str) -> bool:
        return self.news is not None and any(self.news.has(one) for one in change.split())

    def record_look(self) -> None:
        if self.news is None or self.changed:
            super().record_look()

    def look_facts(self) -> dict[str, Any]:
        return {**super().look_facts(), **({"parts": self.changed} if self.news else {})}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.news is None:
            return super().get(request, *args, **kwargs)
        return self.send(self.changed, self.news.version)

    def send(self, parts: Iterable[str], version: int) -> HttpResponse:
        """Only these parts, without what stands around every page; 204 where there are none."""
        shown = list(parts)
        answer = fragment(self.request, self.parts_template, **self.context(), parts=shown, leave=self.leave
                          ) if shown else HttpResponse(status=204)
        answer.headers[VERSION] = str(version)
        return answer
