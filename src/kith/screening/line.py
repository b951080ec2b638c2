"""The line of review: sent by the officer, supervised or returned, changed in grade with a reason, researched in the
hub, shared or not. Each child separately; nobody's words or grade are overwritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kith.authority import notices
from kith.authority.acts import Done, Refused, act, close_tie, open_tie
from kith.authority.county import profile
from kith.authority.models import Team
from kith.authority.who import Session
from kith.instruments import acts as instruments
from kith.instruments import asking, grading
from kith.instruments.models import Response
from kith.instruments.tool import Answers, Tool
from kith.people.chronology import chronicle
from kith.screening import rules
from kith.screening.models import Expected, Screening, Step
from kith.statute import screening as law
from kith.statute.screening import Graded

HUB_TEAM = "hub"
HUB_READS_ON = timedelta(days=28)  # as at the front door [L]
OFFICERS_PAGE = "/screenings/"
REACHED = tuple(f"screening.reached_{grade}" for grade in rules.ORDER)


@act("screening.submitted")
def submit(*, by: Session, at: datetime, subject: UUID, expected: Expected, tool: Tool, answers: Answers,
           sources: Mapping[str, str] | None = None) -> Done:
    """The officer's screening of one child, or the same improved after it came back."""
    before = Screening.objects.filter(expected=expected).select_related("response").first()
    if before and before.returned_at is None:
        raise Refused("This child's screening has been sent already. Open it from your list.")
    response = instruments.new_response(by=by, at=at, subject=subject, tool=tool, answers=answers, about_id=expected.pk,
                                        sources=sources, replaces=before.response if before else None)
    made = improve(before, response, tool, answers, by=by, at=at) if before else make(
        expected, response, tool, answers, by=by, at=at)
    if made.handled_as == "red" and made.reached_at is None:
        reach(by=by, at=at, subject=subject, screening=made)
    return Done(made, subject, {"grade": made.officer_grade, "tool": tool.key, "version": tool.version},
                hangs_on=expected.pk)


def make(expected: Expected, response: Response, tool: Tool, answers: Answers, *, by: Session,
         at: datetime) -> Screening:
    Expected.objects.filter(pk=expected.pk, begun_at__isnull=True).update(begun_at=at)
    made = Screening(expected=expected, incident_id=expected.incident_id, subject_id=expected.subject_id,
                     source_record_id=expected.source_record_id, submitted_at=at, created_by_id=by.worker_id,
                     domestic_abuse=expected.incident.kind == "domestic_abuse", **said(response, tool, answers))
    made.handled_as = handled_as(made)
    Screening.objects.bulk_create([made])
    return made


def improve(before: Screening, response: Response, tool: Tool, answers: Answers, *, by: Session,
            at: datetime) -> Screening:
    """The officer's second answers stand beside the first; the grade is the officer's own again."""
    for name, value in {**said(response, tool, answers), "improved_at": at, "returned_at": None,
                        "weighed_at": None}.items():
        setattr(before, name, value)
    before.handled_as = handled_as(before)
    keep(before, "response", "tool", "tool_version", "officer_grade", "officer_reason", "grade", "handled_as", "voice",
         "demeanour", "school", "others", "improved_at", "returned_at", "weighed_at")
    step(before, "improved", by=by, at=at)
    return before


def keep(screening: Screening, *names: str) -> None:
    """Write these fields as they stand on the object."""
    Screening.objects.filter(pk=screening.pk).update(**{name: getattr(screening, name) for name in names})


def said(response: Response, tool: Tool, answers: Answers) -> dict[str, Any]:
    """What the line and the figures need of the answers; the answers themselves are the response's."""
    complete = asking.completeness(tool, answers)
    grade = grading.graded(tool, asking.kept(tool, answers)).grade
    return {"response": response, "tool": tool.key, "tool_version": tool.version, "officer_grade": grade,
            "grade": grade, "officer_reason": reason_given(tool, answers),
            "voice": complete.get("voice") == "answered", "demeanour": complete.get("demeanour") == "answered",
            "school": complete.get("school") in ("answered", "explained"),
            "others": complete.get("others") in ("answered", "explained")}


def reason_given(tool: Tool, answers: Answers) -> str:
    """The officer's words on the grade: the text that the tool asks right after it."""
    questions = list(tool.questions())
    grade = tool.grade_question()
    after = questions[questions.index(grade) + 1:][:1] if grade in questions else []
    return str(answers.get(after[0].key, "")) if after and after[0].kind == "text" else ""


