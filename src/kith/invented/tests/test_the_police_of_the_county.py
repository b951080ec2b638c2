"""The police's three years: the planted teams can be found by their figures and only the truth file names them."""

from __future__ import annotations

from collections import Counter

from kith import invented
from kith.insight.funnel import Unit, funnel
from kith.invented.policing import UNDER_SCREEN, Force
from kith.screening.models import Expected, Incident, Screening


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
    assert placed(Force(invented.county(600, 7))) == set(UNDER_SCREEN)


def test_where_nothing_is_planted_nobody_is_named():
    assert placed(Force(invented.county(600, 7, planted=False))) == set()


def test_the_same_seed_gives_the_same_incidents():
    one, other = (list(Force(invented.county(60, 3)).incidents()) for _ in range(2))
    assert one == other and len(one) > 100


def test_the_county_stands_in_the_tables_and_the_truth_apart(seeded):
    assert Incident.objects.using("owner").count() == len(list(Force(seeded.county).incidents()))
    assert Screening.objects.using("owner").count() < Expected.objects.using("owner").count()
    assert "under_grading" in seeded.truth and "screening_rate" in seeded.truth
