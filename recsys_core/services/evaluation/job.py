"""What happens inside a worker process: fit one model, or measure several."""

from pathlib import Path
from shutil import rmtree
from typing import Any

import pandas as pd

from recsys_core.evaluation.candidates import CandidateKeeper, save_candidates
from recsys_core.evaluation.leaderboard import build, save
from recsys_core.evaluation.runner import ModelEvaluation, evaluate_model
from recsys_core.evaluation.splits import EvaluationConfig, Split, holdout_split, make_splits
from recsys_core.explanations.reason_score import ReasonScore
from recsys_core.jobs.job import Job, read_job
from recsys_core.jobs.worker import part
from recsys_core.models.registry import (
    MODELS,
    create,
    full_settings,
    load_model,
    save_model,
)
from recsys_core.models.vectors import item_vectors
from recsys_core.schema.contracts import Progress, Recommender, Resources
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotFoundError, NotReadyError
from recsys_core.schema.evaluation import REFERENCES, YARDSTICKS
from recsys_core.services.evaluation import messages as m
from recsys_core.services.evaluation.model_in_use import CHOOSER
from recsys_core.services.evaluation.reason_quality import check_reasons, save_reason_scores
from recsys_core.services.workspace.job_folder import (
    EVALUATION_FOLDER,
    FITTED_FOLDER,
    HOLDOUT_FILE,
    dataset_of,
    resources_of,
)
from recsys_core.services.workspace.versions import versions
from recsys_core.wording.messages import say


def evaluate(job: Job, report: Progress) -> dict[str, Any]:
    """Refit every model asked for on the training part of the split and measure its lists.

    The shortlists and the fitted models of the first round are kept for what-if tuning.
    """
    report(0.0, say(m.READING))
    data = dataset_of(job)
    config = EvaluationConfig(**job.payload["config"])
    splits = splits_of(job, data, config)
    resources = resources_of(job)
    vectors = item_vectors(data, resources)
    wanted: dict[str, dict[str, Any]] = {m["model"]: m["settings"] for m in job.payload["models"]}
    for name in yardsticks(data):
        wanted.setdefault(name, {})
    before = fitted_before(job) if len(splits) == 1 else {}
    evaluations: list[list[ModelEvaluation]] = []
    reasons: dict[str, ReasonScore] = {}
    folder = job.folder / f"{EVALUATION_FOLDER}.partial"
    steps = len(splits) * len(wanted)
    for fold, split in enumerate(splits):
        measured = []
        for number, (name, settings) in enumerate(wanted.items()):
            done = (fold * len(wanted) + number) / steps
            begun, fitted, listed = (0.02 + 0.93 * (done + of_it / steps) for of_it in (0, 0.7, 1))
            title = say(MODELS[name].card.title)
            model = _kept(before.get(name), resources)
            if model is None:
                model = create(name, settings_for(name, settings, config), resources)
                model.fit(split.train, _named(part(report, begun, fitted), title))
            named = _named(part(report, fitted, listed), title)
            keeper = CandidateKeeper(split, config.seed) if fold == 0 else None
            watch = keeper.see if keeper else None
            measured.append(evaluate_model(model, split, vectors, config, named, watch))
            if keeper:
                save_candidates(keeper.candidates(), folder, name)
                save_model(model, folder / FITTED_FOLDER / name)
                if name not in YARDSTICKS:
                    reasons[name] = check_reasons(model, split, measured[-1], config.seed)
        evaluations.append(measured)
    report(0.96, say(m.TESTING))
    board = build(evaluations, splits, config)
    save(board, folder)
    save_reason_scores(reasons, folder)
    _forget_older_models(job)
    return {"models": list(wanted), "sentence": board.sentence, "versions": versions()}


def yardsticks(data: Dataset) -> list[str]:
    """What models are compared with: the bestsellers, also of the last days where the data has
    dates that reach further back, and the random order.
    """
    return [
        "popularity",
        *(name for name in MODELS if name in REFERENCES and MODELS[name].readiness(data).ready),
    ]


def splits_of(job: Job, data: Dataset, config: EvaluationConfig) -> list[Split]:
    """The training and test parts of an evaluation: the same ones whenever it is asked."""
    pairs = job.folder / HOLDOUT_FILE
    if pairs.exists():
        return [holdout_split(data, pd.read_parquet(pairs), config)]
    return make_splits(data, config)


def settings_for(name: str, settings: dict[str, Any], config: EvaluationConfig) -> dict[str, Any]:
    """Those a model is measured with: `auto` is to choose for what it is measured by, new products
    only or bought ones too.
    """
    if name != CHOOSER:
        return settings
    return {**settings, "may_come_back": not config.new_items_only}


def _kept(folder: Path | None, resources: Resources) -> Recommender | None:
    """The model in that folder; None where it cannot be read and has to be fitted."""
    try:
        return load_model(folder, resources) if folder else None
    except (NotReadyError, NotFoundError):
        return None


def fitted_before(job: Job) -> dict[str, Path]:
    """Folders of the models the newest measurement has fitted on the same data, by the same
    protocol and program, with the settings asked for now: the same seed would fit the same again.
    """
    if (job.folder / HOLDOUT_FILE).exists():
        return {}
    asked = job.payload
    wanted = {one["model"]: one["settings"] for one in asked["models"]}
    for folder in job.folder.parent.glob(f"*/{EVALUATION_FOLDER}/{FITTED_FOLDER}"):
        older = read_job(folder.parent.parent)
        if older is None or (older.folder / HOLDOUT_FILE).exists():
            continue
        same = all(older.payload.get(key) == asked[key] for key in ("config", "fingerprint"))
        if not same or older.result.get("versions") != versions():
            continue
        return {
            one["model"]: folder / one["model"]
            for one in older.payload["models"]
            if one["model"] in wanted
            and full_settings(one["model"], one["settings"])
            == full_settings(one["model"], wanted[one["model"]])
            and (folder / one["model"]).is_dir()
        }
    return {}


def _forget_older_models(job: Job) -> None:
    """Only the newest evaluation is asked for lists again, and fitted models are large."""
    for older in job.folder.parent.glob(f"*/{EVALUATION_FOLDER}/{FITTED_FOLDER}"):
        rmtree(older, ignore_errors=True)


def _named(report: Progress, model: str) -> Progress:
    def named(fraction: float, message: str = "") -> None:
        report(fraction, say(m.STEP, model=model, step=message) if message else model)

    return named