def handled_as(screening: Screening) -> str:
    """The grade it is handled as: a green with domestic abuse is not handled as green."""
    graded = Graded(screening.pk, None, screening.submitted_at, screening.grade, screening.domestic_abuse)
    return rules.highest(screening.grade, law.counted_grade(graded, profile().escalation))


def step(screening: Screening, kind: str, *, by: Session, at: datetime, text: str = "", codes: Sequence[str] = (),
         before: str = "", after: str = "") -> Step:
    made = Step(screening=screening, incident_id=screening.incident_id, subject_id=screening.subject_id,
                source_record_id=screening.source_record_id, kind=kind, text=text.strip(), codes=list(codes),
                before=before, after=after, by_hub=in_the_hub(by), at=at, created_by_id=by.worker_id)
    Step.objects.bulk_create([made])
    return made


def in_the_hub(by: Session) -> bool:
    return not by.has("constable", "sergeant")


@act("screening.returned", when=lambda reasons, text="": rules.reasons_against_returning(reasons, text))
def return_to_officer(*, by: Session, at: datetime, subject: UUID, screening: Screening, reasons: Sequence[str],
                      text: str = "") -> Done:
    """The sergeant sends it back with what is missing; the officer finds it on their list, still filled in."""
    not_done(screening)
    Screening.objects.filter(pk=screening.pk).update(returned_at=at)
    made = step(screening, "returned", by=by, at=at, text=text, codes=reasons)
    notices.post(by=by, at=at, holders=[screening.created_by_id], path=OFFICERS_PAGE,
                 text=f"{by.name} has sent a screening back to you: say what is missing, then send it again.")
    return Done(made, subject, {"reasons": list(reasons)}, hangs_on=screening.expected_id)


def not_done(screening: Screening) -> None:
    if screening.shared_at or screening.not_shared_at:
        raise Refused("The hub has finished with this screening. What it decided stands.")
    if screening.returned_at:
        raise Refused("It is back with the officer. Wait until it comes again.")


@act("screening.supervised")
def supervise(*, by: Session, at: datetime, subject: UUID, screening: Screening, grade: str = "",
              reason: str = "") -> Done:
    """The sergeant agrees, or changes the grade with a reason; from here it is the hub's."""
    not_done(screening)
    if screening.created_by_id == by.worker_id:
        raise Refused("Somebody else supervises your own screening.")
    if grade and grade != screening.grade:
        regrade(by=by, at=at, subject=subject, screening=screening, after=grade, reason=reason)
    screening.supervised_at, screening.supervised_by_id = at, by.worker_id
    keep(screening, "supervised_at", "supervised_by_id")
    step(screening, "supervised", by=by, at=at, text=reason if not grade or grade == screening.grade else "")
    if screening.reached_at is None:
        reach(by=by, at=at, subject=subject, screening=screening)
    return Done(screening, subject, {"grade": screening.grade}, hangs_on=screening.expected_id)


@act("screening.reached", also=REACHED)
def reach(*, by: Session, at: datetime, subject: UUID, screening: Screening) -> Done:
    """It is on the hub's queue; the clock of the grade it is handled as runs from the moment it first got there."""
    screening.reached_at = screening.reached_at or at
    keep(screening, "reached_at", "handled_as")
    return Done(screening, subject, {"as": screening.handled_as}, verb=f"screening.reached_{screening.handled_as}",
                moments={"received": screening.reached_at}, hangs_on=screening.pk)


@act("screening.regraded",
     when=lambda screening, after, reason: rules.reasons_against_regrading(screening.grade, after, reason))
def regrade(*, by: Session, at: datetime, subject: UUID, screening: Screening, after: str, reason: str) -> Done:
    """Another grade, up or down, with the reason. The officer's own grade stays where the officer gave it."""
    not_done(screening)
    made = step(screening, "regraded", by=by, at=at, text=reason, before=screening.grade, after=after)
    was = screening.handled_as
    screening.grade, screening.weighed_at = after, None
    screening.handled_as = handled_as(screening)
    keep(screening, "grade", "handled_as", "weighed_at")
    if screening.handled_as != was and (screening.reached_at or screening.handled_as == "red"):
        reach(by=by, at=at, subject=subject, screening=screening)
    return Done(made, subject, {"before": made.before, "after": after})


