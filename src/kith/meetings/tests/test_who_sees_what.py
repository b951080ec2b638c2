"""Property: over random rosters, handling codes and readers, nobody sees a fragment that they may not: by the database,
on the board, in the pack and beside a position."""

from __future__ import annotations

import random
from uuid import UUID

import pytest

from kith.authority.models import Bar
from kith.meetings import convening, room
from kith.meetings.models import Contribution, Item, Seat, Sitting
from kith.meetings.tests import ground

READERS = ("manager", "screener", "hub_police", "hub_health", "hub_education", "nurse", "dsl", "constable", "charlie",
           "scrutineer", "administrator")
SPEAKERS = ("manager", "hub_police", "hub_health", "hub_education", "dsl", "nurse")
HANDLING = ("room", "partners", "named", "own")
GUESTS = {"dsl": "referrer", "nurse": "referrer", "alice": "referrer", "constable": "referrer"}
IN_SEATS = {"manager": "council", "hub": "council", "hub_police": "police", "hub_health": "health",
            "hub_education": "education"}
PARTNERS = {"council", "police", "health"}


def invite(world, sitting: Sitting, keys: set[str]) -> None:
    with world.at_work("manager") as by:
        for key in keys:
            convening.invite(by=by, at=by.now, sitting=sitting, seat=GUESTS[key], worker=world.worker(key).pk)


def seats_of(sitting: Sitting, world, guests: set[str]) -> dict[str, str]:
    """Who holds which seat, said by the test's own table: a reader's key -> the seat's id."""
    held = {s.key: s for s in Seat.objects.using("owner").filter(sitting=sitting, worker=None)}
    found = {reader: str(held[seat].pk) for reader, seat in IN_SEATS.items()}
    for key in guests:
        mine = Seat.objects.using("owner").get(sitting=sitting, worker=world.worker(key))
        found[key] = str(mine.pk)
    return found


def may_see(reader: str, speaker: str, handling: str, named: set[str], seats: dict[str, str],
            partners: set[str]) -> bool:
    """Ten plain words of the rule, apart from the code that keeps it."""
    mine = seats.get(reader)
    if mine is None:
        return False
    if mine == seats[speaker] or handling == "room":
        return True
    return mine in {"partners": partners, "named": named, "own": set()}[handling]


def speak(world, rng: random.Random, item: Item, child: UUID, speaker: str, seats: dict[str, str]) -> tuple:
    handling = rng.choice(HANDLING)
    named = set(rng.sample(sorted(set(seats.values())), 2))
    canary = f"canary-{speaker}-{handling}-{rng.randrange(10**9)}"
    with world.at_work(speaker) as by:
        mine = Item.objects.select_related("sitting").get(pk=item.pk)
        room.contribute(by=by, at=by.now, subject=child, item=mine, text=canary, means=canary + "-means",
                        handling=handling, seats=[UUID(n) for n in named])
    return canary, speaker, handling, named


@pytest.mark.parametrize("seed", [3, 2027])
def test_no_fragment_is_seen_by_someone_who_may_not(world, seed):
    rng = random.Random(seed)
    child = world.child_of(world.contact())
    sitting, item = ground.strategy(world, [child])
    guests = {g for g in GUESTS if rng.random() < 0.6}
    invite(world, sitting, guests)
    seats = seats_of(sitting, world, guests)
    partners = {seats[r] for r, seat in IN_SEATS.items() if seat in PARTNERS}
    said = [speak(world, rng, item, child, s, seats) for s in SPEAKERS if s in seats for _ in range(2)]
    paths = [f"/meetings/{sitting.pk}/pack/", f"/meetings/items/{item.pk}/",
             f"/meetings/items/{item.pk}/children/{child}/position/"]
    seen = 0
    for reader in READERS:
        client = world.client(reader)
        pages = " ".join(client.get(path).content.decode() for path in paths)
        with world.at_work(reader):
            rows = set(Contribution.objects.values_list("text", flat=True))
        for canary, speaker, handling, named in said:
            allowed = may_see(reader, speaker, handling, named, seats, partners)
            assert (canary in rows) == allowed, (reader, canary)
            assert allowed or canary not in pages, (reader, canary)
            seen += allowed and canary in pages
    assert seen > len(said)   # the test can fail: what may be seen is seen


def test_the_big_screen_shows_no_word_of_the_record_to_anybody(world):
    child = world.child_of(world.contact())
    sitting, item = ground.strategy(world, [child])
    with world.at_work("hub_police") as by:
        mine = Item.objects.select_related("sitting").get(pk=item.pk)
        room.contribute(by=by, at=by.now, subject=child, item=mine, text="canary-words")
    page = world.client("manager").get(f"/meetings/{sitting.pk}/screen/").content.decode()
    for word in ("Noor", "Karim", "canary-words", "Frightened", "Harm"):
        assert word not in page.split("<main", 1)[1].split("</main", 1)[0], word


def test_a_restricted_item_is_open_to_the_chosen_seats_alone(world):
    child = world.child_of(world.contact())
    sitting, item = ground.strategy(world, [child])
    chosen = str(ground.seat(sitting, "police").pk)
    assert world.client("hub").post(f"/meetings/items/{item.pk}/restrict/", {"seats": [chosen]}).status_code == 302
    for key, opens in (("hub", True), ("hub_police", True), ("hub_health", False), ("hub_education", False)):
        with world.at_work(key):
            assert Item.objects.exists() == opens, key
        assert (world.client(key).get(f"/meetings/items/{item.pk}/").status_code == 200) == opens, key
        assert ("Noor" in world.client(key).get(f"/meetings/{sitting.pk}/").content.decode()) == opens, key


def test_a_barred_worker_sees_nothing_of_the_item_even_from_a_seat(world):
    child = world.child_of(world.contact())
    sitting, item = ground.strategy(world, [child])
    police = world.worker("hub_police")
    with world.at_work("manager") as by:
        Bar.objects.using("owner").create(worker=police, subject_id=child, reason="aunt", declared_at=by.now)
    with world.at_work("hub_police"):
        assert not Item.objects.exists()
    assert world.client("hub_police").get(f"/meetings/items/{item.pk}/").status_code == 404
    assert "Noor" not in world.client("hub_police").get(f"/meetings/{sitting.pk}/").content.decode()
