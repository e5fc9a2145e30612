"""Every accuracy metric on four customers solved by hand.

Customer 0: list 0 1 2 3, bought 1 3 8: hits at ranks 2 and 4.  Customer 1: list 5 only (shorter
than k), bought 5: a hit at rank 1.  Customer 2: empty list, bought 0 1.  Customer 3: list 0 1 2 3,
bought nothing: no value.  Customer 4: list 0 1 2 3, bought 0 1 2 3 4 5: more than fit.
"""

from math import log2

import numpy as np
import pytest

from recsys_core.evaluation.metrics.registry import METRICS
from tests.recsys_core.evaluation.batches import make_batch

LISTS = [[0, 1, 2, 3], [5], [], [0, 1, 2, 3], [0, 1, 2, 3]]
TRUTH = [[1, 3, 8], [5], [0, 1], [], [0, 1, 2, 3, 4, 5]]
NONE = float("nan")
IDEAL_3 = 1 + 1 / log2(3) + 1 / log2(4)

SOLVED = {
    "Precision": [2 / 4, 1 / 4, 0, NONE, 1],
    "Recall": [2 / 3, 1, 0, NONE, 4 / 6],
    "F1": [
        2 * (1 / 2) * (2 / 3) / (1 / 2 + 2 / 3),
        2 * 0.25 / 1.25,
        0,
        NONE,
        2 * (2 / 3) / (5 / 3),
    ],
    "NDCG": [(1 / log2(3) + 1 / log2(5)) / IDEAL_3, 1, 0, NONE, 1],
    "MAP": [(1 / 2 + 2 / 4) / 3, 1, 0, NONE, 4 / 6],
    "HitRate": [1, 1, 0, NONE, 1],
    "MRR": [1 / 2, 1, 0, NONE, 1],
    "RPrecision": [1 / 3, 1, 0, NONE, 4 / 6],
}


@pytest.mark.parametrize("name", SOLVED)
def test_hand_solved(name: str) -> None:
    values = METRICS[name].compute(make_batch(LISTS, TRUTH))
    np.testing.assert_allclose(values, SOLVED[name], rtol=0, atol=1e-12)


def test_every_accuracy_metric_is_solved_here() -> None:
    """AUC and partial AUC, which look beyond the list, are solved in test_whole_order, the parts of
    NDCG in test_again.
    """
    ours = {m.name for m in METRICS.values() if m.family == "accuracy"}
    assert set(SOLVED) == ours - {"AUC", "PartialAUC", "NDCGAgain", "NDCGNew"}


@pytest.mark.parametrize("name", SOLVED)
def test_lists_of_one_slot(name: str) -> None:
    values = METRICS[name].compute(make_batch([[3], [4]], [[3], [3]], k=1))
    np.testing.assert_allclose(values, [1, 0])


@pytest.mark.parametrize("name", SOLVED)
def test_without_any_truth_there_is_no_value(name: str) -> None:
    assert np.isnan(METRICS[name].compute(make_batch([[3], [4]]))).all()


def test_truth_with_unsorted_columns() -> None:
    batch = make_batch([[8, 1, 2, 3]], [[1, 3, 8]])
    batch.truth.indices = batch.truth.indices[::-1].copy()
    batch.truth.has_sorted_indices = False
    assert batch.hits.tolist() == [[True, True, False, True]]


def test_an_empty_slot_is_not_the_last_product_of_the_row_before() -> None:
    """Row 1's code -1 is, as a position in the whole matrix, row 0's last product."""
    batch = make_batch([[0], []], [[9], [9]])
    assert not batch.hits.any()
