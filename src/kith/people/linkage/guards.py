"""What no score may override: twins, siblings under one number, father and son, conflicting numbers, sealed identities.

A guard caps the weight and names its reason. `cannot_link` guards are also kept as cannot-links in clusters; the
others send the pair to a person. Conditions: linkage note 2.4, `possible_twin` after the production rule of the
Ministry
of Justice's person match, widened to siblings recorded one digit apart.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from .clean import official_upn
from .levels import AT, known_apart
from .model import Model, load_model
from .names import cut_short, full_names, spelling
from .record import Cleaned

_G, _F, _D, _A, _N, _U, _M = (AT[f] for f in ("given", "family", "dob", "address", "nhs", "upn", "middle"))


class Guard(NamedTuple):
    """A named reason not to link by machine: highest weight it leaves, words for the screen, and whether it is
    final. A guard that is `lacking` only says that too little is known of the two: a pair may still be the best guess,
    from the weight `guess`, and is no question any more once other records join the two for certain."""

    cap: float
    words: str
    cannot_link: bool
    lacking: bool = False
    guess: float = math.inf


GUARDS: dict[str, Guard] = {
    "sealed": Guard(-50.0, "", True),
    "birth_order": Guard(-5.0, "different people: birth order {order}", True),
    "possible_twin": Guard(-5.0, "first names differ: may be twins, or brother and sister", True),
    "generation": Guard(-5.0, "more than 14 years apart: may be parent and child of one name", True),
    "relatives": Guard(-6.5, "first names and dates of birth both differ: at most relatives", False),
    "alike_twins": Guard(
        6.0, "first names are alike but not the same, and the day of birth is one: may be twins", False
    ),
    "unnamed_multiple": Guard(
        6.0, "one record has no first name, and more than one child was born to this home that day", False
    ),
    "same_number_other_name": Guard(
        6.0, "same number but first names differ: a brother's or sister's number may have been used", False
    ),
    "number_clash": Guard(4.0, "same number but dates of birth differ: one of the numbers may be wrong", False),
    "numbers_differ": Guard(2.0, "two different valid NHS numbers", False),
    "names_differ": Guard(6.0, "first names differ, and no number says they are one person", False),
    "dates_differ": Guard(6.0, "dates of birth differ by more than a slip: may be relatives of one name", False),
    "names_alone": Guard(6.0, "names agree, but neither the whole date of birth nor the home does", False, True, 6.0),
    "day_alone": Guard(6.0, "first name and date of birth agree, but surname and home do not", False, True),
    "no_birth": Guard(
        6.0, "no date of birth to compare: may be parent and child of one name", False, True, -math.inf
    ),
    "nothing_personal": Guard(
        6.0, "no first name to compare, and date of birth, surname and home do not all agree", False, True
    ),
    "person_contradicts": Guard(6.0, "another record of this person does not fit", False),
}
_SEX_DIFFERS = AT["sex"]["different"]
_NAMES_DIFFER = frozenset((_G["weak"], _G["different"]))
NAMES_ALIKE = frozenset((_G["spelling"], _G["close"], _G["part"], _G["initial"], _G["middle"], _G["nickname"]))
ONE_DAY = frozenset((_D["exact"], _D["first_january"], _D["slip"]))
PERHAPS_ONE_DAY = ONE_DAY | {_D["partial"], _D["age"], _D["year_january"]}
_DATES_AGREE = frozenset(
    (
        0,
        _D["exact"],
        _D["first_january"],
        _D["swapped"],
        _D["slip"],
        _D["year_january"],
        _D["partial"],
        _D["age"],
        _D["expected"],
        _D["month"],
    )
)
_DATES_DIFFER = frozenset((_D["near"], _D["different"]))
_DATES_TELL = frozenset((_D["exact"], _D["slip"], _D["swapped"]))
_HALF_A_NAME = frozenset((_G["middle"], _G["part"], _G["initial"]))
_NEAR_HOME = frozenset((_A["postcode"], _A["slip"]))
ONE_HOME = frozenset((_A["home"], _A["street"], _A["shared"]))
ONE_PLACE = ONE_HOME | _NEAR_HOME
_ONE_FAMILY = frozenset((_F["exact"], _F["joined"], _F["part"], _F["spelling"], _F["close"], _F["swapped"]))
ESTABLISHED = 30.0
"""A name at most so many times rarer than the one it resembles is a name of its own, not somebody's slip of the pen."""


def best_guess(code: str, weight: float) -> bool:
    """May a pair of this guard ("" for none) and weight join two records in the best guess at who is who?"""
    return not code or weight >= GUARDS[code].guess


