"""Who is it? Twins stay two, a link can be undone, one number belongs to one child (scenario A4)."""

from __future__ import annotations

import json

import pytest
from django.db import connections

from kith.frontdoor.bench import matching as side_by_side
from kith.frontdoor.models import ContactPerson
from kith.frontdoor.tests.bench.steps import page_of, plain, posted, refused
from kith.people.arrivals import Arriving
from kith.people.models import Identifier, Proposal, Quality, Voice

HOME = {"address": "9 Quay Road", "postcode": "TS4 2BB"}
NUMBER = "9434765919"


def twin(name: str, order: int, **more) -> Arriving:
    return Arriving(given_name=name, family_name="Osei-Bonsu", dob="2019-09-04", sex="F", birth_order=order, **HOME,
                    **more)


@pytest.fixture
def twins(world):
    """Amara and Amira are known; then the police write “A. Osei-Bonsu”."""
    world.contact("constable", child=twin("Amara", 1), words="", others=[("child", twin("Amira", 2))])
    return world.contact("constable", words="", child=Arriving(
        given_name="A.", family_name="Osei-Bonsu", dob="2019-09-04", sex="F", **HOME))


def child_named(world, contact) -> ContactPerson:
    with world.at_work("hub"):
        return ContactPerson.objects.select_related("source_record").get(contact=contact, role="child")


def match_of(contact, person) -> str:
    return f"/contacts/{contact.pk}/people/{person.pk}/match/"


def test_both_twins_are_shown_with_reasons_for_and_against(world, twins):
    page = page_of(world.client("screener"), match_of(twins, child_named(world, twins)))
    assert "Amara Osei-Bonsu" in page and "Amira Osei-Bonsu" in page
    assert page.count("may be twins") == 2 and page.count("Same date of birth") == 2
    assert "Unclear: both twins" in page
    assert 'data-key="s"' in page and 'data-key="d"' in page and 'data-key="n"' in page


def test_choosing_one_twin_links_the_record_to_her_alone(world, twins):
    person = child_named(world, twins)
    with world.at_work("hub"):
        amira = Proposal.objects.get(source_record=person.source_record_id,
                                     subject__person__given_name="Amira").subject_id
    posted(world.client("screener"), match_of(twins, person), verdict="same", candidate=str(amira))
    after = child_named(world, twins)
    assert after.subject_id == amira and after.settled_as == "same"


def test_after_the_last_candidate_is_different_the_child_is_new_and_nothing_else_is_asked(world, twins):
    person, client = child_named(world, twins), world.client("screener")
    with world.at_work("hub"):
        both = [str(p.subject_id) for p in Proposal.objects.filter(source_record=person.source_record_id)]
    url = match_of(twins, person)
    assert posted(client, url, verdict="different", candidate=both[0])["Location"] == url
    assert child_named(world, twins).settled_at is None
    posted(client, url, verdict="different", candidate=both[1])
    assert child_named(world, twins).settled_as == "new"


def test_unclear_which_twin_keeps_both_in_view(world, twins):
    person = child_named(world, twins)
    posted(world.client("screener"), match_of(twins, person), verdict="both")
    with world.at_work("hub"):
        kept = Proposal.objects.filter(source_record=person.source_record_id).values_list("verdict", flat=True)
        assert set(kept) == {"unsure"}
    assert child_named(world, twins).settled_as == "both"


def test_twins_with_different_birth_orders_are_never_made_one(world):
    contact = world.contact("constable", child=twin("Amara", 1), words="")
    other = world.contact("constable", child=twin("Amira", 2), words="")
    person = child_named(world, other)
    with world.at_work("hub"):
        known = str(child_named(world, contact).subject_id)
    page = refused(world.client("screener"), match_of(other, person), verdict="same", candidate=known)
    assert "Different people: birth order 2/1." in page
    assert child_named(world, other).settled_at is None


def test_an_answer_about_somebody_not_shown_is_refused(world, twins):
    page = refused(world.client("screener"), match_of(twins, child_named(world, twins)), verdict="same")
    assert "Say which of the people shown you mean." in page


def test_a_link_made_by_the_index_shows_why_and_can_be_undone_with_a_reason(world):
    world.contact()
    later = world.contact()
    person = child_named(world, later)
    assert person.settled_as == "machine"
    client, url = world.client("screener"), match_of(later, person)
    page = page_of(client, url)
    assert "The index linked this by itself." in page and "same date of birth" in page
    undo = f"/work/people/links/{person.source_record_id}/undo/"
    assert f'href="{undo}"' in page
    refused(client, undo, reason="")
    posted(client, undo, reason="A cousin of the same name and birthday.")
    after = child_named(world, later)
    assert after.subject_id != person.subject_id and after.settled_at is None
    with world.at_work("hub"):
        assert Voice.objects.filter(subject=after.subject_id).count() == 1
    assert "Ruled out: Noor Karim (A cousin of the same name and birthday.)" in page_of(client, url)


