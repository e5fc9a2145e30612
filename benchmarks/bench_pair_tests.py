"""Whether the tests between two models are fair under chance, and what they find.

python benchmarks/bench_pair_tests.py      simulated differences of NDCG, 500 comparisons each

Differences look like those of NDCG between two models: 0 for three customers in five, of any size
for the others (mean 0.2). "Planted" moves the average difference away from 0.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from scipy import stats

from recsys_core.schema.statistics.significance import randomisation_test, wilcoxon_test
from recsys_core.schema.types import FloatArray

COMPARISONS, FLIPS, ALPHA = 500, 1999, 0.05
NO_DIFFERENCE, SHAPE, SCALE = 0.6, 2.0, 0.1


def differences(rng: np.random.Generator, n: int, planted: float) -> FloatArray:
    """(n, comparisons) differences whose expected mean is `planted`."""
    size = (n, COMPARISONS)
    most = (1 - NO_DIFFERENCE) * SHAPE * SCALE
    ahead = rng.random(size) < 0.5 + planted / most / 2
    values = rng.gamma(SHAPE, SCALE, size) * np.where(ahead, 1, -1)
    return np.where(rng.random(size) < NO_DIFFERENCE, 0.0, values)


def own_flips(values: FloatArray) -> FloatArray:
    """(comparisons,) p-values, each comparison with flips of its own."""
    return np.concatenate(
        [randomisation_test(column[:, None], seed, FLIPS) for seed, column in enumerate(values.T)]
    )


def main() -> None:
    rng = np.random.default_rng(1)
    unfair = False
    print(f"{COMPARISONS} comparisons of equally good models, 200 customers")
    equal = differences(rng, 200, 0.0)
    for name, p in (("randomisation", own_flips(equal)), ("Wilcoxon", wilcoxon_test(equal))):
        uniform = stats.kstest(p, "uniform").pvalue
        unfair |= uniform < 0.01
        print(
            f"  {name:14s} false alarms {np.mean(p < ALPHA):5.1%}   uniform: KS p = {uniform:.2f}"
        )
    print("Planted differences found (share of comparisons with p < 0.05)")
    print("  planted  customers  randomisation  Wilcoxon")
    for planted in (0.01, 0.02):
        for n in (200, 500, 1000, 2000):
            values = differences(rng, n, planted)
            found = randomisation_test(values, n, FLIPS), wilcoxon_test(values)
            power = [np.mean(p < ALPHA) for p in found]
            print(f"  {planted:7.2f}  {n:9,d}  {power[0]:13.1%}  {power[1]:8.1%}")
    if unfair:
        sys.exit("A test raises false alarms.")


if __name__ == "__main__":
    main()
