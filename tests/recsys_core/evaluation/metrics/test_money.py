import numpy as np
import pytest

from recsys_core.evaluation.metrics.registry import METRICS
from tests.recsys_core.evaluation.batches import make_batch

WORTH = [2.5, 10, np.nan, 4, -1, 0, 0, 0, 0, 0]
LISTS = [[0, 1, 9], [2, 3], [], [4], [0]]
TRUTH = [[0, 1, 3], [2, 3], [0], [4], []]


@pytest.mark.parametrize(("name", "field"), [("Revenue", "prices"), ("Margin", "margins")])
def test_hits_are_added_up(name: str, field: str) -> None:
    # A hit without a price adds nothing; a loss counts; nobody to be right about has no value.
    batch = make_batch(LISTS, TRUTH, **{field: WORTH})
    np.testing.assert_allclose(METRICS[name].compute(batch), [12.5, 4, 0, -1, np.nan])
    assert METRICS[name].label(10) == f"{name}@10"


@pytest.mark.parametrize(("name", "field"), [("Revenue", "prices"), ("Margin", "margins")])
def test_only_where_there_are_prices(name: str, field: str) -> None:
    assert not METRICS[name].applies(make_batch(LISTS, TRUTH))
    assert not METRICS[name].applies(make_batch(LISTS, TRUTH, **{field: [np.nan] * 10}))
    assert METRICS[name].applies(make_batch(LISTS, TRUTH, **{field: WORTH}))
