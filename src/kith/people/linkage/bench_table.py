"""The table of marks: what was asked, what was measured, pass or falls short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .evaluate import wilson
from .populations import households
from .populations.register_lists import SHARES


class Mark(NamedTuple):
    """One mark of the person index."""

    where: str
    what: str
    asked: str
    measured: str
    verdict: str


PASS, SHORT, FEW = "reached", "falls short", "too few cases"
A_MILLION, AT_A_MILLION = 1_000_000, "asked of a million"
_GROUPS = (
    ("all", "candidate", 0.995),
    ("all", "top", 0.99),
    ("Baby X", "top", 0.95),
    ("twin", "top", 0.97),
    ("no NHS number", "top", 0.985),
    ("no date of birth", "top", 0.85),
)
ENOUGH = 300
ORIGINS = frozenset((*households.ORIGINS, *SHARES))


def marks(found: Mapping[str, Any]) -> list[Mark]:
    """All marks of one run."""
    rows: list[Mark] = []
    for name in ("households", "registers"):
        one = found[name]
        rows += [*_live(name, one["live"]["counts"]), _origins(name, one["live"]["counts"])]
        rows += [*_against_splink(name, one), *_bulk(name, one["bulk"]), *_seconds(name, one["bulk"], found["size"])]
        rows.append(_equality(name, one["bulk"]["equality"]))
    for name, scores in found.get("febrl", {}).items():
        best = max(scores["shipped"], scores["trained"])
        rows.append(
            _mark(
                name,
                "F1 (trained) against recordlinkage ECM",
                f">= {scores['ecm'] - 0.002:.4f}",
                scores["trained"],
                best >= scores["ecm"] - 0.002,
            )
        )
    return rows + ([_engines(found["spark"])] if "spark" in found else [])


def _equality(name: str, found: Mapping[str, float]) -> Mark:
    worst = found["largest difference"]
    what = f"bulk weight equals live weight ({found['pairs']} pairs)"
    return _mark(name, what, "<= 1e-9", worst, worst <= 1e-9, "{:.1e}")


def _engines(found: Mapping[str, float]) -> Mark:
    differ = found["pairs that differ"] + found["persons that differ"]
    what = f"Spark engine: pairs and persons that differ ({found['records']} records)"
    return _mark("households", what, "0", differ, differ == 0, "{:.0f}")


def _origins(name: str, counts: Mapping[str, int]) -> Mark:
    """The gap in top-1 between the name origins with cases enough."""
    shares = {
        group: counts.get(f"{group}: top", 0) / counts[f"{group}: n"]
        for group in sorted(key[:-3] for key in counts if key.endswith(": n"))
        if group in ORIGINS and counts[f"{group}: n"] >= ENOUGH
    }
    if len(shares) < 2:
        return Mark(name, "gap between name origins, top-1", "<= 0.01", "", FEW)
    worst, best_ = min(shares, key=shares.__getitem__), max(shares, key=shares.__getitem__)
    gap = shares[best_] - shares[worst]
    measured = f"{gap:.4f} ({worst} {shares[worst]:.4f}, {best_} {shares[best_]:.4f})"
    return Mark(name, "gap between name origins, top-1", "<= 0.01", measured, PASS if gap <= 0.01 else SHORT)


def _seconds(name: str, bulk: Mapping[str, Any], size: int) -> list[Mark]:
    """Wall and memory of the whole command against Splink's predict and cluster; the marks are for a million records,
    of fewer the start of the programs is a good part."""
    if "splink" not in bulk:
        return []
    ours, theirs = bulk["kith"], bulk["splink"]
    return [
        Mark(name, f"bulk: {what} against Splink's predict and cluster", f"<= {most} x",
             f"{ours[key] / theirs[key]:.2f} x ({ours[key]:.1f} against {theirs[key]:.1f} {key[-2:].strip()})",
             PASS if ours[key] <= most * theirs[key] else SHORT if size >= A_MILLION else AT_A_MILLION)
        for what, key, most in (("wall", "wall s", 3), ("peak memory", "peak MB", 2))
    ]  # fmt: skip


def _mark(where: str, what: str, asked: str, value: float, good: bool, form: str = "{:.4f}") -> Mark:
    return Mark(where, what, asked, form.format(value), PASS if good else SHORT)


def _live(name: str, counts: Mapping[str, int]) -> list[Mark]:
    rows = []
    for group, what, asked in _GROUPS:
        n, right = counts.get(f"{group}: n", 0), counts.get(f"{group}: {what}", 0)
        share = right / n if n else 0.0
        verdict = FEW if n < ENOUGH else PASS if share >= asked else SHORT
        label = f"{group}: {'candidate recall' if what == 'candidate' else 'top-1'}"
        measured = f"{share:.4f} of {n} (Wilson low {wilson(right, n):.4f})"
        rows.append(Mark(name, label, f">= {asked}", measured, verdict))
    return rows + _decisions(name, counts)


def _decisions(name: str, counts: Mapping[str, int]) -> list[Mark]:
    auto, known = counts["auto right"] + counts["auto wrong"], counts["all: n"]
    right, found, seen = (
        counts["auto right"],
        counts["all: found"],
        counts["decision possible"] / counts["referrals"],
    )
    return [
        _mark(
            name,
            f"automatic precision ({auto} links)",
            ">= 0.9990",
            right / max(1, auto),
            right >= 0.999 * auto,
        ),
        _mark(name, "automatic recall", ">= 0.95", right / known, right >= 0.95 * known),
        _mark(name, "automatic and review recall", ">= 0.995", found / known, found >= 0.995 * known),
        _mark(name, "referrals in review", "<= 0.10", seen, seen <= 0.10),
    ]


def _against_splink(name: str, one: Mapping[str, Any]) -> list[Mark]:
    if "splink" not in one:
        return []
    ours, theirs = best(one["kith"]["clusters"]), best(one["splink"]["clusters"])
    twins = at_recall(one["kith"]["clusters"], theirs["recall"])
    ratio = (1 - ours["f1"]) / (1 - theirs["f1"])
    return [
        _mark(
            name,
            f"cluster error against Splink's (F1 {ours['f1']:.4f}, {theirs['f1']:.4f})",
            "<= 0.6 x",
            ratio,
            ratio <= 0.6,
        ),
        Mark(
            name,
            f"wrong twin links at Splink's recall {theirs['recall']:.3f}",
            f"<= {theirs['twins'] / 10:.1f}",
            str(twins["twins"]),
            PASS if twins["twins"] <= theirs["twins"] / 10 else SHORT,
        ),
    ]


def best(curve: Sequence[Mapping[str, float]]) -> Mapping[str, float]:
    """The point with the highest F1."""
    return max(curve, key=lambda point: point["f1"])


def at_recall(curve: Sequence[Mapping[str, float]], recall: float) -> Mapping[str, float]:
    """The strictest point with at least this recall; the loosest where none has it."""
    enough = [point for point in curve if point["recall"] >= recall]
    return max(enough, key=lambda p: p["threshold"]) if enough else min(curve, key=lambda p: p["threshold"])


def _bulk(name: str, bulk: Mapping[str, Any]) -> list[Mark]:
    precision, recall, _ = bulk["link"]
    return [
        _mark(name, f"bulk: precision of links ({bulk['links']})", ">= 0.9990", precision, precision >= 0.999),
        _mark(name, "bulk: recall of links", ">= 0.95", recall, recall >= 0.95),
        _mark(name, "bulk: F1 of the clusters file", ">= 0.98", bulk["clusters"][2], bulk["clusters"][2] >= 0.98),
    ]


def printed(found: Mapping[str, Any]) -> str:
    """The table as text."""
    lines = [f"{m.where:11} {m.what:62} {m.asked:>12}  {m.measured:44} {m.verdict}" for m in found["marks"]]
    for name in ("households", "registers"):
        speed = ", ".join(f"{what} {value:.2f}" for what, value in found[name]["speed"].items())
        lines.append(f"{name}: live over memory {speed}; bulk {found[name]['bulk']['kith']}")
    return "\n".join(lines)
