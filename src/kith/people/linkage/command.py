"""`kith people link IN.csv --pairs PAIRS.csv --clusters CLUSTERS.csv [--train]`: bulk linkage over one file alone."""

from __future__ import annotations

import argparse
import errno
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from . import bulk, outputs, spark
from .alone import alone
from .dates import read_dob
from .joining import APART, LINK, PAIR_COLUMNS, PERSON_COLUMNS, REVIEW, pair_rows, write_csv
from .model import Model, ModelError, load_model, to_dict
from .partitions import NARROW_CAP
from .progress import Progress
from .rows import COLUMNS, NOT_UTF8, OPTIONAL, BadRows, InputError, check_usable
from .train import train_on_lines
from .unread import Unread, in_words

STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""
_HELP = f"""
IN.csv: UTF-8 (or UTF-16), comma, semicolon or tab between the columns, which the first line names.
  record_id is needed, an identifier of its own for each row; any of the others may be missing:
  {", ".join(COLUMNS[1:])}.
  Also read where they are there (several values with | between them):
  {", ".join(OPTIONAL)}.
  as_at is the day on which the row was written: an age in dob says nothing without it (or --as-at).
PAIRS.csv: every pair worth a look, with its decision: link (the machine is certain), review (a person should
  look), apart.
CLUSTERS.csv: the person of each record, each record once. Persons hold best guesses too: some rest on pairs that
  PAIRS calls review. The summary says how many.
An interrupted run goes on where it stopped when the same command is given again.
Exit code: 0 done; 1 the file, the model or the disk cannot be used, in words; 2 the command line is wrong;
  {STOPPED} stopped by Ctrl-C.
"""


def people(argv: Sequence[str]) -> int:
    """Run `kith people ...`; returns the exit code: 0 done, 1 the input or model cannot be used, 130 stopped."""
    options = _parser().parse_args(argv)
    try:
        return link_on_spark(options) if options.engine == "spark" else link(options)
    except KeyboardInterrupt:
        print(f"\nkith people link: stopped. {_how_to_go_on(options)}", file=sys.stderr)
        return STOPPED
    except (InputError, ModelError, OSError, MemoryError, BrokenProcessPool) as wrong:
        print(f"kith people link: {_plainly(wrong, options)}", file=sys.stderr)
        return 1


def _how_to_go_on(options: argparse.Namespace) -> str:
    if options.engine == "spark":
        return "Give the same command again to begin anew."
    return f"What is done is kept in {_folder(options)}: give the same command again to go on from there."


