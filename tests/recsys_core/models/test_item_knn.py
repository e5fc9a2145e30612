import numpy as np
import pytest
import scipy.sparse as sp

from recsys_core.models.item_knn import ItemKnn, ItemKnnConfig
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from tests.factories import make_dataset


@pytest.fixture
def bought(rng: np.random.Generator) -> Dataset:
    """Seventy customers with quantities of 25 products; every product bought."""
    events = [(user, user % 25, float(rng.integers(1, 6)), 0) for user in range(70)]
    for user in range(70):
        for item in rng.choice(25, size=int(rng.integers(1, 8)), replace=False):
            events.append((user, int(item), float(rng.integers(1, 6)), 0))
    return make_dataset(events, 70, 25)


def similarity_by_definition(data: Dataset, kind: str, quantities: bool) -> np.ndarray:
    """Product by product from the dense table, as the formulas are written."""
    weights = data.matrix.toarray().astype(np.float64)
    weights = np.log(1 + weights) if quantities else (weights > 0).astype(np.float64)
    n_items = data.n_items
    rarity = np.log(n_items / (1 + (weights > 0).sum(axis=1)))[:, None]
    columns = []
    for item in range(n_items):
        column = weights[:, [item]]
        if kind == "bm25":
            size = column.sum() / weights.sum(axis=0).mean()
            column = column * 1.5 / (column + 0.5 * (0.5 + 0.5 * size)) * rarity
        else:
            if kind == "tfidf":
                column = np.sqrt(column) * rarity
            column = column / np.linalg.norm(column)
        columns.append(column)
    table = np.hstack(columns)
    similarity = table.T @ table
    np.fill_diagonal(similarity, 0)
    return similarity / max(1.0, similarity.max())


@pytest.mark.parametrize("quantities", [True, False])
@pytest.mark.parametrize("kind", ["cosine", "tfidf", "bm25"])
def test_similarities_follow_the_formulas(
    bought: Dataset, kind: str, quantities: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recsys_core.models.item_knn.BLOCK", 9)
    model = ItemKnn(ItemKnnConfig(similarity=kind, quantities=quantities))
    model.fit(bought, silent)
    expected = similarity_by_definition(bought, kind, quantities)
    np.testing.assert_allclose(model.similarities.toarray(), expected, atol=1e-5)
    scores = model.score(bought.histories())
    np.testing.assert_allclose(scores, bought.binary.toarray() @ expected, atol=1e-4)


def test_each_product_speaks_for_its_nearest_only(bought: Dataset) -> None:
    model = ItemKnn(ItemKnnConfig(similarity="cosine", k=3))
    model.fit(bought, silent)
    full = similarity_by_definition(bought, "cosine", False)
    for item in range(25):
        row = model.similarities[item].toarray().ravel()
        assert np.count_nonzero(row) <= 3
        np.testing.assert_allclose(np.sort(row)[-3:], np.sort(full[item])[-3:], atol=1e-6)


def test_of_equal_neighbours_the_lower_codes_stay() -> None:
    data = make_dataset([(u, i, 1.0, 0) for u in range(4) for i in range(5)], 4, 6)
    model = ItemKnn(ItemKnnConfig(similarity="cosine", k=2))
    model.fit(data, silent)
    assert model.similarities[0].indices.tolist() == [1, 2]
    assert model.similarities[1].indices.tolist() == [0, 2]


def test_a_bestseller_is_no_neighbour_of_everything(tiny_dataset: Dataset) -> None:
    model = ItemKnn(ItemKnnConfig(similarity="cosine"))
    model.fit(tiny_dataset, silent)
    row = sp.csr_matrix(([1.0], ([0], [1])), shape=(1, 6), dtype=np.float32)
    assert np.argsort(-model.score(row)[0])[:2].tolist() == [2, 0]
