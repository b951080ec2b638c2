"""Redacted minutes of meetings drawn by chance: who may read them, what stands in them, and that nothing which names
anybody or was typed by anybody comes into them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import DatabaseError, connections, models, transaction

from kith.authority.acts import NotYours, Refused
from kith.authority.models import Agency, Bar, Worker
from kith.meetings import convening, deciding, distributing, jobs, room
from kith.meetings.models import Item, Sitting
from kith.meetings.scrutiny import drawing
from kith.meetings.scrutiny.models import Draw, Drawn
from kith.meetings.tests import ground
from kith.meetings.tests.test_no_fragment_reaches_the_wrong_reader import written
from kith.meetings.tests.test_pages import reads
from kith.people.reads import rows
from tests.world import WORKERS

MARCH, FIRST_OF_APRIL = date(2027, 3, 1), datetime(2027, 4, 1, 6, 0, tzinfo=UTC)


@pytest.fixture
def held(world):
    """In March: two children, one decided by two of three with the child's words, an action done and one not."""
    world.set_clock(ground.MONDAY)
    children = ground.family(world, ("Noor", "2019-05-02"), ("Tariq", "2012-09-01"))
    sitting, item = ground.daily(world, children[0])
    with world.at_work("manager") as by:
        why = room.Reason("item.repeated", "Three times in a month.")
        room.nominate(by=by, at=by.now, subject=children[1], sitting=sitting, reason=why)
        guest = convening.invite(by=by, at=by.now, sitting=sitting, seat="referrer", worker=world.worker("dsl").pk)
        convening.arrive(by=by, at=by.now, sitting=sitting, seat=guest, worker=world.worker("dsl").pk)
    ground.write(world, item, "impact")
    for key in ("manager", "hub_police"):
        world.client(key).post(f"/meetings/{sitting.pk}/here/", {})
    for key, proposes in (("manager", "assessment"), ("hub_police", "assessment"), ("hub_health", "strategy")):
        ground.position(world, key, item, children[0], proposes, answers={})
    ground.decide(world, item, children[0], "assessment", interim_step="A visit today by two.", best_placed="Nia",
                  best_placed_because="She trusts her.", best_placed_agency=world.agency("health").pk)
    with world.at_work("manager") as by:
        mine = Item.objects.select_related("sitting").get(pk=item.pk)
        for what in ("Visit", "Ring the school"):
            deciding.agree_action(by=by, at=by.now, subject=item.subject_id, item=mine, agency=by.agency_id, what=what,
                                  so_that="he is safe", due_at=by.now + timedelta(days=1))
        deciding.evidence(by=by, at=by.now, subject=item.subject_id, agreed=mine.actions.first(), evidence="Seen",
                          difference="Safe")
    return sitting, item, children


def over(world, sitting: Sitting) -> Drawn:
    """Issued, closed three quarters of an hour on, and drawn on the first of April."""
    world.forward(timedelta(minutes=45))
    with world.at_work("manager") as by:
        mine = Sitting.objects.get(pk=sitting.pk)
        distributing.issue(by=by, at=by.now, sitting=mine)
        convening.close(by=by, at=by.now, sitting=mine)
    world.set_clock(FIRST_OF_APRIL)
    jobs.draw_meetings()
    return Drawn.objects.using("owner").select_related("draw").get(sitting_id=sitting.pk)


@pytest.fixture
def drawn(world, held) -> Drawn:
    return over(world, held[0])


def test_the_scrutineer_reads_how_it_was_decided_and_not_about_whom(world, drawn):
    shown = reads(world, "scrutineer", f"/meetings/drawn/{drawn.pk}/")
    for words in ("Redacted minutes: Daily vulnerability meeting, 1 March 2027", "Monday 1 March 2027", "45 minutes",
                  "Drawn by chance from 1 closed meeting of this forum in March 2027", drawn.draw.seed,
                  "Children's social care Council Yes", "Health Health Nobody came; needed for the quorum",
                  "Invited by name A school Yes", "Item 1: 2 children", "Why: Put on the agenda by a partner",
                  "Child A", "Came before the meeting so often that a review is owed", "Child B Not decided.",
                  "Decided: Assessment of need. The function is the council's.",
                  "How: By two of the three partners. Not quorate.",
                  "The child's voice: used. It changed the decision.", "Best placed worker outside the council: yes.",
                  "Dissent: Health, from a decision of Council. Stage: Line managers. Open.",
                  "Police Agrees Yes", "Health Other view Yes", "2 actions: 1 done on time and 1 overdue"):
        assert words in shown, words
    for words in ("Noor", "Karim", "Marsh", "Morag", "Pat", "Thornshire", "Ashbrook", "visit today", "2019"):
        assert words not in shown.split("Why you can see this")[0].split("Redacted minutes:", 1)[1], words


