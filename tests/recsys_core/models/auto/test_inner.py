from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from recsys_core.models.auto.inner import farther, inner_split, ndcg
from recsys_core.models.auto.messages import LATEST_OF_EACH, LATEST_TIME
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
    assert inner.how == LATEST_OF_EACH
    assert (np.bincount(inner.train.user) == 11).all()
    assert (np.diff(inner.truth.indptr) == 4).all()


def baskets(n_users: int, weeks: int) -> Dataset:
    """Each customer comes for three orders of five products in three weeks of their own."""
    rng = np.random.default_rng(3)
    events = []
    for user in range(n_users):
        begins = int(rng.integers(weeks - 2))
        for week in range(begins, begins + 3):
            items = rng.choice(40, 5, replace=False)
            events += [(user, int(item), 1.0, week * 7 * DAY) for item in items]
    return make_dataset(events, n_users, 40)


def orders_cut(whole: Dataset, train: Dataset) -> int:
    """Orders of which a part was held back."""
    size = Counter(zip(whole.user.tolist(), whole.ts.tolist(), strict=True))
    kept = Counter(zip(train.user.tolist(), train.ts.tolist(), strict=True))
    return sum(kept[order] != size[order] for order in kept)


def test_no_order_is_cut_whichever_way_the_data_is_split() -> None:
    for data, how in ((baskets(80, 30), LATEST_OF_EACH), (baskets(900, 8), LATEST_TIME)):
        inner = inner_split(data, seed=1)
        assert inner is not None
        assert inner.how == how
        assert orders_cut(data, inner.train) == 0
        assert len(inner.train.user) < len(data.user)
    apart = inner_split(baskets(80, 30), seed=1)
    assert apart is not None
    # Three orders of five: the last one is a third, nearer to a quarter than two thirds or nothing.
    assert (np.bincount(apart.train.user) == 10).all()


def test_of_a_customer_with_one_order_nothing_is_held_back() -> None:
    events = [(user, item, 1.0, user * 30 * DAY) for user in range(50) for item in range(5)]
    once = range(25, 50)
    events += [(user, 5 + user % 5, 1.0, user * 30 * DAY) for user in once]
    events += [(user, 5 + user % 5, 1.0, user * 30 * DAY + DAY) for user in range(25)]
    inner = inner_split(make_dataset(events, 50, 10), seed=1)
    assert inner is not None
    assert (np.bincount(inner.train.user)[list(once)] == 6).all()
    assert (np.bincount(inner.train.user)[:25] == 5).all()


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


def test_farther_also_asks_for_what_came_later_of_known_products() -> None:
    now = inner_split(together(), seed=1)
    assert now is not None
    past = inner_split(now.train, seed=1)
    assert past is not None
    rare = int(now.truth.indices[0])
    train = past.train.select(past.train.item != rare, "without one product")
    far = farther(replace(past, train=train), now.truth)
    assert far.truth.nnz > past.truth.nnz
    assert set(far.truth.data) == {1.0}
    assert rare not in far.truth.indices
    assert far.truth.multiply(past.train.binary).nnz == 0


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
