"""The figures on screening: the denominator from incidents, each reader no further than their column, nobody ranked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.desk.consistency import alike, asking, grading, jobs, judging
from kith.desk.consistency.asking import Grades, Kind, Officer
from kith.insight import agreement
from kith.screening.models import KeptFigure
from kith.screening.tests import steps

PAGE = "/work/screening/"


@pytest.fixture
def some(world):
    """One incident of four days ago with three children: one screened, supervised and shared, two never."""
    shared = steps.shared(world, steps.screened(world))
    world.forward(timedelta(days=4))
    return shared


@pytest.mark.parametrize("key", ["manager", "hub_police", "sergeant"])
def test_what_should_have_been_made_is_counted_from_incidents(world, some, key):
    page = world.client(key).get(PAGE).content.decode()
    assert "1 of 3 children who should have been screened were (33%)" in page


@pytest.mark.parametrize("key", ["leader", "scrutineer"])
def test_a_leader_is_not_shown_numbers_below_five(world, some, key):
    page = world.client(key).get(PAGE).content.decode()
    assert "Too few children to show their numbers" in page and "1 of 3" not in page


@pytest.mark.parametrize("key", ["charlie", "constable", "alice", "screener", "dsl", "administrator", "nurse"])
def test_everybody_else_finds_no_such_page(world, some, key):
    client = world.client(key)
    assert [client.get(p).status_code for p in (PAGE, f"{PAGE}list/?stage=eligible")] == [404, 404]


def test_a_figure_opens_to_the_children_behind_it_for_those_who_may_see_them(world, some):
    for key in ("hub_police", "sergeant"):
        listed = world.client(key).get(f"{PAGE}list/?stage=eligible").content.decode()
        assert "Isla Hale" in listed and "Jude Hale" in listed and "Finn Hale" not in listed
    assert "Finn Hale" in world.client("manager").get(f"{PAGE}list/?stage=shared").content.decode()


@pytest.mark.parametrize("key", ["leader", "scrutineer"])
def test_a_leader_opens_a_list_without_anybody_in_it(world, some, key):
    listed = world.client(key).get(f"{PAGE}list/?stage=eligible").content.decode()
    assert "Elmcaster response" in listed and "domestic present" in listed and "5 to 9" in listed
    assert "Hale" not in listed and "TC-1" not in listed and "Colin" not in listed


def test_a_stage_that_does_not_exist_is_absent(world, some):
    assert world.client("manager").get(f"{PAGE}list/?stage=nothing").status_code == 404


def test_the_nights_job_keeps_the_agreement_of_each_period(world, some):
    assert jobs.keep_agreement() == 3
    assert KeptFigure.objects.using("owner").count() == 3
    assert "Gwet" in world.client("leader").get(PAGE).content.decode()


def counted(eligible: int, completed: int) -> dict[str, int]:
    return dict.fromkeys(asking.MEASURED, 0) | {"eligible": eligible, "begun": completed, "completed": completed}


def test_the_sentence_of_the_funnel_names_the_low_team_and_no_honest_one():
    honest = {f"Team {n}": counted(100, 84 + n % 5) for n in range(18)}
    said = judging.funnel_sentence(judging.placed({**honest, "Team low": counted(100, 52)}), "screen")
    assert "Team low screen less" in said and "a reason to ask, not a verdict" in said
    assert "No team is lower" in judging.funnel_sentence(judging.placed(honest), "screen")


def test_the_team_that_grades_too_low_is_named_and_no_honest_one():
    honest = {f"Team {n}": (8 + n % 5, 80) for n in range(18)}
    drawn = grading.by_team(Grades(team={**honest, "Team low": (40, 80)}))
    assert drawn and "Team low grade too low at first more than chance" in drawn.sentence
    alone = grading.by_team(Grades(team=honest))
    assert alone and "No team is higher" in alone.sentence
    assert grading.by_team(Grades(team={"Team 1": (3, 40), "Team 2": (2, 40)})) is None


def test_the_drift_of_grading_is_told_by_the_rules_of_the_control_chart():
    steady = {f"2026-{n:02}-01": (10 + n % 2, 100) for n in range(1, 13)}
    worse = grading.by_month({**steady, "2027-01-01": (40, 100)})
    assert worse and "40% in the newest month; it has got worse beyond chance" in worse.sentence
    same = grading.by_month(steady)
    assert same and "varies as chance does" in same.sentence
    assert grading.by_month({"2027-01-01": (1, 9)}) is None


def test_small_groups_of_children_are_hidden_and_cannot_be_worked_out():
    kinds = [Kind("ethnicity", "W", 60, 50, 30), Kind("ethnicity", "B", 40, 31, 12), Kind("ethnicity", "O", 4, 3, 1)]
    rows = {row[0]: row[1:] for row in judging.equality(kinds)[0]["rows"]}
    assert rows["Other"] == ["hidden", "hidden", "hidden"]
    assert sum("hidden" in row for row in rows.values()) >= 2


def test_under_grading_is_what_was_raised_later():
    moves = [("green", "amber", "amber", 12), ("green", "green", "green", 80), ("red", "red", "amber", 8)]
    drawn = grading.matrix(moves, 2, "hub", hide=False)
    assert "12 (12%) were graded lower by the officer than by the hub, and 8 (8%) higher" in drawn.sentence
    assert drawn.table.rows[0] == ("Green", "80", "12", "0") or drawn.table.rows[0][1:] == ("80", "12", "0")


def test_a_small_movement_is_hidden_from_those_without_the_rows_and_cannot_be_worked_out():
    moves = [("green", "amber", "amber", 3), ("green", "green", "green", 80), ("amber", "amber", "red", 9)]
    drawn = grading.matrix(moves, 2, "hub", hide=True)
    cells = [cell for row in drawn.table.rows for cell in row[1:]]
    assert "3" not in cells and cells.count("hidden") >= 2


def test_a_coaching_prompt_names_an_own_officer_low_in_both_periods_and_nobody_else():
    others = [Officer(p, f"Officer {n}", 40, 86 + n % 4, 100) for p in (1, 2) for n in range(16)]
    low = [Officer(p, "Ben Carrow", 20, 30, 60) for p in (1, 2)]
    assert judging.prompts([*others, *low]) == ["Ben Carrow"]
    assert judging.prompts([*others, low[0], Officer(2, "Ben Carrow", 20, 52, 60)]) == []
    assert judging.prompts([*others, *(Officer(p, "Officer 99", 20, 30, 60) for p in (1, 2))]) == []


def test_only_a_sergeant_is_given_any_officers_figures(world, some):
    until = some.submitted_at + timedelta(days=2)
    for key, rows in (("sergeant", 1), ("manager", 0), ("leader", 0), ("constable", 0), ("scrutineer", 0)):
        with world.at_work(key):
            found = asking.officers(until)
        assert len(found) == rows
        assert not any("Colin" in officer.name for officer in found)  # one incident is far from thirty


def test_shared_stories_are_told_of_in_one_sentence_from_five_graders_on():
    four = agreement.tally([["green", "green", "amber", "green"]], asking.SCALE)
    five = agreement.tally([["green", "green", "amber", "green", "red"]], asking.SCALE)
    assert alike.told_alike(four) == ""
    assert alike.told_alike(five).startswith("5 people graded")
