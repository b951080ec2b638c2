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
    values = packed.split("\t", UPN_AT + 1)
    nhs, upn, valid = values[NHS_AT], values[UPN_AT], packed[packed.rindex("\t") + 1] == "1"
    return (nhs if valid else "", upn if upn and official_upn(upn) else "")


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
        self._nhs: dict[int, set[str]] = {}
        self._upn: dict[int, set[str]] = {}
        self.rejected = 0

    def of(self, record: int) -> int:
        """The cluster of a record, named by its lowest record; a record never joined is its own."""
        return self._of.get(record, record)

    def members(self, record: int) -> list[int]:
        """The records joined with this one, itself included."""
        return self._members.get(self.of(record), [record])

    def join(self, a: int, b: int, certain: bool = False) -> bool:
        """Join the clusters of two records if they stay valid; `certain` is a person's "always the same"."""
        one, other = self._of.get(a, a), self._of.get(b, b)
        if one == other:
            return True
        if one not in self._members:
            self._start(one)
        if other not in self._members:
            self._start(other)
        if not certain and self.reason_against(one, other):
            self.rejected += 1
            return False
        self._unite(one, other)
        return True

    def reason_against(self, one: int, other: int) -> str:
        """Why two clusters must not become one; "" when they may."""
        for held in (self._nhs, self._upn):
            if one in held and other in held and held[one].isdisjoint(held[other]):
                return "different numbers"
        if not self._cannot:
            return ""
        small, large = sorted((one, other), key=lambda c: len(self._members[c]))
        for record in self._members[small]:
            banned = self._cannot.get(record)
            if banned and not banned.isdisjoint(self._members[large]):
                return "never the same"
        return ""

    def _start(self, cluster: int) -> None:
        nhs, upn = self._ids(cluster)
        self._members[cluster] = [cluster]
        if nhs:
            self._nhs[cluster] = {nhs}
        if upn:
            self._upn[cluster] = {upn}

    def _unite(self, one: int, other: int) -> None:
        one, other = sorted((one, other))
        for record in self._members[other]:
            self._of[record] = one
        self._members[one] += self._members.pop(other)
        for held in (self._nhs, self._upn):
            if other in held:
                held[one] = held.get(one, set()) | held.pop(other)

    def snapshot(self) -> dict[int, int]:
        """The cluster of every record joined so far; a record that is not there is its own."""
        return dict(self._of)


def cluster_twice(
    links: Iterable[Link],
    ids: Callable[[int], Ids],
    cannot: Iterable[tuple[int, int]],
    certain: float,
    lead: float,
    name: Callable[[int], str] = str,
) -> tuple[dict[int, int], Clusters]:
    """Clusters of the links at or above `certain`, as a snapshot, and of all links: the second only adds to the first.

    A record that fits two persons nearly alike, by less than `lead` bits, is certain of neither, as in `decide`.
    Links of one weight stand in the order of their records' names, so that the order of a file changes nothing.
    """
    ordered = sorted(links, key=lambda link: (-link.weight, *sorted((name(link.a), name(link.b)))))
    banned = _banned(cannot)
    sure = [link for link in ordered if link.weight >= certain]
    torn, found = _torn(sure, ids, banned, lead), Clusters(ids, banned)
    for _, a, b in sure:
        if a not in torn and b not in torn:
            found.join(a, b)
    snapshot = found.snapshot()
    for _, a, b in ordered:
        found.join(a, b)
    return snapshot, found


def _torn(links: Iterable[Link], ids: Callable[[int], Ids], banned: Mapping[int, set[int]], lead: float) -> set[int]:
    """Records that are linked to two persons who must not be one, to the second nearly as strongly as to the first."""
    found, strongest, torn = Clusters(ids, banned), dict[int, float](), set[int]()
    for weight, a, b in links:
        for record in (a, b):
            strongest.setdefault(record, weight)
        if not found.join(a, b):
            torn.update(r for r in (a, b) if len(found.members(r)) > 1 and strongest[r] - weight < lead)
    return torn


def _banned(cannot: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    banned: dict[int, set[int]] = {}
    for a, b in cannot:
        banned.setdefault(a, set()).add(b)
        banned.setdefault(b, set()).add(a)
    return banned


def cluster(
    links: Iterable[Link],
    ids: Callable[[int], Ids],
    cannot: Iterable[tuple[int, int]] = (),
    must: Iterable[tuple[int, int]] = (),
) -> Clusters:
    """Greedy best-first clusters. `must` and `cannot` are people's decisions and final guards; `must` comes first.

    A `must` outweighs ids that differ, never a `cannot` between the same two records.
    """
    banned = _banned(cannot)
    found = Clusters(ids, banned)
    for a, b in must:
        if b not in banned.get(a, ()):
            found.join(a, b, certain=True)
    for link in sorted(links, key=lambda k: (-k.weight, k.a, k.b)):
        found.join(link.a, link.b)
    return found