def test_the_list_says_of_how_many_with_which_seed_and_leads_to_each(world, drawn):
    shown = reads(world, "scrutineer", "/meetings/drawn/")
    assert "Closed in March 2027" in shown and f"1 drawn from 1. Seed: {drawn.draw.seed}" in shown
    assert f'href="{drawn.pk}/"' in world.client("scrutineer").get("/meetings/drawn/").content.decode()
    assert "/meetings/drawn/" in world.client("scrutineer").get("/work/meetings/").content.decode()
    assert "/meetings/drawn/" not in world.client("manager").get("/work/meetings/").content.decode()


def test_for_everybody_else_nothing_is_there(world, drawn):
    for key in (w[0] for w in WORKERS if w[0] not in ("scrutineer", "partner")):
        for path in ("", f"{drawn.pk}/", f"{drawn.pk}/pdf/", f"{drawn.pk}/word/"):
            assert world.client(key).get(f"/meetings/drawn/{path}").status_code == 404, (key, path)
        with world.at_work(key):
            assert rows("select sec.drawn_minutes(%s)", [drawn.pk]) == [(None,)], key
            assert rows("select sec.drawn_sittings()", []) == [([],)], key


def test_the_scrutineer_does_not_reach_a_meeting_that_was_not_drawn(world, held, drawn):
    sitting, item, children = held
    Drawn.objects.using("owner").all().delete()
    with world.at_work("scrutineer"):
        assert rows("select sec.drawn_minutes(%s)", [drawn.pk]) == [(None,)]
        for which, about in (("seats", sitting.pk), ("items", sitting.pk), ("children", item.pk)):
            assert rows(f"select sec.drawn_{which}(%s)::text", [about]) == [("[]",)], which
        assert rows("select sec.drawn_positions(%s, %s)::text", [item.pk, children[0]]) == [("[]",)]
    for path in (f"drawn/{drawn.pk}/", f"drawn/{sitting.pk}/", f"{sitting.pk}/", f"{sitting.pk}/minutes/"):
        assert world.client("scrutineer").get(f"/meetings/{path}").status_code == 404, path


def test_each_look_is_written_down_before_it_is_shown(world, drawn):
    world.client("scrutineer").get(f"/meetings/drawn/{drawn.pk}/")
    world.client("scrutineer").get(f"/meetings/drawn/{drawn.pk}/word/")
    with connections["owner"].cursor() as cursor:
        cursor.execute("select facts->>'page' from authority_entry where verb = 'minutes.sampled' "
                       "and facts->>'drawn' = %s order by seq", [str(drawn.pk)])
        assert cursor.fetchall() == [("DrawnMinutes",), ("DrawnFile",)]


def test_a_meeting_is_drawn_once_by_the_timetable_and_by_nobody_else(world, drawn):
    assert jobs.draw_meetings() == 0
    assert Draw.objects.using("owner").count() == 1
    for key in ("scrutineer", "manager", "hub_police", "leader", "administrator"):
        with pytest.raises(NotYours), world.at_work(key) as by:
            drawing.draw(by=by, at=by.now, forum="strategy", month=MARCH)
        with pytest.raises(DatabaseError), world.at_work(key):
            Drawn.objects.bulk_create([Drawn(draw=drawn.draw, sitting_id=drawn.sitting_id, held_on=MARCH)])


def test_a_month_is_drawn_when_it_is_over(world, held):
    world.set_clock(datetime(2027, 3, 31, 12, tzinfo=UTC))
    with drawing.who.job("sweep") as by, pytest.raises(Refused, match="not over"):
        drawing.draw(by=by, at=by.now, forum="daily", month=MARCH)


def test_at_most_three_are_drawn_and_the_seed_draws_the_same_again(world):
    for day in range(1, 7):
        convened(world, day, restricted=day == 6)
    world.set_clock(FIRST_OF_APRIL)
    assert jobs.draw_meetings() == 1
    made = Draw.objects.using("owner").get()
    assert (made.frame, made.restricted, made.meetings.using("owner").count()) == (5, 1, 3)
    with drawing.who.job("sweep"):
        frame = [str(s.pk) for s in drawing.closed_in(MARCH) if not s.restricted]
    again = {UUID(key) for key in drawing.pick(list(reversed(frame)), 3, made.seed)}
    assert again == set(made.meetings.using("owner").values_list("sitting_id", flat=True))
    assert "3 drawn from 5; 1 more restricted" in reads(world, "scrutineer", "/meetings/drawn/")


def convened(world, day: int, *, restricted: bool = False) -> None:
    world.set_clock(datetime(2027, 3, day, 10, tzinfo=UTC))
    with world.at_work("manager") as by:
        sitting = convening.convene(by=by, at=by.now, forum="daily", starts_at=by.now)
        convening.open_sitting(by=by, at=by.now, sitting=sitting)
    Sitting.objects.using("owner").filter(pk=sitting.pk).update(restricted=restricted)
    with world.at_work("manager") as by:
        convening.close(by=by, at=by.now, sitting=Sitting.objects.get(pk=sitting.pk))


def test_one_closed_late_falls_into_the_month_of_its_closing(world, held):
    Sitting.objects.using("owner").filter(pk=held[0].pk).update(closed_at=datetime(2027, 4, 1, 5, tzinfo=UTC))
    world.set_clock(FIRST_OF_APRIL)
    assert jobs.draw_meetings() == 0
    world.set_clock(datetime(2027, 5, 1, 6, tzinfo=UTC))
    assert jobs.draw_meetings() == 1


