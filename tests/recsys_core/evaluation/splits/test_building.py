"""What counts as truth after the cut, and what is said about the rest."""

import numpy as np
import pytest

from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits import Split, make_splits
from recsys_core.schema.dataset import Dataset
from tests.factories import make_dataset

# Days 1 to 8 train, days 9 and 10 test.
BEFORE, AFTER = 1, 9
TRAIN = [(0, 0), (0, 1), (1, 0), (1, 2), (2, 1), (2, 0), (4, 2), (4, 1)]
# Customer 0 buys 1 again and 2 for the first time; 1 only what it had; 3 is unknown; product 3 too.
TEST = [(0, 1), (0, 2), (1, 0), (3, 0), (2, 3)]


@pytest.fixture
def data() -> Dataset:
    events = [(u, i, 1.0, BEFORE + n) for n, (u, i) in enumerate(TRAIN)]
    events += [(u, i, 1.0, AFTER + n) for n, (u, i) in enumerate(TEST)]
    return make_dataset(events, 5, 4)


def cut(data: Dataset, **settings: object) -> Split:
    return make_splits(data, EvaluationConfig(test_share=5 / 13, **settings))[0]


def truth(split: Split) -> dict[int, list[int]]:
    return {int(u): split.test[u].indices.tolist() for u in split.users}


def test_new_and_known_only(data: Dataset) -> None:
    split = cut(data)
    assert truth(split) == {0: [2]}
    info = split.info
    assert (info.n_test_pairs, info.n_repeat_pairs) == (5, 2)
    assert info.share_repeat == pytest.approx(2 / 5)
    assert (info.n_cold_user_pairs, info.users_without_training) == (1, 1)
    assert (info.n_cold_item_pairs, info.items_without_training) == (1, 1)
    assert info.users_left_out == 3
    assert "3 customers" in info.sentence
    assert "not counted as misses" in info.sentence


def test_bought_before_may_count(data: Dataset) -> None:
    assert truth(cut(data, new_items_only=False)) == {0: [1, 2], 1: [0]}


def test_newcomers_may_count(data: Dataset) -> None:
    assert truth(cut(data, known_only=False)) == {0: [2], 2: [3], 3: [0]}


def test_everything_may_count(data: Dataset) -> None:
    everything = cut(data, known_only=False, new_items_only=False)
    assert truth(everything) == {0: [1, 2], 1: [0], 2: [3], 3: [0]}
    assert everything.info.users_left_out == 0
    assert "left out" not in everything.info.sentence


def test_a_sample_of_customers(planted_dataset: Dataset) -> None:
    everybody = make_splits(planted_dataset, EvaluationConfig())[0]
    some, again, other = (
        make_splits(planted_dataset, EvaluationConfig(max_users=20, seed=seed))[0]
        for seed in (1, 1, 2)
    )
    assert len(some.users) == 20
    assert some.info.n_eligible_users == len(everybody.users)
    np.testing.assert_array_equal(some.users, again.users)
    assert not np.array_equal(some.users, other.users)
    assert set(some.users) <= set(everybody.users)
    assert "drawn at random" in some.info.sentence
    # The sample changes who is asked, not what the models learn from.
    assert some.train.fingerprint == everybody.train.fingerprint


@pytest.fixture
def ratings() -> Dataset:
    events = [(u, i, 3.0, 1) for u in range(2) for i in range(3)]
    events += [(2, i, 4.0, 1) for i in range(5)]
    events += [(0, 3, 5.0, 9), (0, 4, 2.0, 9), (1, 3, 1.0, 9), (1, 3, 2.0, 10)]
    return make_dataset(events, 3, 5, kind="explicit")


def test_ratings_held_out(ratings: Dataset) -> None:
    split = make_splits(ratings, EvaluationConfig(test_share=4 / 15))[0]
    assert truth(split) == {0: [3, 4], 1: [3]}
    assert split.test_ratings is not None
    # Two ratings of one product are averaged.
    assert split.test_ratings.toarray()[:2, 3:].tolist() == [[5, 2], [1.5, 0]]
    assert "ratings" in split.info.sentence


def test_lowest_rating_that_counts(ratings: Dataset) -> None:
    config = EvaluationConfig(test_share=4 / 15, relevant_rating=4)
    split = make_splits(ratings, config)[0]
    assert truth(split) == {0: [3]}
    assert split.info.n_low_rating_pairs == 2
    # The low rating of a tested customer is still there to be predicted.
    assert split.test_ratings is not None
    assert split.test_ratings[0].indices.tolist() == [3, 4]
    assert split.test_ratings[1].nnz == 0
