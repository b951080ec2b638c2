"""First sight of one arriving record's candidates as they lie packed in the index: who is plainly somebody else?

`score.hopeless` says it of two records. Here the arriving one is read once for all its candidates, and of theirs only
the texts that tell most; what is not plain to read is unpacked and asked of `hopeless` itself. A web process comes cold
to every arrival, so few and short steps count here more than anywhere else.
"""

from __future__ import annotations

from collections.abc import Sequence

from .guards import GUARDS, ONE_DAY, ONE_PLACE
from .levels import AT, address_level, dob_level, in_chain
from .model import Model
from .record import Cleaned, from_texts, places
from .score import NOTHING, ROUNDING, hopeless, names_alike, number_bits

_WEAK, _OTHER_FAMILY = AT["given"]["weak"], AT["family"]["different"]
_GENERATION, _ELSEWHERE, _OUTCODE = AT["dob"]["generation"], AT["address"]["elsewhere"], AT["address"]["outcode"]


class Glance:
    """One arriving record, held against packed rows one after another."""

    def __init__(self, model: Model, arriving: Cleaned) -> None:
        self.model, self.arriving = model, arriving
        self._plain = len(arriving.givens) == 1 == len(arriving.families) and not arriving.sealed
        self._relatives = GUARDS["relatives"].cap < model.floor
        self._floor = model.floor - ROUNDING
        self._near, self._exact = model.fixed["dob"][AT["dob"]["near"]], model.most["dob"]

    def hopeless(self, texts: Sequence[str]) -> bool:
        """Is it plain that the arriving record is not the one whose packed texts these are? Only where `score.hopeless`
        says so too."""
        a, fixed = self.arriving, self.model.fixed
        (_, _, givens, middle, families, dob, kind, sex, homes, nhs, upn, phones, emails, parents, order, flags) = texts
        if not self._plain or order != "0" or flags[4] == "1" or "|" in givens or "|" in families:
            return hopeless(self.model, a, from_texts(texts))
        given, bits = self._name("given", a.givens[0], givens)
        differ, apart = given >= _WEAK, self._born_apart(dob, kind)
        if differ:
            if self._perhaps_crossed(givens, middle, families):
                return hopeless(self.model, a, from_texts(texts))
            if apart and (not nhs or nhs != a.nhs) and (not upn or upn != a.upn):
                return self._relatives
        family, family_bits = self._name("family", a.families[0], families)
        if family == _OTHER_FAMILY and not differ and self._chained(givens, middle, families):
            return hopeless(self.model, a, from_texts(texts))
        bits += self.model.prior + family_bits
        if (nhs and a.nhs) or (upn and a.upn):
            bits += number_bits(self.model, (a.nhs, a.nhs_valid, a.upn), (nhs, flags[0] == "1", upn))
        if sex and a.sex:
            bits += fixed["sex"][1 if a.sex == sex else 2]
        if (middle and a.middle) or phones or emails or parents:
            bits += self._most_of_the_rest(middle, phones, emails, parents)
        address = self._address(homes)
        bits += fixed["address"][address]
        together = address in ONE_PLACE
        if not together and (apart or not differ) and bits + (self._near if apart else self._exact) < self._floor:
            return True
        day = dob_level(a.dob, a.dob_kind, dob, kind)
        if (differ and day in ONE_DAY) or (together and day == _GENERATION):
            return False
        return bits + fixed["dob"][day] < self._floor

    def _name(self, table: str, mine: str, other: str) -> tuple[int, float]:
        """Level and bits of two names, each of one word or none."""
        if not other:
            return 0, 0.0
        return self.model.memory[table].get((mine, other)) or names_alike(self.model, table, mine, other)

    def _chained(self, given: str, middle: str, family: str) -> bool:
        """May one's surname stand among the other's further names?"""
        a = self.arriving
        return bool(in_chain(a.families, (given,), middle) or in_chain((family,), a.givens, a.middle))

    def _born_apart(self, dob: str, kind: str) -> bool:
        """Two whole dates of birth with neither year nor day in common?"""
        a = self.arriving
        return kind == "e" == a.dob_kind and dob[:4] != a.dob[:4] and dob[5:] != a.dob[5:]

    def _perhaps_crossed(self, given: str, middle: str, family: str) -> bool:
        """May one's first name be the other's middle name or surname? The scorer knows."""
        a = self.arriving
        if (middle and a.givens[0] in middle) or (a.middle and given in a.middle):
            return True
        return bool(family) and given[0] == a.families[0][0] and family[0] == a.givens[0][0]

    def _address(self, homes: str) -> int:
        """The address level of packed homes."""
        a = self.arriving.homes
        if not homes or not a:
            return 0
        if len(a) == 1 and "|" not in homes:
            mine, (postcode, number, _) = a[0], homes.split(";")
            if postcode and mine.postcode and postcode != mine.postcode and number != mine.number:  # not even a slip
                return _OUTCODE if postcode[:-3] == mine.postcode[:-3] else _ELSEWHERE
        return address_level(a, places(homes), self.model.shared.get("home", NOTHING))

    def _most_of_the_rest(self, middle: str, phones: str, emails: str, parents: str) -> float:
        """The most that the fields not yet looked at could add."""
        a, most, bits = self.arriving, self.model.most, 0.0
        if middle and a.middle:
            bits += most["middle"]
        if (a.phones and phones) or (a.emails and emails):
            bits += most["contact"]
        return bits + most["parent"] if a.parents and parents else bits
