"""Held against the library `implicit` itself and against the equations of the paper."""

from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from implicit.cpu.als import AlternatingLeastSquares
from threadpoolctl import threadpool_limits

from recsys_core.models.als import Als, AlsConfig
from recsys_core.models.registry import load_model, save_model
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.ranking import top_k
from tests.factories import make_dataset

CONFIG = AlsConfig(factors=8, regularization=2.0, alpha=3.0, iterations=6)


@pytest.fixture(scope="module")
def bought() -> Dataset:
    """Eighty customers who bought some of 40 products of two kinds, some of them again."""
    rng = np.random.default_rng(5)
    events = []
    for user in range(80):
        for n in range(int(rng.integers(3, 20))):
            item = int(rng.integers(20)) + 20 * ((user + int(rng.random() < 0.1)) % 2)
            events.append((user, item, float(rng.integers(1, 4)), 86_400 * n))
    return make_dataset(events, 80, 40)


@pytest.fixture(scope="module")
def model(bought: Dataset) -> Als:
    fitted = Als(CONFIG)
    fitted.fit(bought, silent)
    return fitted


def by_library(data: Dataset, config: AlsConfig) -> tuple[AlternatingLeastSquares, sp.csr_matrix]:
    histories = data.histories()
    assert histories.moments is not None
    weighted = sp.csr_matrix(data.matrix)
    weighted.data = np.log1p(histories.moments.times).astype(np.float32)
    with threadpool_limits(1, user_api="blas"):
        library = AlternatingLeastSquares(
            factors=config.factors,
            regularization=config.regularization,
            alpha=config.alpha,
            iterations=config.iterations,
            random_state=config.seed,
            num_threads=1,
        )
        library.fit(weighted, show_progress=False)
    return library, weighted


def test_lists_and_scores_equal_the_library(model: Als, bought: Dataset) -> None:
    library, weighted = by_library(bought, CONFIG)
    everybody = np.arange(bought.n_users)
    ids, scores = library.recommend(everybody, weighted, N=10, recalculate_user=True)
    histories = bought.histories()
    items, values = top_k(model.score(histories), 10, exclude=histories)
    np.testing.assert_allclose(values, scores, atol=1e-4)
    assert np.mean(items == ids) > 0.99


def test_the_fitted_factors_are_within_a_half_step_of_the_library(
    model: Als, bought: Dataset
) -> None:
    """The library's own customer factors belong to the product factors of one half step before."""
    library, _ = by_library(bought, CONFIG)
    theirs = library.user_factors @ library.item_factors.T
    assert np.corrcoef(model.score(bought.histories()).ravel(), theirs.ravel())[0, 1] > 0.99


def test_folding_in_solves_the_papers_equations(model: Als, bought: Dataset) -> None:
    row = sp.csr_matrix(([3.0, 1.0, 7.0], ([0] * 3, [2, 11, 30])), shape=(1, 40))
    y = model.item_factors.astype(np.float64)
    confidence = np.ones(40)
    confidence[row.indices] = CONFIG.alpha * np.log1p(row.data)
    liked = np.zeros(40)
    liked[row.indices] = 1.0
    left = y.T @ (y * confidence[:, None]) + CONFIG.regularization * np.eye(8)
    x = np.linalg.solve(left, y.T @ (confidence * liked))
    np.testing.assert_allclose(model.score(row.astype(np.float32))[0], y @ x, atol=1e-5)


def test_known_customers_score_as_if_they_were_new(model: Als, bought: Dataset) -> None:
    histories = bought.histories()
    np.testing.assert_allclose(model.score(histories), model.fold_in(histories), atol=1e-6)


@settings(max_examples=60, deadline=None)
@given(user=st.integers(0, 79), item=st.integers(0, 39))
def test_contributions_make_the_score_of_known_customers(
    model: Als, bought: Dataset, user: int, item: int
) -> None:
    row = bought.histories(np.array([user]))
    total = model.contributions(row, item).sum() + model.base(item)
    assert total == pytest.approx(model.score(row)[0, item], abs=1e-5)


@pytest.mark.parametrize("weights", ["log", "counts", "binary"])
def test_contributions_make_the_score_whatever_the_weights(weights: str, bought: Dataset) -> None:
    model = Als(CONFIG.model_copy(update={"weights": weights}))
    model.fit(bought, silent)
    row = sp.csr_matrix(([9.0, 2.0], ([0, 0], [4, 25])), shape=(1, 40), dtype=np.float32)
    for item in range(40):
        total = model.contributions(row, item).sum() + model.base(item)
        assert total == pytest.approx(model.score(row)[0, item], abs=1e-5)


def test_the_times_count_and_not_the_quantity() -> None:
    """One crate of twelve says less than twelve visits."""
    crate = make_dataset([(0, 0, 12.0, 0)], 1, 2)
    visits = make_dataset([(0, 0, 1.0, n) for n in range(12)], 1, 2)
    model = Als(CONFIG)
    assert model._strengths(crate.histories()) == pytest.approx(np.log(2))
    assert model._strengths(visits.histories()) == pytest.approx(np.log(13))


def test_a_rating_counts_by_its_place_on_the_scale(rated_dataset: Dataset) -> None:
    model = Als(AlsConfig(factors=4, iterations=2))
    model.fit(rated_dataset, silent)
    row = sp.csr_matrix(([1.0, 5.0], ([0, 0], [0, 1])), shape=(1, 30), dtype=np.float32)
    np.testing.assert_allclose(model._strengths(row), np.log1p([0.2, 1.0]))


def test_any_number_of_threads_gives_the_same(
    model: Als, bought: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recsys_core.models.als.MOST_THREADS", 1)
    alone = Als(CONFIG)
    alone.fit(bought, silent)
    np.testing.assert_array_equal(alone.item_factors, model.item_factors)


def test_the_learning_curve_falls_and_is_saved(model: Als, tmp_path: Path) -> None:
    steps, losses = zip(*model.learning_curve.points, strict=True)
    assert steps == (1, 2, 3, 4, 5, 6)
    assert losses[-1] < losses[0]
    save_model(model, tmp_path)
    loaded = load_model(tmp_path)
    assert isinstance(loaded, Als)
    assert loaded.learning_curve == model.learning_curve


def test_more_factors_than_products_need_no_regularization() -> None:
    events = [(user, item, 1.0, 0) for user in range(20) for item in (user % 3, 3)]
    data = make_dataset(events, 20, 4)
    model = Als(AlsConfig(factors=16, regularization=0.0))
    model.fit(data, silent)
    assert np.isfinite(model.fold_in(data.histories())).all()


def test_without_history_the_bestsellers_lead(model: Als, bought: Dataset) -> None:
    scores = model.score(sp.csr_matrix((1, 40), dtype=np.float32))[0]
    assert np.argmax(scores) == np.argmax(bought.item_counts)
