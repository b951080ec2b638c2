"""Every page of the house: one language, no referrer, nothing inline, nothing from elsewhere; errors that help."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings

from kith.kit import errors
from kith.kit.tests.fragments import Fragment
from kith.kit.tests.gallery import context

BAD = "\"'><script>alert(1)</script>"
TEMPLATES = Path(errors.__file__).parent / "templates"
SHELLS = [
    "kit/base.html",
    "kit/public.html",
    "kit/staff.html",
    "kit/bench.html",
    "kit/gallery.html",
    "kit/gallery_public.html",
]
ERRORS = [*errors.PAGES.values(), "kit/errors/offline.html"]


def spoiled(value: Any) -> Any:
    """The same furniture with a hostile text in place of every text."""
    if isinstance(value, dict):
        return {key: spoiled(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [spoiled(inner) for inner in value]
    return BAD if isinstance(value, str) else value


@pytest.mark.parametrize("name", SHELLS + ERRORS)
def test_each_page_is_sound_and_has_nothing_inline_and_nothing_from_elsewhere(name: str) -> None:
    html = render_to_string(name, context())
    found = Fragment(html)
    assert found.faults == []
    assert ("html", "lang", "en-GB") in found.attributes
    assert ("meta", "content", "same-origin") in found.attributes
    assert not re.search(r"<script(?![^>]* src=)", html)
    fetched = [
        value for tag, key, value in found.attributes if (tag, key) in {("link", "href"), ("script", "src")}
    ]
    assert all(value.startswith(("/static/", "data:,")) for value in fetched)
    assert found.names.count("main") == 1 and found.names.count("h1") <= 2


@pytest.mark.parametrize("name", ["kit/public.html", "kit/staff.html"])
def test_hostile_names_stay_text(name: str) -> None:
    given = context()
    hostile = {key: spoiled(given[key]) for key in ("site", "sheet", "phase")}
    html = render_to_string(name, {**given, **hostile, "worker_name": BAD, "worker_line": BAD, "title": BAD})
    assert "<script>" not in html


def test_nobody_signed_in_sees_no_search_and_no_sign_out() -> None:
    html = render_to_string("kit/staff.html", {"site": context()["site"]})
    assert "Sign out" not in html and "search" not in Fragment(html).ids


def test_a_staff_page_carries_its_print_header() -> None:
    html = render_to_string("kit/staff.html", context())
    assert 'class="kit-sheet"' in html and "KTH-4821" in html and "Printed by Priya Nair" in html


def test_the_way_out_is_on_public_pages_and_never_on_staff_pages() -> None:
    assert "data-exit" in render_to_string("kit/public.html", context())
    assert "data-exit" not in render_to_string("kit/staff.html", context())


def test_the_title_says_error_first() -> None:
    html = render_to_string(
        "kit/public.html", {**context(), "error_form": context()["form"], "title": "Step 1"}
    )
    assert "<title>Error: Step 1" in html


def test_hidden_and_missing_pages_cannot_be_told_apart() -> None:
    asked = [RequestFactory().get(path) for path in ("/one", "/two?x=1")]
    one, two = (errors.not_found(request, Exception(request.path)) for request in asked)
    assert one.content == two.content and one.headers == two.headers and one.status_code == 404


@override_settings(KITH_DUTY_PHONE="01632 960 555", KITH_SERVICE_NAME="Thornshire Partnership")
def test_every_error_page_says_whom_to_ring() -> None:
    for status in errors.PAGES:
        answer = errors.answer(status)
        assert answer.status_code == status
        assert b"01632 960 555" in answer.content and b"999" in answer.content
        assert answer.headers["Cache-Control"] == "no-store"


def test_each_handler_gives_its_own_status() -> None:
    request = RequestFactory().get("/")
    handlers = (
        errors.bad_request,
        errors.forbidden,
        errors.csrf_failure,
        errors.server_error,
        errors.unavailable,
    )
    assert [handler(request).status_code for handler in handlers] == [400, 403, 403, 500, 503]


def test_templates_name_no_address_of_another_room() -> None:
    for path in TEMPLATES.rglob("*.html"):
        assert "{% url" not in path.read_text(), path


def test_the_tests_run_with_templates_of_this_room() -> None:
    assert "kith.kit" in settings.INSTALLED_APPS
