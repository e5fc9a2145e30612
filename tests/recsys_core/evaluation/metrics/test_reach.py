"""Coverage, entropy, customers served, full lists, filler, popularity, long tail."""

import numpy as np
import pytest
from scipy import stats

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


def test_full_lists() -> None:
    batch = make_batch([[0, 1, 2], [3], [], [4, 5, 6]], k=3)
    assert METRICS["FullLists"].compute(batch).tolist() == [1, 0, 0, 1]
    assert METRICS["FullLists"].label(3) == "FullLists@3"


def test_filler_needs_to_know_what_the_model_chose() -> None:
    batch = make_batch([[0, 1], [2], []], k=2, filler=[[0, 0], [0, 0.75], [1, 1]])
    assert METRICS["Filler"].compute(batch).tolist() == [0, 0.375, 1]
    assert not METRICS["Filler"].applies(make_batch([[0]]))


def test_entropy_by_hand() -> None:
    # Shown 2, 1 and 1 times: 1/2 * 1 + 2 * 1/4 * 2 bits.
    assert METRICS["Entropy"].compute(make_batch([[0, 1], [0, 2], []])) == pytest.approx([1.5])
    assert METRICS["Entropy"].compute(make_batch([[3], [3]])).tolist() == [0]
    assert np.isnan(METRICS["Entropy"].compute(make_batch([[], []])))[0]


def test_entropy_equals_that_of_scipy(rng: np.random.Generator) -> None:
    entropy = METRICS["Entropy"]
    assert isinstance(entropy, OverallMetric)
    lists = [rng.permutation(20)[: rng.integers(0, 6)].tolist() for _ in range(30)]
    weights = rng.integers(0, 3, (4, 30)).astype(float)
    found = entropy.weighted(make_batch(lists, k=5, n_items=20), weights)
    for line, value in zip(weights, found, strict=True):
        shown = np.zeros(20)
        for times, items in zip(line, lists, strict=True):
            shown[items] += times
        assert value == pytest.approx(stats.entropy(shown, base=2), abs=1e-9)


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
