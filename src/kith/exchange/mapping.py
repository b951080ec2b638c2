"""From what a partner said to the arguments of `frontdoor.intake.take_in`. Pure: values in, values and
questions out. A code that nobody knows is left out and becomes a question for a person; it is never
guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kith.exchange.schemas import (
    AdultIn,
    ChildIn,
    ConcernIn,
    PersonIn,
    ScreeningIn,
    SeenChildIn,
    VoiceIn,
    When,
)
from kith.frontdoor.acts import Said
from kith.people.arrivals import Arriving
from kith.people.rules import nhs_number, pupil_number
from kith.screening.sent import Finished
from kith.statute import codes

# The source where the sender names none: the sender's own kind (national list of contact sources).
SOURCE_OF = {"police": "6", "health": "3F", "school": "2A", "council": "5B", "voluntary": "8"}
ADULT_ROLES = ("mother", "father", "carer", "adult", "risk")
CHILD_ROLES = ("child", "other_child")
ANSWERS = ("yes", "no", "nk")
MOMENT: TypeAdapter[datetime] = TypeAdapter(When)


@dataclass
class Mapped:
    """Arguments for taking a concern in, and what must be asked of the sender."""

    arguments: dict[str, Any]
    questions: list[dict[str, str]] = field(default_factory=list)


def concern(body: ConcernIn, *, agency_kind: str) -> Mapped:
    """A professional's concern."""
    asks: list[dict[str, str]] = []
    people, voices, not_heard = everybody(body.children, body.adults, body, asks)
    source = known(body.source, [c for c, _ in codes.choices("contact_source")], "source", asks)
    return Mapped(
        {
            **common(body, people, voices, not_heard, asks),
            "source_code": source or ("10" if body.source else SOURCE_OF.get(agency_kind, "10")),
            "what_happened": body.what_happened,
            "referrer_name": body.reporter_name,
            "referrer_role": body.reporter_role,
            "referrer_contact": body.reporter_contact,
            "relationship": body.relationship,
            "harm": body.harm,
            "safe_now": body.safe_now,
            "needs": body.needs,
            "protective": body.protective,
            "where_now": body.where_now,
            "help_tried": body.help_tried,
            "proposed_level": body.proposed_level,
            "proposed_reason": body.proposed_reason,
        },
        asks,
    )


def screening(body: ScreeningIn) -> Mapped:
    """A police screening: what the officer wrote, said to be the officer's."""
    asks: list[dict[str, str]] = []
    people, voices, not_heard = everybody(body.children, body.adults, body, asks)
    known(
        body.officer_grade.lower(),
        [c for c, _ in codes.choices("grade")],
        "officer_grade",
        asks,
        as_sent=body.officer_grade,
    )
    return Mapped(
        {
            **common(body, people, voices, not_heard, asks),
            "source_code": "6",
            "what_happened": told_by_officer(body),
            "referrer_name": body.officer,
            "referrer_role": "Attending officer",
            "referrer_contact": body.officer_contact,
            "safe_now": body.immediate_action,
            "seen_today": seen_by(body)[:120],
        },
        asks,
    )


def finished(body: ScreeningIn) -> list[Finished]:
    """Each child's part of a finished screening, as far as what is counted needs it."""
    return [
        Finished(
            given_name=c.given_name,
            family_name=c.family_name,
            dob=c.dob,
            nhs_number=c.nhs_number,
            tool=body.tool,
            tool_version=body.tool_version,
            grade=body.officer_grade.lower(),
            reason=body.officer_rationale,
            officer_name=body.officer,
            supervisor_name=body.supervisor,
            supervised_at=body.supervised_at,
            voice=bool(c.voice and c.voice.words.strip()),
            demeanour=bool(c.voice and c.voice.demeanour.strip()),
            school=bool(c.school.strip()),
            others=bool(body.others_at_home) or len(body.children) > 1 or bool(body.adults),
            sent_at=body.received_at,
        )
        for c in body.children
        if c.role != "other_child"
    ]


def common(
    body: ConcernIn | ScreeningIn,
    people: list,
    voices: list,
    not_heard: dict[str, str],
    asks: list[dict[str, str]],
) -> dict[str, Any]:
    reasons = [c for c, _ in codes.choices("family_not_told_reason")]
    carried = {"from": f"the sender's system, reference {body.reference}"}
    return {
        "received_at": body.received_at,
        "happened_at": body.happened_at,
        "people": people,
        "voices": voices,
        "address": body.address,
        "postcode": body.postcode,
        "others_at_home": known(body.others_at_home, ANSWERS, "others_at_home", asks),
        "family_told": known(body.family_told, ["yes", *reasons], "family_told", asks),
        "carried_fields": len(body.model_fields_set),
        "provenance": {**carried, "not_heard": not_heard} if not_heard else carried,
    }


def known(given: str, allowed: Any, where: str, asks: list[dict[str, str]], *, as_sent: str = "") -> str:
    """The code where it is known; else nothing, and a question."""
    if given and given not in allowed:
        asks.append(
            {
                "field": where,
                "say": f'We do not know the code "{as_sent or given}" and have not guessed. '
                f"What does it mean? We know: {', '.join(allowed)}.",
            }
        )
        return ""
    return given


