"""Writing down what a child said or showed: one form, for every room that hears a child (P7)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kith.kit import words
from kith.kit.forms import Choice, DateParts, KithForm, LongText, Radios, Text, TimeText
from kith.statute import codes

WHO_SEES = "The child's own choice, as they said it. Leave empty if it was not asked."


class VoiceForm(KithForm):
    """P7: the words verbatim first; what was seen; what we make of it stands apart."""

    dense = True
    words = LongText(
        label="What the child said, word for word",
        required=False,
        rows=4,
        hint="Their own words, in their own language if you can write it.",
    )
    observed = LongText(
        label="What you saw",
        required=False,
        rows=3,
        hint="Play, drawings, demeanour; for a baby or a child who does not speak, this is their voice.",
    )
    wish = LongText(label="What the child wants to happen", required=False, rows=2)
    method = Radios(label="How did the child tell or show it?", choices=codes.choices("voice_method"))
    heard_on = DateParts(label="On which day?", noun="the day")
    heard_time = TimeText(label="At what time?", noun="the time", hint="For example 14:10")
    place = Choice(label="Where?", choices=[("", "Choose"), *codes.choices("voice_place")], required=False)
    alone = Radios(
        label="Was the child alone with whoever heard it?",
        choices=[("yes", "Yes"), ("no", "No"), ("nk", "Not known")],
        inline=True,
        noun="whether the child was alone",
    )
    with_whom = Text(label="Who else was there?", required=False, max_length=120)
    language = Text(
        label="In which language?",
        required=False,
        max_length=40,
        width=20,
        hint="And who interpreted, if anybody.",
    )
    heard_by = Text(label="Who heard it?", max_length=120)
    who_may_see = LongText(
        label="Who does the child want to see this?", required=False, rows=2, hint=WHO_SEES
    )
    interpretation = LongText(
        label="What you make of it",
        required=False,
        rows=3,
        hint="Kept apart from the child's words, and shown apart.",
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        """One moment from day and time; the act judges the rest."""
        found = super().clean() or {}
        day, time = found.pop("heard_on", None), found.pop("heard_time", None)
        if day and time:
            found["heard_at"] = datetime.combine(day, time, tzinfo=words.LONDON)
        found["alone"] = {"yes": True, "no": False}.get(found.get("alone", ""))
        if found["alone"] is False and not found.get("with_whom"):
            self.add_error("with_whom", "Enter who else was there")
        return found


def begin(heard_by: str, now: datetime) -> dict[str, Any]:
    """What stands in the form before anything is typed: whoever signs in heard it, just now."""
    local = words.local(now)
    return {"heard_by": heard_by, "heard_on": local.date(), "heard_time": f"{local:%H:%M}"}
