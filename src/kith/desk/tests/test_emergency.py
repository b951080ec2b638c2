"""Emergency opening: one exact child, one hour, reviewed by somebody else; never a relative, never a guess."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pyotp
import pytest
from django.db import connection, connections

from kith.authority import emergency, ledger
from kith.authority.acts import Refused
from kith.authority.models import Bar, Credential, Notice, Opening, Seal, Team, TeamMember, WorkerRole
from kith.desk import stepup, sweeps
from kith.people.arrivals import Arriving
from kith.work.models import Involvement

ASKED = {
    "given_name": "noor",
    "family_name": "KARIM",
    "born_on_day": "2",
    "born_on_month": "5",
    "born_on_year": "2019",
    "code": "immediate_danger",
    "reason": "She has run to our office and is afraid to go home.",
}
DUTY = "01632 960"


def opened(world, key: str = "alice", **changes):
    return world.client(key).post("/emergency/", ASKED | changes)


def test_a_social_worker_opens_one_child_for_an_hour_and_no_longer(world):
    child = world.child_of(world.contact())
    client = world.client("alice")
    assert client.get(f"/work/children/{child}/").status_code == 404
    assert client.post("/emergency/", ASKED).headers["Location"] == f"/work/children/{child}/"
    page = client.get(f"/work/children/{child}/").content.decode()
    assert "Emergency opening until" in page and "Noor Karim" in page
    assert "Hear the child" not in page
    assert client.get(f"/work/children/{child}/hear/").status_code == 404
    world.forward(timedelta(minutes=61))
    assert client.get(f"/work/children/{child}/").status_code == 404


def test_the_page_always_shows_the_duty_telephone(world):
    assert DUTY in world.client("alice").get("/emergency/").content.decode()


@pytest.mark.parametrize("changes", [{"given_name": "Nour"}, {"family_name": "Kareem"}, {"born_on_day": "3"}])
def test_nothing_but_the_exact_name_and_day_opens(world, changes):
    world.contact()
    response = opened(world, **changes)
    assert response.status_code == 422
    assert emergency.NOT_OPENED in response.content.decode() and DUTY in response.content.decode()


def test_a_relative_a_sealed_child_and_an_absent_child_get_the_same_answer(world):
    child = world.child_of(world.contact())
    absent = errors(opened(world, given_name="Nobody"))
    Bar(worker=world.worker("alice"), subject_id=child, reason="Niece", declared_at=datetime.now(UTC)).save(
        using="owner", force_insert=True
    )
    Seal(subject_id=child, level=2, sealed_at=datetime.now(UTC)).save(using="owner", force_insert=True)
    assert errors(opened(world, "alice")) == errors(opened(world, "bob")) == absent
    assert Opening.objects.using("owner").count() == 0


def errors(response) -> str:
    text = response.content.decode()
    return text[text.index("govuk-error-summary") : text.index("<form", text.index("govuk-error-summary"))]


def test_two_children_of_one_name_and_day_open_neither(world):
    world.contact()
    world.contact(
        child=Arriving(
            given_name="Noor",
            family_name="Karim",
            dob="2019-05-02",
            nhs_number="9434765919",
            address="1 Far End",
            postcode="TS1 1ZZ",
        )
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select count(distinct coalesce(s.redirected_to_id, s.id)) from people_person p "
            "join authority_subject s on s.id = p.subject_id where p.family_name = 'Karim'"
        )
        different = cursor.fetchone()[0]
    assert opened(world).status_code == (422 if different > 1 else 302)


@pytest.mark.parametrize("changes", [{"reason": "short"}, {"code": ""}])
def test_a_reason_somebody_else_can_judge_is_asked_for(world, changes):
    world.contact()
    assert opened(world, **changes).status_code == 422


def test_a_fourth_opening_at_once_is_refused(world):
    for n, name in enumerate(("Asha", "Bela", "Cora", "Dora")):
        world.contact(child=Arriving(given_name=name, family_name=f"Apart{n}", dob="2015-01-09"))
        response = opened(
            world,
            given_name=name,
            family_name=f"Apart{n}",
            born_on_day="9",
            born_on_month="1",
            born_on_year="2015",
        )
        assert response.status_code == (302 if n < 3 else 422)
    assert "three emergency openings" in response.content.decode()


@pytest.mark.parametrize(
    "key", ["administrator", "guardian", "leader", "scrutineer", "dsl", "screener", "hub_police"]
)
def test_other_roles_have_no_such_page(world, key):
    assert world.client(key).get("/emergency/").status_code == 404
    assert opened(world, key).status_code == 404


def test_the_guardian_hears_at_once_without_a_name_and_reviews(world):
    world.contact()
    opened(world)
    with world.at_work("guardian"):
        told = Notice.objects.get()
        opening = Opening.objects.get()
    assert "Alice Social" in told.text and "Noor" not in told.text
    client = world.client("guardian")
    assert "Alice Social" in client.get("/openings/").content.decode()
    page = f"/openings/{opening.pk}/"
    assert "afraid to go home" in client.get(page).content.decode()
    assert "Noor" not in client.get(page).content.decode()
    assert client.post(page, {"outcome": "misuse", "note": ""}).status_code == 422
    assert client.post(page, {"outcome": "justified", "note": "Right to open."}).status_code == 302
    assert client.post(page, {"outcome": "misuse", "note": "Twice."}).status_code == 422
    assert Opening.objects.using("owner").get().outcome == "justified"


def test_review_is_due_by_the_close_of_the_next_working_day(world):
    world.contact()
    opened(world)
    opening = Opening.objects.using("owner").get()
    assert timedelta(hours=1) < opening.review_due_at - opening.opened_at < timedelta(days=6)


def test_nobody_reviews_their_own_opening_or_a_team_mates(world):
    world.contact()
    WorkerRole(worker=world.worker("alice"), role="guardian").save(using="owner", force_insert=True)
    opened(world)
    with world.at_work("alice") as by, pytest.raises(Refused, match="opened this record yourself"):
        emergency.review(by=by, at=by.now, opening=Opening.objects.get(), outcome="justified", note="")
    TeamMember(worker=world.worker("guardian"), team=Team.objects.using("owner").get(key="north")).save(
        using="owner", force_insert=True
    )
    with world.at_work("guardian") as by, pytest.raises(Refused, match="works in your team"):
        emergency.review(by=by, at=by.now, opening=Opening.objects.get(), outcome="justified", note="")


@pytest.mark.parametrize("key", ["charlie", "administrator", "manager", "leader"])
def test_only_guardians_see_the_review_queue(world, key):
    world.contact()
    opened(world)
    client = world.client(key)
    real = f"/openings/{Opening.objects.using('owner').get().pk}/"
    assert client.get("/openings/").status_code == 404
    assert client.get(real).content == client.get(f"/openings/{uuid4()}/").content


KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_set_up(world, key: str = "alice") -> None:
    worker = world.worker(key)
    sealed = ledger.encrypt(KEY.encode(), f"totp/{worker.pk}")
    Credential(worker=worker, password="!", totp=sealed).save(using="owner", force_insert=True)


def steps() -> list[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select facts->>'step' from authority_entry where verb = 'glass.stepped_up' order by seq")
        return [row[0] for row in cursor.fetchall()]


def test_whoever_has_a_one_time_code_gives_it_before_anything_opens(world):
    world.contact()
    code_set_up(world)
    assert "Your one-time code" in world.client("alice").get("/emergency/").content.decode()
    assert opened(world).status_code == 422
    assert stepup.WRONG in opened(world, one_time_code="000000").content.decode()
    assert Opening.objects.using("owner").count() == 0
    assert opened(world, one_time_code=pyotp.TOTP(KEY).now()).status_code == 302
    assert steps() == [stepup.GIVEN]


def test_a_wrong_code_says_nothing_about_the_child(world):
    world.contact()
    code_set_up(world)
    known, absent = opened(world, one_time_code="12"), opened(world, one_time_code="12", given_name="Nobody")
    assert errors(known) == errors(absent) and stepup.WRONG in errors(known)


def test_a_code_opens_once_and_after_eight_wrong_ones_none_does(world):
    world.contact()
    code_set_up(world)
    code = pyotp.TOTP(KEY).now()
    assert opened(world, one_time_code=code).status_code == 302
    assert stepup.WRONG in opened(world, one_time_code=code).content.decode()
    for _ in range(7):
        opened(world, one_time_code="111")
    assert stepup.TOO_MANY in opened(world, one_time_code=pyotp.TOTP(KEY).now()).content.decode()


def test_whoever_has_no_code_set_up_is_not_asked_and_the_ledger_says_so(world):
    world.contact()
    assert "Your one-time code" not in world.client("alice").get("/emergency/").content.decode()
    assert opened(world).status_code == 302
    assert steps() == [stepup.NO_KEY]


def test_nobody_gets_the_key_of_another_worker(world):
    code_set_up(world)
    with world.at_work("bob") as by:
        assert stepup.key_of(by) is None
    with world.at_work("alice") as by:
        key = stepup.key_of(by)
        assert key is not None and key.secret == KEY
        with connection.cursor() as cursor:
            cursor.execute("select has_table_privilege('authority_credential', 'select')")
            assert cursor.fetchone() == (False,)


def test_the_guardians_of_the_agencies_working_with_the_child_hear_of_it(world):
    child = world.child_of(world.contact())
    Involvement(
        subject_id=child, agency=world.agency("health"), kind="named_nurse", from_at=datetime.now(UTC),
        created_by=world.worker("nurse"),
    ).save(using="owner", force_insert=True)
    assert opened(world).status_code == 302
    told = Notice.objects.using("owner").filter(path="/openings/")
    assert {n.holder_id for n in told} == {world.worker("guardian_health").pk}


def overdue(world, count: int) -> None:
    at = datetime.now(UTC) - timedelta(days=5)
    child = world.child_of(world.contact())
    Opening.objects.using("owner").bulk_create(
        Opening(worker=world.worker("bob"), subject_id=child, reason_code="other", reason="Because", opened_at=at,
                closes_at=at, review_due_at=at + timedelta(days=1))
        for _ in range(count)
    )


@pytest.mark.parametrize(("count", "told"), [(2, set()), (3, {"leader"}), (5, {"leader", "scrutineer"})])
def test_openings_nobody_reviews_in_time_go_up_a_level_once_a_day(world, count, told):
    overdue(world, count)
    assert sweeps.escalate_openings() == len(told)
    assert sweeps.escalate_openings() == 0
    found = Notice.objects.using("owner").filter(path="/work/figures/#openings")
    assert {n.holder_id for n in found} == {world.worker(key).pk for key in told}
    assert not any("Noor" in n.text for n in found)
    world.forward(timedelta(days=1, minutes=1))
    assert sweeps.escalate_openings() == len(told)


def test_a_senior_leader_finds_the_notice_from_the_figures(world):
    overdue(world, 3)
    sweeps.escalate_openings()
    assert "1 notice" in world.client("leader").get("/work/", follow=True).content.decode()
