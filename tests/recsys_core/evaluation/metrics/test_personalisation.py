from itertools import combinations

import numpy as np
import pytest

from recsys_core.evaluation.metrics.base import OverallMetric
from recsys_core.evaluation.metrics.registry import METRICS
from tests.recsys_core.evaluation.batches import make_batch

PERSONALISATION = METRICS["Personalisation"]
assert isinstance(PERSONALISATION, OverallMetric)


def test_by_hand() -> None:
    # Pairs: one of two in common (1/2), nothing in common (1), nothing (1): 2.5 / 3. Empty lists
    # are left out.
    batch = make_batch([[0, 1], [1, 2], [3, 4], []])
    assert PERSONALISATION.compute(batch) == pytest.approx([2.5 / 3])


def test_the_ends() -> None:
    assert PERSONALISATION.compute(make_batch([[0, 1], [1, 0], [0, 1]])) == pytest.approx([0])
    assert PERSONALISATION.compute(make_batch([[0, 1], [2], [3]])) == pytest.approx([1])
    assert np.isnan(PERSONALISATION.compute(make_batch([[0, 1], [], []])))[0]
    assert np.isnan(PERSONALISATION.compute(make_batch([[], []])))[0]


def test_equals_all_pairs_one_by_one(rng: np.random.Generator) -> None:
    lists = [rng.permutation(20)[: rng.integers(1, 8)].tolist() for _ in range(40)]
    batch = make_batch(lists, k=7, n_items=20)
    pairs = [1 - len(set(a) & set(b)) / np.sqrt(len(a) * len(b)) for a, b in combinations(lists, 2)]
    assert PERSONALISATION.compute(batch) == pytest.approx([np.mean(pairs)], abs=1e-9)


def test_customers_drawn_twice_are_not_compared_with_themselves(rng: np.random.Generator) -> None:
    lists = [rng.permutation(20)[:5].tolist() for _ in range(12)]
    weights = rng.integers(0, 4, (1, 12)).astype(float)
    drawn = [u for u in range(12) for _ in range(int(weights[0, u]))]
    pairs = [
        1 - len(set(lists[a]) & set(lists[b])) / 5 for a, b in combinations(drawn, 2) if a != b
    ]
    batch = make_batch(lists, k=5, n_items=20)
    assert PERSONALISATION.weighted(batch, weights) == pytest.approx([np.mean(pairs)], abs=1e-9)
