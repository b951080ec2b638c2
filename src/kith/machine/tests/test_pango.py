"""What is said where the typesetter is missing, and that it is found where it stands."""

import os

import pytest

from kith.machine import pango
from kith.machine.trouble import Trouble


def test_it_is_found_on_the_machine_that_runs_the_tests() -> None:
    pango.ensure()
    assert pango.found()


def test_without_it_one_line_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pango, "LIBRARIES", ("libpango-of-nowhere.so.0",))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Trouble, match="apt-get install libpango-1.0-0") as said:
        pango.ensure()
    assert "\n" not in str(said.value)
