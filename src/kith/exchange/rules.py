"""Rules of what arrives: values in, reasons out. No database, no clock."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from kith.exchange import incidents
from kith.exchange.incidents import IncidentIn
from kith.exchange.schemas import ConcernIn, ScreeningIn
from kith.kit.forms import without_control_characters

Problem = dict[str, str]
LONGEST_NAME = 200
Message = ConcernIn | ScreeningIn | IncidentIn
SCHEMAS: dict[str, type[ConcernIn] | type[ScreeningIn] | type[IncidentIn]] = {
    "contact": ConcernIn,
    "police_screening": ScreeningIn,
    "incident": IncidentIn,
}
WORDS = {
    "missing": "Fill this in: it is needed.",
    "extra_forbidden": "We do not take this field. Leave it out.",
    "string_type": "Write text here.",
    "string_too_short": "Fill this in: it is needed.",
    "too_short": "Name at least one.",
    "string_unicode": "This text holds signs that are no letters. Send it as UTF-8.",
    "string_pattern_mismatch": "Begin with a letter or digit; use those, spaces and . _ : / ( ) - only.",
    "timezone_aware": "Add the offset from UTC, such as +00:00 in winter and +01:00 in summer.",
    "bool_parsing": "Answer yes or no.",
    "bool_type": "Answer yes or no.",
    "int_parsing": "Write a whole number.",
    "int_type": "Write a whole number.",
    "int_from_float": "Write a whole number.",
    "greater_than_equal": "This number is too small.",
    "less_than_equal": "This number is too large.",
    "list_type": "Send a list here.",
    "dict_type": "Send names with values here.",
}
MOMENT = "Write the day and time like 2026-11-22T10:15:00+00:00."


def canonical(body: Any) -> str:
    """The body as one text, whatever the order of its keys or the spaces between them."""
    return json.dumps(body, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("ascii")).digest()


def read(layout: str, body: Any) -> Message:
    """The body as its layout reads it. Raises pydantic.ValidationError (see `problems`)."""
    return SCHEMAS[layout].model_validate(body)


def problems(errors: list[Mapping[str, Any]], *, without: int = 0) -> list[Problem]:
    """Each error as a field and a sentence that says what to do; `without` names are dropped from each
    place."""
    return [
        {"field": named(error["loc"][without:]), "say": in_words(error)}
        for error in errors
    ]


def named(parts: Iterable[str | int]) -> str:
    """The place of an error. A sender's own names may hold what cannot be stored: it is left out."""
    text = ".".join(map(str, parts)).encode("utf-8", "replace").decode()
    return without_control_characters(text)[:LONGEST_NAME]


def in_words(error: Mapping[str, Any]) -> str:
    kind, more = str(error["type"]), error.get("ctx") or {}
    if kind in ("string_too_long", "too_long"):
        return f"This is too long: {more.get('max_length', 'fewer')} at most."
    if kind == "value_error":
        word = str(more.get("error", error.get("msg", "")))
        if "empty" in word:
            return WORDS["missing"]
        return "Check the year." if "year" in word else MOMENT
    if kind.startswith("datetime"):
        return MOMENT
    return WORDS.get(kind, "We cannot read this. Compare it with the description of the layout.")


def reasons_against(layout: str, body: Any) -> list[Problem]:
    """Why a body cannot be read; empty where it can."""
    try:
        read(layout, body)
    except ValidationError as error:
        return problems(list(error.errors(include_url=False, include_input=False)))  # type: ignore[arg-type]
    return []


def future_times(body: Message, at: datetime) -> Iterator[Problem]:
    """Nothing arrives, happens or is heard in the future."""
    if isinstance(body, IncidentIn):
        yield from incidents.future_times(body, at)
        return
    for name in ("received_at", "happened_at", "supervised_at"):
        moment = getattr(body, name, None)
        if moment is not None and moment > at:
            yield {"field": name, "say": "This is in the future. Check the day, the time and the offset."}
    for n, child in enumerate(body.children):
        if child.voice and child.voice.heard_at and child.voice.heard_at > at:
            yield {
                "field": f"children.{n}.voice.heard_at",
                "say": "The child cannot have been heard in the future.",
            }
    if not any(child.role != "other_child" for child in body.children):
        yield {"field": "children", "say": "Say which child this is about: at least one with the role child."}
