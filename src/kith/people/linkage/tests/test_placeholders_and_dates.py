# ruff: noqa: E501  (tables read better on one line)
"""Placeholders are no names, labels of twins are kept, dates are read as sources write them."""

import pytest

from kith.people.linkage import Record, clean, keys
from kith.people.linkage.clean import home, valid_nhs
from kith.people.linkage.dates import read_dob
from kith.people.linkage.levels import LEVELS, dob_level


@pytest.mark.parametrize(
    "raw", ["Baby", "BABY SMITH", "Twin 1", "male infant", "unknown", "Not Known", "?", "Unborn Frost", "n/k", "FNU", "no forename"]
)
def test_a_placeholder_is_missing_not_a_name(raw):
    found = clean(Record(given_name=raw, family_name="Frost", dob="2026-02-01"))
    assert found.givens == () and found.placeholder


@pytest.mark.parametrize("raw", ["Noah", "Bill", "Nathan", "Ann", "Girish", "Bobby"])
def test_a_real_name_is_not_taken_for_a_placeholder(raw):
    assert clean(Record(given_name=raw)).givens


@pytest.mark.parametrize(
    ("raw", "label"), [("Twin 1", 1), ("Twin Two", 2), ("Baby B", 2), ("Triplet iii", 3), ("Baby", 0)]
)
def test_the_label_of_a_twin_is_its_birth_order(raw, label):
    assert clean(Record(given_name=raw)).birth_order == label


@pytest.mark.parametrize(
    ("text", "as_at", "found"),
    [("2014-04-03", "", ("2014-04-03", "e")), ("03/04/2014", "", ("2014-04-03", "e")), ("04/09/19", "2026-11-01", ("2019-09-04", "e")),
     ("3 Apr 2014", "", ("2014-04-03", "e")), ("20140403", "", ("2014-04-03", "e")), ("01/01/2012", "", ("2012-01-01", "j")),
     ("2014", "", ("2014", "p")), ("Mar 2014", "", ("2014-03", "p")), ("7 yrs", "2026-11-01", ("2018..2019", "a")),
     ("7 yrs", "", ("", "")), ("31/02/2014", "", ("2014", "p")), ("12/25/2014", "", ("2014-12-25", "e")), ("soon", "", ("", ""))],
)  # fmt: skip
def test_dates_of_birth_are_read_as_sources_write_them(text, as_at, found):
    assert read_dob(text, as_at) == found


@pytest.mark.parametrize(
    "text",
    ["2014-03-07T00:00:00", "2014-03-07T00:00:00Z", "2014-03-07T00:00:00.000Z", "2014-03-07 00:00:00.0000000", "2014-03-07T00:00:00+01:00",
     "07/03/2014 00:00", "7/3/2014 0:00:00", "07/03/2014 12:00 AM", "07-Mar-2014 00:00", "March 7, 2014", "Friday, March 7, 2014", "7th of March 2014",
     "07-Mar-14", "07032014", "20140307000000", "DOB: 07/03/2014"],
)  # fmt: skip
def test_one_day_is_read_however_a_system_exports_it(text):
    assert read_dob(text) == ("2014-03-07", "e")


def test_a_summer_day_kept_in_utc_is_the_day_here():
    assert read_dob("2014-06-06T23:00:00Z") == read_dob("2014-06-06T23:00:00.000+00:00") == ("2014-06-07", "e")
    assert read_dob("2014-12-06T23:00:00Z") == read_dob("2014-12-06 23:00:00") == ("2014-12-06", "e")


def test_eight_digits_are_year_first_or_day_first_never_both():
    assert read_dob("20110412") == read_dob("12042011") == ("2011-04-12", "e")
    assert read_dob("19022014") == ("2014-02-19", "e") and read_dob("20102011") == ("2011-10-20", "e")


@pytest.mark.parametrize("text", ["EDD 2014-03-07", "edd: 07/03/14", "due 7 March 2014", "Due date: 07.03.2014", "2014-03-07 (EDD)"])
def test_a_day_a_birth_is_due_is_not_a_birthday(text):
    assert read_dob(text) == ("2014-03-07", "x")


@pytest.mark.parametrize("text", ["approx 2014", "about 2014", "c. 2014", "circa 2014", "est. 2014", "2014 (approx)", "approx. 07/03/2014"])
def test_a_rough_date_is_only_its_year(text):
    assert read_dob(text) == ("2014", "p")


