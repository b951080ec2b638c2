"""The three keys: sealed positions, one decision for each child, and what it begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from kith.authority import notices
from kith.authority.acts import Done, Refused, act
from kith.authority.county import profile
from kith.authority.models import Agency
from kith.authority.policy import ROLES
from kith.authority.who import Session
from kith.meetings import acts as meetings
from kith.meetings import convening, disagreeing, enquiries, repeating, room, rules, terms
from kith.meetings.models import Attendance, Decision, Item, ItemAction, ItemChild, Position, Seat, SharedText
from kith.meetings.rules import View
from kith.people.chronology import chronicle
from kith.people.models import Person
from kith.statute.forum import Forum, Outcome
from kith.work import acts as work
from kith.work import clocks


def seats_given(item: Item, subject: UUID) -> set[UUID]:
    """Seats that have given a position on a child: that they have, never what it says."""
    with connection.cursor() as cursor:
        cursor.execute("select sec.given_by(%s, %s)", [item.pk, subject])
        return set((cursor.fetchone() or ([],))[0])


def partner_seats(item: Item) -> dict[str, list[Seat]]:
    """The seats that hold the keys of a decision, by key: one key a partner, whoever turns it."""
    found: dict[str, list[Seat]] = {}
    for seat in item.sitting.seats.filter(partner=True).select_related("agency"):
        found.setdefault(seat.key, []).append(seat)
    return found


def keys_missing(item: Item, subject: UUID) -> list[str]:
    """Partners that have not given a position yet, by name."""
    given = seats_given(item, subject)
    return [seats[0].name for seats in partner_seats(item).values() if not any(s.pk in given for s in seats)]


def child_of(item: Item, subject: UUID) -> ItemChild:
    found = ItemChild.objects.filter(item=item, subject_id=subject).first()
    if found is None:
        raise Refused("This child does not stand in this item.")
    return found


@act("position.written")
def give_view(*, by: Session, at: datetime, subject: UUID, item: Item, view: str, reasons: str, proposes: str = "",
              answers: Mapping[str, str] | None = None, seat: str = "", interim_step: str = "") -> Done:
    """One seat's position on one child, with its reason, before it can have read the others'. When all three keys are
    given they are shown to all; after that a seat may give another, and both stay."""
    child, term = child_of(item, subject), terms.of(item.sitting)
    asked = {q.key: tuple(q.choices) for q in term.question}
    if reasons_not := list(rules.reasons_against_position(view, proposes, reasons, term.decides, asked, answers or {})):
        raise Refused(*reasons_not)
    place = room.seat_for(by, item.sitting, seat)
    given = Position(subject_id=subject, about_id=item.pk, item=item, seat=place, agency_id=place.agency_id, view=view,
                     proposes=proposes if view == "proposes" else "", reasons=reasons.strip(),
                     answers=dict(answers or {}), given_at=at, created_by_id=by.worker_id)
    Position.objects.bulk_create([given])
    reveal_if_complete(item, child, at)
    late_dissent(by, at, item, given, interim_step)
    convening.touch(item.sitting, item=item, own=["children"])
    return Done(given, subject, {"seat": place.key, "view": view})


def reveal_if_complete(item: Item, child: ItemChild, at: datetime) -> None:
    """All three keys are given: from now on everybody in the room reads all of them."""
    if child.revealed_at is None and not keys_missing(item, child.subject_id):
        ItemChild.objects.filter(pk=child.pk).update(revealed_at=at)


def late_dissent(by: Session, at: datetime, item: Item, given: Position, interim_step: str) -> None:
    """A position against a decision already taken (an urgent one) opens the disagreement that it would have opened."""
    made = decision_of(item, given.subject_id)
    if made is None or not given.proposes or given.proposes == made.chosen:
        return
    already = made.disagreements.filter(agency_id=given.agency_id, closed_at__isnull=True).exists()
    if not already:
        against = Agency.objects.get(worker=made.created_by_id)
        disagreeing.open_disagreement(
            by=by, at=at, subject=given.subject_id, decision=made, agency=given.agency_id, about=given.reasons,
            wants=given.proposes, interim_step=interim_step, against=against.pk)


def decision_of(item: Item, subject: UUID) -> Decision | None:
    """The decision a child was given at this item."""
    found = Decision.objects.filter(about_id=item.pk, subject_id=subject, replaces__isnull=True)
    return found.select_related("created_by", "voice").first()


def latest_views(item: Item, subject: UUID) -> dict[UUID, Position]:
    """The newest position of each seat that this reader may see, by seat."""
    found = Position.objects.filter(item=item, subject_id=subject).select_related("seat", "agency", "created_by")
    return {p.seat_id: p for p in found.order_by("given_at") if p.seat_id}


def as_views(positions: Mapping[UUID, Position]) -> list[View]:
    """One view a seat's key: of several people in one seat the newest speaks."""
    newest: dict[str, View] = {}
    for p in sorted(positions.values(), key=lambda p: p.given_at):
        if p.seat is not None:
            newest[p.seat.key] = View(p.seat.key, str(p.agency_id), p.proposes, p.seat.partner)
    return list(newest.values())


