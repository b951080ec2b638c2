"""Conditions, rules, grades and versions, without a database."""

from __future__ import annotations

from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from kith.instruments import asking, comparing, grading, rules, shelf
from kith.instruments.reading import read
from kith.instruments.tests.tools import SMALL, small, without
from kith.instruments.tool import Named, Tool, WhyNot

TOOL = small()
FULL = {"inside": "yes", "seen": "yes", "words": "I was hiding", "signs": ("hungry",), "times": 2,
        "adults": (Named("Jo"),), "day": date(2026, 11, 3), "hour": time(23, 10), "grade": "green"}


def keys(tool: Tool, answers) -> list[str]:
    return [question.key for question in asking.asked(tool, answers)]


def test_a_question_is_asked_when_its_condition_holds():
    assert "words" not in keys(TOOL, {})
    assert "words" not in keys(TOOL, {"seen": "no"})
    assert "words" in keys(TOOL, {"seen": "yes"})


def test_a_chain_of_conditions_falls_together():
    chain = read(SMALL.replace('label = "How often before?"',
                               'label = "How often before?"\nasked_if = { question = "words" }'))
    assert "times" in keys(chain, {"seen": "yes", "words": "Hello"})
    assert "times" not in keys(chain, {"seen": "no", "words": "Hello"})


def test_a_reason_for_no_answer_meets_no_condition():
    chain = read(SMALL.replace('label = "How often before?"',
                               'label = "How often before?"\nasked_if = { question = "words" }'))
    assert "times" not in keys(chain, {"seen": "yes", "words": WhyNot("asleep")})


def test_what_is_required_is_asked_for_in_a_sentence_and_a_reason_will_do():
    answers = {"inside": "no", "seen": "yes"}
    assert rules.reasons_against(TOOL, answers) == ["Answer “What did the child say?”, or say why not"]
    assert rules.reasons_against(TOOL, answers | {"words": WhyNot("asleep")}) == []
    assert "choose one of the reasons shown" in rules.reasons_against(TOOL, answers | {"words": WhyNot("bored")})[0]


def test_answers_of_the_wrong_kind_too_long_or_unknown_are_refused():
    for wrong in ({"seen": "maybe"}, {"seen": 3}, {"words": "x" * 41}, {"signs": ("blue",)}, {"signs": "hurt"},
                  {"times": "three"}, {"times": True}, {"day": "today"}, {"adults": (Named(" "),)}, {"colour": "red"}):
        assert len(rules.reasons_against(TOOL, FULL | wrong)) == 1, wrong
    assert rules.reasons_against(TOOL, FULL) == []


def test_completeness_tells_answered_explained_missing_and_not_asked_apart():
    states = [asking.completeness(TOOL, answers)["voice"] for answers in (
        {"seen": "no"}, {"seen": "yes"}, {"seen": "yes", "words": WhyNot("asleep")}, FULL)]
    assert states == ["not_asked", "missing", "explained", "answered"]


def test_the_worst_rule_met_is_the_grade_and_each_says_by_which_answers():
    found = grading.graded(TOOL, FULL | {"times": 3, "signs": ("hurt", "hungry")})
    assert (found.reached, found.given, found.grade, found.under) == ("red", "green", "green", True)
    assert [(r.rule.grade, r.by) for r in found.reasons] == [("red", ("signs",)), ("amber", ("times",))]
    said = grading.sentences(TOOL, found, FULL | {"times": 3, "signs": ("hurt",)})
    assert said[0] == "By the rules of Small form, version 1: Red."
    assert said[1].startswith("Red: Hurt. What did you notice? Hurt. (Invented; from memory")
    assert said[-1] == "Grade given: Green, which is lower than the rules reach."


def test_without_a_rule_met_the_form_says_so_and_what_it_does_not_know():
    found = grading.graded(TOOL, {"inside": "yes", "seen": "no"})
    assert (found.reached, found.given, found.under) == ("green", "", False)
    assert found.open == ("times", "signs")
    assert "No rule of the tool is met by these answers." in grading.sentences(TOOL, found, {})


