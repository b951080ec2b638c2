"""What became of what I sent: the list, one concern with its messages, and a field to answer a question."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from kith.authority.pages import ActPage, ReadPage
from kith.frontdoor import acts as frontdoor
from kith.frontdoor.doors import acts, reads
from kith.frontdoor.doors.form_parts import NOT_A_BOOK
from kith.frontdoor.models import Contact, Message
from kith.kit import pagination
from kith.kit.forms import KithForm, LongText


class ReplyForm(KithForm):
    dense = True
    text = LongText(label="What you want to add", validators=[NOT_A_BOOK], rows=4)


class SentList(ReadPage):
    """Every concern of mine (and of my school), each with where it stands in words."""

    verb = "receipt.viewed"
    template = "frontdoor/doors/sent.html"
    title = "What I have sent"

    def context(self) -> dict[str, Any]:
        by = self.request.by
        assert by is not None
        page = pagination.take(reads.sent(by), self.request.GET.get("page"))
        return {"page": page, "rows": reads.as_sent(page.rows), "query": self.request.GET}


class SentContact(ActPage):
    """One concern: the receipt, what happens next, what the hub said, and my answer. Opened is read."""

    verb = "receipt.viewed"
    template = "frontdoor/doors/sent_contact.html"
    title = "What I have sent"
    form = ReplyForm
    done = "Your answer is with the hub."

    def subject(self, **kwargs: Any) -> UUID:
        by = self.request.by
        assert by is not None
        self.contact = reads.sent(by).filter(pk=kwargs["contact"]).first()
        if self.contact is None:
            raise Http404
        return kwargs["contact"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.mark_read()
        return super().get(request, *args, **kwargs)

    def mark_read(self) -> None:
        """The person it was sent to has it on the screen now."""
        by, contact = self.request.by, self.found()
        for message in Message.objects.filter(subject=contact.pk, read_at__isnull=True).exclude(
            kind=acts.REPLY
        ):
            frontdoor.read_message(by=by, at=self.request.at, subject=contact.pk, message=message)

    def found(self) -> Contact:
        assert self.contact is not None
        return self.contact

    def context(self) -> dict[str, Any]:
        sent = reads.as_sent([self.found()])[0]
        return {
            "sent": sent,
            "contact": sent.contact,
            "is_new": "new" in self.request.GET,
            "story": story(sent.contact),
            "sheet": {
                "name": sent.about,
                "reference": sent.contact.reference,
                "reader": self.request.by.name if self.request.by else "",
            },
        }

    def act(self, answers: dict[str, Any]) -> Message:
        return acts.tell_more(
            by=self.request.by,
            at=self.request.at,
            subject=self.about,
            contact=self.found(),
            text=answers["text"],
        )

    def next(self, outcome: Message) -> str:
        return f"/contacts/sent/{self.about}/"


def story(contact: Contact) -> list[dict[str, Any]]:
    """What was sent, as it was written."""
    pairs = (
        ("What happened", contact.what_happened),
        ("Harm", contact.harm),
        ("Safe now", contact.safe_now),
        ("Where the child was", contact.where_now),
        ("Seen that day", contact.seen_today),
        ("What keeps the child safe", contact.protective),
        ("Help tried", contact.help_tried),
        ("Needs", contact.needs),
        ("Level you saw", contact.proposed_level),
        ("Why", contact.proposed_reason),
    )
    return [{"key": key, "value": str(value)} for key, value in pairs if value]
