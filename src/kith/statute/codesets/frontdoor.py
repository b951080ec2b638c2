"""Local code sets of the front door: levels, grades, decisions, lawful bases, why a family was not told."""

from datetime import date

from .shape import Code, code_set

_KITH = "Kith's own set; the county may object"
_LEVELS = "Published levels of intervention guidance of an English partnership"
_DUAA_SINCE = date(2025, 8, 20)

LEVEL = code_set(
    "level_of_need",
    _LEVELS,
    "R",
    {
        "1": "Level 1: Universal",
        "2": "Level 2: Additional",
        "3": "Level 3: Intensive",
        "4": "Level 4: Specialist",
    },
)

GRADE = code_set(
    "grade",
    "The county's front-door grades",
    "R",
    {
        "red": "Red: immediate child protection",
        "amber": "Amber: potential safeguarding concern",
        "green": "Green: early help",
        "blue": "Blue: not shared, no target",
    },
)

DECISION = code_set(
    "contact_decision",
    "Front-door decisions of the partnership",
    "R",
    {
        "nfa": "No further action",
        "information_advice": "Information and advice",
        "early_help_2": "Early help at level 2",
        "early_help_3": "Early help at level 3",
        "assessment": "Social care assessment",
        "strategy": "Strategy discussion",
        "return_for_more": "Back to the referrer for more (the clock runs on)",
        "other_council": "Passed to another council",
        "open_case": "Passed to the child's own social worker",
    },
)

CHANNEL = code_set(
    "contact_channel",
    _KITH,
    "L",
    {
        "form": "Referral form",
        "police_screening": "Police vulnerability screening",
        "telephone": "Telephone",
        "in_person": "In person",
        "letter": "Letter",
        "other_council": "From another council",
        "school_notice": "Copy of a notice to a school",
        "meeting": "From a meeting",
        "out_of_hours": "Out-of-hours team",
        "public_form": "Public concern form",
    },
)

NOT_TOLD = code_set(
    "family_not_told_reason",
    _KITH,
    "L",
    {
        "unsafe_child": "Telling could put the child at risk",
        "unsafe_adult": "Telling could put an adult at risk",
        "evidence": "Telling could lose evidence or harm an investigation",
        "induced_illness": "Fabricated or induced illness is suspected",
        "flight": "The family might leave",
        "not_reached": "Tried and could not reach them",
        "not_yet": "Will be told; a date is set",
        "anonymous": "The reporter is not known to the family",
    },
)

# In order of preference: the first that fits is the one to choose. Consent is deliberately not here.
LAWFUL_BASIS = (
    *code_set(
        "lawful_basis",
        "UK GDPR",
        "M",
        {
            "public_task": "Public task: art. 6(1)(e)",
            "legal_obligation": "Legal obligation: art. 6(1)(c)",
            "vital_interests": "To save a life: art. 6(1)(d)",
        },
    ),
    Code(
        "lawful_basis", "law_enforcement", "Law enforcement by police", "Data Protection Act 2018 Part 3", "M"
    ),
    Code(
        "lawful_basis",
        "recognised_interest",
        "Recognised legitimate interest: safeguarding (not for a public body's own tasks)",
        "Data (Use and Access) Act 2025",
        "M",
        since=_DUAA_SINCE,
        note="From memory, and its commencement day too: check before relying.",
    ),
)

SPECIAL_CATEGORY = code_set(
    "special_category_condition",
    "UK GDPR art. 9; Data Protection Act 2018 Sch. 1",
    "M",
    {
        "safeguarding": "Substantial public interest: safeguarding, art. 9(2)(g) and Sch. 1 para. 18",
        "health_care": "Health or social care: art. 9(2)(h) and Sch. 1 para. 2",
        "vital_interests": "To save a life: art. 9(2)(c)",
    },
)

GATEWAY = code_set(
    "gateway",
    "Statutes named",
    "R",
    {
        "ca1989_s47": "Children Act 1989 s.47(9)-(11): help with an enquiry",
        "ca1989_s17": "Children Act 1989 s.17: child in need",
        "ca2004_s11": "Children Act 2004 s.11: safeguard and promote welfare",
        "ca2004_s10": "Children Act 2004 s.10: co-operate to improve well-being",
        "ca2004_s16h": "Children Act 2004 s.16H: partners may require information",
        "cda1998_s115": "Crime and Disorder Act 1998 s.115",
        "daa2021_s49a": "Domestic Abuse Act 2021 s.49A: notify the school",
        "public_interest": "Common law: public interest outweighs confidence",
    },
)

DECLINED = code_set(
    "request_declined_reason",
    _KITH,
    "L",
    {
        "more_detrimental": "Sharing would harm the child more than not sharing",
        "not_relevant": "Nothing held is relevant to the question",
        "not_proportionate": "The question asks for more than the purpose needs",
        "privileged": "Legally privileged",
        "investigation": "Would harm a live investigation",
        "originator": "The originator has not agreed",
        "wrong_agency": "Another agency holds it",
    },
)

RELATIONSHIP = code_set(
    "relationship",
    _KITH,
    "L",
    {
        "mother": "Mother",
        "father": "Father",
        "step_parent": "Step-parent",
        "parent_partner": "Parent's partner",
        "ex_partner": "Parent's former partner",
        "sibling_full": "Brother or sister",
        "sibling_half": "Half-brother or half-sister",
        "sibling_step": "Step-brother or step-sister",
        "twin": "Twin",
        "grandparent": "Grandparent",
        "aunt_uncle": "Aunt or uncle",
        "other_relative": "Other relative",
        "carer": "Carer",
        "foster_carer": "Foster carer",
        "risk_adult": "Adult who may be a risk",
        "associate": "Associate or friend",
    },
)

FRONT_DOOR = (
    LEVEL,
    GRADE,
    DECISION,
    CHANNEL,
    NOT_TOLD,
    LAWFUL_BASIS,
    SPECIAL_CATEGORY,
    GATEWAY,
    DECLINED,
    RELATIONSHIP,
)
