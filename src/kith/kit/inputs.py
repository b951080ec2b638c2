"""Form fields with plain errors: a date in three parts, a time as typed, long text, radios, checkboxes.

Each takes, besides Django's own arguments: `hint` (shown under the label), `width` (2, 3, 4, 5, 10, 20 or "full"),
`prefix`, `suffix`, `noun` (what the error texts call it: "Enter {noun}").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.safestring import mark_safe

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = re.compile(r"^([0-9]{1,2})(?:[:.h ]?([0-9]{2}))?\s*([ap])?\.?m?\.?$", re.IGNORECASE)
PARTS = ("day", "month", "year")


class Shown:
    """What the page needs to know of a field beyond Django's own arguments."""

    chosen = False

    def __init__(
        self,
        *args: Any,
        hint: str = "",
        width: str | int = "",
        prefix: str = "",
        suffix: str = "",
        noun: str = "",
        **kwargs: Any,
    ) -> None:
        self.width, self.prefix, self.suffix, self.noun = str(width), prefix, suffix, noun
        if hint:
            kwargs["help_text"] = hint
        super().__init__(*args, **kwargs)


class Text(Shown, forms.CharField):
    """One line of text."""


class LongText(Shown, forms.CharField):
    """Several lines that grow with the writing. `max_length` brings a counter; `rows` is the first height."""

    def __init__(self, *args: Any, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "data-autogrow": True}))
        super().__init__(*args, **kwargs)


class Whole(Shown, forms.IntegerField):
    """A whole number, typed as text so that no wheel or arrow changes it by mistake."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})


class Email(Shown, forms.EmailField):
    """An e-mail address."""


class Phone(Shown, forms.CharField):
    """A telephone number as people write it; kept as typed."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "inputmode": "tel"})

    def clean(self, value: Any) -> str:
        """The number as typed; raises ValidationError when there are too few digits or other signs."""
        text = super().clean(value)
        if text and (len(re.sub(r"\D", "", text)) < 5 or re.search(r"[^\d\s()+./x-]", text)):
            raise ValidationError("Enter a telephone number, like 01632 960 001", code="phone")
        return text


class Radios(Shown, forms.ChoiceField):
    """One of a few. `hints`: a text per choice. Nothing is chosen beforehand."""

    chosen = True
    widget = forms.RadioSelect

    def __init__(
        self, *args: Any, hints: Mapping[str, str] | None = None, inline: bool = False, **kwargs: Any
    ) -> None:
        self.hints, self.inline = hints or {}, inline
        super().__init__(*args, **kwargs)


class Choice(Shown, forms.ChoiceField):
    """One of many, from a drop-down list."""

    chosen = True


class Checkboxes(Shown, forms.MultipleChoiceField):
    """Any of several. `hints`: a text per choice."""

    chosen = True
    widget = forms.CheckboxSelectMultiple

    def __init__(self, *args: Any, hints: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        self.hints, self.inline = hints or {}, False
        super().__init__(*args, **kwargs)


class Tick(Shown, forms.BooleanField):
    """One checkbox with its sentence."""

    chosen = True


class DateWidget(forms.Widget):
    """Three small inputs: name_day, name_month, name_year."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str, str]:
        """The three parts as typed; empty texts where nothing came."""
        day, month, year = (str(data.get(f"{name}_{part}") or "").strip() for part in PARTS)
        return day, month, year

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether none of the three inputs was sent."""
        return not any(f"{name}_{part}" in data for part in PARTS)

    def id_for_label(self, id_: str) -> str:
        """The first input takes the keyboard."""
        return f"{id_}_day" if id_ else id_

    def parts(self, value: Any) -> tuple[str, str, str]:
        """The three texts to show for a date, a partial date or the parts as typed."""
        if isinstance(value, date | PartialDate):
            return _shown(value.day), _shown(value.month), _shown(value.year)
        return tuple(value) if value else ("", "", "")

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """The bare inputs, for those who do not use the `field` tag."""
        base = (attrs or {}).get("id", f"id_{name}")
        own = [
            {"name": f"{name}_{p}", "id": f"{base}_{p}", "value": v, "inputmode": "numeric"}
            for p, v in zip(PARTS, self.parts(value), strict=True)
        ]
        return mark_safe("".join(f"<input{flatatt(pairs)}>" for pairs in own))


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)


