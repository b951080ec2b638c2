"""The referrer is told in safe words, each one separately; history is read before a decision and counted."""

from __future__ import annotations

from datetime import timedelta

from kith.frontdoor.models import HistoryShown, Message
from kith.frontdoor.tests.bench.steps import brink, decision, page_of, posted
from kith.people.arrivals import Arriving
from kith.work.models import Deadline

NOOR = Arriving(given_name="Noor", family_name="Karim", dob="2019-05-02", address="4 Mill Lane", postcode="TS9 1AA",
                sex="F")


def test_before_the_decision_there_is_nothing_to_tell(world):
    contact = world.contact()
    page = page_of(world.client("screener"), f"/contacts/{contact.pk}/tell/")
    assert "There is nothing to tell yet" in page and "Send the outcome" not in page


def test_the_outcome_is_ready_in_words_that_give_nothing_away(world):
    _, at, of_child, voice = brink(world)
    posted(world.client("hub"), of_child + "decide/", **decision(voice))
    page = page_of(world.client("screener"), at + "tell/")
    assert "Children's social care is looking into it." in page
    assert "Daddy" not in page and "bruise" not in page


def test_each_contact_of_a_referral_is_told_separately(world):
    contact, at, of_child, voice = brink(world)
    second = world.contact("nurse", words="")
    hub = world.client("hub")
    posted(hub, f"{at}join/{second.pk}/")
    posted(hub, of_child + "decide/", **decision(voice))
    assert posted(hub, at + "tell/", text="Thank you.")["Location"] == f"/contacts/{second.pk}/tell/"
    posted(hub, f"/contacts/{second.pk}/tell/", text="Thank you, too.")
    with world.at_work("hub"):
        assert Message.objects.filter(kind="outcome").count() == 2


def test_read_and_not_read_are_told_apart(world):
    contact, at, of_child, voice = brink(world)
    hub = world.client("hub")
    posted(hub, of_child + "decide/", **decision(voice))
    posted(hub, at + "tell/", text="Thank you.")
    assert page_of(hub, at + "tell/").count("Not read since") == 2
    with world.at_work("hub") as by:
        Message.objects.filter(subject=contact.pk, kind="outcome").update(read_at=by.now)
    page = page_of(hub, at + "tell/")
    assert page.count("Not read since") == 1 and ">Read<" in page


def test_asking_for_more_stops_no_clock(world):
    contact = world.contact()
    posted(world.client("screener"), f"/contacts/{contact.pk}/more/", text="Where was Noor when she said it?")
    with world.at_work("hub"):
        assert Message.objects.filter(subject=contact.pk, kind="more").count() == 1
        assert Deadline.objects.get(subject=contact.pk, duty="contact.decision").met_at is None


def test_history_counts_the_child_and_the_adults_and_is_recorded_as_read(world):
    mother = ("mother", Arriving(given_name="Samira", family_name="Karim", dob="1990-02-01", address="4 Mill Lane",
                                 postcode="TS9 1AA"))
    with world.at_work("hub") as by:
        now = by.now
    world.contact("nurse", child=NOOR, others=[mother], words="", received_at=now - timedelta(days=200))
    world.contact("nurse", child=NOOR, words="", received_at=now - timedelta(days=20))
    contact = world.contact(child=NOOR, others=[mother])
    page = page_of(world.client("hub"), f"/contacts/{contact.pk}/children/{world.child_of(contact)}/history/")
    assert "All 2 earlier contacts" in page
    assert "The child: <strong>1</strong> in 3 months, <strong>2</strong> in 12." in page
    assert "Adults around them: <strong>0</strong> in 3 months, <strong>1</strong> in 12." in page
    assert "Rising: 1 in the last 3 months, 0 in the 3 before" in page and "<svg" in page
    with world.at_work("hub"):
        assert HistoryShown.objects.get(about_id=contact.pk).contacts_shown == 2


def test_a_partner_reads_the_history_without_it_counting_as_the_deciders(world):
    contact = world.contact()
    url = f"/contacts/{contact.pk}/children/{world.child_of(contact)}/history/"
    assert "Nothing earlier is held" in page_of(world.client("hub_police"), url)
    with world.at_work("hub"):
        assert HistoryShown.objects.count() == 0
