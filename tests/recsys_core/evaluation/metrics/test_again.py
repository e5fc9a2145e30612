import numpy as np

from recsys_core.evaluation.metrics.registry import METRICS
from tests.recsys_core.evaluation.batches import make_batch

AGAIN, NEW, SHARE = METRICS["NDCGAgain"], METRICS["NDCGNew"], METRICS["NewHits"]
SECOND = 1 / np.log2(3)


def test_by_hand() -> None:
    # Had 0 and 1: customer 0 bought 0 again and 2 new, customer 1 only 0, customer 2 only 2 and 3;
    # customer 3 bought 1 again and 4 new, and the list has neither.
    had = [[0, 1]] * 4
    lists, truth = [[2, 0], [1, 0], [2, 0], [0, 5]], [[0, 2], [0], [2, 3], [1, 4]]
    batch = make_batch(lists, truth, k=2, history=had, new_items_only=False)
    np.testing.assert_allclose(AGAIN.compute(batch), [SECOND, SECOND, np.nan, 0])
    np.testing.assert_allclose(NEW.compute(batch), [1, np.nan, 1 / (1 + SECOND), 0])
    np.testing.assert_allclose(SHARE.compute(batch), [0.5, 0, 1, np.nan])


def test_one_part_alone_is_the_whole() -> None:
    batch = make_batch([[2, 0]], [[0, 2]], k=2, history=[[]], new_items_only=False)
    np.testing.assert_allclose(NEW.compute(batch), METRICS["NDCG"].compute(batch))
    assert np.isnan(AGAIN.compute(batch)).all()


def test_only_where_bought_products_count() -> None:
    for metric in (AGAIN, NEW, SHARE):
        assert not metric.applies(make_batch([[0]], [[0]], history=[[0]]))
        either = make_batch([[0]], [[0]], history=[[0]], new_items_only=False)
        assert metric.applies(either)
        assert not metric.applies(make_batch([[0]], [[0]], new_items_only=False))
