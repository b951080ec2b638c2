"""The register is whole, sourced and consistent, and can be asked by verb."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time

import pytest

from kith.statute import duties, profile
from kith.statute.calendar import Calendar, SchoolTerms
from kith.statute.duty import Duty, InForce, since
from kith.statute.register import REGISTER
from kith.statute.units import Length, Unit

PRINTED = {
    "C01": "contact.decision",
    "C02": "contact.acknowledged",
    "C03": "contact.told",
    "C04": "contact.red",
    "C05": "contact.amber",
    "C06": "contact.green",
    "C07": "partner.reply_red partner.reply_amber partner.reply_green",
    "C08": "strategy.held_red strategy.held",
    "C09": "enquiry.child_seen",
    "C10": "assessment.child_seen",
    "C11": "assessment.checkpoint",
    "C12": "assessment.complete",
    "C13": "conference.initial",
    "C14": "conference.report_initial conference.report_review",
    "C15": "conference.agency_report",
    "C16": "core_group.first",
    "C17": "core_group.next",
    "C18": "conference.first_review",
    "C19": "conference.next_review",
    "C20": "plan.child_seen",
    "C21": "need_plan.visit need_plan.review",
    "C22": "looked_after.visit",
    "C23": "looked_after.review",
    "C24": "early_help.review",
    "C25": "conference.transfer_in",
    "C27": "police_protection.end",
    "C28": "school.notice",
    "C29": "missing.return_interview",
    "C30": "missing.prevention_interview",
    "C32": "exploitation.review_high exploitation.review_medium exploitation.review_low",
    "C33": "incident.notification",
    "C34": "review.rapid",
    "C35": "review.lcspr",
    "C36": "disagreement.talk disagreement.line_managers disagreement.senior_managers disagreement.heads"
    " disagreement.partners",
    "C37": "report.yearly",
    "C38": "self_audit.due",
    "C39": "allegation.lado",
    "C40": "access_request.answer",
    "C41": "breach.report",
    "C42": "complaint.acknowledged complaint.stage_1 complaint.stage_2",
    "C44": "screening.submitted",
    "C45": "screening.supervised screening.improved",
    "C46": "screening.triage_red screening.triage_amber screening.triage_green",
}
VERB = re.compile(r"[a-z_]+\.[a-z][a-z0-9_]+")


def keys(found: Iterable[Duty]) -> set[str]:
    return {duty.key for duty in found}


def test_every_printed_key_exists_once_under_its_number_and_no_other() -> None:
    printed = sorted((number, key) for number, line in PRINTED.items() for key in line.split())
    assert sorted((duty.register, duty.key) for duty in REGISTER) == printed


@pytest.mark.parametrize("duty", duties.all(), ids=lambda duty: duty.key)
def test_every_duty_says_who_what_when_and_on_whose_word(duty: Duty) -> None:
    assert all((duty.name, duty.owner, duty.source, duty.tag, duty.met_by))
    for verb in (*duty.start_verbs, *duty.met_by, *duty.superseded_by):
        assert VERB.fullmatch(verb), verb
    assert not set(duty.met_by) & set(duty.superseded_by)
    assert duty.starts not in duty.superseded_by


@pytest.mark.parametrize("duty", duties.all(), ids=lambda duty: duty.key)
def test_every_duty_ends_after_it_starts_unless_it_counts_back(duty: Duty) -> None:
    start = datetime(2027, 2, 3, 10, tzinfo=UTC)
    for verb in duty.start_verbs:
        due = duty.turn(verb).due(start, Calendar())
        assert (due.reported_at > start) == (duty.counts == "after")
        assert due.at <= due.reported_at


def test_only_local_duties_wait_for_the_county_for_their_length() -> None:
    assert [duty.key for duty in REGISTER if (duty.length is None) != duty.local] == []


def test_a_line_of_the_bare_register_without_length_says_so() -> None:
    bare = next(duty for duty in REGISTER if duty.key == "contact.told")
    with pytest.raises(ValueError, match="county"):
        _ = bare.within


def test_received_contact_starts_the_decision_and_the_acknowledgement() -> None:
    assert keys(duties.started_by("contact.received")) == {"contact.decision", "contact.acknowledged"}


def test_decision_meets_the_statutory_and_the_local_clock_and_starts_telling() -> None:
    grades = {"contact.red", "contact.amber", "contact.green"}
    assert keys(duties.met_by("contact.decided")) == {"contact.decision"} | grades
    assert keys(duties.started_by("contact.decided")) == {"contact.told"}


def test_new_grade_supersedes_the_other_grades_and_counts_from_receipt() -> None:
    assert keys(duties.superseded_by("contact.graded_red")) == {"contact.amber", "contact.green"}
    (red,) = duties.started_by("contact.graded_red")
    assert (red.key, red.runs_from) == ("contact.red", "received")


def test_joining_supersedes_every_clock_of_the_joined_contact() -> None:
    assert keys(duties.superseded_by("contact.joined")) == {
        duty.key for duty in duties.all() if duty.key.startswith("contact.")
    }


@pytest.mark.parametrize("grade", ["red", "amber", "green"])
def test_partner_meets_the_reply_clock_by_any_answer(grade: str) -> None:
    (reply,) = duties.started_by(f"request.sent_{grade}")
    assert reply.key == f"partner.reply_{grade}"
    assert set(reply.met_by) == {"request.answered", "request.nothing_known", "request.declined"}


def test_verb_that_nobody_knows_starts_nothing() -> None:
    assert duties.started_by("tea.made") == ()


def test_later_turns_have_their_own_length() -> None:
    (second,) = duties.started_by("looked_after.first_reviewed")
    (third,) = duties.started_by("looked_after.reviewed")
    assert (str(second.length), str(third.length)) == ("3 months", "6 months")
    (next_review,) = duties.started_by("need_plan.reviewed")
    assert str(next_review.length) == "3 months"


def test_imminent_risk_starts_at_the_second_stage_with_four_hours() -> None:
    (stage,) = duties.started_by("disagreement.raised_as_imminent")
    assert (stage.key, str(stage.length)) == ("disagreement.senior_managers", "4 hours")


def test_an_attempted_visit_meets_no_visit_clock() -> None:
    assert duties.met_by("plan.visit_attempted") == ()


def test_running_clock_keeps_the_length_it_was_started_with() -> None:
    england, saltmere = duties.get("contact.red"), duties.get("contact.red", profile=profile.shipped("brag"))
    assert england.version != saltmere.version
    kept = saltmere.at_version(england.version)
    assert (kept.within, kept.unit, kept.version) == (4, Unit.ELAPSED_HOURS, england.version)


def test_version_of_another_duty_is_refused() -> None:
    with pytest.raises(ValueError, match="not a version"):
        duties.get("contact.red").at_version(duties.get("contact.amber").version)


def test_versions_tell_all_turns_apart() -> None:
    versions = [duty.turn(verb).version for duty in duties.all() for verb in duty.start_verbs]
    same_length = {"plan.child_seen", "need_plan.visit", "early_help.review", "self_audit.due"}
    repeated = {text.partition(":")[0] for text in versions if versions.count(text) > 1}
    assert repeated == same_length


def test_unknown_duty_is_named_with_a_suggestion() -> None:
    with pytest.raises(duties.UnknownDuty, match='Did you mean "contact.decision"'):
        duties.get("contact.decison")


def test_duty_is_not_found_before_its_law() -> None:
    with pytest.raises(duties.UnknownDuty, match="in force"):
        duties.get("school.notice", date(2020, 1, 1))


def test_period_in_force_ends_before_its_last_day() -> None:
    period = InForce(date(2026, 1, 1), date(2027, 1, 1))
    assert period.covers(date(2026, 12, 31)) and not period.covers(date(2027, 1, 1))
    assert since(2026, 1, 1).covers(date(2090, 1, 1))


def test_hour_clock_refuses_a_bare_date_and_any_clock_a_time_without_offset() -> None:
    with pytest.raises(ValueError, match="time of day"):
        duties.get("contact.red").due(date(2027, 1, 4), Calendar())
    with pytest.raises(ValueError, match="offset"):
        duties.get("contact.decision").due(datetime(2027, 1, 4, 9), Calendar())


def test_day_clock_has_a_date_and_two_instants() -> None:
    due = duties.get("contact.decision").due(datetime(2027, 6, 1, 23, 30, tzinfo=UTC), Calendar())
    assert due.on == date(2027, 6, 3)  # half past midnight on 2 June in London
    assert due.at == datetime(2027, 6, 3, 16, tzinfo=UTC)
    assert due.reported_at == datetime(2027, 6, 3, 22, 59, 59, tzinfo=UTC)


def test_clock_that_crosses_the_published_holidays_says_so() -> None:
    assessment = duties.get("assessment.complete")
    assert assessment.due(date(2027, 12, 1), Calendar()).beyond_horizon
    assert not assessment.due(date(2027, 9, 1), Calendar()).beyond_horizon


def test_red_strategy_is_due_the_same_working_day_or_the_next_one_worked() -> None:
    red = duties.get("strategy.held_red")
    assert red.due(date(2026, 12, 24), Calendar()).on == date(2026, 12, 24)
    assert red.due(date(2026, 12, 26), Calendar()).on == date(2026, 12, 29)


def test_school_notice_uses_the_schools_own_terms_and_is_careful_without_them() -> None:
    notice, night = duties.get("school.notice"), datetime(2027, 5, 31, 1, 5, tzinfo=UTC)
    terms = SchoolTerms(((date(2027, 6, 7), date(2027, 7, 21)),), session_starts=time(8, 50))
    assert notice.due(night, Calendar(), terms).at == datetime(2027, 6, 7, 7, 50, tzinfo=UTC)
    careful = notice.due(night, Calendar())
    assert (careful.at, careful.beyond_horizon) == (datetime(2027, 6, 1, 7, 45, tzinfo=UTC), True)


def test_warning_comes_before_the_end_in_the_units_of_the_duty() -> None:
    calendar = Calendar()
    decision, conference = duties.get("contact.decision"), duties.get("conference.initial")
    due = decision.due(date(2027, 1, 4), calendar)
    assert decision.warn_at(due, calendar) == datetime(2027, 1, 5, 15, tzinfo=UTC)
    due = conference.due(date(2026, 12, 24), calendar)
    assert conference.warn_at(due, calendar) == datetime(2027, 1, 12, 17, tzinfo=UTC)
    assert duties.get("contact.told").warn_at(due, calendar) is None


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (Length(1, Unit.WORKING_DAYS), "1 working day"),
        (Length(72, Unit.ELAPSED_HOURS), "72 hours"),
        (Length(0, Unit.CALENDAR_DAYS), "the same day"),
        (Length(0, Unit.SAME_WORKING_DAY), "the same working day"),
    ],
)
def test_lengths_read_as_plain_words(length: Length, words: str) -> None:
    assert str(length) == words
