from dataclasses import replace

import numpy as np
import pytest

from recsys_core.evaluation import runner
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.runner import evaluate_model, make_batch, measure
from recsys_core.evaluation.splits import Split, make_splits
from recsys_core.schema.contracts import Recommender, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import CancelledError
from recsys_core.schema.types import CSR, FloatArray
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


def test_what_metrics_beyond_the_list_need_is_there(split: Split) -> None:
    found = evaluate_model(fitted(Neighbours(), split), split, None, CONFIG)
    assert found.overall["AUC"] > 0.7
    assert found.overall["PartialAUC@5"] > 0
    assert found.overall["Revenue@5"] > 0
    assert "Margin@5" not in found.overall
    batch = found.batch
    assert batch.history is not None
    assert batch.prices is not None
    assert (batch.history != split.train.matrix[found.users]).nnz == 0
    np.testing.assert_array_equal(batch.prices, split.train.items["price"])


def test_margins_are_used_where_the_data_has_them(split: Split) -> None:
    items = split.train.items.assign(margin=2.0)
    split = replace(split, train=replace(split.train, items=items))
    found = evaluate_model(fitted(Bestsellers(), split), split, None, CONFIG)
    hits = found.batch.hits.sum(axis=1)
    np.testing.assert_allclose(found.per_user["Margin@5"], 2.0 * hits)


def test_chance_has_an_auc_of_a_half_and_bestsellers_no_serendipity(split: Split) -> None:
    chance = evaluate_model(fitted(Chance(), split), split, None, CONFIG)
    best = evaluate_model(fitted(Bestsellers(), split), split, None, CONFIG)
    assert chance.overall["AUC"] == pytest.approx(0.5, abs=0.1)
    assert best.overall["Serendipity@5"] == 0
    assert chance.overall["Personalisation@5"] > best.overall["Personalisation@5"]
    assert chance.overall["Filler@5"] == 0


class Knows(Bestsellers):
    """Has an opinion on the first two products only."""

    def score(self, histories: CSR) -> FloatArray:
        return np.tile(np.r_[2.0, 1.0, np.zeros(histories.shape[1] - 2)], (histories.shape[0], 1))


def test_slots_filled_in_the_order_of_the_catalogue_are_filler() -> None:
    # Five products, lists of three, bought products may be shown: 0, 1, then any of three.
    events = [(u, i, 1, 1000 * (i + u)) for u in range(4) for i in range(5)]
    config = EvaluationConfig(split="random", k=3, new_items_only=False)
    split = make_splits(make_dataset(events, 4, 5), config)[0]
    found = evaluate_model(fitted(Knows(), split), split, None, config)
    assert found.batch.items.tolist() == [[0, 1, 2]] * len(found.users)
    assert found.overall["Filler@3"] == pytest.approx(2 / 3 / 3), "2 of 3 left out"
    whole = evaluate_model(fitted(Knows(), split), split, None, config.model_copy(update={"k": 7}))
    assert whole.overall["FullLists@7"] == 0
    assert whole.overall["Filler@7"] == pytest.approx(2 / 7), "all shown: only the empty two"


def test_a_part_of_the_customers_measures_like_the_whole(split: Split) -> None:
    found = evaluate_model(fitted(Neighbours(), split), split, None, CONFIG)
    rows = np.arange(len(found.users))[::-3]
    per_user, _ = measure(found.batch.take(rows))
    for label, values in per_user.items():
        np.testing.assert_allclose(values, found.per_user[label][rows])
