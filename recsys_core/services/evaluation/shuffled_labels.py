"""The shuffled-label run: the whole pipeline once more on right answers that mean nothing."""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from recsys_core.evaluation.audit_shuffle import Shuffled, shuffled_run, training_events
from recsys_core.evaluation.board_files import load
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.evaluation.runner import showable
from recsys_core.evaluation.splits import EvaluationConfig, Split, make_splits
from recsys_core.evaluation.verdict import POPULARITY
from recsys_core.jobs.job import RESULT_FILE, Job
from recsys_core.jobs.worker import part
from recsys_core.models.registry import create
from recsys_core.schema.checksums import UNREADABLE
from recsys_core.schema.contracts import Progress, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.schema.evaluation import REFERENCES
from recsys_core.schema.ranking import top_k
from recsys_core.schema.types import IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.evaluation import messages as m
from recsys_core.services.evaluation.results import Measured, measured
from recsys_core.services.training.queue import wait_for
from recsys_core.services.workspace.job_folder import (
    EVALUATION_FOLDER,
    HOLDOUT_FILE,
    dataset_of,
    resources_of,
)
from recsys_core.services.workspace.names import DECIDING, short_title
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

KIND = "shuffle"
BY_TIME = ("time", "per-user-time")
"""Protocols that cut the shuffled data in the very same place, so that cutting is tried as well."""
BLOCK = 512

Fit = Callable[[Dataset, Split], Recommender]


@needs(Role.ANALYST)
def start_shuffled_run(ws: Workspace, run_id: str | None = None, model: str | None = None) -> Job:
    """Queue the shuffled run of an evaluation; returns at once.

    model: by default the one with the best NDCG, references aside. `InputError` for a model that
    was not measured; `NotReadyError` where the test came as a file of its own.
    """
    one = measured(ws, run_id)
    name = model or best_model(one)
    if name not in one.models:
        raise InputError(say(m.NOT_IN_MEASUREMENT, model=name, models=", ".join(one.models)))
    if (one.job.folder / HOLDOUT_FILE).exists():
        raise NotReadyError(say(m.NOTHING_TO_SHUFFLE))
    wanted = {m["model"]: m["settings"] for m in one.job.payload["models"]}
    payload = {
        "model": name,
        "settings": wanted.get(name, {}),
        "evaluation": one.run_id,
        "evaluation_folder": str(one.job.folder.relative_to(ws.path)),
        "config": one.job.payload["config"],
        "data_settings": one.job.payload["data_settings"],
        "fingerprint": one.job.payload["fingerprint"],
        "data_version": one.job.payload["data_version"],
    }
    title = say(m.SHUFFLED_CHECK, model=short_title(name))
    return ws.jobs.submit(KIND, name, title, payload)


@needs(Role.ANALYST)
def shuffled_run_and_wait(
    ws: Workspace, run_id: str | None = None, on_change: Callable[[Job], None] | None = None
) -> Shuffled | None:
    """`start_shuffled_run`, then wait for what it found."""
    job = wait_for(ws, start_shuffled_run(ws, run_id), on_change)
    return shuffled_of(ws, job.payload["evaluation"])


@needs(Role.VIEWER)
def shuffled_of(ws: Workspace, run_id: str) -> Shuffled | None:
    """The newest finished shuffled run of an evaluation that can be read, None if there is none."""
    for job in reversed(ws.jobs.list()):
        if job.kind != KIND or job.state != "done":
            continue
        try:
            if job.payload["evaluation"] == run_id:
                return Shuffled(**job.result["shuffled"])
        except UNREADABLE:
            ws.jobs.set_aside(job.job_id, RESULT_FILE)
    return None


def best_model(one: Measured) -> str:
    """The model, references aside, with the highest NDCG; popularity if there is no other."""
    figures = {row.model: row.value for row in one.board.rows if row.metric == one.deciding}
    models = [m for m in figures if m not in (POPULARITY, *REFERENCES) and np.isfinite(figures[m])]
    return max(models, key=lambda m: figures[m]) if models else POPULARITY


def shuffle(job: Job, report: Progress) -> dict[str, Any]:
    """The job: shuffle, cut, fit, list and judge."""
    report(0.0, say(m.READING))
    data = dataset_of(job)
    config = EvaluationConfig(**job.payload["config"])
    name = job.payload["model"]
    board = load(job.folder.parent.parent / job.payload["evaluation_folder"] / EVALUATION_FOLDER)
    resources = resources_of(job)

    def fit(_: Dataset, split: Split) -> Recommender:
        model = create(name, job.payload["settings"], resources)
        model.fit(split.train, part(report, 0.1, 0.7))
        return model

    split = make_splits(data, config)[0]
    real = board.value(name, METRICS[DECIDING].label(config.k)).value
    report(0.1, say(m.LEARNING_SHUFFLED))
    found = run_shuffled(name, data, split, config, real, fit)
    report(1.0, say(m.COMPARED))
    return {"model": name, "shuffled": asdict(found), "sentence": ""}


def run_shuffled(
    name: str, data: Dataset, split: Split, config: EvaluationConfig, real: float, fit: Fit
) -> Shuffled:
    """The pipeline on shuffled data: cut again, fit again, list again.

    fit: (shuffled data, its split) -> a fitted model. A sound one looks at `split.train` only.
    """

    def lists(changed: Dataset, users: IntArray) -> IntArray:
        again = _cut_again(data, changed, split, config)
        model = fit(changed, again)
        made = []
        for start in range(0, len(users), BLOCK):
            block = users[start : start + BLOCK]
            histories = again.train.histories(block)
            exclude = histories if again.new_items_only else None
            made.append(top_k(model.score(histories), config.k, exclude, showable(again))[0])
        return np.concatenate(made)

    return shuffled_run(name, data, split, real, lists, config.seed)


def _cut_again(data: Dataset, changed: Dataset, split: Split, config: EvaluationConfig) -> Split:
    """By the protocol, where it looks at times alone; else the same events as before, because lots
    and "first time" fall differently when products are shuffled.
    """
    if split.name in BY_TIME:
        return make_splits(changed, config)[0]
    mask = training_events(data, split)
    return replace(split, train=changed.select(mask, f"{split.train.fingerprint}-shuffled"))
