"""The decision at the front door: one per child, with reasons, the partners' positions and the child's voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from kith.authority.acts import Done, Refused, act, close_tie
from kith.authority.county import profile
from kith.authority.who import Session
from kith.frontdoor import rules
from kith.frontdoor.acts import children_of, hub_team
from kith.frontdoor.models import Contact, ContactPerson, HistoryShown, JointPicture, SecondView
from kith.frontdoor.rules import Facts
from kith.meetings import acts as meetings
from kith.meetings import rules as deciding
from kith.meetings.models import Decision
from kith.meetings.rules import VoiceUsed
from kith.people.chronology import chronicle
from kith.people.models import Person
from kith.statute import codes
from kith.work import clocks

KIND = "threshold"
HUB_READS_ON = timedelta(days=28)  # to tell the referrer and the child; then the child's words close to the hub [L]


@dataclass(frozen=True)
class Answers:
    """What the decision form says, as typed."""

    chosen: str
    level: int | None
    indicator: str
    options_considered: str
    rationale: str
    parents_view: str = ""
    evidence: tuple[UUID, ...] = ()
    voice_id: UUID | None = None
    influence: str = ""
    difference: str = ""
    no_voice_reason: str = ""
    obtain_on: date | None = None
    interim_step: str = ""


def facts_about(child: UUID, contact: Contact, by: Session, at: datetime) -> Facts:
    """Everything the rules ask, read from the record in a handful of queries."""
    about = contact.referral_id
    contacts = list(Contact.objects.filter(referral_id=about).values("grade", "source_code", "others_at_home"))
    months = profile().front_door.second_manager_contact_months
    window = at - timedelta(days=round(months * 30.44))
    person = Person.objects.filter(subject_id=child).first()
    second = SecondView.objects.filter(subject_id=child, about_id=about).order_by("-asked_at").first()
    return Facts(
        grade=max((c["grade"] for c in contacts if c["grade"]), key=lambda g: rules.ORDER[g], default=""),
        settled=not ContactPerson.objects.filter(contact__referral_id=about, subject_id=child, role="child",
                                                 settled_at__isnull=True).exists(),
        history_shown=HistoryShown.objects.filter(subject_id=child, about_id=about, created_by=by.worker_id).exists(),
        others_answered=all(c["others_at_home"] for c in contacts),
        picture_written=JointPicture.objects.filter(subject_id=about).exists(),
        dissents=sum(p.view == "dissent" for p in meetings.latest_positions(about, child).values()),
        contacts_in_window=ContactPerson.objects.filter(
            subject_id=child, role="child", contact__received_at__gte=window,
        ).values("contact__referral").distinct().count(),
        source_codes=tuple(c["source_code"] for c in contacts), born_on=person.born_on if person else None,
        unborn=bool(person and person.is_unborn), second_agrees=second.agrees if second else None,
        already_decided=Decision.objects.filter(subject_id=child, about_id=about, kind=KIND).exists())


def reasons_against(answers: Answers, facts: Facts, voice: VoiceUsed, at: datetime) -> list[str]:
    """Every reason why this cannot be saved yet, all at once, so that nobody is sent round twice."""
    local = profile().front_door
    return [
        *rules.reasons_against_decision(answers.chosen, answers.level, facts, answers.interim_step, at.date(), local),
        *deciding.reasons_against_voice(voice, at=at, calendar=clocks.calendar(), unborn=facts.unborn,
                                        most_days=local.voice_max_age_working_days),
        *deciding.reasons_against_reasoning(answers.options_considered, answers.rationale,
                                            local.rationale_min_characters),
    ]


@act("child.decided")
def decide(*, by: Session, at: datetime, subject: UUID, contact: Contact, answers: Answers) -> Done:
    """Decide the level of need of one child of a referral. What it leads to stands in handovers.py."""
    facts = facts_about(subject, contact, by, at)
    if reasons := reasons_against(answers, facts, meetings.voice_used(answers, subject), at):
        raise Refused(*reasons)
    made = write(by=by, at=at, subject=subject, contact=contact, answers=answers)
    dissents_become_disagreements(made, answers, by=by, at=at)
    return Done(made, subject, {"chosen": answers.chosen, "level": answers.level})


def write(*, by: Session, at: datetime, subject: UUID, contact: Contact, answers: Answers, **more: Any) -> Decision:
    role = next((r for r in ("hub_manager", "duty", "hub_social_worker") if r in by.roles), "")
    second = (SecondView.objects.filter(subject_id=subject, about_id=contact.referral_id, agrees=True)
              .order_by("-given_at").first())
    return meetings.write_decision(
        by=by, at=at, subject=subject, kind=KIND, about=contact.referral_id, chosen=answers.chosen, maker_role=role,
        options_considered=answers.options_considered, rationale=answers.rationale, evidence=answers.evidence,
        level=answers.level, indicator=answers.indicator, parents_view=answers.parents_view,
        voice_id=answers.voice_id, voice_influence=answers.influence if answers.voice_id else "",
        voice_difference=answers.difference if answers.voice_id else "",
        no_voice_reason="" if answers.voice_id else answers.no_voice_reason,
        obtain_voice_on=None if answers.voice_id else answers.obtain_on,
        second_id=second.given_by_id if second else None, second_note=second.note if second else "", **more)


def dissents_become_disagreements(made: Decision, answers: Answers, *, by: Session, at: datetime) -> None:
    for position in meetings.latest_positions(made.about_id, made.subject_id).values():
        if position.view == "dissent" and position.proposes != made.chosen:
            meetings.open_disagreement(by=by, at=at, subject=made.subject_id, decision=made,
                                       agency=position.agency_id, about=position.reasons,
                                       interim_step=answers.interim_step)


@act("decision.corrected")
def correct(*, by: Session, at: datetime, subject: UUID, contact: Contact, wrong: Decision, answers: Answers) -> Done:
    """A decision is never edited: a new one says which it replaces, and both stay."""
    if Decision.objects.filter(replaces=wrong).exists():
        raise Refused("That decision has been replaced already. Correct the newest one.")
    voice = meetings.voice_used(answers, subject)
    local = profile().front_door
    reasons = [*deciding.reasons_against_voice(voice, at=at, calendar=clocks.calendar(), unborn=False,
                                               most_days=local.voice_max_age_working_days),
               *deciding.reasons_against_reasoning(answers.options_considered, answers.rationale,
                                                   local.rationale_min_characters)]
    if reasons:
        raise Refused(*reasons)
    return Done(write(by=by, at=at, subject=subject, contact=contact, answers=answers, replaces=wrong), subject,
                {"chosen": answers.chosen, "replaces": str(wrong.pk)})


@act("contact.decided")
def conclude(*, by: Session, at: datetime, contact: Contact) -> Done:
    """Every child of the contact is decided: its clocks stop, and whoever reported is to be told."""
    Contact.objects.filter(pk=contact.pk).update(decided_at=at)
    for child in children_of(contact):
        close_tie(holder=hub_team(), subject=child, kind="at_the_hub", at=at + HUB_READS_ON)
    return Done(contact, contact.pk, about=())


def undecided_children(contact: Contact) -> list[UUID]:
    """Children of the referral without a decision, in the order named."""
    done = set(Decision.objects.filter(about_id=contact.referral_id, kind=KIND).values_list("subject_id", flat=True))
    return [c for c in children_of(contact) if c not in done]


def contacts_of(referral: UUID) -> Sequence[Contact]:
    return list(Contact.objects.filter(Q(referral_id=referral), decided_at__isnull=True))


def said(decision: Decision) -> str:
    return f"Decided: {codes.label('contact_decision', decision.chosen)} (level {decision.level})"


chronicle("contact.received", lambda c, by: f"Concern received: {codes.label('contact_source', c.source_code)}",
          significant=True, path=lambda c: f"/contacts/{c.pk}/")
chronicle("contact.joined", lambda c, by: "Two concerns about the same incident joined",
          path=lambda c: f"/contacts/{c.pk}/")
for _grade in ("red", "amber", "green"):
    chronicle(f"contact.graded_{_grade}", lambda g, by: f"Graded {g.grade} by {by.name}",
              path=lambda g: f"/contacts/{g.subject_id}/")
chronicle("child.decided", lambda d, by: said(d), significant=True, path=lambda d: f"/contacts/{d.about_id}/")
chronicle("decision.corrected", lambda d, by: f"Corrected. {said(d)}", significant=True,
          path=lambda d: f"/contacts/{d.about_id}/")
chronicle("contact.told", lambda m, by: "Whoever reported was told the outcome")
