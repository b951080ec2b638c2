"""The answers an agency can give to a question: what it holds, nothing known, or not shared and why."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxLengthValidator

from kith.kit.forms import Choice, DateParts, KithForm, LongText, Radios
from kith.kit.words import local
from kith.statute import codes

NOT_A_BOOK = MaxLengthValidator(10_000)  # a limit without a counter under every box
LONDON = ZoneInfo("Europe/London")
FRESH = (
    ("", "Not said"),
    ("now", "Up to now (live records)"),
    ("morning", "Up to 06:00 today"),
    ("yesterday", "Up to the end of yesterday"),
)
ANOTHER_DAY = ("day", "Up to the end of another day")


def read_up_to(fresh: str, day: date | None, at: datetime) -> datetime | None:
    """Until when the agency's records were complete, as a moment; None where nobody said."""
    today = local(at).date()
    midnight = datetime.combine(today, time(0), LONDON)
    if fresh == "day" and day:
        return min(at, datetime.combine(day + timedelta(days=1), time(0), LONDON))
    return {"now": at, "morning": min(at, midnight + timedelta(hours=6)), "yesterday": midnight}.get(fresh)


class NothingKnownForm(KithForm):
    """Many at once: rows ticked, or the one row whose button was pressed."""

    dense = True

    chosen = forms.TypedMultipleChoiceField(required=False, coerce=str)
    only = forms.UUIDField(required=False)
    fresh = Choice(label="Records read", required=False, choices=FRESH)

    def __init__(self, *args: Any, open_ids: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(pk, pk) for pk in open_ids]  # type: ignore[attr-defined]
        self.fields["chosen"].error_messages["invalid_choice"] = (
            "One of these is answered already. Look at the list again and tick what is left"
        )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if not answers.get("only") and not answers.get("chosen") and not self.errors:
            raise forms.ValidationError(
                "Tick the questions about children you hold nothing on, then press again"
            )
        return answers


class AnswerForm(KithForm):
    """What the agency holds. Health detail and the agency's own note stand apart."""

    dense = True

    text = LongText(
        label="What you hold", validators=[NOT_A_BOOK], rows=5, noun="what you hold, or press “Nothing known”"
    )
    means = LongText(label="What this means for the child", required=False, validators=[NOT_A_BOOK], rows=2)
    fresh = Choice(label="Records read", required=False, choices=[*FRESH, ANOTHER_DAY])
    fresh_on = DateParts(label="Which day?", required=False, noun="the day the records were read to")
    health_only = LongText(
        label="Health detail, for health staff only", required=False, validators=[NOT_A_BOOK], rows=2
    )
    agency_only = LongText(
        label="Note for your own agency only", required=False, validators=[NOT_A_BOOK], rows=2
    )
    carried_from = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, at: datetime, is_health: bool, **kwargs: Any) -> None:
        self.at = at
        super().__init__(*args, **kwargs)
        if not is_health:
            del self.fields["health_only"]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if answers.get("fresh") == "day" and not answers.get("fresh_on") and "fresh_on" not in self.errors:
            self.add_error("fresh_on", "Enter the day the records were read to")
        if answers.get("fresh_on") and answers["fresh_on"] > local(self.at).date():
            self.add_error("fresh_on", "The records cannot have been read to a day in the future")
        return answers


class DeclineForm(KithForm):
    """Not sharing is a decision too: why, and when it will be looked at again (Children Act 2004 s.16LA)."""

    dense = True

    reason = Radios(label="Why will you not share this?", choices=codes.choices("request_declined_reason"))
    note = LongText(
        label="More about why",
        required=False,
        validators=[NOT_A_BOOK],
        rows=3,
        hint="The hub reads this. Do not write here what you are not sharing.",
    )
    review_on = DateParts(
        label="When will you look at this again?", noun="the day you will look at this again"
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        self.at = at
        super().__init__(*args, **kwargs)

    def clean_review_on(self) -> date:
        day: date = self.cleaned_data["review_on"]
        if day <= local(self.at).date():
            raise forms.ValidationError("The day you will look at this again must be after today")
        return day
