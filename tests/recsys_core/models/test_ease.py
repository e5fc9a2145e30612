from pathlib import Path

import numpy as np
import pytest

from recsys_core.models.ease import Ease, EaseConfig
from recsys_core.models.registry import load_model, save_model
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.ranking import top_k
from tests.factories import make_dataset


def column_by_ridge_regression(x: np.ndarray, item: int, regularization: float) -> np.ndarray:
    """The item's weights when it may not explain itself: regress its column on all the others."""
    others = np.delete(np.arange(x.shape[1]), item)
    left = x[:, others]
    weights = np.zeros(x.shape[1])
    gram = left.T @ left + regularization * np.eye(len(others))
    weights[others] = np.linalg.solve(gram, left.T @ x[:, item])
    return weights


@pytest.mark.parametrize("regularization", [0.5, 20.0, 500.0])
def test_equals_one_ridge_regression_per_product(
    planted_dataset: Dataset, regularization: float
) -> None:
    model = Ease(EaseConfig(regularization=regularization))
    model.fit(planted_dataset, silent)
    x = planted_dataset.binary.toarray().astype(np.float64)
    expected = np.column_stack(
        [column_by_ridge_regression(x, item, regularization) for item in range(x.shape[1])]
    )
    np.testing.assert_allclose(model.weights.among, expected, atol=2e-5)
    np.testing.assert_allclose(model.score(planted_dataset.histories()), x @ expected, atol=2e-4)


def test_inverts_across_blocks(rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch) -> None:
    """The result does not depend on the block size of the in-place steps."""
    events = [(u, int(i), 1.0, 0) for u in range(60) for i in rng.choice(50, 8, replace=False)]
    data = make_dataset(events, 60, 50)
    whole = Ease(EaseConfig())
    whole.fit(data, silent)
    monkeypatch.setattr("recsys_core.models.ease.BLOCK", 7)
    monkeypatch.setattr("recsys_core.models.dense.BLOCK", 7)
    pieces = Ease(EaseConfig())
    pieces.fit(data, silent)
    np.testing.assert_allclose(pieces.weights.among, whole.weights.among, atol=1e-6)


def test_quantities_make_no_difference(tiny_dataset: Dataset) -> None:
    model = Ease(EaseConfig(regularization=1.0))
    model.fit(tiny_dataset, silent)
    once = tiny_dataset.histories(np.array([0]))
    twice = once * 2
    np.testing.assert_array_equal(model.score(once), model.score(twice))


def test_products_bought_together_speak_for_each_other(tiny_dataset: Dataset) -> None:
    model = Ease(EaseConfig(regularization=1.0))
    model.fit(tiny_dataset, silent)
    assert model.weights.among[0, 1] > 0.1
    assert model.weights.among[0, 1] > model.weights.among[0, 5]
    assert not model.weights.among.diagonal().any()


def test_without_history_the_bestsellers_lead(planted_dataset: Dataset) -> None:
    model = Ease(EaseConfig())
    model.fit(planted_dataset, silent)
    empty = planted_dataset.histories(np.array([0])).copy()
    empty.data[:] = 0
    empty.eliminate_zeros()
    scores = model.score(empty)[0]
    assert np.argmax(scores) == np.argmax(planted_dataset.item_counts)


def test_a_large_catalogue_is_told_how_it_is_compared() -> None:
    data = make_dataset([(u, i, 1.0, 0) for u in range(25) for i in (0, 1)], 25, 15_001)
    readiness = Ease.readiness(data)
    assert readiness.ready
    assert readiness.reason == (
        "Ready to train: the 15,000 products with the most customers are compared all with all, "
        "the other 1 with their 100 nearest."
    )


@pytest.fixture
def large(planted_dataset: Dataset) -> tuple[Ease, Ease]:
    """EASE of 80 products exactly, and with 50 of them in the head."""
    exact = Ease(EaseConfig(regularization=20.0))
    divided = Ease(EaseConfig(regularization=20.0, exact_products=50, neighbours=79))
    for model in (exact, divided):
        model.fit(planted_dataset, silent)
    return exact, divided


