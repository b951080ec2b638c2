"""Pieces that the referral form and the telephone page share: blocks of fields, moments, and counting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.core.validators import MaxLengthValidator

from kith.frontdoor.models import ContactPerson
from kith.kit.inputs import PartialDate

NOT_A_BOOK = MaxLengthValidator(10_000)  # a limit without a counter under every box
LONDON = ZoneInfo("Europe/London")
YES_NO = (("yes", "Yes"), ("no", "No"))
YES_NO_NK = (("yes", "Yes"), ("no", "No"), ("nk", "Not known"))
SEXES = (("F", "Girl"), ("M", "Boy"), ("U", "Not known"))
AROUND = tuple(pair for pair in ContactPerson.ROLES if pair[0] != "child")


def moment(day: date | None, clock: time | None) -> datetime | None:
    """A London day and time as one moment; midnight where only the day is known; None without a day."""
    return None if day is None else datetime.combine(day, clock or time(0), LONDON)


def date_text(value: date | PartialDate | None) -> str:
    """A date as the matcher reads it: ISO, "Mar 2014" or "2014"; "" for none."""
    if value is None:
        return ""
    if isinstance(value, PartialDate):
        return f"{date(value.year, value.month, 1):%b %Y}" if value.month else str(value.year)
    return value.isoformat()


def said(answers: Mapping[str, Any], *names: str) -> str:
    """The answers of these fields that are not empty, as one text, a paragraph each."""
    return "\n\n".join(str(answers[n]).strip() for n in names if str(answers.get(n) or "").strip())


def labelled(pairs: Iterable[tuple[str, Any]]) -> str:
    """Answers to several short questions as one text: "Language: Kurdish. Interpreter: yes."""
    return ". ".join(f"{label}: ".lstrip(": ") + str(value).strip().rstrip(".") for label, value in pairs if value)


def filled(answers: Mapping[str, Any], names: Iterable[str]) -> set[str]:
    """Which of these fields hold an answer."""
    return {n for n in names if answers.get(n) not in (None, "", (), [], False)}


def block(answers: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """The answers of one numbered block, without the prefix: child2_given_name -> given_name."""
    start = f"{prefix}_"
    return {name[len(start) :]: value for name, value in answers.items() if name.startswith(start)}
