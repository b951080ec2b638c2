"""Who is who, over months: an unborn child becomes Oscar and stays one record (scenario A5); one girl written three
ways, and another who is not she (A6); a child whom another council rings about after she has moved (A7)."""

from __future__ import annotations

import re
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from kith.frontdoor import acts, deciding
from kith.frontdoor.models import Contact, ContactPerson
from kith.frontdoor.tests.test_one_child_decided import answers, ready
from kith.people.arrivals import Arriving
from kith.people.models import PersonLink
from kith.work import acts as work
from tests.journeys.visitor import Visitor

LONDON = ZoneInfo("Europe/London")
NUMBER = "943 476 5919"
CONCERN = {
    "others_at_home": "no", "what_happened": "Booked late, at eighteen weeks. Afraid of her mother's partner.",
    "safe_now": "yes", "where_now": "With her aunt in Otterley", "seen_today": "yes", "family_told": "yes"}
UNBORN = {
    "child1_family_name": "Marlow", "child1_heard": "no", "child1_not_heard": "unborn",
    "address": "2 Bell Yard, Otterley", "postcode": "TS6 5AB", "person1_role": "mother",
    "person1_given_name": "Kirsty", "person1_family_name": "Marlow", "person1_born": "01/08/2010",
    "person1_lives": "yes"}


def on(world, year: int, month: int, day: int, hour: int = 10) -> None:
    world.set_clock(datetime(year, month, day, hour, tzinfo=LONDON))


def seeks(worker: Visitor, words: str) -> None:
    """By the key that goes to the search box, from wherever the worker is."""
    worker.go("/work/")
    worker.key("/")
    worker.type(words)
    worker.key_to("Enter")


def links(record: UUID) -> list:
    return list(PersonLink.objects.using("owner").filter(source_record=record).values_list("subject_id", flat=True))


# A5 -------------------------------------------------------------------------------------------------------------------

def test_an_unborn_child_is_born_and_stays_the_same_record(world, visit):
    on(world, 2026, 10, 5)
    mother = world.child_of(world.contact(words="", child=Arriving(
        given_name="Kirsty", family_name="Marlow", dob="2010-08-01", sex="F", address="2 Bell Yard",
        postcode="TS6 5AB")))
    on(world, 2027, 1, 11)
    midwife_refers(visit("nurse"))
    hub = visit("hub")
    baby = hub_takes_in_the_unborn(hub, mother)
    on(world, 2027, 6, 2)
    birth(hub, baby)
    on(world, 2027, 6, 3)
    ward_writes_of_the_baby(world, hub, baby)


def midwife_refers(midwife: Visitor) -> None:
    midwife.go("/contacts/new/")
    midwife.open("Known by another name")
    midwife.open("If the child has not been heard")
    midwife.fill({**UNBORN, "child1_expected": date(2027, 6, 11), "child1_sex": "U", **CONCERN})
    midwife.press("Send to the hub")
    assert "We have your concern" in midwife.text


def hub_takes_in_the_unborn(hub: Visitor, mother: UUID) -> str:
    """The baby is new to us; the mother is the child we know: two records, each on the other's page."""
    hub.go("/work/")
    hub.press(re.compile("^(Marlow|Unborn)"))
    hub.press("Somebody new")
    hub.go(f"/work/children/{mother}/")
    assert "Kirsty Marlow, 16" in hub.text and re.search(r"Child: Marlow, due 11 June 2027", hub.text), hub.text
    baby = ContactPerson.objects.using("owner").get(role="child", contact__received_at__year=2027).subject_id
    page = f"/work/children/{baby}/"
    hub.go(page)
    assert "Not yet born" in hub.text and "due 11 June 2027" in hub.text
    assert "Mother: Kirsty Marlow, 16" in hub.text and baby != mother
    return page


