"""What screening puts before the daily meeting: red and amber, the third green, domestic incidents; each child once for
each reason, with why, and what no longer stands leaves."""

from __future__ import annotations

from datetime import timedelta

from kith.meetings import jobs, room
from kith.meetings.models import Item, ItemReason
from kith.people import matching
from kith.people.models import SourceRecord
from kith.screening.tests import steps
from kith.screening.tests.test_three_greens import say_same, seen_three_times


def owners(model):
    return model.objects.using("owner")


def told(source: str, forum: str = "daily") -> list[str]:
    jobs.make_agendas()
    return list(owners(ItemReason).filter(source=source, item__sitting__forum=forum, item__ended_at__isnull=True)
                .order_by("text").values_list("text", flat=True))


def test_children_of_a_domestic_incident_come_to_the_next_meeting_screened_or_not(world):
    incident = steps.incident_of(world, people=[steps.child(*steps.CHILDREN[0]),
                                                steps.child(*steps.CHILDREN[1], present=False), steps.mother()])
    texts = told("incident.domestic")
    assert len(texts) == 2 and all(f"Domestic abuse incident {incident.number}, " in text for text in texts)
    assert [text.rpartition("; ")[2] for text in texts] == ["this child was not there", "this child was there"]
    assert told("incident.domestic") == texts


def test_another_kind_of_incident_does_not(world):
    steps.incident_of(world, kind="custody")
    assert told("incident.domestic") == []


def test_a_log_of_past_years_brought_in_today_is_not_todays_agenda(world):
    with world.at_work("hub_police") as by:
        long_ago = by.now - timedelta(days=400)
    steps.incident_of(world, began_at=long_ago)
    assert told("incident.domestic") == []


def test_red_and_amber_screenings_come_with_why_and_green_does_not(world):
    incident = steps.incident_of(world, kind="concern_for_safety",
                                 people=[steps.child(*c, role="victim") for c in steps.CHILDREN])
    for name, grade in (("Finn", "red"), ("Isla", "amber"), ("Jude", "green")):
        made = steps.screened(world, incident=incident, child=name, grade=grade, nature="other")
        if grade != "red":
            steps.supervised(world, made)
    texts = told("screening.red_amber")
    assert [text.partition(":")[0] for text in texts] == ["Amber police screening", "Red police screening"]


def test_a_green_with_domestic_abuse_comes_as_amber_and_says_so(world):
    steps.supervised(world, steps.screened(world))
    (text,) = told("screening.red_amber")
    assert text.startswith("Amber police screening: domestic abuse, ") and text.endswith(
        "(graded green, with domestic abuse)")


def test_a_grade_that_was_raised_says_what_the_officer_gave(world):
    incident = steps.incident_of(world, kind="concern_for_safety",
                                 people=[steps.child(*steps.CHILDREN[0], role="victim")])
    steps.supervised(world, steps.screened(world, incident=incident, nature="other"), grade="red", reason=steps.WHY)
    (text,) = told("screening.red_amber")
    assert text.startswith("Red ") and text.endswith("(the officer graded it green)")


def test_what_the_sergeant_sent_back_waits_until_it_is_improved(world):
    made = steps.screened(world, grade="amber")
    assert told("screening.red_amber") == []  # still with the sergeant
    steps.returned(world, made)
    assert told("screening.red_amber") == []


def third_green(world):
    three = seen_three_times(world)
    for later in three[1:]:
        say_same(world, later, three[0])
    return three


def undo(world, screening) -> None:
    with world.at_work("hub") as by:
        matching.undo(by=by, at=by.now, source=SourceRecord.objects.get(pk=screening.source_record_id),
                      reason="Another boy of the same school.")


def test_a_third_green_comes_with_its_three_days_and_leaves_when_the_link_is_undone(world):
    three = third_green(world)
    (text,) = told("screening.third_green")
    assert text == ("Third green within 3 months, this child: 3 December 2026, 22 January 2027 and 12 February 2027")
    item = owners(Item).get(reasons__source="screening.third_green")
    undo(world, three[1])
    assert told("screening.third_green") == []
    item.refresh_from_db(using="owner")
    assert (item.ended_as, item.ended_note) == ("withdrawn", "No longer: third green within 3 months")


def test_where_the_child_has_another_reason_the_item_stays_and_says_what_no_longer_holds(world):
    three = third_green(world)
    jobs.make_agendas()
    with world.at_work("hub_police") as by:
        item = Item.objects.select_related("sitting").get(reasons__source="screening.third_green")
        room.nominate(by=by, at=by.now, subject=item.subject_id, sitting=item.sitting,
                      reason=room.Reason("nominated", "Seen out late."))
    undo(world, three[1])
    texts = told("screening.third_green")
    assert "No longer: third green within 3 months" in texts


def test_a_child_of_both_incident_and_screening_stands_in_one_item_with_both_reasons(world):
    steps.supervised(world, steps.screened(world, grade="amber"))
    jobs.make_agendas()
    child = owners(ItemReason).get(source="screening.red_amber", item__sitting__forum="daily")
    assert set(owners(ItemReason).filter(item=child.item, subject_id=child.subject_id)
               .values_list("source", flat=True)) >= {"screening.red_amber", "incident.domestic"}