@dataclass(frozen=True)
class PartialDate:
    """A date of which the day, or the day and month, is not known."""

    year: int
    month: int | None = None
    day: int | None = None


class DateParts(Shown, forms.Field):
    """A date as day, month and year; months also by name.

    `partial=True` takes a year alone, or month and year, and then gives a PartialDate. `earliest` and `latest` are
    dates, or functions giving one, with errors in plain words.
    """

    widget = DateWidget

    def __init__(
        self, *args: Any, partial: bool = False, earliest: Any = None, latest: Any = None, **kwargs: Any
    ) -> None:
        self.partial, self.earliest, self.latest = partial, earliest, latest
        super().__init__(*args, **kwargs)
        self.called = self.noun or "the date"

    def to_python(self, value: Any) -> date | PartialDate | None:
        """A date, a PartialDate or None; raises ValidationError that names the part to mend."""
        if value is None or isinstance(value, date | PartialDate):
            return value
        parts = [str(part or "").strip() for part in value]
        if not any(parts):
            return None
        return self._whole(*parts) if not self.partial or all(parts) else self._partial(*parts)

    def _missing(self, parts: tuple[str, ...]) -> None:
        absent = [name for name, text in zip(PARTS, parts, strict=True) if not text]
        if absent:
            raise ValidationError(
                f"{_first_upper(self.called)} must include a {' and '.join(absent)}", code="missing"
            )

    def _year(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) == 4):
            raise ValidationError("Year must include 4 numbers, like 2012", code="year")
        return int(text)

    def _whole(self, day: str, month: str, year: str) -> date:
        self._missing((day, month, year))
        number = self._year(year)
        try:
            return date(number, month_number(month), int(day))
        except ValueError:
            raise ValidationError(f"{_first_upper(self.called)} must be a real date", code="unreal") from None

    def _partial(self, day: str, month: str, year: str) -> PartialDate:
        if day and not month or not year:
            self._missing((day, month, year) if day else (day or "-", month or "-", year))
        number = self._year(year)
        try:
            return PartialDate(number, month_number(month) if month else None)
        except ValueError:
            raise ValidationError(
                f"{_first_upper(self.called)} must have a real month", code="unreal"
            ) from None

    def validate(self, value: Any) -> None:
        """Required, and inside the bounds that were set."""
        super().validate(value)
        day = _first_day(value)
        if day is None:
            return
        earliest, latest = _bound(self.earliest), _bound(self.latest)
        if latest and day > latest:
            raise ValidationError(
                f"{_first_upper(self.called)} must be {_said(latest)} or earlier", code="late"
            )
        if earliest and day < earliest:
            raise ValidationError(
                f"{_first_upper(self.called)} must be {_said(earliest)} or later", code="early"
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the parts as typed differ from what was shown."""
        return tuple(DateWidget().parts(initial)) != tuple(DateWidget().parts(data))


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _bound(limit: Any) -> date | None:
    return limit() if callable(limit) else limit


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _first_day(value: Any) -> date | None:
    if isinstance(value, PartialDate):
        return date(value.year, value.month or 1, 1)
    return value


def month_number(text: str) -> int:
    """1 to 12 from a number or an English name; raises ValueError."""
    head = text.strip().lower()[:3]
    if head in _MONTHS:
        return _MONTHS.index(head) + 1
    number = int(text)
    if not 1 <= number <= 12:
        raise ValueError(text)
    return number


class TimeText(Shown, forms.Field):
    """A time of day as people type it: "14:10", "2.10pm", "1410", "9"."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.width = self.width or "5"

    def prepare_value(self, value: Any) -> Any:
        """A time is shown as "14:10"; what was typed stays as typed."""
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        """A time or None; raises ValidationError with an example."""
        if value is None or isinstance(value, time):
            return value
        text = str(value).strip()
        return parse_time(text) if text else None


def parse_time(text: str) -> time:
    """The time meant by "14:10", "2.10pm", "1410", "9am", "noon" or "midnight"; raises ValidationError."""
    word = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}.get(text.lower(), text)
    found = _TIME.match(word)
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        elif half:
            hour = 99
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise ValidationError("Enter a time like 14:10 or 2:10pm", code="time")
