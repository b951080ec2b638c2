"""Forms speak plainly, keep what was typed, and draw themselves in GOV.UK mark-up."""

from datetime import date, time

import pytest
from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from kith.kit import forms
from kith.kit.components.fields import error_summary, field
from kith.kit.inputs import month_number, parse_time
from kith.kit.tests.fragments import Fragment

BAD = "\"'><script>alert(1)</script>"
PAIRS = [("a", "First"), ("b", "Second")]


class Sample(forms.KithForm):
    """One of each kind, with the names that error texts should use."""

    name = forms.Text(label="Full name", max_length=5)
    nhs = forms.Text(label="NHS number", error_messages={"required": "Tell us the number"})
    story = forms.LongText(label="What happened?", max_length=10)
    born = forms.DateParts(
        label="Date of birth", latest=date(2026, 11, 20), earliest=lambda: date(1900, 1, 1)
    )
    seen = forms.TimeText(label="Time seen")
    count = forms.Whole(label="Number", noun="how many", min_value=2)
    mail = forms.Email(label="Email address")
    phone = forms.Phone(label="Telephone")
    sure = forms.Radios(label="How sure are you?", choices=PAIRS, hints={"b": "A hint"})
    ways = forms.Checkboxes(label="Ways", choices=PAIRS)
    town = forms.Choice(label="Town", choices=[("", "Choose"), ("North", [("n", "Nor")]), ("s", "Sou")])
    agree = forms.Tick(label="I agree")


GOOD = {
    "name": "Priya", "nhs": "9", "story": "Short", "born_day": "27", "born_month": "March", "born_year": "2019",
    "seen": "2.10pm", "count": "3", "mail": "a@example.org", "phone": "01632 960 001", "sure": "b", "ways": ["a", "b"],
    "town": "n", "agree": "on",
}  # fmt: skip


def posted(**changes: object) -> Sample:
    """The form as posted, with some answers changed."""
    data = QueryDict(mutable=True)
    for key, value in {**GOOD, **changes}.items():
        data.setlist(key, value if isinstance(value, list) else [str(value)])
    return Sample(data)


def first_error(name: str, /, **changes: object) -> str:
    """The first error text of one field."""
    return str(posted(**changes).errors[name][0])


def test_good_answers_come_back_as_values() -> None:
    form = posted()
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == date(2019, 3, 27)
    assert form.cleaned_data["seen"] == time(14, 10)
    assert form.cleaned_data["ways"] == ["a", "b"]


def test_an_empty_form_says_what_to_enter_in_the_order_of_the_page() -> None:
    assert [text for _, text in Sample({}).errors_in_order()] == [
        "Enter full name", "Tell us the number", "Enter an answer to “What happened?”", "Enter date of birth",
        "Enter time seen", "Enter how many", "Enter email address", "Enter telephone",
        "Choose an answer to “How sure are you?”", "Choose ways", "Choose town", "Tick to confirm: I agree",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("name", {"name": "Priyanka"}, "Full name must be 5 characters or fewer"),
        ("story", {"story": "x" * 11}, "Your answer to “What happened?” must be 10 characters or fewer"),
        ("count", {"count": "1"}, "How many must be 2 or more"),
        ("count", {"count": "some"}, "How many must be a number, like 7"),
        ("mail", {"mail": "q"}, "Enter an email address in the right format, like name@example.org"),
        ("phone", {"phone": "12"}, "Enter a telephone number, like 01632 960 001"),
        ("seen", {"seen": "half two"}, "Enter a time like 14:10 or 2:10pm"),
        ("sure", {"sure": "z"}, "Your answer to “How sure are you?”: choose one of the answers shown"),
        ("born", {"born_day": ""}, "Date of birth must include a day"),
        ("born", {"born_day": "", "born_month": ""}, "Date of birth must include a day and month"),
        ("born", {"born_day": "30", "born_month": "2"}, "Date of birth must be a real date"),
        ("born", {"born_year": "19"}, "Year must include 4 numbers, like 2012"),
        ("born", {"born_year": "2027"}, "Date of birth must be 20 November 2026 or earlier"),
        ("born", {"born_year": "1899"}, "Date of birth must be 1 January 1900 or later"),
    ],
)
def test_an_error_says_what_to_do(name: str, changes: dict[str, str], said: str) -> None:
    assert first_error(name, **changes) == said


def test_no_error_text_says_invalid() -> None:
    wrong = posted(**dict.fromkeys(GOOD, "\x01?"))
    said = [str(text) for texts in wrong.errors.values() for text in texts]
    assert said and not [text for text in said if "valid" in text.lower()]


def test_a_percent_sign_in_a_label_breaks_nothing() -> None:
    class Share(forms.KithForm):
        part = forms.Radios(label="Share in %", choices=PAIRS)

    assert Share({"part": "z"}).errors["part"] == ["Share in per cent: choose one of the answers shown"]


def test_control_and_turning_characters_are_removed_and_breaks_kept() -> None:
    form = posted(name="Pr\x00i\u202eya", story="a\r\nb\tc")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == "Priya"
    assert form.cleaned_data["story"] == "a\nb\tc"


