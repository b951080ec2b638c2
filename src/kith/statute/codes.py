"""Code sets: the words a form may offer and a return may send, each with its dates, source and evidence tag.

National sets are the ones the DfE's census and the standard safeguarding dataset use, told again as facts;
local sets are Kith's own. A retired code keeps its label for old records and is no longer offered.
"""

from dataclasses import dataclass
from datetime import date

from .codesets import SETS
from .codesets.shape import Code


class UnknownCode(LookupError):
    """There is no such set, or no such code in it."""


@dataclass(frozen=True)
class CodeRule:
    """A rule among the codes of one answer: `alone` must stand by itself. `register` is the DfE rule
    number."""

    set: str
    alone: str
    register: str


ALONE = (
    CodeRule("assessment_factor", "21", "8869"),
    CodeRule("disability", "NONE", "8790"),
)


def in_set(name: str) -> tuple[Code, ...]:
    """Every code of a set, the retired ones too. Raises UnknownCode."""
    if name not in SETS:
        raise UnknownCode(f'there is no code set "{name}"')
    return SETS[name]


def get(name: str, code: str) -> Code:
    """One code of a set, retired or not. Raises UnknownCode."""
    for found in in_set(name):
        if found.code == code:
            return found
    raise UnknownCode(f'there is no "{code}" in {name}')


def choices(name: str, on: date | None = None) -> list[tuple[str, str]]:
    """`(code, label)` pairs of a set in force `on` a day (None: those never retired), in the set's own
    order."""
    return [(found.code, found.label) for found in in_set(name) if found.stands(on)]


def label(name: str, code: str) -> str:
    """The label of a code, also of a retired one, for showing old records. Raises UnknownCode."""
    return get(name, code).label


def is_current(name: str, code: str, on: date | None = None) -> bool:
    """Whether a code may be chosen on a day."""
    return any(found.code == code and found.stands(on) for found in in_set(name))


def reasons_against(name: str, chosen: tuple[str, ...], on: date | None = None) -> list[str]:
    """Why these codes of one set may not be chosen together, in plain words; empty when they may."""
    wrong = [f'"{code}" may not be chosen in {name}' for code in chosen if not is_current(name, code, on)]
    for rule in ALONE:
        if rule.set == name and rule.alone in chosen and len(chosen) > 1:
            said = label(name, rule.alone)
            wrong.append(f'"{said}" must stand alone (DfE rule {rule.register})')
    return wrong
