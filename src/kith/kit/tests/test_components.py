"""Each component gives sound HTML, and nothing typed by a person can become mark-up."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template

from kith.kit.components import lists, page, record, times, visitor
from kith.kit.markup import attrs, href
from kith.kit.pagination import Page
from kith.kit.tests.fragments import Fragment

BAD = "\"'><script>alert(1)</script>"
NOW = datetime(2026, 11, 20, 14, 40, tzinfo=UTC)
AT = NOW - timedelta(hours=5)
LINK = {"text": BAD, "url": BAD, "current": True, "count": BAD}

EVERY: dict[str, Callable[[], str]] = {
    "button": lambda: page.button(BAD, name=BAD, value=BAD, key=BAD, classes_=BAD, id=BAD),
    "link button": lambda: page.button(BAD, url=BAD, kind="secondary"),
    "details": lambda: page.details(BAD, summary=BAD, id=BAD),
    "distressing": lambda: page.distressing(BAD, line=BAD),
    "inset": lambda: page.inset(BAD),
    "warning": lambda: page.warning(BAD),
    "notification banner": lambda: page.notification_banner(BAD, title=BAD, id=BAD),
    "panel": lambda: page.panel(BAD, title=BAD),
    "phase banner": lambda: page.phase_banner(BAD, phase=BAD),
    "tag": lambda: page.tag(BAD, colour="red"),
    "back link": lambda: page.back_link(BAD, text=BAD),
    "breadcrumbs": lambda: page.breadcrumbs([LINK, {"text": BAD}]),
    "sections": lambda: page.sections([LINK], label=BAD),
    "chips": lambda: page.chips([LINK], label=BAD),
    "empty": lambda: page.empty_state(BAD, first=BAD, url=BAD),
    "copy": lambda: page.copy(BAD, label=BAD),
    "summary list": lambda: lists.summary_list(
        [{"key": BAD, "value": BAD, "source": BAD, "action": {"url": BAD, "text": BAD, "about": BAD}}, {"key": "x"}]
    ),
    "table": lambda: lists.table(
        head=[BAD, {"text": BAD, "sort": BAD, "sorted": BAD, "numeric": True}], caption=BAD, sortable=True, queue=True,
        rows=[[BAD, None], {"cells": [{"text": BAD, "value": BAD}, BAD], "url": BAD, "class": BAD, "id": BAD}],
    ),
    "pagination": lambda: lists.pagination(Page([1], 3, 200), {BAD: BAD}),
    "checklist": lambda: lists.checklist([{"text": BAD, "url": BAD, "hint": BAD, "word": BAD}], title=BAD),
    "timeline": lambda: lists.timeline(
        [{"at": AT, "title": BAD, "by": BAD, "text": BAD, "url": BAD, "tag": BAD}, {"gap": BAD}], NOW
    ),
    "clock": lambda: times.clock(AT, NOW, verb=BAD, label=BAD, explain_url=BAD),
    "explained clock": lambda: times.clock(AT, NOW, explained=BAD),
    "met clock": lambda: times.clock(AT, NOW, label=BAD, met_at=NOW),
    "ago": lambda: times.ago(AT, NOW),
    "on": lambda: times.on(date(2026, 11, 20)),
    "fact": lambda: record.fact(BAD, source=BAD, at=AT, now=NOW, url=BAD),
    "unknown fact": lambda: record.fact(None, unknown=BAD),
    "own words": lambda: record.own_words(BAD, who=BAD, heard_by=BAD, at=AT, now=NOW, setting=BAD),
    "identity bar": lambda: record.identity_bar(
        name=BAD, age=BAD, line=BAD, facts=[{"key": BAD, "value": BAD}], flags=[{"text": BAD}], url=BAD
    ),
    "comparison": lambda: record.compare(
        [{"key": BAD, "left": BAD, "right": None, "state": "different", "why": BAD, "word": BAD}], left=BAD, right=BAD,
        caption=BAD,
    ),
    "exit": lambda: visitor.exit_this_page(url=BAD, text=BAD),
    "cookie banner": lambda: visitor.cookie_banner(
        url=BAD, notice_url=BAD, service=BAD, csrf_token=BAD, back=BAD, state="problem"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EVERY)
def test_nothing_typed_becomes_markup(name: str) -> None:
    html = EVERY[name]()
    assert "script" not in Fragment(html).names
    assert "<script" not in html


@pytest.mark.parametrize("name", EVERY)
def test_the_fragment_is_sound_html_without_inline_style_or_script(name: str) -> None:
    assert Fragment(EVERY[name]()).faults == []


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JaVaScript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
    ],
)
def test_an_address_that_would_run_becomes_harmless(url: str) -> None:
    assert href(url) == "#"


@pytest.mark.parametrize(
    "url", ["/a?b=1:2", "#x", "?page=2", "https://example.org/", "tel:01632960001", "a/b:c", ""]
)
def test_an_ordinary_address_stays(url: str) -> None:
    assert href(url) == url


def test_attributes_leave_out_what_is_not_there() -> None:
    assert attrs({"a": None, "b": False, "c": True, "data_x": 0, "class_": "y"}) == ' c data-x="0" class="y"'


def test_a_clock_says_its_urgency_in_words_and_keeps_the_exact_time() -> None:
    html = times.clock(NOW + timedelta(minutes=80), NOW, verb="Decide")
    assert "Soon" in html and "Decide by 16:00 today (1 h 20 min left)" in html
    assert (
        'title="Friday 20 November 2026 at 16:00"' in html and 'datetime="2026-11-20T16:00:00+00:00"' in html
    )
    assert "data-due" in html


def test_an_overdue_clock_asks_for_its_explanation_until_there_is_one() -> None:
    due = NOW - timedelta(hours=2)
    assert Fragment(times.clock(due, NOW, explain_url="/why")).text == "Overdue by 2 h: explain"
    assert (
        Fragment(times.clock(due, NOW, explain_url="/why", explained="line down")).text
        == "Overdue by 2 h: line down"
    )


def test_a_met_clock_says_whether_it_was_in_time() -> None:
    assert "Done in time" in times.clock(NOW, NOW, met_at=AT)
    assert "Done late" in times.clock(AT, NOW, met_at=NOW)
    assert "Done in time" in times.clock(date(2026, 11, 20), NOW, met_at=NOW)


def test_what_is_missing_reads_as_not_known() -> None:
    assert "Not known" in lists.summary_list([{"key": "Doctor", "value": None}])
    assert "Not known" in record.fact(None)
    assert "Not held" in record.compare(
        [{"key": "a", "left": None, "right": 1, "state": "missing"}], left="l", right="r"
    )
    assert "0" in Fragment(lists.summary_list([{"key": "Number", "value": 0}])).text


def test_differing_words_are_marked_on_both_sides() -> None:
    left, right = record.compare_words("Ann <Lee>", "ANN Leigh")
    assert left == "Ann <mark>&lt;Lee&gt;</mark>" and right == "ANN <mark>Leigh</mark>"


def test_an_unknown_colour_of_tag_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        page.tag("x", colour="pink")


def test_the_cookie_banner_shows_one_state_at_a_time() -> None:
    for state, shown in (("ask", {"ask"}), ("saved", {"saved"}), ("problem", {"ask", "problem"})):
        html = visitor.cookie_banner(url="/c", notice_url="/n", state=state)
        parts = html.split('data-cookie="')[1:]
        assert {part.split('"')[0] for part in parts if " hidden" not in part.split(">")[0]} == shown
    assert "Sorry, there was a technical problem. Please try again." in html


def test_the_way_out_is_a_plain_link() -> None:
    found = Fragment(visitor.exit_this_page())
    assert ("a", "href", visitor.NEUTRAL_SITE) in found.attributes
    assert "Leave this site" in found.text


def test_block_tags_escape_what_they_wrap() -> None:
    html = Template(
        "{% load kit %}{% own_words who=name %}{{ name }}{% endown_words %}"
        "{% details summary=name %}<b>ours</b> {{ name }}{% enddetails %}"
    ).render(Context({"name": BAD}))
    assert "<script" not in html and "<b>ours</b>" in html


def test_filters_speak_plainly() -> None:
    source = '{% load kit %}{{ n|plural:"answer" }}, {{ n|plural:"entry,entries" }}, {{ l|join_and }}, {{ 2|ordinal }}'
    shown = Template(source + ", {{ d|long_date }}").render(Context({"n": 3, "l": ["a", "b"], "d": NOW}))
    assert shown == "3 answers, 3 entries, a and b, 2nd, 20 November 2026"


def test_an_empty_state_works_inside_a_loop_over_nothing() -> None:
    source = '{% load kit %}{% for x in none %}{% empty %}{% empty_state "Letters will stand here." %}{% endfor %}'
    assert Fragment(Template(source).render(Context({"none": []}))).text == "Letters will stand here."
