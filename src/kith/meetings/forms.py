"""The questions of a meeting's pages, each asked once; the acts judge the answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from kith.kit import forms, words
from kith.meetings.models import Contribution, Disagreement
from kith.statute import codes
from kith.statute.forum import Forum

Choices = Sequence[tuple[str, str]]
NO_ENTRY = "none"
CHOOSE = ("", "Choose")


def offer(form: forms.KithForm, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """Give a field of choices the answers that are known only when the page is asked for."""
    setattr(form.fields[name], "choices", list(choices))  # noqa: B010  # the field's class knows it, its base does not


class Moment(forms.KithForm):
    """A day and a time that become one moment, `at_moment`."""

    dense = True
    on = forms.DateParts(label="Day", noun="the day")
    time = forms.TimeText(label="Time", hint="For example 17:10", noun="the time")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        day, time = found.get("on"), found.get("time")
        if day and time:
            found["at_moment"] = datetime.combine(day, time, tzinfo=words.LONDON)
        return found


class Convene(Moment):
    """Which meeting, when and where."""

    forum = forms.Choice(label="Which meeting", choices=(), noun="a meeting")
    place = forms.Text(label="Where, or how to join", required=False, max_length=120)
    field_order = ("forum", "on", "time", "place")

    def __init__(self, *args: Any, forums: Sequence[Forum] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "forum", [CHOOSE, *[(f.key, f.name) for f in forums]])


class Call(Moment):
    """When another meeting is held about these children, and why."""

    why = forms.LongText(label="Why it is needed", rows=2, hint="One sentence. It stands on the agenda.")
    place = forms.Text(label="Where, or how to join", required=False, max_length=120)
    field_order = ("why", "on", "time", "place")


class Nothing(forms.KithForm):
    """A button: there is nothing to ask."""


class Because(forms.KithForm):
    dense = True
    because = forms.Text(label="Why", max_length=200, width="full", noun="why")


class Nominate(forms.KithForm):
    """Whose case, and why today."""

    dense = True
    child = forms.Choice(label="Child", choices=(), hint="Children whose page you opened or whose concern is open.",
                         noun="a child")
    reason = forms.Text(label="Why today", max_length=300, width="full", hint="One sentence. It stands on the agenda.",
                        noun="why today")

    def __init__(self, *args: Any, children: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "child", [CHOOSE, *children])


class Attend(forms.KithForm):
    """Who took which seat."""

    dense = True
    seat = forms.Choice(label="Seat", choices=(), noun="a seat")
    worker = forms.Choice(label="Who", choices=(), noun="who")
    by_call = forms.Tick(label="On the call, not in the room", required=False)

    def __init__(self, *args: Any, seats: Choices = (), workers: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seat", [CHOOSE, *seats])
        offer(self, "worker", [CHOOSE, *workers])


class Leave(forms.KithForm):
    """Who goes."""

    dense = True
    who = forms.Radios(label="Who leaves", choices=(), noun="who leaves")

    def __init__(self, *args: Any, people: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "who", people)


class Apologise(forms.KithForm):
    """Which seat will be empty, and why."""

    dense = True
    seat = forms.Choice(label="Seat", choices=(), noun="a seat")
    said = forms.Text(label="Apologies", max_length=200, width="full", required=False, noun="the apologies",
                      hint="For example: on leave; our lines are written under Prepare. Name no child here.")

    def __init__(self, *args: Any, seats: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seat", [CHOOSE, *seats])


class Invite(forms.KithForm):
    """A person by name."""

    dense = True
    seat = forms.Choice(label="In which seat", choices=(), noun="a seat")
    worker = forms.Choice(label="Who", choices=(), noun="who")

    def __init__(self, *args: Any, seats: Choices = (), workers: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seat", [CHOOSE, *seats])
        offer(self, "worker", [CHOOSE, *workers])


class Restrict(forms.KithForm):
    """Which seats sit for this item."""

    dense = True
    seats = forms.Checkboxes(label="Who sits for this item (beside you)", choices=(), noun="a seat")

    def __init__(self, *args: Any, seats: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seats", seats)


class Contribute(forms.KithForm):
    """What my seat tells the room about one child."""

    dense = True
    child = forms.Radios(label="About", choices=(), inline=True, noun="which child")
    text = forms.LongText(label="What we hold", rows=4, required=False, noun="what you hold")
    means = forms.LongText(label="What it means for the child now", rows=2, required=False)
    handling = forms.Radios(label="Who in the room may see it", choices=Contribution.HANDLING, initial="room",
                            inline=True)
    seats = forms.Checkboxes(label="Seats that may see it (if chosen above)", choices=(), required=False)

    def __init__(self, *args: Any, children: Choices = (), seats: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "child", children)
        offer(self, "seats", seats)


class WriteText(forms.KithForm):
    """A shared text, with the version its writer had before them."""

    dense = True
    text = forms.LongText(label="Text", rows=6)
    version = forms.Whole(label="Version", required=False)


class Position(forms.KithForm):
    """What my agency would decide, its answers to the forum's questions, and why."""

    dense = True
    view = forms.Radios(label="My agency", choices=[("proposes", "would decide as follows"),
                                                    ("abstain", "takes no side on this child")], noun="one")
    proposes = forms.Choice(label="It would decide (unless it takes no side)", choices=(), required=False)
    reasons = forms.LongText(label="Reason", rows=4, hint="The others read it when all three have given theirs.")
    interim_step = forms.LongText(label="If you do not agree with the decision taken: the safer step meanwhile", rows=2,
                                  required=False)

    def __init__(self, *args: Any, forum: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forum = forum
        offer(self, "proposes", [CHOOSE, *[(o.key, o.name) for o in forum.outcome]])
        for q in forum.question:
            self.fields[f"q_{q.key}"] = forms.Radios(label=f"{q.text} (unless it takes no side)", required=False,
                                                      choices=list(q.choices.items()))
        self.order_fields(["view", *[f"q_{q.key}" for q in forum.question], "proposes", "reasons", "interim_step"])

    @property
    def questions(self) -> list[Any]:
        return [self[f"q_{q.key}"] for q in self.forum.question]

    def answered(self) -> dict[str, str]:
        """The answers to the forum's questions, by their keys."""
        return {q.key: self.cleaned_data.get(f"q_{q.key}", "") for q in self.forum.question}


class Decide(forms.KithForm):
    """One child's decision. The rules judge it all at once; here only the shape is checked."""

    dense = True
    chosen = forms.Radios(label="Decision", choices=(), noun="the decision")
    options_considered = forms.LongText(label="Other options considered (and why not)", rows=2, required=False)
    rationale = forms.LongText(label="Reasons for this decision (somebody will read them in five years)", rows=4,
                               required=False)
    voice = forms.Radios(label="Which words of the child are used (or none)", choices=(), required=False)
    influence = forms.Choice(label="What difference did they make (to this decision)", choices=(), required=False)
    difference = forms.LongText(label="How (in a sentence)", rows=2, required=False)
    no_voice_reason = forms.Choice(label="Why not (if no words are used)", choices=(), required=False)
    obtain_on = forms.DateParts(label="The day the child will be seen and heard (if not yet seen)", required=False)
    parents_view = forms.LongText(label="The parents' view", rows=2, required=False)
    best_placed = forms.Text(label="Who is best placed to work with the child", required=False, max_length=120)
    best_placed_agency = forms.Choice(label="Of which agency", choices=(), required=False)
    best_placed_because = forms.LongText(label="Why this person", rows=2, required=False,
                                         hint="A relationship, a language, the child's own choice.")
    interim_step = forms.LongText(label="If a partner does not agree: the safer step in the meantime", rows=2,
                                  required=False, hint="In force from now on, whatever comes of the disagreement.")
    imminent = forms.Tick(label="The risk is imminent: start with senior managers, four hours", required=False)
    urgent_because = forms.LongText(label="If the three positions cannot be waited for: why", rows=2, required=False,
                                    hint="The others then owe their position within the hours of this meeting's terms.")

    def __init__(self, *args: Any, forum: Forum, voices: Choices = (), agencies: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "chosen", [(o.key, outcome_words(o)) for o in forum.outcome])
        offer(self, "voice", [*voices, (NO_ENTRY, "No entry is used; the reason stands below")])
        offer(self, "influence", [CHOOSE, *codes.choices("voice_influence")])
        offer(self, "no_voice_reason", [CHOOSE, *codes.choices("no_voice_reason")])
        offer(self, "best_placed_agency", [CHOOSE, *agencies])


def outcome_words(outcome: Any) -> str:
    """ "Section 47 enquiry (the council's function)" """
    own = outcome.function_of != "meeting"
    return f"{outcome.name} (the {outcome.function_of}'s own function)" if own else outcome.name


class AgreeAction(forms.KithForm):
    """Who does what, so that what, by when."""

    dense = True
    agency = forms.Choice(label="Agency", choices=(), noun="an agency")
    worker = forms.Choice(label="Who", choices=(), required=False)
    what = forms.Text(label="Does what", max_length=300, width="full", noun="what will be done")
    so_that = forms.Text(label="So that", max_length=300, width="full", noun="so that what")
    on = forms.DateParts(label="By (the next meeting if empty)", required=False)

    def __init__(self, *args: Any, agencies: Choices = (), workers: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "agency", [CHOOSE, *agencies])
        offer(self, "worker", [CHOOSE, *workers])


class Evidence(forms.KithForm):
    dense = True
    evidence = forms.LongText(label="How we know that it was done", rows=2)
    difference = forms.LongText(label="The difference it made for the child", rows=2)


class Answer(forms.KithForm):
    dense = True
    text = forms.LongText(label="What your agency says", rows=4)


class CloseDisagreement(forms.KithForm):
    """Only the raiser closes, and says what came of it."""

    dense = True
    closed_as = forms.Radios(label="What came of it", choices=Disagreement.OUTCOMES, noun="what came of it")
    successor = forms.Choice(label="The new decision (if it was changed)", choices=(), required=False)
    outcome = forms.LongText(label="In words", rows=3)

    def __init__(self, *args: Any, decisions: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "successor", [CHOOSE, *decisions])


class Seen(Moment):
    """This child was seen."""

    place = forms.Text(label="Where", max_length=120, noun="where the child was seen")
    seen_by = forms.Text(label="By whom", max_length=120, noun="who saw the child")
    alone = forms.Radios(label="Seen alone?", choices=[("yes", "Yes"), ("no", "No")], inline=True,
                         noun="whether the child was seen alone")
    not_alone_because = forms.Text(label="Why not alone (if so)", required=False, max_length=200, width="full")
    interpreter = forms.Text(label="Interpreter, in which language", required=False, max_length=120)
    words = forms.LongText(label="What the child said, word for word (this or the next)", rows=4, required=False)
    observed = forms.LongText(label="What was seen of the child (for a baby, this is their voice)", rows=3,
                              required=False)
    wish = forms.LongText(label="What the child wants to happen", rows=2, required=False)
    who_may_see = forms.LongText(label="Who does the child want to see this?", rows=2, required=False)
    field_order = ("on", "time", "place", "seen_by", "alone", "not_alone_because", "interpreter", "words", "observed",
                   "wish", "who_may_see")


class Attempted(Moment):
    what_happened = forms.LongText(label="What happened, and what you will do next", rows=3)


class Conclude(forms.KithForm):
    dense = True
    outcome = forms.Choice(label="Outcome of the enquiry", choices=(), noun="an outcome")
    reasons = forms.LongText(label="Reasons", rows=4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "outcome", [CHOOSE, *codes.choices("enquiry_outcome")])
