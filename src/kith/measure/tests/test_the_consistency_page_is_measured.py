"""The cost of the page of screening figures, on a small county: every figure is there, and of the page itself."""

from __future__ import annotations

import pytest

from kith.measure import consistency_page
from kith.measure.calling import Caller
from kith.measure.marks import MARKS
from kith.screening.models import Expected, Screening


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(consistency_page, "TEAMS", 4)
    monkeypatch.setattr(consistency_page, "FEWEST_A_TEAM", 120)
    monkeypatch.setattr(consistency_page, "INCIDENTS", (0, 140))
    monkeypatch.setattr(consistency_page, "TIMES", 2)


def test_the_page_is_measured_for_each_reader_at_the_size_that_is_said(world, small):
    rows = list(consistency_page.run())
    marked = [row for row in rows if row.mark]
    assert [row.mark for row in marked] == [MARKS["screening.page"]] * len(consistency_page.READERS)
    assert all(0 < row.value < 5_000 for row in marked)
    said = {row.words: row.value for row in rows}
    assert said["incidents of the consistency page"] == Expected.objects.using("owner").count() >= 480
    assert 200 < Screening.objects.using("owner").count() < 480
    assert 0 < said["consistency page, hub manager: queries besides the frame's"] <= 12


def test_a_page_that_is_not_the_figures_is_not_measured(world):
    with pytest.raises(ValueError, match="404"):
        consistency_page.asked(Caller(world.token("charlie")), "")
