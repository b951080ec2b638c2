"""Forms of this room's pages; the screening itself is the tool's own form (instruments)."""

from __future__ import annotations

from kith.kit.forms import Checkboxes, Choice, KithForm, LongText, Radios
from kith.screening.models import GRADES
from kith.statute import codes


class Nothing(KithForm):
    """A form without questions: one button, one act."""


class NotNeeded(KithForm):
    """Why no screening is made."""

    reason = Radios(label="Why is no screening needed?", choices=codes.choices("screening_not_needed"))
    note = LongText(label="What makes it so?", rows=3, required=False, max_length=1000,
                    hint="In a sentence. A share of these is looked at by somebody else.")


class Return(KithForm):
    """What is missing."""

    dense = True
    reasons = Checkboxes(label="What is missing?", choices=codes.choices("screening_returned_for"),
                         noun="what is missing")
    text = LongText(label="Anything else for the officer?", rows=3, required=False, max_length=1000)


class Supervise(KithForm):
    """Agree with the grade or change it."""

    dense = True
    grade = Radios(label="Your grade", choices=GRADES)
    reason = LongText(label="Why?", rows=3, required=False, max_length=1000,
                      hint="Needed where you change the officer's grade: they will read it.")


class Regrade(KithForm):
    """Another grade, with the reason."""

    dense = True
    after = Radios(label="The grade it should have", choices=GRADES, noun="a grade")
    reason = LongText(label="Why?", rows=3, max_length=2000, hint="The officer and the sergeant will read it.")


class Research(KithForm):
    """What police hold and what it means."""

    text = LongText(label="What do police hold, and what does it mean for this child?", rows=6, max_length=8000,
                    hint="Say where you looked. “Nothing held” is an answer too.", noun="what you found")


class Share(KithForm):
    """Why it is shared."""

    reason = LongText(label="Why is it shared?", rows=3, max_length=2000)


class NotShare(KithForm):
    """Why it is not shared."""

    code = Choice(label="Why is it not shared?", choices=[("", "Choose"), *codes.choices("screening_not_shared")])
    reason = LongText(label="Your reasons", rows=3, max_length=2000)


class Look(KithForm):
    """What a specialist makes of the screenings together."""

    note = LongText(label="What do these screenings say together, and what follows?", rows=5, max_length=4000)


class SecondGrade(KithForm):
    """A grade given without knowing the first."""

    dense = True
    grade = Radios(label="How would you grade it?", choices=GRADES)
    note = LongText(label="Why?", rows=3, max_length=2000)


class Check(KithForm):
    """Whether a reason for no screening stands."""

    dense = True
    agrees = Radios(label="Was it right that no screening was made?", choices=(("yes", "Yes"), ("no", "No")))
    note = LongText(label="Why?", rows=3, max_length=2000)
