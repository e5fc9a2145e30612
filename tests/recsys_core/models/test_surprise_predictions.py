"""The models of Surprise's family, each held against Surprise's own `predict`."""

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp
import surprise

from recsys_core.models.histories import ratings
from recsys_core.models.registry import create, load_model, save_model
from recsys_core.models.surprise_data import build_trainset
from recsys_core.models.surprise_rating import RatingModel
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import CancelledError
from tests.factories import make_dataset

Case = tuple[str, dict[str, Any], surprise.AlgoBase]
SGD = {"n_epochs": 7, "reg": 0.05, "learning_rate": 0.01}
CASES: list[Case] = [
    ("surprise-baseline", {}, surprise.BaselineOnly(verbose=False)),
    (
        "surprise-baseline",
        {"method": "sgd", **SGD},
        surprise.BaselineOnly(bsl_options={"method": "sgd", **SGD}, verbose=False),
    ),
    (
        "surprise-svdpp",
        {"n_factors": 5, "n_epochs": 6, "seed": 3},
        surprise.SVDpp(n_factors=5, n_epochs=6, random_state=3),
    ),
    ("surprise-nmf", {"n_epochs": 12, "seed": 3}, surprise.NMF(n_epochs=12, random_state=3)),
    (
        "surprise-nmf",
        {"n_epochs": 12, "n_factors": 4, "biased": True},
        surprise.NMF(n_epochs=12, n_factors=4, biased=True, random_state=42),
    ),
    ("surprise-slopeone", {}, surprise.SlopeOne()),
    ("surprise-coclustering", {"seed": 3}, surprise.CoClustering(random_state=3)),
    (
        "surprise-coclustering",
        {"n_cltr_u": 5, "n_cltr_i": 4, "n_epochs": 6},
        surprise.CoClustering(n_cltr_u=5, n_cltr_i=4, n_epochs=6, random_state=42),
    ),
]
NEIGHBOURS = {
    "basic": surprise.KNNBasic,
    "means": surprise.KNNWithMeans,
    "zscore": surprise.KNNWithZScore,
    "baseline": surprise.KNNBaseline,
}
SIMILARITIES = ["cosine", "msd", "pearson", "pearson_baseline"]


def fitted(name: str, settings: dict[str, Any], data: Dataset) -> RatingModel:
    model = create(name, settings)
    model.fit(data, silent)
    assert isinstance(model, RatingModel)
    return model


def trainset(data: Dataset, reference: surprise.AlgoBase | None = None) -> surprise.Trainset:
    """Numbered as we number; for NMF, which cannot do with products without a rating, only those
    with one.
    """
    matrix = ratings(data.matrix, data.kind)
    if not isinstance(reference, surprise.NMF):
        return build_trainset(matrix, (1, 5))
    products = np.flatnonzero(data.item_counts)
    found = build_trainset(matrix[:, products], (1, 5))
    found._raw2inner_id_items = {int(item): code for code, item in enumerate(products)}
    return found


@pytest.mark.filterwarnings("ignore:.*(empty slice|scalar divide).*:RuntimeWarning")
@pytest.mark.parametrize(
    ("name", "settings", "reference"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)]
)
def test_scores_equal_the_predict_loop(
    name: str, settings: dict[str, Any], reference: surprise.AlgoBase, rated_dataset: Dataset
) -> None:
    """For every customer and every rated product; the others below."""
    model = fitted(name, settings, rated_dataset)
    reference.fit(trainset(rated_dataset, reference))
    histories = rated_dataset.histories()
    scores, expected_ratings = model.score(histories), model.predict_ratings(histories)
    for user, item in itertools.product(range(rated_dataset.n_users), range(30)):
        prediction = reference.predict(user, item, clip=False)
        assert scores[user, item] == pytest.approx(prediction.est, abs=1e-6)
        clipped = reference.predict(user, item).est
        assert expected_ratings[user, item] == pytest.approx(clipped, abs=1e-6)


