import numpy as np
import pytest

from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.schema.ranking import top_k
from tests.recsys_core.evaluation.batches import make_batch, rows_of_ones

SERENDIPITY = METRICS["Serendipity"]
SHARES = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.1]


def test_by_hand() -> None:
    # The two bestsellers of customer 0 are 0 and 1; customer 1 had both, so there they are 2 and
    # 3. Customer 2 had product 0 only: 1 and 2.
    lists = [[4, 1], [4, 2], [3, 2], [], [5, 6]]
    truth = [[1, 4], [2, 4], [2, 3], [1], []]
    had = [[], [0, 1], [0], [], []]
    batch = make_batch(lists, truth, k=2, popularity=SHARES, history=had)
    np.testing.assert_allclose(SERENDIPITY.compute(batch), [0.5, 0.5, 0.5, 0, np.nan])


def test_bought_products_are_expected_when_they_may_be_shown() -> None:
    batch = make_batch(
        [[2, 0]], [[0, 2]], k=2, popularity=SHARES, history=[[0, 1]], new_items_only=False
    )
    assert SERENDIPITY.compute(batch) == pytest.approx([0.5])


def test_of_equally_popular_products_the_first_are_expected() -> None:
    batch = make_batch([[1, 2]], [[1, 2]], k=2, popularity=[0.5] * 10, history=[[]])
    assert SERENDIPITY.compute(batch) == pytest.approx([0.5])


def test_needs_to_know_what_customers_had() -> None:
    assert not SERENDIPITY.applies(make_batch([[0]], [[0]]))


def test_equals_lists_of_bestsellers_made_one_by_one(rng: np.random.Generator) -> None:
    n, n_items, k = 80, 30, 5
    popularity = rng.integers(1, 9, n_items) / 10
    had = [rng.permutation(n_items)[: rng.integers(0, 15)].tolist() for _ in range(n)]
    lists = [
        [i for i in rng.permutation(n_items) if i not in line][: rng.integers(0, k + 1)]
        for line in had
    ]
    truth = [rng.permutation(n_items)[: rng.integers(1, 15)].tolist() for _ in range(n)]
    batch = make_batch(
        lists, truth, k=k, n_items=n_items, popularity=popularity.tolist(), history=had
    )
    usual = top_k(np.tile(popularity, (n, 1)), k, rows_of_ones(had, n_items))[0]
    wanted = [len((set(lists[u]) & set(truth[u])) - set(usual[u].tolist())) / k for u in range(n)]
    np.testing.assert_allclose(SERENDIPITY.compute(batch), wanted, atol=1e-12)


def test_a_list_of_bestsellers_has_none(rng: np.random.Generator) -> None:
    had = [rng.permutation(10)[:4].tolist() for _ in range(20)]
    usual = top_k(np.tile(SHARES, (20, 1)), 3, rows_of_ones(had, 10))[0]
    batch = make_batch(usual.tolist(), [list(range(10))] * 20, k=3, popularity=SHARES, history=had)
    assert SERENDIPITY.compute(batch).tolist() == [0] * 20
