"""The rows of the invented county: plain frozen values that know no rule and no table of Kith.

Times are aware UTC datetimes, days are dates, periods are `[from_on, until_on)` with None for "still". A
`subject` is the person a county has *confirmed* a row to be about, None where nobody has; what is true is
in `Truth` alone.
"""

from __future__ import annotations

from .living import (
    Address,
    Agency,
    AgencyRecord,
    Area,
    Enrolment,
    Household,
    Identifier,
    Involvement,
    Membership,
    Person,
    PersonName,
    Practice,
    Registration,
    Relationship,
    School,
    Team,
    Term,
    Worker,
)
from .told import (
    Answer,
    Contact,
    ContactChild,
    Decision,
    Incident,
    JointPicture,
    Position,
    RagGrade,
    Request,
    Screening,
    Telling,
    Truth,
    VoiceEntry,
)

__all__ = [
    "Address",
    "Agency",
    "AgencyRecord",
    "Answer",
    "Area",
    "Contact",
    "ContactChild",
    "Decision",
    "Enrolment",
    "Household",
    "Identifier",
    "Incident",
    "Involvement",
    "JointPicture",
    "Membership",
    "Person",
    "PersonName",
    "Position",
    "Practice",
    "RagGrade",
    "Registration",
    "Relationship",
    "Request",
    "School",
    "Screening",
    "Team",
    "Telling",
    "Term",
    "Truth",
    "VoiceEntry",
    "Worker",
]
