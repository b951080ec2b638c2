"""Every place where one room's act causes another's. Nothing else may do this; the table is printed in the docs.

`after(verb, do, …)`: in the same transaction, under the same worker, at most three deep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kith import filing
from kith.authority.acts import Done, follow
from kith.authority.ledger import Entry
from kith.authority.who import Session
from kith.frontdoor import acts as frontdoor
from kith.frontdoor import deciding, reliance
from kith.frontdoor.models import Contact, ContactPerson
from kith.meetings import convening, distributing, room
from kith.meetings import deciding as meeting
from kith.meetings.models import ItemReason, Sitting
from kith.people.models import Voice
from kith.screening import escalation
from kith.work import acts as work
from kith.work import clocks

DEEPEST = 3
AFTER_HOURS = timedelta(hours=4)  # "today", said when the hub has closed [L]
TELL_THE_CHILD = "Tell the child what was decided and why"
_depth: ContextVar[int] = ContextVar("handover_depth", default=0)


@dataclass(frozen=True)
class Handover:
    """After `verb` (and where `only` is given, that outcome) do something, in words that stand in the docs."""

    verb: str
    only: str
    words: str
    do: Callable[[Any, Session, datetime], None]


HANDOVERS: list[Handover] = []


def after(verb: str, do: Callable[[Any, Session, datetime], None], words: str) -> None:
    """`verb` may end in `:outcome`, matched against the entry's fact `chosen`."""
    name, _, only = verb.partition(":")
    HANDOVERS.append(Handover(name, only, words, do))


@follow
def hand_over(entry: Entry, *, by: Session, outcome: Done) -> None:
    for handover in HANDOVERS:
        if handover.verb == entry.verb and handover.only in ("", entry.facts.get("chosen")):
            if _depth.get() >= DEEPEST:
                raise RecursionError(f"handovers deeper than {DEEPEST}: {entry.verb}")
            token = _depth.set(_depth.get() + 1)
            try:
                handover.do(outcome.record, by, entry.at)
            finally:
                _depth.reset(token)


def act_for_council(what: str, so_that: str, days: int = 1) -> Callable[[Any, Session, datetime], None]:
    """An action for the council about the decided child, due at the close of a working day."""
    def do(decision: Any, by: Session, at: datetime) -> None:
        due = clocks.calendar().close_of_business(clocks.calendar().add_working_days(at, days))
        due = due if due > at else at + AFTER_HOURS
        work.agree_action(by=by, at=at, subject=decision.subject_id, agency=work.agency_of("council").pk, what=what,
                          so_that=so_that, due_at=due, cause=decision.pk)
    return do


def conclude_when_all_decided(decision: Any, by: Session, at: datetime) -> None:
    contact = Contact.objects.get(pk=decision.about_id)
    if not deciding.undecided_children(contact):
        for each in deciding.contacts_of(contact.referral_id):
            deciding.conclude(by=by, at=at, contact=each)


def withdraw_what_was_not_answered(contact: Any, by: Session, at: datetime) -> None:
    for request in work.unanswered(contact.referral_id):
        work.withdraw(by=by, at=at, request=request)


def hear_the_child(decision: Any, by: Session, at: datetime) -> None:
    if decision.obtain_voice_on:
        due = clocks.calendar().close_of_business(decision.obtain_voice_on)
        work.agree_action(by=by, at=at, subject=decision.subject_id, agency=by.agency_id, cause=decision.pk, due_at=due,
                          what="See the child and write down what they say",
                          so_that="the decision can be looked at again with the child's own words")


def ask_for_strategy(decision: Any, by: Session, at: datetime) -> None:
    red = Contact.objects.filter(referral_id=decision.about_id, grade="red").exists()
    convening.ask_for(by=by, at=at, subject=decision.subject_id, forum="strategy", red=red)


def tell_the_child(decision: Any, by: Session, at: datetime) -> None:
    if decision.voice_id and Voice.objects.filter(pk=decision.voice_id, told_back_at__isnull=True).exists():
        work.agree_action(by=by, at=at, subject=decision.subject_id, agency=by.agency_id, cause=decision.pk,
                          due_at=at + timedelta(days=7), what=TELL_THE_CHILD,
                          so_that="the child knows their words were heard")


def told_back(voice: Any, by: Session, at: datetime) -> None:
    for action in work.open_actions(voice.subject_id, what=TELL_THE_CHILD):
        work.finish_action(by=by, at=at, subject=voice.subject_id, action=action,
                           difference="The child was told; what was said stands beside their words.")


def look_again(cause: Any, by: Session, at: datetime) -> None:
    """`cause`: the link, the merge or the new person under whose id what relied on it was flagged."""
    reliance.raise_actions(by=by, at=at, cause=cause.pk)


def say_again_who(by: Session, at: datetime, **which: Any) -> None:
    for named in ContactPerson.objects.filter(**which).select_related("source_record"):
        frontdoor.unsettle(by=by, at=at, subject=named.source_record.subject_id, person=named)


def weigh_again(subjects: Iterable[Any], by: Session, at: datetime) -> None:
    """Who a record is about has changed: what screenings say together is asked again."""
    if touched := escalation.touched_by({s for s in subjects if s}):
        escalation.weigh_again(by=by, at=at, screenings=touched)


