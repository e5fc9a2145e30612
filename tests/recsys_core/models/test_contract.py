"""What every registered model promises; a new one is picked up from the registry."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recsys_core.models.registry import MODELS, create, load_model, save_model
from recsys_core.schema.contracts import Recommender, Resources, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import CancelledError, InputError
from recsys_core.schema.evaluation import REFERENCES
from recsys_core.schema.histories import without
from recsys_core.schema.ranking import top_k
from recsys_core.schema.types import FloatArray
from tests.factories import make_dataset
from tests.recsys_core.models.conftest import CountingEncoder

pytestmark = pytest.mark.xdist_group("contract")  # One worker fits all models, once.

N_USERS, N_ITEMS = 200, 80
# Models fitted to ratings predict how much, not whether: their own tests say what they find.
PERSONAL = [
    name
    for name, model in MODELS.items()
    if model.card.family != "baseline" and not model.predicts_ratings
]


@pytest.fixture(scope="module")
def planted() -> Dataset:
    """Four tastes of 20 products each, bought once to three times."""
    rng = np.random.default_rng(7)
    events = []
    for user in range(N_USERS):
        for n in range(15):
            group = user % 4 if rng.random() < 0.9 else int(rng.integers(4))
            item = group * 20 + int(min(rng.geometric(0.12) - 1, 19))
            when = 1_600_000_000 + 3 * n * 86_400 + int(rng.integers(80_000))
            events.append((user, item, float(rng.integers(1, 4)), when))
    words = ["yoghurt", "wine", "bread", "soap"]
    return make_dataset(
        events,
        N_USERS,
        N_ITEMS,
        categories=[words[i // 20] for i in range(N_ITEMS)],
        titles=[f"{words[i // 20]} {i}" for i in range(N_ITEMS)],
    )


def fitted(name: str, data: Dataset) -> Recommender:
    model = create(name, MODELS[name].card.quick, Resources(encoder=CountingEncoder()))
    model.fit(data, silent)
    return model


@pytest.fixture(scope="module")
def models(planted: Dataset) -> dict[str, Recommender]:
    return {name: fitted(name, planted) for name in MODELS}


@dataclass(frozen=True)
class Again:
    """A second training of a model, and what was seen of it."""

    scores: FloatArray
    progress: list[float]
    random_state_stayed: bool


@pytest.fixture(scope="module")
def again(planted: Dataset) -> Callable[[str], Again]:
    """Trains a model a second time, once for all tests that ask."""

    @cache
    def train(name: str) -> Again:
        np.random.seed(5)
        random.seed(5)
        numbers, python = np.random.get_state()[1].copy(), random.getstate()
        seen: list[float] = []
        model = create(name, MODELS[name].card.quick, Resources(encoder=CountingEncoder()))
        model.fit(planted, lambda fraction, message="": seen.append(fraction))
        scores = model.score(planted.histories())
        stayed = np.array_equal(np.random.get_state()[1], numbers)
        return Again(scores, seen, stayed and random.getstate() == python)

    return train


@pytest.fixture(params=sorted(MODELS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def history(items: list[int], weights: list[float] | None = None) -> sp.csr_matrix:
    items = sorted(set(items))
    values = np.array(weights or [1.0] * len(items), dtype=np.float32)[: len(items)]
    return sp.csr_matrix((values, ([0] * len(items), items)), shape=(1, N_ITEMS))


def test_scores_every_product_with_finite_float32(
    name: str, models: dict[str, Recommender], planted: Dataset
) -> None:
    scores = models[name].score(planted.histories())
    assert scores.shape == (N_USERS, N_ITEMS)
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()


def test_is_ready_for_ordinary_data_and_says_so(name: str, planted: Dataset) -> None:
    readiness = MODELS[name].readiness(planted)
    assert readiness.ready
    assert readiness.reason.endswith(".")


def test_says_what_is_missing_without_data(name: str) -> None:
    readiness = MODELS[name].readiness(make_dataset([], 0, 0))
    assert not readiness.ready
    assert "you have 0" in readiness.reason


def test_same_seed_same_scores(
    name: str, models: dict[str, Recommender], planted: Dataset, again: Callable[[str], Again]
) -> None:
    np.testing.assert_array_equal(again(name).scores, models[name].score(planted.histories()))


def test_unseen_and_empty_histories_get_scores(name: str, models: dict[str, Recommender]) -> None:
    for row in (history([3, 41, 77], [2.0, 1.0, 9.0]), history([])):
        for scores in (models[name].score(row), models[name].fold_in(row)):
            assert scores.shape == (1, N_ITEMS)
            assert np.isfinite(scores).all()


def test_no_customers_give_no_scores(name: str, models: dict[str, Recommender]) -> None:
    nobody = sp.csr_matrix((0, N_ITEMS), dtype=np.float32)
    assert models[name].score(nobody).shape == (0, N_ITEMS)


def test_a_block_scores_as_its_rows_do(
    name: str, models: dict[str, Recommender], planted: Dataset
) -> None:
    block = planted.histories(np.arange(7))
    rows = np.vstack([models[name].score(block[row]) for row in range(7)])
    np.testing.assert_allclose(models[name].score(block), rows, atol=1e-5)


def test_scoring_leaves_the_histories_alone(
    name: str, models: dict[str, Recommender], planted: Dataset
) -> None:
    block = planted.histories(np.arange(5)).copy()
    before = block.copy()
    models[name].score(block)
    np.testing.assert_array_equal(block.indices, before.indices)
    np.testing.assert_array_equal(block.data, before.data)


def test_the_order_of_a_history_does_not_matter(name: str, models: dict[str, Recommender]) -> None:
    tidy = history([4, 30, 61], [1.0, 2.0, 3.0])
    untidy = sp.csr_matrix(
        (np.array([3.0, 1.0, 2.0], dtype=np.float32), np.array([61, 4, 30]), np.array([0, 3])),
        shape=(1, N_ITEMS),
    )
    np.testing.assert_allclose(models[name].score(untidy), models[name].score(tidy), atol=1e-6)


def test_saved_and_loaded_it_scores_the_same(
    name: str, models: dict[str, Recommender], planted: Dataset, tmp_path: Path
) -> None:
    save_model(models[name], tmp_path / "model")
    assert not [p for p in (tmp_path / "model").rglob("*") if p.suffix in {".pkl", ".pickle"}]
    loaded = load_model(tmp_path / "model")
    assert loaded.config == models[name].config
    rows = sp.vstack([planted.histories(), history([1, 70]), history([])]).tocsr()
    np.testing.assert_array_equal(loaded.score(rows), models[name].score(rows))


def test_refuses_histories_of_another_catalogue(name: str, models: dict[str, Recommender]) -> None:
    with pytest.raises(InputError, match="train the model again"):
        models[name].score(sp.csr_matrix((1, N_ITEMS + 1), dtype=np.float32))


@pytest.mark.parametrize(
    ("name", "calls_before"),
    [(name, calls) for name in MODELS for calls in (0, 1) if calls == 0 or name not in REFERENCES],
)
def test_cancelling_stops_the_training(name: str, planted: Dataset, calls_before: int) -> None:
    calls = []

    def cancel(fraction: float, message: str = "") -> None:
        calls.append(fraction)
        if len(calls) > calls_before:
            raise CancelledError("Cancelled.")

    model = create(name, MODELS[name].card.quick, Resources(encoder=CountingEncoder()))
    with pytest.raises(CancelledError):
        model.fit(planted, cancel)
    assert len(calls) == calls_before + 1


def test_progress_runs_from_nothing_to_everything(name: str, again: Callable[[str], Again]) -> None:
    seen = again(name).progress
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert min(seen) >= 0.0


def test_touches_no_global_random_state(name: str, again: Callable[[str], Again]) -> None:
    assert again(name).random_state_stayed


@pytest.mark.parametrize("name", PERSONAL)
def test_personal_models_find_the_planted_taste(name: str, models: dict[str, Recommender]) -> None:
    """A customer of three products of one taste is shown that taste, where chance gives 0.25."""
    for taste in range(4):
        row = history([taste * 20, taste * 20 + 1, taste * 20 + 2])
        best, _ = top_k(models[name].score(row), 10, exclude=row)
        assert np.mean(best[0] // 20 == taste) >= 0.8


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    items=st.lists(st.integers(0, N_ITEMS - 1), max_size=12, unique=True),
    weights=st.lists(st.integers(1, 30), min_size=12, max_size=12),
    item=st.integers(0, N_ITEMS - 1),
)
def test_contributions_and_base_make_the_score(
    name: str,
    models: dict[str, Recommender],
    items: list[int],
    weights: list[int],
    item: int,
) -> None:
    row = history(items, [float(weight) for weight in weights])
    shares = models[name].contributions(row, item)
    if shares is None:
        return
    assert shares.shape == (row.nnz,)
    assert shares.dtype == np.float64
    score = models[name].score(row)[0, item]
    assert shares.sum() + models[name].base(item) == pytest.approx(score, abs=1e-5)


def test_contributions_of_a_list_are_those_of_its_products(
    name: str, models: dict[str, Recommender]
) -> None:
    row = history([5, 6, 7], [30.0, 1.0, 2.0])
    items = np.array([9, 3, 6])
    together = models[name].contributions_of(row, items)
    each = [models[name].contributions(row, int(item)) for item in items]
    if together is None:
        assert any(one is None for one in each)
    else:
        np.testing.assert_allclose(together, each, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("bought", [[3, 41, 77, 5, 22], [41]])
def test_leaving_purchases_out_together_is_folding_in_without_each(
    name: str, models: dict[str, Recommender], bought: list[int]
) -> None:
    row = history(bought, [2.0, 1.0, 9.0, 3.0, 1.0][: len(bought)])
    tried, items = np.arange(len(bought))[::2], np.array([0, 50, 3])
    found = models[name].fold_in_without(row, tried, items)
    one_by_one = [row, *(without(row, [int(row.indices[place])]) for place in tried)]
    expected = np.vstack([models[name].fold_in(one)[:, items] for one in one_by_one])
    np.testing.assert_allclose(found, expected, atol=2e-5)


def test_expected_ratings_stay_on_the_scale(name: str, models: dict[str, Recommender]) -> None:
    row = history([5, 6, 7], [30.0, 1.0, 2.0])
    expected = models[name].predict_ratings(row)
    if not MODELS[name].predicts_ratings:
        assert expected is None
        return
    assert expected is not None
    assert expected.min() >= 1.0
    assert expected.max() <= 5.0


def test_every_setting_is_documented_for_the_form(name: str) -> None:
    for field_name, field in MODELS[name].Config.model_fields.items():
        assert field.title, field_name
        assert field.description, field_name
        assert field.description.endswith("."), field_name


def test_the_card_speaks_to_a_marketer(name: str) -> None:
    card = MODELS[name].card
    assert card.name == name
    for sentence in (card.summary, card.trust_when, card.careful_when):
        assert sentence.endswith(".")
        assert not {"user", "users", "item", "items"} & set(sentence.lower().split())
