"""The text format of published pages: no HTML goes in, so none comes out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kith.public import wording
from kith.public.forms import birthday
from kith.public.report import source_code
from kith.public.surroundings import ReadingSettings, settings_from


def test_headings_paragraphs_lists_and_links_are_drawn():
    html = wording.drawn("## One\nText with [a link](/news/).\n\n- a\n- b\n\n1. x\n2. y\n\n> said")
    assert html == (
        '<h2 class="govuk-heading-m">One</h2>\n<p class="govuk-body">Text with '
        '<a class="govuk-link" href="/news/">'
        'a link</a>.</p>\n<ul class="govuk-list govuk-list--bullet"><li>a</li><li>b</li></ul>\n'
        '<ol class="govuk-list govuk-list--number"><li>x</li><li>y</li></ol>\n'
        '<blockquote class="govuk-inset-text">said</blockquote>'
    )


def test_a_list_item_may_run_over_two_lines():
    assert wording.blocks("- one\n  more\n- two")[0].lines == ("one more", "two")


def test_an_address_that_could_run_a_script_stays_text():
    assert "href" not in wording.drawn("[press](javascript:alert(1)) [press](//example.org)")


@given(st.text(alphabet=st.sampled_from("<>&\"'#-[]()/ \nabj:"), max_size=200))
def test_whatever_is_typed_opens_no_tag_of_its_own(text):
    left = wording.drawn(text)
    for tag in ("h2", "h3", "p", "ul", "ol", "li", "a", "blockquote"):
        for known in (f"</{tag}>", f"<{tag}>", f"<{tag} "):
            left = left.replace(known, "")
    assert "<" not in left


def test_birthdays_are_read_day_first_and_otherwise_left_alone():
    assert {str(birthday(t)) for t in ("27 3 2019", "27/03/19", "2019-03-27", "27.3.2019")} == {"2019-03-27"}
    assert [birthday(t) for t in ("", "about 4", "31 2 2019", "2019")] == [None] * 4


def test_who_tells_us_is_coded_by_what_they_said():
    told = [{"relation": r} for r in ("family", "neighbour", "self", "other", "professional")]
    assert [source_code(a) for a in told] == ["1A", "1B", "1C", "1D", "8"]
    assert (source_code({}), source_code({"name": "Ann"})) == ("9", "1D")


def test_reading_settings_survive_the_cookie():
    wish = ReadingSettings("larger", True, True)
    assert settings_from(wish.as_text()) == wish and settings_from("<b>.nonsense") == ReadingSettings()
