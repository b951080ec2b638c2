# ruff: noqa: E501  (tables read better on one line)
"""`kith people link` in the hands of somebody who has never seen it: files of every make, mistakes, full disks, Ctrl-C."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from kith.people.linkage import bulk, too_common
from kith.people.linkage.alone import RUNNING, alone, started
from kith.people.linkage.command import people
from kith.people.linkage.header import InputError, column_name
from kith.people.linkage.rows import BadRows, slices
from kith.people.linkage.unread import in_words, together, unread

HEADER = "record_id,given_name,family_name,dob,address,postcode\n"
TWO = "1,Ruby,Fairbrook,2016-05-04,3 Mill Road,TH1 2AB\n2,Ruby,Fairbrook,2016-05-04,3 Mill Road,TH1 2AB\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_text(HEADER + TWO, encoding="utf-8")
    return path


def run(source: Path, *more: str, pairs: Path | None = None, clusters: Path | None = None) -> int:
    pairs, clusters = pairs or source.with_name("p.csv"), clusters or source.with_name("c.csv")
    return people(["link", str(source), "--pairs", str(pairs), "--clusters", str(clusters), *more])


def first_slice(path: Path, as_at: str = ""):
    return next(iter(slices(path, 100, BadRows(), as_at)))


# --- no file is written over ---


def test_no_two_files_of_a_run_are_one(source, capsys):
    before, link = source.read_bytes(), source.with_name("link.csv")
    link.symlink_to(source)
    hard = source.with_name("hard.csv")
    os.link(source, hard)
    elsewhere = source.parent / "sub" / ".." / "in.csv"
    elsewhere.parent.parent.mkdir(exist_ok=True)
    assert run(source, pairs=source) == run(source, clusters=link) == run(source, pairs=hard) == run(source, clusters=elsewhere) == 1
    assert run(source, pairs=source.with_name("x"), clusters=source.with_name("x")) == 1
    assert run(source, "--model-out", str(source)) == 1
    assert source.read_bytes() == before and capsys.readouterr().err.count("are one file") == 6
    assert sorted(path.name for path in source.parent.iterdir()) == ["hard.csv", "in.csv", "link.csv", "sub"]


def test_a_file_that_is_written_beside_its_place_takes_nobodys_place(source):
    part = source.rename(source.with_name("p.csv.part"))
    assert run(part) == 1 and part.read_text(encoding="utf-8") == HEADER + TWO


@pytest.mark.parametrize("device", ["/dev/null", "/dev/full"])
def test_a_device_is_never_replaced(source, device, capsys):
    assert run(source, pairs=Path(device)) == 1 and "not a plain file" in capsys.readouterr().err
    assert Path(device).is_char_device() and not source.with_name("c.csv").exists()


def test_where_the_files_cannot_go_is_said_before_work_begins(source, capsys, monkeypatch):
    monkeypatch.setattr(bulk, "read", lambda *anything: pytest.fail("work began"))
    assert run(source, pairs=source.parent / "none" / "p.csv") == 1 and "no folder" in capsys.readouterr().err
    assert run(source, clusters=source.parent) == 1 and "is a folder" in capsys.readouterr().err
    assert run(source, clusters=Path("/proc/c.csv")) == 1 and "cannot be written to" in capsys.readouterr().err
    assert run(source.with_name("none.csv")) == 1 and "there is no file" in capsys.readouterr().err
    assert run(source, "--work", str(source)) == 1 and "not a folder" in capsys.readouterr().err
    assert [path.name for path in source.parent.iterdir()] == ["in.csv"]


def test_a_link_to_a_file_stays_a_link(source):
    true, link = source.with_name("true.csv"), source.with_name("p.csv")
    true.write_text("old", encoding="utf-8")
    link.symlink_to(true)
    assert run(source) == 0 and link.is_symlink() and true.read_text(encoding="utf-8").startswith("record_id_a")


def test_somebodys_own_files_in_the_work_folder_are_left_alone(source, tmp_path, capsys):
    own = tmp_path / "records-2026.csv"
    own.write_text(HEADER + TWO, encoding="utf-8")
    assert run(source, "--work", str(tmp_path)) == 1 and "no earlier run wrote" in capsys.readouterr().err
    assert run(own, "--work", str(tmp_path)) == 1 and "name of an intermediate file" in capsys.readouterr().err
    assert own.read_text(encoding="utf-8") == HEADER + TWO


# --- the header, and how the file is written ---


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_of_other_makes_are_read(tmp_path, separator, encoding):
    path = tmp_path / "in.csv"
    text = '" Record Id ",Given Name,FAMILY-NAME,NHS Number\n1,Zoë,"Hill",9434765919\n'
    path.write_text(text.replace(",", separator), encoding=encoding)
    rows = list(first_slice(path).rows)
    assert rows == [{"record_id": "1", "given_name": "Zoë", "family_name": "Hill", "nhs_number": "9434765919"}]


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "file is empty"), (b"\n1,2\n", "an empty line"), (b"id,name\n1,Ruby\n", "Found, with comma between them: id, name."),
     (b"id;name\n1;Ruby\n", "Found, with semicolon between them: id, name."), (b"record_id|name\n1|Ruby\n", "comma, semicolon or tab"),
     (b"1,Ruby,Hill\n", "looks like a row of data"), (b"r\0e\0c\0", "NUL"), (b"PK\x03\x04\x14", "spreadsheet"),
     (b"record_id,Name,name\n1,a,b\n", "name stands twice")],
    ids=["empty", "blank", "another name", "semicolon", "bar", "no header", "UTF-16 without a mark", "xlsx", "twice"],
)  # fmt: skip
def test_a_header_that_is_none_is_told_by_what_was_found_and_what_is_needed(tmp_path, data, said, capsys):
    path = tmp_path / "in.csv"
    path.write_bytes(data)
    assert run(path) == 1 and said in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["in.csv"], "nothing is left of a refused file"


def test_a_column_has_one_name_however_it_is_written():
    assert {column_name(told) for told in ("record_id", " Record Id ", "RECORD-ID", "record.id")} == {"record_id"}


def test_columns_that_are_not_read_are_named(tmp_path, capsys):
    path = tmp_path / "in.csv"
    path.write_text("record_id,surname,given_name\n1,Hill,Ruby\n", encoding="utf-8")
    assert run(path) == 0 and "columns not read: surname" in capsys.readouterr().err


def test_a_nul_is_called_a_nul(tmp_path, capsys):
    path = tmp_path / "in.csv"
    path.write_bytes((HEADER + TWO).encode() + b"3,Ru\0by,,,,\n")
    assert run(path) == 0 and "line 4: left out: a NUL character" in capsys.readouterr().err


def test_a_file_of_which_no_row_can_be_used_is_refused(tmp_path, capsys):
    path = tmp_path / "in.csv"
    path.write_bytes(HEADER.encode() + b"".join(b"%d,Zo\xeb,Hill,,,\n" % n for n in range(200)))
    assert run(path) == 1
    told = capsys.readouterr().err
    assert "none of the 200 rows can be used" in told and "UTF-8" in told and told.count("line ") == 5
    assert [one.name for one in tmp_path.iterdir()] == ["in.csv"]


# --- what is told but cannot be read ---


def test_what_cannot_be_read_is_counted_by_column_and_its_row_linked(tmp_path, capsys):
    path = tmp_path / "in.csv"
    more = "".join(f"{n},Ruby,Fairbrook,41705,3 Mill Road,TH1 2AB\n" for n in range(3, 11))
    path.write_text(HEADER + TWO + more + "11,Ann,Hill,7 yrs,,\n12,Ann,Hill,unknown,,\n", encoding="utf-8")
    assert run(path) == 0
    told = capsys.readouterr().err
    assert "dob: 8 told but not readable (lines 4, 5, 6, 7, 8, ...)" in told
    assert "dob: 1 age not used (line 12): say when they were told, with --as-at DATE" in told
    assert "12 records" in told and len(path.with_name("c.csv").read_text(encoding="utf-8").splitlines()) == 13


def test_the_lines_named_are_those_of_the_file(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text('record_id,address,dob,sex,nhs_number,phone,email,upn,birth_order\n\n1,"3 Mill Road\nElmcaster",2014-01-02,F,,,,,\n'
                    "2,,soon,,,,,,\nbad\n3,,-,banana,12,1,me,X,second\n4,,n/k,U,000 000 0000,none,-,n/a,0\n", encoding="utf-8")  # fmt: skip
    found = {one.column: one.lines for one in together(unread(first_slice(path)))}
    assert found == {"dob": (5,), **dict.fromkeys(("sex", "nhs_number", "phone", "email", "upn", "birth_order"), (7,))}


def test_an_age_counts_from_the_day_it_was_told(tmp_path, capsys):
    path = tmp_path / "in.csv"
    path.write_text("record_id,given_name,dob,as_at\n1,Ruby,7,\n2,Ruby,7,01/06/2020\n3,Ruby,7,lately\n", encoding="utf-8")
    one = first_slice(path, "2026-11-01")
    assert one.columns["as_at"] == ("2026-11-01", "01/06/2020", "lately")
    assert bulk.cleaned(one.raw)["dob"].told(str, "O").tolist() == ["2018..2019", "2012..2013", ""]
    assert [in_words(found).partition(" (")[0] for found in together(unread(one))] == ["as_at: 1 told but not readable", "dob: 1 told but not readable"]
    assert run(path, "--as-at", "1 November 2026") == 0
    with pytest.raises(SystemExit):
        run(path, "--as-at", "lately")
    assert "is no day" in capsys.readouterr().err


def test_help_names_every_column_that_is_read(capsys):
    with pytest.raises(SystemExit):
        people(["link", "--help"])
    told = capsys.readouterr().out
    assert all(name in told for name in ("given_name", "email", "as_at", "expected_dob", "birth_order", "review", "--as-at"))


# --- stopping, starting again, two at once ---


def test_ctrl_c_ends_in_one_line_that_says_how_to_go_on(source):
    command = [sys.executable, "-m", "kith", "people", "link", str(source), "--pairs", str(source.with_name("p.csv")), "--clusters", str(source.with_name("c.csv"))]
    source.write_text(HEADER + "".join(f"{n},Ruby{n},Fairbrook{n},2016-05-04,,\n" for n in range(60_000)), encoding="utf-8")
    begun = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not list(source.parent.glob("p.csv.work/names-*")) and begun.poll() is None:
        time.sleep(0.02)
    os.killpg(begun.pid, 2)  # as a terminal does: to every process of the run
    told = begun.communicate(timeout=60)[1]
    assert begun.returncode == 130 and "Traceback" not in told
    assert told.splitlines()[-1].startswith("kith people link: stopped. What is done is kept in") and "same command" in told
    assert not (source.parent / "p.csv.work" / RUNNING).exists()


def test_a_second_run_in_one_folder_is_refused_at_once(source, capsys):
    work = source.with_name("p.csv.work")
    with alone(work):
        assert run(source) == 1
        assert f"process {os.getpid()} is at work in {work}" in capsys.readouterr().err
    assert not work.exists() and run(source) == 0


@pytest.mark.parametrize("left", ["999999999 1\n", "", "nonsense\n"], ids=["gone", "empty", "nonsense"])
def test_what_a_dead_run_left_is_taken_over(tmp_path, left):
    (tmp_path / RUNNING).write_text(left, encoding="utf-8")
    with alone(tmp_path):
        assert (tmp_path / RUNNING).read_text(encoding="utf-8").startswith(f"{os.getpid()} ")


def test_a_process_number_used_again_is_not_taken_for_the_old_run(tmp_path):
    (tmp_path / RUNNING).write_text(f"{os.getpid()} 1\n", encoding="utf-8")
    with alone(tmp_path):
        assert started(os.getpid()) not in ("", "1")
    tmp_path.mkdir(exist_ok=True)
    (tmp_path / "kept").touch()
    with alone(tmp_path), pytest.raises(InputError), alone(tmp_path):
        pass
    assert (tmp_path / "kept").exists()


# --- plain words for what goes wrong ---


@pytest.mark.parametrize("text", ["{", "[]", '"model"', "{}", "\xff"])
def test_a_model_that_is_none_is_one_plain_line(source, text, capsys):
    model = source.with_name("model.json")
    model.write_text(text, encoding="latin-1")
    assert run(source, "--model", str(model)) == 1
    told = capsys.readouterr().err
    assert "model" in told and len(told.splitlines()) == 1


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_too_few_records_to_learn_from_is_one_plain_line(source, rows, capsys):
    source.write_text(HEADER + "".join(TWO.splitlines(True)[:rows]), encoding="utf-8")
    assert run(source, "--train") == 1
    assert f"--train needs at least 20 records to learn from; this file has {rows}" in capsys.readouterr().err
    assert not source.with_name("p.csv.work").exists()


@pytest.mark.parametrize("full", [OSError(errno.ENOSPC, "No space left on device"), OSError("476 requested and 195 written")])
def test_a_full_disk_is_called_one_and_nothing_done_is_lost(source, full, monkeypatch, capsys):
    def stop(*anything: object) -> None:
        raise full

    with monkeypatch.context() as patched:
        patched.setattr(bulk, "score_pairs", stop)
        assert run(source) == 1
    told = capsys.readouterr().err
    assert "the disk is full: make room where" in told and "give the same command again" in told
    assert run(source) == 0 and "Going on with an earlier run" in capsys.readouterr().err


def test_half_a_file_is_never_left_behind(source, monkeypatch):
    def stop(work, model, pairs, *anything: object) -> None:
        pairs.with_name(pairs.name + ".part").touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(bulk, "write", stop)
    assert run(source) == 1 and not list(source.parent.glob("*.part"))


# --- what the summary says of the persons and of keys ---


def test_persons_that_rest_on_review_are_counted(source, capsys):
    source.write_text(HEADER + "1,Eve,Frost,2011-03-04,,\n2,Eve,Frost,2011-04-03,,\n3,Ann,Hill,2001-02-03,,\n", encoding="utf-8")
    assert run(source) == 0
    told = capsys.readouterr().err
    persons = [line.split(",")[1] for line in source.with_name("c.csv").read_text(encoding="utf-8").splitlines()[1:]]
    assert persons[0] == persons[1] != persons[2] and "0 link, 1 review" in told
    assert "1 person in CLUSTERS rests on pairs that PAIRS calls review" in told


def test_keys_too_common_to_compare_by_are_counted(source, capsys):
    source.write_text(HEADER + "".join(f"{n},Ruby,Fairbrook,,,\n" for n in range(70)), encoding="utf-8")
    assert run(source) == 0
    assert "keys were too common to compare by (more than 60 records each); 70 records had no other key" in capsys.readouterr().err


def test_a_record_with_any_key_that_is_used_is_not_counted(tmp_path):
    work = bulk.Work(tmp_path)
    table = np.lib.format.open_memmap(tmp_path / "columns.npy", "w+", bulk.TABLE, (5,))
    table.flush()
    work.names(0).write_text("{}", encoding="utf-8")
    for partition, (used, near, common) in enumerate([((0,), (), (1, 2)), ((), (1 << 32 | 4,), (0, 3, 4))]):
        too_common.note(work, partition, np.array(used, "i8"), np.array(near, "u8"), np.array(common, "i8"))
        work.found(partition).write_text('{"common": 1}', encoding="utf-8")
    assert too_common.counted(work, 2) == (2, 2), "records 2 and 3"


def test_a_killed_run_leaves_no_process_behind(source):
    command = [sys.executable, "-m", "kith", "people", "link", str(source), "--pairs", str(source.with_name("p.csv")), "--clusters", str(source.with_name("c.csv"))]
    source.write_text(HEADER + "".join(f"{n},Ruby{n},Fairbrook{n},2016-05-04,,\n" for n in range(60_000)), encoding="utf-8")
    begun = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    while not list(source.parent.glob("p.csv.work/names-*")) and begun.poll() is None:
        time.sleep(0.02)
    begun.kill()
    begun.wait()
    until = time.monotonic() + 30
    while alive_in(begun.pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not alive_in(begun.pid)


def alive_in(session: int) -> list[str]:
    """Processes of a session, as the system counts them."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if fields[3] == str(session) and fields[0] not in "ZX":
            found.append(path.parent.name)
    return found
