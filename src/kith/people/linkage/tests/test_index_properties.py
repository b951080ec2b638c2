# ruff: noqa: E501  (tables read better on one line)
"""Laws of the index: symmetry, round trips, clusters that respect people's decisions."""

from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.people.linkage import Record, asked, clean, indexed, keys, load_model, match, pack, score, unpack
from kith.people.linkage.cluster import Link, cluster, ids_of, ids_of_packed
from kith.people.linkage.columns import cleaned as by_columns
from kith.people.linkage.columns import columns_of, joined, keys_of, needs_of, packed, table_of
from kith.people.linkage.glance import Glance
from kith.people.linkage.joining import components
from kith.people.linkage.keys import CLASS, home_key, is_wide, needs
from kith.people.linkage.levels import AT, family_level, given_level
from kith.people.linkage.record import UNTOLD
from kith.people.linkage.score import hopeless, kept
from kith.people.linkage.sight import Sight, _plainly_differ, names_of

NAMES = st.sampled_from(["Mohammed", "Muhammad", "Mahmud", "Ann Marie", "Marie", "Bob", "Robert", "Baby", "Twin 2", "", "A.",
                         "O'Brien", "Osei-Bonsu", "محمد", "Łukasz", "Smith", "Smyth", "Alisha", "Alicia",
                         "王伟", "ዳዊት", "Seun", "Oluwaseun", "Layla", "Leila", "Xasan", "Hassan Ali", "Ali"])  # fmt: skip
