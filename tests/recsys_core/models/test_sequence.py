from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from recsys_core.models.registry import load_model, save_model
from recsys_core.models.sequence import Sequence, SequenceConfig
from recsys_core.models.sequence_forward import encode
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import Past, history_row
from tests.factories import make_dataset

DAY = 86_400
N_ITEMS = 30
SMALL = {
    "dimensions": 32,
    "length": 10,
    "ahead": 1,
    "learning_rate": 0.01,
    "dropout": 0.0,
    "passes": 40,
}


@pytest.fixture(scope="module")
def chains() -> Dataset:
    """300 customers who go on from a random product to the next number, round and round."""
    rng = np.random.default_rng(3)
    events = []
    for user in range(300):
        start, steps = int(rng.integers(N_ITEMS)), int(rng.integers(4, 12))
        events += [(user, (start + n) % N_ITEMS, 1.0, n * DAY) for n in range(steps)]
    return make_dataset(events, 300, N_ITEMS)


@pytest.fixture(scope="module", params=["attention", "recurrent"])
def model(request: pytest.FixtureRequest, chains: Dataset) -> Sequence:
    fitted = Sequence(SequenceConfig(network=request.param, **SMALL))
    fitted.fit(chains, silent)
    return fitted


def walked(items: list[int]) -> sp.csr_matrix:
    """A history in the order of `items`, a day each."""
    return history_row([Past(i, 1.0, n * DAY, n * DAY, 1) for n, i in enumerate(items)], N_ITEMS)


def test_learns_a_planted_sequence(model: Sequence) -> None:
    starts = range(N_ITEMS)
    rows = [walked([(start + n) % N_ITEMS for n in range(4)]) for start in starts]
    best = [int(model.score(row).argmax()) for row in rows]
    right = np.mean(
        [found == (start + 4) % N_ITEMS for start, found in zip(starts, best, strict=True)]
    )
    assert right >= 0.9


def test_the_order_decides(model: Sequence) -> None:
    """The same three products, the other one last: another product comes next."""
    assert model.score(walked([20, 21, 5])).argmax() == 6
    assert model.score(walked([5, 20, 21])).argmax() == 22


def test_scores_are_chances(model: Sequence, chains: Dataset) -> None:
    scores = model.score(chains.histories())
    assert scores.min() >= 0
    np.testing.assert_allclose(scores.sum(axis=1), 1.0, rtol=1e-4)


def test_an_empty_history_gets_the_bestsellers(model: Sequence, chains: Dataset) -> None:
    scores = model.score(sp.csr_matrix((1, N_ITEMS), dtype=np.float32))[0]
    assert scores.argmax() == chains.item_counts.argmax()


def test_scoring_equals_the_network_that_was_trained(model: Sequence) -> None:
    import torch

    from recsys_core.models.sequence_training import SequenceNet

    config = model.config
    counts = np.ones(N_ITEMS)
    net = SequenceNet(counts, config.dimensions, config.length, config.layers, model.heads, 0.0)
    state = {name: torch.from_numpy(value.copy()) for name, value in model.weights.items()}
    state["products.weight"] = state.pop("products")
    net.load_state_dict(state)
    net.eval()
    rng = np.random.default_rng(1)
    items = rng.integers(0, N_ITEMS, (7, config.length))
    sizes = np.array([1, 2, 10, 10, 5, 9, 3])
    with torch.no_grad():
        states = net(torch.from_numpy(items)).numpy()[np.arange(7), sizes - 1]
    np.testing.assert_allclose(encode(model.weights, items, sizes, model.heads), states, atol=2e-5)


def test_keeps_its_learning_curve(model: Sequence, tmp_path: Path) -> None:
    points = model.learning_curve.points
    assert max(value for _, value in points) > points[0][1]
    assert [step for step, _ in points] == list(range(1, len(points) + 1))
    save_model(model, tmp_path)
    loaded = load_model(tmp_path)
    assert isinstance(loaded, Sequence)
    assert loaded.learning_curve == model.learning_curve


def test_progress_tells_how_well_it_goes(chains: Dataset) -> None:
    said: list[str] = []
    model = Sequence(SequenceConfig(**{**SMALL, "passes": 3}))
    model.fit(chains, lambda fraction, message="": said.append(message))
    assert any(line.startswith("Pass 3 of at most 3 (NDCG@10 of") for line in said)


def test_a_large_catalogue_is_learned_from_a_sample(chains: Dataset) -> None:
    """Told from ten of thirty products in each step, it still finds the next one."""
    model = Sequence(SequenceConfig(**SMALL, candidates=10))
    model.fit(chains, silent)
    assert model.score(walked([5, 6, 7, 8])).argmax() == 9


def test_needs_dates() -> None:
    data = make_dataset([(user, item, 1, 0) for user in range(60) for item in range(4)], 60, 4)
    assert "Needs dates over at least 2 days; you have 0." in Sequence.readiness(data).reason
