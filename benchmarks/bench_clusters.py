"""Whether groups are found where there are some, and only there; and how long it takes.

    python benchmarks/bench_clusters.py [--tries 20] [--points 2000] [--shape NAME …]
        [--workspace DIR]

Clouds without groups (a Gaussian, correlated, skewed after logarithms, counts in steps, columns of
real customers permuted) should be called slices in 19 of 20 tries; of planted groups as many should
be found as there are. Printed for each shape: how often groups were found, and of how many.
With a workspace, its customers' visits, spend and recency are judged, by k, and permuted ones.
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


def correlated(n: int, columns: int, r: float, rng: Random) -> FloatArray:
    covariance = np.full((columns, columns), r) + np.eye(columns) * (1 - r)
    return rng.multivariate_normal(np.zeros(columns), covariance, size=n)


def counts(n: int, rng: Random) -> FloatArray:
    """Visits, spend and days away of one kind of customers, who differ by degrees; logarithms."""
    z = correlated(n, 3, 0.6, rng)
    visits = 1 + rng.poisson(np.exp(1 + z[:, 0]))
    away = rng.exponential(np.exp(3 - 0.7 * z[:, 2])).round()
    return np.log1p(np.stack([visits, np.exp(3 + z[:, 1]), away], axis=1))


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
    "gaussian": lambda n, rng: correlated(n, 3, 0.0, rng),
    "correlated": lambda n, rng: correlated(n, 3, 0.6, rng),
    "eight columns": lambda n, rng: correlated(n, 8, 0.5, rng),
    "skewed": lambda n, rng: np.exp(0.5 * correlated(n, 3, 0.6, rng)),
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
    near = sorted(max(t.gain for t in one.tried) for one in judged)
    print(
        f"{name:16} groups in {found.total():2} of {len(judged)} tries ({by_k or 'none'}); "
        f"largest gain: median {near[len(near) // 2]:.2f}, highest {near[-1]:.2f}; "
        f"{seconds / len(judged):.1f} s each",
        flush=True,
    )


def run(name: str, tries: int, n: int, shape: Callable[[int, Random], FloatArray]) -> None:
    begun, judged = time.perf_counter(), []
    for seed in range(tries):
        values = standardised(shape(n, np.random.default_rng(seed)))
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
        clouds = ", ".join(f"{name} {np.mean(each):.2f}" for name, each in one.nulls.items())
        print(f"  k = {one.k}: {one.stability:.2f}; {clouds}{'  *' if one.stands_out else ''}")
    run("its Gaussian", tries, 0, lambda n, rng: gaussian(values)(rng))
    run("its permutation", tries, 0, lambda n, rng: permuted(values)(rng))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=20)
    parser.add_argument("--points", type=int, default=2000)
    parser.add_argument("--shape", nargs="*", default=list(SHAPES))
    parser.add_argument("--workspace", type=Path)
    asked = parser.parse_args()
    for name in asked.shape:
        run(name, asked.tries, asked.points, SHAPES[name])
    if asked.workspace:
        on_workspace(asked.workspace, asked.tries)
