"""Agencies, teams and the workers who sign in: one at least for every role, and Charlie, who has a tie to
nothing."""

from __future__ import annotations

from .ground import Ground
from .nouns import Agency, Team, Worker
from .streams import stream, uid

COUNCIL, POLICE, HEALTH = "council", "police", "health"
DOMESTIC, SUBSTANCE, ADVOCACY, ELSEWHERE = "harbour-house", "turning-tide", "young-voices", "wexmoor"

AGENCIES = (
    Agency(COUNCIL, "Thornshire County Council", "council"),
    Agency(POLICE, "Thornshire Constabulary", "police"),
    Agency(HEALTH, "NHS Thornshire", "health"),
    Agency(DOMESTIC, "Harbour House (domestic abuse)", "voluntary"),
    Agency(SUBSTANCE, "Turning Tide (drugs and alcohol)", "voluntary"),
    Agency(ADVOCACY, "Young Voices Thornshire", "voluntary"),
    Agency("partnership", "Thornshire Safeguarding Children Partnership", "partnership"),
    Agency("scrutiny", "Independent scrutiny", "scrutiny"),
    Agency("host", "Thornshire Shared Systems", "host"),
    Agency(ELSEWHERE, "Wexmoor Council", "other_council"),
    Agency("probation", "Thornshire Probation", "justice"),
    Agency("elmcaster", "City of Elmcaster Council", "district"),
    Agency("saltmere", "Borough of Saltmere", "district"),
    Agency("brackenford", "Brackenford District Council", "district"),
    Agency("otterley", "Otterley Vale District Council", "district"),
    Agency("quenby", "Borough of Quenby", "district"),
    Agency("northwold", "North Wold District Council", "district"),
)

TEAMS = tuple(
    Team(*entry)
    for entry in (
        ("hub", COUNCIL, "Front door hub"),
        ("hub_police", POLICE, "Hub police"),
        ("hub_health", HEALTH, "Hub health"),
        ("hub_education", COUNCIL, "Hub education"),
        ("hub_early_help", COUNCIL, "Hub early help"),
        ("duty", COUNCIL, "Emergency duty team"),
        ("assessment_north", COUNCIL, "Assessment, north"),
        ("assessment_south", COUNCIL, "Assessment, south"),
        ("protection", COUNCIL, "Children in need and protection"),
        ("care", COUNCIL, "Children in care"),
        ("early_help", COUNCIL, "Early help"),
        ("conference", COUNCIL, "Conference and reviewing"),
        ("exploitation", COUNCIL, "Exploitation and missing"),
        ("response_a", POLICE, "Response A"),
        ("response_b", POLICE, "Response B"),
        ("protecting", POLICE, "Protecting vulnerable people"),
        ("missing", POLICE, "Missing people"),
        ("intelligence", POLICE, "Exploitation intelligence"),
        ("health_visiting", HEALTH, "Health visiting"),
        ("school_nursing", HEALTH, "School nursing"),
        ("safeguarding_health", HEALTH, "Named professionals"),
        ("outreach", DOMESTIC, "Outreach"),
        ("treatment", SUBSTANCE, "Family treatment"),
        ("advocates", ADVOCACY, "Advocates"),
        ("business", "partnership", "Business unit"),
    )
)

