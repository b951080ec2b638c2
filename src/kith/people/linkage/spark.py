"""`kith people link --engine spark`: the same cleaner, keys, scorer and clusters, spread by Spark over many machines.

Spark does what it does well (grouping keys, removing double pairs, bringing two records together); every judgement is
made by the functions of the local engine, so both engines give the same pairs, weights and persons. Needs the extra
`spark` and Java 17. How to run it at national size: `docs/spark.md`.
"""

from __future__ import annotations

import importlib
import os
import pickle
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from operator import add
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from .blocks import Pair, reason_of
from .clean import clean
from .cluster import Ids, Link, cluster_twice, ids_of_packed
from .guards import GUARDS, Birth, best_guess, counts_as_multiple, multiple_births
from .joining import decision
from .keys import CLASS, NEEDS, home_key, keys, needs
from .model import Model
from .numbers import registers_of
from .partitions import MANY, MANY_AT_HOME, NARROW_CAP
from .record import pack, record_id, unpack
from .rows import BadRows, InputError, Slice, check_usable, slices, to_record
from .score import hopeless, kept, score
from .too_common import TooCommon
from .train import Counted, adapt, in_sample, sample_share, train
from .unread import Unread, together, unread

SLICE = 20_000
JUDGED = 1_000_000
"""At most about so many records are looked at to say what a column of numbers holds."""
_PAIRS = f"""
    with sized as (select key from keys group by key having count(*) between 2 and {NARROW_CAP}),
         small as (select keys.* from keys join sized using (key))
    select a.n as a, b.n as b from small a join small b on a.key = b.key and a.n < b.n
    where a.needed or b.needed or (a.key & {CLASS}) not in {tuple(NEEDS)}
    union
    select a, b from near
"""
_NEAR = """
    with runs as (
        select k.n as n, lag(k.n) over (partition by k.key, p.who order by p.nhs, k.n) as before,
               first_value(k.n) over (partition by k.key, p.who order by p.nhs, k.n) as head
        from keys k join large l on k.key = l.key join people p on k.n = p.n)
    select least(n, before) as a, greatest(n, before) as b from runs where before is not null
    union
    select least(n, head) as a, greatest(n, head) as b from runs where head <> n
"""
_LARGE = f"""
    select key from keys where (key & {CLASS}) not in {tuple(NEEDS)} group by key having count(*) > {NARROW_CAP}
"""
_LOST = """
    with lost as (select n from keys left join (select key, true as common from common) using (key)
                  group by n having every(common is not null))
    select count(*) from lost left anti join (select a as n from near union select b from near) using (n)
"""
_SIDES = """
    select a, b, one.packed as packed_a, other.packed as packed_b
    from pairs join records one on one.n = a join records other on other.n = b
"""


class Run(NamedTuple):
    """What a run leaves: the adapted model, ids in order of the file, pairs in order, certain and all clusters."""

    model: Model
    ids: list[str]
    pairs: Any  # an RDD of `Pair`
    certain: dict[int, int]
    joined: dict[int, int]
    numbers: dict[int, Ids]
    unread: list[Unread]
    too_common: TooCommon

    def judged(self) -> Iterator[tuple[Pair, str]]:
        """Every pair with its decision."""
        for pair in self.pairs.toLocalIterator():
            together = self.certain.get(pair.a, pair.a) == self.certain.get(pair.b, pair.b)
            yield pair, decision(pair.guard, together, self._told_apart(pair))

    def _told_apart(self, pair: Pair) -> bool:
        one, other = (self.numbers.get(self.joined.get(n, n), ("", "")) for n in pair[:2])
        return any(x and y and x != y for x, y in zip(one, other, strict=True))


