"""What the front door knows of a person's history, and of everything that relied on a link: told to the index's room,
and turned into actions once a link is undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from kith.authority.acts import Done, act
from kith.authority.models import Agency, Subject
from kith.authority.who import Session
from kith.frontdoor.models import Contact, ContactPerson, Message
from kith.meetings.models import Contribution, Decision, Disagreement, Item, ItemChild, Position
from kith.people.index.models import Consequence
from kith.people.index.reliance import Relied, relies, remembers, risks
from kith.statute import codes
from kith.work import acts as work
from kith.work import clocks
from kith.work.models import Action, Answer, Deadline, Involvement, Request

HISTORY = ("protection", "looked after", "looked_after")
LOOK_AGAIN = {
    "decision": "Look again at the decision",
    "request": "Tell the partner that the question was about another person",
    "answer": "Look again at the answer: it was given about another person's record",
    "message": "Look again at what the referrer was told",
    "meeting": "Look again at what was said in the meeting",
    "look": "Tell whoever looked that the record held another person's history",
    "action": "Look again at this action",
    "clock": "Check whose clock this is",
    "contact": "Check which child this concern is about",
}
OWN = ("decision", "answer", "meeting", "action")  # what an agency itself said or did
WITHIN = timedelta(days=2)


@remembers
def protected(subjects: Sequence[UUID]) -> Mapping[UUID, list[str]]:
    """Protection, being looked after, or a decision at level 4: a second person agrees to a merge (B1)."""
    found: dict[UUID, list[str]] = {}
    for subject, kind in Involvement.objects.filter(subject_id__in=subjects).values_list(
        "subject_id", "kind"
    ):
        if any(word in kind.lower() for word in HISTORY):
            found.setdefault(subject, []).append(kind)
    for subject, at in Decision.objects.filter(subject_id__in=subjects, level=4).values_list(
        "subject_id", "made_at"
    ):
        found.setdefault(subject, []).append(f"a decision at level 4 on {at:%-d %B %Y}")
    return found


@risks
def open_concerns(subjects: Sequence[UUID]) -> Mapping[UUID, tuple[int, str]]:
    """An undecided red concern first, then amber, then not graded, then green."""
    rank = {"red": 0, "amber": 1, "": 2, "green": 3}
    found: dict[UUID, tuple[int, str]] = {}
    for subject, grade in ContactPerson.objects.filter(
        subject_id__in=subjects, contact__decided_at__isnull=True
    ).values_list("subject_id", "contact__grade"):
        risk = (rank[grade], grade)
        found[subject] = min(risk, found.get(subject, risk))
    return found


@relies
def decisions(subject: UUID, since: datetime, until: datetime) -> Iterable[Relied]:
    for d in Decision.objects.filter(subject_id=subject, how="", made_at__range=(since, until)).select_related(
        "created_by"
    ):
        yield Relied(
            "decision",
            d.made_at,
            f"{d.created_by.name} decided: {codes.label('contact_decision', d.chosen)}",
            d.pk,
            d.created_by.agency_id,
            where(d.about_id),
        )
    for p in Position.objects.filter(subject_id=subject, item=None, given_at__range=(since, until)).select_related(
        "agency"
    ):
        yield Relied(
            "meeting",
            p.given_at,
            f"{p.agency.name} gave its position",
            p.pk,
            p.agency_id,
            where(p.about_id),
        )
    for g in Disagreement.objects.filter(subject_id=subject, opened_at__range=(since, until)).select_related(
        "agency"
    ):
        yield Relied(
            "meeting", g.opened_at, f"{g.agency.name} did not agree with a decision", g.pk, g.agency_id
        )


def where(about: UUID) -> str:
    """The page of what was decided about: a meeting's item, else a concern."""
    return f"/meetings/items/{about}/" if Item.objects.filter(pk=about).exists() else f"/contacts/{about}/"


@relies
def meetings(subject: UUID, since: datetime, until: datetime) -> Iterable[Relied]:
    """Items of an agenda about this person, and what was said there, as far as whoever undoes the link may read it."""
    named = ItemChild.objects.filter(subject_id=subject, item__created_at__range=(since, until))
    for child in named.select_related("item__sitting", "item__created_by"):
        item = child.item
        at = f"{item.sitting.starts_at:%-d %B %Y}"
        agency = item.created_by.agency_id
        yield Relied(
            "meeting", item.created_at, f"On the agenda of the meeting of {at}", item.pk, agency, where(item.pk)
        )
    said = Contribution.objects.filter(subject_id=subject, given_at__range=(since, until))
    for c in said.select_related("created_by__agency"):
        what = f"{c.created_by.agency.name} told a meeting what it holds"
        yield Relied("meeting", c.given_at, what, c.pk, c.created_by.agency_id, where(c.item_id))


