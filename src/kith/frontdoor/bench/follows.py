"""What follows when a decision is saved, in words, shown before it is. The handovers themselves stand in one place;
a test holds these words against them."""

from __future__ import annotations

from kith.frontdoor.bench.reads import Bench, Child

AFTER = {
    "nfa": "Nothing further is done. Some closings need a second manager first.",
    "information_advice": "Nothing further is opened. Some closings need a second manager first.",
    "early_help_2": "An action: offer the family early help and name a lead practitioner, in 5 working days.",
    "early_help_3": "An action: offer the family early help and name a lead practitioner, in 5 working days.",
    "assessment": "An action: allocate a social worker and begin the assessment, by the next working day.",
    "strategy": "An action: hold a strategy discussion with police and health, today.",
    "other_council": "An action: pass the concern to the other council and confirm receipt.",
    "open_case": "It goes to the child's own social worker.",
}


def when_saved(found: Bench, child: Child) -> list[str]:
    """What will happen on saving, whatever is chosen: clocks, the referrers, the child."""
    others = [c.name for c in found.undecided if c.subject != child.subject]
    said = []
    if others:
        are = "is" if len(others) == 1 else "are"
        said.append(f"The clocks run on until {' and '.join(others)} {are} decided too.")
    else:
        said.append("Both decision clocks stop for every contact of this referral.")
        said.append(f"The clock for telling starts: {referrers(found)} to be told the outcome.")
    said.append("If the child's words are used, an action is made to tell the child what was decided and why.")
    said.append("The decision cannot be edited afterwards, only corrected by a new one.")
    return said


def referrers(found: Bench) -> str:
    names = {c.referrer_name or (c.agency.name if c.agency else "whoever reported") for c in found.contacts
             if not c.stays_unnamed} or {"whoever reported"}
    return " and ".join(sorted(names)) + (" are" if len(names) > 1 else " is")
