"""The contact page in its states: an answer that came back, a child not heard, a decision made, a partner asked."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kith.frontdoor.bench import reads
from kith.frontdoor.deciding import HUB_READS_ON
from kith.frontdoor.models import Contact, ContactPerson, Message
from kith.frontdoor.tests.bench.steps import brink, decision, page_of, posted, question, ready
from kith.kit.words import LONDON
from kith.people.arrivals import Arriving
from kith.people.models import Voice
from kith.work.models import Request

ANSWER = "She said it in the cloakroom, alone with me."


@pytest.fixture
def answered(world) -> str:
    """The school was asked for more, and has answered; the contact's address."""
    contact = world.contact("dsl")
    posted(world.client("screener"), f"/contacts/{contact.pk}/more/", text="Where was Noor when she said it?")
    posted(world.client("dsl"), f"/contacts/sent/{contact.pk}/", text=ANSWER)
    return f"/contacts/{contact.pk}/"


def unread(world) -> int:
    with world.at_work("hub"):
        return Message.objects.filter(kind="reply", read_at__isnull=True).count()


def test_an_answer_of_the_referrer_stands_first_until_the_councils_hub_has_read_it(world, answered):
    assert unread(world) == 1
    page = page_of(world.client("screener"), answered)
    assert "The referrer has answered." in page and page.count(ANSWER) == 2
    assert unread(world) == 0
    page = page_of(world.client("screener"), answered)
    assert "The referrer has answered." not in page and page.count(ANSWER) == 1 and "read by the hub" in page


def test_a_partner_in_the_hub_reads_the_answer_but_it_stays_new_to_those_who_asked(world, answered):
    assert ANSWER in page_of(world.client("hub_police"), answered)
    assert unread(world) == 1


def test_the_answer_stands_among_the_messages_as_the_referrers(world, answered):
    page = page_of(world.client("screener"), answered + "more/")
    assert "The referrer's answer" in page and ANSWER in page
    assert unread(world) == 0


def test_why_a_child_was_not_heard_is_shown_in_the_senders_words(world):
    contact = world.contact(words="", provenance={"not_heard": {"0": "Asleep when the officer came"}})
    page = page_of(world.client("screener"), f"/contacts/{contact.pk}/")
    assert "Why, says whoever reported: Asleep when the officer came" in page
    assert "Why Noor Karim was not heard" in page


def test_once_the_hub_may_no_longer_read_the_words_it_is_not_said_that_there_were_none(world):
    contact, at, of_child, voice = brink(world)
    posted(world.client("hub"), of_child + "decide/", **decision(voice))
    world.forward(HUB_READS_ON + timedelta(hours=1))
    page = page_of(world.client("hub"), at)
    assert "No words of" not in page and "open to those who work with the child now" in page
    assert "The child's words were used." in page


def test_a_baby_not_yet_born_is_not_said_to_be_unheard(world):
    contact = world.contact(words="", child=Arriving(family_name="Tolliver", expected_dob="2027-01-09"))
    assert "No words of" not in page_of(world.client("screener"), f"/contacts/{contact.pk}/")


def test_a_decided_child_shows_what_was_decided_by_whom_and_with_which_words(world):
    _, at, of_child, voice = brink(world)
    hub = world.client("hub")
    posted(hub, of_child + "decide/", **decision(voice))
    page = page_of(hub, at)
    assert "<strong>Strategy discussion" in page and ", level 4" in page
    assert f"{world.worker('hub').name}, <time" in page
    assert "The child's words: “" in page and "She named who did it." in page


def test_a_decision_without_the_childs_words_says_why_and_by_when(world):
    _, at, of_child, _ = brink(world)
    hub = world.client("hub")
    posted(hub, of_child + "decide/", **decision(
        "none", influence="", difference="", no_voice_reason="not_yet_seen", obtain_on_day="27", obtain_on_month="11",
        obtain_on_year="2030"))
    page = page_of(hub, at)
    assert "No words of the child were used: " in page and "to be heard by 27 November 2030" in page


def test_only_what_applies_now_is_offered(world):
    _, at, of_child, voice = brink(world)
    hub, police = world.client("hub"), world.client("hub_police")
    before = page_of(hub, at)
    assert "Change the grade" in before and f'href="{at}tell/"' not in before
    assert f'href="{at}grade/"' not in page_of(police, at) and f'href="{at}ask/"' not in page_of(police, at)
    posted(hub, of_child + "decide/", **decision(voice))
    after = page_of(hub, at)
    for step in ("grade", "ask", "others", "more", "duty"):
        assert f'href="{at}{step}/"' not in after
    assert f'href="{at}tell/"' in after


def test_a_partner_whose_agency_is_asked_goes_to_its_question_from_here(world):
    contact, at, _ = ready(world)
    posted(world.client("hub"), at + "ask/", children=[str(world.child_of(contact))], **question(world))
    with world.at_work("hub"):
        own = Request.objects.get(agency=world.agency("police")).pk
        others = Request.objects.get(agency=world.agency("health")).pk
    page = page_of(world.client("hub_police"), at)
    assert page.count(f"/questions/{own}/") == 2 and f"/questions/{others}/" not in page
    assert world.client("hub_police").get(f"/questions/{own}/").status_code == 200
    assert f"/questions/{own}/" not in page_of(world.client("hub"), at)


def test_a_day_without_a_time_is_said_as_a_day():
    assert reads.heard_when(datetime(2026, 7, 3, tzinfo=LONDON)) == datetime(2026, 7, 3).date()
    assert reads.heard_when(datetime(2026, 7, 3, 9, 5, tzinfo=LONDON)) == datetime(2026, 7, 3, 9, 5, tzinfo=LONDON)


def test_the_records_of_the_bench_are_what_the_orm_would_read(world):
    contact, _, _ = ready(world)
    with world.at_work("hub") as by:
        found = reads.bench(contact.pk, by, by.now)
        by_orm = Contact.objects.get(pk=contact.pk)
        for name in (f.attname for f in Contact._meta.concrete_fields):
            assert getattr(found.contact, name) == getattr(by_orm, name), name
        named = ContactPerson.objects.select_related("source_record", "subject__person").order_by("position")
        for mine, theirs in zip(found.people, named, strict=True):
            assert mine == theirs and mine.source_record.fields == theirs.source_record.fields
            assert reads.called(mine) == theirs.subject.person.name
        voices = reads.voices_of(found.subjects)
        assert [v.words for v in voices] == [v.words for v in Voice.objects.filter(subject_id__in=found.subjects)]
