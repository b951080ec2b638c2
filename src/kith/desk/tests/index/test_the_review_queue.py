"""The queue of who is who: one line an arrival, the most pressing first however many wait, by when, 25 a page."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from kith.authority.ids import uuid7
from kith.authority.models import Bar, Subject
from kith.frontdoor.acts import grade as grade_contact
from kith.frontdoor.models import Contact, ContactPerson
from kith.people.index import queue
from kith.people.index.tests.steps import AMARA, AMIRA, HOME, arrives, child
from kith.people.models import Person, Proposal, SourceRecord

QUEUE = "/work/people/review/"
WAITED = timedelta(days=30)


def page(world, key: str, path: str) -> str:
    response = world.client(key).get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.content.decode().replace("&#x27;", "'").replace("&quot;", '"')


def many_wait(world, held: UUID, like: SourceRecord, count: int) -> None:
    """So many older arrivals, each of them perhaps the person held."""
    with world.at_work("hub") as by:
        at, who = by.now - WAITED, by.worker_id
    subjects = [Subject(kind="child", state="unidentified", created_by_id=who, created_at=at) for _ in range(count)]
    Subject.objects.using("owner").bulk_create(subjects)
    records = [SourceRecord(subject_id=s.pk, agency_id=like.agency_id, system="old", source_ref=str(uuid7()),
                            received_at=at, fields={"given_name": f"Waits {n:03}"}, created_by_id=who)
               for n, s in enumerate(subjects)]
    SourceRecord.objects.using("owner").bulk_create(records)
    Person.objects.using("owner").bulk_create([
        Person(subject_id=s.pk, kind="child", given_name=f"Waits {n:03}", source_record_id=r.pk, created_by_id=who)
        for n, (s, r) in enumerate(zip(subjects, records, strict=True))])
    Proposal.objects.using("owner").bulk_create([
        Proposal(source_record_id=r.pk, subject_id=held, weight=3.0, probability=0.6, reasons=[], against=[], bars=[],
                 model_version="t", proposed_at=at, created_by_id=who) for r in records])


def test_the_most_pressing_stands_first_though_three_hundred_older_ones_wait(world):
    held, record = arrives(world, AMARA)
    many_wait(world, held, record, 300)
    arrives(world, child("Noor", "Karim", "2019-05-02", address="4 Mill Lane", postcode="TS9 1AA", sex="F"))
    _, red = arrives(world, child("Zainab", "Karim", "2019-05-02", address="4 Mill Lane", postcode="TS9 1AA", sex="F"))
    with world.at_work("hub") as by:
        contact = Contact.objects.get(pk=ContactPerson.objects.get(source_record=red.pk).contact_id)
        grade_contact(by=by, at=by.now, subject=contact.pk, contact=contact, grade="red", reason="A mark.")
        assert queue.tasks(by, by.now)[0].record == red.pk
    shown = page(world, "screener", QUEUE)
    assert "301 arrivals to tell apart" in shown and "Showing 1 to 25 of 301" in shown
    assert shown.index("Zainab Karim") < shown.index("Waits")
    last = page(world, "screener", f"{QUEUE}?page=13")
    assert "Showing 301 to 301 of 301" in last and last.count("Waits") == 1


def test_one_arrival_who_may_be_several_people_is_one_line_that_names_them_all(world):
    arrives(world, AMARA)
    arrives(world, AMIRA)
    arrives(world, child("A.", "Osei-Bonsu", "2019-09-04", **HOME))
    shown = page(world, "screener", QUEUE)
    assert "1 arrival to tell apart, 2 questions waiting" in shown and "2 people:" in shown
    assert shown.count('class="govuk-table__row" data-href') == 1
    assert shown.count(f' href="{QUEUE}0') == 3  # the line itself, and each of the two


def test_a_line_says_who_told_us_and_by_when_the_concern_is_decided(world):
    arrives(world, AMARA)
    arrives(world, child("A.", "Osei-Bonsu", "2019-09-04", **HOME))
    shown = page(world, "screener", QUEUE)
    assert "Thornshire Constabulary, asked" in shown and "Decide by" in shown


def test_a_question_names_the_others_the_record_may_be_and_can_be_left_for_the_next(world):
    arrives(world, AMARA)
    amira, _ = arrives(world, AMIRA)
    _, record = arrives(world, child("A.", "Osei-Bonsu", "2019-09-04", **HOME))
    with world.at_work("hub"):
        asked = {p.subject_id: p.pk for p in Proposal.objects.filter(source_record=record.pk)}
    other = asked.pop(amira)
    shown = page(world, "screener", f"{QUEUE}{next(iter(asked.values()))}/")
    assert "Who else A. Osei-Bonsu may be" in shown and f'href="{QUEUE}{other}/"' in shown
    assert f'href="{QUEUE}{other}/" data-key="x"' in shown


def test_what_is_printed_names_the_person_the_reference_and_the_reader_and_asks_nothing(world):
    arrives(world, AMARA)
    _, record = arrives(world, child("A.", "Osei-Bonsu", "2019-09-04", **HOME))
    with world.at_work("hub"):
        asked = Proposal.objects.get(source_record=record.pk)
        reference = ContactPerson.objects.get(source_record=record.pk).contact.reference
    shown = page(world, "screener", f"{QUEUE}{asked.pk}/")
    sheet = shown[shown.index('class="kit-sheet"'):][:400]
    assert "A. Osei-Bonsu" in sheet and reference in sheet and "Printed by" in sheet
    assert shown.count('class="kit-answer"') == 2
    sheet = page(world, "screener", f"/work/people/persons/{asked.subject_id}/")
    assert "Amara Osei-Bonsu, 7" in sheet[sheet.index('class="kit-sheet"'):][:200]


def test_whom_a_reader_may_not_see_is_absent_from_the_queue_the_question_and_the_others(world):
    amara, _ = arrives(world, AMARA)
    amira, _ = arrives(world, AMIRA)
    _, record = arrives(world, child("A.", "Osei-Bonsu", "2019-09-04", **HOME))
    with world.at_work("hub") as by:
        barred = Bar(worker_id=world.worker("screener").pk, subject_id=amara, reason="Her aunt", declared_at=by.now)
    Bar.objects.using("owner").bulk_create([barred])
    shown = page(world, "screener", QUEUE)
    assert "Amira Osei-Bonsu" in shown and "Amara" not in shown and "may not open" not in shown
    with world.at_work("hub"):
        asked = {p.subject_id: p.pk for p in Proposal.objects.filter(source_record=record.pk)}
    assert world.client("screener").get(f"{QUEUE}{asked[amara]}/").status_code == 404
    question = page(world, "screener", f"{QUEUE}{asked[amira]}/")
    assert "Amara" not in question and "may not open" not in question and "One of" not in question
    assert "Amara" not in page(world, "screener", f"/work/people/persons/{amira}/merge/")
