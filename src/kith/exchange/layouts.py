"""The layouts of an import: which column of a file is which part of a message. One row a child: rows
of one reference that agree on everything but the child are one concern about several children (twins are
two)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True)
class Column:
    """A column's name, the place of its value in the message, and what to write in it."""

    name: str
    place: str
    hint: str = ""
    needed: bool = False


ASKED = "q: "  # a column of a screening tool's question: "q: Were weapons used?"
DAYS = "Day first, 04/09/2019, or 2019-09-04"
TIMES = "22/11/2026 10:15 (our time), or with its offset"

CHILD = (
    Column("child_given_name", "children.0.given_name"),
    Column("child_family_name", "children.0.family_name"),
    Column("child_known_as", "children.0.known_as"),
    Column("child_dob", "children.0.dob", DAYS),
    Column("child_age", "children.0.age"),
    Column("child_sex", "children.0.sex", "M, F or U"),
    Column("child_nhs_number", "children.0.nhs_number"),
    Column("child_upn", "children.0.upn"),
    Column("child_school", "children.0.school"),
    Column("child_birth_order", "children.0.birth_order", "1 or 2 of twins"),
    Column("child_expected_dob", "children.0.expected_dob", DAYS),
    Column("child_role", "children.0.role"),
    Column("child_words", "children.0.voice.words", "What the child said, word for word"),
    Column("child_demeanour", "children.0.voice.demeanour", "What was seen"),
    Column("child_heard_by", "children.0.voice.heard_by"),
    Column("child_not_heard_because", "children.0.not_heard_because", "asleep, not spoken to"),
)
SEEN = (
    Column("child_seen", "children.0.seen", "yes or no"),
    Column("child_spoken_to_alone", "children.0.spoken_to_alone", "yes or no"),
    Column("child_checked_how", "children.0.checked_how"),
)
ADULTS = tuple(
    Column(f"{who}_{part}", f"adults.{who}.{part}", DAYS if part == "dob" else "")
    for who in ("mother", "father", "adult")
    for part in ("given_name", "family_name", "dob", "phone")
) + (Column("adult_role", "adults.adult.role", "carer, adult or risk"),)
SHARED = (
    Column("reference", "reference", "Your own, never used twice", True),
    Column("received_at", "received_at", TIMES, True),
    Column("what_happened", "what_happened", "", True),
    Column("address", "address"),
    Column("postcode", "postcode"),
    Column("family_told", "family_told"),
    Column("others_at_home", "others_at_home", "yes, no or nk"),
)
CONCERN = tuple(
    Column(n, n)
    for n in (
        "source",
        "reporter_name",
        "reporter_role",
        "reporter_contact",
        "relationship",
        "harm",
        "safe_now",
        "protective",
        "where_now",
        "help_tried",
        "needs",
        "proposed_level",
        "proposed_reason",
    )
) + (Column("happened_at", "happened_at", TIMES),)
POLICE = (
    Column("incident_number", "incident_number", "", True),
    Column("happened_at", "happened_at", TIMES, True),
    Column("officer", "officer", "", True),
    Column("officer_contact", "officer_contact"),
    Column("tool", "tool", "VIST, PPN …", True),
    Column("tool_version", "tool_version"),
    Column("address_conditions", "address_conditions"),
    Column("officer_grade", "officer_grade", "red, amber, green"),
    Column("officer_rationale", "officer_rationale"),
    Column("supervisor", "supervisor"),
    Column("supervised_at", "supervised_at", TIMES),
    Column("immediate_action", "immediate_action"),
    Column("crime_reference", "crime_reference"),
)
LOGGED = ("given_name", "family_name", "dob", "age", "sex", "ethnicity", "school", "nhs_number", "present", "role")
INCIDENT = (
    Column("reference", "reference", "The force's own number, never used twice", True),
    Column("received_at", "received_at", TIMES, True),
    Column("began_at", "began_at", TIMES, True),
    Column("kind", "kind", "domestic_abuse, missing_return …", True),
    Column("officer", "officer", "PC 4411 Ben Carrow", True),
    *(Column(name, name) for name in ("officer_email", "team", "address", "postcode", "summary")),
    *(Column(f"child_{name}", f"children.0.{name}", DAYS if name == "dob" else "") for name in LOGGED),
    *(Column(f"{who}_{part}", f"adults.{who}.{part}", DAYS if part == "dob" else "")
      for who in ("mother", "father", "adult") for part in ("given_name", "family_name", "dob", "phone")),
    Column("adult_role", "adults.adult.role", "carer, adult, risk, victim …"),
)
COLUMNS: dict[str, tuple[Column, ...]] = {
    "contact": (*SHARED, *CHILD, *ADULTS, *CONCERN),
    "police_screening": (*SHARED, *POLICE, *CHILD, *SEEN, *ADULTS),
    "incident": INCIDENT,
}


