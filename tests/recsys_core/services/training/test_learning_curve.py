"""What is told about a training afterwards, and which model counts as the best."""

import pytest

from recsys_core.services.evaluation.model_in_use import model_in_use
from recsys_core.services.training.learning_curve import learning_curve, search_summary
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.runs import trained_model
from recsys_core.services.workspace.workspace import Workspace


def test_auto_leaves_its_search(purchases: Workspace) -> None:
    result = train_and_wait(purchases, "auto", {"minutes": 0.5})
    summary = search_summary(purchases, trained_model(purchases, "auto"))
    assert summary is not None
    assert summary.sentence == result.sentence
    assert summary.best["value"].is_monotonic_decreasing
    assert summary.trials["value"].max() == summary.best["value"].iloc[0]
    assert {"Bestsellers", "EASE", "The blend"} <= set(summary.best["label"])
    assert sum(summary.shares.values()) == pytest.approx(1) or not summary.shares
    assert learning_curve(purchases, trained_model(purchases, "auto")) is None


def test_als_leaves_its_learning_curve_and_auto_stays_the_first_choice(
    purchases: Workspace,
) -> None:
    train_and_wait(purchases, "als", {"factors": 8, "iterations": 5})
    curve = learning_curve(purchases, trained_model(purchases, "als"))
    assert curve is not None
    assert [step for step, _ in curve.points] == [1, 2, 3, 4, 5]
    assert search_summary(purchases, trained_model(purchases, "als")) is None
    assert model_in_use(purchases) == "auto"
