import numpy as np
import pytest

from recsys_core.models.popularity import PopularityConfig, PopularityModel
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import NO_TIME
from tests.factories import make_dataset

DAY = 86_400


def weights(data: Dataset, half_life: float | None) -> np.ndarray:
    model = PopularityModel(PopularityConfig(half_life_days=half_life))
    model.fit(data, silent)
    return model.weights


@pytest.mark.parametrize("off", [None, 0])
def test_counts_customers_not_purchases(tiny_dataset: Dataset, off: float | None) -> None:
    np.testing.assert_array_equal(weights(tiny_dataset, off), [3, 2, 2, 3, 2, 1])


def test_a_half_life_halves_a_customer_that_old() -> None:
    """The newest event is on day 20: so day 10 counts half and day 0 a quarter; of two
    events of one customer the later one counts.
    """
    events = [
        (0, 0, 1, 20 * DAY),
        (1, 0, 1, 10 * DAY),
        (1, 1, 1, 0),
        (2, 1, 1, 0),
        (2, 1, 1, 20 * DAY),
    ]
    data = make_dataset(events, 3, 3)
    np.testing.assert_allclose(weights(data, 10), [1.5, 1.25, 0], atol=1e-6)


def test_a_half_life_without_dates_is_ignored() -> None:
    data = make_dataset([(0, 0, 1, NO_TIME), (1, 0, 1, NO_TIME), (1, 1, 1, NO_TIME)], 2, 2)
    np.testing.assert_array_equal(weights(data, 5), [2, 1])


def test_everybody_gets_the_same_list(tiny_dataset: Dataset) -> None:
    model = PopularityModel(PopularityConfig())
    model.fit(tiny_dataset, silent)
    scores = model.score(tiny_dataset.histories())
    assert (scores == scores[0]).all()
    assert model.base(3) == 3.0