@pytest.mark.filterwarnings("ignore:.*(empty slice|scalar divide).*:RuntimeWarning")
@pytest.mark.parametrize(
    ("name", "settings", "reference"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_stranger_gets_what_surprise_gives_a_stranger(
    name: str, settings: dict[str, Any], reference: surprise.AlgoBase, rated_dataset: Dataset
) -> None:
    model = fitted(name, settings, rated_dataset)
    reference.fit(trainset(rated_dataset, reference))
    scores = model.score(sp.csr_matrix((1, 30), dtype=np.float32))[0]
    for item in range(30):
        expected = reference.predict("nobody", item, clip=False).est
        assert scores[item] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("variant", sorted(NEIGHBOURS))
@pytest.mark.parametrize("similarity", SIMILARITIES)
@pytest.mark.parametrize(("k", "min_k", "min_support"), [(3, 1, 1), (40, 2, 3)])
def test_neighbours_equal_the_predict_loop(
    variant: str, similarity: str, k: int, min_k: int, min_support: int, rated_dataset: Dataset
) -> None:
    settings = {"variant": variant, "similarity": similarity, "k": k, "min_k": min_k}
    model = fitted("surprise-knn-user", settings | {"min_support": min_support}, rated_dataset)
    options = {"name": similarity, "user_based": True, "min_support": min_support}
    reference = NEIGHBOURS[variant](k=k, min_k=min_k, sim_options=options, verbose=False)
    reference.fit(trainset(rated_dataset))
    rows = ratings(rated_dataset.matrix, "explicit")
    ours = model.similarities(rows, np.arange(60))
    np.testing.assert_allclose(ours, reference.sim, atol=1e-6)
    # Equal similarities that differ in the sixteenth digit are in one order for us and in another
    # for Surprise: both work on the same numbers here.
    reference.sim = ours
    scores = model.score(rated_dataset.histories())
    for user, item in itertools.product(range(60), range(30)):
        expected = reference.predict(user, item, clip=False).est
        assert scores[user, item] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("variant", ["basic", "means", "zscore"])
def test_a_stranger_with_a_history_is_a_customer_like_any_other(
    variant: str, rated_dataset: Dataset
) -> None:
    """Surprise, given a copy of customer 4 with a changed rating, is asked about the copy.

    Not for `baseline`, where the copy's ratings move Surprise's product levels as well.
    """
    row = rated_dataset.histories(np.array([4])).copy()
    row.data[0] = 1.0 if row.data[0] > 3 else 5.0
    model = fitted("surprise-knn-user", {"variant": variant, "k": 200}, rated_dataset)
    joined = sp.vstack([rated_dataset.matrix, row]).tocsr()
    reference = NEIGHBOURS[variant](k=200, sim_options={"name": "msd"}, verbose=False)
    reference.fit(build_trainset(ratings(joined, "explicit"), (1, 5)))
    reference.trainset.ur[60] = []
    scores = model.score(row)[0]
    for item in np.setdiff1d(np.flatnonzero(rated_dataset.item_counts), row.indices):
        expected = reference.predict(60, int(item), clip=False).est
        assert scores[item] == pytest.approx(expected, abs=1e-5)


def loss_of(name: str, model: Any, row: sp.csr_matrix, b: float, p: np.ndarray) -> float:
    """Surprise's loss of one customer with the products held fixed."""
    n, q = row.nnz, model.qi[row.indices]
    if name == "surprise-svdpp":
        implied = model.yj[row.indices].sum(axis=0) / np.sqrt(n)
        expected = model.mean + b + model.bi[row.indices] + q @ (p + implied)
        return float(((row.data - expected) ** 2).sum() + 0.02 * n * (b**2 + p @ p))
    if model.config.biased:
        expected = model.mean + b + model.bi[row.indices] + q @ p
        return float(((row.data - expected) ** 2).sum() + n * (0.02 * b**2 + 0.06 * p @ p))
    return float(((row.data - q @ p) ** 2).sum() + 0.06 * n * p @ p)


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("surprise-svdpp", {"n_factors": 5, "n_epochs": 6}),
        ("surprise-nmf", {"n_factors": 5}),
        ("surprise-nmf", {"n_factors": 5, "biased": True}),
    ],
)
def test_a_changed_history_is_folded_in_at_the_least_loss(
    name: str, settings: dict[str, Any], rated_dataset: Dataset
) -> None:
    model: Any = fitted(name, settings, rated_dataset)
    row = rated_dataset.histories(np.array([7])).astype(np.float64)
    row.data = 6 - row.data
    levels, factors = model._fold(model._rows(row))
    best = loss_of(name, model, row, levels[0], factors[0])
    for direction in np.vstack([np.eye(6), -np.eye(6)]) * 1e-3:
        moved = factors[0] + direction[1:]
        if name == "surprise-nmf" and moved.min() < 0:
            continue
        b = levels[0] + (direction[0] if settings.get("biased", name != "surprise-nmf") else 0)
        assert loss_of(name, model, row, b, moved) >= best - 1e-12
    if name == "surprise-nmf":
        assert factors.min() >= 0
    np.testing.assert_allclose(model.score(row), model.fold_in(row))


def test_a_changed_history_joins_the_group_that_errs_least(rated_dataset: Dataset) -> None:
    model: Any = fitted("surprise-coclustering", {}, rated_dataset)
    row = rated_dataset.histories(np.array([7])).copy()
    row.data[:] = 6 - row.data
    found = model.score(row)[0]
    rows = model._rows(row)
    errors = []
    for group in range(3):
        scores = model._estimate(rows, np.array([group]), np.array([row.data.mean()]))[0]
        errors.append(((row.data - scores[row.indices]) ** 2).sum())
        if group == np.argmin(errors):
            best = scores
    np.testing.assert_allclose(found, best, atol=1e-6)


def test_fractions_of_a_star_count() -> None:
    """Surprise cuts 4.5 down to 4 before SlopeOne and CoClustering see it."""
    events = [(user, item, 3.0 + 0.5 * item, 0) for user in range(20) for item in (0, 1)]
    data = make_dataset([*events, (20, 0, 3.0, 0)], 21, 2, kind="explicit")
    scores = fitted("surprise-slopeone", {}, data).score(data.histories(np.array([20])))
    assert scores[0, 1] == pytest.approx(3.5)
    groups: Any = fitted("surprise-coclustering", {"n_cltr_u": 1, "n_cltr_i": 1}, data)
    assert groups.of_pairs[0, 0] == pytest.approx(data.matrix.data.mean())


@pytest.mark.parametrize("name", ["surprise-svdpp", "surprise-nmf", "surprise-coclustering"])
def test_tells_every_pass_and_stops_at_one(name: str, rated_dataset: Dataset) -> None:
    messages: list[str] = []

    def report(fraction: float, message: str = "") -> None:
        messages.append(message)
        if message == "Pass 2 of 3":
            raise CancelledError("Cancelled.")

    with pytest.raises(CancelledError):
        create(name, {"n_epochs": 3}).fit(rated_dataset, report)
    assert [m for m in messages if m.startswith("Pass")] == ["Pass 1 of 3", "Pass 2 of 3"]


def test_neighbours_are_the_same_from_disk(rated_dataset: Dataset, tmp_path: Path) -> None:
    model = fitted("surprise-knn-user", {"variant": "zscore"}, rated_dataset)
    save_model(model, tmp_path)
    histories = rated_dataset.histories()
    np.testing.assert_array_equal(load_model(tmp_path).score(histories), model.score(histories))
