"""Train models, list them, and hand fitted ones to whoever needs their scores."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recsys_core.jobs.job import Job
from recsys_core.models.registry import MODELS, create, trainable
from recsys_core.schema.config import DataSettings
from recsys_core.schema.contracts import ModelCard, Readiness
from recsys_core.schema.errors import InputError, NotReadyError, TastelabError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import audited
from recsys_core.services.customers.feedback import count_feedback, list_feedback
from recsys_core.services.customers.feedback_training import FEEDBACK_FILE
from recsys_core.services.training import messages as m
from recsys_core.services.workspace.runs import TrainedModel, sync_runs, trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class ModelInfo:
    """A model that can be trained: its card, its settings, and whether this data is enough."""

    name: str
    card: ModelCard
    ready: bool
    reason: str
    config: dict[str, Any]
    trained: TrainedModel | None

    def to_json(self) -> dict[str, Any]:
        """The keys of the command line's `models`."""
        return {
            "name": self.name,
            "family": self.card.family,
            "ready": self.ready,
            "reason": self.reason,
            "config": self.config,
        }


@dataclass(frozen=True)
class TrainResult:
    """How a training ended well."""

    run_id: str
    model: str
    seconds: float
    peak_mb: float
    sentence: str = ""

    def to_json(self) -> dict[str, Any]:
        """The keys of the command line's `train`."""
        return {
            "run_id": self.run_id,
            "seconds": self.seconds,
            "peak_mb": self.peak_mb,
            "sentence": self.sentence,
        }


def model_names() -> list[str]:
    """Names of the models that can be trained, in the order of the registry."""
    return list(trainable())


def config_class(name: str) -> type[Any]:
    """The settings class of a model, from which its form is made."""
    _known(name)
    return MODELS[name].Config


@needs(Role.VIEWER)
def readiness_of_models(ws: Workspace) -> dict[str, Readiness]:
    """Of every model that can be trained, on the data as the current settings leave it.

    Without any data none is ready, with the reason.
    """
    try:
        data = ws.dataset()
    except TastelabError as error:
        return dict.fromkeys(model_names(), Readiness(False, str(error)))
    return {name: MODELS[name].readiness(data) for name in model_names()}


@needs(Role.VIEWER)
def list_models(ws: Workspace) -> list[ModelInfo]:
    """Every model that can be trained, with its readiness for the workspace's data."""
    trained = trained_models(ws)
    infos = []
    for name, state in readiness_of_models(ws).items():
        kind = MODELS[name]
        config = kind.Config().model_dump(mode="json")
        infos.append(
            ModelInfo(name, kind.card, state.ready, state.reason, config, trained.get(name))
        )
    return infos


@needs(Role.ANALYST)
@audited("train", told=lambda job: {"run": job.job_id, "model": job.payload["model"]})
def start_training(
    ws: Workspace,
    model: str,
    settings: Mapping[str, object] | None = None,
    data_settings: DataSettings | None = None,
) -> Job:
    """Queue the training of one model on everything; returns at once.

    Raises `InputError` for an unknown model or setting, `NotReadyError` when the data is too thin.
    """
    _known(model)
    config = create(model, settings or {}).config
    data = ws.dataset(data_settings)
    state = MODELS[model].readiness(data)
    if not state.ready:
        raise NotReadyError(state.reason)
    ws.dataset_folder(data.settings)
    payload = {
        "model": model,
        "settings": config.model_dump(mode="json"),
        "data_settings": data.settings.model_dump(mode="json"),
        "fingerprint": data.fingerprint,
        "data_version": ws.data_version(),
    }
    feedback = list_feedback(ws) if data.settings.feedback else None
    if feedback is not None and len(feedback):
        payload["feedback"] = count_feedback(ws)

    def prepare(folder: Path) -> None:
        if feedback is not None and len(feedback):
            feedback.to_parquet(folder / FEEDBACK_FILE, index=False)

    return ws.jobs.submit("train", model, MODELS[model].card.title, payload, prepare)


@needs(Role.ANALYST)
def train_and_wait(
    ws: Workspace,
    model: str,
    settings: Mapping[str, object] | None = None,
    on_change: Callable[[Job], None] | None = None,
) -> TrainResult:
    """Train in a process of its own and wait for the end; raises what went wrong as a sentence."""
    job = wait_for(ws, start_training(ws, model, settings), on_change)
    found = job.result
    return TrainResult(
        job.job_id, model, found["seconds"], found["peak_mb"], found.get("sentence", "")
    )


@needs(Role.ANALYST)
def wait_for(ws: Workspace, job: Job, on_change: Callable[[Job], None] | None = None) -> Job:
    """Wait for a job; cancels it when interrupted from the keyboard."""
    try:
        job = ws.jobs.wait(job.job_id, on_change)
    except KeyboardInterrupt:
        ws.jobs.cancel(job.job_id)
        ws.jobs.wait(job.job_id)
        raise
    sync_runs(ws)
    if job.state == "cancelled":
        raise TastelabError(say(m.CANCELLED, title=job.title))
    if job.state != "done":
        raise TastelabError(job.error or say(m.NOT_FINISHED, title=job.title))
    return job


@needs(Role.ANALYST)
def retry(ws: Workspace, job_id: str) -> Job:
    """Queue the same job again, on the data as it is now."""
    job = ws.jobs.get(job_id)
    if job.kind != "train":
        raise InputError(say(m.ONLY_TRAININGS))
    return start_training(
        ws,
        job.payload["model"],
        job.payload["settings"],
        DataSettings(**job.payload["data_settings"]),
    )


def _known(model: str) -> None:
    if model not in model_names():
        raise InputError(say(m.UNKNOWN_MODEL, model=model, models=", ".join(model_names())))
