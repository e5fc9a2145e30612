import numpy as np

from recsys_core.models.random_order import RandomConfig, RandomOrder
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset


def test_the_history_decides_and_the_seed(planted_dataset: Dataset) -> None:
    first, second = RandomOrder(RandomConfig()), RandomOrder(RandomConfig(seed=1))
    first.fit(planted_dataset, silent)
    second.fit(planted_dataset, silent)
    rows = planted_dataset.histories(np.array([5, 9, 5]))
    scores = first.score(rows)
    np.testing.assert_array_equal(scores[0], scores[2])
    assert not np.array_equal(scores[0], scores[1])
    assert not np.array_equal(scores, second.score(rows))


def test_no_product_is_favoured(planted_dataset: Dataset) -> None:
    model = RandomOrder(RandomConfig())
    model.fit(planted_dataset, silent)
    means = model.score(planted_dataset.histories()).mean(axis=0)
    assert np.abs(means - 0.5).max() < 5 * np.sqrt(1 / 12 / 200)
