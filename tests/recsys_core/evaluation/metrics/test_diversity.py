from itertools import combinations

import numpy as np
import pytest

from recsys_core.evaluation.metrics import diversity
from recsys_core.evaluation.metrics.registry import METRICS
from tests.recsys_core.evaluation.batches import make_batch

DIVERSITY = METRICS["Diversity"]


def test_hand_solved_with_vectors() -> None:
    # 0 and 1 alike, 2 at a right angle, 3 opposite to 0, 4 without a vector.
    vectors = [[1, 0], [1, 0], [0, 1], [-1, 0], [0, 0]]
    lists = [[0, 1], [0, 2], [0, 3], [0, 1, 2], [0, 1, 4], [0], []]
    values = DIVERSITY.compute(make_batch(lists, n_items=5, vectors=vectors))
    np.testing.assert_allclose(values, [0, 1, 2, 2 / 3, 2 / 3, np.nan, np.nan], rtol=0, atol=1e-12)


def test_hand_solved_with_categories() -> None:
    # 0 and 1 dairy, 2 wine, 3 and 4 of unknown category.
    lists = [[0, 1], [0, 2], [0, 1, 2], [3, 4], [2]]
    values = DIVERSITY.compute(make_batch(lists, n_items=5, categories=[0, 0, 1, -1, -1]))
    np.testing.assert_allclose(values, [0, 1, 2 / 3, 1, np.nan])


def test_neither_vectors_nor_categories() -> None:
    assert not DIVERSITY.applies(make_batch([[0, 1]]))


@pytest.mark.parametrize("block", [7, 4096])
def test_equals_the_loop_over_pairs(
    rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(diversity, "BLOCK", block)
    vectors = rng.normal(size=(30, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[5] = 0
    lists = [rng.permutation(30)[: rng.integers(2, 7)].tolist() for _ in range(20)]
    by_pairs = [
        np.mean([1 - float(vectors[a].astype(float) @ vectors[b]) for a, b in combinations(s, 2)])
        for s in lists
    ]
    values = DIVERSITY.compute(make_batch(lists, k=7, n_items=30, vectors=vectors.tolist()))
    # Unit length holds to float32 only; the shortcut uses the vectors' true lengths.
    np.testing.assert_allclose(values, by_pairs, rtol=0, atol=1e-9)
