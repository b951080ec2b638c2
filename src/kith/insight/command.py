"""`kith charts spc --csv IN --out OUT`: anyone may check the rules of our control charts. No web, no database."""

import argparse
import sys
from pathlib import Path

from kith.insight import spc_csv


def charts(argv: list[str]) -> int:
    """Runs `kith charts …`. 0 when done; 2, with the reason on stderr, when the file or the words are faulty."""
    parser = argparse.ArgumentParser("kith charts", description="Control charts over files.")
    commands = parser.add_subparsers(dest="command", required=True)
    spc = commands.add_parser("spc", help="answer a CSV of series,i,y with mean, limits and what each point shows")
    spc.add_argument("--csv", required=True, type=Path, metavar="IN")
    spc.add_argument("--out", required=True, type=Path, metavar="OUT")
    try:
        given = parser.parse_args(argv)
    except SystemExit as left:
        return int(left.code or 0)
    try:
        answer = _answer(given.csv)
        _write_whole(given.out, answer)
    except (OSError, UnicodeDecodeError, spc_csv.UnreadableFile) as fault:
        print(fault, file=sys.stderr)
        return 2
    return 0


def _answer(file: Path) -> str:
    try:
        return spc_csv.answered(file.read_bytes().decode("utf-8-sig"))
    except spc_csv.UnreadableFile as fault:
        raise spc_csv.UnreadableFile([f"{file}: {said}" for said in fault.said]) from fault


def _write_whole(out: Path, text: str) -> None:
    """In one step, so that a full disk never leaves half an answer; a pipe or /dev/stdout is written straight."""
    if out.exists() and not out.is_file():
        out.write_text(text, encoding="utf-8", newline="")
        return
    beside = out.with_name(f".{out.name}.part")
    try:
        beside.write_text(text, encoding="utf-8", newline="")
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
