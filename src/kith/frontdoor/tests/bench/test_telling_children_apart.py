"""What a reader sees before saying "same": who else fits, what differs, ages and expected dates, a restricted place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kith.frontdoor.bench import matching as side_by_side
from kith.frontdoor.bench.births import birth_state, birth_words
from kith.frontdoor.models import ContactPerson
from kith.frontdoor.tests.bench.steps import page_of, posted, refused
from kith.people.arrivals import Arriving
from kith.people.index import queue
from kith.people.models import Proposal, RestrictedAddress, SourceRecord

HOME = {"address": "9 Quay Road", "postcode": "TS4 2BB"}
TOLD = datetime(2027, 3, 3, 10, tzinfo=UTC)


def girl(given: str, dob: str = "2019-09-04", family: str = "Osei-Bonsu", **more) -> Arriving:
    return Arriving(given_name=given, family_name=family, dob=dob, sex="F", **{**HOME, **more})


def match_of(world, contact) -> tuple[str, ContactPerson]:
    with world.at_work("hub"):
        person = ContactPerson.objects.select_related("source_record").get(contact=contact, role="child")
    return f"/contacts/{contact.pk}/people/{person.pk}/match/", person


def told(world, *known: Arriving, then: Arriving) -> tuple[str, ContactPerson]:
    for child in known:
        world.contact("constable", words="", child=child)
    return match_of(world, world.contact("constable", words="", child=then))


def test_of_two_who_fit_alike_the_index_is_sure_of_neither_and_names_the_other(world):
    url, _ = told(world, girl("Amara", birth_order=1), girl("Amira", birth_order=2), then=girl("A."))
    page = page_of(world.client("screener"), url)
    assert "likely the same person" not in page and page.count("One of 2 who fit") == 2
    assert "Amira Osei-Bonsu fits as well, and it can be only one of them" in page
    assert page.count("Look twice") == 2


def test_keys_answer_only_for_the_one_that_is_marked_where_several_may_be_the_child(world):
    url, _ = told(world, girl("Amara", birth_order=1), girl("Amira", birth_order=2), then=girl("A."))
    page = page_of(world.client("screener"), url)
    assert page.count("data-row") == 2 and "data-queue" in page and "go from one to the next" in page


def test_a_day_of_birth_that_differs_stands_among_the_reasons_against(world):
    url, _ = told(world, girl("Willow", "2014-02-21", "Smith"), then=girl("Willow", "2014-02-05", "Smith"))
    page = page_of(world.client("screener"), url)
    assert "Nothing speaks against it" not in page
    assert "Date of birth: “5 February 2014” came, “21 February 2014” is held" in page


def test_how_the_known_child_stands_is_said_beside_the_name_and_the_record_is_one_press_away(world):
    url, person = told(world, girl("Willow", "2014-02-21", "Smith"), then=girl("Willow", "2014-02-05", "Smith"))
    page = page_of(world.client("screener"), url)
    assert "household not known; 1 record, from Thornshire Constabulary" in page
    with world.at_work("hub"):
        known = Proposal.objects.get(source_record=person.source_record_id).subject_id
    assert f'href="/work/children/{known}/"' in page


def test_before_the_answer_it_is_said_what_follows_and_that_it_can_be_undone(world):
    url, _ = told(world, girl("Willow", "2014-02-21", "Smith"), then=girl("Willow", "2014-02-05", "Smith"))
    page = page_of(world.client("screener"), url)
    assert "this record goes to Willow Smith" in page and "A wrong answer can be undone" in page


def test_an_age_is_shown_and_laid_beside_the_birthday_that_is_held(world):
    known = girl("Willow", "2014-02-21", "Smith")
    url, _ = told(world, known, then=Arriving(given_name="Willow", family_name="Smith", age="12", sex="F", **HOME))
    page = page_of(world.client("screener"), url)
    assert "aged 12 on" in page and "Fits" in page


@pytest.mark.parametrize(("left", "right", "state"), [
    ("aged 7 on 3 March 2027", "4 September 2019", "same"), ("aged 7 on 3 March 2027", "4 September 2017", "different"),
    ("expected 11 June 2027", "2 June 2027", "same"), ("expected 11 June 2027", "2 June 2025", "different"),
    ("aged about 7 on 3 March 2027", "4 September 2019", "missing"), ("4 March 2019", "3 April 2019", ""),
    ("aged 7 on 29 February 2028", "28 February 2021", "same"), ("aged 7 on 29 February 2028", "1 March 2020", "same")])
def test_an_age_and_an_expected_date_fit_the_births_they_can_mean(left, right, state):
    assert birth_state(left, right) == birth_state(right, left) == state


def test_births_are_said_as_they_were_told():
    assert birth_words({"age": "7"}, TOLD) == "aged 7 on 3 March 2027"
    assert birth_words({"age": "01/08/2010"}, TOLD) == "1 August 2010"
    assert birth_words({"expected_dob": "2027-06-11"}, TOLD) == "expected 11 June 2027"
    assert birth_words({"dob": "04/09/19", "age": "7"}, TOLD) == "4 September 2019"
    assert birth_words({}, TOLD) == ""


def test_an_unborn_child_is_shown_with_its_expected_date(world):
    known, later = ({"family_name": "Marlow", "expected_dob": due, **HOME} for due in ("2027-06-11", "2027-06-14"))
    url, _ = told(world, Arriving(**known), then=Arriving(given_name="Baby", **later))
    assert "expected 14 June 2027" in page_of(world.client("screener"), url)


def test_a_restricted_place_is_never_shown_or_hinted_at_beside_another(world):
    url, person = told(world, girl("Willow", "2014-02-21", "Smith", phone="07700 900123"),
                       then=girl("Willow", "2014-02-05", "Smith", phone="07700 900123"))
    with world.at_work("hub") as by:
        asked = Proposal.objects.get(source_record=person.source_record_id)
        assert "same home" in asked.reasons
        place = RestrictedAddress(subject_id=asked.subject_id, sealed_text=b"9", created_by_id=by.worker_id,
                                  created_at=by.now)
    RestrictedAddress.objects.using("owner").bulk_create([place])
    for page in (page_of(world.client("screener"), url),
                 page_of(world.client("screener"), f"/work/people/review/{asked.pk}/")):
        assert "Same home" not in page and "telephone or e-mail" not in page.lower().replace("same telephone", "")
        assert "restricted: ring duty" in page and "Not compared" in page
        assert page.count("9 Quay Road") == 1  # as it came: the other side's is not said, nor whether it is the same
        assert ">Address</text>" not in page and ">Address</td>" not in page


def test_same_against_a_guard_waits_for_a_second_reader_at_the_bench_too(world):
    url, person = told(world, girl("Amara"), then=girl("Zainab"))
    with world.at_work("hub"):
        known = Proposal.objects.get(source_record=person.source_record_id).subject_id
    posted(world.client("screener"), url, verdict="same", candidate=str(known), reason="Both her names")
    page = page_of(world.client("hub"), url)
    assert "read this" in page and "A second reader is needed" in page and "Both her names" in page
    with world.at_work("hub"):
        assert SourceRecord.objects.get(pk=person.source_record_id).subject_id != known
    assert "You have read this one" in refused(world.client("screener"), url, verdict="same", candidate=str(known))
    posted(world.client("manager"), url, verdict="same", candidate=str(known))
    with world.at_work("hub"):
        assert SourceRecord.objects.get(pk=person.source_record_id).subject_id == known
        assert ContactPerson.objects.get(pk=person.pk).settled_as == "same"


def test_whoever_was_not_sure_can_say_so_later_and_the_question_stays_in_the_queue(world):
    url, person = told(world, girl("Willow", "2014-02-21", "Smith"), then=girl("Willow", "2014-02-05", "Smith"))
    with world.at_work("hub"):
        asked = Proposal.objects.get(source_record=person.source_record_id)
    where = f"/work/people/review/{asked.pk}/"
    posted(world.client("hub"), where, verdict="unsure", reason="I ring the school")
    page = page_of(world.client("screener"), "/work/people/review/")
    assert "Somebody was not sure" in page and "I ring the school" in page
    posted(world.client("hub"), where, verdict="same")
    with world.at_work("hub"):
        assert SourceRecord.objects.get(pk=person.source_record_id).subject_id == asked.subject_id


def test_a_third_reader_settles_what_two_have_answered_differently():
    class Said:
        def __init__(self, verdict: str) -> None:
            self.verdict = verdict

    assert queue.settled("same", [Said("unsure")], "possible_twin") == ""
    assert queue.settled("different", [Said("same")], "") == "unsure"
    assert queue.settled("same", [Said("same"), Said("different")], "possible_twin") == "same"
    assert queue.settled("different", [Said("unsure")], "") == "different"


@pytest.mark.parametrize(("left", "right", "state"), [
    ("Mariam", "مريم", "close"), ("محمد", "Mohammed", "close"), ("Fatima", "فاطمة", "close"),
    ("Tom", "مريم", "different"), ("Maria", "Мария", "close"), ("مريم", "مريم", "same")])
def test_one_name_in_other_letters_is_not_called_different(left, right, state):
    row = side_by_side.compared({"given_name": left}, {"given_name": right})[0]
    assert row["state"] == state and (row.get("word") == "Other letters") == (state == "close")


def test_a_surname_with_its_article_is_the_same_in_other_letters():
    row = side_by_side.compared({"family_name": "Al Khatib"}, {"family_name": "الخطيب"})[0]
    assert row["state"] == "close"
