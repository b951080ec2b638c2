"""Three keys, one decision a child: sealed positions, whose function it is, urgency, the voice gate, dissent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kith.authority.acts import Refused
from kith.meetings import deciding, disagreeing, jobs
from kith.meetings.models import Decision, Disagreement, Enquiry, Item, ItemChild, Position
from kith.meetings.tests import ground
from kith.people import acts as people
from kith.people.models import Event
from kith.work.models import Action, Deadline

ALREADY = datetime(2027, 2, 15, 10, tzinfo=UTC)


@pytest.fixture
def one(world):
    """A strategy discussion about one child."""
    child = world.child_of(world.contact())
    _, item = ground.strategy(world, [child])
    return item, child


def running(child, duty: str):
    return Deadline.objects.using("owner").filter(subject_id=child, duty=duty, met_at=None, superseded_at=None)


def test_a_position_is_sealed_in_the_database_until_all_three_keys_are_given(world, one):
    item, child = one
    ground.position(world, "hub_police", item, child, "enquiry_joint")
    ground.position(world, "manager", item, child, "need")
    for key, sees in (("hub_police", {"hub_police"}), ("manager", {"manager"}), ("hub_health", set())):
        with world.at_work(key):
            assert {p.reasons.split()[0] for p in Position.objects.all()} == sees, key
    with world.at_work("hub_health"):
        assert deciding.keys_missing(Item.objects.get(pk=item.pk), child) == ["Health"]
    ground.position(world, "hub_health", item, child, "enquiry_joint")
    for key in ("hub_police", "manager", "hub_health", "hub_education"):
        with world.at_work(key):
            assert Position.objects.count() == 3, key


def test_nobody_decides_before_the_three_keys_without_saying_why_it_cannot_wait(world, one):
    item, child = one
    ground.position(world, "manager", item, child, "enquiry_joint")
    with pytest.raises(Refused, match="have not all given their position"):
        ground.decide(world, item, child, "enquiry_joint")
    assert not Decision.objects.using("owner").exists()


def test_a_function_of_the_council_is_recorded_by_the_council_and_the_page_says_so(world, one):
    item, child = one
    ground.all_three(world, item, child, "enquiry_joint", "enquiry_joint", "enquiry_joint")
    with pytest.raises(Refused, match="is the council's own function"):
        ground.decide(world, item, child, "enquiry_joint", by_key="hub_police")
    made = ground.decide(world, item, child, "enquiry_joint")
    assert (made.how, made.function_of, made.quorate) == ("agreed", "council", False)


def test_an_urgent_decision_stands_and_the_others_owe_their_position_within_the_hours(world, one):
    item, child = one
    made = ground.decide(world, item, child, "enquiry_joint",
                         urgent_because="The father is on his way to the house.")
    assert made.how == "urgent"
    ground.position(world, "hub_police", item, child, "need", interim_step="An officer stays at the door.")
    assert Disagreement.objects.using("owner").get().interim_step == "An officer stays at the door."
    world.forward(timedelta(hours=5))
    assert jobs.lapse_owed_positions() == 2
    silent = Position.objects.using("owner").filter(view="none").values_list("agency__key", flat=True)
    assert set(silent) == {"council", "health"}
    assert ItemChild.objects.using("owner").get(item=item).revealed_at is not None


@pytest.mark.parametrize(("changes", "words"), [
    ({"voice_id": None, "influence": "", "difference": ""}, "Use the child's own words"),
    ({"influence": ""}, "Say what difference the child's words made"),
    ({"difference": " "}, "Say in a sentence how"),
    ({"voice_id": None, "no_voice_reason": "not_yet_seen"}, "Give the day on which the child will be seen"),
    ({"voice_id": None, "no_voice_reason": "preverbal"}, "observed instead"),
    ({"voice_id": None, "no_voice_reason": "unborn"}, "this child is born"),
])
def test_the_voice_gate_stands_before_a_gated_outcome(world, one, changes, words):
    item, child = one
    ground.all_three(world, item, child, "need", "need", "need")
    with pytest.raises(Refused, match=words):
        ground.decide(world, item, child, "need", **changes)


def test_words_older_than_the_window_do_not_pass_and_fresh_ones_do(world, one):
    item, child = one
    world.forward(timedelta(days=31))
    ground.all_three(world, item, child, "need", "need", "need")
    with pytest.raises(Refused, match="Hear the child again"):
        ground.decide(world, item, child, "need")
    with world.at_work("hub") as by:
        people.hear(by=by, at=by.now, subject=child, heard_at=by.now, method="spoke", heard_by="Hal", observed="",
                    words="I am fine.")
    assert ground.decide(world, item, child, "need").how == "agreed"


def test_the_texts_that_the_forum_asks_for_stand_before_a_decision(world):
    child = world.child_of(world.contact())
    _, item = ground.daily(world, child)
    with world.at_work("manager"):
        term_less = deciding.texts_wanted(Item.objects.get(pk=item.pk), deciding.terms.of(item.sitting))
    assert term_less == {"Impact on the child now": ""}
    for key in ("manager", "hub_police", "hub_health"):
        ground.position(world, key, item, child, "no_more", answers={})
    with pytest.raises(Refused, match="Write first: Impact on the child now"):
        ground.decide(world, item, child, "no_more")


def test_dissent_stands_on_the_right_childs_record_only_and_four_siblings_get_four_outcomes(world):
    world.set_clock(ALREADY)
    leo, mia, sam, ava = ground.family(world, ("Leo", "2013-01-05"), ("Mia", "2018-02-06"), ("Sam", "2023-01-01"),
                                       ("Ava", "2026-06-10"))
    _, item = ground.strategy(world, [leo, mia, sam, ava])
    chosen = {leo: "need", mia: "enquiry_joint", sam: "enquiry_single", ava: "monitor"}
    for child, outcome in chosen.items():
        police = "enquiry_joint" if child == leo else outcome
        ground.all_three(world, item, child, outcome, police, outcome)
        interim = {"interim_step": "Leo stays with his aunt tonight."} if child == leo else {}
        voice = {} if child == leo else {"voice_id": None, "no_voice_reason": "refused", "influence": "",
                                         "difference": ""}
        ground.decide(world, item, child, outcome, **voice, **interim)
    made = {d.subject_id: d for d in Decision.objects.using("owner").all()}
    assert {c: d.chosen for c, d in made.items()} == chosen
    assert [made[c].how for c in chosen] == ["majority", "agreed", "agreed", "agreed"]
    assert [d.subject_id for d in Disagreement.objects.using("owner").all()] == [leo]
    assert {e.subject_id: e.mode for e in Enquiry.objects.using("owner").all()} == {mia: "joint", sam: "single"}
    said = Event.objects.using("owner").filter(verb="disagreement.opened").values_list("subject_id", flat=True)
    assert list(said) == [leo]
    assert running(mia, "conference.initial").get().due_on.isoformat() == "2027-03-08"


def test_a_later_discussion_never_resets_the_clock_of_the_conference(world):
    world.set_clock(datetime(2027, 3, 1, 10, tzinfo=UTC))
    child = world.child_of(world.contact())
    for day in (1, 5):
        world.set_clock(datetime(2027, 3, day, 10, tzinfo=UTC))
        _, item = ground.strategy(world, [child])
        ground.all_three(world, item, child, "enquiry_joint", "enquiry_joint", "enquiry_joint")
        ground.decide(world, item, child, "enquiry_joint")
    assert Enquiry.objects.using("owner").count() == 1
    assert running(child, "conference.initial").get().due_on.isoformat() == "2027-03-22"


def test_partners_disagree_a9_stages_go_up_by_the_clock_and_only_the_raiser_closes(world):
    """Scenario A9: dissent on Monday 1 March; stages due 2, 4 and 8 March; the first decision stands unaltered."""
    world.set_clock(datetime(2027, 3, 1, 9, 30, tzinfo=UTC))
    child = world.child_of(world.contact())
    _, item = ground.daily(world, child)
    ground.write(world, item, "impact")
    world.set_clock(datetime(2027, 3, 1, 11, 5, tzinfo=UTC))
    for key, proposes in (("manager", "no_more"), ("hub_health", "strategy"), ("hub_education", "strategy"),
                          ("hub_police", "")):
        ground.position(world, key, item, child, proposes, answers={})
    with pytest.raises(Refused, match="write the safer step"):
        ground.decide(world, item, child, "no_more")
    first = ground.decide(world, item, child, "no_more", interim_step="A social worker visits Ellie today.")
    assert first.how == "escalated"
    health = Disagreement.objects.using("owner").get(agency__key="health")
    assert Disagreement.objects.using("owner").count() == 2
    assert Action.objects.using("owner").filter(what="A social worker visits Ellie today.").count() == 2
    stages = []
    for day in (2, 4, 8):
        clock = Deadline.objects.using("owner").get(record_id=health.pk, met_at=None, superseded_at=None)
        stages.append((clock.duty, clock.due_on.isoformat()))
        world.set_clock(datetime(2027, 3, day, 22, tzinfo=UTC))   # the sweep runs late
        jobs.advance_disagreements()
    assert stages == [("disagreement.line_managers", "2027-03-02"), ("disagreement.senior_managers", "2027-03-04"),
                      ("disagreement.heads", "2027-03-08")]
    closes(world, child, health, first)


def closes(world, child, health, first) -> None:
    _, later = ground.strategy(world, [child])
    ground.all_three(world, later, child, "enquiry_joint", "enquiry_joint", "enquiry_joint")
    second = ground.decide(world, later, child, "enquiry_joint")
    closing = {"outcome": "The enquiry began.", "closed_as": "changed", "successor": second}
    with world.at_work("manager") as by, pytest.raises(Refused, match="Only the agency that raised"):
        disagreeing.close_disagreement(by=by, at=by.now, subject=child, disagreement=health, **closing)
    with world.at_work("hub_health") as by:
        mine = Disagreement.objects.get(pk=health.pk)
        disagreeing.close_disagreement(by=by, at=by.now, subject=child, disagreement=mine, **closing)
    stands = Decision.objects.using("owner").get(pk=first.pk)
    assert (stands.chosen, stands.rationale) == (first.chosen, first.rationale)
    assert Disagreement.objects.using("owner").get(pk=health.pk).successor_id == second.pk
    with world.at_work("scrutineer"):
        pairs = {row[:2] for row in disagreeing.by_pair()}
        assert ("NHS Thornshire", "Thornshire County Council") in pairs
        assert not Disagreement.objects.exists()
    with world.at_work("charlie"):
        assert disagreeing.by_pair() == []


def test_imminent_risk_starts_with_senior_managers_and_four_hours(world, one):
    item, child = one
    ground.all_three(world, item, child, "need", "enquiry_joint", "need")
    ground.decide(world, item, child, "need", interim_step="She stays with her aunt.", imminent=True)
    opened = Disagreement.objects.using("owner").get()
    clock = Deadline.objects.using("owner").get(record_id=opened.pk)
    assert (opened.stage, clock.duty) == ("senior_managers", "disagreement.senior_managers")
    assert clock.due_at - clock.started_at == timedelta(hours=4)
