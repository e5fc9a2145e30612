"""Measure models on purchases they have not seen, in a process of their own."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from recsys_core.evaluation.board import Leaderboard
from recsys_core.evaluation.board_files import BOARD_FILE, load
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.explanations.reason_score import ReasonScore
from recsys_core.jobs.job import Job
from recsys_core.models.registry import MODELS
from recsys_core.models.settings import parse_settings
from recsys_core.schema.checksums import UNREADABLE
from recsys_core.schema.config import DataSettings
from recsys_core.schema.errors import InputError, NotFoundError, NotReadyError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import audited
from recsys_core.services.evaluation import messages as m
from recsys_core.services.evaluation.reason_quality import load_reason_scores
from recsys_core.services.training.queue import model_names, wait_for
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.job_folder import EVALUATION_FOLDER, HOLDOUT_FILE
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

UNREADABLE_OR_GONE: tuple[type[Exception], ...] = (*UNREADABLE, NotFoundError)
_boards: PerWorkspace[str, Leaderboard] = PerWorkspace("figures", most=64, megabytes=64)


@needs(Role.ANALYST)
@audited("measure", told=lambda job: {"run": job.job_id})
def start_evaluation(
    ws: Workspace,
    models: Sequence[str],
    config: EvaluationConfig | None = None,
    holdout: Path | None = None,
    data_settings: DataSettings | None = None,
    after: Job | None = None,
) -> Job:
    """Queue the measurement of `models`, always beside popularity and random; returns at once.

    A model is measured with the settings of its latest training, one under way included, any other
    with the defaults. `holdout` is a file of customer and product pairs that nobody trained on.
    after: a job without which it is in vain.
    """
    config = config or EvaluationConfig()
    for name in models:
        if name not in MODELS:
            raise InputError(say(m.UNKNOWN_MODEL, model=name, models=", ".join(model_names())))
    data = ws.dataset(data_settings)
    for name in models:
        state = MODELS[name].readiness(data)
        if not state.ready:
            raise NotReadyError(state.reason)
    ws.dataset_folder(data.settings)
    settings = _latest_settings(ws)
    payload = {
        "models": [{"model": name, "settings": settings.get(name, {})} for name in models],
        "config": config.model_dump(mode="json"),
        "data_settings": data.settings.model_dump(mode="json"),
        "fingerprint": data.fingerprint,
        "data_version": ws.data_version(),
    }
    if after:
        payload["after"] = after.job_id
    pairs = None
    if holdout is not None:
        from recsys_core.services.evaluation.holdout import read_pairs

        pairs = read_pairs(holdout)

    def prepare(folder: Path) -> None:
        if pairs is not None:
            pairs.to_parquet(folder / HOLDOUT_FILE, index=False)

    return ws.jobs.submit("evaluate", "models", say(m.MEASURING), payload, prepare)


def _latest_settings(ws: Workspace) -> dict[str, Any]:
    under_way = {
        job.payload["model"]: job.payload["settings"]
        for job in ws.jobs.running()
        if job.kind == "train"
    }
    return {name: one.settings for name, one in trained_models(ws).items()} | under_way


def evaluation_config(**given: object) -> EvaluationConfig:
    """The protocol; a value out of range raises `InputError` in a sentence."""
    return parse_settings(EvaluationConfig, given, say(m.THE_EVALUATION))


@needs(Role.VIEWER)
def models_to_measure(
    ws: Workspace, names: Sequence[str] = (), everything: bool = False
) -> list[str]:
    """The models named; else every model the data is enough for; else the trained ones."""
    if names:
        return list(names)
    if everything:
        data = ws.dataset()
        return [name for name in model_names() if MODELS[name].readiness(data).ready]
    trained = list(trained_models(ws))
    if not trained:
        raise NotReadyError(say(m.NONE_TO_MEASURE))
    return trained


@needs(Role.ANALYST)
def evaluate_and_wait(
    ws: Workspace,
    models: Sequence[str],
    config: EvaluationConfig | None = None,
    holdout: Path | None = None,
    on_change: Callable[[Job], None] | None = None,
) -> Leaderboard:
    """`start_evaluation`, then wait for the figures."""
    job = wait_for(ws, start_evaluation(ws, models, config, holdout), on_change)
    return leaderboard_of(ws, job.job_id)


@needs(Role.VIEWER)
def leaderboard_of(ws: Workspace, run_id: str) -> Leaderboard:
    """The figures of one finished evaluation; `NotFoundError` where they cannot be read."""
    return _boards.get(ws, run_id, lambda: _board(ws, run_id))


def _board(ws: Workspace, run_id: str) -> Leaderboard:
    job = ws.jobs.get(run_id)
    try:
        EvaluationConfig(**job.payload["config"])
        float(job.result.get("seconds", 0))
        return load(job.folder / EVALUATION_FOLDER)
    except UNREADABLE_OR_GONE as error:
        ws.jobs.set_aside(run_id, BOARD_FILE)
        raise NotFoundError(str(ws.jobs.get(run_id).error)) from error


@needs(Role.VIEWER)
def reason_scores(ws: Workspace, run_id: str) -> dict[str, ReasonScore]:
    """How true each model's reasons are, as checked with one finished evaluation."""
    return load_reason_scores(ws.jobs.get(run_id).folder / EVALUATION_FOLDER)


@needs(Role.VIEWER)
def evaluations(ws: Workspace) -> list[Job]:
    """Finished evaluations whose figures can be read, newest first."""
    done = [job for job in ws.jobs.list() if job.kind == "evaluate" and job.state == "done"]
    return [job for job in done[::-1] if _readable(ws, job)]


def _readable(ws: Workspace, job: Job) -> bool:
    try:
        leaderboard_of(ws, job.job_id)
    except NotFoundError:
        return False
    return True


@needs(Role.VIEWER)
def latest_evaluation(ws: Workspace) -> Leaderboard | None:
    """The figures of the newest evaluation, None before the first."""
    done = evaluations(ws)
    return leaderboard_of(ws, done[0].job_id) if done else None
