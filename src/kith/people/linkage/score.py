"""One scorer, live and in bulk: Fellegi-Sunter weights in bits (Fellegi and Sunter 1969), named levels, then guards."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from .guards import GUARDS, ONE_DAY, ONE_PLACE, births_differ, guard_code
from .levels import AT, FIELDS, address_level, dob_level, exchanged, family_level, given_level, in_chain, in_middle
from .model import MEMORY, Model
from .names import skeleton
from .record import Cleaned
from .script import comparable

_G, _F, _N, _U, _M = AT["given"], AT["family"], AT["nhs"], AT["upn"], AT["middle"]
_MIDDLE, _SWAPPED, _WEAK, _DIFFERENT = _G["middle"], _G["swapped"], _G["weak"], _G["different"]
_GENERATION, _ADDRESS = AT["dob"]["generation"], FIELDS.index("address")
ROUNDING = 1e-6
NOTHING: frozenset[str] = frozenset()


class Scored(NamedTuple):
    """What a comparison found. `levels` and `bits` follow `levels.FIELDS`; `raw` is the weight before the guard."""

    weight: float
    levels: tuple[int, ...]
    bits: tuple[float, ...]
    guard: str
    raw: float
    prior: float

    @property
    def cannot_link(self) -> bool:
        """Does the guard say these are two people, whatever the weight?"""
        return bool(self.guard) and GUARDS[self.guard].cannot_link


def score(model: Model, a: Cleaned, b: Cleaned, multiple: bool = False) -> Scored:
    """Weight of evidence in bits that two records are one person. `multiple`: their home has a known multiple birth."""
    levels, bits = compare(model, a, b)
    raw = model.prior + sum(bits)
    code = guard_code(model, a, b, levels, multiple)
    return Scored(min(raw, GUARDS[code].cap) if code else raw, levels, bits, code, raw, model.prior)


def hopeless(model: Model, a: Cleaned, b: Cleaned) -> bool:
    """Is it plain at first sight that `kept` will be false? Spares the bulk run most of its work; never wrong.

    An upper bound of the weight from the fields that cost least, in two steps; what a final guard could hold is left
    to the scorer.
    """
    if (a.birth_order and b.birth_order) or a.sealed or b.sealed:
        return False
    given, bits = _given_or_middle(model, a, b)
    differ = given in (_WEAK, _DIFFERENT)
    if differ and births_differ(a, b):
        return GUARDS["relatives"].cap < model.floor
    if given != _SWAPPED:
        bits += _family(model, given, a, b)[1]
    address = address_level(a.homes, b.homes, model.shared.get("home", NOTHING))
    most = bits + _most_besides(model, a, b) + model.fixed["address"][address]
    together = address in ONE_PLACE
    if not differ and not together and most + model.most["dob"] < model.floor - ROUNDING:
        return True
    dob = dob_level(a.dob, a.dob_kind, b.dob, b.dob_kind)
    if (differ and dob in ONE_DAY) or (together and dob == _GENERATION):
        return False
    return most + model.fixed["dob"][dob] < model.floor - ROUNDING


def _most_besides(model: Model, a: Cleaned, b: Cleaned) -> float:
    """Prior and numbers as they weigh, and the most that the fields not yet looked at could add."""
    most = model.most
    bits = model.prior + number_bits(model, (a.nhs, a.nhs_valid, a.upn), (b.nhs, b.nhs_valid, b.upn))
    if a.sex and b.sex:
        bits += model.fixed["sex"][1 if a.sex == b.sex else 2]
    if a.middle and b.middle:
        bits += most["middle"]
    if (a.phones and b.phones) or (a.emails and b.emails):
        bits += most["contact"]
    if a.parents and b.parents:
        bits += most["parent"]
    return bits


def number_bits(model: Model, a: tuple[str, bool, str], b: tuple[str, bool, str]) -> float:
    """What two records' NHS numbers (with whether each is valid) and pupil numbers weigh together."""
    bits = 0.0
    if a[0] and b[0]:
        bits += model.fixed["nhs"][_nhs(a[0], a[1], b[0], b[1], model.shared.get("nhs", NOTHING))]
    if a[2] and b[2]:
        bits += model.fixed["upn"][_upn(a[2], b[2])]
    return bits


