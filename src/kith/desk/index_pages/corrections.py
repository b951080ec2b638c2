"""What is taken to be true of a person, corrected and completed. The id stays; what each source wrote stays too."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from kith.authority.acts import Refused
from kith.authority.pages import ActPage
from kith.desk.index_pages import forms
from kith.desk.index_pages.base import IndexLook, person
from kith.kit import words
from kith.people import acts as people
from kith.people.models import Identifier, Person
from kith.people.reads import age_words

SCHEMES = {"nhs": "NHS number", "upn": "Pupil number"}


class Correction(IndexLook, ActPage):
    """A form about one person's line."""

    template = "desk/index/correct.html"
    look = "child.viewed"  # whoever works with the child may correct it, and looks as they do on the child's page
    press = "Save it"

    def subject(self, **kwargs: Any) -> UUID:
        self.person = Person.objects.filter(pk=person(kwargs["subject"])).select_related("subject").first()
        if self.person is None or self.person.subject.state == "redirected":
            raise Http404
        return self.person.pk

    @property
    def held(self) -> Person:
        assert self.person is not None
        return self.person

    def context(self) -> dict[str, Any]:
        return {
            "who": self.held.name,
            "age": age_words(self.held, self.request.at.date()),
            "says": self.says(),
            "press": self.press,
            "back_url": f"/work/children/{self.whom}/",
        }

    def says(self) -> list[str]:
        return []

    def to(self) -> dict[str, Any]:
        return {"by": self.request.by, "at": self.request.at, "subject": self.whom}

    def next(self, outcome: Any) -> str:
        return f"/work/children/{self.whom}/"


class Correct(Correction):
    """Name, date of birth and sex, as they are now."""

    verb, title, form = "person.corrected", "Correct what is held", forms.CorrectForm
    done = "Corrected. What each source wrote stays as it was written."

    def initial(self) -> dict[str, Any]:
        return {f: getattr(self.held, f) for f in forms.CorrectForm.base_fields}

    def says(self) -> list[str]:
        return ["The record stays the same one. What each source wrote stays with it, and still finds this person."]

    def act(self, answers: dict[str, Any]) -> Any:
        changed = {f: v for f, v in answers.items() if v != getattr(self.held, f)}
        if not changed:
            raise Refused("Nothing is changed yet. Correct a field, or leave it as it is with “Not now”.")
        if "born_on" in changed:
            changed["precision"] = "exact" if changed["born_on"] else "unknown"
        return people.correct(**self.to(), **changed)


class Born(Correction):
    """An unborn child is born: the same record, with a name and a day of birth."""

    verb, title, form = "person.born", "Record the birth", forms.BornForm
    done = "The birth is recorded. It is the same record, with everything that was written before."
    press = "Record the birth"

    def subject(self, **kwargs: Any) -> UUID:
        found = super().subject(**kwargs)
        if not self.held.is_unborn:
            raise Http404
        return found

    def form_words(self) -> dict[str, Any]:
        return {"today": words.local(self.request.at).date()}

    def initial(self) -> dict[str, Any]:
        return {"family_name": self.held.family_name}

    def says(self) -> list[str]:
        expected = self.held.expected_on
        due = f"Expected on {words.long_date(expected)}. " if expected else ""
        return [f"{due}Plans, clocks and everything written before the birth stay with this child."]

    def act(self, answers: dict[str, Any]) -> Any:
        return people.born(**self.to(), **answers)


class AnotherName(Correction):
    """A name in other letters, a spelling, an earlier name: every one finds the child."""

    verb, title, form = "person.also_named", "Add another name", forms.NameForm
    done = "Kept. A search by this name finds them from now on."
    press = "Keep this name"

    def act(self, answers: dict[str, Any]) -> Any:
        return people.name_also(**self.to(), **answers)


class GiveNumber(Correction):
    """An NHS number or a pupil number, its check digit checked; never one that somebody else holds."""

    verb, title, form = "person.numbered", "Add a number", forms.NumberForm
    done = "The number is saved."
    press = "Save the number"

    def says(self) -> list[str]:
        held = Identifier.objects.filter(subject_id=self.whom, ended_at__isnull=True)
        return [f"Held already: {i.get_scheme_display()} {i.value}, {'verified' if i.verified else 'not verified'}."
                for i in held]

    def initial(self) -> dict[str, Any]:
        """The one number that waits to be verified stands there, to confirm."""
        waits = Identifier.objects.filter(subject_id=self.whom, ended_at__isnull=True, verified=False, scheme="nhs")
        return next(({"scheme": i.scheme, "value": i.value} for i in waits[:1]), {})

    def act(self, answers: dict[str, Any]) -> Any:
        try:
            return people.number(**self.to(), **answers)
        except Refused as refused:
            if "another child" in refused.reasons[0].lower():
                asked = f"{SCHEMES[answers['scheme']]} ending {answers['value'][-4:]} was given for two people"
                people.raise_quality(**self.to(), what=asked)
            raise
