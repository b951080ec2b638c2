"""One decision for each child: with the voice, with a second manager where needed, corrected only by a new one."""

from __future__ import annotations

from datetime import timedelta

from kith.frontdoor.bench.follows import AFTER
from kith.frontdoor.bench.forms import outcomes
from kith.frontdoor.models import ContactPerson, SecondView
from kith.frontdoor.tests.bench.steps import PICTURE, REASONS, brink, decision, page_of, posted, refused
from kith.meetings.models import Decision
from kith.people.arrivals import Arriving
from kith.people.models import Voice


def test_what_will_follow_stands_before_the_button(world):
    *_, of_child, _ = brink(world)
    page = page_of(world.client("hub"), of_child + "decide/")
    assert "Both decision clocks stop for every contact" in page
    assert "Ashbrook Primary is to be told the outcome" in page
    assert "hold a strategy discussion with police and health, today" in page


def test_every_outcome_on_the_form_says_what_follows():
    assert {code for code, _ in outcomes()} == set(AFTER)


def test_outcome_and_level_must_fit(world):
    *_, of_child, voice = brink(world)
    page = refused(world.client("hub"), of_child + "decide/", **decision(voice, level="1"))
    assert "This outcome does not belong to that level of need" in page
    assert REASONS in page


def test_the_childs_words_are_quoted_and_their_use_must_be_said(world):
    *_, of_child, voice = brink(world)
    hub = world.client("hub")
    assert "“Daddy did it” (said; heard by Dee Lead" in page_of(hub, of_child + "decide/")
    page = refused(hub, of_child + "decide/", **decision(voice, influence="", difference=""))
    assert "Say what difference the child's words made" in page


def test_a_child_not_yet_seen_needs_a_day(world):
    contact, _, of_child, _ = brink(world)
    hub = world.client("hub")
    answers = decision("none", no_voice_reason="not_yet_seen")
    assert "Give the day on which the child will be seen" in refused(hub, of_child + "decide/", **answers)
    with world.at_work("hub") as by:
        day = (by.now + timedelta(days=1)).date()
    posted(hub, of_child + "decide/", obtain_on_day=day.day, obtain_on_month=day.month, obtain_on_year=day.year,
           **answers)
    with world.at_work("hub"):
        assert Decision.objects.get(about_id=contact.pk).obtain_voice_on == day


def test_hearing_the_child_now_gives_words_to_decide_with(world):
    contact, _, of_child, _ = brink(world)
    hub = world.client("hub")
    with world.at_work("hub") as by:
        now = by.now
    when = {"heard_on_day": now.day, "heard_on_month": now.month, "heard_on_year": now.year, "heard_time": "00:00",
            "method": "spoke", "heard_by": "Hal Hubworker", "alone": "yes"}
    assert "Write what the child said, or what you saw." in refused(hub, of_child + "voice/", **when)
    posted(hub, of_child + "voice/", words="I want to stay with my aunt.", **when)
    assert "“I want to stay with my aunt.”" in page_of(hub, of_child + "decide/")
    with world.at_work("hub"):
        assert Voice.objects.get(words__startswith="I want", subject=world.child_of(contact)).alone is True


def test_evidence_relied_on_is_kept(world):
    contact, _, of_child, voice = brink(world)
    posted(world.client("hub"), of_child + "decide/", evidence=[voice, str(contact.pk)], **decision(voice))
    with world.at_work("hub"):
        assert {str(e) for e in Decision.objects.get(about_id=contact.pk).evidence} == {voice, str(contact.pk)}


def test_closing_a_familys_concern_needs_a_second_manager_who_is_somebody_else(world):
    contact = world.contact("screener", source_code="1A", channel="telephone")
    at, child = f"/contacts/{contact.pk}/", world.child_of(contact)
    of_child, manager = f"{at}children/{child}/", world.client("manager")
    posted(manager, at + "grade/", grade="green", reason="The aunt asks for advice.")
    with world.at_work("hub"):
        person = ContactPerson.objects.get(contact=contact)
        voice = str(Voice.objects.get(subject=child).pk)
    posted(manager, f"{at}people/{person.pk}/match/", verdict="new")
    assert "Closing it needs a second manager" in page_of(manager, of_child + "decide/")
    manager.get(of_child + "history/")
    answers = decision(voice, chosen="nfa", level="1")
    assert "A second manager must agree first" in refused(manager, of_child + "decide/", **answers)
    posted(manager, of_child + "second/", chosen="nfa", why="The aunt wanted advice on bedtimes and has it.")
    with world.at_work("hub"):
        view = SecondView.objects.get(subject=child).pk
    assert "somebody else" in refused(manager, f"{of_child}second/{view}/", agrees="yes", note="Mine.")
    assert world.client("hub").get(f"{of_child}second/{view}/").status_code == 404
    assert f"second/{view}/" in page_of(world.client("manager2"), at)
    posted(world.client("manager2"), f"{of_child}second/{view}/", agrees="yes", note="Read it all; I agree.")
    posted(manager, of_child + "decide/", **answers)
    with world.at_work("hub"):
        assert Decision.objects.get(subject=child).second.name == "Mina Manager"


def test_one_household_is_decided_child_by_child(world):
    contact = world.contact(others=[("child", Arriving(given_name="Zayn", family_name="Karim", dob="2022-01-15"))])
    at, hub = f"/contacts/{contact.pk}/", world.client("hub")
    posted(hub, at + "grade/", grade="red", reason="A mark and her words.")
    with world.at_work("hub"):
        people = list(ContactPerson.objects.filter(contact=contact).order_by("position"))
        voice = str(Voice.objects.get(subject=people[0].subject_id).pk)
    for person in people:
        posted(hub, f"{at}people/{person.pk}/match/", verdict="new")
        hub.get(f"{at}children/{person.subject_id}/history/")
    posted(hub, at + "picture/", text=PICTURE)
    first, second = (f"{at}children/{p.subject_id}/decide/" for p in people)
    assert "The clocks run on until Zayn Karim is decided too." in page_of(hub, first)
    assert posted(hub, first, **decision(voice))["Location"] == second
    foreign = refused(hub, second, **decision(voice, chosen="assessment"))
    assert "choose one of the answers shown" in foreign
    last = posted(hub, second, **decision("none", chosen="assessment", no_voice_reason="not_safe"))
    assert last["Location"] == at + "tell/"


def test_a_decision_is_corrected_only_by_a_manager_and_only_by_a_new_one(world):
    contact, at, of_child, voice = brink(world)
    assert world.client("manager").get(of_child + "correct/").status_code == 404
    posted(world.client("hub"), of_child + "decide/", **decision(voice))
    assert "This child is decided already" in refused(world.client("hub"), of_child + "decide/", **decision(voice))
    assert world.client("hub").get(of_child + "correct/").status_code == 404
    manager = world.client("manager")
    assert REASONS in page_of(manager, of_child + "correct/")
    posted(manager, of_child + "correct/", **decision(voice, chosen="assessment"))
    with world.at_work("hub"):
        old, new = Decision.objects.filter(about_id=contact.pk).order_by("made_at")
        assert new.replaces_id == old.pk and new.chosen == "assessment"


def test_a_draft_of_a_decision_comes_back(world):
    *_, of_child, _ = brink(world)
    hub = world.client("hub")
    url = hub.get(of_child + "decide/").context["draft_url"]
    assert hub.post(url, {"rationale": "Half a thought"}).status_code < 400
    page = page_of(hub, of_child + "decide/")
    assert "From your draft saved" in page and "Half a thought" in page
