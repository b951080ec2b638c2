"""Redacted minutes: a drawn meeting as a document, from the codes that `sec.drawn_minutes` gives out. Words come from
the forum's terms and the code sets; whatever has no word there is told as "another", never as it was typed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import count
from typing import Any

from kith.authority.policy import ROLES
from kith.authority.who import Session
from kith.kit import words
from kith.kit.documents import Block, Document, Footer, Listing, Paragraph, Section, Table
from kith.meetings import board, terms
from kith.meetings.disagreeing import STAGES
from kith.meetings.minutes import MARKING
from kith.meetings.models import Decision, Disagreement, Item
from kith.meetings.scrutiny.models import Drawn
from kith.people.reads import rows
from kith.statute import codes
from kith.statute.forum import SOURCES, Forum

Codes = Mapping[str, Any]
LEFT_OUT = ("Left out: names, ages and dates of birth, places, who worked there, and everything that anybody typed. A "
            "letter stands for one person in this document alone. A record that is sealed, or closed to you, leaves no "
            "trace here.")
KEPT = "Kept to some seats of the room. Nothing of it stands here."
WHY = SOURCES | {"nominated": "Put on the agenda by a partner", "convened": "The meeting was called about them",
                 "item.repeated": "Came before the meeting so often that a review is owed"}
AGENCIES = {"council": "Council", "police": "Police", "health": "Health", "school": "A school",
            "voluntary": "A voluntary organisation", "partnership": "The partnership"}
PEOPLE = {"child": ("child", "children"), "adult": ("adult", "adults"), "place": ("place", "places"),
          "group": ("group", "groups"), "theme": ("theme", "themes")}
SIDES = {"agree": "Agrees", "dissent": "Other view", "abstain": "Takes no side", "given": "Gave its position",
         "sealed": "Given, never opened", "none": "Silent when it was due", "missing": "Not given"}
NOT_ASKED = "Not used: this outcome does not ask for it."


def read(drawn: Drawn) -> Codes | None:
    """What may be told of a drawn meeting; None to everybody but the scrutineer."""
    ((found,),) = rows("select sec.drawn_minutes(%s)::text", [drawn.pk])
    return json.loads(found) if found else None


def document(drawn: Drawn, told: Codes, *, by: Session, at: datetime) -> Document:
    """The redacted minutes, for the page and its files alike."""
    term = terms.all_forums().at_version(told["forum"], told["version"])
    drew = drawn.draw
    of = words.plural(drew.frame, "closed meeting")
    return Document(
        title=f"Redacted minutes: {term.name}, {words.long_date(drawn.held_on)}", marking=MARKING,
        subtitle=f"Drawn by chance from {of} of this forum in {drew.month:%B %Y}. Seed: {drew.seed}.",
        sections=(frame(drawn, told, term), present(told, term), *items(told, term)),
        footer=Footer(by=f"{by.name}, {ROLES['scrutineer']}", purpose="independent scrutiny", at=at))


def frame(drawn: Drawn, told: Codes, term: Forum) -> Section:
    said = (("Held on", words.exact(drawn.held_on)), ("How long", words.plural(int(told["minutes"]), "minute")),
            ("Items", str(len(told["items"]))), ("Quorum needs", board.quorum_words(term)))
    return Section("This meeting", (Table("The meeting", ("What", "Said"), said), Paragraph(LEFT_OUT)))


def present(told: Codes, term: Forum) -> Section:
    """Who sat, by seat and kind of agency, in the order of the forum's terms."""
    seats = sorted(told["seats"], key=lambda s: order(term, s["key"]))
    listed = tuple((seat_name(term, s["key"]), AGENCIES.get(s["kind"], "Another agency"), came(s)) for s in seats)
    return Section("Who was there", (Table("Seats and whether they were taken", ("Seat", "Agency", "Came"), listed),))


def came(seat: Codes) -> str:
    if seat["came"]:
        return "Yes"
    absent = "Sent apologies" if seat["sorry"] else "Nobody came"
    return f"{absent}; needed for the quorum" if seat["needed"] else absent


def order(term: Forum, key: str) -> tuple[int, str]:
    return {s.key: n for n, s in enumerate(term.seat)}.get(key, 99), key


def seat_name(term: Forum, key: str) -> str:
    return {s.key: s.name for s in term.seat}.get(key, "Invited by name")


