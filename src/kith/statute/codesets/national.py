"""Code sets of the DfE's children in need census and the standard safeguarding dataset (SSD)."""

from datetime import date

from .shape import Code, code_set

_SSD = "Standard safeguarding dataset; DfE children in need census"
_CIN = "DfE children in need census"

CONTACT_SOURCE = code_set(
    "contact_source",
    _SSD,
    "R",
    {
        "1A": "Family member, relative or carer",
        "1B": "Acquaintance, such as a neighbour or child minder",
        "1C": "The child themselves",
        "1D": "Another individual",
        "2A": "School",
        "2B": "Education service",
        "3A": "GP",
        "3B": "Health visitor",
        "3C": "School nurse",
        "3D": "Other primary health service",
        "3E": "Accident and emergency department",
        "3F": "Other health service",
        "4": "Housing (council or housing association)",
        "5A": "This council: social care",
        "5B": "This council: another department",
        "5C": "Another council",
        "5D": "This council: early help",
        "6": "Police",
        "7": "Other legal body (court, probation, immigration, Cafcass, prison)",
        "8": "Other",
        "9": "Anonymous",
        "10": "Not known",
    },
)

CONTACT_OUTCOME = code_set(
    "contact_outcome",
    "Standard safeguarding dataset",
    "R",
    {
        "NFA": "No further action",
        "INFO_ADVICE": "Information and advice",
        "EH_REFERRAL": "Referral to early help",
        "CIN_REFERRAL": "Referral to social care (child in need)",
    },
)

CONTACT_FLAG = code_set(
    "contact_flag",
    "Standard safeguarding dataset",
    "R",
    {
        "NEW_REFERRAL": "New referral",
        "EXISTING_REFERRAL": "Belongs to a referral already open",
        "CP_ENQUIRY": "Child protection enquiry",
        "NFA": "No further action",
        "NON_AGENCY_ADOPTION": "Non-agency adoption",
        "PRIVATE_FOSTERING": "Private fostering",
        "ADVICE": "Advice",
        "MISSING": "Missing child",
        "OLA_CP": "On another council's child protection plan",
        "OTHER_OUTCOMES_EXIST": "Other outcomes exist",
    },
)

REFERRAL_OUTCOME = code_set(
    "referral_outcome",
    "Standard safeguarding dataset",
    "R",
    {
        "NFA": "No further action",
        "ADVICE": "Advice or signposting",
        "EARLY_HELP": "Step down to early help",
        "ASSESSMENT": "Assessment required",
        "STRATEGY": "Strategy discussion or section 47 enquiry",
        "OTHER": "Other",
    },
)

PRIMARY_NEED = code_set(
    "primary_need",
    _CIN,
    "R",
    {
        "N1": "Abuse or neglect",
        "N2": "Child's disability or illness",
        "N3": "Parental illness or disability",
        "N4": "Family in acute stress",
        "N5": "Family dysfunction",
        "N6": "Socially unacceptable behaviour",
        "N7": "Low income",
        "N8": "Absent parenting",
    },
) + code_set("primary_need", _CIN, "M", {"N9": "Cases other than children in need", "N0": "Not stated"})

_WHO = {"A": "the child", "B": "a parent", "C": "another person in the household"}
_BY_PERSON = {
    "1": "Alcohol misuse by",
    "2": "Drug misuse by",
    "3": "Domestic abuse of",
    "4": "Mental health of",
    "5": "Learning disability of",
    "6": "Physical disability or illness of",
}
_RETIRED = date(2021, 4, 1)  # from memory: the census rules 8945Q and 8950Q refuse 18A and 19A; check the day