def birth(hub: Visitor, page: str) -> None:
    """Born nine days early: day, name and number change, the address of the record does not."""
    hub.go(page)
    hub.press("Record the birth")
    hub.fill({"born_on": date(2027, 6, 12), "given_name": "Oscar", "sex": "M"})
    hub.press("Record the birth")
    assert "There is a problem" in hub.text and hub.page.locator("[name=given_name]").input_value() == "Oscar"
    hub.fill({"born_on": date(2027, 6, 2)})
    hub.press("Record the birth")
    assert hub.path == page and "Oscar Marlow" in hub.text and "Not yet born" not in hub.text
    hub.press("Add a number")
    hub.fill({"scheme": "nhs", "value": NUMBER})
    hub.press("Save the number")
    hub.press(re.compile("^Correct$"))
    hub.fill({"family_name": "Frayne"})
    hub.press("Save it")
    assert hub.path == page and "Oscar Frayne" in hub.text
    assert "Marlow" in hub.page.locator("#identity").inner_text() and "9434765919" in hub.text
    chronology = hub.text.split("What happened")[1]
    assert "Born" in chronology and "11 January" in chronology


def ward_writes_of_the_baby(world, hub: Visitor, page: str) -> None:
    """The hospital knows the number and the first name: it is the same child, with the concern of January."""
    later = world.contact("nurse", words="", child=Arriving(
        given_name="Oscar", family_name="Marlow", dob="2027-06-02", sex="M", nhs_number=NUMBER,
        address="Ward 4, Saltmere Hospital"), what_happened="Mother has left the ward without him.")
    hub.go(f"/contacts/{later.pk}/")
    if hub.page.get_by_text("may match").count():
        hub.press(re.compile("^Oscar"))
        hub.key_to("s")
        hub.go(f"/contacts/{later.pk}/")
    assert "Oscar Frayne is written here as Oscar Marlow" in hub.text
    assert "Earlier contacts: 2 in 12 months" in hub.text  # the concern of January, and the one about his mother
    assert f"/work/children/{world.child_of(later)}/" == page


# A6 -------------------------------------------------------------------------------------------------------------------

HOME = {"address": "8 Tannery Row", "postcode": "TS3 7LL", "sex": "F"}
SPELLINGS = [
    ((2026, 12, 3), Arriving(given_name="Maryam", family_name="Al Khatib", dob="03/04/2014", **HOME)),
    ((2027, 1, 22), Arriving(given_name="Mariam", family_name="Alkhateeb", dob="04/03/2014", **HOME)),
    ((2027, 2, 12), Arriving(given_name="Mrm", family_name="Khatib", dob="03/04/2014", aliases=["مريم الخطيب"],
                             **HOME))]
OTHER = Arriving(given_name="Marwa", family_name="Khatib", dob="03/04/2014", sex="F", address="40 Station Parade",
                 postcode="TS3 8QQ")


@pytest.fixture
def girl(world, visit) -> tuple[Visitor, UUID]:
    """The hub has taken three reports of the police to be one girl, each with its reasons; (hub worker, her id)."""
    hub = visit("hub")
    for day, person in SPELLINGS:
        on(world, *day, 21)
        contact = world.contact("constable", child=person, words="", source_code="6", what_happened="Shouting heard.")
        named = ContactPerson.objects.using("owner").get(contact=contact, role="child")
        hub.go(f"/contacts/{contact.pk}/people/{named.pk}/match/")
        if day == SPELLINGS[0][0]:
            hub.press("Somebody new")
        elif not named.settled_at:
            assert "Same home" in hub.text and "Maryam" in hub.text
            if day == SPELLINGS[1][0]:
                assert "Same date of birth with day and month exchanged" in hub.text
            hub.key_to("s")
    found = set(ContactPerson.objects.using("owner").filter(role="child").values_list("subject_id", flat=True))
    assert len(found) == 1
    return hub, found.pop()