@dataclass(frozen=True)
class Answers:
    """What whoever decides says, as typed."""

    chosen: str
    rationale: str
    options_considered: str
    voice_id: UUID | None = None
    influence: str = ""
    difference: str = ""
    no_voice_reason: str = ""
    obtain_on: date | None = None
    parents_view: str = ""
    interim_step: str = ""
    imminent: bool = False
    urgent_because: str = ""
    best_placed: str = ""
    best_placed_agency: UUID | None = None
    best_placed_because: str = ""
    evidence: tuple[UUID, ...] = field(default=())


def texts_wanted(item: Item, term: Forum) -> dict[str, str]:
    """Texts the forum asks for before anything is decided, with what stands in each."""
    stands = {t.name: t.text for t in SharedText.objects.filter(item=item, aside=False).order_by("version")}
    return {t.name: stands.get(t.key, "") for t in term.text if t.required}


def reasons_against(by: Session, at: datetime, item: Item, child: ItemChild, outcome: Outcome,
                    answers: Answers) -> list[str]:
    """Every reason why this cannot be decided yet, all at once."""
    local, term = profile().front_door, terms.of(item.sitting)
    person = Person.objects.filter(subject_id=child.subject_id).first()
    found = list(rules.reasons_against_deciding(
        outcome, maker_kind=by.agency_kind, revealed=child.revealed_at is not None, texts=texts_wanted(item, term),
        urgent_because=answers.urgent_because, views=as_views(latest_views(item, child.subject_id)),
        interim_step=answers.interim_step, already=decision_of(item, child.subject_id) is not None))
    if answers.voice_id or outcome.gated and (person is None or person.kind == "child"):
        found += rules.reasons_against_voice(
            meetings.voice_used(answers, child.subject_id), at=at, calendar=clocks.calendar(),
            most_days=local.voice_max_age_working_days, unborn=bool(person and person.is_unborn))
    found += rules.reasons_against_reasoning(answers.options_considered, answers.rationale,
                                             local.rationale_min_characters)
    return found


@act("meeting.decided")
def decide(*, by: Session, at: datetime, subject: UUID, item: Item, answers: Answers) -> Done:
    """One child's decision at a sitting. It says how the three keys stood, whose function it is and whether the room
    was quorate; what it begins stands in the forum's terms and in handovers.py."""
    child, term = child_of(item, subject), terms.of(item.sitting)
    if answers.chosen not in term.decides:
        raise Refused("This meeting may not decide that. Choose one of its outcomes.")
    outcome = term.outcome_of(answers.chosen)
    if reasons := reasons_against(by, at, item, child, outcome, answers):
        raise Refused(*reasons)
    views = as_views(latest_views(item, subject)) if child.revealed_at else []
    how = rules.how_decided(answers.chosen, views, urgent=child.revealed_at is None)
    made = write(by, at, item, subject, term, outcome, answers, how)
    if how == "urgent":
        owe_positions(by, at, item, child, term)
    if outcome.starts == ENQUIRY and enquiries.open_enquiry(subject) is None:
        enquiries.start(by=by, at=at, subject=subject, decision=made, mode=outcome.mode)
    for view in rules.dissenting(answers.chosen, views):
        open_for(by, at, made, view, answers, latest_views(item, subject))
    convening.touch(item.sitting, "agenda", item=item, own=["children", "readback", "state"])
    return Done(made, subject, {"chosen": answers.chosen, "how": how, "forum": term.key})


def write(by: Session, at: datetime, item: Item, subject: UUID, term: Forum, outcome: Outcome, answers: Answers,
          how: str) -> Decision:
    voice = answers.voice_id is not None
    return meetings.write_decision(
        by=by, at=at, subject=subject, kind=term.key, about=item.pk, chosen=answers.chosen,
        options_considered=answers.options_considered, rationale=answers.rationale, evidence=answers.evidence,
        maker_role=next((r for r in sorted(by.roles) if r in ROLES), ""), parents_view=answers.parents_view,
        voice_id=answers.voice_id, voice_influence=answers.influence if voice else "",
        voice_difference=answers.difference if voice else "",
        no_voice_reason="" if voice else answers.no_voice_reason or NOT_GATED,
        obtain_voice_on=None if voice else answers.obtain_on, how=how, function_of=outcome.function_of,
        quorate=not missing_now(item), urgent_because=answers.urgent_because if how == "urgent" else "",
        restricted=item.sitting.restricted or item.open_to is not None, best_placed=answers.best_placed,
        best_placed_agency_id=answers.best_placed_agency, best_placed_because=answers.best_placed_because)


