from dataclasses import replace

import numpy as np
import pytest

from recsys_core.evaluation.audit_shuffle import (
    Deals,
    Shuffled,
    judged,
    shuffled_data,
    shuffled_run,
    training_events,
)
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.metrics.ndcg import NDCG
from recsys_core.evaluation.splits import SPLITS, Split, make_splits
from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.ranking import top_k
from tests.recsys_core.evaluation.batches import make_batch
from tests.recsys_core.evaluation.standins import Neighbours


def cut(data: Dataset, name: str = "per-user-time", **given: object) -> Split:
    return make_splits(data, EvaluationConfig(split=name, **given))[0]


class Alike(Neighbours):
    """Customers alike, oneself among them: remembers what it was given."""

    def fit(self, data: Dataset, report: Progress) -> None:
        super().fit(data, report)
        self.together += np.diag(data.item_counts).astype(np.float32)


def sound(data: Dataset, users: np.ndarray) -> np.ndarray:
    """Cut, fit, list."""
    split = cut(data)
    model = Alike(ModelConfig())
    model.fit(split.train, silent)
    histories = split.train.histories(users)
    return top_k(model.score(histories), 5, histories)[0]


def learning_from_everything(data: Dataset, users: np.ndarray) -> np.ndarray:
    """The same, but nobody held anything back from the model."""
    model = Alike(ModelConfig())
    model.fit(data, silent)
    return top_k(model.score(data.histories(users)), 5, cut(data).train.matrix[users])[0]


def peeking(data: Dataset, users: np.ndarray) -> np.ndarray:
    """The answer itself, as a product fact written after the cut would give it."""
    split = cut(data)
    return top_k(data.matrix[users].toarray(), 5, split.train.matrix[users])[0]


@pytest.mark.parametrize("name", SPLITS)
@pytest.mark.parametrize("new", [True, False])
def test_the_training_part_is_found_in_the_data(
    name: str, new: bool, planted_dataset: Dataset
) -> None:
    split = cut(planted_dataset, name, new_items_only=new)
    mask = training_events(planted_dataset, split)
    np.testing.assert_array_equal(planted_dataset.item[mask], split.train.item)
    np.testing.assert_array_equal(planted_dataset.user[mask], split.train.user)


def test_another_training_part_is_refused(planted_dataset: Dataset) -> None:
    split = cut(planted_dataset, "time")
    other = replace(split, train=split.train.select(split.train.user % 2 == 0, "half"))
    with pytest.raises(NotReadyError):
        training_events(replace(planted_dataset, item=planted_dataset.item[::-1]), other)


def test_shuffling_moves_right_answers_and_nothing_else(planted_dataset: Dataset) -> None:
    split = cut(planted_dataset)
    deals = Deals(split)
    items = deals.deal(1)
    assert sorted(items) == sorted(deals.item), "each product as often as before"
    changed = shuffled_data(planted_dataset, split, items)
    mask = training_events(planted_dataset, split)
    np.testing.assert_array_equal(changed.item[mask], planted_dataset.item[mask])
    np.testing.assert_array_equal(changed.ts, planted_dataset.ts)
    assert (changed.item != planted_dataset.item).mean() > 0.1
    again = cut(changed)
    assert again.info.n_train_events == split.info.n_train_events
    np.testing.assert_array_equal(again.train.item, split.train.item)


def test_scores_are_ndcg_of_what_a_split_would_leave(planted_dataset: Dataset) -> None:
    """The shuffled data, cut again by the protocol, gives the very same figure."""
    split = cut(planted_dataset)
    deals = Deals(split)
    items = deals.deal(3)
    lists, _ = top_k(np.random.default_rng(1).random((len(split.users), 80)), 5)
    again = cut(shuffled_data(planted_dataset, split, items))
    rows = np.searchsorted(split.users, again.users)
    batch = make_batch(
        lists[rows].tolist(), [again.test[u].indices for u in again.users], k=5, n_items=80
    )
    expected = float(np.nanmean(NDCG().compute(batch)))
    assert deals.score(lists, items) == pytest.approx(expected, abs=1e-12)
    assert deals.score(np.full((len(split.users), 5), -1), items) == 0


def test_a_sound_pipeline_falls_to_chance(planted_dataset: Dataset) -> None:
    split = cut(planted_dataset)
    found = shuffled_run("x", planted_dataset, split, 0.5, sound, seed=1)
    assert abs(found.score) < 3
    real = Deals(split).score(sound(planted_dataset, split.users), Deals(split).item)
    assert real > found.value + 10 * found.spread, "it was far better on real purchases"
    assert judged(found, "X", "NDCG@5").severity == "fine"


@pytest.mark.parametrize("leak", [learning_from_everything, peeking])
def test_a_planted_leak_is_found(leak, planted_dataset: Dataset) -> None:
    split = cut(planted_dataset)
    found = shuffled_run("x", planted_dataset, split, 0.5, leak, seed=1)
    assert found.score > 3.5
    assert found.p == 1 / 200
    finding = judged(found, "X", "NDCG@5")
    assert finding.severity == "stop"
    assert "knows what it is tested on" in finding.sentence


def test_false_alarms_are_rare(planted_dataset: Dataset) -> None:
    """p over 40 shuffles of a sound pipeline; below 0.05 in 2 of 40 on average."""
    split = cut(planted_dataset)
    lists = sound(planted_dataset, split.users)

    def same(_: Dataset, __: np.ndarray) -> np.ndarray:
        return lists

    runs = [
        shuffled_run("x", planted_dataset, split, 0.5, same, seed=1000 * n, deals=49)
        for n in range(40)
    ]
    assert sum(one.p <= 0.05 for one in runs) <= 6
    assert not any(judged(one, "X", "N").severity == "stop" for one in runs)
    assert np.mean([one.p for one in runs]) == pytest.approx(0.5, abs=0.15)


def test_doubt_is_told_apart_from_a_leak() -> None:
    doubtful = Shuffled("x", 0.053, 0.05, 0.001, 0.005, 0.1, 500)
    assert judged(doubtful, "X", "N").severity == "look"
    assert judged(replace(doubtful, p=0.2), "X", "N").severity == "fine"
    assert judged(replace(doubtful, spread=0.0), "X", "N").severity == "look"
