"""Who lives here: valid numbers that belong to nobody, plausible families, the protected kept apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import timedelta

import pytest

from kith.invented.identifiers import Issuer, is_nhs_number, is_upn, nhs_check, upn_letter
from kith.invented.shire import County

from .conftest import Tables

POSTCODE = re.compile(r"[A-Z][A-HJ-Y][0-9]{1,2} [0-9][ABD-HJLNP-UW-Z]{2}")  # BS 7666


def numbers(tables: Tables, kind: str) -> list[str]:
    return [row.value for row in tables["Identifier"] if row.kind == kind]


def test_nhs_numbers_are_valid_unique_and_of_the_test_range(larger: Tables):
    found = numbers(larger, "nhs_number")
    assert len(found) > 10_000
    assert all(is_nhs_number(number) and number.startswith("999") for number in found)
    assert len(set(found)) == len(found)


def test_check_digit_agrees_with_the_published_example():
    assert nhs_check("943476591") == "9"  # NHS Data Dictionary example 943 476 5919
    assert nhs_check("999000001") is None or is_nhs_number("999000001" + str(nhs_check("999000001")))


def test_upns_have_the_right_letter_and_are_given_once(larger: Tables):
    found = numbers(larger, "upn")
    assert len(found) > 1000
    assert all(is_upn(number) for number in found)
    assert len(set(found)) == len(found)


def test_one_wrong_digit_breaks_a_upn():
    good = upn_letter("990200026001") + "990200026001"
    assert is_upn(good) and not is_upn(good[:-1] + "2")


def test_the_issuer_stops_rather_than_repeat_itself():
    issuer = Issuer(1)
    issuer._nhs = 1_000_000
    with pytest.raises(OverflowError):
        issuer.nhs_number()


def test_postcodes_have_the_right_shape_and_an_area_that_is_not(demo: Tables):
    codes = {row.postcode for row in demo["Address"]}
    assert all(POSTCODE.fullmatch(code) and code.startswith("ZY") for code in codes)


def test_everyone_has_a_birthday_or_an_expected_one_never_both(demo: Tables):
    assert all((row.born_on is None) != (row.expected_on is None) for row in demo["Person"])
    assert all(row.sex == "U" for row in demo["Person"] if row.kind == "unborn")


def test_twins_share_birthday_household_and_mother_and_have_their_own_order_and_name(larger: Tables):
    people = {row.key: row for row in larger["Person"]}
    mothers = {row.of: row.person for row in larger["Relationship"] if row.kind == "mother"}
    pairs = [(people[row.person], people[row.of]) for row in larger["Relationship"] if row.kind == "twin"]
    assert len(pairs) >= 20
    for one, other in pairs:
        assert one.born_on == other.born_on and mothers.get(one.key) == mothers.get(other.key)
        assert one.birth_order != other.birth_order and one.given != other.given
        assert one.family[:5] == other.family[:5]  # Zieliński, Zielińska


def test_about_one_in_five_is_a_child_and_households_are_of_english_size(larger: Tables):
    kinds = Counter(row.kind for row in larger["Person"])
    assert 0.17 <= kinds["child"] / kinds.total() <= 0.24
    assert 2.2 <= kinds.total() / len(larger["Household"]) <= 2.7


def test_some_families_re_formed_within_the_three_years(larger: Tables, demo_county: County):
    joined = [row for row in larger["Membership"] if row.relation == "step_parent"]
    left = [row for row in larger["Membership"] if row.until_on and row.until_on >= demo_county.start]
    assert len(joined) >= 60 and len(left) >= 60


def test_nobody_moves_out_before_moving_in(larger: Tables):
    assert all(row.until_on is None or row.from_on <= row.until_on for row in larger["Membership"])


def test_a_refuge_is_never_in_any_agency_record_or_contact(larger: Tables):
    hidden = {row.postcode for row in larger["Address"] if row.restricted}
    shown = {row.postcode for table in ("AgencyRecord", "Contact", "Incident") for row in larger[table]}
    open_too = {row.postcode for row in larger["Address"] if not row.restricted}
    assert hidden and not (hidden - open_too) & shown


def test_names_of_many_origins_some_in_their_own_writing(larger: Tables):
    languages = Counter(row.language for row in larger["Person"])
    assert len(languages) >= 8 and languages["English"] / languages.total() > 0.75
    assert {row.script for row in larger["PersonName"]} >= {"Arab", "Cyrl", "Hani", "Latn"}


def test_children_of_school_age_have_a_place_or_a_reason(larger: Tables, demo_county: County):
    today = demo_county.now.date()
    placed = {row.child for row in larger["Enrolment"] if row.until_on is None}
    pupils = [
        row
        for row in larger["Person"]
        if row.kind == "child" and timedelta(days=6 * 366) < today - row.born_on < timedelta(days=15 * 365)
    ]
    assert len(pupils) > 500 and all(row.key in placed for row in pupils)


def test_agencies_make_their_own_mistakes(larger: Tables):
    people = {row.key: row for row in larger["Person"]}
    wrong: dict[str, list[bool]] = defaultdict(list)
    for row in larger["AgencyRecord"]:
        if row.subject:
            wrong[row.system].append(row.given != people[row.subject].given)
    shares = {system: sum(marks) / len(marks) for system, marks in wrong.items()}
    assert shares["MIS"] > shares["Caseworks"] > 0.02
    assert any(row.given.startswith(("Baby", "Infant", "Twin")) for row in larger["AgencyRecord"])
    assert {row.system for row in larger["AgencyRecord"] if not row.born_typed} >= {
        "Incident log",
        "Caseworks",
    }


def test_holders_match_the_measured_shares(larger: Tables):
    people = len(larger["Person"])
    systems = Counter(row.system for row in larger["AgencyRecord"])
    assert 0.88 <= systems["Spine"] / people <= 0.97
    assert 1.4 <= systems.total() / people <= 1.8
