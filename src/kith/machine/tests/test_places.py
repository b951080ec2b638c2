"""The state folder: private, marked as ours, emptied only when it is."""

import errno
import stat
from pathlib import Path

import pytest

from kith.machine import places
from kith.machine.trouble import Trouble, in_one_line


def test_the_secret_is_made_once_for_this_account_alone(tmp_path: Path) -> None:
    state = tmp_path / "a b"
    places.prepare(state)
    first = places.secret_file(state).read_text()
    places.prepare(state)
    assert places.secret_file(state).read_text() == first
    assert len(first) > 50
    assert stat.S_IMODE(places.secret_file(state).stat().st_mode) == 0o600
    assert stat.S_IMODE(state.stat().st_mode) & 0o066 == 0


def test_starting_over_keeps_the_states_of_tests_and_benchmarks(tmp_path: Path) -> None:
    places.prepare(tmp_path)
    for name in ("mail", "test-18", "bench"):
        (tmp_path / name).mkdir()
    places.clear(tmp_path)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["bench", "test-18"]


def test_a_folder_that_is_not_ours_is_never_emptied(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("years of work")
    with pytest.raises(Trouble, match="nothing was deleted"):
        places.clear(tmp_path)
    assert (tmp_path / "thesis.odt").exists()


def test_the_state_folder_is_named_by_argument_then_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KITH_STATE", str(tmp_path))
    assert places.state_folder("/srv/kith") == Path("/srv/kith")
    assert places.state_folder() == tmp_path.resolve()
    monkeypatch.delenv("KITH_STATE")
    assert places.state_folder() == places.REPO / "var"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        pytest.param(OSError(errno.ENOSPC, "No space", "/srv/x"), "disk is full (/srv/x)", id="disk full"),
        pytest.param(PermissionError(errno.EACCES, "No", "/srv/x"), "may not write (/srv/x)", id="no right"),
        pytest.param(Trouble("two\n  lines"), "two lines", id="trouble"),
    ],
)
def test_what_a_person_can_mend_is_one_line(error: Exception, told: str) -> None:
    line = in_one_line(error)
    assert line is not None
    assert told in line
    assert "\n" not in line


def test_a_mistake_of_ours_keeps_its_traceback() -> None:
    assert in_one_line(ValueError("ours")) is None
