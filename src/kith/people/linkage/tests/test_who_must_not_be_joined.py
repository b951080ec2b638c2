"""Pairs that an outside reader found joined by the machine and that no machine may join by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kith.people.linkage import Record, asked, clean, indexed, load_model, score
from kith.people.linkage.cluster import Link, cluster_twice
from kith.people.linkage.guards import GUARDS, best_guess
from kith.people.linkage.joining import decision
from kith.people.linkage.numbers import registers_of
from kith.people.linkage.score import Scored

MODEL = load_model()


def scored(one: dict[str, str], other: dict[str, str]) -> Scored:
    return score(MODEL, clean(Record(**one)), clean(Record(**other)))  # type: ignore[arg-type]


WARD = {"dob": "2025-01-05", "sex": "F", "address": "St Mary's Hospital", "postcode": "TH7 1AC"}
DAY_AND_POSTCODE = {"dob": "2011-01-05", "postcode": "TH77 1AB"}
MICHAEL = {"given_name": "Michael", "family_name": "McDonagh", "sex": "M", "postcode": "TH22 8WB"}
PHONE = {"phone": "07700900123", "family_name": "Mehta", "sex": "M"}
ELM_CLOSE = {"address": "7 Elm Close", "postcode": "TH2 1AA"}
KING = {"given_name": "Ella", "family_name": "Chaudhry", "sex": "F", "dob": "2022-06-15"}
ONLY_PEOPLE_DECIDE = [
    ("two babies of one ward", {"given_name": "Baby", "family_name": "Cole", **WARD},
     {"given_name": "Baby", "family_name": "Nuttall", **WARD}, "nothing_personal"),
    ("no name at all", DAY_AND_POSTCODE, DAY_AND_POSTCODE, "nothing_personal"),
    ("two plots of one site", {**MICHAEL, "dob": "2024-03-16", "address": "Plot 30 Willow Bank"},
     {**MICHAEL, "address": "Plot 14 Willow Bank"}, "names_alone"),
    ("a first name found as a middle name, one telephone", {**PHONE, "given_name": "Nikhil", "middle_name": "Krish"},
     {**PHONE, "given_name": "Krish", "dob": "2015-07-03"}, "names_alone"),
    ("a baby without a name, another home",
     {**KING, "given_name": "Baby", "address": "13 Cedar Court", "postcode": "TH1 3DF"},
     {**KING, "address": "42 Lime Close", "postcode": "TH13 6DF"}, "nothing_personal"),
    ("double names with a word each of their own", {**KING, "given_name": "Lily-Mae", "address": "13 Cedar Court"},
     {**KING, "given_name": "Lily-Rose", "address": "42 Lime Close", "postcode": "TH13 6DF"}, "alike_twins"),
    ("names alike, one birthday a year", {**KING, **ELM_CLOSE, "given_name": "Ava"},
     {**KING, **ELM_CLOSE, "given_name": "Eva", "dob": "2022"}, "alike_twins"),
    ("names alike, one without an address", {**KING, "address": "88 Albert Gardens", "postcode": "TH13 6DF"},
     {**KING, "given_name": "Ellie"}, "alike_twins"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "guard"), [case[1:] for case in ONLY_PEOPLE_DECIDE],
                         ids=[case[0] for case in ONLY_PEOPLE_DECIDE])  # fmt: skip
def test_a_person_decides(one, other, guard):
    assert scored(one, other).guard == guard


def test_what_is_the_same_child_is_still_linked_by_the_machine():
    home = {"address": "7 Elm Close", "postcode": "TH2 1AA", "family_name": "Frost", "dob": "2025-01-05", "sex": "F"}
    assert scored({"given_name": "Baby", **home}, {"given_name": "Olive", **home}).guard == ""
    same_postcode = {**MICHAEL, "address": "Willow Bank", "dob": "2014"}
    assert scored({**same_postcode, "dob": "2014-03-16"}, {**MICHAEL, "address": "Plot 14", "dob": "2014"}).guard == ""


def test_a_postcode_alone_is_not_a_home():
    address = clean(Record(postcode="TH7 1AC"))
    assert MODEL.fixed["address"].index(score(MODEL, address, address).bits[3]) == 3  # "same postcode"


def test_a_slip_or_a_missing_postcode_never_weighs_more_than_the_same_home():
    bits = dict(zip(("missing", "home", "street", "postcode", "slip"), MODEL.fixed["address"], strict=False))
    assert bits["slip"] <= bits["home"] and bits["street"] <= bits["home"]


FATHER, SON, WHICH = 0, 1, 2


@pytest.mark.parametrize("order", [(FATHER, SON), (SON, FATHER)])
def test_a_record_that_may_be_father_or_son_is_certain_of_neither(order):
    links = [Link(7.3, *sorted((one, WHICH))) for one in order]
    certain, _ = cluster_twice(links, lambda at: ("", ""), [(FATHER, SON)], 7.0, 5.0)
    assert certain.get(WHICH, WHICH) == WHICH


def test_a_record_that_fits_one_of_them_clearly_better_is_linked():
    links = [Link(20.0, FATHER, WHICH), Link(7.3, SON, WHICH)]
    certain, joined = cluster_twice(links, lambda at: ("", ""), [(FATHER, SON)], 7.0, 5.0)
    assert certain[WHICH] == FATHER and joined.of(SON) == SON


def test_links_of_one_weight_stand_in_the_order_of_names_whatever_the_order_of_the_file():
    names = {FATHER: "f", SON: "s", WHICH: "w"}
    turned = {0: "w", 1: "s", 2: "f"}
    _, joined = cluster_twice([Link(3.0, 0, 2), Link(3.0, 1, 2)], lambda at: ("", ""), [(0, 1)], 7.0, 5.0,
                              names.__getitem__)
    _, other = cluster_twice([Link(3.0, 0, 1), Link(3.0, 0, 2)], lambda at: ("", ""), [(1, 2)], 7.0, 5.0,
                             turned.__getitem__)
    assert joined.of(WHICH) == joined.of(FATHER) and other.of(0) == other.of(2)


def test_whoever_only_lacks_something_may_be_a_best_guess_and_never_a_certain_link():
    assert best_guess("", 1.0) and best_guess("names_alone", GUARDS["names_alone"].cap)
    assert not best_guess("names_alone", 5.9) and not best_guess("alike_twins", 6.0)
    assert all(guard.cap < MODEL.join and not guard.cannot_link for guard in GUARDS.values() if guard.guess < 99)


def numbered_file(share_of_families: float) -> list[Record]:
    """Records of a register with numbers of its own; so many of the numbers are held by a whole family."""
    made = []
    for n in range(200):
        number, other = f"77{n:05d}", n < 200 * share_of_families
        made.append(Record(given_name="Corin", dob=f"{1950 + n % 60}-03-04", upn=number))
        given, month = ("Merryn", "04") if other else ("Corin", "03")
        made.append(Record(given_name=given, dob=f"{1951 + n % 60}-{month}-04", upn=number))
    return made


def test_numbers_of_another_register_count_where_the_file_shows_that_each_is_one_persons():
    assert registers_of(list(map(clean, numbered_file(0.02)))) == {"upn"}
    assert registers_of(list(map(clean, numbered_file(0.4)))) == frozenset()
    assert registers_of([]) == frozenset()


TWINS = {"family_name": "Brock", "dob": "2014-04-03", **ELM_CLOSE, "upn": "40533909"}


@pytest.mark.parametrize("proven", [False, True])
def test_a_familys_or_a_mangled_number_lifts_no_guard(proven):
    model = replace(MODEL, registers=frozenset({"upn"}) if proven else frozenset())
    twins = [clean(Record(given_name=name, sex=sex, **TWINS)) for name, sex in (("Ava", "F"), ("Tom", "M"))]
    assert bool(score(model, *twins).guard) is not proven


def test_names_alike_of_a_boy_and_a_girl_born_on_one_day_are_for_a_person_to_judge():
    moved = {"family_name": "Brock", "dob": "2014-04-03", "postcode": "TH9 9AA", "address": "1 Oak Lane"}
    assert scored({"given_name": "Samir", "sex": "M", **moved}, {**TWINS, "given_name": "Samira", "sex": "F", "upn": ""}
                  ).guard == "alike_twins"  # fmt: skip


def test_names_that_the_shipped_model_knows_are_names_of_their_own_in_a_small_file():
    small = replace(MODEL, frequencies={"given": {}, "family": {}})
    twins = [clean(Record(given_name=name, sex="F", **{**TWINS, "upn": ""})) for name in ("Ava", "Eva")]
    assert score(small, *twins).guard == "alike_twins"


def test_a_first_name_and_a_day_alone_make_nobody_one_person():
    before = {"given_name": "Shahin", "dob": "2014-04-03", "family_name": "Fisher", "address": "1 Oak Lane"}
    after = {**before, "family_name": "Ahmed", **ELM_CLOSE}
    before["postcode"] = "TH9 9AA"
    found = scored(before, after)
    assert found.guard == "day_alone" and not best_guess(found.guard, found.weight)


UNBORN = {"given_name": "Unborn", "family_name": "Hill", "expected_dob": "2026-03-28"}
NO_POSTCODE = {"given_name": "Sumaiya", "family_name": "Khatun", "dob": "2016-05-02", "address": "124 Oak Lane"}
WHO_MUST_MEET = [
    ("a child and the child that was expected", UNBORN,
     {"given_name": "Alice", "family_name": "Hill", "dob": "2026-04-09"}),
    ("expected at a home under another surname", {**UNBORN, "postcode": "TH2 1AA"},
     {"given_name": "Alice", "family_name": "Wexley", "dob": "2026-04-09", "postcode": "TH2 1AA"}),
    ("one street, once without its postcode", NO_POSTCODE,
     {**NO_POSTCODE, "given_name": "Suzaiya", "dob": "2014-02-05", "postcode": "TH2 1AA"}),
    ("a baby without a name in a street", {**NO_POSTCODE, "given_name": "Baby", "family_name": "Ali"},
     {**NO_POSTCODE, "postcode": "TH2 1AA"}),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in WHO_MUST_MEET], ids=[c[0] for c in WHO_MUST_MEET])
def test_whoever_lacks_something_is_still_compared(one, other):
    one, other = clean(Record(**one)), clean(Record(**other))
    assert asked(one) & indexed(other) and asked(other) & indexed(one)


def test_nobody_is_asked_about_two_records_that_others_join_only_because_they_say_little():
    assert decision("names_alone", True, False) == decision("no_birth", True, False) == "link"
    assert decision("names_alone", False, False) == decision("alike_twins", True, False) == "review"
    assert decision("possible_twin", False, False) == "review" and decision("possible_twin", False, True) == "apart"
    assert decision("generation", False, False) == decision("birth_order", False, False) == "apart"
