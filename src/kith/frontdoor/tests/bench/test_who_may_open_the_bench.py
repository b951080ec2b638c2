"""Every page of the bench as the right role, as the wrong one, as Charlie and as the administrator."""

from __future__ import annotations

import re
import uuid

import pytest

from kith.frontdoor.models import ContactPerson
from kith.people.models import Voice
from kith.work import acts as work

STEPS = {  # page -> (a role that may, a hub role that may not)
    "": ("screener", None), "take/": ("screener", "hub_police"), "grade/": ("screener", "hub_health"),
    "others/": ("screener", "hub_education"), "duty/": ("hub", "hub_police"), "ask/": ("screener", "hub_health"),
    "picture/": ("hub_police", None), "tell/": ("screener", "hub_police"), "more/": ("screener", "hub_early_help"),
    "child/history/": ("hub_health", None), "child/position/": ("hub_police", "screener"),
    "child/decide/": ("hub", "screener"), "child/second/": ("hub", "hub_police"), "child/voice/": ("hub_police", None),
    "person/match/": ("screener", "hub_police"), "person/number/": ("screener", "hub_health"),
    "join/": ("screener", "hub_police"), "child/told-back/": ("hub", None)}
OUTSIDE = ("charlie", "administrator", "leader", "scrutineer", "dsl", "other_dsl", "alice", "constable")


@pytest.fixture
def pages(world) -> dict[str, str]:
    """Every page of one contact by its short name."""
    contact, other = world.contact(), world.contact("nurse")
    child, at = world.child_of(contact), f"/contacts/{contact.pk}/"
    with world.at_work("hub"):
        person = ContactPerson.objects.get(contact=contact, role="child").pk
        voice = Voice.objects.filter(subject=child).first().pk
    of_child = f"{at}children/{child}/"
    found = {name: at + name for name in STEPS if "child/" not in name and "person/" not in name}
    found |= {n: n.replace("child/", of_child) for n in STEPS if n.startswith("child/")}
    found |= {n: n.replace("person/", f"{at}people/{person}/") for n in STEPS if n.startswith("person/")}
    return found | {"join/": f"{at}join/{other.pk}/", "child/told-back/": f"{of_child}voice/{voice}/told-back/"}


def test_each_page_opens_to_the_role_whose_work_it_is(world, pages):
    for name, (role, _) in STEPS.items():
        assert world.client(role).get(pages[name]).status_code == 200, name


def test_other_hub_roles_do_not_find_pages_that_are_not_their_work(world, pages):
    for name, (_, role) in STEPS.items():
        if role:
            assert world.client(role).get(pages[name]).status_code == 404, name
            assert world.client(role).post(pages[name], {}).status_code == 404, name


@pytest.mark.parametrize("key", OUTSIDE)
def test_nobody_outside_the_hub_finds_any_page_of_the_bench(world, pages, key):
    client = world.client(key)
    absent = client.get(f"/contacts/{uuid.uuid4()}/")
    for name, url in pages.items():
        hidden = client.get(url)
        assert hidden.status_code == 404, name
        assert client.post(url, {}).status_code == 404, name
        assert b"Noor" not in hidden.content
    assert absent.status_code == 404


def test_a_child_or_a_person_of_another_contact_is_not_found_here(world):
    mine, other = world.contact(), world.contact("nurse", words="")
    from_elsewhere = uuid.uuid4()
    hub = world.client("hub")
    assert hub.get(f"/contacts/{mine.pk}/children/{from_elsewhere}/decide/").status_code == 404
    with world.at_work("hub"):
        person = ContactPerson.objects.filter(contact=other).first().pk
    assert hub.get(f"/contacts/{mine.pk}/people/{person}/match/").status_code == 404


def test_without_a_session_one_is_sent_to_sign_in(world):
    response = world.client().get(f"/contacts/{uuid.uuid4()}/")
    assert response.status_code == 302 and response["Location"].startswith("/sign-in/")


def health_works_with(world, child: str) -> None:
    with world.at_work("screener") as by:
        work.involve(by=by, at=by.now, subject=uuid.UUID(child), agency=world.agency("health").pk,
                     kind="Health visiting")


def linked(page: str, at: str) -> set[str]:
    """Addresses of the bench that a page offers."""
    return {u for u in re.findall(r'(?:href|action)="([^"#]+)"', page) if u.startswith(at)}


@pytest.mark.parametrize("key", ["screener", "hub", "manager", "hub_police", "hub_health", "hub_education", "nurse"])
def test_the_contact_page_offers_no_way_that_leads_nowhere(world, pages, key):
    child = pages["child/history/"].split("/")[4]
    health_works_with(world, child)
    client = world.client(key)
    page = client.get(pages[""])
    assert page.status_code == 200
    for url in linked(page.content.decode(), pages[""]):
        assert client.get(url).status_code == 200, url


def test_a_worker_in_the_field_reads_the_contact_of_a_child_their_service_works_with(world, pages):
    child = pages["child/history/"].split("/")[4]
    assert world.client("nurse").get(pages[""]).status_code == 404
    health_works_with(world, child)
    page = world.client("nurse").get(pages[""]).content.decode()
    assert "You can see this because your service is working with this child." in page
    assert "Grade" not in page