def session(master: str = "") -> Any:
    """A Spark session; `master` as Spark writes it ("local[2]"), by default what `spark-submit` set, or all cores
    here. Raises `InputError` where Spark is not installed."""
    try:
        sql = importlib.import_module("pyspark.sql")
    except ImportError as missing:
        raise InputError("Spark is not installed: install the extra `spark` (and Java 17)") from missing
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    made = sql.SparkSession.builder.appName("kith people link").config("spark.sql.session.timeZone", "UTC")
    made = made.config("spark.executorEnv.PYTHONPATH", os.pathsep.join(p for p in sys.path if p))
    if master or "SPARK_ENV_LOADED" not in os.environ:
        made = made.master(master or "local[*]").config("spark.ui.enabled", "false")
        parts = str(2 * (os.cpu_count() or 2))
        made = made.config("spark.sql.shuffle.partitions", parts).config("spark.default.parallelism", parts)
        made = made.config("spark.ui.showConsoleProgress", "false")
    return made.getOrCreate()


def link(
    spark: Any, source: Path, model: Model, folder: Path, bad: BadRows, trained: bool = False, as_at: str = ""
) -> Run:
    """The whole run on a session. `folder` is where driver and workers both can read; bad rows, and what is told but
    cannot be read, are said as by the local engine."""
    paths = _spooled(source, folder, bad, as_at)
    records = _records(spark, paths)
    count = records.count()
    check_usable(count, bad, trained)
    records.createOrReplaceTempView("records")
    packed = records.rdd.map(lambda row: row.packed)
    own = _own_model(packed, count, model, trained)
    births = spark.sparkContext.broadcast(_births(packed))
    _keys(spark, records).createOrReplaceTempView("keys")
    spark.sql(_LARGE).createOrReplaceTempView("large")
    spark.createDataFrame(records.rdd.flatMap(_person_of), "n long, who string, nhs string").createOrReplaceTempView(
        "people"
    )
    spark.sql(_NEAR).createOrReplaceTempView("near")
    spark.sql(_PAIRS).createOrReplaceTempView("pairs")
    told = spark.sparkContext.broadcast(own)
    pairs = spark.sql(_SIDES).rdd.mapPartitions(lambda rows: _scored(told.value, births.value, rows))
    pairs = _held(pairs.sortBy(lambda p: (p.a, p.b)))
    certain, joined = _joined(pairs, records, own)
    numbers = _numbers(pairs, records, joined)
    ids = [record_id(row.packed) for row in records.orderBy("n").toLocalIterator()]
    return Run(own, ids, pairs, certain, joined, numbers, _told_in_vain(spark, paths), _too_common(spark))


def _told_in_vain(spark: Any, paths: list[str]) -> list[Unread]:
    """What the file tells that could not be read, looked for by the workers."""
    found = spark.sparkContext.parallelize(paths, max(1, len(paths))).map(_unread_in).collect()
    return together(chain.from_iterable(found))


def _unread_in(path: str) -> list[Unread]:
    return unread(_spool(path))


def _too_common(spark: Any) -> TooCommon:
    """Keys too common to compare by, and records that nothing else was compared by: as `too_common.counted`."""
    common = spark.sql(f"select key from keys group by key having count(*) > {NARROW_CAP}").persist()
    common.createOrReplaceTempView("common")
    lost = spark.sql(_LOST).first()[0] if (found := common.count()) else 0
    return TooCommon(found, lost)


def _held(rdd: Any) -> Any:
    """Kept for a second use, on disk where memory is full."""
    return rdd.persist(importlib.import_module("pyspark").StorageLevel.MEMORY_AND_DISK)