DATES = st.sampled_from(
    [
        "2014-04-03",
        "2014-03-04",
        "2014",
        "2014-04",
        "01/01/2014",
        "",
        "1990-04-03",
        "2014-04-08",
        "2013-04-03",
    ]
)
RECORDS = st.builds(
    Record,
    given_name=NAMES | st.text(max_size=12), middle_name=NAMES, family_name=NAMES | st.text(max_size=12), known_as=NAMES, dob=DATES,
    sex=st.sampled_from(["M", "F", "", "female"]), address=st.sampled_from(["12 Mill Road", "Flat 2, 12 Mill Rd", "", "unknown"]),
    postcode=st.sampled_from(["TH1 2AB", "TH1 2AC", "TH9 9ZZ", ""]), nhs_number=st.sampled_from(["9434765919", "4010232137", "943476591", ""]),
    upn=st.sampled_from(["A123456789012", "A123456789013", "778812", ""]), phone=st.sampled_from(["07700900123", "", "1"]),
    aliases=st.lists(st.sampled_from(["Mo Khan", "Ali", "Ann Smith"]), max_size=2).map(tuple),
    previous_addresses=st.lists(st.sampled_from(["12 Mill Road, TH1 2AB", "nfa", "9 Elm Close"]), max_size=2).map(tuple),
    parent_names=st.lists(st.sampled_from(["Ann Smith", "", "unknown"]), max_size=2).map(tuple), email=st.sampled_from(["a@b.example", ""]),
    expected_dob=st.sampled_from(["", "2026-01-05"]), as_at=st.sampled_from(["", "2026-01-05"]),
    birth_order=st.integers(0, 3), multiple_birth=st.booleans(), protected=st.booleans(), sealed=st.booleans(),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(RECORDS, RECORDS)
def test_the_order_of_a_pair_changes_nothing(a, b):
    model, one, other = load_model(), clean(a), clean(b)
    there, back = score(model, one, other), score(model, other, one)
    assert abs(there.weight - back.weight) < 1e-9 and there.guard == back.guard and there.levels == back.levels


@settings(max_examples=300, deadline=None)
@given(RECORDS)
def test_packing_loses_nothing(record):
    cleaned = clean(record)
    assert unpack(pack(cleaned)) == cleaned
    assert keys(unpack(pack(cleaned))) == keys(cleaned)
    assert "\n" not in pack(cleaned)


@settings(max_examples=300, deadline=None)
@given(RECORDS, RECORDS)
def test_what_is_passed_over_at_first_sight_would_have_scored_below_the_floor(a, b):
    model, one, other = load_model(), clean(a), clean(b)
    if hopeless(model, one, other):
        found = score(model, one, other)
        assert not kept(model, found)


@settings(max_examples=400, deadline=None)
@given(RECORDS, st.lists(RECORDS, min_size=1, max_size=4))
def test_first_sight_of_packed_rows_says_what_first_sight_of_records_says(arriving, known):
    model, cleaned = load_model(), clean(arriving)
    glance = Glance(model, cleaned)
    for other in map(clean, known):
        assert glance.hopeless(pack(other).split("\t")) == hopeless(model, cleaned, other)


@settings(max_examples=300, deadline=None)
@given(RECORDS, RECORDS)
def test_the_index_finds_live_whom_the_bulk_run_would_compare(a, b):
    arriving, held = clean(a), clean(b)
    shared = keys(arriving) & keys(held)
    needed = needs(arriving) | needs(held)
    in_bulk = any(not is_wide(key) or key & CLASS in needed for key in shared)
    assert bool(asked(arriving) & indexed(held)) == in_bulk


@settings(max_examples=150, deadline=None)
@given(RECORDS, st.lists(st.tuples(RECORDS, st.integers(0, 4)), max_size=9))
def test_a_decision_is_the_same_with_and_without_passing_over_at_first_sight(arriving, known):
    model, cleaned = load_model(), clean(arriving)
    rows = [(at, person, pack(clean(record))) for at, (record, person) in enumerate(known)]
    found = match(model, cleaned, rows)
    with patch.object(Glance, "hopeless", lambda glance, texts: False):
        whole = match(model, cleaned, rows)
    assert found.decision == whole.decision and list(found) == list(whole)


@pytest.mark.parametrize("postcode", ["", "CH1 2AB", "H1 2AB", "HT1 2AB"])
def test_a_first_look_takes_no_home_for_elsewhere_that_may_be_the_same(postcode):
    child = Record(given_name="George", family_name="Chen", dob="2014-04-03", address="12 Mill Road", postcode="TH1 2AB")
    model, held = load_model(), clean(replace(child, given_name="Baby", dob="", postcode=postcode))
    assert kept(model, score(model, clean(child), held)) and not Glance(model, clean(child)).hopeless(pack(held).split("\t"))


@settings(max_examples=100, deadline=None)
@given(st.lists(RECORDS, min_size=1, max_size=8))
def test_thousands_at_once_have_the_keys_that_each_has_alone(records):
    cleaned = [clean(record) for record in records]
    made, owners = keys_of(columns_of(cleaned))
    found = [set(made[owners == at].tolist()) for at in range(len(cleaned))]
    homes = [{home_key(c)} - {None} if not c.sealed else set() for c in cleaned]
    assert found == [set(keys(c)) | home for c, home in zip(cleaned, homes, strict=True)]


@settings(max_examples=300, deadline=None)
@given(st.lists(RECORDS, min_size=1, max_size=8), st.sets(st.sampled_from(sorted(UNTOLD))))
def test_a_slice_cleaned_by_columns_is_its_records_cleaned_one_by_one(records, absent):
    records = [replace(record, **{field: UNTOLD[field] for field in absent - {"record_id"}}) for record in records]
    told = UNTOLD.keys() - absent | {"record_id"}
    columns, alone = by_columns({field: [getattr(r, field) for r in records] for field in told}), list(map(clean, records))
    assert packed(columns) == list(map(pack, alone))
    for kind, those in needs_of(columns).items():
        assert those.tolist() == [kind in needs(c) for c in alone]
    assert (table_of(columns) == table_of(columns_of(alone))).all()
    assert set(zip(*keys_of(columns), strict=True)) == set(zip(*keys_of(columns_of(alone)), strict=True))


@settings(max_examples=300, deadline=None)
@given(st.lists(RECORDS, min_size=2, max_size=6))
def test_first_sight_of_many_pairs_passes_over_none_that_would_be_kept(records):
    model, cleaned = load_model(), [clean(record) for record in records]
    names = [names_of({joined(getattr(c, field)) for c in cleaned}) for field in ("givens", "families")]
    a, b = np.triu_indices(len(cleaned), 1)
    look = Sight(model, table_of(columns_of(cleaned)), *names, names_of({c.middle for c in cleaned})).look(a, b)
    for at, (one, other) in enumerate(zip(a, b, strict=True)):
        scored = [score(model, cleaned[one], cleaned[other], known) for known in (False, True)]
        assert look.could_be_kept[at] or not any(kept(model, found) for found in scored)
        if not look.unsure[at]:
            assert tuple(look.levels[at]) == scored[0].levels and tuple(look.bits[at]) == scored[0].bits
            assert scored[0].guard == scored[1].guard


LETTERS = st.text("abceimnorsty", min_size=2, max_size=7)


@settings(max_examples=500, deadline=None)
@given(LETTERS, st.integers(0, 6), st.text("aemnsy", max_size=2), st.sampled_from(["given", "family"]))
def test_names_one_slip_apart_are_never_told_apart_without_the_scorer(name, at, written, field):
    slips = {name[:at] + written + name[at + gone :] for gone in range(3)} | {name[:at] + name[at : at + 2][::-1] + name[at + 2 :]}
    names = names_of({name, *slips})
    a, b = np.triu_indices(len(names.texts), 1)
    level = {"given": given_level, "family": family_level}[field]
    for one, other in zip(a[told := _plainly_differ(names, a, b)], b[told], strict=True):
        assert level(names.texts[one], names.texts[other]) == AT[field]["different"]


@given(RECORDS)
def test_the_numbers_of_a_packed_record_are_those_of_the_record(record):
    cleaned = clean(record)
    assert ids_of_packed(pack(cleaned)) == ids_of(cleaned)


@settings(max_examples=100, deadline=None)
@given(RECORDS)
def test_a_record_meets_itself_unless_sealed_or_empty(record):
    cleaned = clean(record)
    assert bool(keys(cleaned)) <= (not cleaned.sealed)


LINKS = st.lists(st.builds(Link, st.floats(0, 40), st.integers(0, 12), st.integers(0, 12)), max_size=40)
PAIRS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda p: p[0] != p[1]), max_size=8)


