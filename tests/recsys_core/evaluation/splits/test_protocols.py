"""Each protocol on a few events, solved by hand. Events are (customer, product, weight, time)."""

import numpy as np
import pytest

from recsys_core.cli import evaluation
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits import SPLITS, Split, make_splits
from recsys_core.evaluation.splits.registry import NEED_DATES
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.histories import NO_TIME
from tests.factories import make_dataset

DAY = 86_400


def events_of(data: Dataset) -> list[tuple[int, int]]:
    return list(zip(data.user.tolist(), data.item.tolist(), strict=True))


def truth_of(split: Split) -> dict[int, list[int]]:
    return {int(u): split.test[u].indices.tolist() for u in split.users}


def one(data: Dataset, **settings: object) -> Split:
    splits = make_splits(data, EvaluationConfig(**settings))
    assert len(splits) == 1
    return splits[0]


def test_time_holds_back_everything_after_one_moment() -> None:
    # Ten events on days 1 to 10: the 80 % quantile lies on day 8.2, so days 9 and 10 are tested.
    users = [0, 0, 0, 1, 1, 1, 0, 1, 0, 1]
    items = [0, 1, 2, 3, 4, 0, 3, 1, 4, 2]
    data = make_dataset(
        [(u, i, 1, (d + 1) * DAY) for d, (u, i) in enumerate(zip(users, items, strict=True))], 2, 5
    )
    split = one(data)
    assert split.name == "time"
    assert truth_of(split) == {0: [4], 1: [2]}
    assert split.train.ts.max() == 8 * DAY
    assert split.info.cut_ts == round(8.2 * DAY)
    assert split.info.n_train_events == 8
    assert split.info.n_test_events == 2
    assert (split.info.test_first_ts, split.info.test_last_ts) == (9 * DAY, 10 * DAY)
    assert "9 January 1970" in split.info.sentence


def test_time_with_a_long_last_day_tests_that_day() -> None:
    events = [(0, 0, 1, DAY), (0, 1, 1, 2 * DAY), (1, 1, 1, DAY), (1, 0, 1, 2 * DAY)]
    split = one(make_dataset(events, 2, 2))
    assert truth_of(split) == {0: [1], 1: [0]}


def test_per_user_time_holds_back_the_end_of_each_history() -> None:
    # Ten events of customer 0 (two are tested), five of customer 1 (one), four of customer 2
    # (none: a fifth of four is less than one).
    events = [(0, i, 1, i * DAY) for i in range(10)]
    events += [(1, 9 - i, 1, i * DAY) for i in range(5)]
    events += [(2, i, 1, i * DAY) for i in range(4)]
    split = one(make_dataset(events, 3, 10), split="per-user-time", known_only=False)
    assert truth_of(split) == {0: [8, 9], 1: [5]}


def test_per_user_share_is_not_lost_to_rounding() -> None:
    events = [(0, i, 1, i * DAY) for i in range(10)] + [(1, i, 1, DAY) for i in range(10)]
    split = one(
        make_dataset(events, 2, 10), split="per-user-time", test_share=0.3, known_only=False
    )
    assert np.diff(split.test.indptr).tolist() == [3, 3]


def test_leave_one_out_takes_the_last_new_product_and_nothing_after_it() -> None:
    # Customer 0 buys 0, 1, then 0 again: 1 is the last new one, the later 0 is used for nothing.
    # Customer 1 has one purchase and only trains. Customer 2 buys the same twice and only trains.
    events = [(0, 0, 1, DAY), (0, 1, 1, 2 * DAY), (0, 0, 1, 3 * DAY), (1, 1, 1, DAY)]
    events += [(2, 1, 1, DAY), (2, 1, 1, 2 * DAY)]
    split = one(make_dataset(events, 3, 2), split="leave-one-out")
    assert truth_of(split) == {0: [1]}
    assert events_of(split.train) == [(0, 0), (1, 1), (2, 1), (2, 1)]
    assert split.info.n_unused_events == 1


def test_leave_one_out_with_bought_products_takes_the_last_purchase() -> None:
    events = [(0, 0, 1, DAY), (0, 1, 1, 2 * DAY), (0, 0, 1, 3 * DAY), (1, 1, 1, DAY)]
    split = one(make_dataset(events, 2, 2), split="leave-one-out", new_items_only=False)
    assert truth_of(split) == {0: [0]}
    assert events_of(split.train) == [(0, 0), (0, 1), (1, 1)]


