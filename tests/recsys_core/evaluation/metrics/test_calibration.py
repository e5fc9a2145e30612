import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon
from scipy.stats import entropy

from recsys_core.evaluation.metrics import category_mix
from recsys_core.evaluation.metrics.registry import METRICS
from tests.recsys_core.evaluation.batches import make_batch

KL, JS = METRICS["CalibrationKL"], METRICS["CalibrationJS"]
CATEGORIES = [0, 0, 1, 1, 2, -1]


def test_by_hand() -> None:
    batch = make_batch(
        # The same mix; the other category only; half of it; a product without category is left out.
        [[0, 2], [2, 3], [0, 1], [1, 5]],
        n_items=6,
        categories=CATEGORIES,
        history=[[1, 3], [0, 1], [0, 2], [0, 5]],
    )
    half = 0.5 * np.log(0.5 / (0.99 + 0.005)) + 0.5 * np.log(0.5 / 0.005)
    np.testing.assert_allclose(KL.compute(batch), [0, np.log(100), half, 0], atol=1e-12)
    # Half of it: m = (3/4, 1/4).
    bits = (0.5 * np.log2(2 / 3) + 0.5 * np.log2(2) + np.log2(4 / 3)) / 2
    np.testing.assert_allclose(JS.compute(batch), [0, 1, bits, 0], atol=1e-12)


@pytest.mark.parametrize("metric", [KL, JS], ids=["KL", "JS"])
def test_nothing_to_compare(metric: type[KL]) -> None:
    batch = make_batch(
        [[], [0], [5], [0]], n_items=6, categories=CATEGORIES, history=[[0], [], [0], [5]]
    )
    assert np.isnan(metric.compute(batch)).all()
    assert not metric.applies(make_batch([[0]], history=[[0]]))
    assert not metric.applies(make_batch([[0]], n_items=6, categories=CATEGORIES))


def test_equal_those_of_scipy(rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(category_mix, "CELLS", 40)
    n, n_items, width = 60, 50, 7
    categories = rng.integers(0, width, n_items)
    lists = [rng.permutation(n_items)[: rng.integers(1, 9)].tolist() for _ in range(n)]
    history = [rng.permutation(n_items)[: rng.integers(1, 20)].tolist() for _ in range(n)]
    batch = make_batch(lists, k=8, n_items=n_items, categories=categories.tolist(), history=history)
    kl, js = KL.compute(batch), JS.compute(batch)
    for row in range(n):
        p, q = (
            np.bincount(categories[line], minlength=width) / len(line)
            for line in (history[row], lists[row])
        )
        assert kl[row] == pytest.approx(entropy(p, 0.99 * q + 0.01 * p), abs=1e-9)
        assert js[row] == pytest.approx(jensenshannon(p, q, base=2) ** 2, abs=1e-9)
