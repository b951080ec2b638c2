"""One question to each agency, due by grade; answers, silence and refusals stay in sight."""

from __future__ import annotations

from datetime import timedelta

from kith.frontdoor.tests.bench.steps import PICTURE, page_of, posted, question, ready, refused
from kith.work import acts as work
from kith.work.models import Request


def asked(world, **changes):
    contact, at, of_child = ready(world)
    posted(world.client("hub"), at + "ask/", children=[str(world.child_of(contact))], **question(world, **changes))
    return contact, at, of_child


def test_each_agency_chosen_gets_one_request(world):
    contact, *_ = asked(world)
    with world.at_work("hub"):
        found = Request.objects.filter(about_id=contact.pk)
        assert {r.agency.key for r in found.select_related("agency")} == {"health", "police"}
        assert found.count() == 2


def test_question_basis_and_due_time_stand_ready_by_grade(world):
    _, at, _ = ready(world)
    page = page_of(world.client("hub"), at + "ask/")
    assert "What do you hold from the last 12 months about injuries to Noor Karim" in page
    assert 'value="public_task" selected' in page and 'value="ca1989_s47" selected' in page
    assert "Answers due by" in page


def test_before_a_grade_nothing_is_asked(world):
    contact = world.contact()
    page = refused(world.client("hub"), f"/contacts/{contact.pk}/ask/", children=[str(world.child_of(contact))],
                   **question(world))
    assert "Grade the contact first" in page


def test_when_one_agency_was_asked_already_none_is_asked_again(world):
    contact, at, _ = asked(world, agencies=[str(world.agency("police").pk)])
    page = refused(world.client("hub"), at + "ask/", children=[str(world.child_of(contact))], **question(world))
    assert "This agency has been asked that already" in page
    with world.at_work("hub"):
        assert Request.objects.filter(about_id=contact.pk).count() == 1


def test_a_question_needs_the_family_told_or_a_reason(world):
    contact, at, _ = ready(world)
    page = refused(world.client("hub"), at + "ask/", children=[str(world.child_of(contact))],
                   **question(world, family_told=""))
    assert "Choose an answer to “Has the family been told?”" in page


def test_never_asked_waiting_overdue_and_nothing_known_are_different_words(world):
    contact, at, _ = asked(world)
    hub = world.client("hub")
    page = page_of(hub, at)
    assert page.count(">Waiting<") == 2 and "never asked about this: what it holds is not known" in page
    with world.at_work("hub_health") as by:
        request = Request.objects.get(agency=by.agency_id)
        work.nothing_known(by=by, at=by.now, subject=world.child_of(contact), request=request)
    world.forward(timedelta(hours=5))
    page = page_of(world.client("hub"), at)
    assert "Nothing known" in page and ">Overdue<" in page and "looked, and holds nothing" in page


def test_what_a_partner_does_not_share_shows_its_reason_and_review_day(world):
    contact, at, _ = asked(world)
    with world.at_work("hub_police") as by:
        request = Request.objects.get(agency=by.agency_id)
        work.decline(by=by, at=by.now, subject=world.child_of(contact), request=request, reason="investigation",
                     review_on=by.now.date() + timedelta(days=3))
    page = page_of(world.client("hub"), at + "picture/")
    assert "Not shared: Would harm a live investigation" in page and "Looked at again on" in page


def test_the_picture_stands_beside_the_answers_and_partners_read_it(world):
    contact, at, _ = asked(world)
    assert "in a few sentences" in refused(world.client("hub"), at + "picture/", text="Too short.")
    posted(world.client("hub"), at + "picture/", text=PICTURE)
    page = page_of(world.client("hub_police"), at + "picture/")
    assert PICTURE in page and "Save the picture" not in page
    assert world.client("hub_police").post(at + "picture/", {"text": PICTURE}).status_code == 404