def everybody(
    children: list[Any], adults: list[AdultIn], body: ConcernIn | ScreeningIn, asks: list[dict[str, str]]
) -> tuple[list[tuple[str, Arriving]], list[Said], dict[str, str]]:
    """(people with their roles, what the children said, why a child's words are not here by place among
    the people)."""
    people: list[tuple[str, Arriving]] = []
    voices: list[Said] = []
    not_heard: dict[str, str] = {}
    for n, child in enumerate(children):
        role = known(child.role, CHILD_ROLES, f"children.{n}.role", asks) or "child"
        people.append((role, arriving(child, body, f"children.{n}", asks)))
        if heard := voice_of(child.voice, n, asks):
            voices.append(heard)
        if why := why_not_heard(child):
            not_heard[str(n)] = why
    for n, adult in enumerate(adults):
        role = known(adult.role, ADULT_ROLES, f"adults.{n}.role", asks) or "adult"
        people.append((role, arriving(adult, body, f"adults.{n}", asks)))
    return people, voices, not_heard


def arriving(
    person: PersonIn, body: ConcernIn | ScreeningIn, where: str, asks: list[dict[str, str]]
) -> Arriving:
    own = bool(person.address or person.postcode)
    more: dict[str, Any] = {}
    if isinstance(person, ChildIn):
        more = {
            "expected_dob": person.expected_dob,
            "school": person.school,
            "birth_order": person.birth_order,
            "nhs_number": checked(person.nhs_number, nhs_number, f"{where}.nhs_number", asks),
            "upn": checked(person.upn, pupil_number, f"{where}.upn", asks),
        }
    return Arriving(
        given_name=person.given_name,
        family_name=person.family_name,
        known_as=person.known_as,
        dob=person.dob,
        age=person.age,
        sex=known(person.sex.upper(), ("M", "F", "U"), f"{where}.sex", asks, as_sent=person.sex) or "U",
        phone=person.phone,
        address=person.address if own else body.address,
        postcode=person.postcode if own else body.postcode,
        **more,
    )


def checked(number: str, check: Any, where: str, asks: list[dict[str, str]]) -> str:
    """A number whose check digit fits; one that does not is left out and asked about (the concern is not
    held up)."""
    if not number:
        return ""
    try:
        return str(check(number))
    except ValueError as problem:
        asks.append({"field": where, "say": f"{problem} It was left out: {number}."})
        return ""


def voice_of(voice: VoiceIn | None, position: int, asks: list[dict[str, str]]) -> Said | None:
    if voice is None or not (voice.words.strip() or voice.demeanour.strip()):
        return None
    methods = [c for c, _ in codes.choices("voice_method")]
    method = known(voice.method, methods, f"children.{position}.voice.method", asks)
    return Said(
        position=position,
        words=voice.words,
        observed=voice.demeanour,
        heard_by=voice.heard_by,
        method=method or ("spoke" if voice.words.strip() else "observed"),
        heard_at=voice.heard_at,
        alone=voice.alone,
        language=voice.language,
        wish=voice.wish,
    )


def why_not_heard(child: ChildIn) -> str:
    """The sender's words on why the child was not heard; said plainly where they gave neither words nor a
    reason."""
    if child.voice and child.voice.words.strip():
        return ""
    if child.not_heard_because.strip():
        return child.not_heard_because
    if isinstance(child, SeenChildIn) and child.seen is False:
        return "The child was not there."
    return "The sender gave no words of the child and no reason."


def told_by_officer(body: ScreeningIn) -> str:
    """The screening as one text, each part said to be the officer's."""
    grade = (
        f"The officer's grade (not ours): {body.officer_grade}."
        if body.officer_grade
        else "The officer gave no grade."
    )
    parts = [
        body.what_happened,
        f"From the police screening {body.tool} {body.tool_version}".strip()
        + f", incident {body.incident_number}, "
        f"officer {body.officer or 'not named'}.",
        f"{grade} {('Because: ' + body.officer_rationale) if body.officer_rationale else 'No reason given.'}",
        f"Conditions at the address: {body.address_conditions}" if body.address_conditions else "",
        *(
            f"{name_of(c, n)}: {c.not_heard_because}"
            for n, c in enumerate(body.children, 1)
            if c.not_heard_because
        ),
        *(f"Asked: {question} Answered: {answer}" for question, answer in body.answers.items()),
        f"Crime reference {body.crime_reference}." if body.crime_reference else "",
    ]
    return "\n\n".join(p for p in parts if p)


def name_of(child: ChildIn, number: int) -> str:
    return f"{child.given_name} {child.family_name}".strip() or f"Child {number}"


def seen_by(body: ScreeningIn) -> str:
    """Whether each child was seen and spoken to alone, in words."""
    words: dict[tuple[bool | None, bool | None], str] = {
        (True, True): "seen, spoken to alone",
        (True, False): "seen, not spoken to alone",
        (True, None): "seen, not said whether spoken to alone",
        (False, False): "not seen",
    }
    neither = ("not seen", "not said whether seen")
    said = [
        f"{name_of(c, n)}: {words.get((c.seen, c.spoken_to_alone), neither[c.seen is None])}"
        for n, c in enumerate(body.children, 1)
    ]
    return "; ".join(said)


def receipt(moment: Any) -> datetime | None:
    """The partner's receipt where it can be read, for a row that is otherwise refused."""
    try:
        return MOMENT.validate_python(moment)
    except ValidationError:
        return None
