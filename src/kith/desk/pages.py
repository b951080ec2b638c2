"""My work, notices, and pages of figures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kith.authority import notices, policy
from kith.authority.models import Notice
from kith.authority.pages import ReadPage
from kith.desk import lines, mywork
from kith.desk.rows import Row, grouped, with_people
from kith.kit import pagination, words

REMEMBERED = "kith_queue"  # holds the name of a filter, nothing about a person
FIGURES = (
    ("open", "Concerns not yet decided"),
    ("red", "of them red"),
    ("ungraded", "not yet graded"),
    ("breached", "Clocks breached and still running"),
    ("unexplained", "of them not explained"),
    ("untold", "Decided, whoever reported not told yet"),
    ("openings", "Emergency openings in 30 days"),
    ("unreviewed", "Emergency openings not reviewed"),
    ("misuse", "Emergency openings found to be misuse"),
)


def greeting(name: str, at: datetime) -> str:
    hour = words.local(at).hour
    part = "morning" if 4 <= hour < 12 else "afternoon" if hour < 18 else "evening"
    return f"Good {part}, {name.split()[0]}."


class MyWork(ReadPage):
    """The first page after signing in: what must I do now, about whom, by when."""

    verb, template, title = "desk.viewed", "desk/my_work.html", "My work"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.by.has("administrator"):
            return HttpResponseRedirect("/work/site/")
        if self.by.has("senior_leader", "scrutineer"):
            return HttpResponseRedirect("/work/figures/")
        response = self.show()
        if shown := self.request.GET.get("show"):
            response.set_cookie(REMEMBERED, shown[:12], max_age=30 * 86400, httponly=True, samesite="Strict")
        return response

    def find_leave(self, **kwargs: Any) -> policy.Leave:
        """Somebody off the duty rota holds no role: they are told so, and see nothing else."""
        assert self.request.by is not None
        if not self.request.by.roles:
            self.about = None
            return policy.Leave(policy.EVERY, "you have signed in; your duty spell is not running now")
        return super().find_leave(**kwargs)

    @property
    def by(self) -> Any:
        return self.request.by

    def chosen(self) -> str:
        return str(self.request.GET.get("show") or self.request.COOKIES.get(REMEMBERED, ""))

    def context(self) -> dict[str, Any]:
        at = self.request.at
        desk = mywork.desk_for(self.by, at, self.chosen())
        page = pagination.take(desk.rows, self.request.GET.get("page"))
        shown = with_people([*page.rows, *desk.tell[:10]], at)
        done, unread = lines.done_today(desk.found)
        return {
            "greeting": greeting(self.by.name, at),
            "desk": desk,
            "page": page,
            "chips": chips(desk),
            "sections": grouped(shown[: len(page.rows)], desk.rows, at),
            "tell": shown[len(page.rows) :],
            "done": done,
            "unread": unread,
            "drafts": lines.drafts(desk.found),
            "query": {"show": desk.show} if desk.show else {},
        }


def chips(desk: mywork.Desk) -> list[dict[str, Any]]:
    return [
        {"text": text, "url": f"/work/?show={key}", "current": key == desk.show} for key, text in desk.filters
    ]


class Figures(ReadPage):
    """For those who answer for the partnership and may not see a child: counts, never rows."""

    verb, template, title = "figures.viewed", "desk/figures.html", "Figures"

    def context(self) -> dict[str, Any]:
        found = mywork.figures()
        assert self.request.by is not None
        _, unread = lines.done_today(lines.read(self.request.by, self.request.at, "done"))
        return {
            "greeting": greeting(self.request.by.name, self.request.at),
            "unread": unread,
            "head": ["What", {"text": "Now", "numeric": True}],
            "rows": [[text, f"{found.get(key, 0):,}"] for key, text in FIGURES],
        }


class Notices(ReadPage):
    """Lines left for me, my team or my agency; opening one marks it read."""

    verb, template, title = "desk.viewed", "desk/notices.html", "Notices"

    def context(self) -> dict[str, Any]:
        return {"notices": notices.waiting()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One press: the notice is read, and its page opens."""
        by = self.request.by
        assert by is not None
        found = (
            Notice.objects.filter(pk__in=request.POST.getlist("notice")[:1]).first()
            if is_id(request)
            else None
        )
        if found is None:
            return HttpResponseRedirect("/work/notices/")
        notices.mark_read(by=by, at=self.request.at, notice=found)
        return HttpResponseRedirect(found.path or "/work/notices/")


def is_id(request: HttpRequest) -> bool:
    text = request.POST.get("notice", "")
    return (
        len(text) == 36
        and text.replace("-", "").isalnum()
        and all(c in "0123456789abcdef-" for c in text.lower())
    )


__all__ = ["Figures", "MyWork", "Notices", "Row", "greeting"]
