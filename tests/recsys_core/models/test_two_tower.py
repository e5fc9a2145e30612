from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from recsys_core.models.registry import load_model, save_model
from recsys_core.models.two_tower import TwoTower, TwoTowerConfig
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import NO_TIME, Past, history_row
from recsys_core.schema.types import CSR, FloatArray
from tests.factories import make_dataset

DAY = 86_400
KINDS = ["wine", "soap", "bread", "paper"]
N_ITEMS = 80
NEW = [kind * 20 + n for kind in range(4) for n in range(15, 20)]
"""Five products of each kind that nobody has bought."""
SMALL = {"dimensions": 16, "passes": 40, "product_dropout": 0.5, "learning_rate": 0.01}


@pytest.fixture(scope="module")
def shop() -> Dataset:
    """The customer's town decides the kind of product, and nothing else does."""
    rng = np.random.default_rng(2)
    events = []
    for user in range(240):
        for n, item in enumerate(rng.choice(15, 6, replace=False)):
            kind = user % 4 if rng.random() < 0.9 else int(rng.integers(4))
            events.append((user, kind * 20 + int(item), 1.0, n * DAY))
    data = make_dataset(
        events,
        240,
        N_ITEMS,
        categories=[KINDS[i // 20] for i in range(N_ITEMS)],
        titles=[f"Article {i:03d}" for i in range(N_ITEMS)],
    )
    towns = [f"Town {user % 4}" for user in range(240)]
    return replace(data, users=data.users.assign(town=towns))


@pytest.fixture(scope="module")
def model(shop: Dataset) -> TwoTower:
    fitted = TwoTower(TwoTowerConfig(**SMALL))
    fitted.fit(shop, silent)
    return fitted


def by_attributes(model: TwoTower, customers: pd.DataFrame, past: CSR | None = None) -> FloatArray:
    """(n, n_items) scores by the attributes in a frame and, if given, the histories."""
    none = sp.csr_matrix((len(customers), N_ITEMS), dtype=np.float32)
    rows = none if past is None else past
    return model._scored(rows, model.attributes.encode(customers))


def new_products_by_kind(scores: np.ndarray) -> np.ndarray:
    """(n, 4) mean score of the products nobody has bought, by kind."""
    return scores[:, NEW].reshape(len(scores), 4, 5).mean(axis=2)


def test_recommends_new_products_by_their_attributes(model: TwoTower, shop: Dataset) -> None:
    assert not shop.item_counts[NEW].any()
    liked = new_products_by_kind(model.score(shop.histories())).argmax(axis=1)
    assert np.mean(liked == np.arange(240) % 4) >= 0.95


def test_new_products_stand_among_the_known_ones(model: TwoTower, shop: Dataset) -> None:
    """A new wine is before every known product that is no wine."""
    scores = model.score(shop.histories(np.arange(40) * 4))
    others = scores[:, 20:].copy()
    assert np.mean(scores[:, NEW[:5]].mean(axis=1) > others.mean(axis=1)) >= 0.95


def test_a_new_customer_is_judged_by_attributes_alone(model: TwoTower) -> None:
    towns = pd.DataFrame({"town": [f"Town {kind}" for kind in range(4)]})
    scores = by_attributes(model, towns)
    best = np.argsort(-scores, axis=1)[:, :10] // 20
    assert (best == np.arange(4)[:, None]).mean() >= 0.9


def test_an_unknown_customer_is_judged_by_purchases(model: TwoTower) -> None:
    for kind in range(4):
        past = [Past(kind * 20 + n, 1.0, n * DAY, n * DAY, 1) for n in (2, 3, 9)]
        best = np.argsort(-model.score(history_row(past, N_ITEMS))[0])[:10] // 20
        assert np.mean(best == kind) >= 0.8


def test_a_known_row_brings_its_customer_s_attributes(model: TwoTower, shop: Dataset) -> None:
    row = shop.histories(np.array([5]))
    town = shop.users.iloc[[5]]
    np.testing.assert_allclose(model.score(row), by_attributes(model, town, row), rtol=1e-6)
    assert np.abs(model.score(row) - model.fold_in(row)).max() > 0


def test_attributes_survive_saving(model: TwoTower, tmp_path: Path) -> None:
    save_model(model, tmp_path)
    loaded = load_model(tmp_path)
    assert isinstance(loaded, TwoTower)
    towns = pd.DataFrame({"town": ["Town 1", "nowhere"]})
    np.testing.assert_array_equal(by_attributes(loaded, towns), by_attributes(model, towns))
    assert loaded.learning_curve == model.learning_curve


def test_a_large_catalogue_is_learned_from_a_sample(shop: Dataset) -> None:
    model = TwoTower(TwoTowerConfig(**SMALL, candidates=20))
    model.fit(shop, silent)
    scores = model.score(shop.histories())
    best = np.argsort(-scores, axis=1)[:, :10] // 20
    assert np.mean(best == (np.arange(240) % 4)[:, None]) >= 0.8


def test_learns_from_data_without_dates(shop: Dataset) -> None:
    undated = replace(shop, ts=np.full(len(shop.ts), NO_TIME))
    model = TwoTower(TwoTowerConfig(**SMALL))
    model.fit(undated, silent)
    best = np.argsort(-model.score(undated.histories()), axis=1)[:, :10] // 20
    assert np.mean(best == (np.arange(240) % 4)[:, None]) >= 0.8
