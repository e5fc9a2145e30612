from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits import holdout_split
from recsys_core.schema.dataset import Dataset, Outside
from recsys_core.schema.errors import InputError
from tests.factories import make_dataset


def frame(*pairs: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["user_id", "item_id"])


def test_a_file_of_later_purchases_leaves_training_alone(tiny_dataset: Dataset) -> None:
    pairs = frame(("u3", "i5"), ("u4", "i1"), ("u4", "i1"), ("u0", "i0"))
    split = holdout_split(tiny_dataset, pairs, EvaluationConfig())
    assert {int(u): split.test[u].indices.tolist() for u in split.users} == {3: [5], 4: [1]}
    assert split.info.n_train_events == len(tiny_dataset.user)
    assert split.info.n_repeat_pairs == 1
    assert split.name == split.info.requested == "holdout"


def test_a_file_cut_out_of_the_data_is_taken_out_of_training(tiny_dataset: Dataset) -> None:
    split = holdout_split(tiny_dataset, frame(("u0", "i2"), ("u2", "i5")), EvaluationConfig())
    assert split.train.matrix[0, 2] == 0
    assert split.test[0].indices.tolist() == [2]
    assert "taken out of the training data" in split.info.sentence


def test_unknown_rows_are_counted_and_said(tiny_dataset: Dataset) -> None:
    pairs = frame(("u3", "i5"), ("nobody", "i5"), ("u3", "nothing"))
    split = holdout_split(tiny_dataset, pairs, EvaluationConfig())
    assert split.info.unmatched_rows == 2
    assert split.info.sentence.startswith("2 of 3 rows")


def test_a_file_cut_out_of_the_data_knows_what_lies_outside_the_catalogue() -> None:
    data = make_dataset([(u, i, 1, u + i) for u in range(3) for i in range(2)], 3, 2)
    one = np.array([1])
    left = Outside(2, 1, at=one * 2, user=one * 0, item=one * 0, weight=one * 1.0, ts=one * 9)
    split = holdout_split(replace(data, outside=left), frame(("u2", "i1")), EvaluationConfig())
    assert (split.info.n_products, split.info.n_train_items) == (3, 2)
    assert split.info.n_train_events == 5
    assert split.train.matrix[2].indices.tolist() == [0]


def test_numbers_are_compared_as_text() -> None:
    data = make_dataset([(u, i, 1, u + i) for u in range(3) for i in range(2)], 3, 3)
    data.users["user_id"] = ["007", "8", "9"]
    data.items["item_id"] = ["1", "2", "3"]
    pairs = pd.DataFrame({"user_id": ["007", "7"], "item_id": [3, 3]})
    split = holdout_split(data, pairs, EvaluationConfig(known_only=False))
    assert split.users.tolist() == [0]


def test_ratings_come_along() -> None:
    data = make_dataset(
        [(u, i, 3.0, 1) for u in range(3) for i in range(u + 1)], 3, 3, kind="explicit"
    )
    pairs = frame(("u0", "i2"), ("u0", "i1"))
    pairs["rating"] = ["4.5", "unreadable"]
    split = holdout_split(data, pairs, EvaluationConfig())
    assert split.test_ratings is not None
    assert split.test_ratings.toarray()[0].tolist() == [0, 0, 4.5]
    assert split.info.unmatched_rows == 1


def test_a_column_is_missing(tiny_dataset: Dataset) -> None:
    with pytest.raises(InputError, match="no column 'item_id'"):
        holdout_split(tiny_dataset, pd.DataFrame({"user_id": ["u0"]}), EvaluationConfig())


@pytest.mark.parametrize("pairs", [frame(("x", "y")), frame()])
def test_nothing_matches(tiny_dataset: Dataset, pairs: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="same numbers as your data"):
        holdout_split(tiny_dataset, pairs, EvaluationConfig())
