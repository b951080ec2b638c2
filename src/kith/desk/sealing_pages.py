"""Sealing a record by order of a court, and lifting a seal: for guardians of information, who are shown no record."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from kith.authority import ledger
from kith.authority.acts import Refused
from kith.authority.pages import ActPage
from kith.desk.clock_pages import FormLook
from kith.kit.forms import DateParts, KithForm, LongText, Radios, Text
from kith.people import reads as people
from kith.people.index import acts

LEVELS = (("2", "Nobody learns that it exists (adoption, witness protection)"),
          ("1", "Only people a guardian names may open it; the hub is told to ring the duty team"))
NOT_FOUND = ("No one record stands under exactly this name and date of birth. Check the spelling as it is recorded; "
             "if two records look alike, the hub must say who is who first.")


class SealForm(KithForm):
    """Whose record, by whose order, and the identity the person has now."""

    given_name = Text(label="First name, exactly as recorded", max_length=100, noun="the first name")
    family_name = Text(label="Surname, exactly as recorded", max_length=100, noun="the surname")
    born_on = DateParts(label="Date of birth", noun="the date of birth")
    level = Radios(label="Who may know of this record?", choices=LEVELS, noun="who may know of it")
    order = LongText(label="By whose order?", rows=2, noun="by whose order", max_length=500,
                     hint="The court and the date of its order.")
    new_given_name = Text(label="First name now", required=False, max_length=100)
    new_family_name = Text(label="Surname now", required=False, max_length=100)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if bool(found.get("new_given_name")) != bool(found.get("new_family_name")):
            self.add_error("new_family_name", "Enter both names of the new identity, or neither")
        return found


class LiftForm(KithForm):
    """Whose seal, by whose order."""

    given_name = Text(label="First name on the sealed record", max_length=100, noun="the first name")
    family_name = Text(label="Surname on the sealed record", max_length=100, noun="the surname")
    born_on = DateParts(label="Date of birth", noun="the date of birth")
    order = LongText(label="By whose order is the seal lifted?", rows=2, noun="by whose order", max_length=500)


class Sealing(FormLook, ActPage):
    """What both pages share: what was typed is found exactly or not at all, and each attempt is written down."""

    template = "desk/sealing.html"
    keeps_draft = False  # a name that must not be found is kept nowhere

    def subject(self, **kwargs: Any) -> None:
        return None

    def find(self, answers: dict[str, Any], given: str, family: str, *, is_sealed: bool) -> UUID:
        found = person_to_seal(given, family, answers["born_on"], is_sealed)
        ledger.append("sealing.tried", at=self.request.at, facts={"found": found is not None},
                      personal=f"{given} {family} {answers['born_on']}; {answers['order']}")
        if found is None:
            raise Refused(NOT_FOUND)
        return found

    def next(self, outcome: Any) -> str:
        return "/work/sealing/"


def person_to_seal(given: str, family: str, born: date, is_sealed: bool) -> UUID | None:
    """The one person of exactly this name and date of birth, sealed or not as asked; None for every other case."""
    rows = people.rows("select sec.person_to_seal(%s, %s, %s, %s)", [given, family, born, is_sealed])
    return rows[0][0] if rows else None


class Seal(Sealing):
    """Seal a record. Where the person has a new identity, the two are never proposed as one."""

    verb, title, form = "person.sealed", "Seal a record", SealForm
    done = "Sealed. Its keys have left the index and no search or match finds it."

    def context(self) -> dict[str, Any]:
        return {"press": "Seal the record", "back": "/work/", "seals": True}

    def act(self, answers: dict[str, Any]) -> Any:
        old = self.find(answers, answers["given_name"], answers["family_name"], is_sealed=False)
        new = None
        if answers["new_given_name"]:
            new = self.find(answers, answers["new_given_name"], answers["new_family_name"], is_sealed=False)
            if new == old:
                raise Refused("The new identity must be another record than the one that is sealed.")
        return acts.seal(by=self.request.by, at=self.request.at, subject=old, becomes=new, level=int(answers["level"]))


class Lift(Sealing):
    """Lift a seal: the record can be found again by everybody whom it concerns."""

    verb, title, form = "person.unsealed", "Lift a seal", LiftForm
    done = "The seal is lifted. The record goes back into the index with the nightly check."

    def context(self) -> dict[str, Any]:
        return {"press": "Lift the seal", "back": "/work/sealing/", "seals": False}

    def act(self, answers: dict[str, Any]) -> Any:
        sealed = self.find(answers, answers["given_name"], answers["family_name"], is_sealed=True)
        return acts.unseal(by=self.request.by, at=self.request.at, sealed=sealed, reason=answers["order"])
