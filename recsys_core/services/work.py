"""What happens inside a worker process: fit one model, or measure several."""

from dataclasses import asdict
from typing import Any

import pandas as pd

from recsys_core.evaluation.candidates import CandidateKeeper, save_candidates
from recsys_core.evaluation.leaderboard import build, save
from recsys_core.evaluation.runner import ModelEvaluation, evaluate_model
from recsys_core.evaluation.splits import EvaluationConfig, Split, holdout_split, make_splits
from recsys_core.explanations.reason_score import ReasonScore
from recsys_core.jobs.job import Job
from recsys_core.jobs.worker import part
from recsys_core.models.registry import create, save_model
from recsys_core.models.vectors import item_vectors
from recsys_core.schema.contracts import Progress, Resources
from recsys_core.schema.dataset import Dataset
from recsys_core.services.feedback_training import FEEDBACK_FILE, taught
from recsys_core.services.reason_scores import check_reasons, save_reason_scores
from recsys_core.services.versions import versions

HOLDOUT_FILE = "holdout.parquet"
MODEL_FOLDER = "model"
EVALUATION_FOLDER = "evaluation"
REFERENCES = ("popularity", "random")


def resources_of(job: Job) -> Resources:
    """Where a job finds the workspace's text vectors."""
    return Resources(vector_folder=job.folder.parent.parent / "vectors")


def dataset_of(job: Job) -> Dataset:
    """The arrays the job was given."""
    return Dataset.load(job.folder.parent.parent / "datasets" / job.payload["fingerprint"])


def train(job: Job, report: Progress) -> dict[str, Any]:
    """Fit one model on everything and leave it in the job's folder."""
    report(0.0, "Reading the data")
    data = dataset_of(job)
    said = job.folder / FEEDBACK_FILE
    if said.is_file():
        data = taught(data, pd.read_parquet(said))
    model = create(job.payload["model"], job.payload["settings"], resources_of(job))
    model.fit(data, part(report, 0.05, 0.95))
    report(0.95, "Saving the model")
    save_model(model, job.folder / f"{MODEL_FOLDER}.partial")
    curve = getattr(model, "learning_curve", None)
    return {
        "model": job.payload["model"],
        "customers": data.n_users,
        "products": data.n_items,
        "events": len(data.user),
        "sentence": model.remark(),
        "learnt_from": data.fingerprint,
        "versions": versions(),
        "curve": None if curve is None else asdict(curve),
    }


def evaluate(job: Job, report: Progress) -> dict[str, Any]:
    """Refit every model asked for on the training part of the split and measure its lists.

    The shortlists of the first round are kept for what-if tuning.
    """
    report(0.0, "Reading the data")
    data = dataset_of(job)
    config = EvaluationConfig(**job.payload["config"])
    splits = splits_of(job, data, config)
    resources = resources_of(job)
    vectors = item_vectors(data, resources)
    wanted: dict[str, dict[str, Any]] = {m["model"]: m["settings"] for m in job.payload["models"]}
    for name in REFERENCES:
        wanted.setdefault(name, {})
    evaluations: list[list[ModelEvaluation]] = []
    reasons: dict[str, ReasonScore] = {}
    folder = job.folder / f"{EVALUATION_FOLDER}.partial"
    steps = len(splits) * len(wanted)
    for fold, split in enumerate(splits):
        measured = []
        for number, (name, settings) in enumerate(wanted.items()):
            done = (fold * len(wanted) + number) / steps
            model = create(name, settings, resources)
            step = part(report, 0.02 + 0.93 * done, 0.02 + 0.93 * (done + 0.7 / steps))
            model.fit(split.train, _named(step, f"{model.card.title}: "))
            step = part(
                report, 0.02 + 0.93 * (done + 0.7 / steps), 0.02 + 0.93 * (done + 1 / steps)
            )
            named = _named(step, f"{model.card.title}: ")
            keeper = CandidateKeeper(split, config.seed) if fold == 0 else None
            watch = keeper.see if keeper else None
            measured.append(evaluate_model(model, split, vectors, config, named, watch))
            if keeper:
                save_candidates(keeper.candidates(), folder, name)
                if name not in REFERENCES:
                    reasons[name] = check_reasons(model, split, measured[-1], config.seed)
        evaluations.append(measured)
    report(0.96, "Intervals and tests")
    board = build(evaluations, splits, config)
    save(board, folder)
    save_reason_scores(reasons, folder)
    return {"models": list(wanted), "sentence": board.sentence, "versions": versions()}


def splits_of(job: Job, data: Dataset, config: EvaluationConfig) -> list[Split]:
    """The training and test parts of an evaluation: the same ones whenever it is asked."""
    pairs = job.folder / HOLDOUT_FILE
    if pairs.exists():
        return [holdout_split(data, pd.read_parquet(pairs), config)]
    return make_splits(data, config)


def _named(report: Progress, name: str) -> Progress:
    def named(fraction: float, message: str = "") -> None:
        report(fraction, f"{name}{message}" if message else name.rstrip(": "))

    return named
