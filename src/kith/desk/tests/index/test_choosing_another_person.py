"""Saying that two are one, or never are: the likeliest stand there, a search finds anybody else, every word can be
taken back, and each source's record stands in its row with what is not as held."""

from __future__ import annotations

import re

from kith.people import matching
from kith.people.index import ground
from kith.people.index.models import Merge
from kith.people.index.tests.steps import arrives, child
from kith.people.models import Proposal, RestrictedAddress, SourceRecord

NOOR = child("Noor", "Karim", "2019-05-02", address="4 Mill Lane", postcode="TS9 1AA", sex="F")
NOUR = child("Nour", "Kareem", "2019-02-05", address="9 Quay Road", postcode="TS4 2BB", sex="F")
LEO = child("Leo", "Marsh", "2014-03-02", sex="M")
REASON = {"reason": "The school knows one child"}


def where(subject, step: str = "") -> str:
    return f"/work/people/persons/{subject}/{step}"


def plain(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode()).replace("&#x27;", "'").replace("&quot;", '"')
    return re.sub(r"\s+", " ", text)


def test_those_who_are_like_a_person_stand_there_to_choose_though_nobody_named_them_before(world):
    known, _ = arrives(world, NOOR)
    other, record = arrives(world, NOUR)
    Proposal.objects.using("owner").filter(source_record=record.pk).delete()
    for step in ("merge/", "never/"):
        response = world.client("hub").get(where(known, step))
        assert f'value="{other}"' in response.content.decode(), step
        assert "Nour Kareem, 7, household not known; 1 record, from Thornshire Constabulary" in plain(response)
    assert world.client("hub").post(where(known, "merge/"), {"other": str(other), **REASON}).status_code == 302


def test_a_search_finds_anybody_else_and_keeps_what_was_typed(world):
    known, _ = arrives(world, NOOR)
    leo, _ = arrives(world, LEO)
    client = world.client("hub")
    assert f'value="{leo}"' not in client.get(where(known, "merge/")).content.decode()
    found = client.post(where(known, "merge/"), {"elsewhere": "Leo Marsh", "look": "yes", **REASON})
    assert found.status_code == 200 and "1 person found" in plain(found)
    assert f'value="{leo}"' in found.content.decode() and REASON["reason"] in plain(found)
    sent = client.post(where(known, "merge/"), {"elsewhere": "Leo Marsh", "other": str(leo), **REASON})
    assert sent.status_code == 302
    with world.at_work("hub"):
        assert Merge.objects.get().other_id == leo
    nobody = client.post(where(known, "never/"), {"elsewhere": "Zebedee Quill", "look": "yes"})
    assert "Nobody found whom you may see" in plain(nobody)


def test_nobody_chosen_says_what_to_do_and_a_person_not_shown_is_refused(world):
    known, _ = arrives(world, NOOR)
    leo, _ = arrives(world, LEO)
    client = world.client("hub")
    assert "Choose a person, or search" in plain(client.post(where(known, "merge/"), REASON))
    assert client.post(where(known, "merge/"), {"other": str(leo), **REASON}).status_code == 422


def test_telling_two_apart_by_undoing_a_link_is_shown_once_and_can_be_taken_back_before_a_merge(world):
    known, _ = arrives(world, NOOR)
    arrives(world, NOOR)
    _, record = arrives(world, NOOR)
    client = world.client("hub")
    client.post(f"/work/people/links/{record.pk}/undo/", {"reason": "A cousin"})
    with world.at_work("hub"):
        two = SourceRecord.objects.get(pk=record.pk).subject_id
        said = ground.words_of(known)
    assert len(said) > 1, "one word for each record of the person"
    refused = plain(client.post(where(known, "merge/"), {"other": str(two), **REASON}))
    assert "never the same (A cousin). Take that back first if it was wrong." in refused
    shown = client.get(where(known)).content.decode()
    assert shown.count("Take it back") == 1
    back = re.search(r'href="(words/[0-9a-f-]+/)"', shown)[1]
    assert client.post(where(known, back)).status_code == 302
    assert "Take it back" not in client.get(where(known)).content.decode()
    assert client.post(where(known, "merge/"), {"other": str(two), **REASON}).status_code == 302


def test_each_record_stands_in_its_row_with_what_is_not_as_held(world):
    known, _ = arrives(world, NOOR)
    _, record = arrives(world, NOUR)
    with world.at_work("hub") as by:
        matching.decide(by=by, at=by.now, source=SourceRecord.objects.get(pk=record.pk), verdict="same", subject=known)
    page = plain(world.client("screener").get(where(known)))
    assert page.count("Not as held") == 2, "the newest name heads the person, the first date of birth stands"
    assert "first name and last name written otherwise" in page and "; date of birth written otherwise" in page
    assert "<mark>Noor</mark>" in world.client("screener").get(where(known)).content.decode()
    assert "9 Quay Road" in page and page.count("Undo this link") == 1
    with world.at_work("hub") as by:
        place = RestrictedAddress(subject_id=known, sealed_text=b"9", created_by_id=by.worker_id, created_at=by.now)
    RestrictedAddress.objects.using("owner").bulk_create([place])
    for step in ("", "split/"):
        page = plain(world.client("screener").get(where(known, step)))
        assert "restricted: ring duty" in page and "9 Quay Road" not in page and "4 Mill Lane" not in page
