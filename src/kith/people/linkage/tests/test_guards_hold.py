"""What no score may override. Each known defect of the prototype (linkage note A.7) is a test here or beside."""

from dataclasses import replace

import pytest

from kith.people.linkage import Record, clean, keys, load_model, match, pack, score
from kith.people.linkage.guards import multiple_births

HOME = Record(family_name="Osei-Bonsu", dob="04/09/2019", address="1 Oak Lane", postcode="TH2 4AB")


def named(given: str, **more: object) -> Record:
    return replace(HOME, given_name=given, **more)


def compared(a: Record, b: Record, multiple: bool = False):
    return score(load_model(), clean(a), clean(b), multiple)


def found_among(arriving: Record, *known: tuple[str, Record]):
    rows = [(f"r{n}", person, pack(clean(r))) for n, (person, r) in enumerate(known)]
    return match(load_model(), clean(arriving), rows)


def test_twin_1_is_not_twin_2():
    """A.7, 1: the labels were lost with their digits, and two twins scored as one."""
    s = compared(named("Twin 1"), named("Twin 2"))
    assert s.guard == "birth_order" and s.cannot_link and s.weight <= -5


def test_twins_with_unlike_names_are_never_linked():
    s = compared(named("Jack"), named("Sophie"))
    assert s.guard == "possible_twin" and s.cannot_link


@pytest.mark.parametrize(("one", "other"), [("Alisha", "Alicia"), ("Amara", "Amira"), ("Mohammed", "Mahmud")])
def test_twins_with_alike_names_go_to_a_person(one, other):
    """A.7, 2."""
    s = compared(named(one), named(other))
    assert s.guard in ("alike_twins", "possible_twin")


def test_one_child_with_two_spellings_at_one_home_is_no_twin():
    assert compared(named("Muhammad"), named("Mohammed")).guard == ""
    assert compared(named("Catherine"), named("Cathrine")).guard == ""


def test_a_first_name_that_is_the_others_middle_name_may_be_a_twin():
    assert compared(named("Corey", middle_name="Oscar"), named("Oscar")).guard == "alike_twins"


def test_a_number_shared_with_another_first_name_goes_to_a_person():
    s = compared(named("Amara", nhs_number="9434765919"), named("Kofi", nhs_number="9434765919", dob="01/02/2016"))
    assert s.guard == "number_clash" and s.weight <= 4
    t = compared(named("Amara", nhs_number="9434765919"), named("Kofi", nhs_number="9434765919"))
    assert t.guard == "same_number_other_name" and t.weight <= 6


def test_two_valid_numbers_that_differ_are_not_linked_by_machine():
    s = compared(named("Amara", nhs_number="9434765919"), named("Amara", nhs_number="4010232137"))
    assert s.guard == "numbers_differ" and s.weight <= 2


def test_father_and_son_of_one_name_are_two():
    s = compared(named("David"), named("David", dob="1988-01-30"))
    assert s.guard == "generation" and s.cannot_link


def test_an_unnamed_baby_is_not_given_to_one_of_two_known_twins():
    """A.7, 8: right for an only child, wrong for a twin."""
    alone, twins = named("Oliver"), (("a", named("Oliver")), ("b", named("Freya")))
    assert found_among(named("Baby"), ("a", alone)).decision.kind == "auto"
    assert found_among(named("Baby"), *twins).decision.kind == "possible"


def test_a_home_with_two_first_names_on_one_birthday_holds_a_multiple_birth():
    assert multiple_births([clean(named("Oliver")), clean(named("Freya"))])
    assert not multiple_births([clean(named("Oliver")), clean(named("Ollie"))])


def test_a_sealed_identity_has_no_keys_and_is_never_proposed():
    sealed = named("Amara", sealed=True)
    assert keys(clean(sealed)) == frozenset()
    found = found_among(named("Amara"), ("old", sealed))
    assert list(found) == [] and found.decision.kind == "new"


def test_the_police_report_with_an_initial_shows_both_twins_and_links_neither():
    """Scenario A4."""
    arriving = Record(given_name="A.", family_name="Osei-Bonsu", dob="04/09/19", as_at="2026-11-20")
    found = found_among(arriving, ("amara", named("Amara")), ("amira", named("Amira")))
    assert found.decision.kind == "possible"
    assert {c.subject_id for c in found} == {"amara", "amira"}


def test_a_number_that_belongs_to_the_twin_stops_the_machine():
    """Scenario A4: Amira's number entered equal to Amara's."""
    arriving = named("Amira", nhs_number="9434765919")
    found = found_among(arriving, ("amara", named("Amara", nhs_number="9434765919")), ("amira", named("Amira")))
    assert found[0].subject_id == "amira" and found.decision.kind == "possible"
    assert "number" in found.decision.reason


def test_a_record_that_contradicts_a_person_stops_the_machine():
    found = found_among(named("Jack"), ("p", named("Jack")), ("p", named("Sophie")))
    assert found.decision.kind == "possible" and found[0].guard_code == "person_contradicts"


def test_somebody_ruled_out_by_a_person_is_not_proposed_again():
    rows = [("r", "p", pack(clean(named("Jack"))))]
    assert match(load_model(), clean(named("Jack")), rows, never={"p"}).decision.kind == "new"


def test_a_cluster_that_would_not_fit_stops_the_machine():
    rows = [("r", "p", pack(clean(named("Jack"))))]
    assert match(load_model(), clean(named("Jack")), rows, valid=lambda subject: False).decision.kind == "possible"


def test_names_alone_never_decide():
    a = Record(given_name="Thomas", family_name="Thornstead", sex="M")
    assert compared(a, a).guard in ("names_alone", "nothing_personal")
