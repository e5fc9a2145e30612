import numpy as np
import pytest

from recsys_core.evaluation.audit_plausible import (
    Foresight,
    disguised,
    foresight,
    overlap,
    too_good,
)
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits import make_splits
from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.ranking import top_k
from tests.recsys_core.evaluation.standins import Bestsellers, Neighbours

TITLES = {"x": "X", "y": "Y", "popularity": "Bestsellers"}


def test_foresight_is_what_others_did_in_the_test(planted_dataset: Dataset) -> None:
    """Customers of one taste buy alike, so their own future foretells a good part of it."""
    (split,) = make_splits(planted_dataset, EvaluationConfig(split="per-user-time", k=5))
    known = foresight(split, 5, 1)
    assert known.again == 0.0
    assert known.n == len(split.users)
    model = Neighbours(ModelConfig())
    model.fit(split.train, silent)
    histories = split.train.histories(split.users)
    lists, _ = top_k(model.score(histories), 5, histories)
    truth = [set(split.test[u].indices) for u in split.users]
    hits = np.mean([len(set(row) & t) for row, t in zip(lists.tolist(), truth, strict=True)])
    assert hits > 0
    assert 0.1 < known.yardstick < 1


def test_buying_again_raises_the_yardstick(planted_dataset: Dataset) -> None:
    config = EvaluationConfig(split="per-user-time", k=5, new_items_only=False)
    (split,) = make_splits(planted_dataset, config)
    known = foresight(split, 5, 1)
    assert known.again > 0.1
    assert known.share > 0.2
    assert known.yardstick == max(known.again, known.neighbours)


@pytest.mark.parametrize(
    ("value", "low", "severity"),
    [(0.10, 0.09, "fine"), (0.24, 0.19, "fine"), (0.30, 0.25, "look"), (0.95, 0.93, "stop")],
)
def test_how_good_is_too_good(value: float, low: float, severity: str) -> None:
    known = Foresight(neighbours=0.1, again=0.0, share=0.0, n=500)
    values = {"popularity": (0.08, 0.07), "x": (value, low)}
    found = too_good(values, 0.08, known, TITLES, "NDCG@10")
    assert found.severity == severity
    assert ("X" in found.sentence) == (severity != "fine")


def test_a_leak_in_a_real_evaluation_is_too_good(planted_dataset: Dataset) -> None:
    (split,) = make_splits(planted_dataset, EvaluationConfig(split="per-user-time", k=5))
    known = foresight(split, 5, 1)
    found = too_good({"x": (0.99, 0.98)}, None, known, TITLES, "NDCG@5")
    assert found.severity == "stop"


def test_overlap_by_hand() -> None:
    items = np.array([[1, 2, 3], [1, 2, -1], [-1, -1, -1]])
    others = np.array([[3, 2, 9], [7, 8, 9], [1, 2, 3]])
    shared, same_order = overlap(items, others)
    assert shared == pytest.approx((2 / 3 + 0) / 2), "an empty list does not count"
    assert same_order == 0.0, "2 before 3 here, 3 before 2 there"
    assert overlap(items[:1], items[:1]) == (1.0, 1.0)
    assert np.isnan(overlap(items[2:], others[2:])[1])


def test_the_bestseller_list_in_disguise_is_seen_through(planted_dataset: Dataset) -> None:
    (split,) = make_splits(planted_dataset, EvaluationConfig(split="per-user-time", k=5))
    histories = split.train.histories(split.users)
    made = {}
    for name, kind in (("popularity", Bestsellers), ("x", Neighbours)):
        model = kind(ModelConfig())
        model.fit(split.train, silent)
        made[name] = model.score(histories)
    noise = np.random.default_rng(1).random(made["popularity"].shape) * 0.5
    lists = {
        "x": top_k(made["x"], 5, histories)[0],
        "y": top_k(made["popularity"] + noise, 5, histories)[0],
    }
    best = top_k(made["popularity"], 5, histories)[0]
    found = disguised(lists, best, TITLES)
    assert found.severity == "look"
    assert "Y (" in found.sentence
    assert "X (" not in found.sentence
    assert disguised({"x": lists["x"]}, best, TITLES).severity == "fine"
    assert "are the bestsellers" in disguised({"y": best}, best, TITLES).sentence
