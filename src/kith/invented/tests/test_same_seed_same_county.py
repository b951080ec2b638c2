"""Equal arguments give equal rows; a table more or less shifts no other."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kith import invented
from kith.invented import shire

SOURCE = Path(__file__).parents[3]
PRINT_HASHES = "from kith import invented; print(sorted(invented.county(40, 3).hashes().items()))"


def hashes_in_a_fresh_process(hash_seed: str) -> str:
    env = os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONHASHSEED": hash_seed}
    run = subprocess.run(
        [sys.executable, "-c", PRINT_HASHES], env=env, capture_output=True, text=True, check=True
    )
    return run.stdout


def test_every_table_hashes_the_same_in_two_processes_with_other_hash_seeds():
    assert hashes_in_a_fresh_process("1") == hashes_in_a_fresh_process("2")


def test_another_seed_gives_another_county_in_every_table_that_chance_fills():
    one, other = invented.county(60, 1).hashes(), invented.county(60, 2).hashes()
    fixed = {"Agency", "Practice", "Team"}
    assert {table for table in one if one[table] == other.get(table)} <= fixed


def test_leaving_one_table_out_shifts_no_other(monkeypatch: pytest.MonkeyPatch):
    whole = invented.county(200, 5, planted=False).hashes()
    monkeypatch.setattr(shire, "other_incidents", lambda told: None)
    without = invented.county(200, 5, planted=False).hashes()
    changed = {table for table in whole if whole[table] != without.get(table)}
    assert changed == {"Incident", "Screening", "Truth"}


@pytest.mark.parametrize("households", [1, 37, 600])
def test_draws_until_there_are_at_least_as_many_households_as_asked(households: int):
    made = sum(
        len(group.of(invented.nouns.Household)) for group in invented.county(households, 9).kin_groups()
    )
    assert households <= made <= households + 3


def test_a_county_of_no_households_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        invented.county(0, 1)
