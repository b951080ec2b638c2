"""One demonstration county and one null county, made once for all tests of this room."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from kith import invented
from kith.invented.shire import County

Tables = dict[str, list[Any]]


def tables_of(county: County) -> Tables:
    """Every row by table name."""
    found: Tables = defaultdict(list)
    for row in county.small_tables():
        found[type(row).__name__].append(row)
    for group in county.kin_groups():
        for row in group:
            found[type(row).__name__].append(row)
    return found


@pytest.fixture(scope="session")
def demo_county() -> County:
    """About the size of the demonstration."""
    return invented.county(households=600, seed=7)


@pytest.fixture(scope="session")
def demo(demo_county: County) -> Tables:
    """Its rows."""
    return tables_of(demo_county)


@pytest.fixture(scope="session")
def larger() -> Tables:
    """Enough families for rates to settle."""
    return tables_of(invented.county(households=6000, seed=11))


@pytest.fixture(scope="session")
def null_world() -> Tables:
    """The same generator with nothing planted."""
    return tables_of(invented.county(households=600, seed=7, planted=False))