def test_texts_written_on_a_shared_validator_do_not_leak_to_other_forms() -> None:
    posted(mail="q").is_valid()
    with pytest.raises(ValidationError, match="Enter a valid email"):
        django_forms.EmailField().clean("q")


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        (("", "", "2019"), forms.PartialDate(2019)),
        (("", "mar", "2019"), forms.PartialDate(2019, 3)),
        (("27", "3", "2019"), date(2019, 3, 27)),
        (("", "", ""), None),
    ],
)
def test_a_partial_date_may_lack_its_day_and_month(parts: tuple[str, str, str], value: object) -> None:
    assert forms.DateParts(partial=True, required=False).clean(parts) == value


@pytest.mark.parametrize("parts", [("27", "", "2019"), ("", "3", ""), ("27", "3", ""), ("", "13", "2019")])
def test_a_partial_date_still_needs_its_year_and_month_in_order(parts: tuple[str, str, str]) -> None:
    with pytest.raises(ValidationError):
        forms.DateParts(partial=True).clean(parts)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14:10", time(14, 10)), ("2.10pm", time(14, 10)), ("1410", time(14, 10)), ("9", time(9)), ("9am", time(9)),
        ("12am", time(0)), ("12pm", time(12)), ("noon", time(12)), ("0:05", time(0, 5)), ("2 p.m.", time(14)),
    ],
)  # fmt: skip
def test_times_are_understood_as_people_type_them(typed: str, meant: time) -> None:
    assert parse_time(typed) == meant


@pytest.mark.parametrize("typed", ["25:00", "9:60", "13pm", "0am", "half two", "14:1", "1:2:3", "٩"])
def test_other_times_are_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        parse_time(typed)


@given(st.text(max_size=12))
def test_no_text_makes_the_time_or_date_fields_fail_otherwise_than_by_a_plain_error(text: str) -> None:
    for attempt in (lambda: parse_time(text), lambda: forms.DateParts().clean((text, text, text))):
        try:
            attempt()
        except ValidationError as error:
            assert error.messages[0]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_date_shown_and_sent_back_is_the_same(day: date) -> None:
    kept = forms.DateParts()
    parts = forms.DateWidget().parts(day)
    assert kept.clean(parts) == day
    assert not kept.has_changed(day, parts)


def test_months_are_known_by_name() -> None:
    assert [month_number(text) for text in ("1", "Feb", "march", "12")] == [1, 2, 3, 12]


def test_every_field_is_sound_html_and_shows_hint_error_and_source_by_name() -> None:
    form = Sample({"name": BAD}, provenance={"name": BAD})
    html = "".join(field(bound) for bound in form)
    found = Fragment(html)
    assert found.faults == [] and "script" not in found.names
    described = {value for _, name, value in found.attributes if name == "aria-describedby"}
    assert "id_name-source id_name-error" in described
    assert {name for value in described for name in value.split()} <= set(found.ids)


def test_labels_point_at_inputs_that_are_there() -> None:
    found = Fragment(str(Sample()))
    assert {value for tag, name, value in found.attributes if tag == "label" and name == "for"} <= set(
        found.ids
    )


def test_what_was_typed_stands_in_the_form_again() -> None:
    html = str(posted(born_month="Smarch", story="as it was"))
    assert 'value="Smarch"' in html and "as it was</textarea>" in html and 'value="2.10pm"' in html
    assert html.count(" checked") == 4 and html.count(" selected") == 1


def test_the_error_summary_links_to_inputs_that_are_there() -> None:
    form = Sample({})
    links = [
        value[1:]
        for tag, name, value in Fragment(error_summary(form)).attributes
        if tag == "a" and name == "href"
    ]
    assert len(links) == 12 and set(links) <= set(Fragment(str(form)).ids)


def test_there_is_no_error_summary_before_anything_was_sent() -> None:
    assert error_summary(Sample()) == "" and error_summary(None) == ""


def test_the_summary_also_takes_a_plain_django_form() -> None:
    class Plain(django_forms.Form):
        word = django_forms.CharField()

    assert "#id_word" in error_summary(Plain({}))


def test_optional_fields_say_so_once() -> None:
    class Two(forms.KithForm):
        one = forms.Text(label="One", required=False)
        two = forms.Text(label="Two (optional)", required=False)

    assert Fragment(str(Two())).text.count("optional") == 2


def test_the_tag_overrides_what_the_field_says() -> None:
    html = Template(
        '{% load kit %}{% field form.name label="Known as" hint="short" size="l" heading=True width=10 '
        'prefix="Dr" autocomplete="off" %}'
    ).render(Context({"form": Sample()}))
    for part in (
        "Known as</label></h1>",
        "short</div>",
        "govuk-label--l",
        "width-10",
        ">Dr<",
        'autocomplete="off"',
    ):
        assert part in html


def test_a_hidden_field_is_only_its_input() -> None:
    class Quiet(forms.KithForm):
        mark = forms.Text(widget=django_forms.HiddenInput, initial=BAD)

    assert Fragment(str(Quiet())).names == ["input"]


def test_staff_forms_have_small_radios() -> None:
    class Dense(Sample):
        dense = True

    assert "govuk-radios--small" in str(Dense()) and "govuk-radios--small" not in str(Sample())