def guard_code(model: Model, a: Cleaned, b: Cleaned, levels: tuple[int, ...], multiple: bool = False) -> str:
    """Key into `GUARDS`, or "". `multiple`: the home is known to hold a multiple birth on that day."""
    given, family, dob, address, nhs, upn = levels[:6]
    if a.sealed or b.sealed:
        return "sealed"
    if a.birth_order and b.birth_order and a.birth_order != b.birth_order and dob in _DATES_AGREE:
        return "birth_order"
    if given in _NAMES_DIFFER and births_differ(a, b):
        return "relatives"
    if _other_register(model, a, b, nhs, upn):
        return ""
    same_number = nhs == _N["exact"] or upn == _U["exact"]
    if given in _NAMES_DIFFER or same_number:
        code = _names_or_numbers(model, a, b, levels, same_number)
        if code:
            return code
    if dob == _D["generation"]:
        return "generation"
    if nhs == _N["conflict"]:
        return "numbers_differ"
    if same_number:
        return ""
    if multiple and given == 0 and dob == _D["expected"]:
        return "unnamed_multiple"
    if dob not in PERHAPS_ONE_DAY:
        return _not_certain(a, b, levels)
    grown_up = _grown_up(model, a, b, dob, address)
    return _twins_not_told_apart(model, a, b, levels, multiple) or _not_certain(a, b, levels, grown_up)


def births_differ(a: Cleaned, b: Cleaned) -> bool:
    """Two whole dates of birth with neither year nor day in common, and no number shared."""
    if a.dob_kind != "e" or b.dob_kind != "e" or a.dob[:4] == b.dob[:4] or a.dob[5:] == b.dob[5:]:
        return False
    return not (a.nhs and a.nhs == b.nhs) and not (a.upn and a.upn == b.upn)


def _not_certain(a: Cleaned, b: Cleaned, levels: tuple[int, ...], grown_up: bool = False) -> str:
    """What the home and the family alone, or the names alone, must not decide: relatives and namesakes share them."""
    given, family, dob = levels[:3]
    if given in _NAMES_DIFFER and not grown_up:
        return "names_differ"
    if dob in _DATES_DIFFER:
        return "dates_differ"
    if given == 0 and (dob != _D["exact"] or family not in _ONE_FAMILY or not _placed(a, b, levels)):
        return "nothing_personal"
    if dob in _DATES_TELL:
        return "day_alone" if family == _F["different"] and not _placed(a, b, levels) else ""
    if given in _HALF_A_NAME or not _placed(a, b, levels):
        return "names_alone"
    return "" if dob or levels[6] == _M["exact"] else "no_birth"


def _placed(a: Cleaned, b: Cleaned, levels: tuple[int, ...]) -> bool:
    """Does a home, a telephone or a parent say that the two belong together?"""
    address = levels[3]
    if address == _A["postcode"] and not _perhaps_one_house(a, b):
        address = 0
    return address in ONE_PLACE or levels[8] == 1 or levels[9] == 1


def _perhaps_one_house(a: Cleaned, b: Cleaned) -> bool:
    """Of one postcode, and not two houses with numbers of their own?"""
    return any(x.postcode == y.postcode and not (x.number and y.number) for x in a.homes for y in b.homes)


def _names_or_numbers(model: Model, a: Cleaned, b: Cleaned, levels: tuple[int, ...], same_number: bool) -> str:
    given, family, dob, address = levels[:4]
    differ = given in _NAMES_DIFFER
    if not same_number:
        near = family in _ONE_FAMILY or address in ONE_HOME
        return "possible_twin" if dob in ONE_DAY and near and not _adults(model, a, b) else ""
    if dob not in _DATES_AGREE and (differ or family == _F["different"] or dob != _D["near"]):
        return "number_clash"
    return "same_number_other_name" if differ else ""


def _grown_up(model: Model, a: Cleaned, b: Cleaned, dob: int, address: int) -> bool:
    """Of an age at which twins no longer share a home: another first name is then likelier one person's second name."""
    return dob == _D["exact"] and address in ONE_HOME and _adults(model, a, b)


def _adults(model: Model, a: Cleaned, b: Cleaned) -> bool:
    """Are both of an age at which twins live apart? Then two first names are for a person to judge, not final."""
    return "" < a.dob < model.adults_born_before and "" < b.dob < model.adults_born_before


