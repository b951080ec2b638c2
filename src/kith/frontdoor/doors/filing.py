"""From what was typed to the concern that is taken in, once: a second press gives the same receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kith.authority.who import Session
from kith.frontdoor import intake
from kith.frontdoor.acts import Said
from kith.frontdoor.doors import form_parts as parts
from kith.frontdoor.doors.referral_form import HIDDEN, MOST, WHO
from kith.frontdoor.doors.roll import Pupil
from kith.frontdoor.models import Contact
from kith.people.arrivals import Arriving
from kith.statute import codes

SOURCE_OF_ROLE = {
    "hub_education": "2B",
    "early_help_worker": "5D",
    "hub_early_help": "5D",
    "youth_worker": "5B",
}
SOURCE_OF_KIND = {"school": "2A", "police": "6", "health": "3F", "council": "5A"}
NOT_TYPED = (*HIDDEN, "find", "pupil", "method")
SITTING = 3600  # seconds: a page left open longer was not being typed on
SYSTEM = "form"


@dataclass
class Filing:
    """The people of a concern with their words, ready for contact.received."""

    people: list[tuple[str, Arriving]] = field(default_factory=list)
    voices: list[Said] = field(default_factory=list)
    not_heard: dict[str, str] = field(default_factory=dict)  # position among the people -> why, in words


def source_of(by: Session) -> str:
    """The contact-source code of a professional, from what is known of them: never asked."""
    role = next((code for role, code in SOURCE_OF_ROLE.items() if by.has(role)), "")
    return role or SOURCE_OF_KIND.get(by.agency_kind, "8")


def gather(answers: Mapping[str, Any], pupils: Mapping[int, Pupil], by: Session, school: str) -> Filing:
    """Children first, then everybody else, as the form named them."""
    filing = Filing()
    for n in range(1, MOST + 1):
        child = parts.block(answers, f"child{n}")
        if parts.filled(child, WHO):
            add_child(filing, child, answers, pupils.get(n), by, school)
    for n in range(1, MOST + 1):
        person = parts.block(answers, f"person{n}")
        if person.get("role"):
            filing.people.append((person["role"], other(person, answers)))
    return filing


def add_child(
    filing: Filing,
    child: Mapping[str, Any],
    answers: Mapping[str, Any],
    pupil: Pupil | None,
    by: Session,
    school: str,
) -> None:
    position = len(filing.people)
    filing.people.append(
        (
            "child",
            Arriving(
                given_name=child["given_name"],
                family_name=child["family_name"],
                known_as=child["known_as"],
                dob=parts.date_text(child["dob"]),
                age=child["age"],
                expected_dob=parts.date_text(child["expected"]),
                sex=child["sex"] or "U",
                school=child["school"] or (school if pupil else ""),
                upn=pupil.upn if pupil else "",
                address=answers["address"],
                postcode=answers["postcode"],
            ),
        )
    )
    if said := words_of(child, position, by):
        filing.voices.append(said)
    if child["heard"] == "no":
        reason = codes.label("no_voice_reason", child["not_heard"])
        day = f"{child['see_on']:%-d %B %Y}" if child["see_on"] else ""
        filing.not_heard[str(position)] = ": ".join(t for t in (reason, day or child["not_heard_note"]) if t)


def words_of(child: Mapping[str, Any], position: int, by: Session) -> Said | None:
    """The child's own words, or what was seen; None where there is neither."""
    spoken = child["words"] if child["heard"] == "yes" else ""
    if not spoken and not child["observed"]:
        return None
    return Said(
        position=position,
        words=spoken,
        observed=child["observed"],
        method=child["method"] or "spoke" if spoken else "observed",
        heard_by=child["heard_by"] or by.name,
        heard_at=parts.moment(child["heard_on"], child["heard_time"]),
        alone={"yes": True, "no": False}.get(child["alone"]),
        language=child["language"],
        wish=child["wish"],
    )


def other(person: Mapping[str, Any], answers: Mapping[str, Any]) -> Arriving:
    """Somebody around the child; the child's address is theirs where they live together."""
    home = (
        {"address": answers["address"], "postcode": answers["postcode"]} if person["lives"] == "yes" else {}
    )
    return Arriving(
        given_name=person["given_name"],
        family_name=person["family_name"],
        age=person["born"],
        phone=person["phone"],
        **home,
    )