ASSESSMENT_FACTOR = (
    *code_set(
        "assessment_factor",
        _CIN,
        "R",
        {f"{n}{who}": f"{what} {person}" for n, what in _BY_PERSON.items() for who, person in _WHO.items()},
    ),
    *code_set("assessment_factor", _CIN, "R", {"7A": "Young carer"}),
    *code_set(
        "assessment_factor",
        _CIN,
        "M",
        {
            "8B": "Privately fostered: overseas child who intends to return",
            "8C": "Privately fostered: overseas child who intends to stay",
            "8D": "Privately fostered: UK child with an educational placement",
            "8E": "Privately fostered: UK child who makes their own arrangements",
            "8F": "Privately fostered: other",
        },
    ),
    *code_set(
        "assessment_factor",
        _CIN,
        "R",
        {
            "9A": "Unaccompanied asylum-seeking child",
            "10A": "Going missing",
            "11A": "Child sexual exploitation",
            "12A": "Trafficking",
            "13A": "Gangs",
            "14A": "Socially unacceptable behaviour",
            "15A": "Self-harm",
            "16A": "Neglect",
            "17A": "Emotional abuse",
        },
    ),
    Code("assessment_factor", "18A", "Physical abuse (until divided)", _CIN, "M", until=_RETIRED),
    Code("assessment_factor", "19A", "Sexual abuse (until divided)", _CIN, "M", until=_RETIRED),
    *code_set(
        "assessment_factor",
        _CIN,
        "R",
        {
            "18B": "Physical abuse: child on child",
            "18C": "Physical abuse: adult on child",
            "19B": "Sexual abuse: child on child",
            "19C": "Sexual abuse: adult on child",
        },
        since=_RETIRED,
    ),
    *code_set(
        "assessment_factor",
        _CIN,
        "R",
        {
            "20": "Other",
            "21": "No factors identified",
            "22A": "Female genital mutilation",
            "23A": "Abuse linked to faith or belief",
            "24A": "Child criminal exploitation",
        },
    ),
)

ABUSE_CATEGORY = code_set(
    "abuse_category",
    _CIN,
    "R",
    {
        "NEG": "Neglect",
        "PHY": "Physical abuse",
        "SAB": "Sexual abuse",
        "EMO": "Emotional abuse",
        "MUL": "Several categories",
    },
)

CLOSURE = code_set(
    "closure",
    _CIN,
    "R",
    {
        "RC1": "Adopted",
        "RC2": "Died",
        "RC3": "Child arrangements order",
        "RC4": "Special guardianship order",
        "RC5": "Transferred to another council",
        "RC6": "Transferred to adult services",
        "RC7": "Services ceased for another reason",
        "RC8": "Closed after assessment, no further action",
        "RC9": "Closed after assessment, referred to early help",
    },
)

ENQUIRY_OUTCOME = code_set(
    "enquiry_outcome",
    "Standard safeguarding dataset",
    "R",
    {
        "CONFERENCE": "Initial child protection conference",
        "MONITORED_BY_OTHER": "Another agency keeps watch",
        "CONTINUE_ASSESSMENT": "Continue with the family assessment",
        "LEGAL_ACTION": "Legal action",
        "SERVICES": "Services under section 17",
        "SHORT_BREAKS": "Short breaks under section 17",
        "NFA": "No further action",
        "OTHER": "Other",
    },
)

PARTICIPATION = code_set(
    "participation",
    "Standard safeguarding dataset",
    "R",
    {
        "PN0": "Child was under four",
        "PN1": "Came and spoke for themselves",
        "PN2": "Came and an advocate spoke for them",
        "PN3": "Came and used signs, symbols or other non-verbal means",
        "PN4": "Came and did not give a view",
        "PN5": "Did not come; an advocate gave their view",
    },
) + code_set(
    "participation",
    "Standard safeguarding dataset",
    "M",
    {"PN6": "Did not come; sent their view another way", "PN7": "Did not come and sent no view"},
)

DISABILITY = code_set(
    "disability",
    _CIN,
    "R",
    {
        "AUT": "Autism or Asperger syndrome",
        "BEH": "Behaviour",
        "COMM": "Communication",
        "CON": "Consciousness (such as seizures)",
        "DDA": "Other disability under the Equality Act",
        "HAND": "Hand function",
        "HEAR": "Hearing",
        "INC": "Incontinence",
        "LD": "Learning",
        "MOB": "Mobility",
        "NONE": "No disability",
        "PC": "Personal care",
        "VIS": "Vision",
    },
)

MISSING_TYPE = code_set(
    "missing_type",
    "Standard safeguarding dataset",
    "R",
    {"M": "Missing", "A": "Away from placement without authorisation"},
)

YES_NO_NA = code_set(
    "return_interview_answer",
    "Standard safeguarding dataset",
    "R",
    {"Y": "Yes", "N": "No", "NA": "Does not apply"},
)

NATIONAL = (
    CONTACT_SOURCE,
    CONTACT_OUTCOME,
    CONTACT_FLAG,
    REFERRAL_OUTCOME,
    PRIMARY_NEED,
    ASSESSMENT_FACTOR,
    ABUSE_CATEGORY,
    CLOSURE,
    ENQUIRY_OUTCOME,
    PARTICIPATION,
    DISABILITY,
    MISSING_TYPE,
    YES_NO_NA,
)
