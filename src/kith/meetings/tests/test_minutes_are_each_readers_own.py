"""Minutes, pack and invitation of one sitting as different people read them: what one may not see stands in none."""

from __future__ import annotations

import io

import docx
import icalendar
import pytest
from pypdf import PdfReader

from kith.authority.acts import Refused
from kith.authority.models import Bar, Notice
from kith.kit.documents import pdf
from kith.meetings import convening, distributing, room
from kith.meetings.models import Item, Sitting
from kith.meetings.tests import ground

FOR_ALL, FOR_PARTNERS, FOR_COUNCIL = "Seen with a bruise.", "Named in an open inquiry.", "On the nurse's list."


@pytest.fixture
def held(world):
    """A daily meeting: health tells all, police the partners, health the council alone; the school lead is a guest."""
    child = world.child_of(world.contact())
    sitting, item = ground.daily(world, child)
    say(world, "hub_health", item, FOR_ALL)
    say(world, "hub_police", item, FOR_PARTNERS, handling="partners")
    say(world, "hub_health", item, FOR_COUNCIL, handling="named", seats=[ground.seat(sitting, "council").pk])
    with world.at_work("manager") as by:
        convening.invite(by=by, at=by.now, sitting=sitting, seat="education", worker=world.worker("dsl").pk)
    ground.write(world, item, "impact")
    return sitting, item, child


def say(world, key: str, item: Item, text: str, **more) -> None:
    with world.at_work(key) as by:
        mine = Item.objects.select_related("sitting").get(pk=item.pk)
        room.contribute(by=by, at=by.now, subject=mine.subject_id, item=mine, text=text, **more)


def issue(world, sitting: Sitting, key: str = "manager", **more):
    with world.at_work(key) as by:
        return distributing.issue(by=by, at=by.now, sitting=Sitting.objects.get(pk=sitting.pk), **more)


def read(world, key: str, sitting: Sitting) -> str:
    answer = world.client(key).get(f"/meetings/{sitting.pk}/minutes/")
    assert answer.status_code == 200, key
    return answer.content.decode()


EARS = {"manager": (FOR_ALL, FOR_PARTNERS, FOR_COUNCIL), "hub_police": (FOR_ALL, FOR_PARTNERS),
        "hub_health": (FOR_ALL, FOR_PARTNERS, FOR_COUNCIL), "dsl": (FOR_ALL,), "hub_education": (FOR_ALL,)}


def test_each_reader_reads_what_they_may_and_no_more_on_page_file_and_pack(world, held):
    sitting, _, _ = held
    issue(world, sitting)
    for key, may in EARS.items():
        client, base = world.client(key), f"/meetings/{sitting.pk}"
        word = docx.Document(io.BytesIO(client.get(f"{base}/minutes/word/").content))
        printed = PdfReader(io.BytesIO(client.get(f"{base}/minutes/pdf/").content))
        pack = docx.Document(io.BytesIO(client.get(f"{base}/pack/word/").content))
        texts = [read(world, key, sitting), all_of(word), all_of(pack),
                 " ".join(" ".join(p.extract_text() for p in printed.pages).split())]
        for text in texts:
            for words in (FOR_ALL, FOR_PARTNERS, FOR_COUNCIL):
                assert (words in text.replace("&#x27;", "'")) == (words in may), (key, words)


def all_of(made) -> str:
    return "\n".join([*(p.text for p in made.paragraphs),
                      *(c.text for t in made.tables for r in t.rows for c in r.cells)])


@pytest.mark.parametrize("key", ["charlie", "alice", "administrator", "other_dsl", "scrutineer"])
def test_who_did_not_sit_there_finds_no_minutes(world, held, key):
    sitting, _, _ = held
    issue(world, sitting)
    for path in ("minutes/", "minutes/pdf/", "minutes/issue/", "pack/word/", "calendar/"):
        assert world.client(key).get(f"/meetings/{sitting.pk}/{path}").status_code == 404, path


