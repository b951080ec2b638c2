"""The public site: every page is plain, quiet and left with one key (P17, A12 point 8)."""

from __future__ import annotations

import re

import pytest

ELSEWHERE = re.compile("^https://")
PAGES = ["/", "/worried/", "/worried/tell-us/", "/worried/receipt/", "/cookies/", "/feedback/", "/news/",
         "/arrangements/", "/contact/", "/accessibility/"]


@pytest.mark.parametrize("width", [1280, 375])
def test_every_public_page_stands_before_axe(visit, width):
    visitor = visit(width=width)
    titles = {visitor.go(path).title() for path in PAGES}
    assert len(titles) == len(PAGES)  # who comes back by the browser's list of pages can tell them apart


@pytest.mark.parametrize("path", ["/", "/worried/tell-us/"])
def test_escape_leaves_at_once(visit, path):
    visitor = visit()
    visitor.page.route(ELSEWHERE, lambda route: route.fulfill(body="<title>Elsewhere</title>"))
    visitor.page.goto(visitor.base + path)
    visitor.page.keyboard.press("Escape")
    visitor.page.wait_for_url(ELSEWHERE, timeout=1000, wait_until="commit")
    assert ELSEWHERE.match(visitor.page.url)


def test_shift_three_times_leaves_too(visit):
    visitor = visit()
    visitor.page.route(ELSEWHERE, lambda route: route.fulfill(body="<title>Elsewhere</title>"))
    visitor.page.goto(visitor.base + "/")
    for _ in range(3):
        visitor.page.keyboard.press("Shift")
    visitor.page.wait_for_url(ELSEWHERE, timeout=5000, wait_until="commit")
    assert ELSEWHERE.match(visitor.page.url)


def test_the_way_out_is_a_link_without_scripts(visit):
    visitor = visit(java_script_enabled=False)
    visitor.page.goto(visitor.base + "/worried/")
    assert visitor.page.get_by_role("button", name="Leave this site").first.get_attribute("href").startswith("https://")