def test_three_spellings_are_one_girl_and_a_wrong_link_is_undone_with_all_that_relied_on_it(world, visit, girl):
    hub, her = girl
    by_any_letters(hub, her)
    marwa = linked_by_mistake(world, hub, visit("screener"))
    decided(world, her, marwa)
    record = ContactPerson.objects.using("owner").get(contact=marwa, role="child").source_record_id
    manager_undoes(visit("manager"), her, record)
    assert links(record)[-1] != her
    marwa_stands_for_herself(hub, marwa)
    hub.go("/work/")
    assert "Look again at the decision" in hub.text


def by_any_letters(hub: Visitor, her: UUID) -> None:
    for words in ("مريم الخطيب", "Miriam Al-Khateeb 03/04/2014", "Mrm Khatib"):
        seeks(hub, words)
        assert hub.page.locator(f"a[href='/work/children/{her}/why/']").count() == 1, (words, hub.text)
    hub.go(f"/work/children/{her}/")
    for spelling in ("Maryam Al Khatib", "Mrm Khatib", "مريم الخطيب"):
        assert spelling in hub.page.locator("#identity").inner_text() + hub.page.locator("h1").inner_text()


def linked_by_mistake(world, hub: Visitor, colleague: Visitor) -> Contact:
    """Marwa, of the same surname and birthday, is found with what speaks against her; a tired worker says "same", and
    so does the second reader whom the guard asks for."""
    on(world, 2027, 2, 15)
    contact = world.contact("dsl", child=OTHER, words="Mum cries at night", what_happened="Tearful since Monday.")
    hub.go(f"/contacts/{contact.pk}/")
    hub.press(re.compile("^Marwa"))
    if hub.page.get_by_role("button", name="Same person").count() == 0:
        hub.fill({"given_name": "Maryam", "family_name": "Khatib"})
        hub.press("Search")
    assert re.search("first names? differ|First name differs", hub.text, re.IGNORECASE), hub.text
    hub.press("Same person")
    assert "A second reader is needed" in hub.text
    colleague.go(hub.path)
    assert "Hal Hubworker read this" in colleague.text and "Look twice" in colleague.text
    colleague.press("Same person")
    return Contact.objects.using("owner").get(pk=contact.pk)


def decided(world, her: UUID, contact: Contact) -> None:
    """Marwa's concern is asked about and decided with the other girl's history."""
    on(world, 2027, 2, 16)
    with world.at_work("hub") as by:
        work.ask(by=by, at=by.now, subject=her, about=contact.referral_id, agency=world.agency("health").pk,
                 grade="amber", question="What is known of her?", purpose="To decide", gateway="ca1989_s17",
                 lawful_basis="public_task", family_told="yes")
    ready(world, contact, "amber")
    with world.at_work("hub") as by:
        now = Contact.objects.get(pk=contact.pk)
        deciding.decide(by=by, at=by.now, subject=her, contact=now, answers=answers(
            chosen="early_help_2", level=2, influence="", difference="", no_voice_reason="refused",
            rationale="Three reports of the police within three months and her own words ask for early help."))
        now = Contact.objects.get(pk=contact.pk)
        acts.tell(by=by, at=by.now, subject=now.pk, contact=now, text="Early help is offered.")


def manager_undoes(manager: Visitor, her: UUID, record: UUID) -> None:
    """From the child's page to the records behind her; what relied on the link is read before it is undone."""
    on_page = f"/work/children/{her}/"
    manager.go(on_page)
    manager.press("The records behind this person")
    manager.page.locator(f"a[href='/work/people/links/{record}/undo/']").click()
    manager.arrived()
    for relied in ("Hal Hubworker decided", "NHS Thornshire was asked a question", "A referrer was told the outcome",
                   "Who looked", "A clock started"):
        assert relied in manager.text, (relied, manager.text)
    manager.picture("undo")
    manager.press("Undo it")
    assert "There is a problem" in manager.text
    manager.fill({"reason": "The school has both girls in one year. Marwa is her cousin."})
    manager.press("Undo it")
    assert "The link is undone" in manager.text and "Marwa is her cousin" in manager.text
    assert "still to be looked at again" in manager.text and "Thornshire County Council" in manager.text
    manager.picture("undone")


