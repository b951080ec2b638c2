"""The telephone page's questions, few and in the order of a real call: three minutes of typing at most."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from kith.frontdoor.doors.form_parts import AROUND, NOT_A_BOOK, SEXES, YES_NO_NK, block, filled, moment
from kith.kit.forms import Choice, DateParts, KithForm, LongText, Phone, Radios, Text, Tick, TimeText
from kith.kit.words import ordinal
from kith.statute import codes

CHILDREN = 3
ADULTS = 3
CHOOSE = ("", "Choose one")
WHO = ("given_name", "family_name", "dob", "age", "school")


def child_fields(n: int) -> dict[str, forms.Field]:
    whose = f"the {ordinal(n)} child’s"
    return {
        "given_name": Text(
            label="First name", required=False, max_length=100, width=10, noun=f"{whose} first name"
        ),
        "family_name": Text(label="Last name", required=False, max_length=100, width=10),
        "dob": DateParts(label="Date of birth", required=False, partial=True, noun=f"{whose} date of birth"),
        "age": Text(label="or age", required=False, max_length=20, width=5),
        "sex": Radios(label="Sex", required=False, choices=SEXES, inline=True),
        "school": Text(label="School or nursery", required=False, max_length=100, width=20),
    }


def adult_fields(n: int) -> dict[str, forms.Field]:
    return {
        "role": Choice(
            label="Who", required=False, choices=[CHOOSE, *AROUND], noun=f"who the {ordinal(n)} person is"
        ),
        "given_name": Text(label="First name", required=False, max_length=100, width=10),
        "family_name": Text(label="Last name", required=False, max_length=100, width=10),
        "born": Text(label="Born, or age", required=False, max_length=20, width=5),
    }


class PhoneForm(KithForm):
    """Who is ringing, about which child, what happened, is the child safe; the rest if there is time."""

    dense = True

    source = Choice(
        label="Who is ringing?", choices=[CHOOSE, *codes.choices("contact_source")], noun="who is ringing"
    )
    caller_name = Text(label="Caller’s name", required=False, max_length=120, width=20)
    caller_phone = Phone(label="Number to ring back", required=False, max_length=30, width=10)
    unnamed = Tick(label="The family must not know who rang: keep the caller’s name sealed", required=False)
    relationship = Text(
        label="Who they are to the child, or their job", required=False, max_length=120, width=20
    )
    agency = Choice(
        label="Agency they ring for", required=False, choices=[("", "None: a member of the public")]
    )
    received_on = DateParts(label="Day of the call", noun="the day of the call")
    received_time = TimeText(label="Time of the call", noun="the time of the call")

    address = Text(label="Where the child lives", required=False, max_length=200, width="full")
    postcode = Text(label="Postcode", required=False, max_length=8, width=10)

    what_happened = LongText(
        label="What happened, or what worries the caller", validators=[NOT_A_BOOK], rows=6
    )
    words = LongText(
        label="What the child said, in the child’s own words", required=False, validators=[NOT_A_BOOK], rows=2
    )
    heard_by = Text(
        label="Who heard it", required=False, max_length=120, width=20, hint="Leave empty if the caller did."
    )
    safe_now = Radios(label="Is the child safe now?", choices=YES_NO_NK, inline=True)
    where_now = Text(
        label="Where is the child now, who with, until when?", required=False, max_length=200, width="full"
    )
    others_at_home = Radios(label="Do other children live there?", choices=YES_NO_NK, inline=True)
    token = forms.UUIDField(widget=forms.HiddenInput)
    started = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, at: datetime, agencies: list[tuple[str, Any]], **kwargs: Any) -> None:
        self.at = at
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "None: a member of the public"), *agencies]  # type: ignore[attr-defined]

    def blocks(self, one: str) -> list[dict[str, Any]]:
        """The bound fields of each "child" or "adult" block by short name, with its number."""
        count, fields = (CHILDREN, child_fields(1)) if one == "child" else (ADULTS, adult_fields(1))
        return [{"n": n, **{name: self[f"{one}{n}_{name}"] for name in fields}} for n in range(1, count + 1)]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if not any(filled(block(answers, f"child{n}"), WHO) for n in range(1, CHILDREN + 1)):
            self.add_error(
                "child1_given_name", "Enter the child’s name, or what the caller knows: an age, a school"
            )
        for n in range(1, ADULTS + 1):
            adult = block(answers, f"adult{n}")
            if filled(adult, ("given_name", "family_name", "born")) and not adult.get("role"):
                self.add_error(f"adult{n}_role", "Choose who this is")
        received = moment(answers.get("received_on"), answers.get("received_time"))
        if received and received > self.at:
            self.add_error("received_time", "The call cannot be in the future. Check the day and the time")
        if answers.get("unnamed") and answers.get("agency"):
            self.add_error(
                "unnamed", "Only a member of the public can stay unnamed. Take the tick or the agency away"
            )
        return answers


CALLER = (
    "source",
    "caller_name",
    "caller_phone",
    "unnamed",
    "relationship",
    "agency",
    "received_on",
    "received_time",
)
_written = PhoneForm.base_fields
PhoneForm.base_fields = {
    **{name: _written[name] for name in CALLER},
    **{f"child{n}_{k}": f for n in range(1, CHILDREN + 1) for k, f in child_fields(n).items()},
    **{name: field for name, field in _written.items() if name not in CALLER},
    **{f"adult{n}_{k}": f for n in range(1, ADULTS + 1) for k, f in adult_fields(n).items()},
}
