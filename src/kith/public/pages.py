"""Pages that only say something, what is published, and the way to tell us what you think of the site."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse

from kith.authority.county import profile
from kith.authority.ids import uuid7
from kith.public import reads
from kith.public.forms import FeedbackForm
from kith.public.surroundings import SitePage

PARTNER_WORDS = {"council": "council", "police": "police", "health": "nhs"}
SECTION_WORDS = {"news": "News", "arrangements": "Our arrangements", "reports": "Reports and learning"}


class Words(SitePage):
    """A page of words; which template and title, the address says (urls.py)."""

    template = "public/home.html"


class Home(SitePage):
    template = "public/home.html"

    def context(self) -> dict[str, Any]:
        return {"news": reads.published("news")[:3]}


class PublishedList(SitePage):
    """What stands in one section, newest first."""

    template = "public/published_list.html"

    def context(self) -> dict[str, Any]:
        section = self.kwargs["section"]
        return {"title": SECTION_WORDS[section], "section": section, "published": reads.published(section)}


class PublishedPage(SitePage):
    """One published text: its newest version, or the one named; who signed it; the others."""

    template = "public/published_page.html"

    def context(self) -> dict[str, Any]:
        section, slug = self.kwargs["section"], self.kwargs["slug"]
        found = reads.reading(section, slug, self.kwargs.get("version"))
        if found is None:
            raise Http404
        names = [
            (getattr(profile().county, PARTNER_WORDS[key]), when) for key, when in reads.signers(found.id)
        ]
        return {
            "title": found.title,
            "reading_page": found,
            "versions": reads.versions(slug),
            "signers": names,
            "back": f"/{section}/",
            "section_words": SECTION_WORDS[section],
        }


class LeaveFeedback(SitePage):
    """What a visitor thinks of the site. Stored by a function that can only add."""

    template = "public/feedback.html"
    title = "Tell us what you think of this site"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = request.GET.get("from", "")
        return self.show(
            form=FeedbackForm(initial={"page": page if page.startswith("/") else ""}), once=uuid7()
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = FeedbackForm(request.POST)
        once = as_uuid(request.POST.get("once", ""))
        if not form.is_valid():
            return self.show(form=form, error_form=form, once=once, status=422)
        page = "(the hidden box was filled in)" if form.cleaned_data["website"] else form.cleaned_data["page"]
        leave_feedback(once, form.cleaned_data["said"], page)
        return self.show(thanks=True)


def as_uuid(text: str) -> UUID:
    """The form's own identifier, so that two presses leave one message; a new one where it came back
    damaged."""
    try:
        return UUID(text)
    except ValueError:
        return uuid7()


def leave_feedback(feedback: UUID, said: str, page: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select sec.leave_feedback(%s, %s, %s)", [feedback, said, page])


class FeedbackAnswers(SitePage):
    template = "public/feedback_answers.html"
    title = "You said, we did"
    back = "/feedback/"

    def context(self) -> dict[str, Any]:
        return {"answers": reads.answers()}


class Robots(SitePage):
    """What search engines may read: the public pages and nothing behind the sign-in."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        closed = (
            "work",
            "contacts",
            "questions",
            "sign-in",
            "api",
            "draft",
            "worried/tell-us",
            "worried/receipt",
        )
        lines = ["User-agent: *", *(f"Disallow: /{path}/" for path in closed), ""]
        return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


class SecurityText(SitePage):
    """Where to report a weakness of this site (RFC 9116)."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        until = self.request.at + timedelta(days=180)
        number = "+44" + profile().phones.hub.replace(" ", "")[1:]
        lines = [
            f"Contact: {request.build_absolute_uri('/contact/')}",
            f"Contact: tel:{number}",
            f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
            "Preferred-Languages: en",
            "",
        ]
        return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
