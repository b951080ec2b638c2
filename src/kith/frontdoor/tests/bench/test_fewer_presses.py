"""What a worker with forty contacts before noon is spared: a press, a page, a field that is held already."""

from __future__ import annotations

from kith.frontdoor.models import Contact, HistoryShown
from kith.frontdoor.tests.bench.steps import PICTURE, REASONS, decision, page_of, posted, ready
from kith.meetings.models import Decision
from kith.people.models import Voice


def test_whoever_grades_a_contact_that_nobody_has_takes_it_on(world):
    contact = world.contact()
    posted(world.client("hub"), f"/contacts/{contact.pk}/grade/", grade="green", reason="Help is wanted.")
    with world.at_work("hub") as by:
        assert Contact.objects.get(pk=contact.pk).owner_id == by.worker_id


def test_grading_what_somebody_has_leaves_it_with_them(world):
    contact = world.contact()
    posted(world.client("screener"), f"/contacts/{contact.pk}/take/")
    posted(world.client("hub"), f"/contacts/{contact.pk}/grade/", grade="green", reason="Help is wanted.")
    assert Contact.objects.using("owner").get().owner_id == world.worker("screener").pk


def test_the_reason_the_referrer_gave_stands_in_the_grade_as_theirs(world):
    contact = world.contact(proposed_level=4, proposed_reason="The mark is fresh.")
    page = page_of(world.client("hub"), f"/contacts/{contact.pk}/grade/")
    assert "Ashbrook Primary says: The mark is fresh." in page


def test_the_concern_is_read_where_it_is_graded(world):
    contact = world.contact(safe_now="No")
    page = page_of(world.client("screener"), f"/contacts/{contact.pk}/grade/")
    assert "A bruise on the arm in the shape of a belt." in page and "Daddy did it" in page and "Safe now?" in page


def test_an_empty_history_shown_on_the_contact_is_read(world):
    contact, at, of_child = ready(world, "green")
    page = page_of(world.client("hub"), at)
    assert "Nothing earlier is held" in page and "Decide for Noor" in page
    assert HistoryShown.objects.using("owner").filter(contacts_shown=0).count() == 1


def test_a_history_that_is_not_empty_must_be_opened(world):
    world.contact("nurse", words="")
    contact, at, _ = ready(world, "green")
    assert "Read the history of" in page_of(world.client("hub"), at)
    assert not HistoryShown.objects.using("owner").exists()


def test_an_outcome_of_one_level_needs_no_level_typed(world):
    contact, at, of_child = ready(world)
    hub = world.client("hub")
    posted(hub, at + "picture/", text=PICTURE)
    page_of(hub, at)
    with world.at_work("hub"):
        voice = str(Voice.objects.get(subject=world.child_of(contact)).pk)
    posted(hub, of_child + "decide/", **decision(voice, level="", rationale=REASONS))
    assert Decision.objects.using("owner").get().level == 4


def test_an_outcome_of_several_levels_asks_for_one(world):
    contact, at, of_child = ready(world, "green")
    hub = world.client("hub")
    page_of(hub, at)
    answer = hub.post(of_child + "decide/", decision("none", chosen="nfa", level="", no_voice_reason="refused"))
    assert "Choose the level of need." in answer.content.decode()
