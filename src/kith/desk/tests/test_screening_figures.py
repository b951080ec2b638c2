"""The figures on screening: the denominator from incidents, each reader no further than their column, nobody ranked."""

from __future__ import annotations

import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pypdf
import pytest

from kith.authority.models import Notice
from kith.desk.consistency import alike, asking, grading, jobs, judging
from kith.desk.consistency.asking import Grades, Kind, Officer
from kith.insight import agreement
from kith.kit.words import local
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
    assert jobs.keep_first() == 3 and jobs.keep_first() == 0
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
    drawn = grading.by_team(Grades(team={**honest, "Team low": (40, 80)}), hide=False)
    assert drawn and "Team low grade too low at first more than chance" in drawn.sentence
    alone = grading.by_team(Grades(team=honest), hide=False)
    assert alone and "No team is higher" in alone.sentence
    assert grading.by_team(Grades(team={"Team 1": (3, 40), "Team 2": (2, 40)}), hide=False) is None


def test_how_many_were_graded_too_low_is_hidden_where_few_were():
    assert "12 (20%) had been graded lower" in grading.low_sentence((12, 60), hide=True)
    assert "Too few of them" in grading.low_sentence((3, 60), hide=True)
    assert "3 (5%)" in grading.low_sentence((3, 60), hide=False)
    assert "No screening" in grading.low_sentence((0, 0), hide=True)


def test_a_team_with_few_on_either_side_is_judged_but_not_drawn_for_those_without_the_rows():
    teams = {f"Team {n}": counted(100, 84 + n % 5) for n in range(18)} | {"Team small": counted(40, 38)}
    found = judging.placed(teams)
    drawn = [judging.funnel_of(found, "screen", title="Screened", across="children", hide=h) for h in (True, False)]
    names = [{row[0] for row in each.table.rows} for each in drawn]
    assert "Team small" not in names[0] and len(names[0]) == 17 and "2 teams" in drawn[0].sentence
    assert "Team small" in names[1] and "Not drawn" not in drawn[1].sentence


def test_months_with_few_are_left_out_and_a_chart_of_mostly_such_months_is_not_drawn():
    many = {f"2026-{n:02}-01": (8, 20) for n in range(1, 10)}
    assert judging.enough({**many, "2026-10-01": (1, 3), "2026-11-01": (0, 0)}) == many
    assert judging.enough({f"2026-{n:02}-01": (2, 12 if n % 2 else 4) for n in range(1, 11)}) == {}


def test_a_stage_at_which_few_stopped_is_left_out_for_those_without_the_rows():
    reached = [("Called for", 58), ("Begun", 55), ("Completed", 50), ("Supervised", 50), ("Shared", 20), ("Taken", 17)]
    kept, said = judging.shown_stages(reached)
    assert kept == [("Called for", 58), ("Completed", 50), ("Supervised", 50), ("Shared", 20)]
    assert "begun and taken" in said
    assert judging.shown_stages([("Called for", 58), ("Begun", 50)]) == ([("Called for", 58), ("Begun", 50)], "")


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


@pytest.fixture
def later(world, some) -> date:
    """Some weeks on: the month of the incident is over."""
    month = local(some.incident.began_at).date().replace(day=1)
    world.set_clock(datetime(month.year, month.month, 1, 9, 0, tzinfo=UTC) + timedelta(days=40))
    return month


def paper(month: date) -> str:
    return f"/work/screening/month/{month:%Y-%m}/"


def printed(answer: Any) -> str:
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)


