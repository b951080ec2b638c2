"""The questions of the public site. Nothing is required but what happened."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms

from kith.kit.forms import KithForm, LongText, Radios, Text, Tick
from kith.public.models import KINDS

YES_NO = (("yes", "Yes"), ("no", "No"), ("nk", "I do not know"))
RELATIONS = (
    ("family", "Family, or somebody the child lives with"),
    ("neighbour", "Neighbour or friend"),
    ("self", "It is about me: I am the child or young person"),
    ("professional", "I work with children or families"),
    ("other", "Somebody else"),
)


class WhatHappened(KithForm):
    what_happened = LongText(
        label="What has happened?",
        rows=8,
        help_text="Write it in your own way. What did you see or hear? When? What worries you most?",
        error_messages={"required": "Write what happened. A few words are enough."},
    )
    danger_now = Radios(label="Is a child in danger right now?", choices=YES_NO, required=False)
    website = Text(
        label="Leave this box empty",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )


class AboutTheChild(KithForm):
    child_names = Text(
        label="Name of the child, or children",
        required=False,
        max_length=300,
        help_text="Part of a name or a nickname helps too.",
    )
    child_age = Text(
        label="How old?", required=False, max_length=60, width="10", help_text="A guess is fine."
    )
    child_birthday = Text(
        label="Date of birth, if you know it",
        required=False,
        max_length=40,
        width="10",
        help_text="For example 27 3 2019",
    )
    child_where = Text(label="Where is the child now?", required=False, max_length=300)
    address = Text(
        label="Where does the child live?",
        required=False,
        max_length=200,
        help_text="The address, or how to find it: “the flat over the bakery in Mill Lane”.",
    )
    postcode = Text(label="Postcode", required=False, max_length=10, width="10")
    school = Text(label="School or nursery", required=False, max_length=150)
    others_at_home = Radios(label="Are there other children at home?", choices=YES_NO, required=False)
    words = LongText(
        label="Has the child said anything about it?",
        rows=3,
        required=False,
        help_text="Their own words, as near as you remember.",
    )
    who_heard = Text(label="Who heard the child say it?", required=False, max_length=150)

    def carried(self) -> dict[str, Any]:
        """The answers; a date of birth that cannot be read as one is kept beside the age, never refused."""
        out = {key: value for key, value in self.cleaned_data.items() if key != "child_birthday"}
        typed = self.cleaned_data.get("child_birthday", "")
        born = birthday(typed)
        out["child_dob"] = born.isoformat() if born else ""
        if typed and not born:
            out["child_age"] = f"{out.get('child_age', '')} (born: {typed})".strip()
        return out


class AboutYou(KithForm):
    relation = Radios(label="Who are you?", choices=RELATIONS, required=False)
    name = Text(label="Your name", required=False, max_length=120)
    contact = Text(
        label="How can we reach you?",
        required=False,
        max_length=120,
        help_text="A telephone number or an e-mail address that is safe for you.",
    )
    stay_unnamed = Tick(label="Please do not tell the family who I am", required=False)


STEPS: tuple[type[KithForm], ...] = (WhatHappened, AboutTheChild, AboutYou)


def birthday(typed: str) -> date | None:
    """A day as people write it, day first: "27 3 2019", "27/03/19", "2019-03-27". None where it is not
    one."""
    parts = [int(part) for part in re.findall(r"\d+", typed)]
    if len(parts) != 3:
        return None
    year, month, day = parts if parts[0] > 31 else parts[::-1]
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


class ReceiptForm(KithForm):
    code = Text(
        label="Your receipt code",
        width="20",
        max_length=60,
        noun="your receipt code",
        help_text="Sixteen figures, for example 1234 5678 9012 3456",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class FeedbackForm(KithForm):
    said = LongText(
        label="What would make this site better?",
        rows=6,
        max_length=5000,
        error_messages={"required": "Write what you would like to tell us about the site."},
    )
    page = Text(label="Which page is it about?", required=False, max_length=200)
    website = Text(
        label="Leave this box empty",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )


class CookieForm(KithForm):
    cookies = Radios(
        label="May we remember how you like to read?",
        inline=True,
        choices=(("accept", "Yes, remember my reading settings"), ("reject", "No, essential cookies only")),
        error_messages={"required": "Choose yes or no"},
    )


class ReadingForm(KithForm):
    size = Radios(
        label="Size of the text",
        required=False,
        choices=(("usual", "Usual"), ("large", "Large"), ("larger", "Larger")),
    )
    spacing = Tick(label="More space between lines, words and letters", required=False)
    contrast = Tick(label="Stronger contrast: black, white and yellow", required=False)


class EditionForm(KithForm):
    dense = True
    title = Text(label="Title", max_length=150)
    summary = Text(label="Summary: one sentence for the lists", max_length=300)
    body = LongText(
        label="Text",
        rows=18,
        max_length=60_000,
        help_text="Plain text. A blank line ends a paragraph; ## begins a heading, - a list item; "
        "[words](/address/) is a link.",
    )


class NewEditionForm(EditionForm):
    kind = Radios(label="What is it?", choices=KINDS, inline=True)
    slug = Text(
        label="Address: short words with dashes", max_length=80, help_text="For example our-arrangements-2026"
    )
    field_order = ["kind", "title", "slug", "summary", "body"]

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"]).strip().lower()
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
            raise forms.ValidationError(
                "Use small letters, figures and dashes only, for example winter-safety"
            )
        return slug


class EmptyForm(KithForm):
    """A press of a button: nothing to fill in."""


class WithdrawForm(KithForm):
    dense = True
    because = Text(label="Why is it withdrawn? Visitors will read this", max_length=300)


class AnswerForm(KithForm):
    dense = True
    we_did = LongText(label="We did: what has changed, or why nothing could", rows=4, max_length=2000)
    you_said = Text(
        label="You said: what the visitor told us, in our own words",
        max_length=300,
        required=False,
        help_text="Shown in public. Leave out names and anything about a child.",
    )
    publish = Tick(label="Publish this answer under “You said, we did”", required=False)
