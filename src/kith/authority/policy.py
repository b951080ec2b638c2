"""Grants: which verb, for which roles, by which tie, because. One registry, read by pages, acts and row security.

A grant with `opens=` also opens classes of record (security matrix) to SELECT: `kith migrate` writes those to the
table that row security reads, so the list, the record and the sentence on the screen cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from kith.authority.who import Session

EVERY = "*"  # no tie needed: every subject that is neither barred nor sealed

ROLES: dict[str, str] = {
    "hub_screener": "Hub screener", "hub_social_worker": "Hub social worker", "hub_manager": "Hub manager",
    "hub_police": "Police in the hub", "hub_health": "Health in the hub", "hub_education": "Education in the hub",
    "hub_early_help": "Early help in the hub", "duty": "Emergency duty team", "constable": "Police officer",
    "sergeant": "Police sergeant", "social_worker": "Social worker", "early_help_worker": "Early help worker",
    "advocate": "Advocate", "team_manager": "Team manager", "conference_chair": "Conference chair",
    "named_nurse": "Named nurse", "named_doctor": "Named doctor", "exploitation_analyst": "Exploitation analyst",
    "exploitation_chair": "Exploitation chair", "missing_worker": "Missing children worker",
    "youth_worker": "Youth worker", "school_lead": "School safeguarding lead", "business_unit": "Business unit",
    "auditor": "Auditor", "scrutineer": "Independent scrutineer", "senior_leader": "Senior leader",
    "guardian": "Guardian of information", "investigator": "Investigator", "administrator": "Administrator",
    "referrer": "Professional who refers", "partner_system": "A partner's system",
}
HUB = ("hub_screener", "hub_social_worker", "hub_manager", "hub_police", "hub_health", "hub_education",
       "hub_early_help", "duty")
COUNCIL_HUB = ("hub_screener", "hub_social_worker", "hub_manager", "duty")
DECIDERS = ("hub_social_worker", "hub_manager", "duty")
PARTNERS_IN_HUB = ("hub_police", "hub_health", "hub_education", "hub_early_help")


@dataclass(frozen=True)
class Grant:
    verbs: tuple[str, ...]
    to: tuple[str, ...]
    when: str
    because: str
    opens: tuple[str, ...]


@dataclass(frozen=True)
class Leave:
    """Permission, with the sentence that says why."""

    tie: str
    because: str


GRANTS: list[Grant] = []


def grant(*verbs: str, to: str | Iterable[str], when: str = EVERY, because: str, opens: Iterable[str] = ()) -> None:
    """Declare that `to` (roles) may do `verbs` about a subject they hold the tie `when` to, because of `because`."""
    roles = (to,) if isinstance(to, str) else tuple(to)
    unknown = [r for r in roles if r not in ROLES and not r.startswith("job_")]
    if unknown:
        raise ValueError(f"grant to unknown roles {unknown}")
    GRANTS.append(Grant(verbs, roles, when, because, tuple(opens)))


def grants_for(by: Session, verb: str) -> list[Grant]:
    """The grants that could let this session do `verb`, in the order declared."""
    return [g for g in GRANTS if verb in g.verbs and any(r in by.roles for r in g.to)]


def may(by: Session, verb: str) -> bool:
    """Whether the session's role may do this at all, to some subject."""
    return bool(grants_for(by, verb))


def leave(by: Session, verb: str, subject: UUID | None) -> Leave | None:
    """Permission to do `verb` about `subject` with its reason, or None. Without a subject the role alone decides."""
    return leaves(by, (verb,), subject).get(verb)


def leaves(by: Session, verbs: Iterable[str], subject: UUID | None) -> dict[str, Leave]:
    """Permission for each of these verbs that may be done about `subject`, found in one statement."""
    found = {verb: grants for verb in verbs if (grants := grants_for(by, verb))}
    if subject is None:
        return {verb: Leave(EVERY, grants[0].because) for verb, grants in found.items()}
    held = ties(subject, {g.when for grants in found.values() for g in grants} - {EVERY}) if found else None
    if held is None:
        return {}
    first = {verb: next((g for g in sorted(grants, key=lambda g: g.when != EVERY) if g.when in held), None)
             for verb, grants in found.items()}
    return {verb: Leave(g.when, g.because) for verb, g in first.items() if g}


def ties(subject: UUID, kinds: Iterable[str]) -> set[str] | None:
    """Which of these ties the session holds to the subject, and EVERY; None where the subject is closed to it."""
    with connection.cursor() as cursor:
        cursor.execute("select sec.is_closed(%s), array(select k from unnest(%s::text[]) k "
                       "where sec.tied(%s, array[k]) is not null)", [subject, sorted(kinds), subject])
        closed, held = cursor.fetchone() or (True, [])
    return None if closed else {EVERY, *held}


def openings() -> set[tuple[str, str, str]]:
    """(class of record, role, tie) rows for the database, from every grant that opens something."""
    return {(c, r, g.when) for g in GRANTS for c in g.opens for r in g.to}
