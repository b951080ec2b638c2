"""Take, grade, join, others at home, hand to duty: each by its page."""

from __future__ import annotations

from datetime import timedelta

from kith.frontdoor.models import Contact, ContactPerson, Grading
from kith.frontdoor.tests.bench.steps import page_of, posted, refused
from kith.people.arrivals import Arriving


def stored(world, contact) -> Contact:
    with world.at_work("hub"):
        return Contact.objects.select_related("owner").get(pk=contact.pk)


def test_taking_a_contact_names_its_owner(world):
    contact = world.contact()
    posted(world.client("screener"), f"/contacts/{contact.pk}/take/")
    assert stored(world, contact).owner.name == "Priya Screener"


def test_every_grade_stays_listed_and_only_a_manager_lowers_one(world):
    contact = world.contact()
    url = f"/contacts/{contact.pk}/grade/"
    screener = world.client("screener")
    posted(screener, url, grade="red", reason="A mark and her words.")
    assert "Only a hub manager can lower red" in refused(screener, url, grade="green", reason="It seems less bad.")
    posted(world.client("manager"), url, grade="amber", reason="Seen at home by the doctor, and safe tonight.")
    page = page_of(screener, url)
    assert "A mark and her words." in page and "before red" in page and "Morag Manager" in page
    with world.at_work("hub"):
        assert Grading.objects.filter(subject=contact.pk).count() == 2


def test_a_grade_without_a_reason_is_sent_back_with_what_was_chosen(world):
    contact = world.contact()
    page = refused(world.client("screener"), f"/contacts/{contact.pk}/grade/", grade="amber", reason="")
    assert "Enter reason" in page
    assert 'value="amber" checked' in page


def test_the_grade_page_shows_when_each_grade_would_be_due(world):
    contact = world.contact()
    page = page_of(world.client("screener"), f"/contacts/{contact.pk}/grade/")
    assert page.count("Decide by") == 3


def test_two_contacts_of_one_incident_are_offered_and_become_one_referral(world):
    first = world.contact()
    second = world.contact("nurse", words="")
    client, at = world.client("screener"), f"/contacts/{second.pk}/"
    page = page_of(client, at)
    assert "Possibly the same incident." in page and f"/contacts/{second.pk}/join/{first.pk}/" in page
    shown = page_of(client, f"{at}join/{first.pk}/")
    assert "The clock by law runs from the first receipt" in shown and "told separately" in shown
    posted(client, f"{at}join/{first.pk}/")
    assert stored(world, second).referral_id == first.pk
    both = page_of(client, at)
    assert "Nora Named" in both and "Dee Lead" in both and "Possibly the same incident." not in both


def test_contacts_more_than_three_days_apart_are_not_offered_as_one(world):
    with world.at_work("hub") as by:
        long_ago = by.now - timedelta(days=5)
    world.contact(received_at=long_ago)
    second = world.contact("nurse", words="")
    assert "Possibly the same incident." not in page_of(world.client("screener"), f"/contacts/{second.pk}/")


def test_joining_twice_is_refused_in_plain_words(world):
    first, second = world.contact(), world.contact("nurse", words="")
    client, url = world.client("screener"), f"/contacts/{second.pk}/join/{first.pk}/"
    posted(client, url)
    assert "These are already one referral." in refused(client, url)


def test_another_child_at_home_is_added_and_waits_to_be_matched(world):
    contact = world.contact(others_at_home="", address="4 Mill Lane", postcode="TS9 1AA")
    client, url = world.client("screener"), f"/contacts/{contact.pk}/others/"
    posted(client, url, answer="yes", given_name="Zayn", family_name="Karim", dob_day="15", dob_month="1",
           dob_year="2022")
    assert stored(world, contact).others_at_home == "yes"
    with world.at_work("hub"):
        added = ContactPerson.objects.select_related("source_record").get(contact=contact, role="other_child")
    assert added.source_record.fields["dob"] == "2022-01-15"
    assert "Zayn Karim" in page_of(client, f"/contacts/{contact.pk}/")


def test_a_known_child_added_late_is_recognised(world):
    zayn = Arriving(given_name="Zayn", family_name="Karim", dob="2022-01-15", address="4 Mill Lane", postcode="TS9 1AA")
    known = world.contact("nurse", child=zayn, words="")
    contact = world.contact(others_at_home="", address="4 Mill Lane", postcode="TS9 1AA")
    posted(world.client("screener"), f"/contacts/{contact.pk}/others/", answer="yes", given_name="Zayn",
           family_name="Karim", dob_day="15", dob_month="1", dob_year="2022")
    with world.at_work("hub"):
        assert ContactPerson.objects.get(contact=contact, role="other_child").subject_id == world.child_of(known)


def test_naming_a_child_and_answering_no_is_refused(world):
    contact = world.contact(others_at_home="")
    page = refused(world.client("screener"), f"/contacts/{contact.pk}/others/", answer="no", given_name="Zayn")
    assert "You named another child" in page and 'value="Zayn"' in page
    assert stored(world, contact).others_at_home == ""


def test_handing_to_duty_keeps_the_same_contact(world):
    contact = world.contact()
    posted(world.client("hub"), f"/contacts/{contact.pk}/duty/")
    assert stored(world, contact).handed_to_duty_at is not None
    assert "With duty" in page_of(world.client("hub"), f"/contacts/{contact.pk}/")
