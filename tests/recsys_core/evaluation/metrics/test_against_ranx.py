"""Our figures equal an independent implementation."""

from collections.abc import Callable

import numba
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.ranking import top_k
from tests.recsys_core.evaluation.batches import make_batch

N_ITEMS = 15
THEIRS = {
    "Precision": "precision@{}",
    "Recall": "recall@{}",
    "F1": "f1@{}",
    "NDCG": "ndcg@{}",
    "MAP": "map@{}",
    "HitRate": "hit_rate@{}",
    "MRR": "mrr@{}",
    "RPrecision": "r-precision",
}
items = st.integers(0, N_ITEMS - 1)
customer = st.tuples(
    # Few distinct scores, so that ties abound; None is a product that cannot be shown.
    st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=N_ITEMS, max_size=N_ITEMS),
    st.sets(items, min_size=1),
)


Compare = Callable[[EvalBatch], None]


@pytest.fixture(scope="module")
def compare() -> Compare:
    """ranx as plain Python: compiling it takes minutes on a new machine, running it does not."""
    numba.config.DISABLE_JIT = True
    try:
        from ranx import evaluate
    finally:
        numba.config.DISABLE_JIT = False

    def compare(batch: EvalBatch) -> None:
        truth, shown = [], []
        for row, line in enumerate(batch.items):
            relevant, found = batch.truth[row].indices, line[line >= 0]
            truth.append(np.column_stack([relevant, np.ones(len(relevant))]))
            shown.append(np.column_stack([found, np.arange(len(found), 0, -1)]))
        wanted = [metric.format(batch.k) for metric in THEIRS.values()]
        theirs = evaluate(truth, shown, wanted, return_mean=False)
        for name, metric in THEIRS.items():
            np.testing.assert_allclose(
                METRICS[name].compute(batch),
                theirs[metric.format(batch.k)],
                rtol=0,
                atol=1e-9,
                err_msg=name,
            )

    return compare


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(customers=st.lists(customer, min_size=1, max_size=12), k=st.integers(1, N_ITEMS + 3))
def test_from_scores_with_ties_to_figures(
    compare: Compare, customers: list[tuple[list[int | None], set[int]]], k: int
) -> None:
    scores = np.array([[np.nan if s is None else s for s in line] for line, _ in customers])
    lists = [row[row >= 0].tolist() for row in top_k(scores, k)[0]]
    compare(make_batch(lists, [sorted(t) for _, t in customers], k=k, n_items=N_ITEMS))


@pytest.mark.parametrize("k", [1, 5, 10, 20])
def test_many_random_customers(compare: Compare, rng: np.random.Generator, k: int) -> None:
    n_items = 60
    lists = [rng.permutation(n_items)[: rng.integers(0, k + 1)].tolist() for _ in range(400)]
    truth = [sorted(rng.permutation(n_items)[: rng.integers(1, 30)].tolist()) for _ in range(400)]
    compare(make_batch(lists, truth, k=k, n_items=n_items))
