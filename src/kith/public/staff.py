"""Behind the public site: drafting, signing and publishing pages; answering what visitors say."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import Http404

from kith.authority import policy
from kith.authority.county import profile
from kith.authority.pages import ActPage, ReadPage
from kith.public import acts, reads, rules, wording
from kith.public.forms import AnswerForm, EditionForm, EmptyForm, NewEditionForm, WithdrawForm
from kith.public.models import PARTNERS, Edition, Feedback
from kith.public.pages import PARTNER_WORDS

MANY_REPORTS_AN_HOUR = 30  # a county hears from the public a few times an hour: more is a storm, or a machine


def edition_or_404(id: UUID) -> Edition:
    """The edition as far as the reader's row security shows it."""
    found = Edition.objects.select_related("page", "drafted_by", "published_by").filter(pk=id).first()
    if found is None:
        raise Http404
    return found


def state_words(edition: Edition, signed: set[str]) -> str:
    if edition.withdrawn_at:
        return "Withdrawn"
    if edition.published_at:
        return "Published"
    missing = [words for key, words in rules.PARTNER_NAMES.items() if key not in signed]
    return (
        f"Draft: waiting for {' and '.join(missing)}" if missing else "Signed by all three: ready to publish"
    )


class PublicDesk(ReadPage):
    """Every page with its state: what waits for a signature first."""

    verb = "edition.viewed"
    template = "public/staff_desk.html"
    title = "Public site"

    def context(self) -> dict[str, Any]:
        found = (
            Edition.objects.select_related("page")
            .prefetch_related("signatures")
            .order_by("-drafted_at")[:100]
        )
        lines = [{"edition": e, "state": state_words(e, acts.signed(e))} for e in found]
        by = self.request.by
        assert by is not None
        answers = policy.may(by, "feedback.viewed")
        return {
            "lines": sorted(lines, key=lambda line: line["edition"].published_at is not None),
            "may_draft": policy.may(by, "edition.drafted"),
            "may_answer": answers,
            "pace": reads.pace(),
            "many": MANY_REPORTS_AN_HOUR,
            "waiting": Feedback.objects.filter(answered_at__isnull=True).count() if answers else 0,
        }


class EditionPage(ReadPage):
    """One version as it will be read, who has signed it, and the next step."""

    verb = "edition.viewed"
    template = "public/staff_edition.html"

    def subject(self, **kwargs: Any) -> UUID | None:
        self.edition = edition_or_404(kwargs["id"])
        return None

    def context(self) -> dict[str, Any]:
        by, edition, signed = self.request.by, self.edition, acts.signed(self.edition)
        assert by is not None
        is_open = edition.published_at is None
        by_partner = {
            s.partner: s for s in edition.signatures.select_related("signed_by").order_by("signed_at")
        }
        return {
            "title": edition.title,
            "edition": edition,
            "html": wording.drawn(edition.body),
            "state": state_words(edition, signed),
            "url": f"/{reads.SECTION_OF[edition.page.kind]}/{edition.page.slug}/",
            "partners": [
                {
                    "name": getattr(profile().county, PARTNER_WORDS[key]),
                    "signed": key in signed,
                    "row": by_partner.get(key),
                }
                for key, _ in PARTNERS
            ],
            "may_sign": is_open
            and policy.may(by, "edition.signed")
            and by.agency_kind in rules.PARTNER_NAMES
            and by.agency_kind not in signed,
            "may_draft": policy.may(by, "edition.drafted"),
            "may_publish": is_open and len(signed) == len(PARTNERS) and policy.may(by, "edition.published"),
            "may_withdraw": edition.published_at
            and not edition.withdrawn_at
            and policy.may(by, "edition.withdrawn"),
        }


class NewEdition(ActPage):
    """The first version of a new page."""

    verb = "edition.drafted"
    template = "public/staff_draft.html"
    title = "Write a new page"
    form = NewEditionForm
    done = "The draft is saved. It waits for the three partners' signatures."

    def act(self, answers: dict[str, Any]) -> Edition:
        return acts.draft(by=self.request.by, at=self.request.at, page=None, **answers)

    def next(self, outcome: Edition) -> str:
        return f"/work/public/editions/{outcome.pk}/"


