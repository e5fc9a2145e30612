"""Whether groups are found where there are some, and only there; and how long it takes.

    python benchmarks/bench_clusters.py [--tries 20] [--shape NAME …] [--workspace DIR]

500 to 2,500 points each, after logarithms as customers' figures are. Clouds without groups
(Gaussians of 2 to 8 columns and any correlations; skewed; whole visits and days of a Gaussian;
correlated counts; columns of real customers permuted) should be called slices in 19 of 20 tries; of
planted groups as many should be found as there are. Printed for each shape: how often groups were
found, and of how many.
With a workspace, its customers' visits, spend and recency are judged, by k, and clouds of them.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from recsys_core.profiles.clusters.nulls import gaussian, permuted, standardised
from recsys_core.profiles.clusters.stability import Judged, judge
from recsys_core.schema.types import FloatArray

Random = np.random.Generator
FEWEST, MOST = 500, 2_500


def correlated(n: int, columns: int, r: float, rng: Random) -> FloatArray:
    covariance = np.full((columns, columns), r) + np.eye(columns) * (1 - r)
    return rng.multivariate_normal(np.zeros(columns), covariance, size=n)


def counts(n: int, rng: Random) -> FloatArray:
    """Visits, spend and days away of one kind of customers, who differ by degrees; logarithms."""
    z = correlated(n, 3, 0.6, rng)
    visits = 1 + rng.poisson(np.exp(1 + z[:, 0]))
    away = rng.exponential(np.exp(3 - 0.7 * z[:, 2])).round()
    return np.log1p(np.stack([visits, np.exp(3 + z[:, 1]), away], axis=1))


def any_gaussian(n: int, rng: Random) -> FloatArray:
    """2 to 8 columns, their covariance a Wishart draw."""
    columns = int(rng.integers(2, 9))
    root = rng.normal(size=(columns, columns + 2))
    return rng.multivariate_normal(np.zeros(columns), root @ root.T, size=n)


def rounded(n: int, rng: Random) -> FloatArray:
    """What purchases show of a Gaussian: whole visits and days, spend in cents; logarithms."""
    visits, spend, away = np.exp(correlated(n, 3, 0.6, rng) + np.array([1.5, 4, 3])).T
    return np.log1p(np.stack([np.ceil(visits), spend.round(2), (1000 / away).round()], axis=1))


def planted(k: int, n: int, rng: Random) -> FloatArray:
    """`k` round groups of sizes 1 to 2 in four columns, their means at least 5 deviations apart."""
    means = np.zeros((0, 4))
    while len(means) < k:
        drawn = rng.normal(size=4) * 4
        if (np.linalg.norm(means - drawn, axis=1) >= 5).all():
            means = np.vstack([means, drawn])
    weights = rng.uniform(1, 2, size=k)
    return means[rng.choice(k, n, p=weights / weights.sum())] + rng.normal(size=(n, 4))


SHAPES: dict[str, Callable[[int, Random], FloatArray]] = {
    "gaussian": any_gaussian,
    "skewed": lambda n, rng: np.exp(0.5 * correlated(n, 3, 0.6, rng)),
    "rounded": rounded,
    "counts": counts,
    "planted 2": lambda n, rng: planted(2, n, rng),
    "planted 3": lambda n, rng: planted(3, n, rng),
    "planted 4": lambda n, rng: planted(4, n, rng),
    "planted 5": lambda n, rng: planted(5, n, rng),
    "planted 6": lambda n, rng: planted(6, n, rng),
}


def told(name: str, judged: list[Judged], seconds: float) -> None:
    found = Counter(one.best.k for one in judged if one.found)
    by_k = ", ".join(f"{n} with {k}" for k, n in sorted(found.items()))
    out = sum(any(t.stands_out for t in one.tried) for one in judged)
    print(
        f"{name:16} groups in {found.total():2} of {len(judged)} tries ({by_k or 'none'}), "
        f"{out} stood out from plain clouds; "
        f"{seconds / len(judged):.1f} s each",
        flush=True,
    )


def run(name: str, tries: int, shape: Callable[[int, Random], FloatArray]) -> None:
    begun, judged = time.perf_counter(), []
    for seed in range(tries):
        rng = np.random.default_rng(seed)
        values = standardised(shape(int(rng.integers(FEWEST, MOST + 1)), rng))
        judged.append(judge(values, seed=seed))
    told(name, judged, time.perf_counter() - begun)


def on_workspace(path: Path, tries: int) -> None:
    """Real customers: visits, spend and recency, by number of groups; then clouds like them."""
    from recsys_core.services.customers.groups.points import points
    from recsys_core.services.workspace.workspace import open_workspace

    with open_workspace(path) as ws:
        values = points(ws, "rfm").values
    begun = time.perf_counter()
    judged = judge(values)
    print(f"{path}: {len(values):,} customers, {time.perf_counter() - begun:.1f} s")
    for one in judged.tried:
        kinds = {**one.nulls, "one heap": one.heaps}
        clouds = ", ".join(f"{name} {np.mean(each):.2f}" for name, each in kinds.items() if each)
        said = "clear" if one.clear else "stands out" if one.stands_out else ""
        print(f"  k = {one.k}: {one.stability:.2f}; {clouds} {said}")
    run("its Gaussian", tries, lambda n, rng: gaussian(values)(rng))
    run("its permutation", tries, lambda n, rng: permuted(values)(rng))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=20)
    parser.add_argument("--shape", nargs="*", default=list(SHAPES))
    parser.add_argument("--workspace", type=Path)
    asked = parser.parse_args()
    for name in asked.shape:
        run(name, asked.tries, SHAPES[name])
    if asked.workspace:
        on_workspace(asked.workspace, asked.tries)
