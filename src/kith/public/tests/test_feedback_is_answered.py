"""What visitors say reaches a queue; what was done about it stands where they can read it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from kith.authority.acts import Refused
from kith.public import acts
from kith.public.models import Feedback


def leave(world, said: str = "The print is small.", once=None):
    return world.client().post(
        "/feedback/", {"said": said, "page": "/worried/", "once": str(once or uuid4())}
    )


def test_a_message_reaches_the_queue(world):
    assert "Thank you" in leave(world).content.decode()
    assert "The print is small." in world.client("manager").get("/work/public/feedback/").content.decode()


def test_two_presses_leave_one_message(world):
    once = uuid4()
    for _ in range(2):
        leave(world, once=once)
    with world.at_work("manager"):
        assert Feedback.objects.count() == 1


def test_a_message_with_a_damaged_form_is_kept_too(world):
    world.client().post("/feedback/", {"said": "Good.", "once": "x"})
    with world.at_work("manager"):
        assert Feedback.objects.get().said == "Good."


def test_an_empty_message_is_asked_for_again(world):
    assert leave(world, said="").status_code == 422


def test_an_answer_is_public_only_when_a_worker_publishes_it(world):
    leave(world)
    with world.at_work("manager"):
        url = f"/work/public/feedback/{Feedback.objects.get().pk}/"
    typed = {"we_did": "Larger text on every page.", "you_said": "The text is too small."}
    world.client("manager").post(url, typed)
    assert "Larger text" not in world.client().get("/feedback/answers/").content.decode()
    assert world.client("manager").post(url, {**typed, "publish": "on"}).status_code == 302
    html = world.client().get("/feedback/answers/").content.decode()
    assert "Larger text" in html and "The text is too small." in html and "The print is small" not in html


def test_publishing_needs_our_own_words_for_what_was_said(world):
    leave(world)
    with world.at_work("manager") as by, pytest.raises(Refused, match="in your own words"):
        acts.answer(
            by=by, at=by.now, feedback=Feedback.objects.get(), you_said=" ", we_did="Done.", publish=True
        )


def test_charlie_and_the_signing_partners_do_not_read_what_visitors_say(world):
    leave(world)
    with world.at_work("manager"):
        pk = Feedback.objects.get().pk
    for key in ("charlie", "hub_police", "administrator"):
        with world.at_work(key):
            assert not Feedback.objects.exists()
        for path in ("", f"{pk}/"):
            assert world.client(key).get(f"/work/public/feedback/{path}").status_code == 404


def test_the_manager_sees_how_many_reports_come_in_an_hour(world):
    assert "0 reports came from the public" in world.client("manager").get("/work/public/").content.decode()
