"""The questions of the professional's referral form: up to six children and six others, what happened,
what is needed. Numbered blocks stand in one form, so that the page works without JavaScript."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from kith.frontdoor.doors.form_parts import (
    AROUND,
    NOT_A_BOOK,
    SEXES,
    YES_NO,
    YES_NO_NK,
    block,
    filled,
    moment,
)
from kith.kit.forms import Choice, DateParts, KithForm, LongText, Phone, Radios, Text, TimeText
from kith.kit.words import ordinal
from kith.statute import codes

MOST = 6
WHO = ("given_name", "family_name", "known_as", "dob", "age", "expected", "school")
HIDDEN = {"token", "started", "spent", "children_shown", "people_shown"}
CHOOSE = ("", "Choose one")
SAY_HEARD = "Say whether the child has said or shown anything"


def child_fields(n: int) -> dict[str, forms.Field]:
    """One child: who they are, then what they said or why they were not heard."""
    whose = f"the {ordinal(n)} child’s"
    return {
        "pupil": forms.CharField(required=False, widget=forms.HiddenInput),
        "find": Text(label="Look up a pupil by name", required=False, max_length=60, width=20),
        "given_name": Text(
            label="First name", required=False, max_length=100, width=20, noun=f"{whose} first name"
        ),
        "family_name": Text(label="Last name", required=False, max_length=100, width=20),
        "known_as": Text(label="Known as", required=False, max_length=100, width=20),
        "dob": DateParts(
            label="Date of birth",
            required=False,
            partial=True,
            noun=f"{whose} date of birth",
            hint="The year alone is better than nothing.",
        ),
        "age": Text(
            label="Age, if you do not know the date of birth", required=False, max_length=20, width=5
        ),
        "expected": DateParts(
            label="Not born yet? The date the baby is expected",
            required=False,
            noun="the date the baby is expected",
        ),
        "sex": Radios(label="Sex", required=False, choices=SEXES, inline=True),
        "school": Text(label="School, nursery or college", required=False, max_length=100, width=20),
        **voice_fields(is_first=n == 1),
    }


def voice_fields(*, is_first: bool) -> dict[str, forms.Field]:
    """The child's own words (P7): verbatim, who heard them, when, alone, in what language; or why not."""
    return words_fields(is_first=is_first) | heard_fields() | not_heard_fields()


def words_fields(*, is_first: bool) -> dict[str, forms.Field]:
    """What the child said or showed."""
    return {
        "heard": Radios(
            label="Has this child said or shown anything about it?",
            required=is_first,
            error_messages={"required": SAY_HEARD},
            choices=YES_NO,
            inline=True,
        ),
        "words": LongText(
            label="What the child said, in their own words (if yes)",
            required=False,
            validators=[NOT_A_BOOK],
            rows=3,
            hint="Exactly as said, even if it is one word. Leave what you make of it for later.",
        ),
        "observed": LongText(
            label="What you saw: behaviour, mood, play, marks",
            required=False,
            validators=[NOT_A_BOOK],
            rows=3,
        ),
    }


def heard_fields() -> dict[str, forms.Field]:
    """How, by whom, when and in what language it was heard, and what the child wants."""
    return {
        "method": Choice(
            label="How the child told it", required=False, choices=codes.choices("voice_method")
        ),
        "heard_by": Text(label="Who heard or saw it (if yes)", required=False, max_length=120, width=20),
        "heard_on": DateParts(label="Day it was heard (if yes)", required=False, noun="the day it was heard"),
        "heard_time": TimeText(label="Time, if known", required=False),
        "alone": Radios(
            label="Was the child alone with that person?", required=False, choices=YES_NO_NK, inline=True
        ),
        "language": Text(label="Language the child used", required=False, max_length=40, width=20),
        "wish": Text(label="What the child wants to happen", required=False, max_length=300, width="full"),
    }


def not_heard_fields() -> dict[str, forms.Field]:
    """Why the child has not been heard, and the day on which somebody will."""
    return {
        "not_heard": Choice(
            label="Why not? (if no)", required=False, choices=[CHOOSE, *codes.choices("no_voice_reason")]
        ),
        "not_heard_note": Text(
            label="More about why, in a few words", required=False, max_length=200, width="full"
        ),
        "see_on": DateParts(
            label="Day somebody will see the child",
            required=False,
            noun="the day somebody will see the child",
        ),
    }


