import numpy as np
import pytest
import scipy.sparse as sp

from recsys_core.models.user_knn import UserKnn, UserKnnConfig
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from tests.factories import make_dataset


def by_definition(
    data: Dataset, history: np.ndarray, k: int, power: float, quantities: bool
) -> np.ndarray:
    """One customer after another, as the formula is written."""

    def weigh(row: np.ndarray) -> np.ndarray:
        return np.log(1 + row) if quantities else (row > 0).astype(float)

    rows = data.matrix.toarray().astype(np.float64)
    nearness = []
    for code, row in enumerate(rows):
        if ((row > 0) & ~(history > 0)).any():
            lengths = np.linalg.norm(weigh(row)) * np.linalg.norm(weigh(history))
            nearness.append((-(weigh(row) @ weigh(history)) / lengths, code))
    scores = np.zeros(data.n_items)
    for negative, code in sorted(nearness)[:k]:
        scores += (-negative) ** power * (rows[code] > 0)
    return scores


@pytest.mark.parametrize("quantities", [True, False])
@pytest.mark.parametrize(("k", "power"), [(7, 1.0), (1000, 3.0)])
def test_scores_follow_the_formula(
    planted_dataset: Dataset, k: int, power: float, quantities: bool
) -> None:
    model = UserKnn(UserKnnConfig(k=k, power=power, quantities=quantities))
    model.fit(planted_dataset, silent)
    rng = np.random.default_rng(3)
    for _ in range(5):
        history = np.zeros(80)
        history[rng.choice(80, 9, replace=False)] = rng.random(9) * 9 + 1
        scores = model.score(sp.csr_matrix(history.astype(np.float32)))[0]
        expected = by_definition(planted_dataset, history, k, power, quantities)
        # Two neighbours may tie for the last place but for rounding.
        assert np.mean(np.abs(scores - expected) < 1e-3) >= (1.0 if k > 200 else 0.8)


def test_twins_with_nothing_to_add_are_passed_over() -> None:
    """Forty customers bought just what this one did; the one neighbour with more is heard."""
    events = [(user, 0, 1.0, 0) for user in range(40)] + [(40, 0, 1.0, 0), (40, 3, 1.0, 0)]
    data = make_dataset(events, 41, 5)
    model = UserKnn(UserKnnConfig(k=2))
    model.fit(data, silent)
    scores = model.score(data.histories(np.array([0])))[0]
    assert np.argmax(np.where(np.arange(5) == 0, -1, scores)) == 3
    assert scores[3] > 0.1


def test_blocks_make_no_difference(
    planted_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = UserKnn(UserKnnConfig())
    model.fit(planted_dataset, silent)
    whole = model.score(planted_dataset.histories())
    monkeypatch.setattr("recsys_core.models.user_knn.CELLS", 700)
    np.testing.assert_allclose(model.score(planted_dataset.histories()), whole, atol=1e-5)
