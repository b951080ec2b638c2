"""Need to know (scenario A12): a relative's record, the review of an emergency opening, the administrator's pages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

from kith.authority.models import Bar
from tests.journeys.visitor import Visitor

NOOR = {"given_name": "Noor", "family_name": "Karim", "born_on": date(2019, 5, 2), "code": "immediate_danger",
        "reason": "She has run to our office and is afraid to go home tonight."}
CASE_WORDS = ("Noor", "Karim", "Daddy", "bruise", "Mill Lane", "TS9 1AA")


def test_a_niece_stays_closed_to_her_aunt_and_opens_to_an_unrelated_worker_who_is_reviewed(world, visit):
    child = world.child_of(world.contact())
    record = f"/work/children/{child}/"
    Bar(worker=world.worker("alice"), subject_id=child, reason="Niece", declared_at=datetime.now(UTC)).save(
        using="owner", force_insert=True)
    aunt = visit("alice")
    assert aunt.status_of(record) == 404
    assert aunt.body_of(record) == aunt.body_of(f"/work/children/{uuid4()}/")
    opens(aunt)
    assert "No record was opened." in aunt.text and "Niece" not in aunt.text
    other = visit("bob")
    opens(other)
    assert other.path == record
    assert "You opened this record in an emergency." in other.text and "Noor Karim, 7" in other.text
    guardian_reviews(visit("guardian"), record)


def opens(worker: Visitor) -> None:
    worker.go("/emergency/")
    worker.fill(NOOR)
    worker.press("Open the record for an hour")


def guardian_reviews(guardian: Visitor, record: str) -> None:
    guardian.go("/work/")
    assert "Emergency opening" in guardian.text
    guardian.go("/openings/")
    guardian.press("Bob Social")
    assert NOOR["reason"] in guardian.text and "Bob Social" in guardian.text
    assert guardian.status_of(record) == 404
    guardian.fill({"outcome": "justified", "note": "The child was at the door and afraid."})
    guardian.press("Keep my conclusion")
    assert "Reviewed." in guardian.text
    guardian.press("Reviewed")
    assert "Bob Social" in guardian.text


def test_no_page_the_administrator_can_reach_holds_a_word_about_a_child(world, visit):
    world.contact()
    administrator = visit("administrator")
    seen = reachable(administrator, "/work/site/")
    assert {"/work/site/", "/work/site/rota/", "/work/site/holidays/"} <= seen
    assert "/work/children/" not in " ".join(seen)


def reachable(visitor: Visitor, start: str) -> set[str]:
    """Every staff page that links lead to from `start`, each looked at and free of case words."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        visitor.go(path)
        assert not [word for word in CASE_WORDS if word in visitor.page.content()], path
        links = visitor.page.locator("a[href^='/']").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        ours = (link.split("#")[0].split("?")[0] for link in links)
        waiting += sorted({link for link in ours if link.startswith("/work/")} - seen - set(waiting))
    return seen
