"""Held against Surprise itself, fitted by the documented route: a frame, a reader, `predict`."""

import itertools
import sys

import numpy as np
import pandas as pd
import pytest
import surprise

from recsys_core.models.histories import likes
from recsys_core.models.surprise_svd import SurpriseSvd, SurpriseSvdConfig
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from tests.factories import make_dataset


def frame_of(data: Dataset) -> pd.DataFrame:
    """Customer, product and rating, by customer and product; quantities as pseudo-ratings."""
    matrix = data.matrix.tocoo()
    frame = pd.DataFrame({"user": matrix.row, "item": matrix.col, "rating": matrix.data})
    if data.kind == "implicit":
        frame["rating"] = np.minimum(5.0, 1 + np.log2(frame["rating"].astype(float)))
    return frame.sort_values(["user", "item"])


def fit_surprise(data: Dataset, algorithm: surprise.AlgoBase) -> surprise.AlgoBase:
    reader = surprise.Reader(rating_scale=(1, 5))
    loaded = surprise.Dataset.load_from_df(frame_of(data)[["user", "item", "rating"]], reader)
    return algorithm.fit(loaded.build_full_trainset())


@pytest.fixture
def bought_dataset(rng: np.random.Generator) -> Dataset:
    """Forty customers with distinct quantities of 20 products; every product bought."""
    events = [(user, user % 20, 1.0, 0) for user in range(40)]
    for user in range(40):
        for item in rng.choice(20, size=int(rng.integers(2, 9)), replace=False):
            events.append((user, int(item), float(rng.integers(1, 40)), 1))
    return make_dataset(events, 40, 20)


@pytest.mark.parametrize("biased", [True, False])
@pytest.mark.parametrize("kind", ["explicit", "implicit"])
def test_scores_equal_the_predict_loop(
    kind: str, biased: bool, rated_dataset: Dataset, bought_dataset: Dataset
) -> None:
    data = rated_dataset if kind == "explicit" else bought_dataset
    settings = {"n_factors": 12, "n_epochs": 15, "biased": biased, "lr_bu": 0.01, "reg_qi": 0.05}
    model = SurpriseSvd(SurpriseSvdConfig(**settings, seed=3))
    model.fit(data, silent)
    # Surprise deals its random numbers out by inner number, so the reference is numbered as we are.
    reference = surprise.SVD(**settings, random_state=3)
    reference.fit(numbered_trainset(data))
    scores = model.score(data.histories())
    ratings = model.predict_ratings(data.histories())
    for user, item in itertools.product(range(data.n_users), range(data.n_items)):
        expected = reference.predict(user, item, clip=False).est
        assert scores[user, item] == pytest.approx(expected, abs=1e-6)
        assert ratings[user, item] == pytest.approx(reference.predict(user, item).est, abs=1e-6)


def numbered_trainset(data: Dataset) -> surprise.Trainset:
    """A Surprise trainset of the frame whose inner numbers are our codes."""
    frame = frame_of(data)
    ur = {u: list(zip(g["item"], g["rating"], strict=True)) for u, g in frame.groupby("user")}
    ir = {i: list(zip(g["user"], g["rating"], strict=True)) for i, g in frame.groupby("item")}
    return surprise.Trainset(
        ur=ur,
        ir=ir,
        n_users=data.n_users,
        n_items=data.n_items,
        n_ratings=len(frame),
        rating_scale=(1, 5),
        raw2inner_id_users={u: u for u in range(data.n_users)},
        raw2inner_id_items={i: i for i in range(data.n_items)},
    )


def test_equals_surprise_fitted_from_a_frame() -> None:
    """With every product in the first history, in order, Surprise's numbering is ours."""
    rng = np.random.default_rng(2)
    events = [(0, item, float(rng.integers(1, 6)), item) for item in range(15)]
    for user in range(1, 30):
        for item in rng.choice(15, size=int(rng.integers(2, 12)), replace=False):
            events.append((user, int(item), float(rng.integers(1, 6)), 0))
    data = make_dataset(events, 30, 15, kind="explicit")
    model = SurpriseSvd(SurpriseSvdConfig(n_factors=8, seed=11))
    model.fit(data, silent)
    reference = fit_surprise(data, surprise.SVD(n_factors=8, random_state=11))
    scores = model.score(data.histories())
    for user, item in itertools.product(range(30), range(15)):
        expected = reference.predict(user, item, clip=False).est
        assert scores[user, item] == pytest.approx(expected, abs=1e-6)