def test_rarer_products_with_all_neighbours_get_their_exact_weights(
    large: tuple[Ease, Ease], planted_dataset: Dataset
) -> None:
    exact, divided = large
    tail = np.setdiff1d(np.arange(80), divided.weights.head)
    assert (
        planted_dataset.item_counts[tail].max()
        <= planted_dataset.item_counts[divided.weights.head].min()
    )
    np.testing.assert_allclose(
        divided.weights.rest[:, tail].toarray(), exact.weights.among[:, tail], atol=2e-5
    )


def test_the_head_is_exact_among_itself(large: tuple[Ease, Ease], planted_dataset: Dataset) -> None:
    _, divided = large
    x = planted_dataset.binary.toarray().astype(np.float64)[:, divided.weights.head]
    expected = np.column_stack([column_by_ridge_regression(x, item, 20.0) for item in range(50)])
    np.testing.assert_allclose(divided.weights.among, expected, atol=2e-5)


def test_lists_of_a_divided_catalogue_are_nearly_the_exact_ones(
    large: tuple[Ease, Ease], planted_dataset: Dataset
) -> None:
    exact, divided = large
    few = Ease(EaseConfig(regularization=20.0, exact_products=50, neighbours=15))
    few.fit(planted_dataset, silent)
    histories = planted_dataset.histories()
    wanted = top_k(exact.score(histories), 10, exclude=histories)[0]
    for model, least in ((divided, 0.9), (few, 0.85)):
        found = top_k(model.score(histories), 10, exclude=histories)[0]
        same = [len(set(a) & set(b)) / 10 for a, b in zip(wanted, found, strict=True)]
        assert np.mean(same) >= least
        assert (
            np.corrcoef(exact.score(histories).ravel(), model.score(histories).ravel())[0, 1] > 0.97
        )


def test_contributions_of_a_divided_catalogue_make_the_score(
    large: tuple[Ease, Ease], planted_dataset: Dataset, tmp_path: Path
) -> None:
    _, divided = large
    save_model(divided, tmp_path)
    loaded = load_model(tmp_path)
    for user in (0, 7, 33):
        row = planted_dataset.histories(np.array([user]))
        scores = divided.score(row)[0]
        np.testing.assert_array_equal(loaded.score(row)[0], scores)
        for item in range(80):
            shares = divided.contributions(row, item)
            assert shares.sum() + divided.base(item) == pytest.approx(scores[item], abs=1e-5)


def test_products_nobody_bought_do_not_stop_it() -> None:
    data = make_dataset([(u, i, 1.0, 0) for u in range(25) for i in (u % 3, 3)], 25, 12)
    model = Ease(EaseConfig(exact_products=3))
    model.fit(data, silent)
    assert np.isfinite(model.score(data.histories())).all()


def test_counts_the_customers_it_lacks() -> None:
    data = make_dataset([(u, i, 1.0, 0) for u in range(3) for i in (0, 1)], 3, 5)
    assert Ease.readiness(data).reason.startswith(
        "Needs 20 customers with 2 or more different products each; you have 3."
    )


@pytest.mark.parametrize("exact", [4, 2])
def test_of_ratings_it_may_learn_from_liked_ones_only(exact: int, tmp_path: Path) -> None:
    """Product 3 goes with 0 by what was rated, and with 1 by what was liked."""
    low = [(u, i, 1.0, 0) for u in range(20) for i in (0,)]
    high = [(u, i, 5.0, 0) for u in range(20) for i in (1, 3)]
    rest = [(u, i, 5.0, 0) for u in range(20, 40) for i in (0, 2)]
    data = make_dataset(low + high + rest, 40, 4, kind="explicit")
    model = Ease(EaseConfig(ratings="liked", exact_products=exact, regularization=1.0))
    model.fit(data, silent)
    save_model(model, tmp_path)
    for one in (model, load_model(tmp_path)):
        history = data.histories(np.array([0]))
        first, second, _ = one.contributions(history, 3)
        assert first == 0.0
        assert second > 0.5
        expected = first + second + one.base(3)
        assert one.score(history)[0, 3] == pytest.approx(expected, abs=1e-5)
    everything = Ease(EaseConfig(exact_products=exact, regularization=1.0))
    everything.fit(data, silent)
    assert everything.contributions(data.histories(np.array([0])), 3)[0] != 0.0
