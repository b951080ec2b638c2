"""The manager's page, duty's queue, the site page, breaches explained and actions finished."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from kith.authority.models import Rota
from kith.frontdoor.tests.test_one_child_decided import grade_and_settle
from kith.work import acts as work
from kith.work.models import Action, Deadline, Holiday

PLACES = [
    "/work/today/",
    "/work/duty/",
    "/work/site/",
    "/work/site/rota/",
    "/work/site/holidays/",
    "/work/recording/",
    "/work/figures/",
]
MAY = {
    "/work/today/": {"manager", "manager2"},
    "/work/duty/": {"manager", "manager2"},
    "/work/site/": {"administrator"},
    "/work/site/rota/": {"manager", "manager2", "administrator"},
    "/work/site/holidays/": {"administrator"},
    "/work/recording/": {"manager", "manager2", "leader"},
    "/work/figures/": {"leader", "scrutineer", "manager", "manager2"},
}
EVERYBODY = [
    "manager",
    "screener",
    "hub",
    "hub_police",
    "charlie",
    "alice",
    "dsl",
    "leader",
    "scrutineer",
    "guardian",
    "administrator",
    "constable",
    "nurse",
]


def text(world, key: str, path: str) -> str:
    response = world.client(key).get(path)
    assert response.status_code == 200, (key, path, response.status_code)
    return response.content.decode()


@pytest.mark.parametrize("path", PLACES)
def test_each_page_opens_for_its_roles_and_for_nobody_else(world, path):
    world.contact()
    for key in EVERYBODY:
        assert world.client(key).get(path).status_code == (200 if key in MAY[path] else 404), key


def test_the_manager_sees_red_breaches_and_whom_everybody_waits_for(world):
    contact = world.contact()
    grade_and_settle(world, contact)
    with world.at_work("hub") as by:
        work.ask(
            by=by,
            at=by.now,
            subject=world.child_of(contact),
            about=contact.pk,
            agency=world.agency("health").pk,
            grade="red",
            question="Has Noor been seen with an injury before?",
            purpose="To decide today",
            lawful_basis="public_task",
            gateway="ca1989_s47",
            family_told="unsafe_child",
        )
    page = text(world, "manager", "/work/today/")
    assert "1 open · 1 red" in page and "NHS Thornshire" in page and "Noor Karim, 7" in page
    world.forward(timedelta(days=8))
    page = text(world, "manager", "/work/today/")
    assert "Breached, not explained" in page and "explain/" in page


def test_a_breach_is_explained_and_stays_breached(world):
    contact = world.contact()
    world.forward(timedelta(days=8))
    with world.at_work("manager"):
        late = Deadline.objects.get(subject=contact.pk, duty="contact.decision")
    page = f"/work/clocks/{late.pk}/explain/"
    assert "Decide the type of response" in text(world, "manager", page)
    assert (
        world.client("manager")
        .post(page, {"code": "no_worker", "reason": "Two were ill; we rang the school."})
        .status_code
        == 302
    )
    with world.at_work("manager"):
        after = Deadline.objects.get(pk=late.pk)
    assert after.reason and after.met_at is None and after.due_at == late.due_at
    for key in ("charlie", "administrator", "alice", "dsl"):
        client = world.client(key)
        assert client.get(page).content == client.get(f"/work/clocks/{uuid4()}/explain/").content


def test_a_clock_that_has_not_run_out_cannot_be_explained_away(world):
    contact = world.contact()
    with world.at_work("manager"):
        running = Deadline.objects.get(subject=contact.pk, duty="contact.decision")
    response = world.client("manager").post(
        f"/work/clocks/{running.pk}/explain/", {"code": "other", "reason": "Because."}
    )
    assert response.status_code == 422 and "has not run out" in response.content.decode()


def test_an_action_is_finished_with_the_difference_it_made(world):
    child = world.child_of(world.contact())
    with world.at_work("hub") as by:
        work.agree_action(
            by=by,
            at=by.now,
            subject=child,
            agency=by.agency_id,
            worker=by.worker_id,
            what="Ring the aunt",
            so_that="Noor has somewhere to go",
            due_at=by.now + timedelta(hours=1),
        )
    with world.at_work("hub"):
        action = Action.objects.get()
    page = f"/work/actions/{action.pk}/done/"
    assert page in text(world, "hub", "/work/")
    assert world.client("hub").post(page, {"difference": ""}).status_code == 422
    assert world.client("hub").post(page, {"difference": "She sleeps there tonight."}).status_code == 302
    with world.at_work("hub"):
        assert Action.objects.get().difference == "She sleeps there tonight."
    for key in ("charlie", "administrator", "guardian"):
        assert world.client(key).get(page).status_code == 404


def test_duty_sees_what_is_handed_over_while_the_spell_lasts(world):
    contact = world.contact()
    grade_and_settle(world, contact)
    now = datetime.now(UTC)
    Rota(worker=world.worker("duty"), from_at=now - timedelta(days=1), until_at=now + timedelta(days=1)).save(
        using="owner", force_insert=True
    )
    from_hub = world.client("manager").get("/work/duty/").status_code
    assert from_hub == 200
    world.client("manager").post(f"/contacts/{contact.pk}/duty/", {})
    assert world.client("duty").get("/work/duty/").status_code == 200
    world.forward(timedelta(days=3))
    assert world.client("duty").get("/work/duty/").status_code == 404


def test_the_administrator_ends_sessions_at_once(world):
    hub = world.client("hub")
    assert hub.get("/work/").status_code == 200
    admin = world.client("administrator")
    assert "Hal Hubworker" in admin.get("/work/site/").content.decode()
    assert admin.post("/work/site/", {"worker": str(world.worker("hub").pk)}).status_code == 302
    assert hub.get("/work/").status_code == 302
    assert admin.get("/work/site/").status_code == 200


def test_a_leader_sees_what_recording_costs_and_nothing_of_fewer_than_five(world):
    for _ in range(5):
        world.contact(typed_fields=12, carried_fields=4, typed_seconds=240)
    world.contact("nurse", words="", typed_fields=10)
    page = world.client("leader").get("/work/recording/").content.decode()
    assert "Ashbrook Primary" in page and "NHS Thornshire, " not in page and "fewer than five" in page
    table = page.split("<tbody")[1].split("</tbody")[0]
    assert "60" in table and "20" in table and "NHS" not in table
    assert "NHS" in world.client("manager").get("/work/recording/").content.decode().split("<tbody")[1]


def test_a_holiday_added_by_mistake_is_withdrawn_and_its_clocks_are_recomputed(world):
    Holiday.objects.using("owner").create(on="2027-01-04", name="Day of thanks", applied_at="2026-11-01T00:00Z")
    administrator, page = world.client("administrator"), "/work/site/holidays/2027-01-04/withdraw/"
    assert page in administrator.get("/work/site/").content.decode()
    assert "becomes a working day again" in administrator.get(page).content.decode()
    assert administrator.post(page).status_code == 302
    kept = Holiday.objects.using("owner").get()
    assert kept.withdrawn and kept.applied_at is None  # the sweep takes it up
    assert page not in administrator.get("/work/site/").content.decode()
    assert administrator.get(page).status_code == 404


@pytest.mark.parametrize("key", ["charlie", "manager", "guardian"])
def test_nobody_but_the_administrator_withdraws_a_holiday(world, key):
    Holiday.objects.using("owner").create(on="2027-01-04", name="Day of thanks")
    page = "/work/site/holidays/2027-01-04/withdraw/"
    assert world.client(key).get(page).status_code == 404 and world.client(key).post(page).status_code == 404
    assert not Holiday.objects.using("owner").get().withdrawn


def test_the_administrator_proclaims_a_holiday_and_fills_the_rota(world):
    admin = world.client("administrator")
    assert (
        admin.post(
            "/work/site/holidays/",
            {"on_day": "4", "on_month": "1", "on_year": "2027", "name": "Day of thanks"},
        ).status_code
        == 302
    )
    assert Holiday.objects.using("owner").get().name == "Day of thanks"
    spell = {
        "worker": str(world.worker("duty").pk),
        "from_on_day": "1",
        "from_on_month": "1",
        "from_on_year": "2099",
        "from_time": "17:00",
        "until_on_day": "2",
        "until_on_month": "1",
        "until_on_year": "2099",
        "until_time": "09:00",
    }
    assert admin.post("/work/site/rota/", spell).status_code == 302
    assert "Dov Duty" in admin.get("/work/site/").content.decode()


def test_the_administrator_never_sees_a_child(world):
    world.contact()
    for path in ("/work/site/", "/work/notices/", "/work/site/holidays/"):
        assert "Noor" not in text(world, "administrator", path)


def test_a_leader_sees_how_many_and_never_whom(world):
    contact = world.contact()
    grade_and_settle(world, contact)
    for key in ("leader", "scrutineer"):
        page = text(world, key, "/work/figures/")
        assert "of them red" in page and "Noor" not in page and contact.reference not in page
