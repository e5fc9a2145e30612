"""Finished runs: recorded in the database, their models loaded once and kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from recsys_core.jobs.job import JOB_FILE, RESULT_FILE, Job
from recsys_core.models.registry import MODELS, load_model
from recsys_core.schema.checksums import UNREADABLE, DamagedError
from recsys_core.schema.config import DataSettings
from recsys_core.schema.contracts import ModelCard, Recommender, Resources
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotFoundError, NotReadyError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import audited
from recsys_core.services.workspace import messages as m
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import runs as run_table
from recsys_core.wording.messages import say

# Five models side by side; ten thousand products make an EASE of 400 MB.
_kept: PerWorkspace[str, tuple[Recommender, Dataset]]
_kept = PerWorkspace("models", most=5, megabytes=3072)


@dataclass(frozen=True)
class TrainedModel:
    """A finished training whose model can be used."""

    run_id: str
    model: str
    card: ModelCard
    settings: dict[str, Any]
    data_settings: DataSettings
    fingerprint: str
    data_version: int
    trained_at: datetime
    seconds: float
    peak_mb: float
    customers: int
    products: int


@needs(Role.VIEWER)
def trained_models(ws: Workspace) -> dict[str, TrainedModel]:
    """The latest usable training of each model, by model name."""
    return {one.model: one for one in _trainings(ws)}


@needs(Role.VIEWER)
def trained_model(ws: Workspace, name: str) -> TrainedModel:
    """The latest training of `name`, which may also be a run id; `NotReadyError` says how to
    get one.
    """
    found = trained_models(ws)
    if name in found:
        return found[name]
    for one in _trainings(ws):
        if one.run_id == name:
            return one
    title = MODELS[name].card.title if name in MODELS else name
    raise NotReadyError(say(m.NOT_TRAINED, title=title, model=name))


@needs(Role.VIEWER)
def fitted(ws: Workspace, trained: TrainedModel) -> tuple[Recommender, Dataset]:
    """The model ready to score, and the data whose item codes it uses. Kept in memory, five at
    most.
    """
    return _kept.get(ws, trained.run_id, lambda: _loaded(ws, trained))


def _loaded(ws: Workspace, trained: TrainedModel) -> tuple[Recommender, Dataset]:
    resources = Resources(vector_folder=ws.path / "vectors")
    try:
        model = load_model(ws.jobs.folder / trained.run_id / "model", resources)
    except (NotReadyError, NotFoundError) as error:
        cause = error.__cause__
        ws.jobs.set_aside(
            trained.run_id, str(cause) if isinstance(cause, DamagedError) else "model"
        )
        raise
    return model, _dataset_of(ws, trained)


def _dataset_of(ws: Workspace, trained: TrainedModel) -> Dataset:
    for _, data in _kept.values(ws):
        if data.fingerprint == trained.fingerprint:
            return data
    if ws.fingerprint(trained.data_settings) == trained.fingerprint:
        return ws.dataset(trained.data_settings)
    return Dataset.load(ws.path / "datasets" / trained.fingerprint)


@needs(Role.ANALYST)
def forget_models(ws: Workspace) -> None:
    """Drop the models held in memory; the data beside them has changed."""
    _kept.clear(ws)


@needs(Role.VIEWER)
def runs_frame(ws: Workspace) -> pd.DataFrame:
    """All runs, newest first."""
    sync_runs(ws)
    with ws.db.read() as cursor:
        return run_table.list_runs(cursor)


@needs(Role.ANALYST)
@audited("run-deleted")
def delete_run(ws: Workspace, run_id: str) -> None:
    """Remove a finished run, its model and its figures."""
    ws.jobs.delete(run_id)
    with ws.db.write() as cursor:
        run_table.delete_run(cursor, run_id)
    _kept.forget(ws, run_id)


@needs(Role.VIEWER)
def sync_runs(ws: Workspace) -> None:
    """Record in the database the jobs that ended since the last look."""
    with ws.db.read() as cursor:
        known = run_table.run_states(cursor)
    new = [job for job in ws.jobs.list() if job.finished and known.get(job.job_id) != job.state]
    if not new:
        return
    with ws.db.write() as cursor:
        for job in new:
            run_table.delete_run(cursor, job.job_id)
            run_table.insert_run(cursor, _record(job))


def _number(value: object) -> int | float | None:
    """A number of a file; None for anything else, which another version or damage put there."""
    return value if isinstance(value, int | float) else None


def _record(job: Job) -> dict[str, Any]:
    settings = job.payload.get("settings", {})
    return {
        "run_id": job.job_id,
        "kind": job.kind,
        "model": job.payload.get("model", ""),
        "config": job.payload.get("settings", job.payload.get("config", {})),
        "data_fingerprint": job.payload.get("fingerprint", ""),
        "settings": job.payload.get("data_settings", {}),
        "seed": _number(settings.get("seed") if isinstance(settings, dict) else None),
        "created_at": datetime.fromtimestamp(job.created_at, UTC).replace(tzinfo=None),
        "seconds": _number(job.result.get("seconds", job.elapsed)),
        "peak_mb": _number(job.result.get("peak_mb")),
        "state": job.state,
        "note": job.error or job.result.get("sentence", ""),
    }


def _trainings(ws: Workspace) -> Iterator[TrainedModel]:
    """Every usable training, oldest first; one whose files say too little is set aside."""
    for job in ws.jobs.list():
        if job.kind == "train" and job.state == "done" and job.payload.get("model") in MODELS:
            try:
                yield _trained(job)
            except UNREADABLE:
                ws.jobs.set_aside(job.job_id, JOB_FILE if job.result else RESULT_FILE)


def _trained(job: Job) -> TrainedModel:
    for name in ("curve", "versions"):
        if not isinstance(job.result.get(name) or {}, dict):
            raise TypeError(name)
    return TrainedModel(
        run_id=job.job_id,
        model=job.payload["model"],
        card=MODELS[job.payload["model"]].card,
        settings=dict(job.payload["settings"]),
        data_settings=DataSettings(**job.payload["data_settings"]),
        fingerprint=job.payload["fingerprint"],
        data_version=job.payload["data_version"],
        trained_at=datetime.fromtimestamp(job.status.finished_at or job.created_at, UTC),
        seconds=float(job.result["seconds"]),
        peak_mb=float(job.result["peak_mb"]),
        customers=int(job.result["customers"]),
        products=int(job.result["products"]),
    )
