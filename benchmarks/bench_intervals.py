"""Intervals hold what they say, and equal lists are not called better or worse.

python benchmarks/bench_intervals.py             the tables of docs/metrics.md, about ten minutes
python benchmarks/bench_intervals.py equal 150   only the pairs of equal lists

Shops are made up, so that the truth is known: the mean over 40,000 customers of whom 30 to 500 are
tested, again and again. Counted is how often the 95 % interval holds it. Beside the intervals in
use stand those they were chosen from.
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import scipy.sparse as sp

from recsys_core.evaluation.metrics.base import OverallMetric
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.evaluation.what_if import compare, measure_sample
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.statistics.intervals import (
    interval_of_overall,
    intervals_of_differences,
    intervals_of_means,
    left_out,
    resampled_weights,
)

CUSTOMERS, PRODUCTS, K = 40_000, 400, 10
SIZES = (30, 50, 100, 200, 500)
FIGURES = ("NDCG", "Recall", "MAP", "HitRate", "Revenue", "LongTail")
OF_ALL_LISTS = ("Coverage", "Gini", "Entropy", "Personalisation")
SHOPS = {"rare hits": 0.02, "some hits": 0.06, "many hits": 0.25}
"""How often a product in the first place of a list is bought, on average over customers."""
STUDIES, DRAWS = 1_000, 500
Ends = tuple[np.ndarray, np.ndarray]


def lists(n: int, rng: np.random.Generator, taste: float = 1.0) -> np.ndarray:
    """(n, 10) products drawn by popularity, the more apart the higher `taste`."""
    liking = -0.6 * np.log1p(np.arange(PRODUCTS)) + taste * rng.gumbel(size=(n, PRODUCTS))
    return np.argsort(-liking, axis=1)[:, :K].astype(np.int32)


def batch(shown: np.ndarray, bought: np.ndarray, rng: np.random.Generator) -> EvalBatch:
    """Lists, and what the customers bought: (n, products) yes or no."""
    popularity = 1 / (1 + np.arange(PRODUCTS)) ** 0.8
    history = sp.random_array(bought.shape, density=0.02, format="csr", rng=rng)
    prices = np.exp(np.random.default_rng(7).normal(2.5, 1.0, PRODUCTS))
    return EvalBatch(
        items=shown,
        truth=sp.csr_matrix(bought.astype(np.float32)),
        popularity=popularity / 2,
        categories=np.arange(PRODUCTS) % 20,
        vectors=None,
        n_catalogue=PRODUCTS,
        history=sp.csr_matrix(history),
        prices=prices,
        margins=0.3 * prices,
        filler=np.zeros(shown.shape),
    )


def purchases(shown: np.ndarray, rate: float, rng: np.random.Generator) -> np.ndarray:
    """(n, products) what was bought: some of the products shown, the upper ones more often and by
    a few customers much more often than by others, and one to five others.
    """
    n = len(shown)
    keen = rng.beta(0.5, 0.5 / rate * (1 - rate), size=(n, 1)) / np.log2(2 + np.arange(K))
    bought = rng.random((n, PRODUCTS)) < rng.geometric(0.4, (n, 1)) / PRODUCTS
    np.put_along_axis(bought, shown, rng.random((n, K)) < keen, axis=1)
    bought[~bought.any(axis=1), -1] = True
    return bought


def population(rate: float) -> dict[str, np.ndarray]:
    """Every customer's figures in a shop; 5,000 at a time."""
    rng, parts = np.random.default_rng(1), []
    for _ in range(CUSTOMERS // 5_000):
        shown = lists(5_000, rng)
        one = batch(shown, purchases(shown, rate, rng), rng)
        parts.append({name: METRICS[name].compute(one) for name in FIGURES})
    return {name: np.concatenate([part[name] for part in parts]) for name in FIGURES}


def bootstrap(values: np.ndarray, most: float, seed: int = 0) -> Ends:
    """The percentile bootstrap, in use until now."""
    weights = np.concatenate(list(resampled_weights(len(values), DRAWS, seed)))
    low, high = np.quantile(weights @ values / len(values), [0.025, 0.975], axis=0)
    return low, high


def studentised(values: np.ndarray, most: float, seed: int = 0) -> Ends:
    """The bootstrap of the studentised mean (Efron and Tibshirani, 1993, ch. 12)."""
    n, mean = len(values), values.mean(axis=0)
    weights = np.concatenate(list(resampled_weights(n, DRAWS, seed)))
    means = weights @ values / n
    spread = np.sqrt(np.maximum(weights @ values**2 / n - means**2, 0) / (n - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.nan_to_num((means - mean) / spread, nan=0.0)
    ends = np.quantile(t, [0.975, 0.025], axis=0, method="nearest")
    error = values.std(axis=0, ddof=1) / np.sqrt(n)
    return mean - ends[0] * error, mean - ends[1] * error


def student(values: np.ndarray, most: float) -> Ends:
    return intervals_of_differences(values)


METHODS: Mapping[str, Callable[[np.ndarray, float], Ends]] = {
    "in use": intervals_of_means,
    "percentile bootstrap": bootstrap,
    "studentised bootstrap": studentised,
    "Student": student,
}


def held(
    figures: Mapping[str, np.ndarray],
    n: int,
    studies: int,
    method: Callable[[np.ndarray, float], Ends],
) -> dict[str, float]:
    """Share of studies of n customers whose interval holds the mean of all customers."""
    rng, found = np.random.default_rng(n), dict.fromkeys(figures, 0.0)
    for _ in range(studies):
        rows = rng.integers(CUSTOMERS, size=n)
        for name, values in figures.items():
            low, high = method(values[rows][:, None], METRICS[name].bounds[1])
            # A high end that is not known leaves nothing out.
            holds = low[0] <= values.mean() <= np.nan_to_num(high[0], nan=np.inf)
            found[name] += float(holds) / studies
    return found


def held_of_all_lists(n: int, studies: int, taste: float) -> dict[str, float]:
    """The same for figures of all lists together: the truth is their mean over the studies."""
    rng = np.random.default_rng(n)
    nobody = np.zeros((n, PRODUCTS), dtype=bool)
    values = {name: np.zeros((studies, 3)) for name in OF_ALL_LISTS}
    for at in range(studies):
        one = batch(lists(n, rng, taste), nobody, rng)
        for name in OF_ALL_LISTS:
            metric = METRICS[name]
            assert isinstance(metric, OverallMetric)
            value = float(metric.compute(one)[0])
            without = left_out(lambda w, of=metric, lists=one: of.weighted(lists, w), n, at)
            values[name][at] = value, *interval_of_overall(without, value, metric.bounds)
    return {
        name: float(((v[:, 1] <= v[:, 0].mean()) & (v[:, 0].mean() <= v[:, 2])).mean())
        for name, v in values.items()
    }


def equal_pairs(pairs: int, n: int = 500, seed: int = 0) -> tuple[float, float]:
    """Share of pairs of equally good lists with any figure called better or worse, and with any
    interval that leaves out 0, as the verdict was until now.

    Of two ways of making lists every customer gets either by the toss of a coin, so that on the
    whole neither side is anything but the other.
    """
    called = outside = 0
    for pair in range(pairs):
        rng = np.random.default_rng([seed, pair])
        one, other = lists(n, rng), lists(n, rng)
        bought = purchases(one, 0.1, rng) | purchases(other, 0.1, rng)
        tossed = rng.random((n, 1)) < 0.5
        sides = (np.where(tossed, one, other), np.where(tossed, other, one))
        now, before = (
            measure_sample(batch(side, bought, np.random.default_rng(pair)), pair) for side in sides
        )
        rows = compare(now, before, pair)
        called += any(row.better is not None for row in rows)
        outside += any(row.low > 0 or row.high < 0 for row in rows)
    return called / pairs, outside / pairs


def main() -> int:
    worst = 1.0
    if sys.argv[1:2] != ["equal"]:
        print(f"| shop | customers | interval | {' | '.join(FIGURES)} |")
        for shop, rate in SHOPS.items():
            figures = population(rate)
            hits = f"{figures['HitRate'].mean():.0%} of customers with a hit"
            for n in SIZES:
                for name, method in METHODS.items():
                    found = held(figures, n, STUDIES, method)
                    if name == "in use":
                        worst = min(worst, *found.values())
                    cells = " | ".join(f"{100 * one:.1f}" for one in found.values())
                    print(f"| {shop}, {hits} | {n} | {name} | {cells} |", flush=True)
        print(f"| lists | customers | {' | '.join(OF_ALL_LISTS)} |")
        for words, taste in (("much alike", 0.3), ("apart", 1.0)):
            for n in SIZES:
                found = held_of_all_lists(n, STUDIES // 2, taste)
                cells = " | ".join(f"{100 * one:.1f}" for one in found.values())
                print(f"| {words} | {n} | {cells} |", flush=True)
    pairs = int(sys.argv[2]) if len(sys.argv) > 2 else 150
    called, outside = equal_pairs(pairs)
    print(f"{pairs} pairs of equal lists: {called:.1%} with a figure called better or worse,")
    print(f"{outside:.1%} with an interval that leaves out 0, the verdict without the correction")
    print(f"least held by an interval of a mean: {worst:.1%}")
    return 0 if called <= 0.05 and worst >= 0.92 else 1


if __name__ == "__main__":
    sys.exit(main())
