"""Due dates of the worked scenarios, reckoned by hand with the GOV.UK list of bank holidays."""

from datetime import date, datetime

import pytest

from kith.statute import duties
from kith.statute.calendar import LONDON, Calendar

# scenario, duty, start, due
CASES = [
    ("Christmas Eve red", "contact.decision", "2026-12-24", "2026-12-29"),
    ("Christmas Eve red", "contact.red", "2026-12-24T15:40+00:00", "2026-12-24T19:40+00:00"),
    ("Christmas Eve red", "conference.initial", "2026-12-24", "2027-01-19"),
    ("Christmas Eve red", "assessment.complete", "2026-12-24", "2027-03-02"),
    ("Christmas Eve red", "core_group.first", "2027-01-19", "2027-02-02"),
    ("Christmas Eve red", "conference.first_review", "2027-01-19", "2027-04-19"),
    ("Christmas Eve red: report two days before", "conference.report_initial", "2027-01-19", "2027-01-15"),
    ("Spring bank holiday, told twice", "contact.decision", "2027-05-31", "2027-06-01"),
    ("Spring bank holiday, told twice", "assessment.complete", "2027-05-31", "2027-08-02"),
    ("Four siblings", "conference.initial", "2027-02-15", "2027-03-08"),
    ("Four siblings", "assessment.complete", "2027-02-15", "2027-04-21"),
    ("Four siblings", "core_group.first", "2027-03-05", "2027-03-19"),
    ("Four siblings: three months is a Saturday", "conference.first_review", "2027-03-05", "2027-06-04"),
    ("Four siblings: child seen", "plan.child_seen", "2027-03-05", "2027-03-19"),
    ("Unborn", "contact.decision", "2027-01-11", "2027-01-12"),
    ("Unborn", "assessment.complete", "2027-01-11", "2027-03-15"),
    ("Unborn", "conference.initial", "2027-02-01", "2027-02-22"),
    ("Unborn", "core_group.first", "2027-02-22", "2027-03-08"),
    ("Unborn: three months is a Saturday", "conference.first_review", "2027-02-22", "2027-05-21"),
    ("Moved from another council", "conference.transfer_in", "2027-04-09", "2027-04-30"),
    ("Moved from another council: May Day", "core_group.first", "2027-04-30", "2027-05-17"),
    ("Moved from another council", "conference.first_review", "2027-04-30", "2027-07-30"),
    ("Clocks go forward", "missing.return_interview", "2027-03-28T00:30+00:00", "2027-03-31T01:30+01:00"),
    ("Partners disagree", "disagreement.line_managers", "2027-03-01", "2027-03-02"),
    ("Partners disagree", "disagreement.senior_managers", "2027-03-02", "2027-03-04"),
    ("Partners disagree", "disagreement.heads", "2027-03-04", "2027-03-08"),
    ("Partners disagree: Easter", "conference.initial", "2027-03-05", "2027-03-30"),
    ("Serious incident", "incident.notification", "2026-12-11", "2026-12-18"),
    ("Serious incident: three bank holidays", "review.rapid", "2026-12-17", "2027-01-12"),
    ("Serious incident", "review.lcspr", "2027-01-12", "2027-07-12"),
    ("Begun on a Saturday", "contact.decision", "2027-03-13", "2027-03-15"),
    ("Begun on Christmas Day", "contact.decision", "2026-12-25", "2026-12-29"),
    ("A young person asks for his record", "access_request.answer", "2027-01-15", "2027-02-15"),
    ("Year ended", "report.yearly", "2027-03-31", "2027-09-30"),
]


@pytest.mark.parametrize(("scenario", "key", "start", "expected"), CASES)
def test_duty_is_due_when_the_scenario_says(scenario: str, key: str, start: str, expected: str) -> None:
    began = datetime.fromisoformat(start) if "T" in start else date.fromisoformat(start)

    due = duties.get(key, london(began)).due(began, Calendar())

    if "T" in expected:
        assert (due.on, due.at) == (None, datetime.fromisoformat(expected)), scenario
        assert due.at.astimezone(LONDON).isoformat(timespec="minutes") == expected
    else:
        assert due.on == date.fromisoformat(expected), scenario


def london(start: date | datetime) -> date:
    return start.astimezone(LONDON).date() if isinstance(start, datetime) else start
