"""Looking at tools and trying them: for those who answer for them, without any case."""

from __future__ import annotations

import pytest

from kith.instruments.models import Receipt, Response

FIRST_PAGES = ["/tools/", "/tools/vist/2/", "/tools/vist/2/try/", "/tools/dash/1/try/", "/tools/thrive/1/try/",
               "/tools/ppn/1/try/", "/tools/dara/1/try/", "/tools/vist/1/try/"]


@pytest.mark.parametrize("path", FIRST_PAGES)
def test_who_answers_for_tools_may_look_and_try_and_nobody_else(world, path):
    assert world.client("administrator").get(path).status_code == 200
    assert world.client("charlie").get(path).status_code == 404
    assert world.client("constable").get(path).status_code == 404


def test_a_version_that_does_not_exist_is_not_found(world):
    assert world.client("administrator").get("/tools/vist/9/").status_code == 404
    assert world.client("administrator").get("/tools/none/1/try/").status_code == 404


def test_the_page_says_what_is_from_memory_and_what_changed(world):
    page = world.client("administrator").get("/tools/vist/2/").content.decode()
    assert "Written from memory" in page
    assert "What changed since version 1" in page
    assert "How did the child seem?" in page
    assert "Devon and Cornwall" in page


THRIVE = {"threat": "yes", "harm": "no", "child_there": "yes", "vulnerable": "no", "risk": "likely",
          "investigation": "no", "engagement": "Ring back on the landline.", "grade": "scheduled",
          "grade_why": "Already left."}


def test_trying_says_both_grades_and_keeps_nothing(world):
    leader = world.client("leader")
    answer = leader.post("/tools/thrive/1/try/", THRIVE)
    assert answer.url == "/tools/thrive/1/"
    page = leader.get(answer.url).content.decode()
    assert "Given Scheduled and by the rules Emergency" in page
    assert Response.objects.using("owner").count() == 0


def test_what_is_missing_is_said_in_sentences_and_what_was_typed_stays(world):
    answer = world.client("leader").post("/tools/thrive/1/try/", THRIVE | {"grade": "", "engagement": "Whisper"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Answer “Which response?”" in page
    assert "Whisper" in page


def test_the_same_sending_twice_is_received_once(world):
    leader, key = world.client("leader"), "018f0000-0000-7000-8000-000000000001"
    for _ in range(2):
        answer = leader.post("/tools/thrive/1/try/", THRIVE | {"send_key": key}, headers={"X-Kith-Send": "1"})
        assert answer.json() == {"next": "/tools/thrive/1/"}
    assert Receipt.objects.using("owner").count() == 1


def test_a_form_finished_later_is_there_again_without_a_script(world):
    leader = world.client("leader")
    answer = leader.post("/tools/vist/2/try/", {"finish_later": "1", "weapon": "yes", "adults_0_name": "Kayleigh",
                                                "first-words": "Mummy cried",
                                                "first-demeanour": ["tearful", "clinging"]})
    assert answer.url == "/tools/"
    page = leader.get("/tools/vist/2/try/").content.decode()
    assert "From your draft" in page
    assert "Mummy cried" in page
    assert 'value="Kayleigh"' in page
    assert [code for code in ("yes", "tearful", "clinging", "angry") if f'value="{code}" checked' in page] == [
        "yes", "tearful", "clinging"]
