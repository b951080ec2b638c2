"""How far do people who grade the same things agree, beyond chance? Coefficients side by side, each in one form.

Every coefficient but Krippendorff's is (observed - expected) / (1 - expected) over the same weighted observed
agreement; they differ in what they expect by chance. Sources: Gwet, Handbook of Inter-Rater Reliability (2014);
Krippendorff, Content Analysis (2004); Cohen (1968), Fleiss (1971), Conger (1980), Brennan and Prediger (1981).

A tally is a Counter of patterns: a pattern holds the rank of each rater's category (0 is the lowest) or None where
that rater gave none. `q` is the number of categories on the scale, used or not. A coefficient is None where it does
not exist: nothing was graded twice, or nothing varies.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from math import fsum, sqrt

Pattern = tuple[int | None, ...]
Tally = Mapping[Pattern, int]
Weight = Callable[[int, int, int], float]          # (category, category, q) -> 1 same … 0 furthest apart
Distance = Callable[[int, int, Sequence[float]], float]


def tally(rows: Iterable[Sequence[Hashable]], scale: Sequence[Hashable]) -> Counter[Pattern]:
    """Count the patterns of items x raters; `scale` from lowest to highest, None for missing.

    Items that nobody graded are left out. Raises ValueError for a category that is not on the scale.
    """
    rank = {category: at for at, category in enumerate(scale)}
    patterns = (tuple(None if given is None else _rank(rank, given) for given in row) for row in rows)
    return Counter(pattern for pattern in patterns if pattern.count(None) < len(pattern))


def _rank(rank: Mapping[Hashable, int], given: Hashable) -> int:
    if given not in rank:
        raise ValueError(f"{given!r} is not on the scale")
    return rank[given]


def identity(k: int, m: int, q: int) -> float:
    """Only the same category agrees: for categories without order."""
    return float(k == m)


def linear(k: int, m: int, q: int) -> float:
    """Each step apart costs the same."""
    return 1 - abs(k - m) / (q - 1)


def quadratic(k: int, m: int, q: int) -> float:
    """Two steps apart cost four times one step."""
    return 1 - ((k - m) / (q - 1)) ** 2


def _counts(pattern: Pattern, q: int) -> list[int]:
    """r[k]: raters who put this item in category k."""
    return [pattern.count(k) for k in range(q)]


def _matrix(weight: Weight, q: int) -> list[list[float]]:
    return [[weight(k, m, q) for m in range(q)] for k in range(q)]


def _of_item(counts: Sequence[int], w: Sequence[Sequence[float]]) -> float:
    """Agreement of the raters of one item with at least two of them."""
    raters = sum(counts)
    near = [fsum(w_kl * n for w_kl, n in zip(row, counts, strict=True)) for row in w]
    return fsum(n * (near[k] - 1) for k, n in enumerate(counts)) / (raters * (raters - 1))


def observed(given: Tally, q: int, weight: Weight = identity) -> float | None:
    """Agreement as seen (0 to 1) over the items graded at least twice; with `identity`, the per cent agreement."""
    w = _matrix(weight, q)
    pairs = [(_of_item(counts, w), times) for p, times in given.items() if sum(counts := _counts(p, q)) > 1]
    items = sum(times for _, times in pairs)
    return fsum(value * times for value, times in pairs) / items if items else None


def use(given: Tally, q: int) -> list[float]:
    """pi[k]: share of category k, each graded item counting once. All 0 where nothing was graded."""
    graded = [(counts, times) for p, times in given.items() if sum(counts := _counts(p, q))]
    items = sum(times for _, times in graded) or 1
    return [fsum(counts[k] / sum(counts) * times for counts, times in graded) / items for k in range(q)]


def _beyond(seen: float | None, expected: float) -> float | None:
    return None if seen is None or 1 - expected < 1e-12 else (seen - expected) / (1 - expected)


def gwet(given: Tally, q: int, weight: Weight = identity) -> float | None:
    """Gwet's AC1 (`identity`) or AC2 (other weights): steady where nearly everything has one category."""
    return _beyond(observed(given, q, weight), _gwet_chance(use(given, q), q, weight))


def _gwet_chance(pi: Sequence[float], q: int, weight: Weight) -> float:
    whole = fsum(map(fsum, _matrix(weight, q)))
    return whole / (q * (q - 1)) * fsum(share * (1 - share) for share in pi)


