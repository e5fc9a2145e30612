"""Service answers of this page, kept until the data, the model or the request changes.

In `cache_resource`, which hands out the same immutable object without copying it.
"""

from dataclasses import replace

import streamlit as st

from recsys_core.schema.config import DataSettings
from recsys_core.services import comparing, history
from recsys_core.services.choosing import best_model
from recsys_core.services.comparing import OneList, Why
from recsys_core.services.customers import CustomerProfile, customer_profile
from recsys_core.services.describing import figures, latest_measurement
from recsys_core.services.recommending import RecommendRequest
from recsys_core.services.runs import TrainedModel, trained_models
from recsys_core.services.workspace import Workspace

_KEY = {Workspace: lambda ws: str(ws.path)}


def models(ws: Workspace) -> dict[str, TrainedModel]:
    """Trained models by name, in the order of their training."""
    return _models(ws, _runs(ws))


def best(ws: Workspace) -> str:
    """The model to use when nobody says."""
    return _best(ws, _runs(ws))


def one_list(ws: Workspace, request: RecommendRequest) -> OneList:
    """One model's list; `request.model` names the model."""
    return _one_list(ws, ws.data_version(), _pinned(ws, request))


def why(ws: Workspace, request: RecommendRequest, item: str) -> Why:
    """The evidence for a product. Diversity and length do not change it."""
    asked = replace(_pinned(ws, request), diversity=0.0, k=1)
    return _why(ws, ws.data_version(), asked, item)


def past(ws: Workspace, user: str, settings: DataSettings) -> tuple[history.PastProduct, ...]:
    """What the customer has bought or rated."""
    return _past(ws, ws.data_version(), user, settings.model_dump_json())


def profile(ws: Workspace, user: str) -> CustomerProfile:
    """One customer. Its frames are shared: do not change them."""
    return _profile(ws, ws.data_version(), user)


def held_out(ws: Workspace) -> dict[str, dict[str, tuple[float, float, float, str]]]:
    """By model and metric: value, low, high and the label, from the latest evaluation."""
    return _held_out(ws, ws.data_version(), _runs(ws))


def _pinned(ws: Workspace, request: RecommendRequest) -> RecommendRequest:
    """The request for exactly this training, so that a new one is not answered from memory."""
    trained = models(ws).get(request.model)
    return replace(request, model=trained.run_id) if trained else request


def _runs(ws: Workspace) -> tuple[str, ...]:
    return tuple(f"{job.job_id} {job.state}" for job in ws.jobs.list())


@st.cache_resource(show_spinner=False, max_entries=8, hash_funcs=_KEY)
def _models(ws: Workspace, runs: tuple[str, ...]) -> dict[str, TrainedModel]:
    return trained_models(ws)


@st.cache_resource(show_spinner=False, max_entries=8, hash_funcs=_KEY)
def _best(ws: Workspace, runs: tuple[str, ...]) -> str:
    return best_model(ws)


@st.cache_resource(show_spinner=False, max_entries=512, hash_funcs=_KEY)
def _one_list(ws: Workspace, version: int, request: RecommendRequest) -> OneList:
    return comparing.one_list(ws, request)


@st.cache_resource(show_spinner=False, max_entries=128, hash_funcs=_KEY)
def _why(ws: Workspace, version: int, request: RecommendRequest, item: str) -> Why:
    return comparing.why(ws, request, item)


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=_KEY)
def _past(ws: Workspace, version: int, user: str, settings: str) -> tuple[history.PastProduct, ...]:
    return history.past_products(ws, user, DataSettings.model_validate_json(settings))


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=_KEY)
def _profile(ws: Workspace, version: int, user: str) -> CustomerProfile:
    return customer_profile(ws, user)


@st.cache_resource(show_spinner=False, max_entries=8, hash_funcs=_KEY)
def _held_out(
    ws: Workspace, version: int, runs: tuple[str, ...]
) -> dict[str, dict[str, tuple[float, float, float, str]]]:
    found = latest_measurement(ws)
    out: dict[str, dict[str, tuple[float, float, float, str]]] = {}
    if found is not None:
        for row in figures(found.board).itertuples():
            out.setdefault(row.model, {})[row.name] = (row.value, row.low, row.high, row.metric)
    return out
