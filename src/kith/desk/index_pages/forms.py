"""Forms of the index pages. Each asks for an answer and, where one is owed, a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast
from uuid import UUID

from django.forms import ChoiceField

from kith.kit.forms import Checkboxes, Choice, KithForm, LongText, Text, Tick

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
    """Whom this person may be one with: somebody the index named, or another record's address."""

    other = Choice(label="Who is the same person?", choices=[], required=False)
    elsewhere = Text(
        label="Or paste the address of the other record",
        required=False,
        max_length=300,
        hint="Open the other child's page and copy what stands in the address bar.",
    )
    reason = LongText(
        label="Why are they one person?",
        rows=3,
        noun="why they are one person",
        hint="Whoever agrees reads this.",
    )

    def __init__(self, *args, others: Sequence[tuple[str, str]] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(ChoiceField, self.fields["other"]).choices = [("", "Somebody else"), *others]

    def clean(self) -> dict:
        """One other person, chosen or pasted."""
        found = super().clean() or {}
        pasted = IDS.search(found.get("elsewhere") or "")
        chosen = found.get("other") or (pasted[0] if pasted else "")
        if not chosen:
            self.add_error("elsewhere", "Choose a person, or paste the address of the other record")
        found["whom"] = UUID(chosen) if chosen else None
        return found


class NeverForm(ProposeMergeForm):
    """Whom this person never is."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].label = "Who is somebody else?"
        self.fields["reason"].label = "How do you know that they are two people?"
        self.fields["reason"].help_text = "What you saw or were told, and by whom."


class SureForm(KithForm):
    """One press, with nothing to type."""


class SplitForm(KithForm):
    """Which records belong to somebody else."""

    records = Checkboxes(label="Which records belong to somebody else?", choices=[], noun="which records")
    reason = LongText(
        label="Why do they belong to somebody else?", rows=3, noun="why they belong to somebody else"
    )

    def __init__(self, *args, held: Sequence[tuple[str, str]] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(ChoiceField, self.fields["records"]).choices = list(held)
