import numpy as np
import pytest

from recsys_core.evaluation.metrics.base import OverallMetric
from recsys_core.evaluation.metrics.registry import METRICS
from tests.recsys_core.evaluation.batches import make_batch

# Customer 0 is missed by 1 and by 2, customer 1 by 0, customer 2 rated nothing.
RATINGS = [(0, 4.0, 3.0), (0, 1.0, 3.0), (1, 5.0, 5.0)]


def test_hand_solved() -> None:
    batch = make_batch([[0], [1], [2]], ratings=RATINGS)
    assert METRICS["RMSE"].compute(batch) == pytest.approx([np.sqrt(5 / 3)])
    assert METRICS["MAE"].compute(batch) == pytest.approx([1.0])


@pytest.mark.parametrize(("name", "values"), [("RMSE", [np.sqrt(2.5), 0]), ("MAE", [1.5, 0])])
def test_weighted_by_customer(name: str, values: list[float]) -> None:
    metric = METRICS[name]
    assert isinstance(metric, OverallMetric)
    batch = make_batch([[0], [1], [2]], ratings=RATINGS)
    weights = np.array([[3.0, 0, 1], [0, 1, 0], [0, 0, 1]])
    assert metric.weighted(batch, weights) == pytest.approx([*values, np.nan], nan_ok=True)


@pytest.mark.parametrize("name", ["RMSE", "MAE"])
def test_needs_ratings_and_has_no_cut_off(name: str) -> None:
    metric = METRICS[name]
    assert not metric.applies(make_batch([[0]]))
    assert metric.label(10) == name
    assert not metric.higher_is_better