def marwa_stands_for_herself(hub: Visitor, contact: Contact) -> None:
    """Her concern waits for somebody to say who she is, and never takes her for the other again."""
    hub.go(f"/contacts/{contact.pk}/")
    assert "Marwa Khatib" in hub.page.locator("h1").inner_text()
    hub.press(re.compile("^Marwa"))
    assert "Ruled out: " in hub.text and "Marwa is her cousin" in hub.text
    hub.press("Somebody new")


# A7 -------------------------------------------------------------------------------------------------------------------

TILLY = Arriving(given_name="Tilly", family_name="Ashdown", dob="2016-10-05", sex="F", address="3 Chandler Street",
                 postcode="TS5 2RT", nhs_number=NUMBER)
CALL = {
    "source": "5C", "caller_name": "Bea Duty", "caller_phone": "01632 960111", "relationship": "Another council",
    "child1_given_name": "Tilly", "child1_family_name": "Ashdown", "child1_dob": date(2016, 10, 5),
    "address": "71 Harbour View, last known 3 Chandler Street", "what_happened": "Seen here without her family.",
    "safe_now": "nk", "where_now": "Not known", "others_at_home": "nk"}


def test_another_council_rings_about_a_child_who_moved(world, visit):
    on(world, 2027, 4, 9)
    tilly = world.child_of(world.contact("dsl", child=TILLY, words="I don't want to move again"))
    with world.at_work("hub") as by:
        work.involve(by=by, at=by.now, subject=tilly, agency=by.agency_id, kind="child protection plan",
                     worker=world.worker("alice").pk)
    on(world, 2027, 6, 1)
    screener = visit("screener")
    call = rings(screener, tilly)
    assert_one(screener, call, tilly)
    history_as_each_may_see_it(world, visit, tilly, call)


def rings(screener: Visitor, tilly: UUID) -> str:
    """While the caller speaks, the page says whom we know, with reasons; the call is saved with one press."""
    screener.go("/contacts/phone/")
    screener.fill(CALL)
    known = screener.page.locator("#known")
    known.get_by_role("link", name="Tilly Ashdown").wait_for()
    assert "Same date of birth" in known.inner_text() or "same date of birth" in known.inner_text().lower()
    assert known.locator(f"a[href='/work/children/{tilly}/']").count() == 1
    screener.look()
    screener.press("Save the call")
    found = re.match(r"/contacts/[0-9a-f-]+/", screener.path)
    assert found, screener.text
    return found.group(0)


def assert_one(screener: Visitor, call: str, tilly: UUID) -> None:
    screener.go(call)
    if screener.page.get_by_text("may match").count():
        screener.press(re.compile("^Tilly"))
        screener.key_to("s")
        screener.go(call)
    assert "Earlier contacts: 1 in 12 months" in screener.text
    named = ContactPerson.objects.using("owner").get(contact=call.split("/")[2], role="child")
    assert named.subject_id == tilly


def history_as_each_may_see_it(world, visit, tilly: UUID, call: str) -> None:
    """By number and by the old address in the hub; her own worker sees one chronology; a constable, who has
    nothing to do with her, finds nobody."""
    page = f"/work/children/{tilly}/"
    police = visit("hub_police")
    for words in (NUMBER, "Ashdown 3 Chandler Street TS5 2RT"):
        seeks(police, words)
        assert police.page.locator(f"a[href='{page}why/']").count() == 1, (words, police.text)
    own = visit("alice")
    own.go(page)
    chronology = own.text.split("What happened")[1]
    assert "9 April" in chronology and "Concern received: Another council" in chronology
    stranger = visit("constable")
    assert stranger.status_of(page) == 404 and stranger.status_of(call) == 404
    seeks(stranger, NUMBER)
    assert "Nothing found that you may see" in stranger.text