def weigh_soon(which: str) -> Callable[[Any, Session, datetime], None]:
    """After the commit; `which` names the attribute that holds the screening's id."""
    def do(record: Any, by: Session, at: datetime) -> None:
        escalation.after_commit([getattr(record, which)])
    return do


for _sent, _which in (("screening.submitted", "pk"), ("screening.regraded", "screening_id")):
    after(_sent, weigh_soon(_which),
          "what this child's and household's screenings say together is asked as soon as it is kept")
after("screening.shared", filing.file_contact, "a shared screening becomes a contact of the front door, never retyped")
after("contact.taken", lambda contact, by, at: filing.acknowledge(contact.pk, by, at),
      "a shared screening is acknowledged when somebody at the front door takes its contact on")
for _grade in ("red", "amber", "green"):
    after(f"contact.graded_{_grade}", lambda grading, by, at: filing.acknowledge(grading.subject_id, by, at),
          "or when they grade it")
def leave_agenda(alert: Any, by: Session, at: datetime) -> None:
    """Meetings that have not come to it yet: the item goes where this was its only reason; else it is said there."""
    waiting = ItemReason.objects.filter(source="screening.third_green", source_id=alert.pk,
                                        item__started_at__isnull=True,
                                        item__ended_at__isnull=True, item__sitting__closed_at__isnull=True)
    for reason in waiting.select_related("item__sitting"):
        item, gone = reason.item, f"No longer: {alert.words}"
        if item.reasons.exclude(source="screening.third_green", source_id=alert.pk).exists():
            room.nominate(by=by, at=at, subject=reason.subject_id, sitting=item.sitting,
                          reason=room.Reason("screening.third_green", gone))
        elif item.ended_at is None:
            room.withdraw(by=by, at=at, subject=item.subject_id, item=item, because=gone)
            item.ended_at = at


after("alert.withdrawn", leave_agenda, "a run of greens that no longer stands leaves the agenda of a meeting to come")
for _linked in ("match.decided", "match.proposed"):
    after(_linked, lambda source, by, at: weigh_again([source.subject_id], by, at),
          "the third green is looked for again under the person a record now belongs to")
after("match.undone", lambda link, by, at: weigh_again([link.subject_id, link.source_record.subject_id], by, at),
      "an alert that rested on a link undone is withdrawn")
for _merged in ("persons.merged", "persons.unmerged"):
    after(_merged, lambda merge, by, at: weigh_again([merge.subject_id, merge.other_id], by, at),
          "the third green is looked for again")
after("match.undone", lambda link, by, at: say_again_who(by, at, source_record=link.source_record_id),
      "where a contact named the person, the hub says again who it is")
after("persons.split", lambda person, by, at: say_again_who(by, at, source_record__subject=person.pk),
      "where a contact named the person, the hub says again who it is")
for _undone in ("match.undone", "persons.unmerged", "persons.split"):
    after(_undone, look_again, "everything that relied on the wrong link becomes an action with an owner and a day")
after("voice.told_back", told_back, "telling the child finishes the action to do so")
def issue_minutes(sitting: Sitting, by: Session, at: datetime) -> None:
    """Minutes are out the same day, without anybody writing them; a correction is the next version."""
    if sitting.opened_at and distributing.latest(sitting) is None:
        distributing.issue(by=by, at=at, sitting=sitting)


after("child.decided", conclude_when_all_decided, "when every child is decided, the contact is: its clocks stop")
after("contact.decided", withdraw_what_was_not_answered,
      "questions nobody answered are closed as such: the decision did not wait for them")
after("child.decided", hear_the_child, "a child not yet heard gets a booked day")
after("child.decided", tell_the_child, "a child whose words were used is told back")
for _level in ("early_help_2", "early_help_3"):
    after(f"child.decided:{_level}", act_for_council("Offer the family early help and name a lead practitioner",
                                                    "the family gets help before it needs protection", 5),
          "early help is asked to offer support")
after("child.decided:assessment", act_for_council("Allocate a social worker and begin the assessment",
                                                  "the child is seen and the family's needs are understood"),
      "an assessment is to be allocated")
after("sitting.closed", issue_minutes, "its minutes go to everybody who sat or was invited")
after("item.started", meeting.review_repeats,
      "a child who keeps coming before the meetings is reviewed together, by the rule in the forum's terms")
after("meeting.decided", hear_the_child, "a child not yet heard gets a booked day")
after("meeting.decided", tell_the_child, "a child whose words were used is told back")
after("child.decided:strategy", ask_for_strategy, "a strategy discussion is owed: its clock runs")
after("child.decided:strategy", act_for_council("Hold a strategy discussion with police and health",
                                                "the child is safe tonight and one plan is agreed", 0),
      "a strategy discussion is to be held")
after("child.decided:open_case", act_for_council("Take this concern on for the child you work with, and say so",
                                                 "whoever knows the family acts on it, and nobody else begins again"),
      "the worker who already knows the child is asked to take it on")
after("child.decided:other_council", act_for_council("Pass the concern to the other council and confirm receipt",
                                                     "no child falls between two councils"),
      "the other council is told")
