"""An agency's own queue of questions: answer in place, nothing known at a key, decline with a reason."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse

from kith.authority.pages import ActPage, ReadPage
from kith.authority.who import Session
from kith.kit import pagination
from kith.kit.words import local
from kith.work import acts, reads
from kith.work.forms import AnswerForm, DeclineForm, NothingKnownForm, read_up_to
from kith.work.models import Answer, Request

HOME = "/questions/"


def start_of_today(now: datetime) -> datetime:
    return datetime.combine(local(now).date(), time(0), ZoneInfo("Europe/London"))


class OfAgency:
    """What the pages of the queue share: whose queue it is, and the ways between its views."""

    request: Any

    @property
    def by(self) -> Session:
        found: Session = self.request.by
        return found

    def views(self) -> list[dict[str, Any]]:
        """The four views, the present one marked."""
        pairs = (
            ("To answer", HOME),
            ("Answered today", f"{HOME}answered/"),
            ("Not shared", f"{HOME}not-shared/"),
            ("Overdue, all agencies", f"{HOME}overdue/"),
        )
        return [{"text": text, "url": url, "current": self.request.path == url} for text, url in pairs]

    def page_of(self, rows: Any) -> pagination.Page:
        return pagination.take(rows, self.request.GET.get("page"))


class Queue(OfAgency, ActPage):
    """The queue. Its form is "nothing known", for one row (key n) or for all that are ticked."""

    verb = "queue.viewed"
    template = "work/questions.html"
    title = "Questions to my agency"
    form = NothingKnownForm
    keeps_draft = False
    done = "Noted: nothing known. The hub can see it now."

    def form_words(self) -> dict[str, Any]:
        waiting = (
            reads.open_questions(self.by.agency_id)
            if self.request.method == "POST"
            else Request.objects.none()
        )
        return {"open_ids": [str(pk) for pk in waiting.values_list("pk", flat=True)]}

    def context(self) -> dict[str, Any]:
        by, now = self.by, self.request.at
        show = self.request.GET.get("show", "")
        found = reads.filtered(reads.open_questions(by.agency_id), show, now)
        page = self.page_of(found)
        many = reads.counts(by.agency_id, now)
        chips = [
            {
                "text": text,
                "url": f"{HOME}?{urlencode({'show': key})}" if key else HOME,
                "current": key == show,
                "count": many[key],
            }
            for key, text in reads.FILTERS
        ]
        rows = [{"q": q, "draft_url": draft_url(q.request)} for q in reads.as_questions(page.rows, by, now)]
        return {
            "views": self.views(),
            "chips": chips,
            "page": page,
            "rows": rows,
            "query": self.request.GET,
            "agency": by.agency_name,
            "any_open": many[""],
            "ticked": self.request.POST.getlist("chosen"),
        }

    def act(self, answers: dict[str, Any]) -> list[Answer]:
        wanted = [str(answers["only"])] if answers["only"] else answers["chosen"]
        given = []
        for request in reads.open_questions(self.by.agency_id).filter(pk__in=wanted):
            given.append(
                acts.nothing_known(
                    by=self.by,
                    at=self.request.at,
                    subject=request.subject_id,
                    request=request,
                    records_to=read_up_to(answers["fresh"], None, self.request.at),
                )
            )
        return given

    def next(self, outcome: list[Answer]) -> str:
        show = self.request.GET.get("show", "")
        return f"{HOME}?{urlencode({'show': show})}" if show else HOME


def draft_url(request: Request) -> str:
    """Where a row's form saves itself: the same draft as the question's own page."""
    return "/draft/?" + urlencode(
        {
            "page": "AnswerQuestion",
            "about": request.pk,
            "path": f"{HOME}{request.pk}/",
            "title": "Answer a question",
        }
    )


class OfQuestion(OfAgency):
    """A page about one question to this worker's agency (a hub manager reaches those of every agency)."""

    question: Request

    def subject(self, **kwargs: Any) -> UUID:
        found = Request.objects.filter(pk=kwargs["question"]).select_related("agency", "created_by")
        if not self.by.has("hub_manager"):
            found = found.filter(agency=self.by.agency_id)
        question = found.annotate(due_at=reads.due_at()).first()
        if question is None:
            raise Http404
        self.question = question
        return question.subject_id

    def purpose(self) -> str:
        return "question from the hub"

    def draft_key(self) -> tuple[str, str]:
        return (self.__class__.__name__, str(self.question.pk))

    def answered(self) -> Answer | None:
        return Answer.objects.filter(request=self.question).select_related("created_by").first()

    def context(self) -> dict[str, Any]:
        row = reads.as_questions([self.question], self.by, self.request.at)[0]
        return {
            "views": self.views(),
            "q": row,
            "answered": self.answered(),
            "question_id": str(self.question.pk),
            "title": f"Question about {row.child.name}",
            "sheet": {"name": row.child.said, "reference": "", "reader": self.by.name},
        }

    def next(self, outcome: Answer) -> str:
        return HOME