def test_counting_rules_count_only_what_is_asked():
    dash = shelf.version("dash", "1")
    yes = [q.key for q in dash.questions() if q.kind == "yes_no"]
    fourteen = dict.fromkeys([k for k in yes if k not in ("throat", "threat_to_kill")][:14], "yes")
    assert grading.graded(dash, fourteen).reached == "high"
    assert grading.graded(dash, dict(list(fourteen.items())[:13])).reached == "standard"
    assert grading.graded(dash, {"throat": "yes"}).reached == "medium"


LATER = SMALL.replace('version = "1"', 'version = "2"').replace("at_least = 3", "at_least = 2").replace(
    '["hungry", "Hungry"]', '["cold", "Cold"]').replace('label = "Grade?"', 'label = "How do you grade it?"')


def test_the_same_answers_under_another_version():
    later = read(LATER)
    found = comparing.regraded(FULL, given_under=TOOL, under=later)
    assert (found.graded.reached, grading.graded(TOOL, FULL).reached) == ("amber", "green")
    assert found.lost == ("signs",)
    assert not found.certain


def test_a_version_that_asks_more_says_what_nobody_answered():
    more = read(LATER.replace('label = "How often before?"', 'label = "How often before?"\nrequired = true'))
    answers = {k: v for k, v in FULL.items() if k not in ("times", "signs")}
    found = comparing.regraded(answers, given_under=TOOL, under=more)
    assert (found.missing, found.lost) == (("times",), ())


def test_two_versions_side_by_side_name_every_change():
    later = read(without(LATER, '[[section.question]]\nkey = "inside"\nkind = "yes_no"\nlabel = "Did you go inside?"\n'
                                'required = true\n\n', '[[section]]\nkey = "place"\ntitle = "The place"\n\n'))
    said = {(d.what, d.before + d.after if d.name == "Grading" else d.name) for d in comparing.differences(TOOL, later)}
    assert said == {
        ("Answers to choose from", "What did you notice?"), ("Words of the question", "How do you grade it?"),
        ("Question taken out", "Did you go inside?"), ("New rule", "Amber when “How often before?” is 2 or more"),
        ("Rule taken out", "Amber when “How often before?” is 3 or more")}
    assert comparing.differences(TOOL, TOOL) == ()


def test_the_shipped_screening_form_grades_a_domestic_incident_amber_at_least():
    vist = shelf.version("vist", "2")
    assert grading.graded(vist, {"nature": "domestic", "seen": "yes"}).reached == "amber"
    assert grading.graded(vist, {"nature": "domestic", "seen": "yes", "safe_now": "no"}).reached == "red"
    assert grading.graded(vist, {"nature": "missing", "seen": "yes", "safe_now": "yes"}).reached == "green"


VALUES = {
    "inside": st.sampled_from(["yes", "no", "unknown"]), "seen": st.sampled_from(["yes", "no"]),
    "words": st.one_of(st.text(min_size=1, max_size=40), st.just(WhyNot("asleep"))),
    "signs": st.sets(st.sampled_from(["hurt", "hungry"])).map(lambda codes: tuple(sorted(codes))),
    "times": st.integers(0, 9), "day": st.dates(), "hour": st.times(),
    "grade": st.sampled_from(["red", "amber", "green"]),
    "adults": st.lists(st.builds(Named, st.text(min_size=1)), max_size=3).map(tuple),
}
some_answers = st.fixed_dictionaries({}, optional=VALUES)


@given(some_answers)
def test_a_version_agrees_with_itself(answers):
    found = comparing.regraded(answers, given_under=TOOL, under=TOOL)
    assert found.graded == grading.graded(TOOL, answers)
    assert found.lost == ()


@given(some_answers)
def test_answers_to_questions_not_asked_change_nothing(answers):
    kept = asking.kept(TOOL, answers)
    assert asking.kept(TOOL, kept) == kept
    assert grading.graded(TOOL, kept) == grading.graded(TOOL, answers)
    assert asking.asked(TOOL, kept) == asking.asked(TOOL, answers)
    assert asking.completeness(TOOL, kept) == asking.completeness(TOOL, answers)


@given(some_answers, st.sampled_from(["hurt", "times"]))
def test_a_worse_answer_never_reaches_a_milder_grade(answers, what):
    worse = answers | ({"signs": ("hurt",)} if what == "hurt" else {"times": 9})
    before, after = (TOOL.severity(grading.graded(TOOL, each).reached) for each in (
        {k: v for k, v in answers.items() if k != {"hurt": "signs"}.get(what, "times")}, worse))
    assert after >= before