def _spooled(source: Path, folder: Path, bad: BadRows, as_at: str) -> list[str]:
    """The good rows in slices, one file each: read once, in order, with the bad rows told by line."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for one in slices(source, SLICE, bad, as_at):
        paths.append(str(folder / f"slice-{one.number:05d}.pickle"))
        Path(paths[-1]).write_bytes(pickle.dumps(one))
    return paths


def discard(folder: Path) -> None:
    """Delete what `link` wrote to its folder."""
    for path in folder.glob("slice-*.pickle"):
        path.unlink()
    if folder.exists() and not any(folder.iterdir()):
        folder.rmdir()


def _records(spark: Any, paths: list[str]) -> Any:
    """Every record, cleaned by the workers: (n, packed)."""
    made = spark.sparkContext.parallelize(paths, max(1, len(paths))).flatMap(_packed)
    return spark.createDataFrame(made, "n long, packed string").persist()


def _spool(path: str) -> Slice:
    one: Slice = pickle.loads(Path(path).read_bytes())  # our own file, written a moment ago
    return one


def _packed(path: str) -> Iterator[tuple[int, str]]:
    one = _spool(path)
    for at, row in enumerate(one.rows):
        yield one.number * SLICE + at, pack(clean(to_record(row)))


def _keys(spark: Any, records: Any) -> Any:
    return spark.createDataFrame(records.rdd.flatMap(_keys_of), "key long, n long, needed boolean").persist()


def _keys_of(row: Any) -> Iterator[tuple[int, int, bool]]:
    c = unpack(row.packed)
    needed = needs(c)
    return ((key, row.n, key & CLASS in needed) for key in keys(c))


def _person_of(row: Any) -> Iterator[tuple[int, str, str]]:
    """By which names and day the records of a large group stand together; nothing where one is missing."""
    c = unpack(row.packed)
    if c.givens and c.dob_kind in ("e", "j"):
        yield row.n, repr((c.givens, c.families, c.dob)), c.nhs


def _own_model(packed: Any, records: int, model: Model, trained: bool) -> Model:
    """The model with the file's own names, prior and shared values; trained on it where that was asked."""
    names = packed.mapPartitions(_counted).reduceByKey(add)
    counted = Counted()
    counted.merge(records, {"given": Counter(), "family": Counter()})
    for (table, name), n in names.toLocalIterator():
        counted.names[table][name] = n
    counts = packed.flatMap(_shareable).distinct().keys().map(_once).reduceByKey(add)
    shared = counts.filter(_is_shared).keys().collect()
    by_field: dict[str, set[str]] = {"home": set()}
    for field, value in shared:
        by_field.setdefault(field, set()).add(value)
    frozen = {field: frozenset(values) for field, values in by_field.items()}
    own = adapt(model, counted, frozen, f"{model.version}, adapted to this file")
    own = replace(own, registers=_registers(packed, records))
    if not trained:
        return own
    share = sample_share(records)
    return train(own, list(map(unpack, packed.filter(lambda line: in_sample(unpack(line), share)).collect())))


