"""Nothing is published before the council, the police and the NHS have signed exactly that text."""

from __future__ import annotations

import pytest

from kith.authority.acts import NotYours, Refused
from kith.public import acts
from kith.public.examples import demo_editions
from kith.public.models import Edition, Signature

SIGNERS = ("manager", "hub_police", "hub_health")
TEXT = {
    "title": "Winter safety",
    "summary": "Warm and safe at home.",
    "body": "## Heat\n\nRing us.\n\n- one\n- two",
}


def drafted(world, key: str = "manager", **changes) -> Edition:
    with world.at_work(key) as by:
        return acts.draft(by=by, at=by.now, page=None, kind="news", slug="winter", **{**TEXT, **changes})


def fresh(edition: Edition) -> Edition:
    return Edition.objects.select_related("page").get(pk=edition.pk)


def sign(world, edition: Edition, *keys: str) -> None:
    for key in keys:
        with world.at_work(key) as by:
            acts.sign(by=by, at=by.now, edition=fresh(edition))


def publish(world, edition: Edition) -> None:
    with world.at_work("manager") as by:
        acts.publish(by=by, at=by.now, edition=fresh(edition))


def redraft(world, edition: Edition, body: str) -> Edition:
    with world.at_work("manager") as by:
        return acts.draft(
            by=by, at=by.now, page=fresh(edition).page, kind="", slug="", **{**TEXT, "body": body}
        )


def test_with_three_signatures_everybody_can_read_it(world):
    edition = drafted(world)
    sign(world, edition, *SIGNERS)
    publish(world, edition)
    html = world.client().get("/news/winter/").content.decode()
    assert "<li>one</li>" in html and "Thornshire Constabulary" in html and "Version 1, published" in html
    assert "Winter safety" in world.client().get("/").content.decode()


@pytest.mark.parametrize("missing", SIGNERS)
def test_two_signatures_of_three_are_not_enough(world, missing):
    edition = drafted(world)
    sign(world, edition, *(key for key in SIGNERS if key != missing))
    with pytest.raises(Refused, match="Not yet signed by"):
        publish(world, edition)
    assert world.client().get("/news/winter/").status_code == 404


def test_a_draft_is_read_by_nobody_outside(world):
    drafted(world)
    assert "Winter safety" not in world.client().get("/news/").content.decode()


def test_a_signature_is_for_one_wording_only(world):
    edition = drafted(world)
    sign(world, edition, *SIGNERS)
    redraft(world, edition, "Another text.")
    with pytest.raises(Refused, match="the council and the police and the NHS"):
        publish(world, edition)


def test_one_partner_signs_once(world):
    edition = drafted(world)
    sign(world, edition, "manager")
    with pytest.raises(Refused, match="already signed"):
        sign(world, edition, "manager2")


def test_a_change_after_publishing_is_the_next_version_and_both_can_be_read(world):
    edition = drafted(world)
    sign(world, edition, *SIGNERS)
    publish(world, edition)
    second = redraft(world, edition, "Second text.")
    assert "Second text" not in world.client().get("/news/winter/").content.decode()
    sign(world, second, *SIGNERS)
    publish(world, second)
    assert "Second text" in world.client().get("/news/winter/").content.decode()
    first = world.client().get("/news/winter/1/").content.decode()
    assert "This is an earlier version" in first and "Ring us" in first


def test_a_withdrawn_text_is_gone_and_its_reason_stands_there(world):
    edition = drafted(world)
    sign(world, edition, *SIGNERS)
    publish(world, edition)
    with world.at_work("manager") as by:
        acts.withdraw(by=by, at=by.now, edition=fresh(edition), because="The number was wrong.")
    html = world.client().get("/news/winter/").content.decode()
    assert "The number was wrong." in html and "Ring us" not in html
    assert "Winter safety" not in world.client().get("/news/").content.decode()


def test_withdrawing_the_second_version_lets_the_first_stand_again(world):
    edition = drafted(world)
    sign(world, edition, *SIGNERS)
    publish(world, edition)
    second = redraft(world, edition, "Second text.")
    sign(world, second, *SIGNERS)
    publish(world, second)
    with world.at_work("manager") as by:
        acts.withdraw(by=by, at=by.now, edition=fresh(second), because="Wrong.")
    assert "Ring us" in world.client().get("/news/winter/").content.decode()


def test_html_and_other_addresses_are_refused_with_what_to_do(world):
    for body in ("<b>bold</b>", "[press](javascript:alert(1))", "[press](//example.org)"):
        with pytest.raises(Refused, match="HTML|not allowed"):
            drafted(world, body=body)


def test_a_second_page_of_the_same_address_is_refused(world):
    drafted(world)
    with pytest.raises(Refused, match="already a page"):
        drafted(world)


@pytest.mark.parametrize("key", ["charlie", "hub_police", "screener", "administrator"])
def test_only_editors_draft(world, key):
    with pytest.raises(NotYours):
        drafted(world, key)


@pytest.mark.parametrize("key", ["charlie", "screener", "scrutineer", "guardian"])
def test_only_those_who_speak_for_a_partner_sign(world, key):
    edition = drafted(world)
    with world.at_work("manager"):
        found = fresh(edition)
    with pytest.raises(NotYours), world.at_work(key) as by:
        acts.sign(by=by, at=by.now, edition=found)


def test_other_roles_see_no_edition_and_no_feedback_even_through_the_tables(world):
    drafted(world)
    for key in ("charlie", "screener", "administrator"):
        with world.at_work(key):
            assert not Edition.objects.exists() and not Signature.objects.exists()


def test_the_pages_behind_carry_a_text_from_draft_to_published(world):
    typed = {**TEXT, "kind": "news", "slug": "winter"}
    answer = world.client("manager").post("/work/public/new/", typed)
    here = answer.headers["Location"]
    for key in SIGNERS:
        assert "Sign for my organisation" in world.client(key).get(here).content.decode()
        assert world.client(key).post(f"{here}sign/").status_code == 302
    assert world.client("manager").post(f"{here}publish/").status_code == 302
    assert world.client().get("/news/winter/").status_code == 200
    assert "Published" in world.client("hub_health").get("/work/public/").content.decode()
    assert world.client("manager").post(f"{here}withdraw/", {"because": "Old."}).status_code == 302


def test_a_refusal_to_publish_comes_back_in_words(world):
    edition = drafted(world)
    answer = world.client("manager").post(f"/work/public/editions/{edition.pk}/publish/")
    assert answer.status_code == 422 and "All three partners sign" in answer.content.decode()


def test_charlie_finds_nothing_behind_the_public_site(world):
    edition = drafted(world)
    paths = [
        "",
        "new/",
        "feedback/",
        *(f"editions/{edition.pk}/{step}" for step in ("", "draft/", "sign/", "publish/", "withdraw/")),
    ]
    for path in paths:
        for key in ("charlie", "administrator"):
            client = world.client(key)
            assert client.get(f"/work/public/{path}").status_code == 404, path
            assert client.post(f"/work/public/{path}").status_code in (404, 405), path


def test_a_visitor_is_led_to_the_sign_in(world):
    assert world.client().get("/work/public/").headers["Location"].startswith("/sign-in/")


def test_the_demonstration_can_be_published_whole(world):
    for text in demo_editions():
        with world.at_work("manager") as by:
            edition = acts.draft(by=by, at=by.now, page=None, **vars(text))
        sign(world, edition, *SIGNERS)
        publish(world, edition)
    html = world.client().get("/reports/joint-inspection-front-door/").content.decode()
    for words in ("efficiency of recording", "vulnerability screening", "voices in decisions"):
        assert words in html
