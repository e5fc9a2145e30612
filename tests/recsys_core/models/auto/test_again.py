"""`auto` where bought products may come back, on shops whose truth is known."""

from pathlib import Path

import numpy as np
import pytest

from recsys_core.models.auto.messages import TOO_LITTLE
from recsys_core.models.registry import create, load_model, save_model
from recsys_core.schema.contracts import Recommender, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.ranking import top_k
from tests.factories import make_dataset
from tests.recsys_core.models.auto.conftest import DAY

USERS, ITEMS, VISITS = 150, 60, 8


def shop(loyal: bool) -> Dataset:
    """On every visit four products: the customer's own three and another, or all by chance."""
    rng = np.random.default_rng(6)
    events = []
    for user in range(USERS):
        own = rng.choice(ITEMS, 3, replace=False)
        for visit in range(VISITS):
            items = [*own, rng.integers(ITEMS)] if loyal else rng.choice(ITEMS, 4, replace=False)
            events += [(user, int(item), 1.0, (7 * visit + user % 7) * DAY) for item in items]
    return make_dataset(events, USERS, ITEMS)


def fitted(data: Dataset) -> Recommender:
    model = create("auto", {"may_come_back": True, "minutes": 1})
    model.fit(data, silent)
    return model


@pytest.fixture(scope="module")
def loyal() -> Dataset:
    return shop(loyal=True)


@pytest.fixture(scope="module")
def keeper(loyal: Dataset) -> Recommender:
    return fitted(loyal)


def test_takes_what_foretells_that_people_come_back_for_the_same(
    keeper: Recommender, loyal: Dataset
) -> None:
    assert set(keeper.parts) <= {"next-basket", "buy-again"}
    assert "on which bought products may come back. Compared on the last visit" in keeper.remark()
    assert "95 % interval over customers and the visit before the last" in keeper.remark()
    rows = loyal.histories()
    shown, _ = top_k(keeper.score(rows), 3)
    often = np.array([np.sort(row.indices[np.argsort(-row.data)[:3]]) for row in rows])
    assert (np.sort(shown, axis=1) == often).mean() > 0.9


def test_reasons_are_those_of_the_model_it_took(keeper: Recommender, loyal: Dataset) -> None:
    history = loyal.histories()[5]
    scores = keeper.score(history)[0]
    for item in (int(history.indices[0]), 7):
        shares = keeper.contributions(history, item)
        assert shares is not None
        assert shares.sum() + keeper.base(item) == pytest.approx(scores[item], abs=1e-5)


def test_survives_the_disk(keeper: Recommender, loyal: Dataset, tmp_path: Path) -> None:
    save_model(keeper, tmp_path / "a")
    loaded = load_model(tmp_path / "a")
    assert loaded.remark() == keeper.remark()
    assert np.array_equal(loaded.score(loyal.histories()), keeper.score(loyal.histories()))


def test_where_nobody_comes_back_for_anything_it_says_so() -> None:
    model = fitted(shop(loyal=False))
    assert list(model.parts) == ["popularity"]
    assert model.remark().startswith("Nothing that was tried could be shown to beat")


def test_without_dates_there_is_no_last_visit(undated: Dataset) -> None:
    model = fitted(undated)
    assert list(model.parts) == ["popularity"]
    assert model.remark() == TOO_LITTLE
