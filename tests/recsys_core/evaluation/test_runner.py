import numpy as np
import pytest

from recsys_core.evaluation import runner
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.runner import evaluate_model, make_batch, measure
from recsys_core.evaluation.splits import Split, make_splits
from recsys_core.schema.contracts import Recommender, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import CancelledError
from recsys_core.schema.vectors import ItemVectors
from tests.factories import make_dataset
from tests.recsys_core.evaluation.standins import Average, Bestsellers, Chance, Neighbours

CONFIG = EvaluationConfig(k=5)


def fitted(model: Recommender, split: Split) -> Recommender:
    model.fit(split.train, silent)
    return model


@pytest.fixture
def split(planted_dataset: Dataset) -> Split:
    return make_splits(planted_dataset, CONFIG)[0]


def test_lists_hold_neither_bought_nor_unknown_products(split: Split) -> None:
    found = evaluate_model(fitted(Chance(), split), split, None, CONFIG)
    assert found.batch.items.shape == (len(split.users), 5)
    for user, items in zip(found.users, found.batch.items, strict=True):
        assert split.train.matrix[user].toarray().ravel()[items].sum() == 0
        assert (split.train.item_counts[items] > 0).all()


def test_bought_products_may_be_shown(planted_dataset: Dataset) -> None:
    config = EvaluationConfig(k=5, new_items_only=False)
    split = make_splits(planted_dataset, config)[0]
    found = evaluate_model(fitted(Bestsellers(), split), split, None, config)
    best = np.argsort(-split.train.item_counts, kind="stable")[:5]
    assert (found.batch.items == best).all()


def test_a_model_that_knows_beats_one_that_does_not(split: Split) -> None:
    knows = evaluate_model(fitted(Neighbours(), split), split, None, CONFIG)
    does_not = evaluate_model(fitted(Chance(), split), split, None, CONFIG)
    assert knows.overall["NDCG@5"] > 2 * does_not.overall["NDCG@5"]


def test_values_by_label(split: Split) -> None:
    found = evaluate_model(fitted(Bestsellers(), split), split, None, CONFIG)
    assert found.model == "popularity"
    assert found.title == "Bestsellers"
    assert {"NDCG@5", "Coverage@5", "UserCoverage", "Diversity@5"} <= set(found.overall)
    assert "RMSE" not in found.overall
    assert "Coverage@5" not in found.per_user
    for label, values in found.per_user.items():
        assert values.shape == (len(split.users),)
        assert found.overall[label] == pytest.approx(np.nanmean(values))


def test_vectors_decide_diversity(split: Split) -> None:
    model = fitted(Bestsellers(), split)
    alike = ItemVectors(np.tile([[1.0, 0.0]], (split.train.n_items, 1)).astype(np.float32), "test")
    found = evaluate_model(model, split, alike, CONFIG)
    assert found.overall["Diversity@5"] == pytest.approx(0)
    assert evaluate_model(model, split, None, CONFIG).overall["Diversity@5"] > 0.2


def test_blocks_change_nothing(split: Split, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = evaluate_model(fitted(Neighbours(), split), split, None, CONFIG)
    monkeypatch.setattr(runner, "BLOCK_BYTES", 4 * split.train.n_items * 7)
    steps = []
    parts = evaluate_model(
        fitted(Neighbours(), split), split, None, CONFIG, lambda f, m="": steps.append(f)
    )
    np.testing.assert_array_equal(whole.batch.items, parts.batch.items)
    assert len(steps) > 10
    assert steps == sorted(steps)
    assert steps[-1] == 1


def test_cancel_passes_through(split: Split) -> None:
    def cancel(fraction: float, message: str = "") -> None:
        raise CancelledError("Cancelled.")

    with pytest.raises(CancelledError):
        evaluate_model(fitted(Chance(), split), split, None, CONFIG, cancel)


def test_categories_without_a_name_are_unknown() -> None:
    events = [(u, i, 1, 10 * u + i) for u in range(4) for i in range(4)]
    data = make_dataset(events, 4, 4, categories=["A", "", "A", "B"])
    split = make_splits(data, EvaluationConfig(split="random"))[0]
    batch = make_batch(np.array([[0]] * len(split.users)), split.users, split, None)
    a, none, also_a, b = batch.categories
    assert none == -1
    assert a == also_a != b


def test_popularity_is_a_share_of_customers_who_train(split: Split) -> None:
    batch = make_batch(np.array([[0]] * len(split.users)), split.users, split, None)
    customers = (np.diff(split.train.matrix.indptr) > 0).sum()
    np.testing.assert_allclose(batch.popularity, split.train.item_counts / customers)


@pytest.fixture
def ratings(rng: np.random.Generator) -> Split:
    """Products 0 to 9 deserve 1 to 5 points, and everybody agrees within a point."""
    events = [
        (user, int(item), float(np.clip(1 + item * 0.4 + rng.normal(0, 0.5), 1, 5)), day)
        for user in range(40)
        for day, item in enumerate(rng.permutation(10)[:8])
    ]
    data = make_dataset(events, 40, 10, kind="explicit")
    return make_splits(data, EvaluationConfig(split="per-user-time"))[0]


def test_rating_errors_equal_the_loop(ratings: Split) -> None:
    model = fitted(Average(), ratings)
    found = evaluate_model(model, ratings, None, CONFIG)
    held = ratings.test_ratings
    assert held is not None
    assert isinstance(model, Average)
    errors = [
        float(model.mean[item]) - float(held[user, item])
        for user in ratings.users
        for item in held[user].indices
    ]
    assert found.overall["RMSE"] == pytest.approx(np.sqrt(np.mean(np.square(errors))))
    assert found.overall["MAE"] == pytest.approx(np.mean(np.abs(errors)))
    assert found.overall["RMSE"] < 0.8


def test_a_model_that_only_ranks_has_no_rating_error(ratings: Split) -> None:
    found = evaluate_model(fitted(Bestsellers(), ratings), ratings, None, CONFIG)
    assert "RMSE" not in found.overall


def test_lists_from_elsewhere_are_measured_alike(split: Split) -> None:
    """What a re-ranker made is measured with the same two calls."""
    found = evaluate_model(fitted(Bestsellers(), split), split, None, CONFIG)
    batch = make_batch(found.batch.items[:50], found.users[:50], split, None)
    per_user, _ = measure(batch)
    np.testing.assert_array_equal(per_user["NDCG@5"], found.per_user["NDCG@5"][:50])
