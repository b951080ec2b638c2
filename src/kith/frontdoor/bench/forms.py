"""The questions of the bench, each asked only where we do not hold the answer already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError

from kith.frontdoor.models import GRADES
from kith.kit import forms
from kith.people.rules import nhs_number
from kith.statute import codes

YES_NO = [("yes", "Yes"), ("no", "No"), ("nk", "Asked, and not known")]
Choices = Sequence[tuple[str, str]]


def offer(form: forms.KithForm, name: str, choices: Choices) -> None:
    """Give a field of choices the answers that are known only when the page is asked for."""
    setattr(form.fields[name], "choices", choices)  # noqa: B010  # the field's class knows it, its base does not


class Grade(forms.KithForm):
    """Red, amber or green, and why."""

    dense = True
    grade = forms.Radios(label="Grade", choices=GRADES, inline=True, noun="a grade")
    reason = forms.LongText(label="Reason", hint="One sentence that somebody else will understand.", rows=3)


class Others(forms.KithForm):
    """Whether other children live there, and one of them at a time."""

    dense = True
    answer = forms.Radios(label="Do other children live there?", choices=YES_NO)
    given_name = forms.Text(label="First name of another child there", required=False, max_length=100)
    family_name = forms.Text(label="Last name", required=False, max_length=100)
    dob = forms.DateParts(label="Date of birth", required=False)


class Reason(forms.KithForm):
    """Why."""

    dense = True
    reason = forms.LongText(label="Reason", rows=3)


class Match(forms.KithForm):
    """Which answer was pressed, about which candidate, with a reason where one is wanted."""

    dense = True
    verdict = forms.Choice(label="Answer", choices=[(v, v) for v in (
        "same", "different", "unsure", "new", "unidentified", "both")])
    reason = forms.Text(label="Reason", required=False, max_length=300)

    def __init__(self, *args, candidates: Iterable = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["candidate"] = forms.Choice(label="Person", required=False,
                                                choices=[("", ""), *((str(c), str(c)) for c in candidates)])


class Number(forms.KithForm):
    """An NHS number, its check digit checked before anything else."""

    value = forms.Text(label="NHS number", hint="Ten digits, for example 943 476 5919", width=10, max_length=14)

    def clean_value(self) -> str:
        try:
            return nhs_number(self.cleaned_data["value"])
        except ValueError as problem:
            raise ValidationError(str(problem)) from None


class Ask(forms.KithForm):
    """One specific question to the partners, with its purpose, its lawful basis and whether the family was told."""

    dense = True
    agencies = forms.Checkboxes(label="Who is asked?", choices=(), noun="who is asked")
    children = forms.Checkboxes(label="About", choices=(), noun="at least one child")
    question = forms.LongText(label="Question", rows=3,
                              hint="One thing you need to know, so that it can be answered in one go.")
    purpose = forms.Text(label="What is the answer for?", width="full", max_length=300)
    lawful_basis = forms.Choice(label="Lawful basis", choices=())
    gateway = forms.Choice(label="Power to share", choices=())
    family_told = forms.Choice(label="Has the family been told?", choices=())
    necessity = forms.LongText(label="Why this much is needed and no more", rows=2)

    def __init__(self, *args, agencies: Choices = (), children: Choices = (), day=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "agencies", agencies)
        offer(self, "children", children)
        offer(self, "lawful_basis", codes.choices("lawful_basis", day))
        offer(self, "gateway", codes.choices("gateway", day))
        reasons = codes.choices("family_not_told_reason", day)
        not_told = [(code, f"No: {label[:1].lower()}{label[1:]}") for code, label in reasons]
        offer(self, "family_told", [("", "Choose"), ("yes", "Yes, the family has been told"), *not_told])


class Picture(forms.KithForm):
    """What the answers mean together."""

    text = forms.LongText(label="The joint picture", rows=10,
                          hint="In your own words: what the answers mean together for this child. Do not paste them.")


class PositionForm(forms.KithForm):
    """One partner's position on one child."""

    dense = True
    view = forms.Radios(label="Your agency's position", choices=[("agree", "Agrees"), ("dissent", "Does not agree")])
    proposes = forms.Choice(label="What your agency would do (say, where it does not agree)", choices=(),
                            required=False)
    reasons = forms.LongText(label="Reasons (needed where your agency does not agree)", rows=4, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "proposes", [("", "Choose"), *outcomes()])


def outcomes() -> list[tuple[str, str]]:
    """Outcomes that decide something; asking the referrer for more is not one (the clock runs on)."""
    return [(c, label) for c, label in codes.choices("contact_decision") if c != "return_for_more"]


class AskSecond(forms.KithForm):
    """What a second manager is asked to look at."""

    dense = True
    chosen = forms.Choice(label="What you would decide", choices=())
    why = forms.LongText(label="Why", rows=4)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "chosen", [("", "Choose"), *outcomes()])


class GiveSecond(forms.KithForm):
    """A second manager's answer."""

    dense = True
    agrees = forms.Radios(label="Do you agree?", choices=[("yes", "Yes, I agree"), ("no", "No, I do not agree")])
    note = forms.LongText(label="Your note", rows=4)


class Telling(forms.KithForm):
    """Words for whoever reported; for somebody who rang us, words to say, and whether they heard them."""

    HOW = (("heard", "I rang and said this to them"), ("nobody", "I rang and nobody answered: I will ring again"),
           ("waits", "They cannot be rung: keep these words for when they ring us"))
    text = forms.LongText(label="What they will read", rows=7, max_length=2000)
    how = forms.Radios(label="What came of the call?", choices=HOW, noun="what came of the call")

    def __init__(self, *args, rings: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if rings:
            self.fields["text"].label = "What to say to them"
        else:
            del self.fields["how"]


class ToldBack(forms.KithForm):
    """What the child was told."""

    told = forms.LongText(label="What you told the child, in words a child understands", rows=5)


class Search(forms.KithForm):
    """Somebody the index did not show: a name, and a date of birth where it is known."""

    dense = True
    given_name = forms.Text(label="First name", required=False, max_length=100, width=20)
    family_name = forms.Text(label="Last name", required=False, max_length=100, width=20)
    dob = forms.DateParts(label="Date of birth", required=False)

    def clean(self) -> dict:
        found = super().clean() or {}
        if not (found.get("family_name") and found.get("given_name") or found.get("dob") and (
                found.get("family_name") or found.get("given_name"))):
            self.add_error("family_name", "Enter both names, or one name and the date of birth")
        return found
