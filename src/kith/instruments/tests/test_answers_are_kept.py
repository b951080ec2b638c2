"""Answers as rows: typed, with the version they were given under, words apart, and out again as they went in."""

from __future__ import annotations

import csv
import json
from datetime import date, time

import pytest
from django.db import DatabaseError, connections

from kith.authority.acts import Refused
from kith.authority.ids import uuid7
from kith.authority.models import Subject
from kith.instruments import acts, reads, shelf
from kith.instruments.models import Answer, Edition, Response, Words
from kith.instruments.reading import read
from kith.instruments.tests.tools import SMALL, small
from kith.instruments.tool import Named, WhyNot

TOOL = small()
FULL = {"inside": "yes", "seen": "yes", "words": "I was hiding", "signs": ("hungry", "hurt"), "times": 0,
        "day": date(2026, 11, 3), "hour": time(23, 10), "grade": "amber",
        "adults": (Named("Jo Bloggs", "30", "mother"), Named("not known"))}


def give(by, answers=FULL, tool=TOOL, **more) -> Response:
    """A response about a child whom the same transaction makes, as a screening does."""
    subject = Subject(id=uuid7(), kind="child", state="unidentified", created_by_id=by.worker_id, created_at=by.now)
    Subject.objects.bulk_create([subject])
    return acts.new_response(by=by, at=by.now, subject=subject.pk, tool=tool, answers=answers, **more)


def test_typed_answers_come_out_as_they_went_in(world):
    with world.at_work("constable") as by:
        response = give(by)
        assert reads.answers_of(response) == FULL
        assert (response.grade, response.rule_grade) == ("amber", "red")
        assert reads.tool_of(response) == TOOL


def test_many_responses_are_read_in_few_queries(world, django_assert_max_num_queries):
    with world.at_work("constable") as by:
        ids = [give(by).pk for _ in range(4)]
        with django_assert_max_num_queries(4):
            assert reads.answers_of_many(ids) == dict.fromkeys(ids, FULL)


def test_a_reason_for_no_answer_and_the_source_of_a_fact_are_kept(world):
    with world.at_work("constable") as by:
        response = give(by, FULL | {"words": WhyNot("asleep")}, sources={"inside": "command and control, 23:12"})
        assert reads.answers_of(response)["words"] == WhyNot("asleep")
        lines = {line.question: line for section in reads.sheet(response) for line in section.lines}
        assert lines["inside"].source == "command and control, 23:12"
        assert lines["words"].words == "not answered: Asleep"


def test_answers_to_questions_not_asked_are_not_kept(world):
    with world.at_work("constable") as by:
        response = give(by, FULL | {"seen": "no"})
        assert "words" not in reads.answers_of(response)
        assert Words.objects.count() == 0


def test_what_the_tool_refuses_is_not_written(world):
    with world.at_work("constable") as by, pytest.raises(Refused) as refused:
        give(by, {"inside": "yes"})
    assert refused.value.reasons == ["Answer “Did you see the child?”"]
    assert Response.objects.using("owner").count() == 0


def test_an_answer_outlives_the_file_and_is_shown_under_its_own_version(world, tmp_path, settings):
    (tmp_path / "tools").mkdir()
    settings.COUNTY_FOLDER = str(tmp_path)
    file = tmp_path / "tools" / "small.toml"
    file.write_text(SMALL)
    with world.at_work("constable") as by:
        response = give(by, tool=shelf.in_force("small", date(2026, 6, 1)))
    file.write_text(SMALL.replace('version = "1"', 'version = "2"').replace("Did you go inside?", "Were you inside?"))
    with world.at_work("constable"):
        kept = Response.objects.select_related("edition").get(pk=response.pk)
        assert shelf.in_force("small", date(2026, 6, 1)).version == "2"
        assert reads.tool_of(kept).version == "1"
        assert reads.sheet(kept)[0].lines[0].label == "Did you go inside?"


def test_an_edition_is_kept_once_and_another_text_is_another_edition(world):
    with world.at_work("constable") as by:
        give(by), give(by), give(by, tool=read(SMALL + "\n# a note\n"))
        assert Edition.objects.count() == 2
        assert {e.digest for e in Edition.objects.all()} == {TOOL.digest, read(SMALL + "\n# a note\n").digest}


def test_a_file_changed_under_the_same_version_is_noticed(world):
    with world.at_work("constable") as by:
        give(by)
        assert not reads.changed_since(TOOL)
        assert reads.changed_since(read(SMALL + "\n# a note\n"))
        assert [tool.version for tool in reads.kept_tools("small")] == ["1"]


def test_nobody_writes_an_edition_past_its_door(world):
    with world.at_work("constable") as by, pytest.raises(DatabaseError):
        Edition.objects.bulk_create([Edition(key="vist", version="2", digest="0", text="", kept_at=by.now)])


def test_a_tool_can_be_answered_on_its_own_and_the_ledger_knows_the_version(world):
    child = world.child_of(world.contact())
    with world.at_work("hub") as by:
        response = acts.give(by=by, at=by.now, subject=child, tool=TOOL, answers=FULL)
        assert reads.newest(child, "small") == response
        better = acts.give(by=by, at=by.now, subject=child, tool=TOOL, answers=FULL | {"grade": "red"},
                           replaces=response)
        assert reads.newest(child) == better


def test_who_wrote_it_reads_it_and_charlie_does_not(world):
    with world.at_work("constable") as by:
        give(by)
    for key, seen in (("constable", 1), ("charlie", 0), ("sergeant", 0), ("leader", 0), ("administrator", 0)):
        with world.at_work(key):
            assert Response.objects.count() == seen, key
            assert Words.objects.count() == seen, key
            assert bool(Answer.objects.count()) == bool(seen), key


def test_words_that_a_reader_may_not_open_are_not_taken_for_missing(world):
    child = world.child_of(world.contact())
    with world.at_work("hub") as by:
        pk = acts.give(by=by, at=by.now, subject=child, tool=TOOL, answers=FULL).pk
    with connections["owner"].cursor() as cursor:  # whoever reads the answers (C2) but not a child's words (C11)
        cursor.execute("delete from authority_opens where record_class = 'C11'")
    with world.at_work("manager"):
        response = Response.objects.select_related("edition").get(pk=pk)
        words = next(line for s in reads.sheet(response) for line in s.lines if line.question == "words")
        assert words.words == "Written down; not open to you"


def test_nothing_that_was_given_can_be_changed(world):
    with world.at_work("constable") as by:
        give(by)
        with pytest.raises(DatabaseError):
            Response.objects.update(grade="green")


def test_files_hold_every_answer_with_its_question_and_run_nothing(world):
    with world.at_work("constable") as by:
        response = give(by, FULL | {"words": "=1+1 he said", "signs": ()})
        whole = json.loads(reads.as_json(response))
        assert whole["rules_met"] == []
        assert whole["answers"]["adults"]["answer"][0] == {"name": "Jo Bloggs", "age": "30", "relation": "mother"}
        lines = {line["question"]: line for line in csv.DictReader(reads.as_csv([response]).splitlines())}
        assert lines["words"]["answer"] == "'=1+1 he said"
        assert lines["adults"]["answer"] == "Jo Bloggs (30, mother), not known"
        assert lines["times"]["answer"] == "0"
