"""What people say for good about two persons, and taking it back."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from kith.authority.pages import ActPage
from kith.desk.index_pages import forms
from kith.desk.index_pages.another import AnotherPerson
from kith.desk.index_pages.base import IndexLook, called, person, place
from kith.desk.index_pages.behind import held, lines, words_said
from kith.people.index import acts, ground


class NeverSame(AnotherPerson):
    """Two people who look alike in the records, for good: no machine and no merge makes them one."""

    verb, template, title = "persons.said_never", "desk/index/never.html", "Never the same person"
    form = forms.NeverForm
    done = "Kept. Neither the index nor a merge joins these two."

    def act(self, answers: dict[str, Any]) -> Any:
        return acts.say_never(
            by=self.request.by,
            at=self.request.at,
            subject=self.whom,
            other=person(answers["whom"]),
            reason=answers["reason"],
        )

    def next(self, outcome: Any) -> str:
        return place(outcome.pk)


class AlwaysSame(IndexLook, ActPage):
    """Records that look unlike and are one person for good: nothing takes them apart, later versions follow."""

    verb, template, title = "persons.said_always", "desk/index/always.html", "Always the same person"
    form = forms.AlwaysForm
    done = "Kept. Nothing takes these records apart until somebody takes this back."

    def subject(self, **kwargs: Any) -> UUID:
        return person(kwargs["subject"])

    def form_words(self) -> dict[str, Any]:
        return {"held": lines(held(self.kwargs["subject"]))}

    def context(self) -> dict[str, Any]:
        about = self.kwargs["subject"]
        return {"who": called(self.names([about]), about), "back_url": place(about)}

    def act(self, answers: dict[str, Any]) -> Any:
        return acts.say_always(
            by=self.request.by,
            at=self.request.at,
            subject=self.whom,
            records=[UUID(r) for r in answers["records"]],
            reason=answers["reason"],
        )

    def next(self, outcome: Any) -> str:
        return place(outcome.pk)


class TakeBack(IndexLook, ActPage):
    """A "never" or an "always" was wrong: it ends, and stays written down."""

    verb, template, title = "persons.word_ended", "desk/index/take_back.html", "Take it back"
    form = forms.SureForm
    keeps_draft = False
    done = "Taken back. It stays written down with who said it and who ended it."

    def subject(self, **kwargs: Any) -> UUID:
        return person(kwargs["subject"])

    @cached_property
    def word(self) -> ground.Word:
        return self.saying[0]

    @cached_property
    def saying(self) -> list[ground.Word]:
        """Every word the same saying left behind; Http404 where it was taken back already."""
        every = words_said(self.kwargs["subject"])
        found = next((said for said in every if self.kwargs["word"] in {w.id for w in said}), None)
        if found is None:
            raise Http404
        return found

    def context(self) -> dict[str, Any]:
        pair = [self.kwargs["subject"], *([self.word.subject] if self.word.subject else [])]
        names = self.names(pair)
        return {
            "says": self.word.sentence,
            "people": [called(names, s) for s in pair],
            "back_url": place(pair[0]),
        }

    def act(self, answers: dict[str, Any]) -> Any:
        to = {"by": self.request.by, "at": self.request.at, "subject": self.whom}
        with transaction.atomic():
            return [acts.end_word(**to, word=word.id) for word in self.saying][-1]

    def next(self, outcome: Any) -> str:
        return place(outcome.pk)
