"""Forms of the import pages. The form that mends a row is made of the row's own fields."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from kith.exchange import acts, files, layouts
from kith.exchange.models import LAYOUTS, Arrival, Settlement
from kith.kit.forms import KithForm, LongText, Radios, Text

LONG = {
    "what_happened",
    "harm",
    "safe_now",
    "protective",
    "where_now",
    "help_tried",
    "needs",
    "proposed_reason",
    "officer_rationale",
    "immediate_action",
    "address_conditions",
    "words",
    "demeanour",
    "wish",
}


class BringForm(KithForm):
    """Which file, of what, from which system."""

    layout = Radios(label="What is in the file?", choices=LAYOUTS, noun="what is in the file")
    system = Text(
        label="Which system does it come from?",
        max_length=40,
        width=20,
        hint="Always the same name, such as SystmOne. It tells us what we hold already.",
        validators=[
            RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9 ._-]*$", "Use letters, digits, spaces and . _ - only")
        ],
    )
    file = forms.FileField(
        label="The CSV file",
        required=False,
        help_text="Up to 5 MB. No other kind of file is taken.",
        widget=forms.FileInput(attrs={"class": "govuk-file-upload", "accept": ".csv,text/csv"}),
    )
    pasted = LongText(
        label="Or paste the rows here",
        required=False,
        rows=4,
        hint="The first line names the columns. Copied out of a spreadsheet will do.",
    )

    def clean(self) -> dict[str, Any]:
        """One of the two, and a file only with a name and kind that say CSV."""
        given: dict[str, Any] = super().clean() or {}
        file, pasted = given.get("file"), (given.get("pasted") or "").strip()
        if bool(file) == bool(pasted) and "file" not in self.errors:
            self.add_error("file", "Choose a file or paste its rows: one of the two")
        elif file and not (
            file.name.lower().endswith(".csv")
            and file.content_type in ("text/csv", "application/vnd.ms-excel", "text/plain")
        ):
            self.add_error("file", "Choose a CSV file. In your spreadsheet: Save as, then CSV UTF-8")
        return given


class SettleForm(KithForm):
    """What stands, and why."""

    as_what = Radios(label="What should stand?", choices=Settlement.CHOICES)
    note = LongText(label="Why?", rows=3, max_length=1000)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_what"].choices = choices  # type: ignore[attr-defined]
        self.fields["as_what"].hints = {  # type: ignore[attr-defined]
            "new_version": "It becomes a concern of its own. The hub decides whether the two are one.",
            "aside": "Nothing is taken in. The row and your reason stay.",
        }


def mending(arrival: Arrival) -> type[KithForm]:
    """A form of the row's own fields: those that the reasons name first, then what came, then the layout's
    others."""
    values = dict(layouts.flat(json.loads(arrival.body)))
    columns = {c.place: c for c in layouts.COLUMNS[arrival.layout]}
    needed = [place for place, column in columns.items() if column.needed]
    may = [
        p
        for p in dict.fromkeys([*needed, *values, *columns])
        if p and (p in values or not p.startswith("adults."))
    ]
    faulty = [r["field"] for r in arrival.reasons if r["field"] in may]
    first = dict.fromkeys([*faulty, *needed, *(p for p in may if values.get(p))])
    made: dict[str, Any] = {
        p: field_for(p, values.get(p, ""), arrival, columns.get(p)) for p in dict.fromkeys([*first, *may])
    }
    return type("MendForm", (KithForm,), made | {"shown_first": list(first)})


def field_for(place: str, value: str, arrival: Arrival, column: layouts.Column | None) -> forms.Field:
    kind = LongText if place.rpartition(".")[2] in LONG or place.startswith("answers.") else Text
    more: dict[str, Any] = {"rows": 3} if kind is LongText else {}
    faults = [r["say"].rstrip(".") for r in arrival.reasons if r["field"] == place]
    hint = ". ".join([*faults, *([column.hint] if column and column.hint else [])])
    return kind(
        label=acts.place(place), required=bool(column and column.needed), initial=value, hint=hint, **more
    )


def body_of(answers: dict[str, str], before: str) -> dict[str, Any]:
    """The row's message again, from the mended fields; what was emptied is left out."""
    body: dict[str, Any] = {}
    kept = json.loads(before).get("answers") or {}
    for place, value in answers.items():
        if value.strip() and not place.startswith("answers."):
            layouts.put(body, place.split("."), files.tidy(place.rpartition(".")[2], value))
    asked = {q: answers.get(f"answers.{q}", a) for q, a in kept.items()}
    return body | ({"answers": asked} if asked else {})
