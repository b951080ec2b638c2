"""Every public page opens for anybody, sets no cookie, stays small and loads nothing from elsewhere."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

PAGES = (
    "/",
    "/worried/",
    "/worried/tell-us/",
    "/worried/receipt/",
    "/children/",
    "/professionals/",
    "/easy-read/",
    "/contact/",
    "/privacy/",
    "/privacy/children/",
    "/accessibility/",
    "/offline/",
    "/cookies/",
    "/reading/",
    "/feedback/",
    "/feedback/answers/",
    "/news/",
    "/arrangements/",
    "/reports/",
)
EXIT = "https://www.bbc.co.uk/weather"
LIMIT = 100 * 1024


def loads(html: str) -> list[str]:
    """Addresses that a browser fetches by itself, or sends a form to."""
    return (
        re.findall(r"<(?:script|img|iframe|source)[^>]*?src=\"([^\"]+)\"", html)
        + re.findall(r"<link[^>]*?href=\"([^\"]+)\"", html)
        + re.findall(r"action=\"([^\"]+)\"", html)
    )


def test_every_page_opens_for_anybody_and_sets_no_cookie(world):
    for path in PAGES:
        answer = world.client().get(path)
        assert answer.status_code == 200, path
        assert not answer.cookies, path


def test_every_page_has_one_heading_a_title_and_its_language(world):
    for path in PAGES:
        html = world.client().get(path).content.decode()
        assert len(re.findall(r"<h1[ >]", html)) == 1, path
        assert re.search(r"<title>[^<]{8,}</title>", html), path
        assert '<html lang="en-GB"' in html, path


def test_no_page_loads_from_another_host_and_the_way_out_is_the_only_link_elsewhere(world):
    for path in PAGES:
        html = world.client().get(path).content.decode()
        assert all(address.startswith(("/", "data:,")) for address in loads(html)), path
        assert set(re.findall(r"https?://[^\"<> ]+", html)) == {EXIT}, path


def test_the_way_out_is_a_plain_link_on_every_page(world):
    for path in PAGES:
        assert f'<a href="{EXIT}"' in world.client().get(path).content.decode(), path


def test_no_page_carries_a_style_or_script_of_its_own(world):
    for path in PAGES:
        html = world.client().get(path).content.decode()
        assert not re.search(r" style=|<style|<script(?! src)| on[a-z]+=\"", html), path


def test_a_first_visit_stays_under_a_hundred_kilobytes(world):
    built = Path(settings.STATIC_ROOT)
    rest = sum(
        (built / name).stat().st_size for name in ("kith.css.gz", "public.js.gz") if (built / name).exists()
    )
    for path in PAGES:
        page = world.client().get(path).content
        assert len(page) + rest < LIMIT, path
        assert len(gzip.compress(page)) < 20_000, path


def test_the_first_words_of_the_first_page_are_999(world):
    html = world.client().get("/").content.decode()
    assert html.index("ring 999") < html.index("<h1")


def test_the_hub_rings_at_the_numbers_of_the_county(world):
    html = world.client().get("/worried/").content.decode()
    for number in ("999", "101", "01632 960100", "01632 960101", "9am to 5pm"):
        assert number in html


def test_a_worker_who_is_signed_in_sees_the_same_public_page(world):
    assert "Sign out" not in world.client("manager").get("/").content.decode()


def test_search_engines_are_kept_from_what_is_behind_the_sign_in(world):
    text = world.client().get("/robots.txt").content.decode()
    assert "Disallow: /work/" in text and "Disallow: /worried/tell-us/" in text


def test_a_weakness_can_be_reported(world):
    text = world.client().get("/.well-known/security.txt").content.decode()
    assert "Contact: tel:+441632960100" in text and re.search(r"Expires: 20\d\d-", text)


@pytest.mark.parametrize("path", ["/news/no-such-page/", "/reports/no-such-page/2/"])
def test_a_page_that_was_never_published_is_not_there(world, path):
    assert world.client().get(path).status_code == 404