class AnswerQuestion(OfQuestion, ActPage):
    """One question on its own: everything an answer can hold. Opening it tells the hub that it was seen."""

    verb = "request.answered"
    template = "work/answer.html"
    title = "Answer a question"
    form = AnswerForm
    done = "Answered. The hub can see it now."

    def form_words(self) -> dict[str, Any]:
        return {"at": self.request.at, "is_health": self.by.has("hub_health")}

    def initial(self) -> dict[str, Any]:
        last = self.last()
        return {"text": last.text, "means": last.means, "carried_from": last.pk} if last else {}

    def last(self) -> Answer | None:
        """The agency's own last answer about this child, to build on; never one that withheld something."""
        found = reads.last_answers(self.by.agency_id, [self.question.subject_id]).get(
            self.question.subject_id
        )
        return found if found and found.outcome == "answered" else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.question.seen_at is None and self.question.agency_id == self.by.agency_id:
            acts.mark_seen(by=self.by, at=self.request.at, subject=self.about, request=self.question)
        return super().get(request, *args, **kwargs)

    def act(self, answers: dict[str, Any]) -> Answer:
        last = self.last()
        carried = last.pk if last and answers["carried_from"] == last.pk else None
        given: Answer = acts.answer(
            by=self.by,
            at=self.request.at,
            subject=self.about,
            request=self.question,
            text=answers["text"],
            means=answers["means"],
            records_to=read_up_to(answers["fresh"], answers["fresh_on"], self.request.at),
            carried_from=carried,
            health_only=answers.get("health_only", ""),
            agency_only=answers["agency_only"],
        )
        return given


class Decline(OfQuestion, ActPage):
    """Not shared: a coded reason and a day to look again, kept in the register."""

    verb = "request.declined"
    template = "work/decline.html"
    title = "Do not share"
    form = DeclineForm
    done = "Noted as not shared. It stands in the register until the day of review."

    def form_words(self) -> dict[str, Any]:
        return {"at": self.request.at}

    def act(self, answers: dict[str, Any]) -> Answer:
        given: Answer = acts.decline(
            by=self.by,
            at=self.request.at,
            subject=self.about,
            request=self.question,
            reason=answers["reason"],
            review_on=answers["review_on"],
            note=answers["note"],
        )
        return given


class AnsweredToday(OfAgency, ReadPage):
    """What this agency has answered since midnight."""

    verb = "queue.viewed"
    template = "work/answered.html"
    title = "Answered today"

    def context(self) -> dict[str, Any]:
        page = self.page_of(reads.answered_since(self.by.agency_id, start_of_today(self.request.at)))
        return {
            "views": self.views(),
            "page": page,
            "query": self.request.GET,
            "rows": reads.as_given(page.rows, self.request.at),
        }


class NotShared(OfAgency, ReadPage):
    """The register of what was not shared: an agency's own; a hub manager sees every agency's."""

    verb = "queue.viewed"
    template = "work/not_shared.html"
    title = "Not shared"

    def context(self) -> dict[str, Any]:
        agency = None if self.by.has("hub_manager") else self.by.agency_id
        page = self.page_of(reads.not_shared(agency))
        return {
            "views": self.views(),
            "page": page,
            "query": self.request.GET,
            "all_agencies": agency is None,
            "today": local(self.request.at).date(),
            "rows": reads.as_given(page.rows, self.request.at),
        }


class Overdue(OfAgency, ReadPage):
    """Every agency's late answers, the latest first: nobody's silence is hidden."""

    verb = "queue.viewed"
    template = "work/overdue.html"
    title = "Overdue, all agencies"

    def context(self) -> dict[str, Any]:
        page = self.page_of(reads.overdue(self.request.at))
        return {
            "views": self.views(),
            "page": page,
            "query": self.request.GET,
            "rows": reads.as_questions(page.rows, self.by, self.request.at),
        }
