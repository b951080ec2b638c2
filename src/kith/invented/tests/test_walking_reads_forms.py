"""The walk's browser: what it reads from a page, and what it sends."""

from __future__ import annotations

import pytest

from kith.invented.browser import Unexpected, _read

PAGE = b"""<html><body><script>var x = "<p>not words</p>"</script>
<div class="govuk-error-summary"><h2>There is a problem</h2><ul><li><a href="#a">Enter a name</a></li></ul></div>
<p>Reference <strong>K-ABC-DEF</strong></p><a href="/contacts/1/">Open  it</a>
<form method="post" action="/send/"><input type="hidden" name="csrf" value="t1"><input name="name" value="">
<input type="radio" name="grade" value="red"><input type="radio" name="grade" value="green" checked>
<input type="checkbox" name="who" value="a" checked><input type="checkbox" name="who" value="b">
<select name="why"><option value="">Choose</option><option value="x">X</option></select>
<textarea name="text">
As typed &amp; kept</textarea><button name="keep" value="later">Save for later</button><button>Send to the hub</button>
<button type="button">Nothing</button></form></body></html>"""


def page():
    return _read("http://county.example/contacts/1/grade/", 200, PAGE)


def test_a_form_is_sent_as_a_browser_would_send_it():
    sent = page().form("name").filled({"name": "Noor", "why": "x"}, "Send to the hub")
    assert sent == [("csrf", "t1"), ("grade", "green"), ("who", "a"), ("text", "As typed & kept"), ("name", "Noor"),
                    ("why", "x")]


def test_the_button_pressed_is_sent_with_the_form():
    assert ("keep", "later") in page().form("name").filled({}, "later")
    assert not any(name == "keep" for name, _ in page().form("name").filled({}, "Send to the hub"))


def test_several_ticks_replace_those_on_the_page():
    sent = page().form("who").filled({"who": ["a", "b"]}, "")
    assert [value for name, value in sent if name == "who"] == ["a", "b"]


@pytest.mark.parametrize("answers, button", [({"nickname": "N"}, ""), ({}, "Delete")])
def test_a_field_or_button_that_is_not_there_is_unexpected(answers, button):
    with pytest.raises(Unexpected):
        page().form("name").filled(answers, button)


def test_words_links_and_the_error_summary_are_read():
    read = page()
    assert read.errors == "There is a problem Enter a name"
    assert read.found(r"K-[A-Z]{3}-[A-Z]{3}", "reference") == "K-ABC-DEF"
    assert read.links("/contacts/") == ["/contacts/1/"]
    assert "not words" not in read.text
    assert read.form("grade").choices["grade"] == ["red", "green"]


def test_a_page_without_the_form_says_what_it_shows():
    with pytest.raises(Unexpected, match="no form with rationale"):
        page().form("rationale")