class DraftEdition(ActPage):
    """Redraft what is not yet published, or begin the next version of what is."""

    verb = "edition.drafted"
    template = "public/staff_draft.html"
    title = "Change the text"
    form = EditionForm
    done = "The draft is saved. Signatures under an earlier wording no longer count."

    def subject(self, **kwargs: Any) -> UUID | None:
        self.edition = edition_or_404(kwargs["id"])
        return None

    def draft_key(self) -> tuple[str, str]:
        return ("DraftEdition", str(self.edition.pk))

    def initial(self) -> dict[str, Any]:
        return {"title": self.edition.title, "summary": self.edition.summary, "body": self.edition.body}

    def context(self) -> dict[str, Any]:
        return {"edition": self.edition, "back": f"/work/public/editions/{self.edition.pk}/"}

    def act(self, answers: dict[str, Any]) -> Edition:
        return acts.draft(
            by=self.request.by, at=self.request.at, page=self.edition.page, kind="", slug="", **answers
        )

    def next(self, outcome: Edition) -> str:
        return f"/work/public/editions/{outcome.pk}/"


class EditionAct(ActPage):
    """A step for one edition, after a page that says what will follow."""

    template = "public/staff_confirm.html"
    form: ClassVar[type[forms.Form]] = EmptyForm
    keeps_draft = False
    follows = ""
    button = ""

    def subject(self, **kwargs: Any) -> UUID | None:
        self.edition = edition_or_404(kwargs["id"])
        return None

    def context(self) -> dict[str, Any]:
        return {
            "edition": self.edition,
            "follows": self.follows,
            "button": self.button,
            "back": f"/work/public/editions/{self.edition.pk}/",
        }

    def next(self, outcome: Any) -> str:
        return f"/work/public/editions/{self.edition.pk}/"


class SignEdition(EditionAct):
    verb = "edition.signed"
    title = "Sign this text"
    button = "Sign"
    follows = (
        "You sign for your organisation, for exactly this wording. If it is changed, you will be asked again."
    )
    done = "Signed."

    def act(self, answers: dict[str, Any]) -> Any:
        return acts.sign(by=self.request.by, at=self.request.at, edition=self.edition)


class PublishEdition(EditionAct):
    verb = "edition.published"
    title = "Publish this text"
    button = "Publish"
    follows = "Everybody can read it at once. The version before it stays in the list of versions."
    done = "Published."

    def act(self, answers: dict[str, Any]) -> Any:
        return acts.publish(by=self.request.by, at=self.request.at, edition=self.edition)


class WithdrawEdition(EditionAct):
    verb = "edition.withdrawn"
    title = "Withdraw this version"
    form = WithdrawForm
    button = "Withdraw"
    follows = (
        "The text is taken away at once. Your reason stands in its place; the version before it stands again."
    )
    done = "Withdrawn."

    def act(self, answers: dict[str, Any]) -> Any:
        return acts.withdraw(by=self.request.by, at=self.request.at, edition=self.edition, **answers)


class FeedbackQueue(ReadPage):
    """What visitors said, unanswered first, oldest first."""

    verb = "feedback.viewed"
    template = "public/staff_feedback.html"
    title = "What visitors say"

    def context(self) -> dict[str, Any]:
        waiting = Feedback.objects.filter(answered_at__isnull=True).order_by("received_at")
        return {
            "waiting": waiting[:25],
            "count": waiting.count(),
            "answered": Feedback.objects.filter(answered_at__isnull=False).order_by("-answered_at")[:25],
        }


class AnswerFeedback(ActPage):
    """Answer one message; with "publish" the answer stands on the public site."""

    verb = "feedback.answered"
    template = "public/staff_answer.html"
    title = "Answer a visitor"
    form = AnswerForm
    done = "The answer is saved."

    def subject(self, **kwargs: Any) -> UUID | None:
        found = Feedback.objects.filter(pk=kwargs["id"]).first()
        if found is None:
            raise Http404
        self.feedback = found
        return None

    def draft_key(self) -> tuple[str, str]:
        return ("AnswerFeedback", str(self.feedback.pk))

    def initial(self) -> dict[str, Any]:
        return {
            "you_said": self.feedback.you_said,
            "we_did": self.feedback.we_did,
            "publish": self.feedback.published_at is not None,
        }

    def context(self) -> dict[str, Any]:
        return {"feedback": self.feedback}

    def act(self, answers: dict[str, Any]) -> Any:
        return acts.answer(by=self.request.by, at=self.request.at, feedback=self.feedback, **answers)

    def next(self, outcome: Any) -> str:
        return "/work/public/feedback/"