def no_ids(record: int) -> tuple[str, str]:
    return "", ""


@given(LINKS, PAIRS)
def test_two_that_must_stay_apart_are_never_in_one_person(links, cannot):
    made = cluster(links, no_ids, cannot)
    assert all(made.of(a) != made.of(b) for a, b in cannot)


@given(LINKS, PAIRS)
def test_a_rebuild_gives_the_same_persons(links, cannot):
    one, other = cluster(links, no_ids, cannot), cluster(list(reversed(links)), no_ids, cannot)
    assert [sorted(one.members(n)) for n in range(13)] == [sorted(other.members(n)) for n in range(13)]


@given(LINKS, PAIRS)
def test_what_a_person_joined_stays_joined(links, must):
    made = cluster(links, no_ids, [], must)
    assert all(made.of(a) == made.of(b) for a, b in must)


@given(PAIRS)
def test_groups_found_at_once_are_those_joined_one_by_one(pairs):
    made = cluster([Link(1.0, a, b) for a, b in pairs], no_ids)
    a, b = np.array(pairs, "u4").reshape(-1, 2).T
    assert components(13, a, b).tolist() == [made.of(n) for n in range(13)]


def test_no_person_holds_two_numbers():
    numbers = {0: ("9434765919", ""), 1: ("4010232137", ""), 2: ("", "")}
    made = cluster([Link(30, 0, 2), Link(29, 1, 2)], numbers.__getitem__)
    assert made.of(0) == made.of(2) != made.of(1) and made.rejected == 1