def gwet_standard_error(given: Tally, q: int) -> float | None:
    """Standard error of AC1 over items, for an interval where there is no time to resample."""
    seen, pi, items = observed(given, q), use(given, q), sum(given.values())
    expected = _gwet_chance(pi, q, identity)
    ac1 = _beyond(seen, expected)
    twice = sum(times for p, times in given.items() if len(p) - p.count(None) > 1)
    if seen is None or ac1 is None or items < 2:
        return None
    total = 0.0
    for pattern, times in given.items():
        counts = _counts(pattern, q)
        raters, own = sum(counts), 0.0
        if raters > 1:
            own = items / twice * (_of_item(counts, _matrix(identity, q)) - expected) / (1 - expected)
        drawn = fsum((1 - pi[k]) * n / max(raters, 1) for k, n in enumerate(counts)) / (q - 1)
        leaning = 2 * (1 - ac1) * (drawn - expected) / (1 - expected)
        total += times * (own - leaning - ac1) ** 2
    return sqrt(total / (items * (items - 1)))


def fleiss(given: Tally, q: int, weight: Weight = identity) -> float | None:
    """Fleiss' kappa; with two raters Scott's pi. Chance is everybody drawing from the pooled shares."""
    return _beyond(observed(given, q, weight), _drawn(use(given, q), weight))


def _drawn(pi: Sequence[float], weight: Weight) -> float:
    q = len(pi)
    return fsum(weight(k, m, q) * pi[k] * pi[m] for k in range(q) for m in range(q))


def brennan_prediger(given: Tally, q: int, weight: Weight = identity) -> float | None:
    """Brennan and Prediger's coefficient: chance is every category alike."""
    return _beyond(observed(given, q, weight), _drawn([1 / q] * q, weight))


def kappa(given: Tally, q: int, weight: Weight = identity) -> float | None:
    """Cohen's (weighted) kappa for two raters, Conger's for more: chance is each drawing from their own shares."""
    margins = list(_margins(given, q))
    if len(margins) < 2:
        return None
    mean = [fsum(column) / len(margins) for column in zip(*margins, strict=True)]
    pairs = len(margins) * (len(margins) - 1)
    own = fsum(_drawn(margin, weight) for margin in margins)
    return _beyond(observed(given, q, weight), (len(margins) ** 2 * _drawn(mean, weight) - own) / pairs)


def _margins(given: Tally, q: int) -> Iterator[list[float]]:
    """Each rater's shares of the categories, raters who graded nothing left out."""
    for rater in range(max(map(len, given), default=0)):
        counts = [0] * q
        for pattern, times in given.items():
            if (k := pattern[rater]) is not None:
                counts[k] += times
        if graded := sum(counts):
            yield [count / graded for count in counts]


def nominal(k: int, m: int, n: Sequence[float]) -> float:
    """Krippendorff's distance between categories without order; `n` is how often each was used."""
    return float(k != m)


def ordinal(k: int, m: int, n: Sequence[float]) -> float:
    """Krippendorff's distance between ranks: how many gradings lie between them."""
    low, high = min(k, m), max(k, m)
    return (fsum(n[low : high + 1]) - (n[k] + n[m]) / 2) ** 2


def interval(k: int, m: int, n: Sequence[float]) -> float:
    """Krippendorff's distance between evenly spaced values."""
    return float((k - m) ** 2)


def ratio(k: int, m: int, n: Sequence[float]) -> float:
    """Krippendorff's distance between amounts; the lowest category counts as 1."""
    return ((k - m) / (k + m + 2)) ** 2


def krippendorff(given: Tally, q: int, distance: Distance = nominal) -> float | None:
    """Krippendorff's alpha: any number of raters, anything missing; items graded once are left out."""
    together = _coincidences(given, q)
    n = [fsum(row) for row in together]
    total = fsum(n)
    d = [[distance(k, m, n) if k != m else 0.0 for m in range(q)] for k in range(q)]
    expected = fsum(n[k] * n[m] * d[k][m] for k in range(q) for m in range(q))
    if expected <= 0:
        return None
    seen = fsum(together[k][m] * d[k][m] for k in range(q) for m in range(q))
    return 1 - (total - 1) * seen / expected


def _coincidences(given: Tally, q: int) -> list[list[float]]:
    """o[k][m]: ordered pairs of gradings of one item, each item weighing as many as its gradings."""
    together = [[0.0] * q for _ in range(q)]
    for pattern, times in given.items():
        counts = _counts(pattern, q)
        raters = sum(counts)
        if raters > 1:
            for k in range(q):
                for m in range(q):
                    together[k][m] += times * counts[k] * (counts[m] - (k == m)) / (raters - 1)
    return together
