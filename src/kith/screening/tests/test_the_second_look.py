"""The second look: drawn at random with its seed kept, given blind, by somebody who had no part in the first."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.authority.acts import Refused
from kith.screening import acts, rules, sampling
from kith.screening.models import Expected, Sample, Sampled, VignetteGrade
from kith.screening.tests import steps

LONDON = ZoneInfo("Europe/London")
MAY = datetime(2027, 5, 12, 23, 10, tzinfo=LONDON)


def owners(model):
    return model.objects.using("owner")


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 40), min_size=1), st.integers(0, 60), st.integers())
def test_a_sample_is_as_large_as_asked_for_and_can_be_drawn_again(sizes, wanted, seed):
    strata = {name: [f"{name}{n}" for n in range(size)] for name, size in sizes.items()}
    drawn = rules.draw(strata, wanted, str(seed))
    count = sum(map(len, drawn.values()))
    assert count == min(wanted, sum(sizes.values()))
    assert all(set(ids) <= set(strata[name]) and len(set(ids)) == len(ids) for name, ids in drawn.items())
    shuffled = {name: list(reversed(ids)) for name, ids in reversed(strata.items())}
    assert rules.draw(shuffled, wanted, str(seed)) == drawn


def a_month_of_screenings(world) -> None:
    world.set_clock(MAY)
    incident = steps.incident_of(world)
    screening = steps.screened(world, incident=incident, grade="amber")
    with world.at_work("constable") as by:
        acts.not_needed(by=by, at=by.now, subject=incident.pk, expected=steps.expected_of(incident, "Jude"),
                        reason="adult_now")
    steps.supervised(world, screening)
    world.set_clock(MAY + timedelta(days=25))
    assert sampling.draw_last_month() == 2


def test_last_month_is_drawn_once_with_its_frame_its_number_and_its_seed(world):
    a_month_of_screenings(world)
    assert sampling.draw_last_month() == 0
    found = {s.kind: s for s in owners(Sample)}
    assert (found["second_grading"].frame, found["second_grading"].drawn) == (1, 1)
    assert found["second_grading"].strata == {"amber, late": [1, 1]}
    assert (found["not_needed"].frame, found["not_needed"].drawn) == (1, 1)
    assert found["not_needed"].seed.startswith("not_needed/2027-05-01/")


def test_the_second_grade_is_given_without_seeing_the_first(world):
    a_month_of_screenings(world)
    police, item = world.client("hub_police"), owners(Sampled).get(screening__isnull=False)
    listed = police.get("/screenings/second/").content.decode()
    assert "Grade a screening, May 2027" in listed and "Check a reason" in listed
    url = f"/screenings/second/{item.pk}/"
    page = police.get(url).content.decode()
    assert "A plate" in page or "plate thrown" in page
    assert "Both parents calm now." not in page and "How do you grade it?" not in page
    assert police.post(url, {"grade": "red", "note": "A child under a table and a plate thrown."}).status_code == 302
    item = owners(Sampled).get(pk=item.pk)
    assert (item.grade, item.given_by_id) == ("red", world.worker("hub_police").pk)
    assert police.get(url).status_code == 404


def test_whoever_had_a_part_in_it_is_not_asked(world):
    a_month_of_screenings(world)
    item = owners(Sampled).select_related("screening", "sample").get(screening__isnull=False)
    owners(type(item.screening)).filter(pk=item.screening_id).update(owner=world.worker("hub_police"))
    assert world.client("hub_police").get(f"/screenings/second/{item.pk}/").status_code == 404
    with world.at_work("hub_police") as by, pytest.raises(Refused, match="had a part"):
        fresh = Sampled.objects.select_related("screening", "sample").get(pk=item.pk)
        sampling.give(by=by, at=by.now, subject=item.incident_id, item=fresh, note="As many words as it takes.",
                      grade="red")


def test_everybody_grades_the_story_of_the_month_once_and_alone(world):
    for key in ("constable", "sergeant", "screener"):
        client = world.client(key)
        assert client.get("/screenings/story/").status_code == 200
        assert client.post("/screenings/story/", {"grade": "amber", "note": "The child counts."}).status_code == 302
        assert client.post("/screenings/story/", {"grade": "red", "note": "Once more."}).status_code == 422
    assert owners(VignetteGrade).count() == 3
    with world.at_work("sergeant"):
        assert VignetteGrade.objects.count() == 1


@pytest.mark.parametrize("key", ["charlie", "constable", "sergeant", "leader", "screener", "dsl"])
def test_the_second_look_is_the_hubs_police_and_managers(world, key):
    assert world.client(key).get("/screenings/second/").status_code == 404
    assert not owners(Expected).exists()
