"""Names of many origins, with the long tails, habits and other scripts that make matching hard."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from .streams import Weighted, zipf
from .words import words

_SCRIPT_SHARE = {"muslim": 0.35, "ukrainian": 1.0, "chinese": 0.5}
SCRIPT_CODE = {"muslim": "Arab", "ukrainian": "Cyrl", "chinese": "Hani"}
_INTERPRETER = {"gb": 0.0, "west_african": 0.03, "indian": 0.12}


@dataclass(frozen=True, slots=True)
class Origin:
    """One heritage: its name lists by use, its commonest language and census ethnicity."""

    key: str
    language: str
    ethnicity: str
    given: dict[tuple[str, bool], Weighted[str]]
    family: Weighted[str]

    def draw_given(self, chance: Random, sex: str, adult: bool) -> str:
        """A given name for M or F."""
        return self.given[sex, adult].draw(chance)

    def draw_family(self, chance: Random) -> str:
        """A family name in its male form; three in ten British ones are rare, one in twenty double-
        barrelled."""
        if self.key != "gb":
            return self.family.draw(chance)
        name = self._british(chance)
        return f"{name}-{self._british(chance)}" if chance.random() < 0.05 else name

    def _british(self, chance: Random) -> str:
        if chance.random() < 0.7:
            return self.family.draw(chance)
        return chance.choice(_rare("head")) + chance.choice(_rare("tail"))


@cache
def _rare(part: str) -> list[str]:
    return str(words("names")["rare"][part]).split()


def _lists(entry: dict[str, str]) -> dict[tuple[str, bool], Weighted[str]]:
    return {
        ("F", False): zipf(entry["female"].split(), 0.5),
        ("M", False): zipf(entry["male"].split(), 0.5),
        ("F", True): zipf(entry["female_adult"].split(), 0.4),
        ("M", True): zipf(entry["male_adult"].split(), 0.4),
    }


@cache
def origins() -> dict[str, Origin]:
    """All origins by key."""
    table = words("names")
    return {
        key: Origin(
            key,
            table[key]["language"],
            table[key]["ethnicity"],
            _lists(table[key]),
            zipf(table[key]["family"].split(), 0.6),
        )
        for key in table["shares"]
    }


@cache
def origin_draw() -> Weighted[Origin]:
    """Origins by their share of households."""
    shares = words("names")["shares"]
    return Weighted((origins()[key] for key in shares), shares.values())


def by_sex(family: str, sex: str) -> str:
    """The family name as this sex bears it: Kowalski/Kowalska, Singh/Kaur."""
    if family in ("Singh", "Kaur"):
        return "Kaur" if sex == "F" else "Singh"
    if sex == "F" and family.endswith(("ski", "cki")):
        return family[:-1] + "a"
    return family


def own_script(origin: Origin, chance: Random, given: str, family: str) -> tuple[str, str]:
    """Given and family name in the family's own writing, or two empty strings."""
    share = _SCRIPT_SHARE.get(origin.key, 0)
    if not share or chance.random() >= share:
        return "", ""
    scripts = words("names")["script"]
    return scripts.get(given, ""), scripts.get(family, "")


def needs_interpreter(origin: Origin, chance: Random) -> bool:
    """Whether an adult of this origin asks for an interpreter."""
    share = _INTERPRETER.get(origin.key, 0.18)
    return share > 0 and chance.random() < share


def spellings(name: str) -> list[str]:
    """Other spellings of a name in Latin letters; empty when none is usual."""
    return list(words("names")["variants"].get(name, ()))


def short_forms(name: str) -> list[str]:
    """Short forms of a given name; empty when none is usual."""
    return list(words("names")["nicknames"].get(name, ()))