def test_a_month_on_paper_says_what_the_page_says_and_is_tagged(world, later):
    answer = world.client("manager").get(paper(later))
    said = printed(answer)
    assert f"Police screening in {later:%B %Y}" in said and "1 of 3 children who should have been screened" in said
    for heading in ("Every time?", "Alike?", "Well?", "For every child?", "From incident to front door: the numbers"):
        assert heading in said
    root: Any = pypdf.PdfReader(io.BytesIO(answer.content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True and root["/Lang"] == "en-GB"  # noqa: E712 - pypdf's own boolean


@pytest.mark.parametrize("key", ["leader", "scrutineer"])
def test_on_paper_too_a_leader_is_not_shown_numbers_below_five(world, later, key):
    said = printed(world.client(key).get(paper(later)))
    assert "Too few children to show their numbers" in said and "Hale" not in said
    assert "were (33%)" not in said


@pytest.mark.parametrize("key", ["charlie", "constable", "alice", "screener", "administrator"])
def test_nobody_else_finds_the_paper(world, later, key):
    assert world.client(key).get(paper(later)).status_code == 404


@pytest.mark.parametrize("month", ["2027-02", "2027-13", "2019-01", "january"])
def test_a_month_that_is_not_over_or_never_was_is_absent(world, month):
    world.set_clock(datetime(2027, 2, 10, 9, 0, tzinfo=UTC))
    assert world.client("manager").get(f"/work/screening/month/{month}/").status_code == 404


def test_readers_are_told_once_on_the_first_working_day_that_the_month_can_be_printed(world):
    world.set_clock(datetime(2027, 1, 31, 9, 0, tzinfo=UTC))
    jobs.tell_month()                                     # of December
    world.set_clock(datetime(2027, 2, 1, 9, 0, tzinfo=UTC))   # a Monday
    told = jobs.tell_month()
    assert told >= 4 and jobs.tell_month() == 0
    found = Notice.objects.using("owner").filter(path=paper(date(2027, 1, 1)))
    assert found.count() == told and "January 2027 can be printed" in found[0].text
    assert world.worker("leader").pk in {n.holder_id for n in found}


def test_a_figure_narrower_than_a_stage_opens_to_its_own_list(world, some):
    page = world.client("manager").get(PAGE).content.decode()
    for wanted, there in (("without=voice", False), ("without=school", False), ("move=kept", True),
                          ("move=raised", False), ("move=kept&amp;by=sergeant", True), ("shift=early", None)):
        listed = world.client("manager").get(f"{PAGE}list/?{wanted.replace('&amp;', '&')}")
        assert listed.status_code == 200
        if there is not None:
            assert ("Finn Hale" in listed.content.decode()) is there
    assert "list/?months=12&amp;move=raised&amp;by=hub" in page


def test_the_children_of_a_group_are_listed_for_those_who_may_see_them_and_for_nobody_else(world, some):
    def listed(key: str, wanted: str):
        return world.client(key).get(f"{PAGE}list/?{wanted}")

    groups = [f"who={who}" for who in judging.WHO]
    found = [listed("manager", who).content.decode() for who in groups]
    for what in ("ethnicity", "sex", "age"):   # each child stands in one group of each
        assert sum("Isla Hale" in page for page, who in zip(found, groups, strict=True) if what in who) == 1
    missing = listed("hub_police", "stage=missing").content.decode()
    assert "Isla Hale" in missing and "Jude Hale" in missing and "Finn Hale" not in missing
    assert "stage=missing&amp;who=sex-F" in world.client("manager").get(PAGE).content.decode()
    assert listed("leader", "who=sex-F").status_code == 404 and listed("leader", "stage=missing").status_code == 200
    assert "who=" not in world.client("scrutineer").get(PAGE).content.decode()


@pytest.mark.parametrize(
    "wanted", ["without=mood", "who=sex-X", "move=sideways", "by=me", "month=2027-01-02", "shift=noon"])
def test_a_list_of_what_is_not_counted_is_absent(world, some, wanted):
    assert world.client("manager").get(f"{PAGE}list/?{wanted}").status_code == 404


def test_a_leader_is_not_listed_fewer_than_five_of_a_narrow_kind(world, some):
    listed = world.client("leader").get(f"{PAGE}list/?move=kept").content.decode()
    assert "Fewer than five" in listed and "Elmcaster response" not in listed


def test_agreement_by_team_where_there_is_enough_and_said_where_there_is_not():
    plenty = Counter({(0, 0): 25, (1, 1): 8, (0, 1): 3})
    apart = Counter({(0, 1): 30, (1, 1): 6})
    whole = Counter({key: 10 * n for key, n in plenty.items()})
    teams = {"Team 1": plenty, "Team 2": apart, "Team 3": Counter({(0, 0): 9})}
    body = alike.kept_body(whole, teams, "seed", 60)
    assert [row[:2] for row in body["teams"]] == [["Team 1", "36"], ["Team 2", "36"]]
    assert all(" to " in cell for row in body["teams"] for cell in row[2:3])
    assert "Team 2 lies below" in body["sentence"] and "1 with fewer than 30" in body["sentence"]
    assert body == alike.kept_body(whole, teams, "seed", 60)
    few = alike.kept_body(whole, {"Team 3": Counter({(0, 0): 9})}, "seed", 20)
    assert few["teams"] == [] and "None of 1 team has 30 graded twice" in few["sentence"]


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