def story(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What happened and what is needed, in the contact's own fields."""
    safe = {"yes": "Yes", "no": "No", "nk": "Not known"}
    seen = safe[answers["seen_today"]]
    return {
        "what_happened": answers["what_happened"],
        "happened_at": parts.moment(answers["happened_on"], answers["happened_time"]),
        "harm": "\n\n".join(
            t for t in (answers["harm"], answers["dangers"] and f"Danger: {answers['dangers']}") if t
        ),
        "protective": answers["protective"],
        "safe_now": ". ".join(t for t in (safe[answers["safe_now"]], answers["safe_note"]) if t),
        "where_now": parts.labelled(
            [("", answers["where_now"]), ("Until", answers["where_until"])]
        ),
        "seen_today": f"{seen}, by {answers['seen_by']}" if answers["seen_by"] else seen,
        "others_at_home": answers["others_at_home"],
        "family_told": "yes" if answers["family_told"] == "yes" else answers["not_told"],
        "service_consent": answers["service_consent"],
        "help_tried": answers["help_tried"],
        "needs": parts.labelled(
            [
                ("Language at home", answers["language"]),
                ("Interpreter needed", safe.get(answers["interpreter"], "").lower()),
                ("Disability or communication", answers["disability"]),
            ]
        ),
        "proposed_level": int(answers["proposed_level"]) if answers["proposed_level"] else None,
        "proposed_reason": answers["proposed_reason"],
        "address": answers["address"],
        "postcode": answers["postcode"],
    }


def carried(answers: Mapping[str, Any], pupils: Mapping[int, Pupil]) -> dict[str, str]:
    """Fields whose value was held already and only confirmed, with where it came from."""
    found = {}
    for n, pupil in pupils.items():
        for name, value in pupil.fields().items():
            if answers.get(f"child{n}_{name}") == value:
                found[f"child{n}_{name}"] = "the school's roll"
    return found


def typed(answers: Mapping[str, Any], held: Mapping[str, str]) -> int:
    """How many fields somebody filled in by hand."""
    asked = [
        n for n in answers if n not in held and n not in NOT_TYPED and n.rpartition("_")[2] not in NOT_TYPED
    ]
    return len(parts.filled(answers, asked))


def seconds(started: str, spent: int | None, at: datetime) -> int:
    """Time spent at the form: earlier sittings and this one; a page left open counts an hour at most."""
    try:
        this = (at - datetime.fromisoformat(started)).total_seconds()
    except (ValueError, TypeError):
        this = 0
    return (spent or 0) + int(min(max(this, 0), SITTING))


def only_once(token: UUID, by: Session, system: str) -> Contact | None:
    """The contact that this very form made already. Two presses at one moment wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(token)])
    return Contact.objects.filter(system=system, system_ref=str(token), created_by=by.worker_id).first()


def file(
    *,
    by: Session,
    at: datetime,
    answers: Mapping[str, Any],
    pupils: Mapping[int, Pupil],
    referrer: Mapping[str, str],
) -> Contact:
    """Take the concern in. `referrer`: name, role and telephone as held. Raises Refused."""
    if already := only_once(answers["token"], by, SYSTEM):
        return already
    filing = gather(answers, pupils, by, by.agency_name)
    held = carried(answers, pupils) | {f"referrer_{k}": "your own record" for k, v in referrer.items() if v}
    provenance: dict[str, Any] = dict(held)
    if filing.not_heard:
        provenance["not_heard"] = filing.not_heard
    phone = answers["reach_me"] or referrer["contact"]
    return intake.take_in(
        by=by,
        at=at,
        received_at=at,
        channel="form",
        source_code=source_of(by),
        agency=by.agency_id,
        referrer_id=by.worker_id,
        referrer_name=referrer["name"],
        referrer_role=referrer["role"],
        referrer_contact=phone,
        system=SYSTEM,
        system_ref=str(answers["token"]),
        people=filing.people,
        voices=filing.voices,
        provenance=provenance,
        typed_fields=typed(answers, held),
        carried_fields=len(held),
        typed_seconds=seconds(answers["started"], answers["spent"], at),
        **story(answers),
    )