@act("screening.taken")
def take(*, by: Session, at: datetime, subject: UUID, screening: Screening) -> Done:
    """Somebody in the hub takes it on; until then the child's words are closed to the hub."""
    not_done(screening)
    open_tie(holder=hub_team(), subject=subject, kind="at_the_hub")
    Screening.objects.filter(pk=screening.pk).update(owner=by.worker_id)
    step(screening, "taken", by=by, at=at)
    return Done(screening, subject, about=(screening.subject_id,))


def close_words(screening: Screening, *, at: datetime) -> None:
    """Once the last child of the incident is done with, what the children said closes to the hub again, in time."""
    undone = Screening.objects.filter(incident=screening.incident_id, shared_at__isnull=True,
                                      not_shared_at__isnull=True).exclude(pk=screening.pk)
    if screening.owner_id and not undone.exists():
        close_tie(holder=hub_team(), subject=screening.incident_id, kind="at_the_hub", at=at + HUB_READS_ON)


def hub_team() -> UUID:
    found = Team.objects.filter(key=HUB_TEAM).values_list("id", flat=True).first()
    if found is None:
        raise Refused("This site has no hub team yet. Ask the administrator to set one up.")
    return found


@act("screening.researched")
def research(*, by: Session, at: datetime, subject: UUID, screening: Screening, text: str) -> Done:
    """What police hold about this child and household, and what it means for the child."""
    not_done(screening)
    if len(text.strip()) < rules.LEAST_REASON:
        raise Refused("Write what police hold and what it means for this child. “Nothing held” is an answer too: say "
                      "where you looked.")
    return Done(step(screening, "researched", by=by, at=at, text=text), subject)


def researched(screening: Screening) -> bool:
    return Step.objects.filter(screening=screening, kind="researched").exists()


@act("screening.shared")
def share(*, by: Session, at: datetime, subject: UUID, screening: Screening, reason: str) -> Done:
    """The hub shares it: a contact of the front door is filed from it, nothing is typed twice (handovers.py)."""
    not_done(screening)
    if reasons := list(rules.reasons_against_sharing(researched(screening), reason)):
        raise Refused(*reasons)
    screening.shared_at = at
    keep(screening, "shared_at")
    step(screening, "shared", by=by, at=at, text=reason)
    close_words(screening, at=at)
    return Done(screening, subject, {"grade": screening.grade}, about=(screening.subject_id,), hangs_on=screening.pk)


@act("screening.not_shared")
def not_share(*, by: Session, at: datetime, subject: UUID, screening: Screening, code: str, reason: str) -> Done:
    """The hub does not share it, with a coded reason and why; the screening stays in this child's history."""
    not_done(screening)
    if reasons := list(rules.reasons_against_not_sharing(code, reason, screening.handled_as, researched(screening))):
        raise Refused(*reasons)
    Screening.objects.filter(pk=screening.pk).update(not_shared_at=at)
    made = step(screening, "not_shared", by=by, at=at, text=reason, codes=[code])
    close_words(screening, at=at)
    return Done(made, subject, {"code": code}, about=(screening.subject_id,), hangs_on=screening.pk)


@act("screening.filed")
def note_contact(*, by: Session, at: datetime, screening: Screening, contact: UUID) -> Done:
    """Which contact of the front door it became."""
    Screening.objects.filter(pk=screening.pk).update(contact_id=contact)
    return Done(screening, screening.incident_id, {"contact": str(contact)})


@act("screening.acknowledged")
def acknowledge(*, by: Session, at: datetime, screening: Screening) -> Done:
    """Somebody at the front door has taken on what it became."""
    Screening.objects.filter(pk=screening.pk, acknowledged_at__isnull=True).update(acknowledged_at=at)
    return Done(screening, screening.incident_id)


def unacknowledged(contact: UUID) -> list[Screening]:
    """Screenings that became this contact and that nobody has taken on yet."""
    return list(Screening.objects.filter(contact_id=contact, acknowledged_at__isnull=True))


chronicle("screening.taken", lambda s, by: f"Police screening ({s.grade}) taken on in the hub by {by.name}",
          path=lambda s: f"/screenings/{s.pk}/")
chronicle("screening.shared", lambda s, by: f"Police screening ({s.grade}) shared with the front door",
          significant=True, path=lambda s: f"/screenings/{s.pk}/")
chronicle("screening.not_shared", lambda s, by: "Police screening researched and not shared",
          path=lambda s: f"/screenings/{s.screening_id}/")
