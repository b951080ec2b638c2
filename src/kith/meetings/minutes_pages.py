"""Pages of the minutes: reading them with a receipt, as files, issuing and correcting; the meeting for a calendar."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from kith.authority import ledger
from kith.kit.documents import Document, invitation, pdf, word
from kith.kit.forms import KithForm, LongText
from kith.meetings import distributing, minutes, room
from kith.meetings.models import Minutes
from kith.meetings.pages import OfSitting, Press, ReadPage

KINDS = {"pdf": ("application/pdf", pdf.write, "pdf"), "word": (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", word.write, "docx")}


class OfMinutes(OfSitting, ReadPage):
    """The newest version, for whoever sat in the meeting; each child in it is one look at that child."""

    verb, sits = "minutes.viewed", True

    def subject(self, **kwargs: Any) -> UUID | None:
        super().subject(**kwargs)
        if kwargs.get("kind", "pdf") not in KINDS:
            raise Http404
        self.newest = distributing.latest(self.sitting)
        return None

    def find(self) -> tuple[Minutes, Document]:
        if self.newest is None:
            raise Http404
        by, at = self.request.by, self.request.at
        assert by is not None
        written = minutes.document(self.sitting, by=by, at=at, until=self.newest.issued_at, version=self.newest.version)
        self.look_at_each(self.newest.issued_at)
        return self.newest, written

    def look_at_each(self, until: datetime) -> None:
        for subject in minutes.Heard(self.sitting, until).subjects:
            ledger.append("minutes.viewed", at=self.request.at, subject=subject, facts=self.look_facts())


class MinutesPage(OfMinutes):
    """The minutes as I may read them; opening them is my receipt."""

    template, title = "meetings/minutes.html", "Minutes"

    def context(self) -> dict[str, Any]:
        found = super().context()
        if self.newest is None:
            return found | {"minutes": None}
        issued, written = self.find()
        distributing.read(by=self.request.by, at=self.request.at, minutes=issued, form="page")
        return found | {"minutes": issued, "document": written, "stream": None,
                        "receipts": distributing.receipts(issued)}


class MinutesFile(OfMinutes):
    """The minutes as a file, PDF or Word."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = kwargs["kind"]
        issued, written = self.find()
        distributing.read(by=self.request.by, at=self.request.at, minutes=issued, form=kind)
        return attached(written, kind, f"minutes-{self.sitting.starts_at:%Y-%m-%d}-v{issued.version}")


class PackFile(OfMinutes):
    """The pack before the meeting as a file, with what this reader may see."""

    verb = "minutes.printed"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert self.request.by is not None
        written = minutes.document(self.sitting, by=self.request.by, at=self.request.at)
        self.look_at_each(self.request.at)
        return attached(written, kwargs["kind"], f"pack-{self.sitting.starts_at:%Y-%m-%d}")


def attached(written: Document, kind: str, name: str) -> HttpResponse:
    """The file, or one line that says why it cannot be made here."""
    media, write, ending = KINDS[kind]
    try:
        content = write(written)
    except pdf.CannotMake as reason:
        return HttpResponse(f"{reason}\n", content_type="text/plain; charset=utf-8", status=503)
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


class Calendar(OfSitting, ReadPage):
    """The meeting for my own calendar: an invitation, its change, or its cancellation."""

    verb, sits = "sitting.viewed", True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        entry = distributing.invitation(self.sitting, at=self.request.at)
        content = invitation.write(entry, "CANCEL" if self.sitting.cancelled_at else "REQUEST")
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="meeting-{self.sitting.starts_at:%Y-%m-%d}.ics"'
        return response


class InvitationPage(OfSitting, ReadPage):
    """What a notice of a meeting leads to: when and where, with the entry for my calendar."""

    verb, template, title, sits = "sitting.viewed", "meetings/invitation.html", "Invitation", True

    def context(self) -> dict[str, Any]:
        assert self.request.by is not None
        return super().context() | {"stream": None, "seats": room.held(self.request.by, self.sitting.places)}


class Note(KithForm):
    """What a correction corrects."""

    note = LongText(label="What is corrected", rows=2, required=False, max_length=200,
                    help_text="Only for a correction. Everybody invited reads this: no name, nothing of the case.")


class Issue(Press):
    """The minutes as they stand now go to everybody who sat or was invited."""

    verb, title, form = "minutes.issued", "Issue the minutes", Note
    done = "Issued. Everybody who sat or was invited is told."

    def act(self, answers: dict[str, Any]) -> Any:
        return distributing.issue(**self.who(), note=answers["note"])

    def next(self, outcome: Any) -> str:
        return f"{self.home()}minutes/"
