"""The commands of this room: `kith clocks due`, `kith clocks table` and `kith county check`. No web, no
database."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from . import due_csv, forums, forums_check, printed, profile


def clocks(argv: list[str]) -> int:
    """Runs `kith clocks …`. 0 when done; 2, with the reason on stderr, when the file or the words are
    faulty."""
    parser = argparse.ArgumentParser("kith clocks", description="When things are due.")
    commands = parser.add_subparsers(dest="command", required=True)
    due = commands.add_parser("due", help="answer a CSV of duty,start with due,unit,source")
    due.add_argument("--csv", required=True, type=Path, metavar="IN")
    due.add_argument("--out", required=True, type=Path, metavar="OUT")
    _add_county(due)
    _add_county(commands.add_parser("table", help="print the register of clocks as Markdown"))
    return _run(parser, argv, {"due": _due, "table": _table})


def county(argv: list[str]) -> int:
    """Runs `kith county check [FOLDER]`. 0 when every file may be used; 2 with each fault by file and
    line."""
    parser = argparse.ArgumentParser("kith county", description="The county's own choices.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="check a county's folder or file (without one: those shipped)")
    check.add_argument("folder", nargs="?", type=Path)
    return _run(parser, argv, {"check": _check})


def _add_county(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--county", type=Path, metavar="FOLDER", help="the county's file or folder of *.toml")


def _run(parser: argparse.ArgumentParser, argv: list[str], commands: dict) -> int:
    try:
        given = parser.parse_args(argv)
    except SystemExit as left:
        return int(left.code or 0)
    try:
        return commands[given.command](given)
    except (OSError, UnicodeDecodeError, profile.ProfileError, due_csv.UnreadableFile) as fault:
        print(fault, file=sys.stderr)
        return 2


def _profile(given: argparse.Namespace) -> profile.Profile:
    return profile.load(given.county) if given.county else profile.england()


def _due(given: argparse.Namespace) -> int:
    text = given.csv.read_bytes().decode("utf-8-sig")
    chosen = _profile(given)
    try:
        answer = due_csv.answered(text, chosen, chosen.calendar())
    except due_csv.UnreadableFile as fault:
        raise due_csv.UnreadableFile([f"{given.csv}: {said}" for said in fault.said]) from fault
    _write_whole(given.out, answer)
    return 0


def _write_whole(out: Path, text: str) -> None:
    """Writes the file in one step, so that a full disk or a crash never leaves half an answer."""
    if out.exists() and not out.is_file():  # a pipe or /dev/stdout cannot be replaced
        out.write_text(text, encoding="utf-8", newline="")
        return
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.chmod(name, 0o644)
        os.replace(name, out)
    except BaseException:
        os.unlink(name)
        raise


def _table(given: argparse.Namespace) -> int:
    sys.stdout.write(printed.page(_profile(given)))
    return 0


def _forum_folders(folder: Path | None) -> list[Path]:
    """Where the forums stand: those shipped, or the county's own where it has any."""
    own = folder / "forums" if folder else forums.SHIPPED
    return [own] if own.is_dir() else []


def _check(given: argparse.Namespace) -> int:
    places = [given.folder] if given.folder else sorted(profile.SHIPPED.glob("*.toml"))
    faults = [fault for place in places for fault in profile.check(place)]
    faults += [fault for folder in _forum_folders(given.folder) for fault in forums_check.check(folder)]
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        print(f"No faults in {', '.join(str(place) for place in places)}")
    return 2 if faults else 0
