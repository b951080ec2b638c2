"""Forms of the desk. Each asks only what is not held already."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from kith.authority import emergency
from kith.authority.models import Opening
from kith.kit import words
from kith.kit.forms import Choice, DateParts, KithForm, LongText, Radios, Text, TimeText
from kith.people.voice_form import VoiceForm as VoiceForm

PURPOSES = (
    ("new_concern", "Somebody has told me a new concern"),
    ("current_work", "My service is working with this child"),
    ("asked_by_partner", "A partner agency has asked me"),
    ("matching", "To check who a concern is about"),
    ("oversight", "I answer for this work"),
    ("other", "Another reason"),
)
BREACH_REASONS = (
    ("waiting_partner", "A partner had not answered"),
    ("family_unreachable", "The family could not be reached"),
    ("no_worker", "Nobody was free"),
    ("late_receipt", "It reached us late"),
    ("child_first", "We acted for the child first and wrote it down after"),
    ("other", "Another reason"),
)


class ToldForm(KithForm):
    told = LongText(
        label="What did you tell the child?",
        rows=4,
        noun="what you told the child",
        hint="What happened because of what they said, and why. In words the child understood.",
    )


class DoneForm(KithForm):
    difference = LongText(
        label="What difference did it make for the child?",
        rows=3,
        noun="the difference it made",
        hint="What is better, or what is not. One or two sentences.",
    )


class ExplainForm(KithForm):
    code = Radios(label="Why was it late?", choices=BREACH_REASONS)
    reason = LongText(
        label="What happened, and what was done for the child meanwhile?", rows=3, noun="what happened"
    )


class PurposeForm(KithForm):
    purpose = Radios(
        label="Why are you opening this record?", choices=PURPOSES, noun="why you are opening it"
    )


class SearchForm(KithForm):
    q = Text(
        label="Whom are you looking for?",
        max_length=200,
        required=True,
        noun="a name, a date of birth or a reference",
        hint="A name in any spelling, a date of birth, an address or postcode, an NHS number, "
        "or a reference like K-7QX-4MP. Two together find best.",
    )


class EmergencyForm(KithForm):
    given_name = Text(label="First name, exactly as recorded", max_length=100, noun="the first name")
    family_name = Text(label="Surname, exactly as recorded", max_length=100, noun="the surname")
    born_on = DateParts(label="Date of birth", noun="the date of birth")
    code = Radios(label="Why must you see this record now?", choices=emergency.REASONS, noun="the reason")
    reason = LongText(
        label="What is happening?",
        rows=3,
        noun="what is happening",
        hint=f"At least {emergency.SHORTEST} characters. A guardian of information reads it within one working day.",
    )
    one_time_code = Text(
        label="Your one-time code",
        max_length=7,
        width="10",
        noun="the six digits your authenticator app shows",
        hint="Six digits from your authenticator app: it shows that this is really you.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, with_code: bool, **kwargs: Any) -> None:
        """`with_code`: whether this worker has a one-time code set up, and is asked for it."""
        super().__init__(*args, **kwargs)
        if not with_code:
            del self.fields["one_time_code"]


class ReviewForm(KithForm):
    outcome = Radios(label="What do you conclude?", choices=Opening.OUTCOMES, noun="a conclusion")
    note = LongText(
        label="Why, and what will be done?",
        rows=3,
        required=False,
        hint="Needed where you conclude that training is needed, or that it was misuse.",
    )


class RotaForm(KithForm):
    worker = Choice(label="Who is on duty?", choices=[])
    from_on = DateParts(label="From which day?", noun="the first day")
    from_time = TimeText(label="From what time?", noun="the time it begins")
    until_on = DateParts(label="Until which day?", noun="the last day")
    until_time = TimeText(label="Until what time?", noun="the time it ends")

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["worker"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose"), *workers]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for end in ("from", "until"):
            day, time = found.get(f"{end}_on"), found.get(f"{end}_time")
            found[f"{end}_at"] = datetime.combine(day, time, tzinfo=words.LONDON) if day and time else None
        if found["from_at"] and found["until_at"] and found["from_at"] >= found["until_at"]:
            self.add_error("until_on", "The spell must end after it begins")
        return found


class HolidayForm(KithForm):
    on = DateParts(label="Which day?", noun="the day")
    name = Text(label="What is it called?", max_length=80, noun="its name")


class WithdrawForm(KithForm):
    """Nothing to answer: the page says what follows, and one button does it."""