def test_a_number_is_kept_and_the_same_one_for_a_second_child_is_refused_and_asked_about(world):
    first = world.contact("constable", child=twin("Amara", 1), words="")
    second = world.contact("constable", child=twin("Amira", 2), words="")
    client = world.client("screener")
    one, two = child_named(world, first), child_named(world, second)
    posted(client, f"/contacts/{first.pk}/people/{one.pk}/number/", value=NUMBER)
    page = refused(client, f"/contacts/{second.pk}/people/{two.pk}/number/", value=NUMBER)
    assert "two children cannot share one number" in page
    with world.at_work("screener"):
        assert Identifier.objects.filter(scheme="nhs").count() == 1
        assert Quality.objects.get(subject=two.subject_id).what.startswith("NHS number ending 5919")


def test_a_number_with_a_wrong_check_digit_says_what_to_do(world):
    contact = world.contact()
    url = f"/contacts/{contact.pk}/people/{child_named(world, contact).pk}/number/"
    assert "its last digit does not fit the others" in refused(world.client("screener"), url, value="9434765918")


@pytest.fixture
def misspelt(world):
    """Leila is known under another name than the police wrote."""
    known = world.contact("constable", words="", child=Arriving(
        given_name="Leila", family_name="Haddad", dob="2014-03-11", sex="F", address="2 Fell View", postcode="TS7 4DD"))
    later = world.contact("constable", words="", child=Arriving(given_name="Lulu", family_name="Brown", sex="F"))
    return known, later


LEILA = {"given_name": "Leila", "family_name": "Haddad", "dob_day": "11", "dob_month": "3", "dob_year": "2014"}


def test_somebody_the_index_did_not_show_can_be_looked_for_and_linked(world, misspelt):
    known, later = misspelt
    person, client = child_named(world, later), world.client("screener")
    url, leila = match_of(later, person), child_named(world, known).subject_id
    assert "Leila Haddad" not in page_of(client, url)
    found = client.post(url, {"look": "yes", **LEILA})
    assert found.status_code == 200 and "Leila Haddad" in plain(found) and str(leila) in plain(found)
    assert "Fits what you typed" in plain(found) and "First name differs" in plain(found)
    assert "Very likely the same person" not in plain(found)
    posted(client, url, verdict="same", candidate=str(leila), further="yes", **LEILA)
    after = child_named(world, later)
    assert after.subject_id == leila and after.settled_as == "same"


def test_looking_further_is_in_the_ledger_without_the_words_in_the_open(world, misspelt):
    _, later = misspelt
    person = child_named(world, later)
    assert world.client("screener").post(match_of(later, person), {"look": "yes", **LEILA}).status_code == 200
    with connections["owner"].cursor() as cursor:
        cursor.execute("select facts::text from authority_entry where verb = 'match.viewed' order by seq desc limit 1")
        facts = json.loads(cursor.fetchone()[0])
    assert facts["candidates"] == 1 and "commitment" in facts and "Haddad" not in str(facts)


def test_nobody_can_be_linked_whom_neither_the_index_nor_the_search_has_shown(world, misspelt):
    known, later = misspelt
    person, leila = child_named(world, later), child_named(world, known).subject_id
    url, client = match_of(later, person), world.client("screener")
    refused(client, url, verdict="same", candidate=str(leila))
    refused(client, url, verdict="same", candidate=str(leila), further="yes", given_name="Tom", family_name="Haig")
    assert child_named(world, later).settled_at is None


def test_a_search_by_one_name_alone_says_what_else_is_needed(world, misspelt):
    _, later = misspelt
    url = match_of(later, child_named(world, later))
    page = refused(world.client("screener"), url, look="yes", given_name="Leila")
    assert "Enter both names, or one name and the date of birth" in page


def test_a_search_that_finds_nobody_says_so(world, misspelt):
    _, later = misspelt
    url = match_of(later, child_named(world, later))
    response = world.client("screener").post(url, {"look": "yes", "given_name": "Zebedee", "family_name": "Quill"})
    assert "finds nobody else like this" in plain(response)


def test_two_sexes_are_different_however_alike_the_words_are_spelled():
    rows = side_by_side.compared({"sex": "Male", "family_name": "Hussain"}, {"sex": "Female", "family_name": "Husain"})
    assert [(row["key"], row["state"]) for row in rows] == [("Last name", "close"), ("Sex", "different")]


def test_somebody_ruled_out_is_found_by_a_search_and_the_answer_is_taken_back(world):
    known = world.child_of(world.contact())
    later = world.contact()
    person = child_named(world, later)
    client, url = world.client("screener"), match_of(later, person)
    posted(client, f"/work/people/links/{person.source_record_id}/undo/", reason="A cousin.")
    typed = {"given_name": "Noor", "family_name": "Karim"}
    assert f'value="{known}"' in client.post(url, {**typed, "look": "yes"}).content.decode()
    posted(client, url, **typed, further="yes", verdict="same", candidate=str(known))
    assert child_named(world, later).subject_id == known
