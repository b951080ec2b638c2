"""Performance marks of the contact page, and what it says about what is not known."""

from __future__ import annotations

from datetime import timedelta

from django.db import connections
from django.test.utils import CaptureQueriesContext

from kith.frontdoor.tests.bench.steps import page_of, posted, question, ready
from kith.people.arrivals import Arriving

FRAME = ("sec.", "set local", "reset role", "authority_entry", "savepoint", "begin", "commit", "rollback")
MOST_QUERIES, MOST_BYTES = 10, 60_000


def full(world):
    """A contact with a history, a family and questions asked."""
    noor = Arriving(given_name="Noor", family_name="Karim", dob="2019-05-02", address="4 Mill Lane", postcode="TS9 1AA")
    with world.at_work("hub") as by:
        now = by.now
    for days in range(10, 110, 10):
        world.contact("nurse", child=noor, words="", received_at=now - timedelta(days=days))
    contact, at, _ = ready(world)
    posted(world.client("hub"), at + "ask/", children=[str(world.child_of(contact))], **question(world))
    return at


def test_at_most_ten_queries_besides_the_frames_and_sixty_kilobytes(world):
    at, hub = full(world), world.client("hub")
    hub.get(at)
    with CaptureQueriesContext(connections["default"]) as caught:
        response = hub.get(at)
    own = [q["sql"] for q in caught if not q["sql"].lower().startswith(("savepoint", "release"))
           and not any(mark in q["sql"].lower() for mark in FRAME)]
    assert response.status_code == 200
    assert len(own) <= MOST_QUERIES, "\n".join(sql[:120] for sql in own)
    assert len(response.content) < MOST_BYTES


def test_what_is_not_known_is_said(world):
    contact = world.contact(words="", others_at_home="")
    page = page_of(world.client("screener"), f"/contacts/{contact.pk}/")
    for sentence in ("No words of Noor Karim have reached us. Nobody said why.", "Nothing earlier is held",
                     "Not known is not nobody: ask.", "No service, school or practice is known.",
                     "never asked about this: what it holds is not known"):
        assert sentence in page


def test_both_clocks_stand_in_words_and_a_breach_asks_to_be_explained(world):
    contact, at, _ = ready(world)
    page = page_of(world.client("hub"), at)
    assert ">By law<" in page and ">Red<" in page and "Decide by" in page
    world.forward(timedelta(days=5))
    assert "/explain/" in page_of(world.client("hub"), at)


def test_somebody_who_asked_not_to_be_named_is_not_named(world):
    contact = world.contact("screener", stays_unnamed=True, channel="telephone", source_code="1B")
    page = page_of(world.client("hub"), f"/contacts/{contact.pk}/")
    assert "Somebody who asked not to be named" in page


def test_the_child_of_a_name_nobody_knows_is_still_a_child(world):
    contact = world.contact(child=Arriving(age="about 6"), words="")
    assert "A child, name not known" in page_of(world.client("screener"), f"/contacts/{contact.pk}/")
