"""The three partners' positions: nobody is led by the others, and dissent is never lost."""

from __future__ import annotations

from kith.frontdoor.tests.bench.steps import brink, decision, page_of, posted, refused
from kith.meetings.models import Decision, Disagreement, Position

WHY = "The older brother is at home alone with her every evening."


def dissent(world, of_child: str) -> None:
    posted(world.client("hub_health"), of_child + "position/", view="dissent", proposes="strategy", reasons=WHY)


def test_before_all_three_have_spoken_only_given_or_not_yet_is_shown(world):
    *_, of_child, _ = brink(world)
    dissent(world, of_child)
    for key in ("hub_police", "hub"):
        page = page_of(world.client(key), of_child + "position/")
        assert "Given, sealed" in page and "Not yet" in page and WHY not in page
    assert WHY not in page_of(world.client("hub"), of_child + "decide/")
    assert WHY in page_of(world.client("hub_health"), of_child + "position/")


def test_when_all_three_stand_everybody_reads_them(world):
    *_, of_child, _ = brink(world)
    dissent(world, of_child)
    for key in ("hub_police", "hub"):
        posted(world.client(key), of_child + "position/", view="agree", proposes="assessment", reasons="")
    for key in ("hub_police", "hub", "manager"):
        assert WHY in page_of(world.client(key), of_child + "position/")
    assert "A partner does not agree. Write the safer step" in page_of(world.client("hub"), of_child + "decide/")


def test_dissent_needs_reasons_and_an_alternative(world):
    *_, of_child, _ = brink(world)
    client = world.client("hub_police")
    assert "what your agency would do instead" in refused(client, of_child + "position/", view="dissent", reasons=WHY)
    assert "Say why your agency does not agree" in refused(client, of_child + "position/", view="dissent",
                                                           proposes="strategy", reasons="")


def test_a_changed_mind_is_a_second_position_beside_the_first(world):
    contact, _, of_child, _ = brink(world)
    dissent(world, of_child)
    posted(world.client("hub_health"), of_child + "position/", view="agree", proposes="strategy", reasons="")
    with world.at_work("hub_health"):
        given = Position.objects.filter(about_id=contact.pk).order_by("given_at")
        assert [p.view for p in given] == ["dissent", "agree"]


def test_deciding_against_a_partner_needs_a_safer_step_and_opens_a_disagreement(world):
    contact, _, of_child, voice = brink(world)
    dissent(world, of_child)
    hub, answers = world.client("hub"), decision(voice, chosen="assessment")
    assert "write the safer step that stands in the meantime" in refused(hub, of_child + "decide/", **answers)
    posted(hub, of_child + "decide/", interim_step="Her aunt stays the night.", **answers)
    with world.at_work("hub"):
        assert Decision.objects.get(about_id=contact.pk).chosen == "assessment"
        assert Disagreement.objects.get(subject=world.child_of(contact)).interim_step == "Her aunt stays the night."


def test_after_the_decision_no_position_is_taken(world):
    *_, of_child, voice = brink(world)
    posted(world.client("hub"), of_child + "decide/", **decision(voice))
    page = refused(world.client("hub_police"), of_child + "position/", view="agree", proposes="strategy")
    assert "This child is decided." in page
