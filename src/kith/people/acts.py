"""What can be done about people: hear a child, tell a child back, correct and complete what is known."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kith.authority import ledger
from kith.authority.acts import Done, Refused, act
from kith.authority.who import Session
from kith.people import rules
from kith.people.chronology import chronicle
from kith.people.models import Identifier, Name, Person, Quality, RestrictedAddress, Voice
from kith.people.names import script_of

NAME_TYPES = {"legal": "Legal name", "known_as": "Known as", "alias": "Another name or spelling",
              "previous": "Earlier name", "transliterated": "The same name in other letters"}


def new_voice(*, by: Session, at: datetime, subject: UUID, heard_at: datetime, method: str, heard_by: str,
              words: str = "", observed: str = "", source_record: UUID | None = None, agency: UUID | None = None,
              **more: Any) -> Voice:
    """A voice entry as part of another act (a contact that brings the child's words with it)."""
    voice = Voice(subject_id=subject, source_record_id=source_record, heard_at=heard_at, method=method, words=words,
                  observed=observed, heard_by=heard_by or by.name, agency_id=agency or by.agency_id,
                  created_by_id=by.worker_id, created_at=at, **more)
    Voice.objects.bulk_create([voice])
    return voice


@act("voice.heard", when=rules.reasons_against_voice)
def hear(*, by: Session, at: datetime, subject: UUID, heard_at: datetime, method: str, heard_by: str = "",
         words: str = "", observed: str = "", **more: Any) -> Done:
    """Write down what a child said or showed, verbatim; what anybody makes of it stands apart."""
    voice = new_voice(by=by, at=at, subject=subject, heard_at=heard_at, method=method, heard_by=heard_by,
                      words=words, observed=observed, **more)
    return Done(voice, subject, {"method": method})


@act("voice.told_back")
def tell_back(*, by: Session, at: datetime, subject: UUID, voice: Voice, told: str) -> Done:
    """The child was told what happened and why: what they said did not vanish."""
    if not told.strip():
        raise Refused("Write what the child was told.")
    Voice.objects.filter(pk=voice.pk).update(told_back_at=at, told_back=told, told_back_by=by.name)
    return Done(voice, subject)


@act("person.corrected")
def correct(*, by: Session, at: datetime, subject: UUID, **changes: Any) -> Done:
    """Correct what is taken to be true of a person. What each source said stays as it was said."""
    allowed = {"given_name", "family_name", "known_as", "born_on", "precision", "sex", "birth_order", "multiple_birth",
               "died_on", "area", "expected_on"}
    if wrong := set(changes) - allowed:
        raise Refused(f"These cannot be corrected here: {', '.join(sorted(wrong))}.")
    Person.objects.filter(subject_id=subject).update(**changes)
    return Done(Person.objects.get(subject_id=subject), subject, {"changed": sorted(changes)})


@act("person.born")
def born(*, by: Session, at: datetime, subject: UUID, born_on: date, given_name: str = "", family_name: str = "",
         sex: str = "U") -> Done:
    """An unborn child is born: same record, same plan; the expected date stays in its history (scenario A5)."""
    person = Person.objects.get(subject_id=subject)
    if not person.is_unborn:
        raise Refused("This child's birth is already recorded.")
    person.born_on, person.precision, person.sex = born_on, "exact", sex
    person.given_name = given_name or person.given_name
    person.family_name = family_name or person.family_name
    person.save(update_fields=["born_on", "precision", "sex", "given_name", "family_name"])
    return Done(person, subject)


@act("person.also_named")
def name_also(*, by: Session, at: datetime, subject: UUID, given_name: str, family_name: str, type: str) -> Done:
    """Keep another name a person goes by, in the script it is written in; from now on it finds them too."""
    if not given_name.strip() and not family_name.strip():
        raise Refused("Write the name, in the script in which it is written.")
    if type not in NAME_TYPES:
        raise Refused("Choose what kind of name this is.")
    said = {"given_name": given_name.strip(), "family_name": family_name.strip()}
    if Name.objects.filter(subject_id=subject, type=type, **said).exists():
        raise Refused("This name is held already.")
    name = Name(subject_id=subject, type=type, script=script_of(given_name + family_name), created_by_id=by.worker_id,
                **said)
    Name.objects.bulk_create([name])
    return Done(name, subject, {"type": type, "script": name.script})


@act("person.numbered")
def number(*, by: Session, at: datetime, subject: UUID, scheme: str, value: str, verified: bool = False) -> Done:
    """Give a person an NHS or pupil number, or say that the one held is `verified` with whoever issued it. A number
    that another person holds is refused, and asked about."""
    try:
        clean = {"nhs": rules.nhs_number, "upn": rules.pupil_number}.get(scheme, str.strip)(value)
    except ValueError as problem:
        raise Refused(str(problem)) from None
    held = Identifier.objects.filter(subject_id=subject, scheme=scheme, value=clean, ended_at=None).first()
    if held and (held.verified or not verified):
        raise Refused("This person has this number already.")
    if held:
        Identifier.objects.filter(pk=held.pk).update(verified=True)
        return Done(held, subject, {"scheme": scheme, "verified": True})
    identifier = Identifier(subject_id=subject, scheme=scheme, value=clean, verified=verified,
                            created_by_id=by.worker_id)
    try:
        with transaction.atomic():
            Identifier.objects.bulk_create([identifier])
    except IntegrityError:
        raise Refused("Another child already has this number. It was not saved: two children cannot share one number. "
                      "Check it with the school or the GP practice.") from None
    return Done(identifier, subject, {"scheme": scheme, "verified": verified})


@act("quality.raised")
def raise_quality(*, by: Session, at: datetime, subject: UUID, what: str) -> Done:
    """Ask a person to look at a doubtful piece of data."""
    question = Quality(subject_id=subject, what=what, raised_at=at, created_by_id=by.worker_id)
    Quality.objects.bulk_create([question])
    return Done(question, subject)


@act("address.restricted")
def restrict(*, by: Session, at: datetime, subject: UUID, text: str) -> Done:
    """Keep a protected place: encrypted, in a table of its own, opened to named people only."""
    place = RestrictedAddress(subject_id=subject, sealed_text=ledger.encrypt(text.encode(), f"place/{subject}"),
                              created_by_id=by.worker_id, created_at=at)
    RestrictedAddress.objects.bulk_create([place])
    return Done(place, subject)


chronicle("voice.heard", lambda v, by: f"{v.heard_by} wrote down what the child said or showed", significant=True)
chronicle("voice.told_back", lambda v, by: f"{by.name} told the child what happened and why")
chronicle("person.born", lambda p, by: "Born", significant=True)
chronicle("match.decided", lambda s, by: f"{by.name} decided who a {s.system} record is about")
chronicle("match.undone", lambda link, by: f"{by.name} undid a link to a {link.source_record.system} record",
          significant=True)
