"""`kith people link IN.csv --pairs PAIRS.csv --clusters CLUSTERS.csv [--train]`: bulk linkage over one file alone."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from . import bulk, spark
from .joining import APART, LINK, PAIR_COLUMNS, PERSON_COLUMNS, REVIEW, pair_rows, write_csv
from .model import ModelError, load_model, to_dict
from .progress import Progress
from .rows import BadRows, InputError
from .train import train_on_lines


def people(argv: Sequence[str]) -> int:
    """Run `kith people ...`; returns the exit code: 0 done, 1 the input or model cannot be used."""
    options = _parser().parse_args(argv)
    try:
        return link_on_spark(options) if options.engine == "spark" else link(options)
    except (InputError, ModelError, OSError) as wrong:
        print(f"kith people link: {wrong}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kith people", description="The person index over files.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("link", help="find the records of one person in a CSV file")
    verb.add_argument("source", type=Path, metavar="IN.csv")
    verb.add_argument("--pairs", type=Path, required=True, metavar="PAIRS.csv")
    verb.add_argument("--clusters", type=Path, required=True, metavar="CLUSTERS.csv")
    verb.add_argument("--train", action="store_true", help="learn the weights from this file first")
    verb.add_argument("--model", type=Path, help="a model file instead of the shipped one")
    verb.add_argument("--model-out", type=Path, help="keep the model that was used here")
    verb.add_argument("--work", type=Path, help="folder for intermediate files (default: beside PAIRS.csv)")
    verb.add_argument("--keep-work", action="store_true", help="do not delete the intermediate files at the end")
    verb.add_argument("--engine", choices=("local", "spark"), default="local", help="spark: past one machine")
    verb.add_argument("--slice", type=int, default=bulk.SLICE, help=argparse.SUPPRESS)
    return parser


def link(options: argparse.Namespace) -> int:
    """Do the whole run; safe to start again after an interruption."""
    model = load_model(str(options.model) if options.model else "")
    folder = options.work or options.pairs.with_name(options.pairs.name + ".work")
    work, resumed = bulk.open_work(folder, options.source, model, "train" if options.train else "", options.slice)
    bad, progress = BadRows(), Progress()
    if resumed:
        print(f"Going on with an earlier run: {work.slice_count()} slices are done.", file=sys.stderr)
    progress.begin("Reading and cleaning")
    bulk.read(work, options.source, bad, progress)
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
    if not options.keep_work:
        bulk.discard(folder)
    _tell(counts, bad)
    return 0


def link_on_spark(options: argparse.Namespace) -> int:
    """The same run on Spark; started again it begins anew."""
    model = load_model(str(options.model) if options.model else "")
    folder = options.work or options.pairs.with_name(options.pairs.name + ".spool")
    bad = BadRows()
    run = spark.link(spark.session(), options.source, model, folder, bad, options.train)
    counts = Counter[str](records=len(run.ids))
    rows = pair_rows(run.judged(), run.model, run.ids.__getitem__, counts)
    write_csv(options.pairs, PAIR_COLUMNS, rows)
    persons = [run.joined.get(n, n) for n in range(len(run.ids))]
    write_csv(options.clusters, PERSON_COLUMNS, ((one, run.ids[of]) for one, of in zip(run.ids, persons, strict=True)))
    counts["persons"] = len(set(persons))
    if options.model_out:
        options.model_out.write_text(json.dumps(to_dict(run.model), ensure_ascii=False), encoding="utf-8")
    if not options.keep_work:
        spark.discard(folder)
    _tell(counts, bad)
    return 0


def _tell(counts: Counter[str], bad: BadRows) -> None:
    for line, reason in bad.first:
        print(f"line {line}: left out: {reason}", file=sys.stderr)
    print(
        f"{counts['records']} records, {counts['persons']} persons; "
        f"pairs: {counts[LINK]} link, {counts[REVIEW]} review, "
        f"{counts[APART]} apart; {bad.count} rows left out",
        file=sys.stderr,
    )
