"""Coverage, customers served, popularity, long tail."""

import numpy as np
import pytest

from recsys_core.evaluation.metrics.base import OverallMetric
from recsys_core.evaluation.metrics.long_tail import long_tail
from recsys_core.evaluation.metrics.registry import METRICS
from tests.recsys_core.evaluation.batches import make_batch

SHARES = [0.8, 0.4, 0.2, 0.1, 0.1, 0, 0, 0, 0, 0]


def test_coverage() -> None:
    # Distinct products shown: 0, 1, 2, 7 of 10.
    batch = make_batch([[0, 1], [1, 2, 7], []])
    assert METRICS["Coverage"].compute(batch) == pytest.approx([0.4])


def test_coverage_counts_only_customers_with_weight() -> None:
    coverage = METRICS["Coverage"]
    assert isinstance(coverage, OverallMetric)
    batch = make_batch([[0, 1], [1, 2, 7], []])
    values = coverage.weighted(batch, np.array([[1.0, 0, 0], [0, 3, 1], [0, 0, 2]]))
    assert values == pytest.approx([0.2, 0.3, 0.0])


def test_customers_served_does_not_depend_on_the_length() -> None:
    metric = METRICS["UserCoverage"]
    assert metric.compute(make_batch([[0], [], [1, 2]])).tolist() == [1, 0, 1]
    assert metric.label(10) == "UserCoverage"


def test_average_popularity() -> None:
    batch = make_batch([[0, 1], [9], []], popularity=SHARES)
    np.testing.assert_allclose(METRICS["Popularity"].compute(batch), [0.6, 0, np.nan])


def test_long_tail_share() -> None:
    # 1.6 customers' worth of purchases in all; 0.8 + 0.4 = 75 %, with 0.2 it is 87.5 %: the first
    # three are the bestsellers.
    batch = make_batch([[0, 3], [2, 1, 0], [9, 5, 4], []], popularity=SHARES)
    np.testing.assert_allclose(METRICS["LongTail"].compute(batch), [1 / 2, 0, 1, np.nan])


def test_products_level_with_the_last_bestseller_are_bestsellers() -> None:
    assert long_tail(np.array([4.0, 1, 1, 1, 0])).tolist() == [False, False, False, False, True]


def test_exactly_four_fifths_need_no_further_product() -> None:
    assert long_tail(np.array([0.7, 0.1, 0.15, 0.05])).tolist() == [False, True, False, True]


@pytest.mark.parametrize("popularity", [[1.0, 1.0], [0.0, 0.0], []])
def test_without_differences_there_is_no_tail(popularity: list[float]) -> None:
    assert not long_tail(np.array(popularity)).any()
