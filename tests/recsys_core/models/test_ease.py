import numpy as np
import pytest

from recsys_core.models.ease import Ease, EaseConfig
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
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
    np.testing.assert_allclose(model.weights, expected, atol=2e-5)
    np.testing.assert_allclose(model.score(planted_dataset.histories()), x @ expected, atol=2e-4)


def test_inverts_across_blocks(rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch) -> None:
    """The result does not depend on the block size of the in-place steps."""
    events = [(u, int(i), 1.0, 0) for u in range(60) for i in rng.choice(50, 8, replace=False)]
    data = make_dataset(events, 60, 50)
    whole = Ease(EaseConfig())
    whole.fit(data, silent)
    monkeypatch.setattr("recsys_core.models.ease.BLOCK", 7)
    pieces = Ease(EaseConfig())
    pieces.fit(data, silent)
    np.testing.assert_allclose(pieces.weights, whole.weights, atol=1e-6)


def test_quantities_make_no_difference(tiny_dataset: Dataset) -> None:
    model = Ease(EaseConfig(regularization=1.0))
    model.fit(tiny_dataset, silent)
    once = tiny_dataset.histories(np.array([0]))
    twice = once * 2
    np.testing.assert_array_equal(model.score(once), model.score(twice))


def test_products_bought_together_speak_for_each_other(tiny_dataset: Dataset) -> None:
    model = Ease(EaseConfig(regularization=1.0))
    model.fit(tiny_dataset, silent)
    assert model.weights[0, 1] > 0.1
    assert model.weights[0, 1] > model.weights[0, 5]
    assert not model.weights.diagonal().any()


def test_without_history_the_bestsellers_lead(planted_dataset: Dataset) -> None:
    model = Ease(EaseConfig())
    model.fit(planted_dataset, silent)
    empty = planted_dataset.histories(np.array([0])).copy()
    empty.data[:] = 0
    empty.eliminate_zeros()
    scores = model.score(empty)[0]
    assert np.argmax(scores) == np.argmax(planted_dataset.item_counts)


def test_refuses_a_catalogue_that_does_not_fit_in_memory() -> None:
    data = make_dataset([(u, i, 1.0, 0) for u in range(25) for i in (0, 1)], 25, 15_001)
    readiness = Ease.readiness(data)
    assert not readiness.ready
    assert "15,001" in readiness.reason


def test_counts_the_customers_it_lacks() -> None:
    data = make_dataset([(u, i, 1.0, 0) for u in range(3) for i in (0, 1)], 3, 5)
    assert Ease.readiness(data).reason.startswith(
        "Needs 20 customers with 2 or more different products each; you have 3."
    )
