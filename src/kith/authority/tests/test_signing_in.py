"""Password, one-time code, demo links, and how a session ends."""

from __future__ import annotations

import re

import pyotp
import pytest
from django.contrib.auth.hashers import make_password
from django.db import connections

from kith.authority import signin
from kith.authority.models import Credential, SignInFailure


@pytest.fixture
def alice(world):
    worker = world.worker("alice")
    Credential.objects.using("owner").create(worker=worker, password=make_password("a long enough password"))
    return worker


def through_the_password(world):
    client = world.client()
    answer = client.post("/sign-in/", {"email": "Alice@example.org", "password": "a long enough password"})
    pending = re.search(rb'name="pending" value="([^"]+)"', answer.content).group(1).decode()
    secret = re.search(rb"Key: <strong>([A-Z2-7]+)", answer.content)
    return client, pending, secret and secret.group(1).decode()


def test_the_first_sign_in_sets_up_the_code_and_the_second_asks_for_it(world, alice):
    client, pending, secret = through_the_password(world)
    code = pyotp.TOTP(secret).now()
    answer = client.post("/sign-in/code/", {"pending": pending, "code": code})
    assert answer.status_code == 302
    assert client.cookies["kith_session"]["httponly"]
    client, pending, shown = through_the_password(world)
    assert shown is None
    assert b"just used" in client.post("/sign-in/code/", {"pending": pending, "code": code}).content


def test_a_wrong_password_and_an_unknown_address_read_the_same(world, alice):
    client = world.client()
    wrong = client.post("/sign-in/", {"email": "alice@example.org", "password": "no"})
    unknown = client.post("/sign-in/", {"email": "nobody@example.org", "password": "no"})
    assert wrong.status_code == unknown.status_code == 422
    assert b"do not belong together" in wrong.content
    assert b"do not belong together" in unknown.content
    assert SignInFailure.objects.using("owner").count() == 2


def test_too_many_tries_wait_even_with_the_right_password(world, alice):
    client = world.client()
    for _ in range(signin.MOST_FAILURES):
        client.post("/sign-in/", {"email": "alice@example.org", "password": "no"})
    answer = client.post("/sign-in/", {"email": "alice@example.org", "password": "a long enough password"})
    assert b"Wait 15 minutes" in answer.content


def test_a_pending_sign_in_cannot_be_forged(world, alice):
    client, pending, secret = through_the_password(world)
    answer = client.post("/sign-in/code/", {"pending": pending[:-2] + "xx", "code": pyotp.TOTP(secret).now()})
    assert answer.status_code == 302
    assert "kith_session" not in client.cookies


def test_signing_out_ends_the_session_in_the_database_and_clears_the_browser(world):
    client = world.client("alice")
    answer = client.post("/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    with connections["owner"].cursor() as cursor:
        cursor.execute("select count(*) from authority_session where revoked_at is null and kind = 'person'")
        assert cursor.fetchone() == (0,)


def test_demo_links_open_nothing_in_live_mode(world, settings):
    token = signin.demo_token(world.worker("alice").pk)
    settings.MODE = "live"
    assert world.client().get(f"/sign-in/demo/{token}/").status_code == 404
    settings.MODE = "demo"
    assert world.client().get(f"/sign-in/demo/{token}x/").status_code == 404


def test_a_time_out_comes_back_to_the_same_place(world):
    assert world.client().get("/work/").headers["Location"] == "/sign-in/?next=/work/"


def test_next_never_leads_off_the_site(world):
    token = signin.demo_token(world.worker("alice").pk)
    assert world.client().get(f"/sign-in/demo/{token}/?next=https://example.com/").headers["Location"] == "/work/"


def test_a_draft_is_kept_for_its_writer_only_and_merges_what_changed(world):
    from kith.authority.models import Draft

    client = world.client("alice")
    where = "/draft/?page=Form&about=&path=/contacts/new/&title=Concern"
    assert client.post(where, {"what": "first words"}).json() == {"saved": True}
    assert client.post(where, {"harm": "more"}).json() == {"saved": True}
    with world.at_work("alice"):
        assert Draft.objects.get().answers == {"what": ["first words"], "harm": ["more"]}
    with world.at_work("bob"):
        assert Draft.objects.count() == 0
    assert world.client().post(where, {"what": "x"}).status_code == 401