def kept(model: Model, found: Scored) -> bool:
    """Does the bulk run keep this pair: at or above the review floor, or kept apart for good by a guard?

    Namesakes a generation apart in different places have nothing in common that a third record could join.
    """
    if found.weight >= model.floor:
        return True
    return found.cannot_link and (found.guard != "generation" or found.levels[_ADDRESS] in ONE_PLACE)


def compare(model: Model, a: Cleaned, b: Cleaned) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Level and bits of every field, in the order of `levels.FIELDS`."""
    fixed = model.fixed
    given, given_bits = _given_or_middle(model, a, b)
    crossed = given == _SWAPPED
    family, family_bits = (_F["swapped"], 0.0) if crossed else _family(model, given, a, b)
    dob = dob_level(a.dob, a.dob_kind, b.dob, b.dob_kind)
    address = address_level(a.homes, b.homes, model.shared.get("home", NOTHING))
    nhs = _nhs(a.nhs, a.nhs_valid, b.nhs, b.nhs_valid, model.shared.get("nhs", NOTHING)) if a.nhs and b.nhs else 0
    upn = _upn(a.upn, b.upn) if a.upn and b.upn else 0
    middle = middle_level(a.middle, b.middle) if a.middle and b.middle and given != _MIDDLE else 0
    sex = (1 if a.sex == b.sex else 2) if a.sex and b.sex else 0
    contact = _contact(a, b, model.shared.get("contact", NOTHING))
    parent = _parents(a.parents, b.parents) if a.parents and b.parents else 0
    return (
        (given, family, dob, address, nhs, upn, middle, sex, contact, parent),
        (
            given_bits,
            family_bits,
            fixed["dob"][dob],
            fixed["address"][address],
            fixed["nhs"][nhs],
            fixed["upn"][upn],
            fixed["middle"][middle],
            fixed["sex"][sex],
            fixed["contact"][contact],
            fixed["parent"][parent],
        ),
    )


def _given_or_middle(model: Model, a: Cleaned, b: Cleaned) -> tuple[int, float]:
    given, bits = _given(model, a, b)
    if given >= _WEAK and (a.middle or b.middle) and (found := in_middle(a, b)):
        return _MIDDLE, model.weights["given"][_MIDDLE].bits(max(model.frequency("given", name) for name in found))
    return given, bits


def _given(model: Model, a: Cleaned, b: Cleaned) -> tuple[int, float]:
    found = best_of(model, "given", a.givens, b.givens)
    if not found[0] and (lone(a, b) or lone(b, a)):
        found = best_of(model, "given", a.givens or a.families, b.givens or b.families)
        return (_SWAPPED, found[1]) if 0 < found[0] < _WEAK else (0, 0.0)
    if found[0] >= _WEAK and a.families and b.families and exchanged(a, b):
        return _SWAPPED, model.fixed["given"][_SWAPPED]
    return found


def _family(model: Model, given: int, a: Cleaned, b: Cleaned) -> tuple[int, float]:
    """Level and bits of the surnames; one that stands in the other's chain of names is a part of it, and as common as
    it is among first names and surnames."""
    found = best_of(model, "family", a.families, b.families)
    if found[0] != _F["different"] or not 0 < given < _WEAK:
        return found
    shared = {*in_chain(a.families, b.givens, b.middle), *in_chain(b.families, a.givens, a.middle)}
    if not shared:
        return found
    chances = (max(model.frequency(table, name) for table in ("given", "family")) for name in shared)
    return _F["part"], model.weights["family"][_F["part"]].bits(min(chances))


def lone(a: Cleaned, b: Cleaned) -> bool:
    """Has one person a single name, written as a first name here and as a surname there?"""
    return bool(a.givens and b.families) and not (a.families or b.givens or b.placeholder)


def best_of(model: Model, table: str, a: tuple[str, ...], b: tuple[str, ...]) -> tuple[int, float]:
    """Level and bits of the names of two records, the best over all of them; `table` is "given" or "family"."""
    if not a or not b:
        return 0, 0.0
    if len(a) == 1 == len(b):
        return model.memory[table].get((a[0], b[0])) or names_alike(model, table, a[0], b[0])
    return max((names_alike(model, table, x, y) for x in a for y in b), key=_by_bits)


def _by_bits(found: tuple[int, float]) -> tuple[bool, float, int]:
    """Names in two scripts say nothing where others of the two records can be held together."""
    return found[0] > 0, found[1], -found[0]


def names_alike(model: Model, table: str, a: str, b: str) -> tuple[int, float]:
    """Level and bits of two names, remembered: in bulk the same two names meet again and again."""
    memory = model.memory[table]
    found = memory.get((a, b))
    if found is None:
        if len(memory) >= MEMORY:
            memory.clear()
        found = memory[a, b] = memory[b, a] = _measure(model, table, *((a, b) if a <= b else (b, a)))
    return found


def _measure(model: Model, table: str, a: str, b: str) -> tuple[int, float]:
    level = given_level(a, b) if table == "given" else family_level(a, b)
    weight = model.weights[table][level]
    if not weight.tf:
        return level, model.fixed[table][level]
    if table == "family" and level == _F["part"]:
        shared = set(a.split()) & set(b.split())
        return level, max(weight.bits(model.frequency(table, part)) for part in shared)
    return level, weight.bits(max(model.frequency(table, a), model.frequency(table, b)))


def _nhs(a: str, a_valid: bool, b: str, b_valid: bool, shared: frozenset[str]) -> int:
    if a == b:
        return 0 if a in shared else _N["exact"] if a_valid else _N["unchecked"]
    if a in shared or b in shared:
        return 0
    if a_valid and b_valid:
        return _N["conflict"]
    return _N["slip"] if OSA.distance(a, b, score_cutoff=1) <= 1 else _N["different"]


def _upn(a: str, b: str) -> int:
    if a == b:
        return _U["exact"]
    return _U["slip"] if OSA.distance(a, b, score_cutoff=1) <= 1 else _U["different"]


@lru_cache(maxsize=100_000)
def middle_level(a: str, b: str) -> int:
    """Two middle names (one or more words each) that are both present."""
    if a == b:
        return _M["exact"]
    if not (a.isascii() and b.isascii()) and not comparable(a, b):
        return _M["missing"]
    words_a, words_b = a.split(), b.split()
    if not set(words_a).isdisjoint(words_b):
        return _M["exact"] if len(a) > 1 and len(b) > 1 else _M["initial"]
    if len(words_a[0]) == 1 or len(words_b[0]) == 1:
        return _M["initial"] if a[0] == b[0] else _M["initial_differs"]
    alike = JaroWinkler.similarity(*sorted((a, b))) >= 0.88 or (min(len(a), len(b)) > 2 and skeleton(a) == skeleton(b))
    return _M["close"] if alike else _M["different"]


def _contact(a: Cleaned, b: Cleaned, shared: frozenset[str]) -> int:
    if not ((a.phones and b.phones) or (a.emails and b.emails)):
        return 0
    common = (set(a.phones) & set(b.phones)) | (set(a.emails) & set(b.emails))
    return 1 if common - shared else 2


def _parents(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    codes_b = {skeleton(name) for name in b}
    return 1 if any(skeleton(name) in codes_b for name in a) else 2


assert FIELDS == ("given", "family", "dob", "address", "nhs", "upn", "middle", "sex", "contact", "parent")