def _registers(packed: Any, records: int) -> frozenset[str]:
    """`numbers.registers`: of all records of some numbers where there are more than the driver should hold."""
    share = max(1, records // JUDGED)
    held = packed.map(unpack).filter(lambda c: any(crc32(n.encode()) % share == 0 for n in (c.nhs, c.upn) if n))
    return registers_of(held.collect())


def _counted(lines: Iterable[str]) -> Iterator[tuple[tuple[str, str], int]]:
    counted = Counted()
    for line in lines:
        counted.add(unpack(line))
    for table, found in counted.names.items():
        yield from (((table, name), n) for name, n in found.items())


def _once(value: tuple[str, str]) -> tuple[tuple[str, str], int]:
    return value, 1


def _shareable(line: str) -> Iterator[tuple[tuple[str, str], str]]:
    """(field, value) with whose it is: people for numbers, records for homes."""
    c = unpack(line)
    whose = repr((c.givens, c.dob if c.dob_kind in ("e", "j") else ""))
    values = [("nhs", c.nhs), ("upn", c.upn), *(("contact", v) for v in {*c.phones[:2], *c.emails[:2]})]
    if home_key(c) is not None:
        values.append(("home", f"{c.homes[0].postcode}|{c.homes[0].number}"))
    return ((value, c.record_id if value[0] == "home" else whose) for value in values if value[1])


def _is_shared(found: tuple[tuple[str, str], int]) -> bool:
    (field, _), n = found
    return n > (MANY_AT_HOME if field == "home" else MANY)


def _births(packed: Any) -> frozenset[Birth]:
    """Homes with a multiple birth. Only children's dates can stand there twice, so homes are grouped with the date."""
    at_home = packed.flatMap(_home_and_line)
    sized = at_home.mapValues(lambda _: 1).reduceByKey(add).filter(lambda h: 2 < h[1] <= MANY_AT_HOME)
    grouped = at_home.join(sized).mapValues(lambda both: both[0]).groupByKey()
    return frozenset(grouped.values().flatMap(lambda lines: multiple_births(map(unpack, lines))).collect())


def _home_and_line(line: str) -> list[tuple[int, str]]:
    key = home_key(unpack(line))
    return [] if key is None else [(key, line)]


def _scored(model: Model, births: frozenset[Birth], rows: Iterable[Any]) -> Iterator[Pair]:
    reasons: dict[tuple, str] = {}
    for row in rows:
        a, b = unpack(row.packed_a), unpack(row.packed_b)
        if hopeless(model, a, b):
            continue
        found = score(model, a, b, counts_as_multiple(births, a, b))
        if kept(model, found):
            yield Pair(row.a, row.b, found.weight, found.guard, reason_of(model, reasons, found, a, b))


def _joined(pairs: Any, records: Any, model: Model) -> tuple[dict[int, int], dict[int, int]]:
    """Clusters as the local engine makes them, component by component: components never touch each other."""
    links = pairs.filter(lambda p: p.weight >= model.keep and best_guess(p.guard, p.weight))
    of = _components(links.flatMap(lambda p: ((p.a, p.b), (p.b, p.a))))
    cannot = pairs.filter(lambda p: p.guard and GUARDS[p.guard].cannot_link)
    numbers = of.join(records.rdd.map(lambda row: (row.n, (ids_of_packed(row.packed), record_id(row.packed)))))
    told = [
        numbers.map(lambda at: (at[1][0], ("ids", at[0], at[1][1]))),
        links.map(lambda p: (p.a, p)).join(of).map(lambda at: (at[1][1], ("link", *at[1][0][:3]))),
        cannot.map(lambda p: (p.a, p)).join(of).map(lambda at: (at[1][1], ("cannot", *at[1][0][:2]))),
    ]
    certain: dict[int, int] = {}
    joined: dict[int, int] = {}
    made = pairs.context.union(told).groupByKey().values().flatMap(lambda parts: _cluster(parts, model))
    for record, sure, guess in made.toLocalIterator():
        certain[record], joined[record] = sure, guess
    return certain, joined


def _numbers(pairs: Any, records: Any, joined: dict[int, int]) -> dict[int, Ids]:
    """The numbers of the persons of whom it is asked whether they are twins."""
    asked = pairs.filter(lambda p: p.guard == "possible_twin").flatMap(lambda p: p[:2]).distinct().collect()
    wanted = records.rdd.context.broadcast({joined.get(n, n) for n in asked})
    of = records.rdd.context.broadcast(joined)
    held = records.rdd.map(lambda row: (of.value.get(row.n, row.n), ids_of_packed(row.packed)))
    found = held.filter(lambda at: at[0] in wanted.value).reduceByKey(lambda a, b: (max(a[0], b[0]), max(a[1], b[1])))
    return dict(found.collect())


def _components(edges: Any) -> Any:
    """(record, smallest record of its component): the smallest label spreads until nothing changes. Each round a record
    also takes the label of its label, so that a chain of a hundred records is done in eight rounds."""
    edges = _held(edges)
    labels = edges.map(lambda edge: (edge[0], min(edge))).reduceByKey(min)
    while True:
        spread = _held(edges.join(labels).values().union(labels).reduceByKey(min))
        spread = _held(spread.map(lambda at: (at[1], at[0])).join(spread).values())
        if not spread.join(labels).filter(lambda at: at[1][0] != at[1][1]).take(1):
            return spread
        labels = spread


def _cluster(parts: Iterable[tuple], model: Model) -> Iterator[tuple[int, int, int]]:
    told = list(parts)
    ids = {part[1]: part[2][0] for part in told if part[0] == "ids"}
    names = {part[1]: part[2][1] for part in told if part[0] == "ids"}
    links = [Link(part[3], part[1], part[2]) for part in told if part[0] == "link"]
    cannot = [p[1:] for p in told if p[0] == "cannot"]
    sure, all_of = cluster_twice(links, ids.__getitem__, cannot, model.join, model.lead, names.__getitem__)
    return ((record, sure.get(record, record), all_of.of(record)) for record in ids)