def _plainly(wrong: BaseException, options: argparse.Namespace) -> str:
    """What went wrong, in words; numpy says of a full disk only how much it wrote."""
    full = isinstance(wrong, OSError) and wrong.errno in (errno.ENOSPC, errno.EDQUOT)
    if full or (isinstance(wrong, OSError) and " written" in str(wrong)):
        where = f"{_folder(options)} and {options.pairs.parent}"
        return f"the disk is full: make room where {where} are. {_how_to_go_on(options)}"
    if isinstance(wrong, MemoryError | BrokenProcessPool):
        return f"the system stopped a process of this run, as a rule for want of memory. {_how_to_go_on(options)}"
    return str(wrong)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kith people", description="The person index over files.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("link", help="find the records of one person in a CSV file", epilog=_HELP,
                            formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    verb.add_argument("source", type=Path, metavar="IN.csv")
    verb.add_argument("--pairs", type=Path, required=True, metavar="PAIRS.csv")
    verb.add_argument("--clusters", type=Path, required=True, metavar="CLUSTERS.csv")
    verb.add_argument("--as-at", type=_day, default=None, metavar="DATE",
                      help="the day on which the file was written: what ages in dob are counted from")  # fmt: skip
    verb.add_argument("--train", action="store_true", help="learn the weights from this file first")
    verb.add_argument("--model", type=Path, help="a model file instead of the shipped one")
    verb.add_argument("--model-out", type=Path, help="keep the model that was used here")
    verb.add_argument("--work", type=Path, help="folder for intermediate files (default: beside PAIRS.csv)")
    verb.add_argument("--keep-work", action="store_true", help="do not delete the intermediate files at the end")
    verb.add_argument("--engine", choices=("local", "spark"), default="local", help="spark: past one machine")
    verb.add_argument("--slice", type=int, default=bulk.SLICE, help=argparse.SUPPRESS)
    return parser


def _day(text: str) -> str:
    dob, kind = read_dob(text)
    if kind not in ("e", "j"):
        raise argparse.ArgumentTypeError(f"{text!r} is no day: write it as 2026-11-30 or 30/11/2026")
    return dob


def _folder(options: argparse.Namespace) -> Path:
    """Where intermediate files go."""
    ending = ".spool" if options.engine == "spark" else ".work"
    return options.work or options.pairs.with_name(options.pairs.name + ending)


def _checked(options: argparse.Namespace) -> Model:
    """The model of the run, after a look at its files. What is written through a link is written to what it names."""
    read = {"IN": options.source, **({"--model": options.model} if options.model else {})}
    written = {"PAIRS": options.pairs, "CLUSTERS": options.clusters}
    if options.model_out:
        written["--model-out"] = options.model_out
    outputs.check(read, written)
    outputs.check_work(_folder(options), read | written, bulk.is_ours)
    options.pairs, options.clusters = outputs.target(options.pairs), outputs.target(options.clusters)
    try:
        return load_model(str(options.model) if options.model else "")
    except (ValueError, AttributeError) as wrong:
        raise InputError(f"{options.model or 'the shipped model'} is no model of Kith: {wrong}") from wrong


def link(options: argparse.Namespace) -> int:
    """Do the whole run; safe to start again after an interruption."""
    folder = _folder(options)
    model = _checked(options)
    with alone(folder), outputs.whole_or_not_at_all(options.pairs, options.clusters):
        return _link(options, folder, model)


def _link(options: argparse.Namespace, folder: Path, model: Model) -> int:
    settings = f"{'train' if options.train else ''} {options.as_at or ''}"
    work, resumed = bulk.open_work(folder, options.source, model, settings, options.slice)
    bad, progress = BadRows(), Progress()
    if resumed:
        print(f"Going on with an earlier run: {work.slice_count()} slices are done.", file=sys.stderr)
    progress.begin("Reading and cleaning")
    _read(work, options, bad, progress)
    progress.begin("Finding pairs")
    bulk.find_pairs(work, progress)
    progress.begin("Learning from the file" if options.train else "Counting names")
    model = bulk.own_model(work, model, train_on_lines if options.train else None)
    progress.begin("Scoring pairs")
    bulk.score_pairs(work, progress)
    progress.begin("Joining and writing")
    counts = bulk.write(work, model, options.pairs, options.clusters, progress)
    if options.model_out:
        options.model_out.write_bytes(work.model.read_bytes())
    unread = bulk.told_in_vain(work)
    if not options.keep_work:
        bulk.discard(folder)
    _tell(counts, bad, unread)
    return 0


def _read(work: bulk.Work, options: argparse.Namespace, bad: BadRows, progress: Progress) -> None:
    """Step 1; of a file that cannot be used nothing is left behind."""
    try:
        bulk.read(work, options.source, bad, progress, options.as_at or "")
        check_usable(len(work.table()), bad, options.train)
    except InputError:
        bulk.discard(work.folder)
        raise


def link_on_spark(options: argparse.Namespace) -> int:
    """The same run on Spark; started again it begins anew."""
    folder = _folder(options)
    model = _checked(options)
    session = spark.session()
    with alone(folder), outputs.whole_or_not_at_all(options.pairs, options.clusters):
        try:
            return _link_on_spark(options, session, folder, model)
        finally:
            if not options.keep_work:
                spark.discard(folder)


def _link_on_spark(options: argparse.Namespace, session: object, folder: Path, model: Model) -> int:
    bad = BadRows()
    run = spark.link(session, options.source, model, folder, bad, options.train, options.as_at or "")
    counts = Counter[str](records=len(run.ids))
    rows = pair_rows(run.judged(), run.model, run.ids.__getitem__, counts)
    write_csv(options.pairs, PAIR_COLUMNS, rows)
    persons = [run.joined.get(n, n) for n in range(len(run.ids))]
    write_csv(options.clusters, PERSON_COLUMNS, ((one, run.ids[of]) for one, of in zip(run.ids, persons, strict=True)))
    counts["persons"] = len(set(persons))
    counts[bulk.GUESSED] = len({of for n, of in run.joined.items() if run.certain[n] != of})
    counts[bulk.COMMON], counts[bulk.ALONE] = run.too_common
    if options.model_out:
        options.model_out.write_text(json.dumps(to_dict(run.model), ensure_ascii=False), encoding="utf-8")
    _tell(counts, bad, run.unread)
    return 0


def _tell(counts: Counter[str], bad: BadRows, unread: Iterable[Unread]) -> None:
    for line, reason in bad.first:
        print(f"line {line}: left out: {reason}", file=sys.stderr)
    for said in (*_of_file(bad), *map(in_words, unread), *_of_persons(counts)):
        print(said, file=sys.stderr)
    print(
        f"{counts['records']} records, {counts['persons']} persons; "
        f"pairs: {counts[LINK]} link, {counts[REVIEW]} review, "
        f"{counts[APART]} apart; {bad.count} rows left out",
        file=sys.stderr,
    )


def _of_file(bad: BadRows) -> Iterable[str]:
    if bad.count > len(bad.first):
        yield f"... and {bad.count - len(bad.first)} more rows left out"
    if any(reason == NOT_UTF8 for _, reason in bad.first):
        yield "Save the file as CSV in UTF-8 to have those rows too: spreadsheets often write Windows-1252"
    if bad.ignored:
        yield f"columns not read: {', '.join(bad.ignored)} (--help names those that are)"


def _of_persons(counts: Counter[str]) -> Iterable[str]:
    if counts[bulk.COMMON]:
        yield (f"{counts[bulk.COMMON]} keys were too common to compare by (more than {NARROW_CAP} records each); "
               f"{counts[bulk.ALONE]} records had no other key")  # fmt: skip
    if counts[bulk.GUESSED]:
        count = counts[bulk.GUESSED]
        who = "1 person in CLUSTERS rests" if count == 1 else f"{count} persons in CLUSTERS rest"
        yield f"{who} on pairs that PAIRS calls review"