def items(told: Codes, term: Forum) -> Iterator[Section]:
    letters = count()
    for number, item in enumerate(told["items"], 1):
        if item["kept"]:
            yield Section(f"Item {number}", (Paragraph(KEPT),))
            continue
        inner = tuple(one(child, term, next(letters)) for child in item["children"])
        yield Section(f"Item {number}: {who(item['children'])}", tuple(about(item)), inner)


def who(people: list[Codes]) -> str:
    """ "2 children", "1 child and 1 place" """
    counted = Counter(p["kind"] for p in people)
    return words.join_and([words.plural(n, *PEOPLE.get(kind, ("other", "others"))) for kind, n in counted.items()])


def about(item: Codes) -> Iterator[Block]:
    """Why it was there, how it went, and what was done of what was agreed."""
    yield Listing(tuple(f"Why: {WHY.get(key, 'another reason')}" for key in item["why"]))
    ended = dict(Item.ENDS).get(item["ended"], "Not ended")
    again = f" Carried over {words.plural(item['carries'], 'time')} before." if item["carries"] else ""
    took = words.plural(round(item["seconds"] / 60), "minute")
    yield Paragraph(f"{ended}, after {took}.{again} {actions(item['actions'])}")


def actions(done: Codes) -> str:
    if not done["agreed"]:
        return "No action was agreed."
    later = done["agreed"] - done["on_time"] - done["late"] - done["overdue"]
    parts = [f"{n} {what}" for n, what in ((done["on_time"], "done on time"), (done["late"], "done late"),
                                           (done["overdue"], "overdue"), (later, "not yet due")) if n]
    return f"{words.plural(done['agreed'], 'action')}: {words.join_and(parts)}."


def letter(number: int) -> str:
    """A, B, … Z, AA, AB, …"""
    return (letter(number // 26 - 1) if number > 25 else "") + chr(ord("A") + number % 26)


def one(child: Codes, term: Forum, number: int) -> Section:
    """One person of an item: what was decided and how, the voice, each seat's side, and dissent."""
    made = child["decision"]
    blocks: list[Block] = [Listing(tuple(decided(made, term)))] if made else [Paragraph("Not decided.")]
    sides = sorted(child["positions"], key=lambda p: order(term, p["key"]))
    if stood := tuple((seat_name(term, p["key"]), SIDES[p["side"]], blind(p)) for p in sides):
        blocks.append(Table("How each seat stood to it", ("Seat", "Position", "Given blind"), stood))
    name = PEOPLE.get(child["kind"], ("other", ""))[0].capitalize()
    return Section(f"{name} {letter(number)}", tuple(blocks))


def blind(position: Codes) -> str:
    """Whether a seat gave its first position before it could read another's."""
    if position["side"] in ("none", "missing"):
        return "–"
    return "Yes" if position["blind"] else "No, after the others were opened"


def decided(made: Codes, term: Forum) -> Iterator[str]:
    outcome = term.outcome_of(made["chosen"])
    whose = "the meeting's own" if made["function_of"] in ("", "meeting") else f"the {made['function_of']}'s"
    yield f"Decided: {outcome.name}. The function is {whose}."
    yield f"How: {dict(Decision.HOW).get(made['how'], 'not said')}. {QUORATE[made['quorate']]}"
    yield f"The child's voice: {voice(made)}"
    placed = made["placed"]
    yield f"Best placed worker outside the council: {'not said' if placed is None else YES[placed != 'council']}."
    yield from (dissent(each) for each in made["dissents"])


QUORATE = {True: "Quorate.", False: "Not quorate.", None: "Whether quorate: not said."}
YES = {True: "yes", False: "no"}


def voice(made: Codes) -> str:
    """Used, and what it changed; or the coded reason for none."""
    if made["voice"]:
        return f"used. {codes.label('voice_influence', made['influence'])}."
    known = dict(codes.choices("no_voice_reason"))
    return f"not used. {known[made['no_voice']]}." if made["no_voice"] in known else NOT_ASKED


def dissent(told: Codes) -> str:
    raiser, against = (AGENCIES.get(told[k], "Another agency") for k in ("by", "against"))
    stage = STAGES.get(told["stage"], "not said")
    urgent = " Raised as imminent risk." if told["imminent"] else ""
    ends = f"Closed: {dict(Disagreement.OUTCOMES)[told['closed_as']]}." if told["closed_as"] else "Open."
    return f"Dissent: {raiser}, from a decision of {against}. Stage: {stage}.{urgent} {ends}"
