"""The child's voice before a decision, in four parts after it, and told back: nothing goes round the gate."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError

from kith import meetings
from kith.authority.acts import ACTS, Refused
from kith.authority.pages import ActPage
from kith.frontdoor import deciding as front
from kith.meetings import deciding, lundy, rules, terms
from kith.meetings.models import Decision, Item
from kith.meetings.tests import ground
from kith.meetings.tests.test_pages import posts, reads
from kith.people.models import Voice
from kith.work.models import Action
from tests.architecture.test_the_house_stands import routes

SOURCE = Path(meetings.__file__).parents[1]
WRITER = "write_decision"
DECIDE = {"child.decided": front.decide, "decision.corrected": front.correct, "meeting.decided": deciding.decide}


def uses_of(name: str) -> set[str]:
    """`room.module.function` of the application wherever this name is called."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        room = path.relative_to(SOURCE)
        if room.parts[0] == "invented" or {"tests", "migrations"} & set(room.parts):
            continue   # invented counties are written by the owner, before anybody works there
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(each, ast.FunctionDef):
                found |= {f"{'.'.join(room.with_suffix('').parts)}.{each.name}"
                          for c in ast.walk(each) if isinstance(c, ast.Call) and called(c) == name}
    return found


def called(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def test_a_decision_is_written_by_one_function_and_three_acts():
    rows = {f for f in uses_of("Decision") if f.startswith(("meetings", "frontdoor", "desk", "exchange", "work"))}
    assert rows == {"meetings.acts.write_decision"}
    assert uses_of(WRITER) == {"meetings.deciding.write", "frontdoor.deciding.write"}
    decide = {"frontdoor.deciding.decide", "frontdoor.deciding.correct", "meetings.deciding.decide"}
    writes = {f for f in uses_of("write") if f.startswith(("frontdoor.deciding", "meetings.deciding"))}
    assert writes == decide
    assert {verb for verb, a in ACTS.items() if a.function in DECIDE.values()} == set(DECIDE)


def test_every_page_that_decides_calls_one_of_these_acts_and_no_api_or_import_does():
    views = {getattr(p.callback, "view_class", None) for _, p in routes()} - {None}
    pages = {v.__name__: v.verb for v in views if issubclass(v, ActPage) and v.verb in DECIDE}
    assert set(pages.values()) == set(DECIDE), pages
    callers = {f for name in ("decide", "correct") for f in uses_of(name)}
    assert not {f for f in callers if f.startswith("exchange")}, callers


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("nothing said", {}, "Use the child's own words"),
    ("a reason nobody may choose", {"no_voice_reason": "not_asked"}, "Choose one of the reasons"),
    ("a made-up reason", {"no_voice_reason": "x"}, "Choose one of the reasons"),
    ("too young, nothing observed", {"no_voice_reason": "preverbal"}, "observed instead"),
    ("born", {"no_voice_reason": "unborn"}, "this child is born"),
    ("no day", {"no_voice_reason": "not_yet_seen"}, "Give the day"),
]


@pytest.fixture
def heard(world):
    """Noor before a strategy discussion, all three partners for an enquiry."""
    child = world.child_of(world.contact())
    _, item = ground.strategy(world, [child])
    ground.all_three(world, item, child, "enquiry_joint", "enquiry_joint", "enquiry_joint")
    return child, item


def test_no_gated_outcome_of_any_forum_is_decided_without_the_voice(world, heard):
    child, item = heard
    with world.at_work("manager") as by:
        mine = Item.objects.select_related("sitting").get(pk=item.pk)
        row = mine.children.get()
        gated = [o for f in terms.on(by.now) for o in f.outcome if o.gated]
        assert len(gated) > 10
        for outcome in gated:
            for name, said, words in BAD:
                against = deciding.reasons_against(by, by.now, mine, row, outcome, deciding.Answers(
                    outcome.key, ground.WHY, "Others", **said))
                assert words in " ".join(against), (outcome.key, name)
        with pytest.raises(Refused, match="Use the child's own words"):
            deciding.decide(by=by, at=by.now, subject=child, item=mine,
                            answers=deciding.Answers("enquiry_joint", ground.WHY, "Others"))
    assert not Decision.objects.using("owner").exists()


def test_the_page_refuses_what_the_act_refuses(world, heard):
    child, item = heard
    given = {"chosen": "enquiry_joint", "options_considered": "Others", "rationale": ground.WHY}
    at = f"/meetings/items/{item.pk}/children/{child}/decide/"
    for more in ({}, {"no_voice_reason": "not_asked"}, {"voice": "none", "no_voice_reason": "preverbal"}):
        assert posts(world, "manager", at, **given, **more) == 422
    assert not Decision.objects.using("owner").exists()


def test_the_database_itself_keeps_no_decision_with_neither_words_nor_reason(world, heard):
    child, item = heard
    with pytest.raises(IntegrityError, match="voice_or_a_reason_for_none"):
        Decision.objects.using("owner").bulk_create([Decision(
            subject_id=child, kind="strategy", about_id=item.pk, chosen="need", options_considered="x", rationale="x",
            maker_role="hub_manager", made_at=item.created_at, created_by_id=world.worker("manager").pk)])


def test_influence_is_one_of_the_codes():
    assert {"changed", "partly"} <= rules.INFLUENCES
    assert "not_asked" not in rules.NO_VOICE


def test_the_four_parts_stand_beside_a_decision_with_their_gaps_until_the_child_is_told(world, heard):
    child, item = heard
    home = f"/meetings/items/{item.pk}/"
    before = reads(world, "manager", home)
    assert "Audience Gap Nobody who decides has used it" in before
    ground.decide(world, item, child, "enquiry_joint")
    after = reads(world, "manager", home)
    assert "Audience : Morag Manager, Strategy discussion" in after and "Her words named who." in after
    assert "The child has not been told" in after and "Tell the child what was decided" in after
    assert "Audience : Morag Manager" in reads(world, "hub", f"/work/children/{child}/")
    told = Action.objects.using("owner").get(what="Tell the child what was decided and why")
    voice = Voice.objects.using("owner").filter(subject_id=child).get()
    assert posts(world, "hub", f"/work/children/{child}/voices/{voice.pk}/tell/", told="You will stay at your aunt's."
                 ) == 302
    told.refresh_from_db()
    assert told.done_at
    assert "The child has not been told" not in reads(world, "manager", home)
    assert world.client("charlie").get(home).status_code == 404


def test_a_decision_without_the_voice_shows_four_gaps_and_why(world, heard):
    child, item = heard
    ground.decide(world, item, child, "enquiry_joint", voice_id=None, influence="", difference="",
                  no_voice_reason="not_safe")
    shown = reads(world, "manager", f"/meetings/items/{item.pk}/")
    assert "Decided without it: not safe to approach the child now" in shown and shown.count(" Gap ") == 4


@pytest.mark.parametrize(("heard_as", "part", "gap"), [
    (lundy.Hearing(method="spoke", words=True), 0, "Not written: where, whether alone"),
    (lundy.Hearing(place="home", alone=False), 0, "Not written: who else was there"),
    (lundy.Hearing(method="parent_reported", words=True), 1, "A parent's account: hear the child too"),
    (lundy.Hearing(), 2, "Nobody who decides has used it"),
    (lundy.Hearing(decided_by="Morag", influence="changed"), 3,
     "Not written: what it changed. The child has not been told"),
])
def test_each_part_says_what_is_missing(heard_as, part, gap):
    assert lundy.parts(heard_as)[part].gap == gap
