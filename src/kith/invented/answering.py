"""What the officer answered in each screening of the three years: the tool's own answers, so that its completeness can
be counted again from them. What was left out stands in no row, as where a force sends its own finished form."""

from __future__ import annotations

from random import Random

from kith.instruments.tool import Answers, Named, WhyNot
from kith.invented.naming import origins
from kith.invented.policing import Line, Logged, LoggedIncident
from kith.invented.telling import childs_words
from kith.statute.calendar import london_date

NATURE = {"domestic_abuse": "domestic", "missing_return": "missing", "custody": "custody", "warrant": "warrant",
          "mental_health": "mental_health", "child_victim": "victim", "child_suspect": "suspect"}
LIKE = {"domestic_abuse": "domestic_abuse", "missing_return": "missing", "custody": "parent_substance",
        "warrant": "parent_substance", "mental_health": "parent_mental_health", "child_victim": "physical",
        "child_suspect": "exploitation"}   # whose sayings a child has at such an incident
HAPPENED = {
    "domestic_abuse": "Raised voices heard from the street. Furniture moved, nobody hurt when we came in.",
    "missing_return": "Came back by themselves after a night away. Would not say with whom.",
    "custody": "A parent was arrested at home; who looks after the child tonight was settled before we left.",
    "warrant": "We searched the home for drugs. Some were found within a child's reach.",
    "mental_health": "A parent was detained for their own safety. A neighbour came to sit with the child.",
    "child_victim": "The child told us that somebody had hurt them, and showed us where it happened.",
    "child_suspect": "The child was with others when it happened and was the youngest of them.",
}
WHY = {"green": "A worry for others to know of; nothing that must be done tonight.",
       "amber": "It will happen again unless somebody helps.", "red": "The child is not safe there as things stand."}
SEEMED = {"green": ("usual", "asleep"), "amber": ("tearful", "withdrawn"), "red": ("frightened", "clinging")}
WORRY = {"green": ("nothing", "drink"), "amber": ("drink", "not_coping"), "red": ("violent", "risk")}
HOME = {"green": ("fine", "fine"), "amber": ("dirty", "fine"), "red": ("unsafe", "no_food")}
SAW = "Bottles and broken glass on the floor of the kitchen; one bed for all of them."
DONE = "The child is with an aunt tonight. The duty social worker knows by telephone."
SCHOOLS = ("Ashbrook Primary", "St Brannoc's Primary", "Saltmere High", "Otterley Academy", "Weir Lane Nursery")
NOT_SPOKEN = ("asleep", "too_young", "not_safe", "other")


def answers_of(incident: LoggedIncident, child: Logged, chance: Random) -> Answers:
    """The answers under the tool's second version, as the line of this screening has them."""
    line, worse = child.line, chance.random() < 0.5
    seemed = {"demeanour": (SEEMED[line.officer][worse],)} if line.demeanour else {}
    return {
        "nature": NATURE[incident.kind], "what_happened": HAPPENED[incident.kind],
        "weapon": "yes" if line.officer == "red" and worse else "no", **home_of(line, worse),
        "adults": (Named(adult_of(child, chance), "", "parent"),), "adult_worry": (WORRY[line.officer][worse],),
        **others_of(incident, child, chance), **spoken_of(incident, child, chance), **seemed,
        **({"school": chance.choice(SCHOOLS)} if line.school else {}), **safety_of(line),
        "grade": line.officer, "grade_why": WHY[line.officer], "told": "risk" if line.officer == "red" else "yes"}


def home_of(line: Line, worse: bool) -> Answers:
    seen = HOME[line.officer][worse]
    return {"home": (seen,)} if seen == "fine" else {"home": (seen,), "home_words": SAW}


def adult_of(child: Logged, chance: Random) -> str:
    return f"{origins()['gb'].draw_given(chance, chance.choice('FM'), True)} {child.family}"


def others_of(incident: LoggedIncident, child: Logged, chance: Random) -> Answers:
    """The other children of the log, or that there are none; nothing where the officer did not say."""
    if not child.line.others:
        return {}
    beside = (c for c in incident.children if c.key != child.key)
    found = tuple(Named(f"{c.given} {c.family}", "", "brother or sister") for c in beside)
    return {"other_children": found or WhyNot("none" if chance.random() < 0.8 else "not_known")}


def spoken_of(incident: LoggedIncident, child: Logged, chance: Random) -> Answers:
    """Whether the child was seen and spoken with, and the child's words where they stand in it."""
    line = child.line
    age = (london_date(incident.began_at) - child.born).days // 365
    if line.voice:
        alone = {"spoken": "alone"} if chance.random() < 0.6 else {"spoken": "with", "with_whom": "the mother"}
        return {"seen": "yes", **alone, "words": childs_words(LIKE[incident.kind], chance),
                "hurt": hurt(line, chance)}
    if not line.demeanour and chance.random() < 0.7:
        return {"seen": "no", "not_seen": chance.choice(("colleague", "adult_said", "not_checked"))}
    if chance.random() < 0.25:
        return {"seen": "yes", "spoken": "alone", "words": WhyNot("refused"), "hurt": hurt(line, chance)}
    why = "too_young" if age < 4 else chance.choice(NOT_SPOKEN)
    return {"seen": "yes", "spoken": "no", "not_spoken": why, "hurt": hurt(line, chance)}


def hurt(line: Line, chance: Random) -> str:
    return "unknown" if line.officer != "green" and chance.random() < 0.2 else "no"


def safety_of(line: Line) -> Answers:
    return {"safe_now": "no", "done_now": DONE} if line.officer == "red" else {"safe_now": "yes"}
