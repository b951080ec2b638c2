"""One response on its page and as a file: for whoever may see what it belongs to, and as absent for everybody else."""

from __future__ import annotations

import pytest

from kith.instruments import acts, shelf
from kith.instruments.tests.test_answers_are_kept import FULL, TOOL, give
from kith.instruments.tool import WhyNot

VIST = {"nature": "domestic", "what_happened": "Shouting.", "weapon": "no", "home": ("fine",),
        "adult_worry": ("nothing",), "adults": WhyNot("not_known"), "other_children": WhyNot("none"),
        "seen": "yes", "spoken": "alone",
        "words": "I hid with Bear", "demeanour": ("usual",), "hurt": "no", "school": "Ashbrook Primary",
        "safe_now": "yes", "grade": "green", "grade_why": "Calm.", "told": "yes"}


@pytest.fixture
def response(world):
    child = world.child_of(world.contact())
    with world.at_work("hub") as by:
        return acts.give(by=by, at=by.now, subject=child, tool=shelf.version("vist", "2"), answers=VIST)


def test_the_page_explains_the_grade_and_says_what_another_version_would_have_made_of_it(world, response):
    page = world.client("manager").get(f"/responses/{response.pk}/").content.decode()
    assert "Amber: Domestic abuse in a home with a child is never green." in page
    assert "Grade given: Green, which is lower than the rules reach." in page
    assert "Version 1, from 1 January 2019: the same answers reach Green by its rules." in page
    assert "I hid with Bear" in page


def test_whoever_may_not_see_it_finds_nothing(world, response):
    for key in ("charlie", "constable", "leader", "administrator", "dsl"):
        assert world.client(key).get(f"/responses/{response.pk}/").status_code == 404, key
        assert world.client(key).get(f"/responses/{response.pk}.csv").status_code == 404, key


def test_files_are_for_those_who_answer_for_passing_on(world, response):
    assert world.client("screener").get(f"/responses/{response.pk}.json").status_code == 404
    manager = world.client("manager")
    assert manager.get(f"/responses/{response.pk}.json").json()["answers"]["words"]["answer"] == "I hid with Bear"
    answer = manager.get(f"/responses/{response.pk}.csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "Ashbrook Primary" in answer.content.decode()
    assert manager.get(f"/responses/{response.pk}.exe").status_code == 404


def test_whoever_wrote_it_opens_it(world):
    with world.at_work("constable") as by:
        pk = give(by, FULL, TOOL).pk
    page = world.client("constable").get(f"/responses/{pk}/").content.decode()
    assert "under version 1" in page and "Jo Bloggs (30, mother), not known" in page