ENQUIRY = "enquiry"       # what an outcome may start (forum.STARTS)
NOT_GATED = "not_asked"   # an outcome that the voice gate does not guard, with no words cited


def owe_positions(by: Session, at: datetime, item: Item, child: ItemChild, term: Forum) -> None:
    """After an urgent decision the other partners owe their position within the forum's hours."""
    owed_by = at + timedelta(hours=term.position_hours)
    ItemChild.objects.filter(pk=child.pk).update(owed_by=owed_by)
    given = seats_given(item, child.subject_id)
    owing = [s.agency_id for seats in partner_seats(item).values() for s in seats[:1] if s.pk not in given]
    notices.post(by=by, at=at, holders=[a for a in owing if a != by.agency_id],
                 path=f"/meetings/items/{item.pk}/children/{child.subject_id}/position/",
                 text="An urgent decision was made by one agency. Your agency owes its position.")


def open_for(by: Session, at: datetime, made: Decision, view: View, answers: Answers,
             positions: Mapping[UUID, Position]) -> None:
    """A seat's dissent, on this child's record only."""
    theirs = next(p for p in positions.values() if p.seat and p.seat.key == view.seat and p.proposes == view.proposes)
    disagreeing.open_disagreement(
        by=by, at=at, subject=made.subject_id, decision=made, agency=theirs.agency_id, about=theirs.reasons,
        wants=theirs.proposes, interim_step=answers.interim_step, imminent=answers.imminent)


def missing_now(item: Item) -> list[str]:
    """What the quorum lacks while this item is discussed, in words."""
    sat = Attendance.objects.filter(sitting_id=item.sitting_id, left_at__isnull=True)
    return rules.missing_from_quorum(terms.of(item.sitting), set(sat.values_list("seat__key", flat=True)))


@act("action.agreed")
def agree_action(*, by: Session, at: datetime, subject: UUID, item: Item, agency: UUID, what: str, so_that: str,
                 due_at: datetime | None = None, worker: UUID | None = None) -> Done:
    """Who does what for this child, so that what changes; by the next sitting unless said otherwise."""
    if not what.strip() or not so_that.strip():
        raise Refused("Say what will be done, and so that what changes for the child.")
    due = due_at or next_sitting(item, at)
    agreed = work.agree_action(by=by, at=at, subject=subject, agency=agency, what=what.strip()[:300], worker=worker,
                               so_that=so_that.strip()[:300], due_at=due, cause=item.pk)
    mine = ItemAction(item=item, subject_id=subject, action=agreed, created_by_id=by.worker_id)
    ItemAction.objects.bulk_create([mine])
    convening.touch(item.sitting, item=item, own=["actions"])
    return Done(agreed, subject)


def review_repeats(item: Item, by: Session, at: datetime) -> None:
    """The room turns to a child who keeps coming back: the council owes a review together, and its manager hears."""
    for child in repeating.owed(item, at):
        agree_action(by=by, at=at, subject=child, item=item, agency=work.agency_of("council").pk, what=repeating.REVIEW,
                     so_that=repeating.SO_THAT, due_at=repeating.due(item, at))
        repeating.tell_manager(by, at, item)


def next_sitting(item: Item, at: datetime) -> datetime:
    """When this forum meets next: a sitting called already, else the next working day at the hour of this one."""
    after = item.sitting.starts_at
    called = type(item.sitting).objects.filter(forum=item.sitting.forum, starts_at__gt=max(after, at),
                                               cancelled_at__isnull=True).order_by("starts_at").first()
    if called:
        return called.starts_at
    days = clocks.calendar()
    return days.close_of_business(days.add_working_days(max(after, at), 1))


@act("action.evidenced")
def evidence(*, by: Session, at: datetime, subject: UUID, agreed: ItemAction, evidence: str, difference: str) -> Done:
    """It was done: the evidence, and the difference it made for the child."""
    if not evidence.strip() or not difference.strip():
        raise Refused("Write how we know that it was done, and what difference it made.")
    ItemAction.objects.filter(pk=agreed.pk).update(evidence=evidence.strip())
    work.finish_action(by=by, at=at, subject=subject, action=agreed.action, difference=difference.strip())
    convening.touch(agreed.item.sitting, item=agreed.item, own=["actions"])
    return Done(agreed, subject)


def chosen_words(made: Decision, item: Item) -> str:
    return terms.of(item.sitting).outcome_of(made.chosen).name


def said(made: Any, by: Session) -> str:
    item = Item.objects.select_related("sitting").get(pk=made.about_id)
    return f"{terms.of(item.sitting).name}: {chosen_words(made, item)} ({made.get_how_display().lower()})"


chronicle("meeting.decided", said, significant=True, path=lambda d: f"/meetings/items/{d.about_id}/")
