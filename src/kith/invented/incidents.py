"""Police incidents and the screening each child at one should have: made, marked by the sergeant, or
missing."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from .nouns import Incident, Person, Screening
from .records import HABITS, typed
from .referrers import officer, unit_of
from .rhythm import BY_KEY
from .streams import Weighted, poisson, stream, uid
from .telling import age_on, childs_words, narrative, slots
from .worries import INCIDENTS_PER_CHILD_YEAR, Telling, Worry, children_of, eligible, load

KIND_OF = {
    "domestic_abuse": "domestic_abuse",
    "missing": "missing_return",
    "self_harm": "mental_health",
    "exploitation": "child_victim",
    "physical": "child_victim",
    "harmful_sexual_behaviour": "child_victim",
    "parent_substance": "warrant",
}
OTHER_KINDS: Weighted[str] = Weighted(
    ("domestic_abuse", "missing_return", "custody", "warrant", "child_victim", "mental_health"),
    (0.5, 0.16, 0.08, 0.08, 0.1, 0.08),
)
MADE = 0.86  # screenings expected and made
TRUE_GRADE = Weighted(("green", "amber", "red"), (0.72, 0.21, 0.07))
RECORDED_AS = {"green": (0.93, 0.06, 0.01), "amber": (0.17, 0.78, 0.05), "red": (0.05, 0.17, 0.78)}
GRADES = ("green", "amber", "red")
DEMEANOUR = (
    "asleep, not woken",
    "quiet, stayed close to mother",
    "chatty and showed us a toy",
    "upset, settled after a while",
    "would not look up",
    "polite, answered in single words",
)


def incident_of(told: Telling, worry: Worry, contact: UUID) -> UUID:
    """The incident behind a police contact, with a screening for every child named. Returns the
    incident's key."""
    began = worry.received - timedelta(minutes=30 + int(240 * told.chance.lognormvariate(0, 0.5)))
    kind = KIND_OF.get(worry.concern, "domestic_abuse")
    incident = _incident(
        told, told.chance, uid(told.kin.frame.seed, "incident", contact), kind, began, worry.children
    )
    for child in worry.children:
        _screen(told, told.chance, incident, child, worry.concern, worry.grade, worry.received)
    return incident.key


def other_incidents(told: Telling) -> None:
    """Incidents that did not come as a contact; a seventh of the screenings they called for was never
    made."""
    kin = told.kin
    children = children_of(kin)
    if not children:
        return
    chance = stream(kin.frame.seed, "incidents", kin.unit)
    for number in range(poisson(chance, INCIDENTS_PER_CHILD_YEAR * load(kin, children, chance))):
        _other(told, chance, number, children)


def _other(told: Telling, chance: Random, number: int, children: list[Person]) -> None:
    kin = told.kin
    began = told.rhythm.arrival(BY_KEY["police"], chance)
    here = [child for child in eligible(kin, children, began.date()) if child.born_on]
    if not here or began + timedelta(hours=12) > kin.frame.now:
        return
    kind = OTHER_KINDS.draw(chance)
    incident = _incident(told, chance, uid(kin.frame.seed, "incident", kin.unit, number), kind, began, here)
    for child in here:
        true = TRUE_GRADE.draw(chance)
        grade = Weighted(GRADES, RECORDED_AS[true]).draw(chance)
        if chance.random() < MADE:
            kin.truth("true_grade", f"{incident.key}#{child.key}", true, f"recorded {grade}")
            at = began + timedelta(minutes=60 + int(300 * chance.lognormvariate(0, 0.6)))
            _screen(
                told,
                chance,
                incident,
                child,
                "domestic_abuse",
                grade,
                min(at, kin.frame.now - timedelta(hours=1)),
            )


def _incident(
    told: Telling, chance: Random, key: UUID, kind: str, began: datetime, here: list[Person]
) -> Incident:
    home = told.known[here[0].key].home
    shown = home if home and not home.restricted else None
    name = officer(chance, told.families)
    made = Incident(
        key,
        f"TC-{began:%Y%m%d}-{key.int >> 100:09d}",
        kind,
        began,
        f"{shown.line}, {shown.town}" if shown else "",
        shown.postcode if shown else "",
        name,
        unit_of(name),
        len(here),
    )
    told.kin.rows.add(made)
    return made


def _screen(
    told: Telling, chance: Random, incident: Incident, child: Person, concern: str, grade: str, at: datetime
) -> None:
    kin = told.kin
    out = typed(told.known[child.key], HABITS["referral"], chance)
    years, asleep = age_on(child, at.date()), chance.random() < 0.3
    words = childs_words(concern, chance) if years >= 4 and not asleep and chance.random() < 0.55 else ""
    reviewed = at + timedelta(minutes=int(660 * chance.lognormvariate(0, 0.7)))
    done = reviewed < kin.frame.now and chance.random() < 0.93
    after = GRADES[min(2, GRADES.index(grade) + 1)] if done and chance.random() < 0.06 else grade
    kin.rows.add(
        Screening(
            uid(kin.frame.seed, "screening", incident.key, child.key),
            incident.key,
            None if out.poor else child.key,
            f"{out.given} {out.family}".strip(),
            "VIST 3",
            grade,
            at,
            "moira" if done else "",
            reviewed if done else None,
            after if done else "",
            narrative(concern, "police", slots(kin, child, None, chance), chance, age=years),
            words,
            DEMEANOUR[0] if asleep else chance.choice(DEMEANOUR[1:]),
        )
    )
