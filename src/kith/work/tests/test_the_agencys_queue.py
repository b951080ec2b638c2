"""An agency's own questions: answered in place, nothing known at a press, declined with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.people.arrivals import Arriving
from kith.work import acts, reads
from kith.work.models import AgencyNote, Answer, Deadline, HealthDetail, Request

HERE = "/questions/"
QUESTION = "Has Noor been seen with an injury before?"


def ask(
    world, *, agency: str = "health", question: str = QUESTION, grade: str = "red", contact=None, name="Noor"
):
    """A question put by the hub about the child of a contact."""
    contact = contact or world.contact(child=Arriving(given_name=name, family_name="Karim", dob="2019-05-02"))
    with world.at_work("hub") as by:
        return acts.ask(
            by=by,
            at=by.now,
            subject=world.child_of(contact),
            about=contact.pk,
            agency=world.agency(agency).pk,
            question=question,
            purpose="To decide today",
            grade=grade,
            lawful_basis="public_task",
            gateway="ca1989_s47",
            family_told="unsafe_child",
        )


def answers(world, key: str = "hub_health") -> list[Answer]:
    with world.at_work(key):
        return list(Answer.objects.order_by("answered_at"))


def test_a_question_stands_in_the_queue_of_the_agency_asked_and_in_no_other(world):
    ask(world)
    page = world.client("hub_health").get(HERE).content.decode()
    assert QUESTION in page
    assert "Noor Karim, " in page
    assert "Hal Hubworker asked" in page and "To decide today" in page
    assert QUESTION not in world.client("hub_police").get(HERE).content.decode()


@pytest.mark.parametrize("key", ["hub_police", "hub_health", "hub_education", "hub_early_help", "manager"])
def test_partners_in_the_hub_and_its_manager_have_a_queue(world, key):
    assert world.client(key).get(HERE).status_code == 200


@pytest.mark.parametrize(
    "key", ["charlie", "administrator", "dsl", "constable", "screener", "leader", "nurse"]
)
@pytest.mark.parametrize("path", ["", "answered/", "not-shared/", "overdue/"])
def test_nobody_else_finds_one(world, key, path):
    assert world.client(key).get(HERE + path).status_code == 404


@pytest.mark.parametrize("key", ["charlie", "administrator", "hub_police", "dsl"])
def test_another_agencys_question_looks_like_none(world, key):
    asked = ask(world)
    client = world.client(key)
    for path in ("", "decline/"):
        assert client.get(f"{HERE}{asked.pk}/{path}").status_code == 404
        assert client.post(f"{HERE}{asked.pk}/{path}", {"text": "Something"}).status_code == 404
    assert answers(world) == []


def test_nothing_known_takes_one_press_and_stops_the_clock(world):
    asked = ask(world)
    answer = world.client("hub_health").post(HERE, {"only": str(asked.pk), "fresh": "now"})
    assert answer.status_code == 302
    given = answers(world)[0]
    assert given.outcome == "nothing_known"
    assert given.records_to is not None
    with world.at_work("hub"):
        assert Deadline.objects.get(record_id=asked.pk).met_at is not None


def test_nothing_known_for_many_answers_exactly_those_ticked(world):
    asked = [ask(world, name=name) for name in ("Noor", "Ellie", "Tom")]
    client = world.client("hub_health")
    client.post(HERE, {"chosen": [str(asked[0].pk), str(asked[2].pk)]})
    assert {a.request_id for a in answers(world)} == {asked[0].pk, asked[2].pk}
    assert "Ellie Karim" in client.get(HERE).content.decode()


def test_a_press_with_nothing_ticked_says_what_to_do(world):
    ask(world)
    answer = world.client("hub_health").post(HERE, {"fresh": ""})
    assert answer.status_code == 422
    assert "Tick the questions about children you hold nothing on" in answer.content.decode()


def test_ticking_another_agencys_question_answers_nothing(world):
    asked = ask(world)
    assert world.client("hub_police").post(HERE, {"chosen": [str(asked.pk)]}).status_code == 422
    world.client("hub_police").post(HERE, {"only": str(asked.pk)})
    assert answers(world) == []


def test_an_answer_keeps_health_detail_and_the_agencys_note_apart(world):
    asked = ask(world)
    answer = world.client("hub_health").post(
        f"{HERE}{asked.pk}/",
        {
            "text": "Seen in March with a burn.",
            "means": "A second injury.",
            "fresh": "yesterday",
            "health_only": "Burn to the left hand.",
            "agency_only": "Ring the practice.",
        },
    )
    assert answer.status_code == 302
    given = answers(world)[0]
    assert (given.text, given.means) == ("Seen in March with a burn.", "A second injury.")
    with world.at_work("hub_police"):
        assert HealthDetail.objects.count() == 0
        assert AgencyNote.objects.count() == 0
    with world.at_work("hub_health"):
        assert HealthDetail.objects.get().text == "Burn to the left hand."
        assert AgencyNote.objects.get().text == "Ring the practice."


def test_only_health_is_asked_for_health_detail(world):
    asked = ask(world, agency="police")
    page = world.client("hub_police").get(f"{HERE}{asked.pk}/").content.decode()
    assert "Health detail" not in page
    assert "Note for your own agency only" in page


def test_the_last_answer_is_filled_in_dated_and_counted_as_carried(world):
    contact = world.contact()
    first = ask(world, contact=contact)
    client = world.client("hub_health")
    client.post(f"{HERE}{first.pk}/", {"text": "Seen in March with a burn."})
    second = ask(world, contact=contact, question="What has the health visitor seen since then?")
    page = client.get(f"{HERE}{second.pk}/").content.decode()
    earlier = answers(world)[0]
    assert "Seen in March with a burn." in page and "Filled in from your agency’s answer" in page
    client.post(
        f"{HERE}{second.pk}/",
        {"text": "Seen in March with a burn. Nothing since.", "carried_from": str(earlier.pk)},
    )
    assert answers(world)[1].carried_from_id == earlier.pk


def test_what_was_not_shared_before_is_never_filled_in(world):
    contact = world.contact()
    first = ask(world, contact=contact)
    client = world.client("hub_health")
    client.post(f"{HERE}{first.pk}/decline/", declining(note="Held back: the clinic."))
    second = ask(world, contact=contact, question="What has the health visitor seen since then?")
    assert "Held back" not in client.get(f"{HERE}{second.pk}/").content.decode()


def declining(**changes) -> dict[str, str]:
    return {
        "reason": "more_detrimental",
        "note": "",
        "review_on_day": "1",
        "review_on_month": "3",
        "review_on_year": "2090",
    } | changes


def test_not_sharing_needs_a_reason_and_a_day_to_look_again(world):
    asked = ask(world)
    client = world.client("hub_health")
    for changes, words in (
        ({"reason": ""}, "Choose an answer to “Why will you not share this?”"),
        (
            {"review_on_day": "", "review_on_month": "", "review_on_year": ""},
            "Enter the day you will look at this again",
        ),
        ({"review_on_year": "2020"}, "must be after today"),
    ):
        answer = client.post(f"{HERE}{asked.pk}/decline/", declining(**changes))
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert answers(world) == []


def test_the_register_of_what_was_not_shared_shows_reason_and_day(world):
    asked = ask(world)
    world.client("hub_health").post(f"{HERE}{asked.pk}/decline/", declining())
    page = world.client("hub_health").get(f"{HERE}not-shared/").content.decode()
    assert "Sharing would harm the child more than not sharing" in page
    assert "1 March 2090" in page
    assert "Noor" not in world.client("hub_police").get(f"{HERE}not-shared/").content.decode()
    assert "NHS Thornshire" in world.client("manager").get(f"{HERE}not-shared/").content.decode()


def test_a_late_answer_comes_first_and_everybody_in_the_hub_can_see_it(world):
    late = ask(world)
    world.forward(timedelta(days=8))
    ask(world, name="Ellie")
    page = world.client("hub_health").get(HERE).content.decode()
    assert page.index("Noor Karim") < page.index("Ellie Karim")
    assert "Overdue by" in page
    only = world.client("hub_health").get(HERE + "?show=overdue").content.decode()
    assert "Noor Karim" in only and "Ellie Karim" not in only
    for key in ("manager", "hub_police"):
        everybody = world.client(key).get(HERE + "overdue/").content.decode()
        assert "NHS Thornshire" in everybody and "Noor Karim" in everybody and "not opened yet" in everybody
    with world.at_work("screener") as by:
        assert [r.pk for r in reads.overdue(by.now)] == [late.pk]


def test_opening_a_question_tells_the_hub_that_it_was_seen(world):
    asked = ask(world)
    world.client("hub_health").get(f"{HERE}{asked.pk}/")
    with world.at_work("hub"):
        assert Request.objects.get(pk=asked.pk).seen_at is not None


def test_a_managers_look_does_not_count_as_seen(world):
    asked = ask(world)
    assert world.client("manager").get(f"{HERE}{asked.pk}/").status_code == 200
    with world.at_work("hub"):
        assert Request.objects.get(pk=asked.pk).seen_at is None


def test_an_answer_in_the_making_survives_in_the_queue_and_on_its_own_page(world):
    asked = ask(world)
    client = world.client("hub_health")
    row = client.get(HERE).context["rows"][0]
    client.post(row["draft_url"], {"text": "Seen in March"})
    assert "Seen in March" in client.get(HERE).content.decode()
    assert "Seen in March" in client.get(f"{HERE}{asked.pk}/").content.decode()


def test_what_was_answered_today_is_listed_and_yesterdays_is_not(world):
    asked = ask(world)
    world.client("hub_health").post(HERE, {"only": str(asked.pk)})
    assert QUESTION in world.client("hub_health").get(HERE + "answered/").content.decode()
    world.forward(timedelta(days=1))
    assert QUESTION not in world.client("hub_health").get(HERE + "answered/").content.decode()


def test_an_answered_question_cannot_be_answered_again(world):
    asked = ask(world)
    client = world.client("hub_health")
    client.post(HERE, {"only": str(asked.pk)})
    answer = client.post(f"{HERE}{asked.pk}/", {"text": "Something after all"})
    assert answer.status_code == 422
    assert len(answers(world)) == 1


def test_an_empty_queue_teaches(world):
    assert "Nothing is waiting for your agency" in world.client("hub_health").get(HERE).content.decode()


def test_a_queue_of_forty_shows_twenty_five(world):
    contact = world.contact()
    for n in range(40):
        ask(world, contact=contact, question=f"Question number {n} about this child?")
    answer = world.client("hub_health").get(HERE)
    assert len(answer.context["rows"]) == 25
    assert "Showing 1 to 25 of 40" in answer.content.decode()
    assert len(answer.content) < 80_000
