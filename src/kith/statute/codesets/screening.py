"""Local code sets of police screening: kinds of incident, why none was needed, why one came back or was not shared."""

from .shape import Code, code_set

_KITH = "Kith's own set; the county may object"

INCIDENT = code_set(
    "incident_kind",
    _KITH,
    "L",
    {
        "domestic_abuse": "Domestic abuse",
        "missing_return": "Return of a missing child",
        "custody": "Custody",
        "warrant": "Search warrant",
        "mental_health": "Mental health, section 136",
        "child_victim": "A child is the victim",
        "child_suspect": "A child is the suspect",
        "concern_for_safety": "Concern for safety",
        "other": "Another kind of incident",
    },
)

NOT_NEEDED = (
    Code("screening_not_needed", "no_child", "No child lives or was there: checked at the address", _KITH, "L"),
    Code("screening_not_needed", "screened_elsewhere", "Screened already under another number", _KITH, "L",
         needs="explanation"),
    Code("screening_not_needed", "wrong_marker", "The incident was opened under the wrong kind", _KITH, "L",
         needs="explanation"),
    Code("screening_not_needed", "other_force", "Another force is screening this child", _KITH, "L",
         needs="explanation"),
    Code("screening_not_needed", "adult_now", "This person is 18 or older", _KITH, "L"),
)

RETURNED = code_set(
    "screening_returned_for",
    _KITH,
    "L",
    {
        "voice": "The child's words are missing, or why there are none",
        "demeanour": "How the child was is not described",
        "home": "Conditions at home are not described",
        "school": "The school is missing",
        "others": "Other children or adults are missing",
        "grade": "The grade is not explained",
        "wrong_child": "This is about another child",
        "other": "Something else, said below",
    },
)

NOT_SHARED = code_set(
    "screening_not_shared",
    _KITH,
    "L",
    {
        "no_concern": "Researched: no concern for this child was found",
        "held_already": "The hub holds the same concern already",
        "own_worker": "Passed to the child's own social worker instead",
        "other_area": "The child lives elsewhere: passed to that area",
        "not_a_child": "Not a child",
    },
)

STAGE = code_set(
    "screening_stage",
    _KITH,
    "L",
    {
        "eligible": "Called for",
        "started": "Begun",
        "completed": "Completed",
        "supervised": "Supervised",
        "shared": "Shared",
        "acknowledged": "Acknowledged",
    },
)

SCREENING = (INCIDENT, NOT_NEEDED, RETURNED, NOT_SHARED, STAGE)
