"""The police's three years: the planted teams can be found by their figures and only the truth file names them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import cache, cached_property

import pytest

from kith import invented
from kith.insight.funnel import Unit, funnel
from kith.invented.policing import GRADES, UNDER_GRADE, UNDER_SCREEN, Force, LoggedIncident
from kith.screening.models import Expected, Incident, Screening


class Told(Force):
    """A force whose incidents are made once."""

    @cached_property
    def all(self) -> list[LoggedIncident]:
        return list(super().incidents())

    def incidents(self) -> Iterator[LoggedIncident]:
        return iter(self.all)


@cache
def force_of(seed: int, planted: bool = True) -> Force:
    return Told(invented.county(600, seed, planted=planted))


def planted(force: Force, kind: str) -> set[str]:
    """The teams that the truth, kept outside the application, names as planted."""
    return {row.left for row in force.truth() if row.kind == kind and row.note.startswith("planted")}


def placed(force: Force) -> set[str]:
    """The teams that a funnel of made against expected names as low."""
    wanted: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for incident in force.incidents():
        for child in incident.children:
            wanted[incident.team.key] += not child.line.not_needed
            made[incident.team.key] += child.line.submitted_at is not None
    return {one.unit.name for one in funnel([Unit(k, made[k], n) for k, n in wanted.items()]).low}


def test_the_planted_teams_are_named_and_no_honest_one():
    assert placed(force_of(7)) == planted(force_of(7), "screening_rate")


def too_low(force: Force, days: int) -> set[str]:
    """The teams that a funnel names as grading too low at first, of what began in the last `days`."""
    above: Counter[str] = Counter()
    low: Counter[str] = Counter()
    lines = ((i.team.key, c.line) for i in force.incidents() for c in i.children
             if i.began_at > force.county.now - timedelta(days=days))
    for team, line in lines:
        if line.supervised_at and line.grade != "green":
            above[team] += 1
            low[team] += GRADES.index(line.officer) < GRADES.index(line.grade)
    return {one.unit.name for one in funnel([Unit(k, low[k], n) for k, n in above.items()]).placed
            if one.flag == "high"}


@pytest.mark.parametrize("days", [365, 1096])
def test_the_planted_under_graders_are_named_in_a_year_and_in_three_and_no_honest_team(days):
    assert too_low(force_of(7), days) == planted(force_of(7), "under_grading")
    assert too_low(force_of(7, False), days) == set()


def test_the_truth_names_who_was_planted_and_nobody_where_nothing_was():
    assert planted(force_of(7), "screening_rate") == set(UNDER_SCREEN)
    assert planted(force_of(7), "under_grading") == set(UNDER_GRADE)
    assert planted(force_of(7, False), "screening_rate") == planted(force_of(7, False), "under_grading") == set()


def test_where_nothing_is_planted_at_most_one_team_in_twenty_is_named():
    forces = [force_of(seed, False) for seed in (7, 2, 3)]
    assert sum(len(placed(force)) for force in forces) <= sum(len(force.teams) for force in forces) / 20


def test_the_same_seed_gives_the_same_incidents():
    one, other = (list(Force(invented.county(60, 3)).incidents()) for _ in range(2))
    assert one == other and len(one) > 100


def test_the_county_stands_in_the_tables_and_the_truth_apart(seeded):
    assert Incident.objects.using("owner").count() == len(list(Force(seeded.county).incidents()))
    assert Screening.objects.using("owner").count() < Expected.objects.using("owner").count()
    assert "under_grading" in seeded.truth and "screening_rate" in seeded.truth
