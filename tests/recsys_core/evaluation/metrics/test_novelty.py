import numpy as np

from recsys_core.evaluation.metrics.registry import METRICS
from tests.recsys_core.evaluation.batches import make_batch

NOVELTY = METRICS["Novelty"]


def test_hand_solved() -> None:
    # Half of the customers: 1 bit; a quarter: 2 bits; everybody: 0; nobody: like the rarest (3).
    shares = [1.0, 0.5, 0.25, 0.125, 0.0]
    batch = make_batch([[0], [1, 2], [3, 4], []], n_items=5, popularity=shares)
    np.testing.assert_allclose(NOVELTY.compute(batch), [0, 1.5, 3, np.nan])


def test_everybody_has_it_is_not_minus_zero() -> None:
    value = NOVELTY.compute(make_batch([[0]], n_items=1, popularity=[1.0]))
    assert not np.signbit(value[0])


def test_without_purchases_there_is_nothing_to_be_surprised_by() -> None:
    assert not NOVELTY.applies(make_batch([[0]], n_items=1, popularity=[0.0]))
