"""Rows of a list of people for the form's page."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.forms import BoundField

from kith.instruments.inputs import PeopleWidget

register = template.Library()


@dataclass(frozen=True)
class PersonRow:
    """One person's three inputs. `opens`: stands behind the line "Another person"; `filled`: that line is open."""

    id: str
    name: str
    parts: tuple[str, ...]
    opens: bool
    filled: bool


@register.simple_tag
def people_rows(bound: BoundField) -> list[PersonRow]:
    """The rows of a people field, filled ones first."""
    widget = bound.field.widget
    assert isinstance(widget, PeopleWidget)
    rows = widget.rows(bound.value())
    return [PersonRow(f"{bound.auto_id}_{at}", f"{bound.html_name}_{at}", parts, at > 0, any(parts))
            for at, parts in enumerate(rows)]
