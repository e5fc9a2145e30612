from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.reranking.picking import SlotPlan, pick
from recsys_core.reranking.relevance import relevance
from recsys_core.schema.errors import InputError
from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.vectors import ItemVectors
from tests.recsys_core.reranking.builders import list_diversity, make_candidates, make_vectors

seeds = st.integers(0, 10_000)


def rerank(candidates, k, vectors, diversity):
    return pick(candidates, k, SlotPlan(diversity=diversity), vectors)


def brute_force(items, scores, vectors, k, d):
    """Greedy MMR as the paper writes it, one list, no clever update."""
    left = [(i, s) for i, s in zip(items, scores, strict=True) if i != EMPTY]
    if not left:
        return []
    low, high = min(s for _, s in left), max(s for _, s in left)
    worth = {i: (s - low) / (high - low) if high > low else 1.0 for i, s in left}
    picked: list[int] = []
    while left and len(picked) < k:
        gains = [
            (1 - d) * worth[i]
            - d * max((float(vectors[i] @ vectors[j]) for j in picked), default=0.0)
            for i, _ in left
        ]
        picked.append(left.pop(int(np.argmax(gains)))[0])
    return picked


@given(seed=seeds, d=st.floats(0, 1), k=st.integers(1, 12), width=st.integers(1, 12))
@settings(max_examples=150, deadline=None)
def test_equals_the_greedy_rule_of_the_paper(seed, d, k, width):
    rng = np.random.default_rng(seed)
    vectors = make_vectors(rng, 15, 4, unknown=0.2)
    candidates = make_candidates(rng, 3, 15, width, empty=True)
    out = rerank(candidates, k, vectors, d)
    for row in range(3):
        expected = brute_force(
            candidates.items[row], candidates.scores[row], vectors.values.astype(float), k, d
        )
        found = [int(i) for i in out.items[row] if i != EMPTY]
        if found != expected:  # float32 may settle a near tie the other way: the worth is equal
            a, b = (
                _gain(order, candidates, row, vectors.values.astype(float), d)
                for order in (found, expected)
            )
            first = next(i for i in range(len(a)) if found[i] != expected[i])
            assert a[first] == pytest.approx(b[first], abs=1e-5)


def _gain(order, candidates, row, vectors, d):
    worth = dict(
        zip(
            candidates.items[row],
            relevance(candidates.scores, candidates.items != EMPTY)[row],
            strict=True,
        )
    )
    return [
        (1 - d) * worth[i]
        - d * max((float(vectors[i] @ vectors[j]) for j in order[:slot]), default=0.0)
        for slot, i in enumerate(order)
    ]


@given(seed=seeds, d=st.floats(0, 1), n=st.integers(1, 40), k=st.integers(1, 30))
@settings(max_examples=60, deadline=None)
def test_lists_are_distinct_candidates_with_empty_slots_last(seed, d, n, k):
    rng = np.random.default_rng(seed)
    vectors = make_vectors(rng, 60, 6, unknown=0.1)
    candidates = make_candidates(rng, n, 60, 20, empty=True)
    out = rerank(candidates, k, vectors, d)
    for row in range(n):
        found = out.items[row][out.items[row] != EMPTY]
        offered = candidates.items[row][candidates.items[row] != EMPTY]
        assert len(set(found)) == len(found) == min(k, len(offered))
        assert set(found) <= set(offered)
        assert (out.items[row][len(found) :] == EMPTY).all()
        assert np.isnan(out.scores[row][len(found) :]).all()


def test_diversity_zero_keeps_the_order_and_the_scores(rng, vectors):
    candidates = make_candidates(rng, 4, 60, 30)
    out = rerank(candidates, 10, vectors, 0)
    np.testing.assert_array_equal(out.items, candidates.items[:, :10])
    np.testing.assert_array_equal(out.scores, candidates.scores[:, :10])


def test_a_breath_of_diversity_starts_from_the_same_order(rng, vectors):
    candidates = make_candidates(rng, 4, 60, 30)
    shuffled = Recommendations(  # an earlier step moved a low score to the front
        candidates.users, candidates.items, candidates.scores[:, ::-1].copy(), "test"
    )
    out = rerank(shuffled, 10, vectors, 1e-6)
    np.testing.assert_array_equal(out.items, candidates.items[:, :10])


def test_scores_stay_the_models_own(rng, vectors):
    candidates = make_candidates(rng, 4, 60, 30)
    out = rerank(candidates, 10, vectors, 0.7)
    for row in range(4):
        own = dict(zip(candidates.items[row], candidates.scores[row], strict=True))
        assert [own[i] for i in out.items[row]] == list(out.scores[row])


def test_diversity_does_not_fall_as_the_slider_grows():
    grid = np.linspace(0, 1, 11)
    for seed in range(3):
        rng = np.random.default_rng(seed)
        vectors = make_vectors(rng, 400, 16)
        candidates = make_candidates(rng, 200, 400, 80)
        means = [list_diversity(rerank(candidates, 10, vectors, d), vectors).mean() for d in grid]
        # Greedy MMR lowers the closest pair, not the mean: near 1 the mean may waver a little.
        assert all(b >= a - 0.005 for a, b in pairwise(means)), means
        assert means[-1] > means[0] + 0.05


def test_an_item_without_a_vector_counts_as_unlike_all():
    values = np.array([[1, 0], [1, 0], [0, 0], [0.6, 0.8]], dtype=np.float32)
    candidates = Recommendations(
        np.array([0]), np.array([[0, 1, 2, 3]]), np.array([[4.0, 3.0, 2.0, 1.0]]), "test"
    )
    out = rerank(candidates, 4, ItemVectors(values, "test"), 1)
    assert out.items[0].tolist() == [0, 2, 3, 1]


def test_filler_without_a_score_is_the_least_relevant(rng, vectors):
    candidates = Recommendations(
        np.array([0]), np.array([[5, 6, 7]]), np.array([[0.2, 0.1, np.nan]]), "test"
    )
    out = rerank(candidates, 3, vectors, 0.01)
    assert out.items[0].tolist() == [5, 6, 7]


def test_equal_scores_and_equal_vectors_keep_the_order():
    vectors = ItemVectors(np.tile(np.float32([1, 0]), (6, 1)), "test")
    candidates = Recommendations(
        np.array([0]), np.array([[4, 2, 5, 0, 1]]), np.ones((1, 5), np.float32), "test"
    )
    for d in (0.3, 1.0):
        out = rerank(candidates, 3, vectors, d)
        assert out.items[0].tolist() == [4, 2, 5]


def test_blocks_give_what_single_lists_give(rng, vectors):
    candidates = make_candidates(rng, 50, 60, 30, empty=True)
    config = 0.4
    whole = rerank(candidates, 10, vectors, config)
    for row in range(50):
        one = Recommendations(
            candidates.users[row : row + 1],
            candidates.items[row : row + 1],
            candidates.scores[row : row + 1],
            "test",
        )
        np.testing.assert_array_equal(rerank(one, 10, vectors, config).items[0], whole.items[row])


def test_vectors_of_an_older_product_list_are_refused(rng):
    candidates = make_candidates(rng, 1, 60, 30)
    with pytest.raises(InputError, match="older than the product list"):
        rerank(candidates, 5, make_vectors(rng, 20, 4), 0.5)


def test_no_customers_gives_no_lists(vectors):
    none = Recommendations(np.array([], int), np.zeros((0, 5), int), np.zeros((0, 5)), "test")
    assert rerank(none, 3, vectors, 0.5).items.shape == (0, 3)
