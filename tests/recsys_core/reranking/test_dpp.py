import math
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.reranking.dpp import RIDGE
from recsys_core.reranking.picking import SlotPlan, pick
from recsys_core.reranking.relevance import relevance
from recsys_core.schema.recommendations import EMPTY
from tests.recsys_core.reranking.builders import (
    list_diversity,
    make_candidates,
    make_vectors,
    shown,
)


def objective(chosen, worth, vectors, d):
    """(1 - d) * sum of relevance + d * ln det S, with S written out."""
    vecs = vectors[chosen].astype(float)
    kernel = (1 - RIDGE) * vecs @ vecs.T
    np.fill_diagonal(kernel, 1.0)
    return (1 - d) * sum(worth[i] for i in chosen) + d * np.linalg.slogdet(kernel)[1]


def naive_greedy(items, worth, vectors, k, d):
    """Adds the item with the best objective, by determinants of growing matrices."""
    chosen: list[int] = []
    while len(chosen) < min(k, len(items)):
        left = [i for i in items if i not in chosen]
        values = [objective([*chosen, i], worth, vectors, d) for i in left]
        chosen.append(left[int(np.argmax(values))])
    return chosen


def small(seed, width=8):
    rng = np.random.default_rng(seed)
    vectors = make_vectors(rng, 20, 4, unknown=0.1)
    candidates = make_candidates(rng, 2, 20, width)
    filled = candidates.items != EMPTY
    own = relevance(candidates.scores, filled)
    worths = [dict(zip(candidates.items[r].tolist(), own[r], strict=True)) for r in range(2)]
    return candidates, vectors, worths


@given(seed=st.integers(0, 10_000), d=st.floats(0.01, 1), k=st.integers(2, 6))
@settings(max_examples=60, deadline=None)
def test_equals_the_naive_greedy_choice(seed, d, k):
    candidates, vectors, worths = small(seed)
    out = pick(candidates, k, SlotPlan(diversity=d, diversity_by="dpp"), vectors)
    for row in range(2):
        items = candidates.items[row].tolist()
        expected = naive_greedy(items, worths[row], vectors.values, k, d)
        found = shown(out, row)
        if found != expected:  # float32 may settle a near tie the other way
            at = next(i for i in range(k) if found[i] != expected[i]) + 1
            first, second = (
                objective(one[:at], worths[row], vectors.values, d) for one in (found, expected)
            )
            assert first == pytest.approx(second, abs=1e-4)


@given(seed=st.integers(0, 10_000), k=st.integers(2, 4))
@settings(max_examples=25, deadline=None)
def test_lies_within_the_known_bound_of_the_best_of_all_lists(seed, k):
    # Greedy keeps at least 1 / k! of the largest volume (Civril and Magdon-Ismail, 2009); the
    # determinant of the kernel is the square of the volume.
    candidates, vectors, worths = small(seed)
    d = 0.5
    out = pick(candidates, k, SlotPlan(diversity=d, diversity_by="dpp"), vectors)
    for row in range(2):
        best = max(
            objective(list(chosen), worths[row], vectors.values, d)
            for chosen in combinations(candidates.items[row].tolist(), k)
        )
        found = objective(shown(out, row), worths[row], vectors.values, d)
        assert found <= best + 1e-4
        assert found >= best - d * 2 * math.log(math.factorial(k)) - 1e-4


def test_two_products_alike_do_not_stand_together_while_others_are_left():
    values = np.float32([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
    rng = np.random.default_rng(0)
    candidates = make_candidates(rng, 1, 4, 4)
    candidates.items[0] = [0, 1, 2, 3]
    vectors = type(make_vectors(rng, 4, 3))(values, "test")
    out = pick(candidates, 4, SlotPlan(diversity=1.0, diversity_by="dpp"), vectors)
    assert out.items[0].tolist() == [0, 2, 3, 1]


def test_diversity_does_not_fall_as_the_slider_grows():
    grid = np.linspace(0, 1, 9)
    for seed in range(3):
        rng = np.random.default_rng(seed)
        vectors = make_vectors(rng, 400, 16)
        candidates = make_candidates(rng, 150, 400, 80)
        means = [
            list_diversity(
                pick(candidates, 10, SlotPlan(diversity=d, diversity_by="dpp"), vectors), vectors
            ).mean()
            for d in grid
        ]
        # The volume grows, of which the mean distance is a shadow: it may waver a little.
        assert all(b >= a - 0.005 for a, b in pairwise(means)), means
        assert means[-1] > means[0] + 0.05
