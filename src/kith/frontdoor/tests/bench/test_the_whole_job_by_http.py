"""The main job through the pages: take, grade, match, ask, answer, picture, history, decide, tell."""

from __future__ import annotations

from kith.frontdoor.models import Message
from kith.frontdoor.tests.bench.steps import PICTURE, decision, posted, question, ready
from kith.meetings.models import Decision
from kith.people.models import Voice
from kith.work import acts as work
from kith.work.models import Request


def test_one_concern_is_carried_from_arrival_to_told(world):
    contact, at, of_child = ready(world)
    hub, child = world.client("hub"), world.child_of(contact)
    posted(hub, at + "ask/", children=[str(child)], **question(world))
    with world.at_work("hub_health") as by:
        request = Request.objects.get(agency=world.agency("health"))
        work.answer(by=by, at=by.now, subject=child, request=request, text="Arm treated in March.",
                    means="A second injury.", records_to=by.now)
    page = hub.get(at).content.decode()
    assert "Arm treated in March." in page and "Waiting" in page
    posted(hub, at + "picture/", text=PICTURE)
    assert hub.get(of_child + "history/").status_code == 200
    with world.at_work("hub"):
        voice = str(Voice.objects.get(subject=child).pk)
    response = posted(hub, of_child + "decide/", **decision(voice))
    assert response["Location"] == at + "tell/"
    told = hub.get(at + "tell/").content.decode()
    assert "Children&#x27;s social care is looking into it." in told
    posted(hub, at + "tell/", text="Thank you. We are looking into it.")
    with world.at_work("hub"):
        assert Decision.objects.get(subject=child).chosen == "strategy"
        assert Message.objects.get(subject=contact.pk, kind="outcome").text.startswith("Thank you")
    assert "not read since" in hub.get(at).content.decode()
    posted(hub, f"{of_child}voice/{voice}/told-back/", told="You are safe at school and we are talking to your family.")
    with world.at_work("hub"):
        assert Voice.objects.get(pk=voice).told_back_by == "Hal Hubworker"


def test_a_decision_that_is_not_ready_says_everything_missing_at_once(world):
    contact = world.contact(others_at_home="")
    hub = world.client("hub")
    response = hub.post(f"/contacts/{contact.pk}/children/{world.child_of(contact)}/decide/",
                        {"chosen": "strategy", "level": "4", "voice": "none"})
    page = response.content.decode()
    assert response.status_code == 422
    for sentence in ("Grade the contact first", "Open the history", "Say whether other children live there",
                     "Use the child&#x27;s own words", "Write which other options you considered"):
        assert sentence in page


def test_the_next_step_on_the_contact_page_follows_the_work(world):
    contact = world.contact()
    hub, at = world.client("hub"), f"/contacts/{contact.pk}/"
    assert "Grade it red, amber or green" in hub.get(at).content.decode()
    posted(hub, at + "take/")
    assert "Grade it red, amber or green" in hub.get(at).content.decode()
    posted(hub, at + "grade/", grade="green", reason="A family that asks for help.")
    assert "Say who Noor Karim is" in hub.get(at).content.decode()
