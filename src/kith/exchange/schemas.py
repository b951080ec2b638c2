"""What a partner's system may say, field by field, and what it is told. A field that is not here is not
taken: what we do not need does not arrive. Texts are kept as sent, less characters that cannot be seen."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from kith.kit.forms import without_control_characters


def visible(text: str) -> str:
    """The text without characters that cannot be stored or seen."""
    return without_control_characters(text)


def said(text: str) -> str:
    """As `visible`, and something must be left."""
    if not visible(text).strip():
        raise ValueError("empty")
    return visible(text)


def iso_text(given: Any) -> Any:
    """Only a written day and time is a time: a bare number would be guessed at."""
    if isinstance(given, str) and not re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", given):
        raise ValueError("moment")
    if not isinstance(given, str | datetime):
        raise ValueError("moment")
    return given


def this_century(moment: datetime) -> datetime:
    """The moment in UTC; what was sent stays in the row's body. Raises ValueError for a year that cannot
    be meant."""
    if not 2000 <= moment.year < 2100:
        raise ValueError("year")
    return moment.astimezone(UTC)


Code = Annotated[str, Field(max_length=40), AfterValidator(visible)]
Line = Annotated[str, Field(max_length=120), AfterValidator(visible)]
Long = Annotated[str, Field(max_length=10_000), AfterValidator(visible)]
Told = Annotated[str, Field(min_length=1, max_length=10_000), AfterValidator(said)]
Name = Annotated[str, Field(max_length=100), AfterValidator(visible)]
Reference = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._:/()-]*$")]
When = Annotated[
    AwareDatetime,
    BeforeValidator(iso_text),
    AfterValidator(this_century),
    Field(description="With its offset from UTC, such as 2026-11-22T10:15:00+00:00"),
]
Day = Annotated[
    str,
    Field(max_length=40, description="YYYY-MM-DD; or, where that is not known, what was said"),
    AfterValidator(visible),
]
Asked = Annotated[str, Field(max_length=300), AfterValidator(visible)]


class In(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class VoiceIn(In):
    """What the child said or showed, in the child's own words; nobody's reading of it."""

    words: Long = ""
    demeanour: Long = Field("", description="What was seen: how the child was, play, a baby's state")
    heard_by: Line = ""
    heard_at: When | None = None
    method: Code = "spoke"
    alone: bool | None = None
    language: Annotated[str, Field(max_length=40), AfterValidator(visible)] = ""
    wish: Long = Field("", description="What the child wants to happen")


class PersonIn(In):
    given_name: Name = ""
    family_name: Name = ""
    known_as: Name = ""
    dob: Day = ""
    age: Annotated[str, Field(max_length=20), AfterValidator(visible)] = ""
    sex: Code = Field("", description="M, F or U")
    phone: Annotated[str, Field(max_length=30), AfterValidator(visible)] = ""
    address: Annotated[str, Field(max_length=200), AfterValidator(visible)] = Field(
        "", description="Only where it differs from the address of the concern"
    )
    postcode: Annotated[str, Field(max_length=8), AfterValidator(visible)] = ""


class ChildIn(PersonIn):
    expected_dob: Day = Field("", description="Of an unborn child")
    nhs_number: Annotated[str, Field(max_length=20), AfterValidator(visible)] = ""
    upn: Annotated[str, Field(max_length=20), AfterValidator(visible)] = ""
    school: Line = ""
    birth_order: Annotated[int, Field(ge=1, le=12)] | None = Field(
        None, description="Of twins and more: 1, 2 …"
    )
    role: Code = Field("child", description="child: this concern is about them; other_child: lives there too")
    voice: VoiceIn | None = None
    not_heard_because: Annotated[str, Field(max_length=300), AfterValidator(visible)] = Field(
        "", description="Why the child's words are not here, such as: asleep, not spoken to"
    )


class SeenChildIn(ChildIn):
    seen: bool | None = None
    spoken_to_alone: bool | None = None
    checked_how: Line = Field("", description="How the details were checked where the child was not there")


class AdultIn(PersonIn):
    role: Code = Field(
        "adult", description="mother, father, carer, adult, or risk: a person who may be a risk"
    )


class ConcernIn(In):
    """A professional's concern from a partner's own system."""

    reference: Reference = Field(
        description="Your own reference. The same one with the same body is answered alike"
    )
    received_at: When
    happened_at: When | None = None
    what_happened: Told
    children: Annotated[list[ChildIn], Field(min_length=1, max_length=12)]
    adults: Annotated[list[AdultIn], Field(max_length=20)] = []
    address: Annotated[str, Field(max_length=200), AfterValidator(visible)] = ""
    postcode: Annotated[str, Field(max_length=8), AfterValidator(visible)] = ""
    source: Code = Field("", description="A code of the national list of sources; yours by default")
    reporter_name: Line = ""
    reporter_role: Line = ""
    reporter_contact: Line = ""
    relationship: Line = ""
    harm: Long = ""
    safe_now: Long = ""
    protective: Long = ""
    where_now: Long = ""
    others_at_home: Code = Field("", description="yes, no or nk (asked and not known)")
    family_told: Code = Field("", description="yes, or the code of the reason why not")
    help_tried: Long = ""
    needs: Long = Field("", description="Language, interpreter, disability")
    proposed_level: Annotated[int, Field(ge=1, le=4)] | None = None
    proposed_reason: Long = ""


class ScreeningIn(In):
    """A police vulnerability screening (VIST, PPN and their kin) of one incident."""

    reference: Reference = Field(description="The screening's own reference; the incident number will do")
    incident_number: Reference
    received_at: When = Field(description="When the screening reached your safeguarding unit")
    happened_at: When
    officer: Line = Field(description="Who attended")
    officer_contact: Line = ""
    tool: Code = Field(description="VIST, PPN …")
    tool_version: Code = ""
    children: Annotated[list[SeenChildIn], Field(min_length=1, max_length=12)]
    adults: Annotated[list[AdultIn], Field(max_length=20)] = []
    address: Annotated[str, Field(max_length=200), AfterValidator(visible)] = ""
    postcode: Annotated[str, Field(max_length=8), AfterValidator(visible)] = ""
    address_conditions: Long = ""
    what_happened: Told
    answers: Annotated[dict[Asked, Long], Field(max_length=100)] = Field(
        {}, description="The tool's questions and the officer's answers, word for word"
    )
    officer_grade: Code = Field("", description="red, amber or green: the officer's, not ours")
    officer_rationale: Long = ""
    supervisor: Line = Field("", description="Who supervised it in the force's own system")
    supervised_at: When | None = None
    immediate_action: Long = ""
    crime_reference: Code = ""
    family_told: Code = ""
    others_at_home: Code = ""


class Problem(Schema):
    field: str
    say: str


class Problems(Schema):
    errors: list[Problem]


class Received(Schema):
    """What a sender is told about one concern, in words that are safe to keep in their system."""

    reference: str = Field(description="Ours; empty while we are still taking it in")
    your_reference: str
    state: str = Field(description="kept, received, being_looked_at, decided or told")
    say: str
    received_at: str
    acknowledgement: str = Field("", description="We have it: what we said at once")
    asked: str = Field("", description="What the hub needs to know from you before it can decide well")
    outcome: str = Field("", description="What came of it, in words written for you; empty until you are told")
    told_at: str | None = Field(None, description="When the outcome was given, in UTC")
    questions: list[Problem] = Field(
        description="Codes we do not know. A person will ask, or tell us what they mean"
    )
