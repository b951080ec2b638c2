"""What must be done next about a contact, and what is missing before a decision: each a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kith.authority.policy import PARTNERS_IN_HUB, may
from kith.authority.who import Session
from kith.frontdoor import rules
from kith.frontdoor.bench import paths
from kith.frontdoor.bench.partners import THREE_PARTNERS
from kith.frontdoor.bench.reads import Bench, Child
from kith.frontdoor.bench.sources import Reply

NEEDS_PICTURE = ("amber", "red")


@dataclass(frozen=True)
class Step:
    """The one main button: its words, its address, whether pressing it acts at once, why it comes next."""

    text: str
    url: str
    why: str = ""
    acts: bool = False


def next_step(found: Bench, replies: Sequence[Reply], by: Session) -> Step | None:
    """The next act for this worker; None where nothing is asked of them."""
    if may(by, "contact.graded"):
        return screening(found, replies) or deciding(found, by) or telling(found)
    if question := own_question(replies, by):
        return Step(f"Answer about {question.request.subject.person.name}", f"/questions/{question.request.pk}/",
                    "your agency is asked")
    if may(by, "position.given") and found.undecided:
        child = found.undecided[0]
        return Step(f"Give your agency's position on {child.name}", link(found, child, "position"))
    return None


def own_question(replies: Sequence[Reply], by: Session) -> Reply | None:
    """The first question to this partner's own agency that nobody has answered."""
    mine = (r for r in replies if r.answer is None and r.request.agency_id == by.agency_id)
    return next(mine, None) if by.has(*PARTNERS_IN_HUB) else None


def screening(found: Bench, replies: Sequence[Reply]) -> Step | None:
    """Taking, grading, matching, asking, putting together."""
    own = found.contact
    if own.decided_at:
        return None
    if not own.grade:
        why = "nobody has it yet: it becomes yours" if own.owner_id is None else ""
        return Step("Grade it red, amber or green", paths.contact(own.pk, "grade"), why)
    if own.owner_id is None:
        return Step("Take this contact", paths.contact(own.pk, "take"), "nobody has it yet", acts=True)
    for child in found.children:
        if child.unsettled:
            return Step(f"Say who {child.name} is", paths.person(own.pk, child.unsettled[0].pk), "match first")
    if found.grade in NEEDS_PICTURE and not own.picture:
        return picture_step(found, replies)
    return None


def picture_step(found: Bench, replies: Sequence[Reply]) -> Step:
    own = found.contact
    if not replies:
        return Step("Ask the partners what they know", paths.contact(own.pk, "ask"))
    waiting = [r for r in replies if r.answer is None]
    why = f"{len(replies) - len(waiting)} of {len(replies)} answered"
    return Step("Write the joint picture", paths.contact(own.pk, "picture"), why)


def deciding(found: Bench, by: Session) -> Step | None:
    own = found.contact
    for child in found.undecided:
        if not child.facts.history_shown:
            return Step(f"Read the history of {child.name}", link(found, child, "history"))
        if not child.facts.others_answered:
            return Step("Say whether other children live there", paths.contact(own.pk, "others"))
        if may(by, "child.decided"):
            return Step(f"Decide for {child.name}", link(found, child, "decide"))
        return Step("Read the picture", paths.contact(own.pk, "picture"), "a social worker or manager decides")
    return None


def telling(found: Bench) -> Step | None:
    untold = next((c for c in found.contacts if c.decided_at and c.told_at is None), None)
    return Step("Tell whoever reported", paths.contact(untold.pk, "tell"), untold.reference) if untold else None


def link(found: Bench, child: Child, step: str) -> str:
    return paths.child(found.contact.pk, child.subject, step)


def checks(found: Bench, child: Child) -> list[dict]:
    """What must stand before a decision about one child, done or to do, each with the page that does it."""
    missing = dict(rules.missing(child.facts))
    own = found.contact.pk
    unsettled = child.unsettled[0] if child.unsettled else child.first
    lines = [("grade", "Graded", paths.contact(own, "grade")), ("match", "Matched", paths.person(own, unsettled.pk)),
             ("history", "History read by you", link(found, child, "history")),
             ("others", "Other children at home answered", paths.contact(own, "others"))]
    if found.grade in NEEDS_PICTURE:
        lines.append(("picture", "Joint picture written", paths.contact(own, "picture")))
    return [{"text": missing.get(key, said), "url": url, "done": key not in missing} for key, said, url in lines]


def positions_words(child: Child) -> str:
    return f"{child.first.positions or 0} of {len(THREE_PARTNERS)} positions given"