def test_a_changed_history_is_folded_in(rated_dataset: Dataset) -> None:
    """The fold-in minimises Surprise's loss: moving away from it in any direction costs."""
    config = SurpriseSvdConfig(n_factors=6, reg_all=0.1)
    model = SurpriseSvd(config)
    model.fit(rated_dataset, silent)
    row = rated_dataset.histories(np.array([4])).copy()
    row.data[:] = 6 - row.data
    bu, pu = model._fold(row)

    def loss(b: float, p: np.ndarray) -> float:
        expected = model.mean + b + model.bi[row.indices] + model.qi[row.indices] @ p
        penalty = 0.1 * row.nnz * (b**2 + p @ p)
        return float(((row.data - expected) ** 2).sum() + penalty)

    best = loss(bu[0], pu[0])
    for step in np.vstack([np.eye(7), -np.eye(7)]) * 1e-3:
        assert loss(bu[0] + step[0], pu[0] + step[1:]) > best
    np.testing.assert_allclose(model.score(row), model.fold_in(row))


def test_fitted_factors_serve_the_history_they_were_fitted_to(rated_dataset: Dataset) -> None:
    model = SurpriseSvd(SurpriseSvdConfig(n_factors=6))
    model.fit(rated_dataset, silent)
    row = rated_dataset.histories(np.array([4]))
    fitted = model.mean + model.bu[4] + model.bi + model.qi @ model.pu[4]
    np.testing.assert_allclose(model.score(row)[0], fitted, atol=1e-6)
    assert np.abs(model.fold_in(row)[0] - fitted).max() > 1e-3
    changed = row.copy()
    changed.data[0] = 6 - changed.data[0] if changed.data[0] != 3 else 5
    assert np.abs(model.score(changed)[0] - fitted).max() > 1e-3


def test_an_empty_history_gets_the_product_levels(rated_dataset: Dataset) -> None:
    model = SurpriseSvd(SurpriseSvdConfig())
    model.fit(rated_dataset, silent)
    empty = likes(rated_dataset.histories(np.array([0]))) * 0
    empty.eliminate_zeros()
    np.testing.assert_allclose(model.score(empty)[0], model.mean + model.bi, atol=1e-6)


def test_folds_in_without_regularization(rated_dataset: Dataset) -> None:
    model = SurpriseSvd(SurpriseSvdConfig(reg_all=0.0, n_factors=40))
    model.fit(rated_dataset, silent)
    assert np.isfinite(model.fold_in(rated_dataset.histories())).all()


def test_tells_every_pass_and_gives_stdout_back(
    rated_dataset: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    stdout, messages = sys.stdout, []

    def report(fraction: float, message: str = "") -> None:
        messages.append(message)
        sys.stdout.write(f"{fraction:.2f}\n")

    SurpriseSvd(SurpriseSvdConfig(n_epochs=3)).fit(rated_dataset, report)
    assert sys.stdout is stdout
    assert [m for m in messages if m.startswith("Pass")] == [f"Pass {n} of 3" for n in (1, 2, 3)]
    printed = capsys.readouterr().out
    assert "Processing" not in printed
    assert printed.count("\n") == len(messages)


def test_recovers_ratings_that_follow_tastes(rng: np.random.Generator) -> None:
    """Held-out ratings are predicted better than by the mean."""
    events, held = [], []
    for user in range(80):
        for item in rng.choice(30, 20, replace=False):
            stars = 4.5 if (user % 2) == (item % 2) else 1.5
            (held if rng.random() < 0.2 else events).append((user, int(item), stars, 0))
    data = make_dataset(events, 80, 30, kind="explicit")
    model = SurpriseSvd(SurpriseSvdConfig(n_factors=10, n_epochs=60, lr_all=0.02))
    model.fit(data, silent)
    expected = model.predict_ratings(data.histories())
    truth = np.array([stars for *_, stars, _ in held])
    found = np.array([expected[user, item] for user, item, *_ in held])
    assert np.sqrt(np.mean((found - truth) ** 2)) < 0.5 * truth.std()