def _other_register(model: Model, a: Cleaned, b: Cleaned, nhs: int, upn: int) -> bool:
    """Do they share, but for a slip, a person's number of some other register: neither an NHS number nor a pupil
    number?"""
    if "upn" in model.registers and upn in (_U["exact"], _U["slip"]):
        return not official_upn(a.upn) and not official_upn(b.upn)
    return "nhs" in model.registers and nhs in (_N["unchecked"], _N["slip"]) and len(a.nhs) != 10 != len(b.nhs)


def _twins_not_told_apart(model: Model, a: Cleaned, b: Cleaned, levels: tuple[int, ...], multiple: bool) -> str:
    given, address = levels[0], levels[3]
    one_home = address in ONE_HOME
    if given == 0 and (a.placeholder or b.placeholder):
        return "unnamed_multiple" if multiple or ((a.multiple or b.multiple) and (one_home or address == 0)) else ""
    if given not in NAMES_ALIKE:
        return ""
    if levels[7] == _SEX_DIFFERS or (given == _G["part"] and _each_its_own(a.givens[0], b.givens[0])):
        return "alike_twins"
    if not (one_home or (address == 0 and given == _G["nickname"])) or levels[6] == _M["exact"]:
        return ""
    return "alike_twins" if _two_names(model, a, b, given, multiple) else ""


def _two_names(model: Model, a: Cleaned, b: Cleaned, given: int, multiple: bool) -> bool:
    """Could these alike names be two children's? Both are names in their own right, or listed as different names."""
    if given == _G["initial"]:
        return multiple or a.multiple or b.multiple
    one, other = a.givens[0], b.givens[0]
    if given == _G["middle"]:
        return one not in b.middle.split() or other not in a.middle.split()
    if known_apart(one, other) or (given == _G["part"] and one.split()[0] != other.split()[0]):
        return True
    if given == _G["nickname"]:
        short = one in full_names(other) or other in full_names(one) or cut_short(one, other)
        return not short
    if given == _G["spelling"] and _listed(one, other):
        return False
    rare, common = sorted((_frequency(model, one), _frequency(model, other)))
    return rare > 0 and rare * ESTABLISHED >= common


def _each_its_own(one: str, other: str) -> bool:
    """Lily-Mae and Lily-Rose: has each name a word that the other has not?"""
    return not set(one.split()) <= set(other.split()) and not set(other.split()) <= set(one.split())


def _frequency(model: Model, name: str) -> float:
    """How usual a first name is, here or among the names the shipped model knows: a small file knows few."""
    return max(model.frequency("given", name), load_model().frequency("given", name))


def _listed(one: str, other: str) -> bool:
    return bool(spelling(one)) and spelling(one) == spelling(other)


def words(code: str, a: Cleaned, b: Cleaned, no_home: bool = False) -> str:
    """The guard in the reviewer's words; with `no_home` without a word of a home, not even that it differs."""
    if no_home and "home" in GUARDS[code].words:
        return "not for the machine to decide: a person must look"
    orders = sorted((a.birth_order, b.birth_order))
    return GUARDS[code].words.format(order=f"{orders[0]}/{orders[1]}")


Birth = tuple[str, str, str]
"""Date of birth, postcode and house number."""


def multiple_births(records: Iterable[Cleaned]) -> frozenset[Birth]:
    """(date, postcode, number) of homes where two children with plainly different first names share a date of birth."""
    born: dict[Birth, set[str]] = defaultdict(set)
    for c in records:
        if c.dob_kind == "e" and c.homes and c.homes[0].postcode and c.givens:
            born[birth(c)].add(c.givens[0])
    return frozenset(at for at, found in born.items() if len(found) > 1 and _two_children(found))


def _two_children(found: set[str]) -> bool:
    ordered = sorted(found)
    return any(x[:1] != y[:1] and full_names(x).isdisjoint(full_names(y)) for x in ordered for y in ordered if x < y)


def birth(c: Cleaned) -> Birth:
    """Where and when a child was born, as `multiple_births` counts it."""
    place = c.homes[0] if c.homes else ("", "", "")
    return c.dob, place[0], place[1]


def counts_as_multiple(births: frozenset[Birth], a: Cleaned, b: Cleaned) -> bool:
    """Does a home of theirs hold a multiple birth? Asked only where a first name is missing or an initial."""
    if not births or (named(a) and named(b)):
        return False
    return birth(a) in births or birth(b) in births


def named(c: Cleaned) -> bool:
    """Has somebody told a first name, and no initial in place of one?"""
    return bool(c.givens) and all(len(name) > 1 for name in c.givens)
