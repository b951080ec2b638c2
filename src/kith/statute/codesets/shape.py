"""The shape of one code, and how a set of them is declared."""

from dataclasses import dataclass
from datetime import date

BEGINNING = date(2008, 10, 1)


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a set. It may be chosen on days in [since, until); `needs` names what must be given with
    it."""

    set: str
    code: str
    label: str
    source: str
    tag: str
    since: date = BEGINNING
    until: date | None = None
    needs: str = ""
    note: str = ""

    def stands(self, on: date | None = None) -> bool:
        """Whether it may be chosen on a day; with no day, whether it has never been retired."""
        if on is None:
            return self.until is None
        return self.since <= on and (self.until is None or on < self.until)


def code_set(
    name: str, source: str, tag: str, pairs: dict[str, str], since: date = BEGINNING
) -> tuple[Code, ...]:
    """A whole set whose codes share a source, an evidence tag and a first day."""
    return tuple(Code(name, code, label, source, tag, since) for code, label in pairs.items())
