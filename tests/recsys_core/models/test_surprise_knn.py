"""Held against Surprise itself."""

import itertools

import numpy as np
import pytest
import surprise

from recsys_core.models.histories import ratings
from recsys_core.models.surprise_data import build_trainset
from recsys_core.models.surprise_knn import SurpriseKnnItem, SurpriseKnnItemConfig, _nearest
from recsys_core.models.surprise_similarities import item_similarities
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from tests.factories import make_dataset

SIMILARITIES = ["cosine", "msd", "pearson", "pearson_baseline"]
ALGORITHMS = {
    "basic": surprise.KNNBasic,
    "means": surprise.KNNWithMeans,
    "zscore": surprise.KNNWithZScore,
    "baseline": surprise.KNNBaseline,
}


def fit_surprise(data: Dataset, config: SurpriseKnnItemConfig) -> surprise.AlgoBase:
    options = {
        "name": config.similarity,
        "user_based": False,
        "min_support": config.min_support,
        "shrinkage": config.shrinkage,
    }
    baselines = {"method": "als", "reg_u": config.reg_u, "reg_i": config.reg_i}
    algorithm = ALGORITHMS[config.variant](
        k=config.k,
        min_k=config.min_k,
        sim_options=options,
        bsl_options={**baselines, "n_epochs": config.n_epochs},
        verbose=False,
    )
    return algorithm.fit(build_trainset(ratings(data.matrix, data.kind), (1, 5)))


@pytest.mark.parametrize("similarity", SIMILARITIES)
@pytest.mark.parametrize("min_support", [1, 4])
def test_similarities_equal_surprise(
    similarity: str, min_support: int, rated_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recsys_core.models.surprise_similarities.BLOCK", 11)
    config = SurpriseKnnItemConfig(similarity=similarity, min_support=min_support)
    reference = fit_surprise(rated_dataset, config)
    matrix = ratings(rated_dataset.matrix, "explicit")
    baselines = None
    if similarity == "pearson_baseline":
        users = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        baselines = reference.trainset.global_mean + reference.bu[users]
        baselines = baselines + reference.bi[matrix.indices]
    ours = item_similarities(matrix, similarity, min_support, silent, baselines)
    np.testing.assert_allclose(ours, reference.sim, atol=1e-6)


@pytest.mark.parametrize("variant", sorted(ALGORITHMS))
@pytest.mark.parametrize("similarity", SIMILARITIES)
@pytest.mark.parametrize(("k", "min_k"), [(3, 1), (40, 2)])
def test_scores_equal_the_predict_loop(
    variant: str, similarity: str, k: int, min_k: int, rated_dataset: Dataset
) -> None:
    config = SurpriseKnnItemConfig(variant=variant, similarity=similarity, k=k, min_k=min_k)
    model = SurpriseKnnItem(config)
    model.fit(rated_dataset, silent)
    reference = fit_surprise(rated_dataset, config)
    # Equal similarities that differ in the sixteenth digit are one neighbour to us and two to
    # Surprise: both work on the same numbers here.
    reference.sim = model.similarities.astype(np.float64)
    scores = model.score(rated_dataset.histories())
    for user, item in itertools.product(range(rated_dataset.n_users), range(rated_dataset.n_items)):
        expected = reference.predict(user, item, clip=False).est
        assert scores[user, item] == pytest.approx(expected, abs=1e-6)


def test_scores_of_quantities_equal_the_predict_loop(rng: np.random.Generator) -> None:
    events = [
        (user, int(item), float(rng.integers(1, 40)), 0)
        for user in range(50)
        for item in rng.choice(30, size=int(rng.integers(2, 12)), replace=False)
    ]
    data = make_dataset(events, 50, 30)
    config = SurpriseKnnItemConfig(k=4)
    model = SurpriseKnnItem(config)
    model.fit(data, silent)
    reference = fit_surprise(data, config)
    scores = model.score(data.histories())
    for user, item in itertools.product(range(50), range(30)):
        expected = reference.predict(user, item, clip=False).est
        assert scores[user, item] == pytest.approx(expected, abs=1e-6)


def test_without_history_or_ratings_it_says_what_surprise_says(rated_dataset: Dataset) -> None:
    """Products 25 to 29 were never rated; a new customer has no history."""
    for variant in ALGORITHMS:
        config = SurpriseKnnItemConfig(variant=variant)
        model = SurpriseKnnItem(config)
        model.fit(rated_dataset, silent)
        reference = fit_surprise(rated_dataset, config)
        empty = rated_dataset.matrix[:1] * 0
        empty.eliminate_zeros()
        scores = model.score(empty)[0]
        for item in range(30):
            expected = reference.predict("nobody", item, clip=False).est
            assert scores[item] == pytest.approx(expected, abs=1e-6)


def test_unrated_products_in_a_history_are_ignored(rated_dataset: Dataset) -> None:
    model = SurpriseKnnItem(SurpriseKnnItemConfig())
    model.fit(rated_dataset, silent)
    row = rated_dataset.histories(np.array([0])).tolil()
    row[0, 27] = 5
    np.testing.assert_array_equal(
        model.score(row.tocsr()), model.score(rated_dataset.histories(np.array([0])))
    )


def test_of_equal_neighbours_the_earlier_ones_count() -> None:
    similarities = np.array([[0.5, 0], [0.9, 0.2], [0.5, 0.3], [0.5, 0]], dtype=np.float32)
    kept = _nearest(similarities, 2)
    np.testing.assert_allclose(kept, [[0.5, 0.9, 0, 0], [0, 0.2, 0.3, 0]])


def test_shared_ratings_that_do_not_vary_are_not_similar() -> None:
    """Pearson of constant ratings is undefined; rounding must not make it 1."""
    third = 1 + np.log2(3)
    events = [(u, i, third, 0) for u in range(7) for i in (0, 1)] + [(0, 2, 2.0, 0)]
    data = make_dataset(events, 7, 3, kind="explicit")
    matrix = ratings(data.matrix, "explicit")
    assert item_similarities(matrix, "pearson", 1, silent)[0, 1] == 0