def test_whom_the_reader_may_not_know_of_leaves_no_trace(world, held, drawn):
    Bar.objects.using("owner").create(worker=world.worker("scrutineer"), subject_id=held[2][0], reason="aunt",
                                      declared_at=FIRST_OF_APRIL)
    shown = reads(world, "scrutineer", f"/meetings/drawn/{drawn.pk}/")
    assert "Item 1" not in shown and "Items 0" in shown and "Assessment" not in shown
    with world.at_work("scrutineer"):
        assert rows("select sec.drawn_children(%s)::text", [held[1].pk]) == [("[]",)]


def test_what_was_kept_to_some_seats_says_that_and_no_more(world, held, drawn):
    Item.objects.using("owner").filter(pk=held[1].pk).update(open_to=[held[1].pk])
    shown = reads(world, "scrutineer", f"/meetings/drawn/{drawn.pk}/")
    assert "Item 1 Kept to some seats of the room." in shown and "Assessment" not in shown


def test_a_position_never_opened_stays_sealed(world):
    world.set_clock(ground.MONDAY)
    sitting, item = ground.daily(world, world.child_of(world.contact()))
    ground.position(world, "hub_police", item, item.subject_id, "assessment", answers={})
    shown = reads(world, "scrutineer", f"/meetings/drawn/{over(world, sitting).pk}/")
    for words in ("Not decided.", "Police Given, never opened Yes", "Health Not given –",
                  "Carried to the next sitting", "No action was agreed."):
        assert words in shown, words


# Codes that the function gives out, for which the page has words; every other column of text is planted below.
GIVEN_OUT = {("Sitting", "forum"), ("Sitting", "version"), ("Seat", "key"), ("Item", "ended_as"),
             ("ItemReason", "source"), ("Decision", "chosen"), ("Decision", "how"), ("Decision", "function_of"),
             ("Decision", "voice_influence"), ("Decision", "no_voice_reason"), ("Position", "view"),
             ("Position", "proposes"), ("Disagreement", "stage"), ("Disagreement", "closed_as"), ("Agency", "kind"),
             ("Draw", "forum"), ("Draw", "seed")}
TYPED = {("Sitting", "place"), ("Seat", "name"), ("Item", "ended_note"), ("ItemReason", "text"),
         ("SharedText", "text"), ("Decision", "rationale"), ("Decision", "best_placed"),
         ("Decision", "voice_difference"), ("Position", "reasons"), ("Disagreement", "about"),
         ("Disagreement", "interim_step"), ("Action", "what"), ("ItemAction", "evidence"), ("Voice", "words"),
         ("Person", "given_name"), ("Person", "family_name"), ("Address", "lines"), ("Agency", "name"),
         ("Worker", "name")}


def plant() -> dict[tuple[str, str], str]:
    """A token of its own in every text column of the people, of what is owed and of the meetings, in every row."""
    tables = [*(m for room_of in ("people", "work", "meetings") for m in apps.get_app_config(room_of).get_models()),
              Agency, Worker]
    planted: dict[tuple[str, str], str] = {}
    for model in tables:
        for field in model._meta.concrete_fields:
            key = (model.__name__, field.name)
            roomy = isinstance(field, models.TextField) or (field.max_length or 0) >= 12
            if not isinstance(field, models.CharField | models.TextField) or key in GIVEN_OUT or not roomy:
                continue
            token = f"zq{len(planted):03d}x"
            try:
                with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
                    cursor.execute(f'update "{model._meta.db_table}" set "{field.column}" = %s '
                                   "|| left(md5(random()::text), 6)", [token])
                    planted |= {key: token} if cursor.rowcount else {}
            except DatabaseError:
                continue    # a column of codes that a constraint keeps: what is typed is asked for below
    return planted


def test_nothing_that_anybody_typed_and_no_name_reaches_the_page_or_the_files(world, drawn):
    ours = world.worker("scrutineer").pk
    reader = world.client("scrutineer")
    planted = plant()
    assert not TYPED - set(planted)     # so the test can fail
    base = f"/meetings/drawn/{drawn.pk}/"
    for path in ("", "word/", "pdf/"):
        answer = reader.get(base + path)
        assert answer.status_code == 200
        text = written(answer)
        content = re.sub(r'<header.*?</header>|<div class="kit-sheet.*?</div>|<div class="kit-watermark.*?</div>', "",
                         text, flags=re.S)
        others = Worker.objects.using("owner").exclude(pk=ours).values_list("name", flat=True)
        assert not [name for name in others if name in content], path
        found = {key for key, token in planted.items() if token in content}
        assert found <= {("Worker", "name")}, path      # the reader's own, at the foot
        assert not re.search(r"20(19|12)", content), path
        assert set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", content)) <= {str(drawn.pk)}, path
        assert "Decided: Assessment of need" in content.replace("\n", " "), path