_ROLES = (  # handle, name, agency, roles, teams
    ("priya", "Priya Nairn", COUNCIL, "hub_screener", "hub"),
    ("dylan", "Dylan Frost", COUNCIL, "hub_screener", "hub"),
    ("odette", "Odette Marsh", COUNCIL, "hub_screener", "hub"),
    ("marcus", "Marcus Bell-Adeyemi", COUNCIL, "hub_social_worker", "hub"),
    ("sunniva", "Sunniva Clarke", COUNCIL, "hub_social_worker", "hub"),
    ("helen", "Helen Okoro", COUNCIL, "hub_manager", "hub"),
    ("tomasz", "Tomasz Wrona", COUNCIL, "hub_manager", "hub"),
    ("gareth", "Gareth Pike", POLICE, "hub_police", "hub_police"),
    ("leila", "Leila Hartwell", POLICE, "hub_police", "hub_police"),
    ("bronwen", "Bronwen Teague", HEALTH, "hub_health", "hub_health"),
    ("yaw", "Yaw Darko-Lane", COUNCIL, "hub_education", "hub_education"),
    ("imogen", "Imogen Sayer", COUNCIL, "hub_early_help", "hub_early_help"),
    ("rafal", "Rafal Dunn", COUNCIL, "duty", "duty"),
    ("nell", "Nell Aspinall", COUNCIL, "duty", "duty"),
    ("ben", "Ben Carrow", POLICE, "constable", "response_a"),
    ("shanice", "Shanice Vale", POLICE, "constable", "response_b"),
    ("moira", "Moira Kestle", POLICE, "sergeant", "response_a"),
    ("alice", "Alice Thornbury", COUNCIL, "social_worker", "assessment_north"),
    ("bob", "Bob Iredale", COUNCIL, "social_worker", "assessment_south"),
    ("femi", "Femi Lockwood", COUNCIL, "social_worker", "protection"),
    ("wanda", "Wanda Prosser", COUNCIL, "social_worker", "care"),
    ("jo", "Jo Penhale", COUNCIL, "early_help_worker", "early_help"),
    ("kit", "Kit Amory", ADVOCACY, "advocate", "advocates"),
    ("ruth", "Ruth Ellery", COUNCIL, "team_manager", "assessment_north assessment_south"),
    ("desmond", "Desmond Achebe-Hill", COUNCIL, "team_manager", "protection care"),
    ("sylvia", "Sylvia Norcross", COUNCIL, "conference_chair", "conference"),
    ("frances", "Frances Mole", HEALTH, "named_nurse", "safeguarding_health health_visiting"),
    ("anand", "Anand Wyke", HEALTH, "named_doctor", "safeguarding_health"),
    ("petra", "Petra Lund", POLICE, "exploitation_analyst", "intelligence"),
    ("colm", "Colm Danby", COUNCIL, "exploitation_chair", "exploitation"),
    ("hattie", "Hattie Rowe", POLICE, "missing_worker", "missing"),
    ("zadie", "Zadie Orme", COUNCIL, "youth_worker", "exploitation"),
    ("edwin", "Edwin Pascoe", "partnership", "business_unit", "business"),
    ("carys", "Carys Unwin", "partnership", "auditor", "business"),
    ("ottoline", "Ottoline Grey", "scrutiny", "scrutineer", ""),
    ("malcolm", "Malcolm Stroude", COUNCIL, "senior_leader", ""),
    ("verity", "Verity Chase", POLICE, "senior_leader", ""),
    ("nkechi", "Nkechi Rowan", HEALTH, "senior_leader", ""),
    ("gwen", "Gwen Tallis", COUNCIL, "guardian", ""),
    ("hugh", "Hugh Farrant", POLICE, "guardian", ""),
    ("ines", "Ines Calder", HEALTH, "guardian", ""),
    ("ivor", "Ivor Blythe", COUNCIL, "investigator", ""),
    ("joan", "Joan Rattray", HEALTH, "investigator", ""),
    ("adrian", "Adrian Keys", "host", "administrator", ""),
    ("harriet", "Harriet Bloom", DOMESTIC, "early_help_worker", "outreach"),
    ("charlie", "Charlie Nobody", COUNCIL, "social_worker", ""),
)
_LEAD_GIVEN = (
    "Dawn",
    "Asha",
    "Simon",
    "Bridget",
    "Owen",
    "Marta",
    "Clive",
    "Yvonne",
    "Tariq",
    "Heather",
    "Grace",
    "Neil",
)
_LEAD_FAMILY = (
    "Penrose",
    "Whitlock",
    "Sefton",
    "Barrow",
    "Ashdown",
    "Kemble",
    "Tolley",
    "Marsden",
    "Quill",
    "Vane",
)


def agencies(ground: Ground) -> tuple[Agency, ...]:
    """The partners, the districts, the neighbour council, and each school as an agency of its own."""
    return AGENCIES + tuple(Agency(school.agency, school.name, "school") for school in ground.schools)


def workers(seed: int, ground: Ground) -> tuple[Worker, ...]:
    """Everyone who can sign in. Handles are stable across seeds; each school has one lead, `lead-<urn>`."""
    named = [_worker(seed, number, *entry) for number, entry in enumerate(_ROLES)]
    return (*named, *_leads(seed, ground, len(named)))


def _worker(seed: int, number: int, handle: str, name: str, agency: str, roles: str, teams: str) -> Worker:
    return Worker(
        uid(seed, "worker", handle),
        handle,
        name,
        f"{handle}@{agency}.thornshire.example",
        f"01632 960{number % 1000:03d}",
        agency,
        tuple(roles.split()),
        tuple(teams.split()),
    )


def _leads(seed: int, ground: Ground, first: int) -> list[Worker]:
    chance, leads = stream(seed, "workers", "leads"), []
    for number, school in enumerate(ground.schools):
        name = f"{chance.choice(_LEAD_GIVEN)} {chance.choice(_LEAD_FAMILY)}"
        leads.append(
            _worker(seed, first + number, f"lead-{school.urn}", name, school.agency, "school_lead", "")
        )
    return leads
