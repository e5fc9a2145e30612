"""What the Models and Evaluation pages read, kept until the data or the runs change."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from pages.kit.cache import QUIETLY, runs_of
from recsys_core.schema.errors import TastelabError
from recsys_core.services.evaluation.latest import Measurement, latest_measurement
from recsys_core.services.evaluation.model_in_use import Proposal, models_in_use, proposal
from recsys_core.services.training.queue import ModelInfo, list_models
from recsys_core.services.training.readiness import ModelReadiness, readiness
from recsys_core.services.training.staleness import Staleness, staleness
from recsys_core.services.workspace.job_folder import Job
from recsys_core.services.workspace.workspace import Workspace


def models(ws: Workspace) -> list[ModelInfo]:
    """Every model that can be trained, with its readiness."""
    return _models(ws, ws.data_version(), runs_of(ws))


def measurement(ws: Workspace) -> Measurement | None:
    """The newest evaluation and what has changed since."""
    return _measurement(ws, ws.data_version(), runs_of(ws))


def in_use(ws: Workspace) -> tuple[str, ...]:
    """The models in use: for new products, and for lists that may hold bought ones; nothing before
    the first training.
    """
    return used(ws, runs_of(ws))


def proposed(ws: Workspace) -> Proposal | None:
    """A model that was measured better than the one in use."""
    return _proposed(ws, runs_of(ws))


def stale(ws: Workspace) -> dict[str, Staleness]:
    """How far the data has moved on since each trained model learned."""
    return _stale(ws, ws.data_version(), runs_of(ws))


def needs(ws: Workspace, model: str) -> ModelReadiness | None:
    """What a model needs of the data and what is there."""
    return _needs(ws, ws.data_version(), ws.settings().model_dump_json()).get(model)


def rated(ws: Workspace) -> bool:
    """Whether the data holds ratings, for which some models are made."""
    return _rated(ws, ws.data_version(), ws.settings().model_dump_json())


def under_way(ws: Workspace) -> dict[str, str]:
    """The models being trained or waiting for it: name -> `running` or `queued`."""
    return {
        job.payload["model"]: job.state
        for job in ws.jobs.list()
        if job.kind == "train" and not job.finished
    }


def running(ws: Workspace, model: str) -> Job | None:
    """The training of a model that is running, None when there is none (any more)."""
    return next(
        (
            job
            for job in ws.jobs.list()
            if job.kind == "train" and job.state == "running" and job.payload["model"] == model
        ),
        None,
    )


def failures(ws: Workspace, kind: str) -> Sequence[Job]:
    """Jobs that went wrong and were not followed by another try, newest first."""
    latest = {}
    for job in ws.jobs.list():
        if job.kind == kind:
            latest[job.payload.get("model", "")] = job
    return [job for job in reversed(latest.values()) if job.state in ("failed", "killed")]


def local(moment: datetime) -> datetime:
    """A time in the visitor's own time zone; times without one are taken as UTC."""
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(ZoneInfo(st.context.timezone or "UTC"))
    except (KeyError, ValueError, OSError):
        return moment


@st.cache_data(max_entries=20, **QUIETLY)
def _models(ws: Workspace, version: int, runs: tuple[str, ...]) -> list[ModelInfo]:
    return list_models(ws)


@st.cache_data(max_entries=20, **QUIETLY)
def _measurement(ws: Workspace, version: int, runs: tuple[str, ...]) -> Measurement | None:
    return latest_measurement(ws)


@st.cache_data(max_entries=20, **QUIETLY)
def used(ws: Workspace, runs: tuple[str, ...]) -> tuple[str, ...]:
    """`in_use`, by the state of the runs (`runs_of`)."""
    return models_in_use(ws)


@st.cache_data(max_entries=20, **QUIETLY)
def _proposed(ws: Workspace, runs: tuple[str, ...]) -> Proposal | None:
    return proposal(ws)


@st.cache_data(max_entries=20, **QUIETLY)
def _stale(ws: Workspace, version: int, runs: tuple[str, ...]) -> dict[str, Staleness]:
    return staleness(ws)


@st.cache_data(max_entries=20, **QUIETLY)
def _rated(ws: Workspace, version: int, settings: str) -> bool:
    try:
        return ws.dataset().kind == "explicit"
    except TastelabError:
        return False


@st.cache_data(max_entries=20, **QUIETLY)
def _needs(ws: Workspace, version: int, settings: str) -> dict[str, ModelReadiness]:
    return {one.model: one for one in readiness(ws)}
