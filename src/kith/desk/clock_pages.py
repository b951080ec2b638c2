"""Explaining a breached clock, and saying that an action is done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from kith.authority import ledger
from kith.authority.acts import Refused
from kith.authority.models import Subject
from kith.authority.pages import ActPage
from kith.desk import forms
from kith.desk.oversight import named
from kith.people import reads as people
from kith.work import acts as work
from kith.work import clocks
from kith.work.models import Action, Deadline


class FormLook:
    """A form is a look at the record behind it, not yet the act it leads to."""

    request: Any
    about: UUID | None

    def record_look(self) -> None:
        ledger.append(
            "desk.viewed", at=self.request.at, subject=self.about, facts={"page": type(self).__name__}
        )


class Explain(FormLook, ActPage):
    """Why a clock was breached. It stays breached: nothing is paused or restarted."""

    verb, template, title = "clock.explained", "desk/explain.html", "Explain a breach"
    form = forms.ExplainForm
    done = "Explained. The clock stays breached; the reason stands beside it."

    def subject(self, **kwargs: Any) -> UUID:
        self.deadline = Deadline.objects.filter(pk=kwargs["deadline"]).select_related("subject").first()
        if self.deadline is None:
            raise Http404
        return UUID(str(self.deadline.subject_id))

    def draft_key(self) -> tuple[str, str]:
        return ("Explain", str(self.kwargs["deadline"]))

    def context(self) -> dict[str, Any]:
        assert self.deadline is not None
        return {
            "deadline": self.deadline,
            "asks": clocks.words(self.deadline),
            "who": named([self.deadline.subject_id]).get(self.deadline.subject_id, ""),
            "back_url": place_of(self.deadline.subject),
        }

    def act(self, answers: dict[str, Any]) -> Any:
        assert self.deadline is not None
        if self.deadline.due_at > self.request.at:
            raise Refused("This clock has not run out. There is nothing to explain yet.")
        if self.deadline.explained_at:
            raise Refused("This breach is explained already.")
        return clocks.explain(
            by=self.request.by,
            at=self.request.at,
            subject=self.deadline.subject_id,
            deadline=self.deadline,
            **answers,
        )

    def next(self, outcome: Any) -> str:
        assert self.deadline is not None
        return place_of(self.deadline.subject)


def place_of(subject: Subject) -> str:
    return f"/contacts/{subject.pk}/" if subject.kind == "contact" else f"/work/children/{subject.pk}/"


class FinishAction(FormLook, ActPage):
    """An action is done; what difference it made for the child stands beside it."""

    verb, template, title = "action.done", "desk/finish.html", "Say it is done"
    form = forms.DoneForm
    done = "Done, and the difference it made is kept."

    def subject(self, **kwargs: Any) -> UUID:
        self.action = Action.objects.filter(pk=kwargs["action"]).select_related("agency", "worker").first()
        if self.action is None:
            raise Http404
        return UUID(str(self.action.subject_id))

    def draft_key(self) -> tuple[str, str]:
        return ("FinishAction", str(self.kwargs["action"]))

    def context(self) -> dict[str, Any]:
        assert self.action is not None
        line = people.lines([self.action.subject_id], self.request.at.date()).get(self.action.subject_id)
        return {
            "action": self.action,
            "who": line.said if line else "",
            "back_url": f"/work/children/{self.action.subject_id}/",
        }

    def act(self, answers: dict[str, Any]) -> Any:
        assert self.action is not None
        return work.finish_action(
            by=self.request.by,
            at=self.request.at,
            subject=self.action.subject_id,
            action=self.action,
            difference=answers["difference"],
        )

    def next(self, outcome: Any) -> str:
        assert self.action is not None
        return f"/work/children/{self.action.subject_id}/"
