"""Forms of the index pages. Each asks for an answer and, where one is owed, a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import cast
from uuid import UUID

from django.forms import ChoiceField

from kith.kit.forms import Checkboxes, Choice, DateParts, KithForm, LongText, Radios, Text, Tick
from kith.people.acts import NAME_TYPES

SEXES = (("F", "Female"), ("M", "Male"), ("U", "Not known"))
IDS = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


class VerdictForm(KithForm):
    """Which answer was pressed, with a reason where the reader has one."""

    dense = True
    verdict = Choice(
        label="Answer", choices=[(v, v) for v in ("same", "different", "unsure", "claim", "release")]
    )
    reason = Text(label="Why? (if you like)", required=False, max_length=300)


class MergeAnswerForm(KithForm):
    """The second person's answer to a merge."""

    dense = True
    answer = Choice(label="Answer", choices=[(v, v) for v in ("merge", "decline")])
    note = LongText(label="Why?", required=False, rows=2, hint="Needed where you do not agree.")
    never = Tick(label="These are two people for good: never propose them again", required=False)


class ReasonForm(KithForm):
    """Why a link or a merge is wrong."""

    reason = LongText(
        label="Why is it wrong?",
        rows=3,
        noun="why it is wrong",
        hint="What you saw or were told, and by whom. It stays with the record.",
    )


class SettleForm(KithForm):
    note = LongText(label="What did you find, and what was done?", rows=3, noun="what you found")


class ProposeMergeForm(KithForm):
    """Whom this person may be one with: somebody like them, or whom a search or an address names."""

    other = Radios(label="Who is the same person? (choose, or search below)", choices=[], required=False)
    elsewhere = Text(
        label="Somebody else",
        required=False,
        max_length=300,
        hint="Search by name and date of birth, or by NHS number; or paste the address of the other person's page.",
    )
    reason = LongText(
        label="Why are they one person?",
        rows=3,
        noun="why they are one person",
        hint="Whoever agrees reads this.",
    )

    def __init__(self, *args, others: Sequence[tuple[str, str]] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(ChoiceField, self.fields["other"]).choices = list(others)

    def clean(self) -> dict:
        """One other person, chosen or pasted."""
        found = super().clean() or {}
        pasted = IDS.search(found.get("elsewhere") or "")
        chosen = found.get("other") or (pasted[0] if pasted else "")
        if not chosen:
            offered = cast(ChoiceField, self.fields["other"]).choices
            self.add_error("other" if offered else "elsewhere", "Choose a person, or search")
        found["whom"] = UUID(chosen) if chosen else None
        return found


class NeverForm(ProposeMergeForm):
    """Whom this person never is."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].label = "Who is somebody else? (choose, or search below)"
        self.fields["reason"].label = "How do you know that they are two people?"
        self.fields["reason"].help_text = "What you saw or were told, and by whom."


class SureForm(KithForm):
    """One press, with nothing to type."""


class RecordsForm(KithForm):
    """Some of the records that stand for a person."""

    def __init__(self, *args, held: Sequence[tuple[str, str]] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(ChoiceField, self.fields["records"]).choices = list(held)


class SplitForm(RecordsForm):
    """Which records belong to somebody else."""

    records = Checkboxes(label="Which records belong to somebody else?", choices=[], noun="which records")
    reason = LongText(
        label="Why do they belong to somebody else?", rows=3, noun="why they belong to somebody else"
    )


class AlwaysForm(RecordsForm):
    """Which records are one person for good."""

    records = Checkboxes(label="Which records are always one person?", choices=[], noun="which records",
                         hint="Choose two or more.")
    reason = LongText(
        label="How do you know that they are one person?", rows=3, noun="how you know",
        hint="What you saw or were told, and by whom.",
    )


class CorrectForm(KithForm):
    """The line at the head of a person's record."""

    given_name = Text(label="First name", required=False, max_length=100, width=20)
    family_name = Text(label="Last name", required=False, max_length=100, width=20)
    known_as = Text(label="Known as", required=False, max_length=100, width=20)
    born_on = DateParts(label="Date of birth", required=False, noun="the date of birth")
    sex = Radios(label="Sex", choices=SEXES, inline=True)


class BornForm(KithForm):
    """When the child was born, and the name given. Where there is no name yet, it stays open."""

    born_on = DateParts(label="Date of birth", noun="the date of birth")
    given_name = Text(
        label="First name", required=False, max_length=100, width=20, hint="Leave empty if there is no name yet."
    )
    family_name = Text(label="Last name", required=False, max_length=100, width=20)
    sex = Radios(label="Sex", choices=SEXES, inline=True)

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(DateParts, self.fields["born_on"]).latest = today


class NameForm(KithForm):
    """One more name, in the letters in which it is written."""

    given_name = Text(label="First name", required=False, max_length=100, width=20, hint="In any letters: Мария, مريم")
    family_name = Text(label="Last name", required=False, max_length=100, width=20)
    type = Radios(label="What kind of name is it?", choices=list(NAME_TYPES.items()))


class NumberForm(KithForm):
    """One of the numbers that only one person holds."""

    scheme = Radios(label="Which number?", choices=(("nhs", "NHS number"), ("upn", "Unique pupil number")), inline=True)
    value = Text(
        label="The number",
        max_length=20,
        width=20,
        noun="the number",
        hint="An NHS number has ten digits, for example 943 476 5919.",
    )
    verified = Tick(
        label="Checked with whoever issued it: the GP practice, the NHS record or the school", required=False
    )
