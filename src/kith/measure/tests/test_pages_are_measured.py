"""The cost of pages, on the small world: every figure is there and sane."""

from __future__ import annotations

import pytest
from django.conf import settings

from kith.measure import pages, served
from kith.measure.calling import Caller, counting, read_form


def test_a_page_is_counted_and_timed(world):
    token = world.token("screener")
    visit = pages.Visit("my work", lambda n: Caller(token).get("/work/"))
    rows, notes = pages.visiting([visit], times=3)
    found = {row.words: row.value for row in rows}
    assert notes == []
    assert 1 <= found["my work: queries besides the frame's, most"] < 60
    assert 1 < found["my work: HTML, largest"] < 400
    assert 0 < found["my work: CPU in the web process, median of a page"] < 5_000
    assert found["my work: p95, wall"] > 0


def test_a_page_that_does_not_answer_is_said_and_not_counted(world):
    nobody = pages.Visit("child page", lambda n: Caller("").get("/work/children/none/"))
    rows, notes = pages.visiting([nobody], times=2)
    assert rows == []
    assert "not measured" in notes[0]


def test_the_frame_is_counted_apart(world):
    token = world.token("screener")
    with counting() as counted:
        Caller(token).get("/work/")
    assert any("authority_entry" in statement for statement in counted.frame)
    assert any("sec.enter" in statement for statement in counted.frame)
    assert not any("authority_entry (" in statement for statement in counted.own)


def test_the_heaviest_children_come_first_and_names_are_found(world):
    contact = world.contact()
    assert world.child_of(contact) in pages.ids(pages.HEAVIEST, 5)
    assert pages.ids(pages.FULLEST, 5) == [contact.pk]
    assert "Noor Karim" in pages.names(5)
    assert pages.count("people_person") >= 1


def test_a_search_form_is_found_among_the_forms_of_a_page():
    html = b"""<form method="post" action="/elsewhere/"><input name="no"></form>
      <form method="post" novalidate><input type="hidden" name="csrf" value="x"><input type="checkbox" name="c">
      <input name="words" type="search"></form>"""
    form = read_form("/work/search/", html)
    assert form.typed == ["words"]
    assert form.fields == {"csrf": "x", "words": ""}


@pytest.fixture
def web(world, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "STATE", tmp_path)
    with served.server() as running:
        yield running


def test_the_real_server_is_weighed_and_names_no_other_host(world, web):
    pss, rss = web.memory()
    assert 20 < pss <= rss < 2_000
    status, headers, _, sent = web.fetch("/work/", world.token("screener"))
    assert status == 200 and sent > 1_000
    seen = served.look(web, "/sign-in/")
    assert seen.shown and seen.outside == []
    assert 1_000 < seen.sent < 300_000


@pytest.mark.parametrize(("kind", "content", "found"), [
    ("text/css", b"a{background:url('https://cdn.example/x.png')}", 1),
    ("text/css", b"a{background:url(/static/x.png)}", 0),
    ("text/javascript", b"fetch('https://count.example/hit')", 1),
    ("text/javascript", b"location.replace('https://weather.example/')", 0),
    ("text/javascript", b"image.src = '//count.example/p.gif'", 1)])
def test_what_is_fetched_from_elsewhere_is_seen(kind, content, found):
    assert len(served.named_elsewhere(served.Server(8000, 0), content, kind)) == found


def test_a_page_that_loads_from_another_host_is_seen():
    parts = served.read(b'<link rel="stylesheet" href="https://cdn.example/a.css"><script src="/static/k.js"></script>'
                        b'<a href="https://www.example.org/">away</a>')
    assert parts.loads == ["https://cdn.example/a.css", "/static/k.js"]
    assert [one for one in parts.loads if served.is_elsewhere(served.Server(8000, 0), one)] == parts.loads[:1]