def test_last_basket_is_everything_of_the_last_moment() -> None:
    # Customer 0: three visits, two products on the last one. Customer 1 has one visit, however
    # large, and only trains. Customer 2 buys only known things on the last visit: nothing to find.
    events = [(0, 0, 1, DAY), (0, 1, 1, 2 * DAY), (0, 2, 1, 3 * DAY), (0, 3, 1, 3 * DAY)]
    events += [(1, 2, 1, DAY), (1, 3, 1, DAY), (2, 0, 1, DAY), (2, 1, 1, DAY), (2, 0, 1, 2 * DAY)]
    split = one(make_dataset(events, 3, 4), split="leave-last-basket")
    assert truth_of(split) == {0: [2, 3]}
    assert events_of(split.train) == [(0, 0), (0, 1), (1, 2), (1, 3), (2, 0), (2, 1)]
    assert split.info.n_test_events == 3
    assert (split.info.users_left_out, split.info.n_unused_events) == (1, 0)
    assert (split.info.test_first_ts, split.info.test_last_ts) == (2 * DAY, 3 * DAY)
    assert "the last basket of each customer" in split.info.sentence


def test_last_basket_with_bought_products_asks_what_is_bought_again() -> None:
    events = [(0, 0, 1, DAY), (0, 1, 1, DAY), (0, 0, 1, 2 * DAY), (1, 0, 1, DAY)]
    split = one(make_dataset(events, 2, 2), split="leave-last-basket", new_items_only=False)
    assert truth_of(split) == {0: [0]}


def test_last_basket_where_nobody_came_twice() -> None:
    events = [(u, i, 1, u * DAY) for u in range(6) for i in range(5)]
    with pytest.raises(NotReadyError, match="Nobody is left"):
        one(make_dataset(events, 6, 5), split="leave-last-basket")


def test_random_folds_hold_back_every_pair_once(planted_dataset: Dataset) -> None:
    config = EvaluationConfig(split="random", folds=4, known_only=False)
    splits = make_splits(planted_dataset, config)
    total = sum(split.test for split in splits)
    assert (total != planted_dataset.binary).nnz == 0
    for split in splits:
        # All events of a pair are on the same side.
        assert split.test.multiply(split.train.binary).nnz == 0
        assert split.info.share_repeat == 0
    assert splits[0].train.fingerprint != splits[1].train.fingerprint


def test_random_once_holds_back_the_share(planted_dataset: Dataset) -> None:
    split = one(planted_dataset, split="random", test_share=0.25, known_only=False)
    assert split.test.nnz == round(0.25 * planted_dataset.matrix.nnz)


@pytest.mark.parametrize("name", SPLITS)
def test_contract(name: str, planted_dataset: Dataset) -> None:
    data, config = planted_dataset, EvaluationConfig(split=name)
    (split,) = make_splits(data, config)
    (again,) = make_splits(data, config)
    assert split.train.fingerprint == again.train.fingerprint != data.fingerprint
    assert (split.test != again.test).nnz == 0
    assert split.train.items is data.items
    assert split.train.users is data.users
    assert split.test.shape == (data.n_users, data.n_items)
    assert set(split.test.data) == {1.0}
    assert split.test.has_sorted_indices
    assert split.test_ratings is None
    # New products only: nobody is tested on what they had.
    assert split.test.multiply(split.train.binary).nnz == 0
    info = split.info
    assert info.n_train_events + info.n_test_events + info.n_unused_events == len(data.user)
    assert info.n_test_users == len(split.users) == np.count_nonzero(np.diff(split.test.indptr))
    assert info.n_relevant_pairs == split.test.nnz
    assert f"{info.n_test_users} customers" in info.sentence


@pytest.mark.parametrize("name", sorted(NEED_DATES))
def test_no_dates_falls_back_to_chance_and_says_so(name: str) -> None:
    events = [(u, i, 1, NO_TIME) for u in range(6) for i in range(5)]
    split = one(make_dataset(events, 6, 5), split=name)
    assert split.name == "random"
    assert split.info.requested == name
    assert split.info.cut_ts is split.info.train_first_ts is None
    assert split.info.sentence.startswith("Your data has no dates")


@pytest.mark.parametrize("name", ["time", "leave-last-basket"])
def test_one_date_only_falls_back_to_chance_and_says_so(name: str) -> None:
    events = [(u, i, 1, DAY) for u in range(6) for i in range(5)]
    split = one(make_dataset(events, 6, 5), split=name)
    assert split.name == "random"
    assert "same date" in split.info.sentence


def test_no_purchases_at_all() -> None:
    with pytest.raises(NotReadyError, match="import some"):
        make_splits(make_dataset([], 0, 0), EvaluationConfig())


def test_nobody_left_to_test() -> None:
    events = [(0, 0, 1, DAY), (1, 0, 1, 9 * DAY)]
    with pytest.raises(NotReadyError, match="Nobody is left"):
        make_splits(make_dataset(events, 2, 1), EvaluationConfig())


def test_config_offers_exactly_the_registered_splits() -> None:
    choices = EvaluationConfig.model_json_schema()["properties"]["split"]["enum"]
    assert choices == list(SPLITS)


def test_the_command_line_offers_exactly_the_registered_splits() -> None:
    assert tuple(SPLITS) == evaluation.SPLITS
