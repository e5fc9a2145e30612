from dataclasses import replace

import numpy as np
import pytest

from recsys_core.evaluation.audit import Finding, in_order, verdict
from recsys_core.evaluation.audit_leakage import (
    impossible_lists,
    later_events,
    learnt_from_later,
    pairs_in_training,
)
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits import SPLITS, Split, make_splits
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.ranking import top_k


def cut(data: Dataset, name: str = "time", **given: object) -> Split:
    return make_splits(data, EvaluationConfig(split=name, **given))[0]


@pytest.mark.parametrize("name", SPLITS)
@pytest.mark.parametrize("new", [True, False])
def test_a_sound_split_leaks_nothing(name: str, new: bool, planted_dataset: Dataset) -> None:
    split = cut(planted_dataset, name, new_items_only=new)
    assert later_events(planted_dataset, [split]).severity == "fine"
    assert pairs_in_training([split]).severity == "fine"


def test_training_events_after_the_cut_are_found(planted_dataset: Dataset) -> None:
    split = cut(planted_dataset)
    leaky = replace(split, train=planted_dataset)
    found = later_events(planted_dataset, [leaky])
    assert found.severity == "stop"
    assert found.figures["events_after_cut"] == int((planted_dataset.ts > split.info.cut_ts).sum())


@pytest.mark.parametrize(("name", "least"), [("per-user-time", 140), ("leave-one-out", 80)])
def test_a_customers_own_later_purchases_are_found(
    name: str, least: int, planted_dataset: Dataset
) -> None:
    split = cut(planted_dataset, name)
    found = later_events(planted_dataset, [replace(split, train=planted_dataset)])
    assert found.severity == "stop"
    assert found.figures["customers_out_of_order"] >= least


def test_right_answers_in_training_are_found(planted_dataset: Dataset) -> None:
    split = cut(planted_dataset)
    found = pairs_in_training([replace(split, train=planted_dataset)])
    assert found.severity == "stop"
    assert found.figures["pairs_in_training"] == split.test.nnz


def test_what_may_be_bought_again_is_said_not_blamed(planted_dataset: Dataset) -> None:
    split = cut(planted_dataset, new_items_only=False)
    found = pairs_in_training([split])
    assert found.severity == "fine"
    assert found.figures["pairs_in_training"] > 0
    assert "Buying again counts" in found.sentence


def test_lists_with_products_that_must_not_be_shown(planted_dataset: Dataset) -> None:
    split = cut(planted_dataset, "leave-one-out")
    scores = np.random.default_rng(1).random((len(split.users), 80))
    sound, _ = top_k(scores, 5, split.train.matrix[split.users])
    assert impossible_lists([split], {"x": [(split.users, sound)]}).severity == "fine"
    careless, _ = top_k(scores, 5)
    found = impossible_lists([split], {"x": [(split.users, careless)]})
    assert found.severity == "stop"
    had = split.train.binary[split.users].toarray() > 0
    expected = int(np.take_along_axis(had, careless.astype(int), axis=1).sum())
    assert found.figures["had_before"] == {"x": expected}


def test_a_product_first_seen_after_the_cut_is_found(planted_dataset: Dataset) -> None:
    split = cut(planted_dataset, new_items_only=False)
    kept = split.train.item != 7
    without = replace(split, train=split.train.select(kept, "without"))
    lists = np.full((len(split.users), 3), -1)
    lists[:, 0] = 7
    found = impossible_lists([without], {"x": [(split.users, lists)]})
    assert found.severity == "stop"
    assert found.figures["not_bought_before"] == {"x": len(split.users)}


def test_learning_from_other_customers_future_is_said(planted_dataset: Dataset) -> None:
    assert learnt_from_later(planted_dataset, [cut(planted_dataset)]).severity == "fine"
    found = learnt_from_later(planted_dataset, [cut(planted_dataset, "random")])
    assert found.severity == "look"
    assert found.figures["share_later"] == pytest.approx(0.4, abs=0.1)


def test_the_sentence_goes_by_the_gravest() -> None:
    fine = Finding("a", "A", "fine", "Fine.")
    look = Finding("b", "B", "look", "Look.", "Do.")
    stop = Finding("c", "C", "stop", "Stop.", "Do.")
    assert [one.check for one in in_order([fine, look, stop])] == ["c", "b", "a"]
    assert verdict([fine, fine]).startswith("All 2 checks passed")
    assert "1 of them asks for a second look" in verdict([fine, look])
    assert verdict([fine, look, stop]).startswith("Do not use these figures yet")