@pytest.mark.parametrize("text", ["41705", "41705.0", "due March 2014", "Deceased 2014", "1900-01-01", "0001-01-01", "130 yrs", "07/03/2014 twins"])
def test_what_is_no_date_is_not_guessed_at(text):
    assert read_dob(text, "2026-11-01") == ("", "")


def test_the_day_an_age_was_told_is_read_as_any_date():
    assert read_dob("7 yrs", "01/11/2026") == read_dob("aged 7", "2026") == read_dob("about 7", "2026-11-01T09:00:00Z") == ("2018..2019", "a")


@pytest.mark.parametrize("given", ["Unborn", "UNBORN BABY", "Un-born", "Baby (unborn)", "EDD"])
def test_the_date_of_a_child_not_born_is_an_expected_one(given):
    found = clean(Record(given_name=given, family_name="Frost", dob="2026-06-08"))
    assert (found.dob, found.dob_kind) == ("2026-06-08", "x")


def test_a_boy_called_edd_has_a_birthday():
    assert clean(Record(given_name="Edd", dob="2014-06-08")).dob_kind == "e"
    assert clean(Record(given_name="Unborn", dob="2014")).dob_kind == "p"


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [("2014-04-03", "2014-03-04", "swapped"), ("2014-04-03", "2014-04-08", "slip"), ("2014-04-03", "2013-04-03", "slip"),
     ("2014-04-03", "2014-01-01", "year_january"), ("2012-01-01", "2012-01-01", "first_january"), ("2014-04-03", "1990-04-07", "generation"),
     ("2014-04-03", "2014", "partial"), ("2019-02-03", "2018..2019", "age"), ("2014-04-03", "2019-02-20", "different")],
)  # fmt: skip
def test_two_dates_of_birth_are_compared_in_words(a, b, level):
    def kind(text: str) -> str:
        return "a" if ".." in text else "p" if len(text) < 10 else "j" if text.endswith("01-01") else "e"

    assert LEVELS["dob"][dob_level(a, kind(a), b, kind(b))].key == level
    assert LEVELS["dob"][dob_level(b, kind(b), a, kind(a))].key == level


def test_an_expected_date_meets_an_early_birth():
    """Scenario A5: expected 11 June, born 2 June."""
    assert LEVELS["dob"][dob_level("2027-06-11", "x", "2027-06-02", "e")].key == "expected"


def test_an_unborn_child_meets_the_born_one_through_surname_and_home():
    unborn = clean(
        Record(
            given_name="Unborn",
            family_name="Frost",
            expected_dob="11/06/2027",
            postcode="TH1 2AB",
            address="1 Mill Road",
        )
    )
    born = clean(
        Record(
            given_name="Oliver",
            family_name="Frost",
            dob="02/06/2027",
            postcode="TH1 2AB",
            address="1 Mill Road",
        )
    )
    assert unborn.dob_kind == "x" and keys(unborn) & keys(born)


def test_numbers_are_checked_and_nonsense_is_not_kept():
    assert valid_nhs("9434765919") and not valid_nhs("9434765918") and not valid_nhs("1111111111")
    assert clean(Record(nhs_number="000 000 0000")).nhs == ""


def test_a_postcode_is_found_inside_an_address():
    assert home("Flat 2, 14 High Street, Elmcaster TH2 9XY", "") == ("th29xy", "14 2", "high st")
    assert home("No fixed abode", "") is None


def test_no_key_is_made_of_a_placeholder_or_an_unknown():
    assert not keys(clean(Record(given_name="Baby", family_name="unknown", address="unknown", nhs_number="n/k")))


def test_keys_are_signed_eight_byte_numbers_and_few():
    full = Record(given_name="Mohammed", middle_name="Ali", family_name="Osei-Bonsu", dob="2014-04-03", postcode="TH1 2AB",
                  address="12 Mill Road", nhs_number="9434765919", upn="A123456789012", phone="07700900123")  # fmt: skip
    found = keys(clean(full))
    assert 12 <= len(found) <= 50 and all(-(2**63) <= key < 2**63 for key in found)


def test_the_same_record_makes_the_same_keys_in_every_process():
    assert min(keys(clean(Record(nhs_number="9434765919")))) == -5824223662142995776
