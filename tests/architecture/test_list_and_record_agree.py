"""The same ties give the list, the single check and the sentence on the screen, whatever ties there are (property)."""

from __future__ import annotations

from datetime import timedelta

from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.authority import policy, who
from kith.authority.models import Bar, Seal, Tie
from kith.people.arrivals import Arriving
from kith.people.models import Person
from tests.world import World

READERS = ("alice", "bob", "nurse", "dsl", "hub", "charlie")
TEAMS = ("north", "nurses")
KINDS = ("involved", "agency_involved", "on_school_roll", "broke_glass", "named", "referred")
TIES = st.lists(
    st.tuples(st.sampled_from(READERS + TEAMS), st.integers(0, 3), st.sampled_from(KINDS), st.sampled_from((-1, 0, 1))),
    max_size=8, unique_by=lambda t: t[:3])
BARS = st.lists(st.tuples(st.sampled_from(READERS), st.integers(0, 3)), max_size=3, unique=True)
SEALS = st.lists(st.integers(0, 3), max_size=2, unique=True)
# What the matrix says of the index line (C1), written here apart from the code it judges.
MAY = {"alice": {"involved", "agency_involved", "broke_glass", "named"},
       "bob": {"involved", "agency_involved", "broke_glass", "named"},
       "charlie": {"involved", "agency_involved", "broke_glass", "named"},
       "nurse": {"involved", "agency_involved", "broke_glass", "named"},
       "dsl": {"on_school_roll"}, "hub": {"named"}}
TEAM_OF = {"alice": "north", "bob": "north", "nurse": "nurses"}


def arrange(world: World, children: list, ties, bars, seals) -> None:
    with connections["owner"].cursor() as cursor:
        for table in ("tie", "bar", "seal"):
            cursor.execute(f"delete from authority_{table} where subject_id = any(%s)", [children])
        cursor.execute("select now()")
        now = cursor.fetchone()[0]
        cursor.execute("select key, id from authority_team")
        teams = dict(cursor.fetchall())
    Tie.objects.using("owner").bulk_create(
        Tie(holder_id=teams[h] if h in TEAMS else world.worker(h).pk, subject_id=children[c], kind=kind,
            from_at=now - timedelta(days=2), until_at=None if end == 0 else now + timedelta(days=end))
        for h, c, kind, end in ties)
    Bar.objects.using("owner").bulk_create(
        Bar(worker=world.worker(r), subject_id=children[c], reason="relative", declared_at=now) for r, c in bars)
    Seal.objects.using("owner").bulk_create(Seal(subject_id=children[c], level=2, sealed_at=now) for c in seals)


def oracle(reader: str, child: int, ties, bars, seals) -> bool:
    """Ten plain lines that read the matrix."""
    if (reader, child) in bars:
        return False
    mine = [(h, kind) for h, c, kind, end in ties if c == child and end >= 0 and h in (reader, TEAM_OF.get(reader))]
    if child in seals and (reader, "named") not in mine:
        return False
    return reader == "hub" or any(kind in MAY[reader] for _, kind in mine)


def test_list_record_and_reason_agree_with_each_other_and_with_the_matrix(world):
    children = [world.child_of(world.contact(child=Arriving(given_name=n, family_name=n * 2, dob=f"201{i}-01-05")))
                for i, n in enumerate(("Ada", "Ben", "Cleo", "Dev"))]
    tokens = {reader: world.token(reader) for reader in READERS}

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(TIES, BARS, SEALS)
    def agree(ties, bars, seals):
        arrange(world, children, ties, bars, seals)
        for reader, token in tokens.items():
            with who.working_as(token) as by:
                listed = set(Person.objects.filter(subject_id__in=children).values_list("subject_id", flat=True))
                allowed = {c for c in children if policy.leave(by, "child.viewed", c) is not None}
            expected = {c for i, c in enumerate(children) if oracle(reader, i, ties, bars, seals)}
            assert listed == allowed == expected, (reader, ties, bars, seals)

    agree()
