"""Three years of worries: their rate, rhythm and order, the full desk, and the set pieces."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest

from kith import invented
from kith.invented.shire import County
from kith.invented.terms import LONDON, county_terms, easter, independent_terms, is_taught

from .conftest import Tables, tables_of


def by_contact(rows: list) -> dict:
    found = defaultdict(list)
    for row in rows:
        found[row.contact].append(row)
    return found


def test_contacts_come_at_about_the_published_rate(larger: Tables):
    children = sum(row.kind == "child" for row in larger["Person"])
    assert 0.11 <= len(larger["Contact"]) / (3 * children) <= 0.17


def test_about_a_third_of_decisions_lead_to_assessment_or_protection(larger: Tables):
    outcomes = Counter(row.outcome for row in larger["Decision"])
    assert 0.27 <= (outcomes["assessment"] + outcomes["strategy_discussion"]) / outcomes.total() <= 0.40


def test_a_few_families_carry_most_contacts(larger: Tables):
    unit = {row.key: row.unit for row in larger["Person"]}
    seen = {row.contact: unit[row.subject] for row in larger["ContactChild"] if row.subject}
    loads = sorted(Counter(seen.values()).values(), reverse=True)
    assert sum(loads[: len(loads) // 5]) > 0.4 * sum(loads)


def test_schools_write_on_school_days_and_police_at_night_and_weekends(larger: Tables):
    local = [(row.source, row.received_at.astimezone(LONDON)) for row in larger["Contact"]]
    school = [at for source, at in local if source == "2A"]
    police = [at for source, at in local if source == "6"]
    taught = sum(is_taught(at.date(), county_terms(at.year - 1, 2)) for at in school)
    assert taught > 0.9 * len(school) and all(at.weekday() < 5 for at in school)
    assert sum(at.weekday() > 4 for at in police) > 0.25 * len(police)
    assert sum(at.hour >= 20 or at.hour < 6 for at in police) > 0.3 * len(police)


def test_every_contact_names_children_who_exist_in_order(demo: Tables):
    people, children = {row.key for row in demo["Person"]}, by_contact(demo["ContactChild"])
    for contact in demo["Contact"]:
        named = children[contact.key]
        assert [row.position for row in named] == list(range(1, len(named) + 1)) and named
        assert all(row.subject is None or row.subject in people for row in named)


def test_received_then_decided_then_told_and_nothing_in_the_future(larger: Tables, demo_county: County):
    decisions, tellings = by_contact(larger["Decision"]), by_contact(larger["Telling"])
    for contact in larger["Contact"]:
        assert contact.occurred_at <= contact.received_at < demo_county.now
        for decision in decisions[contact.key]:
            assert contact.received_at <= decision.at < demo_county.now
            assert all(decision.at <= told.at < demo_county.now for told in tellings[contact.key])


def test_requests_are_answered_after_asking_and_before_now(larger: Tables, demo_county: County):
    asked = {row.key: row.sent_at for row in larger["Request"]}
    assert larger["Answer"]
    assert all(asked[row.request] <= row.at < demo_county.now for row in larger["Answer"])


def test_no_contact_before_a_child_is_born_or_far_enough_on_the_way(larger: Tables):
    people = {row.key: row for row in larger["Person"]}
    received = {row.key: row.received_at.date() for row in larger["Contact"]}
    unborn = 0
    for row in larger["ContactChild"]:
        person = people.get(row.subject)
        if person and person.born_on:
            assert person.born_on <= received[row.contact]
        elif person:
            unborn += 1
            assert person.expected_on - timedelta(weeks=24) <= received[row.contact]
    assert unborn


def test_every_decision_used_the_voice_or_says_why_not(larger: Tables):
    voices = {row.key: row for row in larger["VoiceEntry"]}
    for row in larger["Decision"]:
        assert bool(row.voice) != bool(row.voice_reason)
        assert row.voice is None or voices[row.voice].subject == row.subject


def test_words_are_a_childs_own_and_the_very_young_are_observed(larger: Tables):
    born = {row.key: row.born_on for row in larger["Person"]}
    for row in larger["VoiceEntry"]:
        young = (row.heard_at.date() - born[row.subject]).days < 3.9 * 365
        assert not (young and row.verbatim)
        assert row.verbatim or row.observation


def test_narratives_are_varied_and_filled_in(larger: Tables):
    texts = [row.narrative for row in larger["Contact"]]
    assert len(set(texts)) > 0.9 * len(texts)
    assert not any("{" in text or "|" in text for text in texts)
    assert any("No concerns of" in text or "no history of" in text for text in texts)


def test_the_desk_is_full_at_every_stage_with_two_reds(demo: Tables):
    still_open = [row for row in demo["Contact"] if row.stage != "told"]
    stages = Counter(row.stage for row in still_open)
    assert 36 <= len(still_open) <= 50
    assert all(
        stages[stage] >= 2 for stage in ("received", "matched", "graded", "asked", "joined", "decided")
    )
    opened = {row.key for row in still_open}
    reds = {row.contact for row in demo["RagGrade"] if row.grade == "red"} & opened
    assert len(reds) == 2


def test_some_open_contacts_are_breached_unmatched_or_possible(demo: Tables, demo_county: County):
    undecided = [
        row for row in demo["Contact"] if row.stage in ("received", "matched", "graded", "asked", "joined")
    ]
    assert sum(demo_county.now - row.received_at > timedelta(hours=72) for row in undecided) >= 2
    matches = Counter(row.match for row in demo["ContactChild"])
    assert matches["unmatched"] >= 8 and matches["possible"] >= 3


def test_every_agency_worker_and_school_named_in_a_row_exists(demo: Tables):
    agencies, handles = {row.key for row in demo["Agency"]}, {row.handle for row in demo["Worker"]}
    for table in ("Contact", "Request", "Position", "Involvement", "AgencyRecord"):
        assert all(row.agency in agencies | {""} for row in demo[table]), table
    for table, names in (("RagGrade", "by"), ("Decision", "by"), ("Answer", "by"), ("Involvement", "worker")):
        assert all(getattr(row, names) in handles | {""} for row in demo[table]), table
    urns = {row.urn for row in demo["School"]}
    assert all(row.urn in urns | {""} for row in demo["Enrolment"])


def test_the_children_of_the_scenarios_are_there(demo: Tables):
    born = {(row.given, row.family): row.born_on for row in demo["Person"]}
    assert born["Noor", "Haddad"] == date(2019, 5, 14)
    assert born["Amara", "Osei-Bonsu"] == born["Amira", "Osei-Bonsu"] == date(2019, 9, 4)
    assert born["Mohammed", "Al-Hussein"] == born["Mahmud", "Hussain"] == date(2014, 4, 3)
    held = {row.person for row in demo["Identifier"] if row.kind == "nhs_number"}
    keys = {(row.given, row.family): row.key for row in demo["Person"]}
    assert keys["Amara", "Osei-Bonsu"] in held and keys["Amira", "Osei-Bonsu"] not in held
    typed = {(row.given, row.family, row.born_typed) for row in demo["ContactChild"]}
    assert {
        ("A.", "Osei-Bonsu", "04/09/2019"),
        ("Mohammed", "Al Hussein", "03/04/2014"),
        ("Muhammad", "Alhussain", "04/03/2014"),
        ("Mhmd", "Hussain", "03/04/2014"),
    } <= typed


def test_one_night_reaches_the_hub_twice_and_only_the_truth_says_so(demo: Tables):
    row = next(row for row in demo["Truth"] if row.kind == "same_incident")
    named = {str(child.contact): (child.family, child.match) for child in demo["ContactChild"]}
    assert (
        named[row.left][0] != named[row.right][0] and named[row.left][1] == named[row.right][1] == "unmatched"
    )


def test_references_are_never_given_twice(larger: Tables):
    for table, names in (
        ("Contact", "reference"),
        ("Contact", "source_ref"),
        ("AgencyRecord", "source_ref"),
        ("Incident", "reference"),
        ("Person", "key"),
        ("School", "name"),
    ):
        values = [getattr(row, names) for row in larger[table]]
        assert len(set(values)) == len(values), (table, names)


def test_the_desk_is_full_at_any_hour_of_any_day():
    for now in (datetime(2026, 11, 22, 4, 10, tzinfo=UTC), datetime(2027, 5, 31, 12, 0, tzinfo=UTC)):
        rows = tables_of(invented.county(households=600, seed=2, now=now))
        waiting = Counter(row.stage for row in rows["Contact"] if row.stage != "told")
        assert 36 <= waiting.total() <= 55 and len(waiting) == 6
        assert all(row.received_at < now for row in rows["Contact"])


def test_looked_after_and_out_of_area_children_are_there(demo: Tables):
    kinds = Counter(row.kind for row in demo["Involvement"])
    assert kinds["looked_after"] >= 2 and kinds["responsible_elsewhere"] >= 1
    assert any(row.kind == "out_of_area" for row in demo["Household"])


@pytest.mark.parametrize(
    "year, sunday", [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2027, date(2027, 3, 28))]
)
def test_easter_falls_where_the_calendar_says(year: int, sunday: date):
    assert easter(year) == sunday


def test_half_term_of_may_2027_differs_between_state_and_independent_schools():
    state, independent = county_terms(2026, 1), independent_terms(2026, 1)
    assert not is_taught(date(2027, 6, 1), state) and is_taught(date(2027, 6, 7), state)
    assert is_taught(date(2027, 6, 1), independent)


def test_a_later_start_moves_the_three_years(demo_county: County):
    later = invented.county(households=120, seed=7, start=date(2024, 2, 29))
    contacts = tables_of(later)["Contact"]
    assert later.now.date() == date(2027, 2, 28) and contacts
    assert all(later.start <= row.received_at.date() and row.received_at < later.now for row in contacts)