@cache
def by_name(layout: str) -> dict[str, Column]:
    return {c.name: c for c in COLUMNS[layout]}


def message(layout: str, row: Mapping[str, str]) -> dict[str, Any]:
    """One row of a file as a message with one child; empty cells are left out."""
    known = places(layout)
    body: dict[str, Any] = {"children": [{}]}
    adults: dict[str, dict[str, str]] = {}
    for name, value in row.items():
        if not value.strip():
            continue
        if name.startswith(ASKED):
            body.setdefault("answers", {})[name.removeprefix(ASKED)] = value
        elif known[name][0] == "adults":
            _, who, part = known[name]
            adults.setdefault(who, {} if who == "adult" else {"role": who})[part] = value
        elif len(known[name]) == 1:
            body[known[name][0]] = value
        else:
            put(body, known[name], value)
    return {**body, "adults": list(adults.values())} if adults else body


@cache
def places(layout: str) -> dict[str, tuple[str, ...]]:
    """Column -> the parts of its place in the message."""
    return {c.name: tuple(c.place.split(".")) for c in COLUMNS[layout]}


def put(body: Any, place: Sequence[str], value: Any) -> None:
    """Set the value at a place such as children.0.voice.words, making what lies between."""
    *between, last = place
    for part in between:
        if isinstance(body, list):
            while len(body) <= int(part):
                body.append({})
            body = body[int(part)]
        else:
            body = body.setdefault(part, [] if part in ("children", "adults") else {})
    body[last] = value


def joined(messages: list[tuple[int, dict[str, Any]]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows that differ in the child alone become one message with several children, under the first row's
    line."""
    kept: dict[str, tuple[int, dict[str, Any]]] = {}
    for line, body in messages:
        rest = repr(sorted((k, repr(v)) for k, v in body.items() if k != "children"))
        first = kept.get(rest) if body.get("reference") else None
        if first is None:
            kept[rest if body.get("reference") else f"line {line}"] = (line, body)
        elif body["children"][0] not in first[1]["children"]:
            first[1]["children"].append(body["children"][0])
    yield from kept.values()


def flat(body: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every value of a message with its place: what a person mends, field by field."""
    if isinstance(body, dict):
        for key, value in body.items():
            yield from flat(value, f"{place}.{key}" if place else str(key))
    elif isinstance(body, list):
        for n, value in enumerate(body):
            yield from flat(value, f"{place}.{n}")
    else:
        yield place, "" if body is None else str(body)


def rows(layout: str, body: Mapping[str, Any]) -> list[dict[str, str]]:
    """A message as rows of its layout's file again, one a child."""
    out = []
    for child in body.get("children") or [{}]:
        alone = {**body, "children": [child]}
        values = dict(flat({k: v for k, v in alone.items() if k not in ("adults", "answers")}))
        for adult in body.get("adults") or []:
            who = adult.get("role") if adult.get("role") in ("mother", "father") else "adult"
            values |= {
                f"adults.{who}.{k}": str(v)
                for k, v in adult.items()
                if (who, k) != (who, "role") or who == "adult"
            }
        row = {c.name: values.get(c.place, "") for c in COLUMNS[layout]}
        out.append(row | {f"{ASKED}{k}": str(v) for k, v in (body.get("answers") or {}).items()})
    return out
