from dataclasses import replace

import numpy as np
import pytest

from recsys_core.models.auto.inner import inner_split, ndcg
from recsys_core.schema.dataset import Dataset
from tests.factories import make_dataset

DAY = 86_400


def together(n_users: int = 60) -> Dataset:
    """Everybody buys one of 30 products on each of 20 days."""
    rng = np.random.default_rng(1)
    events = [
        (user, int(rng.integers(30)), 1.0, day * DAY)
        for user in range(n_users)
        for day in range(20)
    ]
    return make_dataset(events, n_users, 30)


def apart() -> Dataset:
    """One customer after the other, each within a day, as on a site rated once."""
    rng = np.random.default_rng(2)
    events = [
        (user, int(item), 1.0, user * DAY + n)
        for user in range(60)
        for n, item in enumerate(rng.choice(30, 15, replace=False))
    ]
    return make_dataset(events, 60, 30)


def test_a_moment_splits_customers_who_are_active_all_along() -> None:
    inner = inner_split(together(), seed=1)
    assert inner is not None
    assert inner.how == "the latest fifth of the time"
    assert inner.train.ts.max() == 15 * DAY


def test_each_history_is_split_where_customers_come_one_after_the_other() -> None:
    inner = inner_split(apart(), seed=1)
    assert inner is not None
    assert inner.how == "the latest fifth of every customer's history"
    assert (np.bincount(inner.train.user) == 12).all()
    assert (np.diff(inner.truth.indptr) == 3).all()


def test_undated_data_is_split_at_random_by_seed() -> None:
    data = together()
    undated = replace(data, ts=np.full(len(data.ts), np.iinfo(np.int64).min))
    one, same, other = (inner_split(undated, seed) for seed in (1, 1, 2))
    assert one is not None
    assert same is not None
    assert other is not None
    assert np.array_equal(one.train.item, same.train.item)
    assert not np.array_equal(one.train.item, other.train.item)
    assert len(one.train.user) == pytest.approx(0.8 * len(data.user), rel=0.1)


def test_truth_is_new_and_known_and_customers_are_disjoint() -> None:
    inner = inner_split(together(), seed=1)
    assert inner is not None
    assert inner.truth.multiply(inner.train.binary).nnz == 0
    assert set(inner.truth.indices) <= set(np.flatnonzero(inner.train.item_counts))
    assert not set(inner.tune) & set(inner.check)


def test_too_few_customers() -> None:
    assert inner_split(together(6), seed=1) is None


def test_ndcg_equals_a_loop() -> None:
    inner = inner_split(together(), seed=1)
    assert inner is not None
    rng = np.random.default_rng(5)
    scores = rng.random((len(inner.tune), 30)).astype(np.float32)
    found = ndcg(scores, inner, inner.tune)
    known = set(np.flatnonzero(inner.train.item_counts))
    for row, user in enumerate(inner.tune):
        had = set(inner.train.matrix[user].indices)
        truth = set(inner.truth[user].indices)
        ranked = [i for i in np.argsort(-scores[row]) if i not in had and i in known][:10]
        gain = sum(1 / np.log2(at + 2) for at, item in enumerate(ranked) if item in truth)
        ideal = sum(1 / np.log2(at + 2) for at in range(min(10, len(truth))))
        assert found[row] == pytest.approx(gain / ideal, abs=1e-6)
