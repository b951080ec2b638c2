"""A report from the public: written in four steps, stored once, found again by its code."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, connections, transaction

from kith.authority import who
from kith.frontdoor import reports
from kith.public import report, telling

URL = "/worried/tell-us/"
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
CODE = re.compile(r"\b\d{4} \d{4} \d{4} \d{4}\b")


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(telling, "CHECK_SECONDS", 0)


def hidden(answer) -> str:
    return re.search(r'name="carried" value="([^"]*)"', answer.content.decode()).group(1)


def go(client, step: int, carried: str, press: str = "on", **typed):
    return client.post(URL, {"step": step, "carried": carried, "go": press, **typed})


def written(client, **about):
    """The page before sending, with a story of one line and more if given."""
    answer = go(
        client, 1, hidden(client.get(URL)), what_happened="I hear crying every night.", danger_now="no"
    )
    answer = go(client, 2, hidden(answer), **about.get("child", {}))
    return go(client, 3, hidden(answer), **about.get("me", {}))


def stored() -> list[tuple]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select answers, receipt_hash from frontdoor_publicreport order by received_at")
        return cursor.fetchall()


def as_json(value):
    import json

    return json.loads(value) if isinstance(value, str) else value


def test_one_sentence_is_enough_and_the_receipt_shows_a_code(world):
    client = world.client()
    answer = go(client, 4, hidden(written(client)), "send")
    code = CODE.search(answer.content.decode()).group(0)
    ((answers, kept),) = stored()
    assert as_json(answers)["what_happened"] == "I hear crying every night."
    assert as_json(answers)["source_code"] == "9"
    assert bytes(kept) == report.receipt_hash(code) and "they decide what to do" in answer.content.decode()


def test_everything_typed_reaches_the_hub_in_the_agreed_shape(world):
    client = world.client()
    page = written(
        client,
        child={
            "child_names": "Tom",
            "child_birthday": "27 3 2019",
            "school": "Ashbrook",
            "others_at_home": "nk",
            "words": "I am cold",
            "who_heard": "me",
        },
        me={"relation": "neighbour", "name": "Ann", "contact": "01632 960222", "stay_unnamed": "on"},
    )
    go(client, 4, hidden(page), "send")
    answers = as_json(stored()[0][0])
    assert answers == answers | {
        "child_names": "Tom",
        "child_dob": "2019-03-27",
        "source_code": "1B",
        "stay_unnamed": True,
        "relation": "neighbour",
        "others_at_home": "nk",
    }
    assert "child_birthday" not in answers and "website" not in answers and "address" not in answers


def test_pressing_send_twice_stores_one_report_and_gives_one_code(world):
    client = world.client()
    carried = hidden(written(client))
    codes = {CODE.search(go(client, 4, carried, "send").content.decode()).group(0) for _ in range(2)}
    assert len(stored()) == 1 and len(codes) == 1


def test_going_back_after_sending_and_adding_something_makes_a_second_report(world):
    client = world.client()
    page = written(client)
    go(client, 4, hidden(page), "send")
    again = go(client, 1, hidden(page), what_happened="I hear crying every night. Now it is quiet.")
    go(client, 4, hidden(again), "send")
    assert [as_json(a)["what_happened"][-6:] for a, _ in stored()] == ["night.", "quiet."]


def test_nothing_is_stored_before_send(world):
    written(world.client())
    assert stored() == []


def test_the_report_is_stored_although_the_receipt_page_fails(world, monkeypatch):
    client = world.client()
    carried = hidden(written(client))

    def broken(moment):
        raise DatabaseError("the calendar is gone")

    monkeypatch.setattr(report, "decide_by", broken)
    answer = go(client, 4, carried, "send")
    assert answer.status_code == 200 and len(stored()) == 1
    assert report.receipt_hash(CODE.search(answer.content.decode()).group(0)) == bytes(stored()[0][1])


def test_storing_is_one_statement(world):
    with transaction.atomic():
        who.take_role("door")
        seen: list[str] = []

        def note(execute, sql, params, many, context):
            seen.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            report.store("1234 5678 9012 3456", {"what_happened": "x"})
    assert [sql for sql in seen if "SAVEPOINT" not in sql] == ["select sec.file_report(%s, %s::jsonb)"]


def test_without_a_word_about_what_happened_the_page_asks_again(world):
    client = world.client()
    answer = go(client, 1, hidden(client.get(URL)), what_happened="  ", danger_now="yes")
    assert answer.status_code == 422 and "A few words are enough" in answer.content.decode()


def test_back_keeps_what_stands_on_this_step_and_the_one_before(world):
    client = world.client()
    second = go(client, 1, hidden(client.get(URL)), what_happened="Shouting")
    first = go(client, 2, hidden(second), "back", child_names="Tom")
    assert "Shouting" in first.content.decode()
    assert 'value="Tom"' in go(client, 1, hidden(first), what_happened="Shouting").content.decode()


def test_change_on_the_last_step_leads_there_and_straight_back(world):
    client = world.client()
    third = go(client, 4, hidden(written(client)), "change-3")
    assert "Step 3 of 4" in third.content.decode()
    assert "Step 4 of 4" in go(client, 3, hidden(third), name="Ann").content.decode()


def test_the_address_stays_the_same_and_the_words_are_not_in_the_hidden_field(world):
    client = world.client()
    answer = go(client, 1, hidden(client.get(URL)), what_happened="Shouting")
    assert answer.status_code == 200 and "Shouting" not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_damaged_hidden_field_is_said_and_the_words_of_this_step_stay(world):
    answer = go(world.client(), 1, "damaged", what_happened="Shouting")
    assert answer.status_code == 422
    assert "We could not read" in answer.content.decode() and "Shouting" in answer.content.decode()


def test_a_child_in_danger_is_met_with_999_on_the_next_step(world):
    client = world.client()
    answer = go(client, 1, hidden(client.get(URL)), what_happened="He has a knife", danger_now="yes")
    assert "Ring 999 first" in answer.content.decode()


def test_a_machine_is_marked_and_still_stored(world):
    client = world.client()
    answer = go(client, 1, hidden(client.get(URL)), what_happened="Buy pills", website="http://example.org")
    for step in (2, 3):
        answer = go(client, step, hidden(answer))
    go(client, 4, hidden(answer), "send")
    assert as_json(stored()[0][0])["marks"] == [report.HIDDEN_BOX, report.TOO_FAST]


def test_a_visitor_without_any_cookie_can_report(world):
    client = world.client()
    client.handler.enforce_csrf_checks = True
    assert CODE.search(go(client, 4, hidden(written(client)), "send").content.decode())


def test_a_birthday_that_is_none_is_kept_beside_the_age(world):
    client = world.client()
    page = written(client, child={"child_age": "about 4", "child_birthday": "the day after Easter"})
    go(client, 4, hidden(page), "send")
    answers = as_json(stored()[0][0])
    assert answers["child_age"] == "about 4 (born: the day after Easter)" and "child_dob" not in answers


def test_the_code_tells_that_the_report_came(world):
    client = world.client()
    code = CODE.search(go(client, 4, hidden(written(client)), "send").content.decode()).group(0)
    answer = client.post("/worried/receipt/", {"code": code.replace(" ", "-")})
    assert answer.status_code == 200 and "We have your report" in answer.content.decode()


def test_an_unknown_code_is_met_with_a_plain_sentence(world):
    answer = world.client().post("/worried/receipt/", {"code": "0000 0000 0000 0001"})
    assert answer.status_code == 422 and "We do not know this code" in answer.content.decode()


def test_too_many_checks_at_once_are_asked_to_wait_whatever_the_code(world, monkeypatch):
    class Full:
        def acquire(self, blocking=True):
            return False

    monkeypatch.setattr(telling, "CHECKS_AT_ONCE", Full())
    assert world.client().post("/worried/receipt/", {"code": "1" * 16}).status_code == 429


@pytest.mark.parametrize(
    "table",
    ["frontdoor_publicreport", "public_feedback", "public_edition", "public_page", "public_signature"],
)
def test_the_door_cannot_read_the_tables(world, table):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        who.take_role("door")
        with connection.cursor() as cursor:
            cursor.execute(f"select * from {table}")


def test_receipts_differ_by_visitor_and_by_word():
    one, other = report.begin(NOW), report.begin(NOW)
    codes = {report.receipt_for(c) for c in (one, other, one.holding({"what_happened": "x"}))}
    assert len(codes) == 3 and all(CODE.fullmatch(code) for code in codes)


@pytest.mark.parametrize(
    "typed", ["1234 5678 9012 3456", "1234-5678-9012-3456", "1234567890123456", " １２３４ 5678 9012 3456"]
)
def test_a_code_may_be_typed_in_any_way(typed):
    assert report.receipt_hash(typed) == report.receipt_hash("1234567890123456")


def test_a_friday_evening_report_is_decided_on_the_next_working_day():
    assert "on Monday 23 November 2026" in report.decide_by(datetime(2026, 11, 20, 18, 30, tzinfo=UTC))


def test_what_a_visitor_wrote_cannot_be_changed_on_the_way():
    sealed = report.seal(report.begin(NOW).holding({"what_happened": "x"}))
    assert report.unseal(sealed).answers == {"what_happened": "x"}
    assert report.unseal(sealed[:-8] + "AAAAAAA=") is None and report.unseal("") is None


def test_a_worker_who_is_signed_in_may_report_as_anybody_does(world):
    client = world.client("dsl")
    assert CODE.search(go(client, 4, hidden(written(client)), "send").content.decode()) and len(stored()) == 1


def test_the_receipt_page_never_says_more_than_arrival_to_somebody_without_an_answer(world):
    client = world.client()
    code = CODE.search(go(client, 4, hidden(written(client)), "send").content.decode()).group(0)
    html = client.post("/worried/receipt/", {"code": code}).content.decode()
    assert "crying" not in html and "A worker has not opened it yet" in html


def test_once_the_hub_has_it_the_code_says_so_with_a_reference_to_ring_about(world):
    client = world.client()
    page = written(client, child={"child_names": "Tom Ray", "child_birthday": "27 3 2019"})
    code = CODE.search(go(client, 4, hidden(page), "send").content.decode()).group(0)
    assert reports.take_waiting() == 1
    html = client.post("/worried/receipt/", {"code": code}).content.decode()
    assert "Your report is with the workers in the hub" in html and "If you ring us about it, say" in html
    assert "Tom" not in html
