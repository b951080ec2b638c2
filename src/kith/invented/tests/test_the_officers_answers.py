"""What the figures count of a screening can be counted again from its answers, in the generator and in the tables."""

from __future__ import annotations

from random import Random

from kith import invented
from kith.instruments import asking, shelf, storing
from kith.instruments.models import Answer, Edition, Response, Words
from kith.invented.answering import answers_of
from kith.invented.load.answers import TOOL, VERSION
from kith.invented.policing import Force
from kith.screening.models import Screening

COUNTED = {"voice": ("answered",), "demeanour": ("answered",), "school": ("answered", "explained"),
           "others": ("answered", "explained")}


def test_the_answers_say_what_was_counted_and_nothing_that_was_not_asked():
    tool = shelf.version(TOOL, VERSION)
    made = [(i, c) for i in Force(invented.county(60, 3)).incidents() for c in i.children if c.line.submitted_at]
    for number, (incident, child) in enumerate(made):
        answers = answers_of(incident, child, Random(number))
        assert set(answers) == set(asking.kept(tool, answers)) and answers["grade"] == child.line.officer
        found = asking.completeness(tool, answers)
        assert {part: found[part] in good for part, good in COUNTED.items()} == {
            part: getattr(child.line, part) for part in COUNTED}
    assert len(made) > 100


def test_a_child_too_young_to_talk_is_not_quoted():
    incidents = Force(invented.county(60, 3)).incidents()
    lines = [(i.began_at.date() - c.born, c.line) for i in incidents for c in i.children]
    assert not any(line.voice for age, line in lines if age.days < 3 * 365)
    assert any(line.voice for _, line in lines)


def test_the_answers_stand_in_the_tables_under_the_tools_very_text(seeded):
    tool = shelf.version(TOOL, VERSION)
    assert Edition.objects.using("owner").get().digest == tool.digest
    kept = Response.objects.using("owner")
    assert kept.count() == Screening.objects.using("owner").count() > 100
    for one in Screening.objects.using("owner").order_by("pk")[:20]:
        rows = Answer.objects.using("owner").filter(response=one.response_id)
        words = Words.objects.using("owner").filter(response=one.response_id)
        found = asking.completeness(tool, storing.values(tool, rows, words))
        assert (found["voice"] == "answered") is one.voice and (found["demeanour"] == "answered") is one.demeanour
        assert one.officer_reason