def person_fields(n: int) -> dict[str, forms.Field]:
    """One other person: another child at home, a parent, a carer, somebody who may be a risk."""
    return {
        "role": Choice(
            label="Who this is",
            required=False,
            choices=[CHOOSE, *AROUND],
            noun=f"who the {ordinal(n)} other person is",
        ),
        "given_name": Text(label="First name", required=False, max_length=100, width=20),
        "family_name": Text(label="Last name", required=False, max_length=100, width=20),
        "born": Text(label="Date of birth or age, if known", required=False, max_length=20, width=10),
        "phone": Phone(label="Telephone", required=False, max_length=30, width=20),
        "lives": Radios(label="Lives with the child?", required=False, choices=YES_NO_NK, inline=True),
    }


class ReferralForm(KithForm):
    """Everything asked of a professional, in the order of the page. What Kith holds is not asked."""

    dense = True

    address = Text(
        label="Where the child lives",
        required=False,
        max_length=200,
        width="full",
        hint="House number, street and town.",
    )
    postcode = Text(label="Postcode", required=False, max_length=8, width=10)
    others_at_home = Radios(label="Do other children live there?", choices=YES_NO_NK, inline=True)

    what_happened = LongText(
        label="What happened, or what worries you",
        validators=[NOT_A_BOOK],
        rows=6,
        hint="Facts first: what was seen and heard, by whom.",
    )
    happened_on = DateParts(label="Day it happened", required=False, noun="the day it happened")
    happened_time = TimeText(label="Time, if known", required=False)
    harm = LongText(label="Harm to the child so far", required=False, validators=[NOT_A_BOOK], rows=3)
    dangers = LongText(
        label="What could happen if nothing is done", required=False, validators=[NOT_A_BOOK], rows=3
    )
    protective = LongText(
        label="What keeps the child safe",
        required=False,
        validators=[NOT_A_BOOK],
        rows=3,
        hint="People, places and habits that help.",
    )

    safe_now = Radios(label="Is the child safe now?", choices=YES_NO_NK, inline=True)
    safe_note = Text(label="What makes you say so", required=False, max_length=300, width="full")
    where_now = Text(
        label="Where is the child now, and who with?",
        max_length=200,
        width="full",
        noun="where the child is now, or “not known”",
    )
    where_until = Text(
        label="Until when?", required=False, max_length=60, width=20, hint="For example: home time, 15:15."
    )
    seen_today = Radios(label="Has anybody seen the child today?", choices=YES_NO_NK, inline=True)
    seen_by = Text(label="Who saw the child (if yes)", required=False, max_length=100, width=20)

    family_told = Radios(label="Does the family know that you are sending this?", choices=YES_NO, inline=True)
    not_told = Choice(
        label="Why not? (if no)",
        required=False,
        choices=[CHOOSE, *codes.choices("family_not_told_reason")],
        noun="why the family has not been told",
    )
    service_consent = Radios(
        label="Has the family agreed to be offered help?",
        required=False,
        inline=True,
        choices=(("yes", "Yes"), ("no", "No"), ("not_asked", "Not asked")),
    )

    help_tried = LongText(
        label="Help tried already, and what came of it", required=False, validators=[NOT_A_BOOK], rows=3
    )
    language = Text(label="Language spoken at home", required=False, max_length=60, width=20)
    interpreter = Radios(label="Is an interpreter needed?", required=False, choices=YES_NO_NK, inline=True)
    disability = Text(label="Disability or communication needs", required=False, max_length=300, width="full")
    proposed_level = Radios(
        label="Which level of need do you see?",
        required=False,
        choices=[*codes.choices("level_of_need"), ("", "I am not sure")],
    )
    proposed_reason = LongText(
        label="What makes you think so (if you chose a level)", required=False, max_length=2000, rows=3
    )
    reach_me = Phone(label="A better number to reach you on today", required=False, max_length=30, width=20)

    token = forms.UUIDField(widget=forms.HiddenInput)
    started = forms.CharField(required=False, widget=forms.HiddenInput)
    spent = forms.IntegerField(required=False, min_value=0, max_value=86_400, widget=forms.HiddenInput)
    children_shown = forms.IntegerField(required=False, min_value=1, max_value=MOST, widget=forms.HiddenInput)
    people_shown = forms.IntegerField(required=False, min_value=1, max_value=MOST, widget=forms.HiddenInput)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        self.at = at
        super().__init__(*args, **kwargs)

    def shown(self, kind: str) -> int:
        """How many blocks of a kind ("children", "people") stand on the page now."""
        try:
            return min(MOST, max(1, int(self[f"{kind}_shown"].value() or 1)))
        except (TypeError, ValueError):
            return 1

    def blocks(self, kind: str) -> list[dict[str, Any]]:
        """The blocks on the page: the number and each bound field by its short name."""
        one, fields = ("child", child_fields(1)) if kind == "children" else ("person", person_fields(1))
        return [
            {"n": n, **{name: self[f"{one}{n}_{name}"] for name in fields}}
            for n in range(1, self.shown(kind) + 1)
        ]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        named = [
            n for n in range(1, MOST + 1) if n == 1 or filled(block(answers, f"child{n}"), (*WHO, "heard"))
        ]
        for n in named:
            self.check_child(n, block(answers, f"child{n}"))
        for n in range(1, MOST + 1):
            self.check_person(n, block(answers, f"person{n}"))
        self.check_rest(answers)
        return answers

    def check_child(self, n: int, child: dict[str, Any]) -> None:
        """A child is known by at least something, and was heard, or there is a reason why not."""
        if not filled(child, WHO):
            self.add_error(f"child{n}_given_name", "Enter the child’s name, or what you know of who this is")
        if not child.get("heard"):
            if f"child{n}_heard" not in self.errors:
                self.add_error(f"child{n}_heard", SAY_HEARD)
        elif child["heard"] == "yes":
            self.check_words(n, child)
        else:
            self.check_not_heard(n, child)

    def check_words(self, n: int, child: dict[str, Any]) -> None:
        if not filled(child, ("words", "observed")):
            self.add_error(f"child{n}_words", "Write what the child said, or what you saw")
        heard_at = moment(child.get("heard_on"), child.get("heard_time"))
        if heard_at is None and f"child{n}_heard_on" not in self.errors:
            self.add_error(f"child{n}_heard_on", "Enter the day the child was heard")
        elif heard_at and heard_at > self.at:
            self.add_error(f"child{n}_heard_on", "The day the child was heard cannot be in the future")

    def check_not_heard(self, n: int, child: dict[str, Any]) -> None:
        if not child.get("not_heard"):
            self.add_error(f"child{n}_not_heard", "Choose why the child has not been heard")
            return
        wants = codes.get("no_voice_reason", child["not_heard"]).needs
        missing = {
            "observation": ("observed", "Describe what you saw: a small child shows how they are"),
            "explanation": ("not_heard_note", "Say in a few words why it is not safe"),
            "date": ("see_on", "Enter the day somebody will see the child"),
        }.get(wants)
        if missing and not child.get(missing[0]):
            self.add_error(f"child{n}_{missing[0]}", missing[1])

    def check_person(self, n: int, person: dict[str, Any]) -> None:
        if filled(person, ("given_name", "family_name", "born", "phone")) and not person.get("role"):
            self.add_error(f"person{n}_role", "Choose who this is")

    def check_rest(self, answers: dict[str, Any]) -> None:
        happened = moment(answers.get("happened_on"), answers.get("happened_time"))
        if happened and happened > self.at:
            self.add_error("happened_on", "The day it happened cannot be in the future")
        if answers.get("family_told") == "no" and not answers.get("not_told"):
            self.add_error("not_told", "Choose why the family has not been told")
        if answers.get("proposed_level") and not answers.get("proposed_reason"):
            self.add_error("proposed_reason", "Say what makes you think of this level")


def numbered() -> dict[str, forms.Field]:
    """The fields of every block, child1_… to person6_…, in the order of the page."""
    children = {f"child{n}_{k}": f for n in range(1, MOST + 1) for k, f in child_fields(n).items()}
    people = {f"person{n}_{k}": f for n in range(1, MOST + 1) for k, f in person_fields(n).items()}
    return children | people


ReferralForm.base_fields = {**numbered(), **ReferralForm.base_fields}
