"""What partners were asked and said, what was decided about each child and what followed from that."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID

from kith.invented import nouns
from kith.invented.kin import Rows
from kith.invented.load import codes
from kith.invented.load.concerns import Concern
from kith.invented.load.owed import action, clock, contact_path, event
from kith.invented.load.place import MOST_CASES, Place
from kith.meetings.models import Position

DAY = timedelta(days=1)
VIEWS = dict(Position.VIEWS)
TEAM_NAMES = {"hub_education": "education", "hub_early_help": "early help"}
INTERIM = "Nobody sees the child alone until partners have talked again."
FOLLOWS = {  # outcome -> what, so that, working days to do it, what difference it made (as in handovers.py)
    "early_help": ("Offer the family early help and name a lead practitioner",
                   "the family gets help before it needs protection", 5, "The family has met its lead practitioner."),
    "assessment": ("Allocate a social worker and begin the assessment",
                   "the child is seen and the family's needs are understood", 1, "The child has been seen at home."),
    "strategy": ("Hold a strategy discussion with police and health",
                 "the child is safe tonight and one plan is agreed", 0, "One plan was agreed the same day."),
    "other_council": ("Pass the concern to the other council and confirm receipt",
                      "no child falls between two councils", 1, "Receipt was confirmed in writing."),
}


def write_answers(place: Place, rows: Rows, concern: Concern) -> None:
    """Questions to partners, about the first child named, with their answers."""
    answers = {a.request: a for a in rows.of(nouns.Answer)}
    asked: set[tuple[str, str]] = set()
    for request in concern.requests:
        _request(place, concern, request, answers.get(request.key), asked)


def _request(place: Place, concern: Concern, request: nouns.Request, answer: nouns.Answer | None,
             asked: set[tuple[str, str]]) -> None:
    subject, grade = concern.subjects[1], concern.grade
    question = request.question
    if (request.agency, question) in asked:  # two teams of one agency: each is asked in its own name
        question = f"{question} (For {TEAM_NAMES.get(request.team, request.team)}.)"
    asked.add((request.agency, question))
    decided = concern.decided_at
    withdrawn = max(decided, request.sent_at) if decided and answer is None else None  # as handovers.py closes it
    serious = any(d.outcome == "strategy_discussion" for d in concern.decisions)
    place.sheets.add(
        "work_request", request.key, subject, concern.key, place.agency(request.agency), question, request.purpose,
        "public_task", "ca1989_s47" if serious else "ca2004_s10",
        "Only what bears on the child's safety in the last twelve months is asked.",
        "yes" if request.family_informed else codes.FAMILY_NOT_TOLD.get(request.why_not_informed, "unsafe_child"),
        grade, request.sent_at, answer.at if answer else None, withdrawn, place.worker(request.by))
    clock(place, f"partner.reply_{grade}", subject, request.sent_at, met=answer.at if answer else None,
          superseded=withdrawn, hangs_on=request.key.hex, agency=place.agency(request.agency))
    if answer:
        _answer(place, subject, request, answer)


def _answer(place: Place, subject: str, request: nouns.Request, answer: nouns.Answer) -> None:
    declined = answer.status == "declined"
    reason = ("investigation" if "live investigation" in answer.reason else "not_relevant") if declined else ""
    key = place.id("answer", request.key.hex)
    place.sheets.add(
        "work_answer", key, request.key, subject, place.agency(request.agency), answer.status,
        answer.reason if declined else answer.text, answer.meaning, answer.at - timedelta(hours=6), reason,
        answer.review_on, answer.at, place.worker(answer.by))
    event(place, f"request.{answer.status}", subject, answer.at, request.agency, by=answer.by, record=key)


def write_decisions(place: Place, concern: Concern, earlier: dict[UUID, int]) -> None:
    """Partners' positions and one decision a child; `earlier` counts each child's contacts before this one."""
    for position in concern.positions:
        _position(place, concern, position)
    for decision in concern.decisions:
        _decision(place, concern, decision, earlier.get(decision.subject, 0))


def _position(place: Place, concern: Concern, position: nouns.Position) -> None:
    key = place.id("position", concern.key, position.subject.hex, position.agency)
    subject = position.subject.hex
    place.sheets.add("meetings_position", key, subject, concern.key, place.agency(position.agency), position.view,
                     "assessment" if position.view == "dissent" else "", position.because, position.at,
                     place.worker(position.by))
    if position.view != "none":
        event(place, "position.given", subject, position.at, position.agency, by=position.by, record=key,
              facts={"get_view_display": lambda: VIEWS[position.view]})


def _decision(place: Place, concern: Concern, d: nouns.Decision, earlier: int) -> None:
    subject, by = d.subject.hex, place.worker(d.by)
    chosen, level = codes.chosen(d.outcome, d.level)
    why_none = "" if d.voice else codes.NO_VOICE.get(d.voice_reason, "refused")
    booked = place.calendar.add_working_days(d.at, 3) if why_none == "not_yet_seen" else None
    place.sheets.add(
        "frontdoor_historyshown", place.id("history", concern.key, subject), subject, concern.key, earlier,
        d.at - timedelta(minutes=9), by)
    place.sheets.add(
        "meetings_decision", d.key, subject, "threshold", concern.key, chosen, level, d.indicator, d.options,
        d.rationale, d.voice, _influence(d), d.difference, why_none, booked,
        "hub_manager" if d.by == "helen" else "hub_social_worker",
        place.worker(d.second_manager) if d.second_manager else None,
        "Agreed after reading the history." if d.second_manager else "", d.at, by)
    if d.second_manager:
        _second(place, concern, d, chosen)
    event(place, "child.decided", subject, d.at, "council", by=d.by, record=d.key.hex,
          path=contact_path(concern.contact.key), facts={"chosen": chosen, "level": level})
    _consequences(place, d, chosen, booked)
    _disagreements(place, concern, d, chosen)


def _influence(d: nouns.Decision) -> str:
    if not d.voice:
        return ""
    if d.difference.startswith("Considered"):
        return "considered_not_followed"
    return "changed" if "moved this" in d.difference else "partly"


def _second(place: Place, concern: Concern, d: nouns.Decision, chosen: str) -> None:
    place.sheets.add(
        "frontdoor_secondview", place.id("second", d.key.hex), d.subject, concern.key, chosen, d.rationale,
        d.at - timedelta(minutes=50), place.worker(d.by), True, "Agreed after reading the history.",
        d.at - timedelta(minutes=4), place.worker(d.second_manager))


def _consequences(place: Place, d: nouns.Decision, chosen: str, booked: date | None) -> None:
    """The actions that handovers.py causes, done in time where time has passed."""
    subject, cause, days = d.subject.hex, d.key.hex, place.calendar
    follows = FOLLOWS.get(chosen.removesuffix("_2").removesuffix("_3"))
    if follows:
        what, so_that, within, difference = follows
        due = days.close_of_business(days.add_working_days(d.at, within))
        action(place, subject, what, so_that, d.at, due, cause=cause, by=d.by, done=due - timedelta(minutes=95),
               difference=difference)
    if booked:
        due = days.close_of_business(booked)
        action(place, subject, "See the child and write down what they say",
               "the decision can be looked at again with the child's own words", d.at, due, cause=cause, by=d.by,
               done=due - timedelta(hours=2), difference="The child was seen and said how things are.")
    if d.voice:
        action(place, subject, "Tell the child what was decided and why", "the child knows their words were heard",
               d.at, d.at + 7 * DAY, cause=cause, by=d.by, done=d.at + 5 * DAY,
               difference="The child was told and asked one thing.")


def _disagreements(place: Place, concern: Concern, d: nouns.Decision, chosen: str) -> None:
    for position in concern.positions:
        if position.subject == d.subject and position.view == "dissent" and chosen != "assessment":
            closed = d.at + 6 * DAY
            settled = closed <= place.now
            place.sheets.add(
                "meetings_disagreement", place.id("disagreement", d.key.hex, position.agency), d.subject, d.key,
                place.agency(position.agency), position.because, INTERIM, d.at, closed if settled else None,
                place.worker(position.by) if settled else None,
                "Line managers talked; a review date was set and the partner is content." if settled else "",
                place.worker(d.by))
            event(place, "disagreement.opened", d.subject.hex, d.at, "council", by=d.by,
                  record=place.id("disagreement", d.key.hex, position.agency))


def write_involvements(place: Place, rows: Rows) -> None:
    """Who works with a child now or did, with the ties that let them; a worker's own cases up to a caseload."""
    for work in rows.of(nouns.Involvement):
        _involvement(place, work)


def _involvement(place: Place, work: nouns.Involvement) -> None:
    since = place.morning(work.from_on)
    until = place.morning(work.until_on) if work.until_on else None
    worker = _case_of(place, work)
    child = work.child.hex
    place.sheets.add("work_involvement", work.key, child, place.agency(work.agency), place.team(work.team), worker,
                     work.kind, since, until, place.writer)
    holder = place.team(work.team) or place.id("agency", work.agency)
    place.tie(holder, child, "agency_involved", since, until)
    if worker:
        place.tie(worker, child, "involved", since, until)
    said = {"agency": SimpleNamespace(name=place.names[work.agency]), "kind": work.kind.replace("_", " ")}
    event(place, "involvement.began", child, since, work.agency, by=work.worker, record=work.key.hex, facts=said)
    if until:
        event(place, "involvement.ended", child, until, work.agency, by=work.worker, record=work.key.hex, facts=said)


def _case_of(place: Place, work: nouns.Involvement) -> str | None:
    """The worker's identifier while their caseload has room, or where the work has ended."""
    if not work.worker:
        return None
    if work.until_on is None:
        if place.cases[work.worker] >= MOST_CASES:
            return None
        place.cases[work.worker] += 1
    return place.worker(work.worker)