@relies
def questions(subject: UUID, since: datetime, until: datetime) -> Iterable[Relied]:
    for q in Request.objects.filter(subject_id=subject, sent_at__range=(since, until)).select_related(
        "agency"
    ):
        yield Relied(
            "request",
            q.sent_at,
            f"{q.agency.name} was asked a question",
            q.pk,
            q.agency_id,
            f"/contacts/{q.about_id}/",
        )
    answers = Answer.objects.filter(subject_id=subject, answered_at__range=(since, until))
    for a in answers.select_related("agency", "request"):
        what = {
            "answered": "shared what it holds",
            "nothing_known": "said that nothing is known",
            "declined": "did not share",
        }[a.outcome]
        yield Relied(
            "answer",
            a.answered_at,
            f"{a.agency.name} {what}",
            a.pk,
            a.agency_id,
            f"/contacts/{a.request.about_id}/",
        )


@relies
def work_owed(subject: UUID, since: datetime, until: datetime) -> Iterable[Relied]:
    for c in Deadline.objects.filter(subject_id=subject, started_at__range=(since, until)):
        yield Relied("clock", c.started_at, f"A clock started: {clocks.words(c)}", c.pk, c.agency_id)
    for a in Action.objects.filter(subject_id=subject, created_at__range=(since, until)).select_related(
        "agency"
    ):
        yield Relied("action", a.created_at, f"Agreed for {a.agency.name}: {a.what}", a.pk, a.agency_id)


@relies
def concerns(subject: UUID, since: datetime, until: datetime) -> Iterable[Relied]:
    """Concerns that came meanwhile, and what referrers were told while the record stood as it did."""
    about = ContactPerson.objects.filter(subject_id=subject).values("contact_id")
    for c in Contact.objects.filter(pk__in=about, received_at__range=(since, until)):
        yield Relied(
            "contact",
            c.received_at,
            f"Concern {c.reference} was taken to be about this person",
            c.pk,
            c.agency_id,
            f"/contacts/{c.pk}/",
        )
    for m in Message.objects.filter(subject_id__in=about, kind="outcome", sent_at__range=(since, until)):
        yield Relied(
            "message", m.sent_at, "A referrer was told the outcome", m.pk, None, f"/contacts/{m.subject_id}/"
        )


@act("link.consequences_raised")
def raise_actions(*, by: Session, at: datetime, cause: UUID) -> Done:
    """Turn what relied on an undone link into actions, one for each agency and kind, due within two days."""
    waiting = list(Consequence.objects.filter(cause_id=cause, action_id__isnull=True).order_by("happened_at"))
    groups: dict[tuple[str, UUID], list[Consequence]] = {}
    for one in waiting:
        groups.setdefault((one.kind, answerable(one, by)), []).append(one)
    for (kind, agency), rows in groups.items():
        agreed = work.agree_action(
            by=by,
            at=at,
            subject=rows[0].subject_id,
            agency=agency,
            cause=cause,
            what=words_for(kind, rows),
            due_at=at + WITHIN,
            so_that="nothing stands that rests on another person's record",
        )
        Consequence.objects.filter(pk__in=[r.pk for r in rows]).update(action_id=agreed.pk)
    subject = waiting[0].subject_id if waiting else None
    record = Subject.objects.filter(pk=subject).first() if subject else None
    return Done(record, subject, {"relied": len(waiting), "actions": len(groups)})


def answerable(one: Consequence, by: Session) -> UUID:
    """The agency that looks again at its own; whatever must be told to somebody is for whoever undid the link."""
    if one.kind not in OWN or one.agency_id is None:
        return by.agency_id
    known = Agency.objects.filter(pk=one.agency_id, kind__in=("council", "police", "health")).first()
    return known.pk if known else by.agency_id


def words_for(kind: str, rows: Sequence[Consequence]) -> str:
    if len(rows) == 1:
        return f"{LOOK_AGAIN[kind]}: {rows[0].sentence} ({rows[0].happened_at:%-d %B})"[:300]
    return f"{LOOK_AGAIN[kind]} ({len(rows)}), from {rows[0].happened_at:%-d %B} to {rows[-1].happened_at:%-d %B}"
