"""The words of the invented county as Kith's own codes."""

from __future__ import annotations

from datetime import date

AGENCY_KIND = {"council": "council", "police": "police", "health": "health", "school": "school",
               "voluntary": "voluntary"}  # any other kind counts as a partner of the partnership
CHANNEL = {"form": "form", "telephone": "telephone", "api": "system", "public": "public"}
SYSTEM = {"police": "incident log", "health": "Spine"}
FAMILY_NOT_TOLD = {"unsafe to tell": "unsafe_child", "could not be reached": "not_reached", "not asked": "not_yet",
                   "would put the child at greater risk": "unsafe_child"}
RELATION = {"step_mother": "step_parent", "step_father": "step_parent", "cousin": "other_relative"}
SCHEME = {"nhs_number": "nhs", "upn": "upn", "la_child_id": "council", "police_ref": "police"}
METHOD = {"play": "played", "written": "wrote", "signs": "signs_symbols"}
NAME_TYPE = {"legal", "known_as", "alias", "previous", "transliterated", "unborn"}
OUTCOME = {"info_advice": "information_advice", "strategy_discussion": "strategy"}
NO_VOICE = {"not yet seen, visit booked": "not_yet_seen", "asleep, not spoken to": "not_yet_seen",
            "too young to say, to be observed": "preverbal", "unborn": "unborn", "not safe to approach": "not_safe",
            "did not want to talk": "refused"}
LEVELS = {"nfa": (1, 3), "information_advice": (1, 2), "early_help": (2, 3), "assessment": (4, 4), "strategy": (4, 4),
          "other_council": (1, 4)}


def chosen(outcome: str, level: int) -> tuple[str, int]:
    """The decision's code and the level of need that fits it."""
    code = OUTCOME.get(outcome, outcome)
    least, most = LEVELS[code]
    fitting = min(max(level, least), most)
    return (f"early_help_{fitting}" if code == "early_help" else code), fitting


def born_typed(text: str) -> str:
    """A day typed dd/mm/yyyy as ISO text; anything else as it was typed."""
    try:
        day, month, year = text.split("/")
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return text
