"""From pairs to persons: best pair first, never across a cannot-link, never two numbers in one person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from .clean import official_upn
from .record import NHS_AT, UPN_AT, Cleaned

Ids = tuple[str, str]
"""(valid NHS number or "", UPN or "")"""


def ids_of(c: Cleaned) -> Ids:
    """The numbers that no two of may stand in one person: a valid NHS number, a well-formed pupil number."""
    return (c.nhs if c.nhs_valid else "", c.upn if official_upn(c.upn) else "")


def ids_of_packed(packed: str) -> Ids:
    """`ids_of` for a packed record, without unpacking the rest."""
    values = packed.split("\t")
    nhs, upn, flags = values[NHS_AT], values[UPN_AT], values[-1]
    return (nhs if flags[0] == "1" else "", upn if official_upn(upn) else "")


class Link(NamedTuple):
    """One scored pair of record positions."""

    weight: float
    a: int
    b: int


class Clusters:
    """Records joined into persons, one union at a time. `rejected` counts unions that evidence against forbade."""

    def __init__(self, ids: Callable[[int], Ids], cannot: Mapping[int, set[int]]) -> None:
        self._ids, self._cannot = ids, cannot
        self._of: dict[int, int] = {}
        self._members: dict[int, list[int]] = {}
        self._nhs: dict[int, frozenset[str]] = {}
        self._upn: dict[int, frozenset[str]] = {}
        self.rejected = 0

    def of(self, record: int) -> int:
        """The cluster of a record, named by one of its records; a record never joined is its own."""
        return self._of.get(record, record)

    def members(self, record: int) -> list[int]:
        """The records joined with this one, itself included."""
        return self._members.get(self.of(record), [record])

    def join(self, a: int, b: int, certain: bool = False) -> bool:
        """Join the clusters of two records if they stay valid; `certain` is a person's "always the same"."""
        one, other = self.of(a), self.of(b)
        if one == other:
            return True
        self._start(one)
        self._start(other)
        if not certain and self.reason_against(one, other):
            self.rejected += 1
            return False
        self._unite(one, other)
        return True

    def reason_against(self, one: int, other: int) -> str:
        """Why two clusters must not become one; "" when they may."""
        for held in (self._nhs, self._upn):
            if held[one] and held[other] and held[one].isdisjoint(held[other]):
                return "different numbers"
        small, large = sorted((one, other), key=lambda c: len(self._members[c]))
        for record in self._members[small]:
            banned = self._cannot.get(record)
            if banned and not banned.isdisjoint(self._members[large]):
                return "never the same"
        return ""

    def _start(self, cluster: int) -> None:
        if cluster not in self._members:
            nhs, upn = self._ids(cluster)
            self._members[cluster] = [cluster]
            self._nhs[cluster] = frozenset((nhs,)) if nhs else frozenset()
            self._upn[cluster] = frozenset((upn,)) if upn else frozenset()

    def _unite(self, one: int, other: int) -> None:
        if len(self._members[one]) < len(self._members[other]):
            one, other = other, one
        for record in self._members[other]:
            self._of[record] = one
        self._members[one] += self._members.pop(other)
        self._nhs[one] |= self._nhs.pop(other)
        self._upn[one] |= self._upn.pop(other)


def cluster(
    links: Iterable[Link],
    ids: Callable[[int], Ids],
    cannot: Iterable[tuple[int, int]] = (),
    must: Iterable[tuple[int, int]] = (),
) -> Clusters:
    """Greedy best-first clusters. `must` and `cannot` are people's decisions and final guards; `must` comes first.

    A `must` outweighs ids that differ, never a `cannot` between the same two records.
    """
    banned: dict[int, set[int]] = {}
    for a, b in cannot:
        banned.setdefault(a, set()).add(b)
        banned.setdefault(b, set()).add(a)
    found = Clusters(ids, banned)
    for a, b in must:
        if b not in banned.get(a, ()):
            found.join(a, b, certain=True)
    for link in sorted(links, key=lambda k: (-k.weight, k.a, k.b)):
        found.join(link.a, link.b)
    return found
