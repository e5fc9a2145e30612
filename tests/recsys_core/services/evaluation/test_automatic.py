"""A training is measured behind itself, and what was fitted before is not fitted again."""

from dataclasses import replace

import pytest

from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.jobs.job import Job
from recsys_core.services.evaluation.automatic import train_and_measure
from recsys_core.services.evaluation.job import fitted_before, settings_for
from recsys_core.services.evaluation.queue import (
    evaluate_and_wait,
    evaluation_config,
    latest_evaluation,
)
from recsys_core.services.workspace.workspace import Workspace


def test_a_training_is_measured_by_the_protocol_of_the_latest_beside_its_models(
    shop: Workspace,
) -> None:
    evaluate_and_wait(shop, ["ease"], evaluation_config(k=5))
    training = train_and_measure(shop, "item-knn", {"k": 7})
    measuring = shop.jobs.list()[-1]
    assert shop.jobs.wait(measuring.job_id).state == "done"
    assert shop.jobs.get(training.job_id).state == "done"
    assert measuring.payload["after"] == training.job_id
    settings = {one["model"]: one["settings"] for one in measuring.payload["models"]}
    assert settings["item-knn"]["k"] == 7, "those of the training under way"
    board = latest_evaluation(shop)
    assert board is not None
    assert board.protocol["k"] == 5
    assert {"ease", "item-knn", "popularity"} <= {row.model for row in board.rows}


def test_only_what_has_changed_is_fitted_again_and_the_figures_are_the_same(
    shop: Workspace,
) -> None:
    first = evaluate_and_wait(shop, ["ease", "item-knn"])
    done = shop.jobs.list()[-1]
    assert set(fitted_before(done)) == {"ease", "item-knn"}
    other = [{"model": "ease", "settings": {}}, {"model": "item-knn", "settings": {"k": 9}}]
    assert set(fitted_before(asked(done, models=other))) == {"ease"}
    assert not fitted_before(asked(done, fingerprint="other data"))
    assert not fitted_before(asked(done, config={**done.payload["config"], "k": 7}))
    second = evaluate_and_wait(shop, ["ease", "item-knn", "popularity"])
    figures, again = (
        {(row.model, row.metric): row.value for row in board.rows} for board in (first, second)
    )
    assert figures.keys() == again.keys()
    for key, value in figures.items():
        assert again[key] == pytest.approx(value, abs=1e-9, nan_ok=True), key


def asked(job: Job, **payload: object) -> Job:
    return replace(job, payload={**job.payload, **payload})


def test_auto_is_measured_by_what_it_was_asked_to_choose_for() -> None:
    both, new = EvaluationConfig(new_items_only=False), EvaluationConfig()
    assert settings_for("auto", {"minutes": 1}, both) == {"minutes": 1, "may_come_back": True}
    assert settings_for("auto", {"may_come_back": True}, new) == {"may_come_back": False}
    assert settings_for("ease", {}, both) == {}
