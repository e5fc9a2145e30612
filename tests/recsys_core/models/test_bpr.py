"""Held against the library `implicit` itself."""

from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from implicit.cpu.bpr import BayesianPersonalizedRanking
from threadpoolctl import threadpool_limits

from recsys_core.models.bpr import FOLD_IN_CAUTION, Bpr, BprConfig
from recsys_core.models.registry import load_model, save_model
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.ranking import top_k
from tests.factories import make_dataset

CONFIG = BprConfig(factors=6, learning_rate=0.05, regularization=0.01, iterations=40)


@pytest.fixture(scope="module")
def bought() -> Dataset:
    """Ninety customers of three kinds of ten products each; products 30 and 31 are unsold."""
    rng = np.random.default_rng(5)
    events = [
        (user, int(item) + 10 * (user % 3), 1.0, 0)
        for user in range(90)
        for item in rng.choice(10, size=int(rng.integers(2, 7)), replace=False)
    ]
    return make_dataset(events, 90, 32)


@pytest.fixture(scope="module")
def model(bought: Dataset) -> Bpr:
    fitted = Bpr(CONFIG)
    fitted.fit(bought, silent)
    return fitted


def test_lists_and_scores_equal_the_library(model: Bpr, bought: Dataset) -> None:
    with threadpool_limits(1, user_api="blas"):
        library = BayesianPersonalizedRanking(
            factors=6,
            learning_rate=0.05,
            regularization=0.01,
            iterations=40,
            random_state=42,
            num_threads=1,
        )
        library.fit(bought.binary, show_progress=False)
    histories = bought.histories()
    # Two customers with one history share the first one's factors.
    alone = np.unique(histories.toarray(), axis=0, return_index=True)[1]
    ids, scores = library.recommend(alone, bought.binary[alone], N=8)
    ours = model.score(histories[alone])
    # Products 30 and 31 tie at nothing, so that ids are compared by what we give them.
    np.testing.assert_allclose(np.take_along_axis(ours, ids, axis=1), scores, atol=1e-4)
    _, values = top_k(ours, 8, exclude=histories[alone])
    np.testing.assert_allclose(values, scores, atol=1e-4)


def test_a_changed_history_minimises_the_squared_pairwise_loss(model: Bpr) -> None:
    items = [1, 4, 25]
    row = sp.csr_matrix(([1.0] * 3, ([0] * 3, items)), shape=(1, 32), dtype=np.float32)
    q = model.item_factors[:, :-1].astype(np.float64)
    b = model.item_factors[:, -1].astype(np.float64)

    def loss(p: np.ndarray) -> float:
        scores = q @ p + b
        apart = scores[items][:, None] - scores[None, :]
        return float(((1 - apart) ** 2).sum() / 32 + FOLD_IN_CAUTION * p @ p)

    found = model._fold(row)[0, :-1].astype(np.float64)
    best = loss(found)
    for step in np.vstack([np.eye(6), -np.eye(6)]) * 1e-2:
        assert loss(found + step) > best
    np.testing.assert_allclose(model.score(row)[0], q @ found + b, atol=1e-5)


def test_folding_in_finds_the_kind(model: Bpr) -> None:
    for kind in range(3):
        row = sp.csr_matrix(
            ([1.0, 1.0], ([0, 0], [10 * kind, 10 * kind + 3])), shape=(1, 32), dtype=np.float32
        )
        items, _ = top_k(model.score(row), 5, exclude=row)
        assert (items[0] // 10 == kind).all()


def test_without_history_the_order_is_the_products_own(model: Bpr, bought: Dataset) -> None:
    scores = model.score(sp.csr_matrix((1, 32), dtype=np.float32))[0]
    np.testing.assert_allclose(scores, model.item_factors[:, -1], atol=1e-6)


def test_quantities_make_no_difference(model: Bpr, bought: Dataset) -> None:
    once = bought.histories(np.array([3, 4]))
    np.testing.assert_array_equal(model.fold_in(once), model.fold_in(once * 5))


def test_the_learning_curve_rises_and_is_saved(model: Bpr, tmp_path: Path) -> None:
    points = model.learning_curve.points
    assert [step for step, _ in points] == list(range(1, 41))
    assert points[-1][1] > points[0][1]
    assert 0.8 < points[-1][1] <= 1
    save_model(model, tmp_path)
    loaded = load_model(tmp_path)
    assert isinstance(loaded, Bpr)
    assert loaded.learning_curve == model.learning_curve
