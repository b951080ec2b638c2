"""A few seconds of the ledger's benchmark: its figures hold together."""

from __future__ import annotations

import pytest

from kith.measure import ledger


@pytest.fixture
def rows(world, settings, tmp_path):
    settings.STATE = tmp_path
    found, notes = ledger.run(writers=4, rounds=2, spell=0.2, sealed_for=1.3, entries=1_500)
    return {row.words: row for row in found}, notes


def test_appends_bare_inserts_seals_and_verification_are_all_measured(rows):
    found, notes = rows
    assert 0.05 < found["append against a bare insert, 32 writers"].value < 2
    assert found["appends a second"].value > 10
    assert 0 <= found["from written to sealed, p50"].value < 10
    assert found["entries left unsealed"].value == 0
    assert found["a million entries verified"].note.endswith("extrapolated")
    assert "extrapolation" in notes[0]
