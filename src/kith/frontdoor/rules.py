"""Rules of the front door (P1): values in, reasons against out. No database, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from kith.people.rules import age_on
from kith.statute.profile import FrontDoor

ORDER = {"green": 0, "amber": 1, "red": 2}
FAMILY_SOURCES = ("1A", "1B")
CLOSING = ("nfa", "information_advice")
LEVELS_OF = {"nfa": (1, 2, 3), "information_advice": (1, 2), "early_help_2": (2,), "early_help_3": (3,),
             "assessment": (4,), "strategy": (4,), "other_council": (1, 2, 3, 4), "open_case": (1, 2, 3, 4)}


@dataclass(frozen=True)
class Facts:
    """What the record holds when somebody wants to decide about one child."""

    grade: str
    settled: bool
    history_shown: bool
    others_answered: bool
    picture_written: bool
    dissents: int
    contacts_in_window: int
    source_codes: tuple[str, ...]
    born_on: date | None
    unborn: bool
    second_agrees: bool | None      # None: nobody asked or no answer yet
    already_decided: bool = False
    voice_is_observation: bool = False
    missing_links: dict[str, str] = field(default_factory=dict)


def reasons_against_receiving(people: Sequence, what_happened: str, received_at: datetime,
                              at: datetime) -> Iterator[str]:
    """A concern names at least somebody and says what happened; receipt is never in the future."""
    if not what_happened.strip():
        yield "Write what happened, or what worries you."
    if not any(role == "child" for role, _ in people):
        yield "Say which child this is about. If you do not know a name, say what you know: a child seen, an age."
    if received_at > at:
        yield "The concern cannot have arrived in the future. Check the day and the time."


def reasons_against_grading(grade: str, before: str, reason: str, is_manager: bool) -> Iterator[str]:
    """Lowering red or amber needs a hub manager and a reason; every grade has a reason."""
    if not reason.strip():
        yield "Give the reason for this grade in a sentence."
    if before and ORDER.get(grade, 0) < ORDER[before] and not is_manager:
        yield f"Only a hub manager can lower {before}. Ask one, or leave the grade."


def wants_second_manager(chosen: str, facts: Facts, on: date, local: FrontDoor) -> list[str]:
    """Why closing this needs a second manager [L]; empty where it does not."""
    if chosen not in CLOSING:
        return []
    reasons = []
    age = age_on(facts.born_on, on)
    if facts.unborn or (age is not None and age < local.second_manager_under_age_years):
        reasons.append("the child is a baby")
    if facts.contacts_in_window >= local.second_manager_contact_number:
        reasons.append(f"this is contact number {facts.contacts_in_window} in "
                       f"{local.second_manager_contact_months} months")
    if facts.dissents and local.second_manager_on_dissent:
        reasons.append("a partner does not agree")
    if any(code in FAMILY_SOURCES for code in facts.source_codes):
        reasons.append("it came from the family or an acquaintance, whose concerns are too often set aside")
    return reasons


def missing(facts: Facts) -> Iterator[tuple[str, str]]:
    """(where to do it, what to do) for everything that must stand before any decision can be saved."""
    if facts.already_decided:
        yield "decided", "This child is decided already. Correct it by a new decision."
    if not facts.settled:
        yield "match", "Say who this child is: match first."
    if not facts.grade:
        yield "grade", "Grade the contact first."
    if not facts.history_shown:
        yield "history", "Open the history of the child, the brothers and sisters and the adults."
    if not facts.others_answered:
        yield "others", "Say whether other children live there."
    if facts.grade in ("amber", "red") and not facts.picture_written:
        yield "picture", "Write the joint picture from the partners' answers."


def checklist(facts: Facts) -> Iterator[str]:
    """What must stand before any decision can be saved, each a thing to do."""
    yield from (what for _, what in missing(facts))


def reasons_against_decision(chosen: str, level: int | None, facts: Facts, interim_step: str, on: date,
                             local: FrontDoor) -> Iterator[str]:
    """Every reason why this decision cannot be saved yet (the voice and the reasoning are judged by meetings)."""
    yield from checklist(facts)
    if level is None:
        yield "Choose the level of need."
    elif chosen in LEVELS_OF and level not in LEVELS_OF[chosen]:
        yield "This outcome does not belong to that level of need. Change one of them."
    if why := wants_second_manager(chosen, facts, on, local):
        if facts.second_agrees is None:
            yield f"A second manager must agree first, because {' and '.join(why)}."
        elif not facts.second_agrees:
            yield "The second manager did not agree. Choose another outcome, or talk with them."
    if facts.dissents and not interim_step.strip():
        yield "A partner does not agree: write the safer step that stands in the meantime."


def reasons_against_joining(first: datetime, decided: bool, other_decided: bool, same: bool) -> Iterator[str]:
    if same:
        yield "These are already one referral."
    if decided or other_decided:
        yield "One of them is decided. A decided contact is never re-opened: link it from the new one's history."


def safe_outcome(chosen: Sequence[str], professional: bool) -> str:
    """Words that are safe for whoever reported: what happens next, nothing that was found."""
    serious = {"strategy", "assessment"} & set(chosen)
    if serious:
        after = "Children's social care is looking into it."
    elif {"early_help_2", "early_help_3"} & set(chosen):
        after = "We are asking the early help service to offer the family support."
    elif "open_case" in chosen:
        after = "It has gone to the worker who already knows the child."
    else:
        after = "We looked into it with our partners and decided what is needed. No further step from us now."
    if professional:
        return (f"Thank you for telling us. {after} Please keep doing your own part, and tell us at once if anything "
                "changes. If you do not agree, ring the hub: we want to hear it.")
    return (f"Thank you for telling us. {after} We cannot tell you more about the family. "
            "Ring us if you are still worried.")
