import numpy as np
import pytest

from recsys_core.models.auto.parts import (
    SOURCE,
    TARGET,
    Workbench,
    cosine,
    ease,
    even,
    following,
    latent,
    neighbours,
)
from recsys_core.models.auto.recency import Recency
from recsys_core.models.ease import Ease, EaseConfig
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset


@pytest.fixture(scope="module")
def bench(walks: Dataset) -> Workbench:
    return Workbench(walks, seed=1)


def test_ease_equals_the_model(bench: Workbench, walks: Dataset) -> None:
    usual = walks.matrix.nnz / walks.n_items
    model = Ease(EaseConfig(regularization=12 * usual))
    model.fit(walks, silent)
    assert np.allclose(ease(bench, {"caution": 12.0}, Recency()), model.weights.among, atol=1e-5)


def test_even_histories_by_definition(bench: Workbench, walks: Dataset) -> None:
    rows = walks.binary.toarray()
    weighed = rows / np.maximum(rows.sum(axis=1, keepdims=True), 1) ** 0.25
    shared, own = weighed.T @ weighed, np.sqrt(rows.sum(axis=0))
    ridge = own / own.mean() * 12 * np.trace(shared) / len(shared)
    inverse = np.linalg.inv(shared + np.diag(ridge))
    expected = -inverse / np.diag(inverse)
    np.fill_diagonal(expected, 0)
    assert np.allclose(even(bench, {"caution": 12.0}, Recency()), expected, atol=1e-4)


def test_cosine_by_definition(bench: Workbench, walks: Dataset) -> None:
    found = cosine(bench, {"lean": 0.3}, Recency())
    likes = walks.binary.toarray()
    shared = (likes[:, 2] * likes[:, 5]).sum()
    own, other = likes[:, 2].sum(), likes[:, 5].sum()
    assert found[2, 5] == pytest.approx(shared / (own**0.3 * other**0.7), rel=1e-5)
    assert not found.diagonal().any()


def test_latent_equals_a_full_decomposition(bench: Workbench, walks: Dataset) -> None:
    _, _, right = np.linalg.svd(walks.binary.toarray(), full_matrices=False)
    expected = right[:5].T @ right[:5]
    np.fill_diagonal(expected, 0)
    assert np.allclose(latent(bench, {"rank": 5.0}, Recency()), expected, atol=1e-3)


def test_following_equals_least_squares_over_written_out_steps(walks: Dataset) -> None:
    bench, recency = Workbench(walks, seed=1), Recency("products", 2.0)
    before, after = [], []
    rows = walks.histories()
    for user in range(walks.n_users):
        row = rows[user]
        items = row.indices[np.lexsort((row.indices, row.moments.last))]
        for at in range(len(items) - 1):
            source, target = np.zeros(walks.n_items), np.zeros(walks.n_items)
            for back, item in enumerate(items[max(0, at - SOURCE + 1) : at + 1][::-1]):
                source[item] += 0.5 ** (back / 2.0)
            target[items[at + 1 : at + 1 + TARGET]] += 1
            before.append(source)
            after.append(target)
    left, right = np.array(before), np.array(after)
    ridge = 0.5 * np.mean(np.diag(left.T @ left))
    tall = np.vstack([left, np.sqrt(ridge) * np.eye(walks.n_items)])
    expected = np.linalg.lstsq(tall, np.vstack([right, np.zeros((walks.n_items,) * 2)]))[0]
    assert np.allclose(following(bench, {"caution": 0.5}, recency), expected, atol=1e-3)


def test_neighbours_are_cosines_tilted_by_the_customers_of_a_product(bench: Workbench) -> None:
    whole = cosine(bench, {"lean": 0.7}, Recency())
    found = neighbours(bench, {"lean": 0.7}, Recency()).toarray()
    # Forty products have no hundred neighbours, so none is left out.
    assert np.allclose(found, whole, atol=1e-5)
