"""The input for a list of people: rows of name, age and how they belong, as many as are filled in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe

from kith.instruments.storing import PERSON
from kith.instruments.tool import Named
from kith.kit.inputs import Shown

MOST = 8  # rows on the page: more people than that are told of in words


class PeopleWidget(forms.Widget):
    """Inputs `name_0_name`, `name_0_age`, `name_0_relation`, `name_1_name` …"""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[tuple[str, ...]]:
        """The rows as typed, empty ones left out."""
        rows = [tuple(str(data.get(f"{name}_{at}_{part}") or "").strip() for part in PERSON) for at in range(MOST)]
        return [row for row in rows if any(row)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether no row was sent at all."""
        return f"{name}_0_name" not in data

    def rows(self, value: Any) -> list[tuple[str, ...]]:
        """The rows to show: those filled in, then empty ones up to the most that fit."""
        filled = [tuple(getattr(v, part) for part in PERSON) if isinstance(v, Named) else tuple(v) for v in value or ()]
        return [*filled, *[("", "", "")] * (MOST - len(filled))][:MOST]

    def id_for_label(self, id_: str) -> str:
        """The first name takes the keyboard."""
        return f"{id_}_0_name" if id_ else id_

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Nothing: the room's own template lays the rows out."""
        return mark_safe("")


class PeopleField(Shown, forms.Field):
    """A tuple of Named; empty where nobody was named."""

    widget = PeopleWidget

    def to_python(self, value: Any) -> tuple[Named, ...]:
        """The people named. Raises ValidationError for one without a name, or with one too long to be a name."""
        people = tuple(row if isinstance(row, Named) else Named(*row) for row in value or ())
        if any(not person.name for person in people):
            raise ValidationError("Give each person a name, or write “not known”.", code="nameless")
        if any(len(text) > 200 for person in people for text in vars(person).values()):
            raise ValidationError("Write each name, age and relation in 200 characters or fewer.", code="long")
        return people