def test_an_issued_version_never_changes_and_a_correction_is_the_next(world, held):
    sitting, item, _ = held
    issue(world, sitting)
    say(world, "hub_health", item, "What the nurse found later.")
    assert "What the nurse found later." not in read(world, "manager", sitting)
    with pytest.raises(Refused, match="Say what is corrected"):
        issue(world, sitting)
    issue(world, sitting, note="Health's line was added.")
    text = read(world, "hub_police", sitting)
    assert "Version 2" in text and "Health&#x27;s line was added." in text
    assert "What the nurse found later." in text
    assert FOR_ALL not in text


def test_everybody_is_told_once_and_reading_is_a_receipt(world, held):
    sitting, _, _ = held
    issue(world, sitting)
    told = Notice.objects.using("owner").filter(text__startswith="Minutes are ready")
    wanted = {world.worker("manager").pk, world.worker("dsl").pk, world.agency("police").pk}
    assert {n.holder_id for n in told} >= wanted
    assert "Noor" not in "".join(n.text for n in told)
    read(world, "dsl", sitting), read(world, "dsl", sitting)
    with world.at_work("manager"):
        found = {r.name: r.read_at for r in distributing.receipts(distributing.latest(sitting))}
    assert found["Dee Lead"] is not None
    assert found["Morag Manager"] is None


def test_a_barred_worker_of_an_agency_that_sat_reads_nothing_of_that_child(world, held):
    sitting, _, child = held
    issue(world, sitting)
    Bar.objects.using("owner").create(worker=world.worker("hub_police"), subject_id=child, reason="aunt",
                                      declared_at=sitting.created_at)
    text = read(world, "hub_police", sitting)
    assert "Noor" not in text and FOR_ALL not in text


def test_the_invitation_names_nobody_it_is_about_and_a_cancellation_replaces_it(world, held):
    sitting, _, _ = held
    asked = world.client("dsl").get(f"/meetings/{sitting.pk}/calendar/").content
    assert b"Noor" not in asked and b"bruise" not in asked
    first = icalendar.Calendar.from_ical(asked)
    with world.at_work("manager") as by:
        called = Sitting.objects.get(pk=sitting.pk)
        convening.cancel(by=by, at=by.now, sitting=called, because="Snow")
    second = icalendar.Calendar.from_ical(world.client("dsl").get(f"/meetings/{sitting.pk}/calendar/").content)
    old, new = first.walk("VEVENT")[0], second.walk("VEVENT")[0]
    assert (first["method"], second["method"], new["status"]) == ("REQUEST", "CANCEL", "CANCELLED")
    assert old["uid"] == new["uid"] and new["sequence"] > old["sequence"]
    assert any("dsl@example.org" in str(g) for g in new["attendee"])


def test_minutes_say_the_decision_with_the_positions_it_rests_on(world, held):
    sitting, item, child = held
    for key, proposes in (("manager", "assessment"), ("hub_police", "assessment"), ("hub_health", "strategy")):
        ground.position(world, key, item, child, proposes, answers={})
    ground.decide(world, item, child, "assessment", interim_step="A visit today by two workers.")
    issue(world, sitting)
    text = read(world, "hub_education", sitting)
    for words in ("Decided: Assessment of need. By two of the three partners.", "hub_health thinks so.",
                  "NHS Thornshire does not agree. In force meanwhile: A visit today by two workers."):
        assert words in text


def test_a_file_that_cannot_be_made_says_why_in_one_line(world, held, monkeypatch):
    sitting, _, _ = held
    issue(world, sitting)

    def cannot():
        raise pdf.CannotMake(pdf.NO_PANGO)

    monkeypatch.setattr(pdf, "printer", cannot)
    answer = world.client("manager").get(f"/meetings/{sitting.pk}/minutes/pdf/")
    assert (answer.status_code, answer.content.decode().strip()) == (503, pdf.NO_PANGO)
    assert world.client("manager").get(f"/meetings/{sitting.pk}/minutes/spreadsheet/").status_code == 404
