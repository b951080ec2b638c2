"""`kith people link IN.csv --pairs PAIRS.csv --clusters CLUSTERS.csv [--train]`: bulk linkage over one file alone."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from . import bulk, spark
from .blocks import Pair
from .cluster import Clusters, Link, cluster_twice, ids_of_packed
from .guards import GUARDS
from .model import Model, ModelError, load_model, to_dict
from .progress import Progress
from .rows import BadRows, InputError
from .sections import Lines
from .train import train_on_lines

PAIR_COLUMNS = ("record_id_a", "record_id_b", "weight", "probability", "decision", "reason")
LINK, REVIEW, APART = "link", "review", "apart"


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
    counts = write(work, model, options.pairs, options.clusters)
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
    clusters = (run.joined.get(n, n) for n in range(len(run.ids)))
    found = run.pairs.toLocalIterator()
    counts = write_files(found, run.model, run.certain, clusters, run.ids, options.pairs, options.clusters)
    if options.model_out:
        options.model_out.write_text(json.dumps(to_dict(run.model), ensure_ascii=False), encoding="utf-8")
    if not options.keep_work:
        spark.discard(folder)
    _tell(counts, bad)
    return 0


def _tell(counts: dict[str, int], bad: BadRows) -> None:
    for line, reason in bad.first:
        print(f"line {line}: left out: {reason}", file=sys.stderr)
    print(
        f"{counts['records']} records, {counts['persons']} persons; "
        f"pairs: {counts[LINK]} link, {counts[REVIEW]} review, "
        f"{counts[APART]} apart; {bad.count} rows left out",
        file=sys.stderr,
    )


def scored(work: bulk.Work) -> Iterator[Pair]:
    """Every scored pair, block by block."""
    for block in range(work.slice_count()):
        with work.scored(block).open(encoding="utf-8") as lines:
            for line in lines:
                a, b, weight, guard, reason = line[:-1].split("\t")
                yield Pair(int(a), int(b), float(weight), guard, reason)


def join(work: bulk.Work, model: Model, lines: Lines) -> tuple[dict[int, int], Clusters]:
    """Clusters the machine may make by itself (links at or above `join`), and best guesses (at or above `keep`).

    Both from unguarded pairs, best first, cannot-links respected; the second only adds to the first.
    """
    links, cannot = [], []
    for pair in scored(work):
        if pair.guard and GUARDS[pair.guard].cannot_link:
            cannot.append((pair.a, pair.b))
        elif not pair.guard and pair.weight >= model.keep:
            links.append(Link(pair.weight, pair.a, pair.b))

    def ids(number: int) -> tuple[str, str]:
        return ids_of_packed(lines[number])

    return cluster_twice(links, ids, cannot, model.join)


def decision(pair: Pair, certain: Mapping[int, int]) -> str:
    """link, review or apart. Final guards keep apart; a pair is linked where certain links join its two records."""
    if pair.guard:
        return APART if GUARDS[pair.guard].cannot_link else REVIEW
    return LINK if certain.get(pair.a, pair.a) == certain.get(pair.b, pair.b) else REVIEW


def write(work: bulk.Work, model: Model, pairs: Path, clusters: Path) -> dict[str, int]:
    """Write both files, each whole or not at all; returns what was counted."""
    lines = work.lines()
    certain, joined = join(work, model, lines)
    ids = [line[: line.index("\t")] for line in lines]
    return write_files(scored(work), model, certain, map(joined.of, range(len(ids))), ids, pairs, clusters)


def write_files(
    found: Iterable[Pair], model: Model, certain: Mapping[int, int], of: Iterable[int], ids: list[str],
    pairs: Path, clusters: Path,
) -> dict[str, int]:  # fmt: skip
    """Both files from pairs in order and the cluster of every record; returns what was counted."""
    counts, persons = {LINK: 0, REVIEW: 0, APART: 0, "records": len(ids)}, array("Q", of)
    _write_csv(pairs, PAIR_COLUMNS, _pair_rows(found, model, certain, ids, counts))
    _write_csv(clusters, ("record_id", "person_id"), ((one, ids[of]) for one, of in zip(ids, persons, strict=True)))
    counts["persons"] = len(set(persons))
    return counts


def _pair_rows(
    found: Iterable[Pair], model: Model, certain: Mapping[int, int], ids: list[str], counts: dict[str, int]
) -> Iterator[tuple[str, ...]]:
    for pair in found:
        if pair.weight < model.floor:
            continue
        kind = decision(pair, certain)
        counts[kind] += 1
        yield (
            ids[pair.a],
            ids[pair.b],
            f"{pair.weight:.12g}",
            f"{model.probability(pair.weight):.6f}",
            kind,
            pair.reason,
        )


def _write_csv(path: Path, header: Sequence[str], rows: Iterator[tuple[str, ...]]) -> None:
    beside = path.with_name(path.name + ".part")
    with beside.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(header)
        writer.writerows(rows)
    beside.replace(path)
