"""Service answers that several pages ask for, kept until the data or the runs change.

Keyed by the workspace and its data version, never by a frame: Streamlit hashes only a part of a
large one.
"""

from typing import Literal

import pandas as pd
import streamlit as st

from pages.kit.cache import QUIETLY, runs_of
from recsys_core.services import overview as overview_service
from recsys_core.services.data.health import checkup as health_service
from recsys_core.services.workspace.workspace import Workspace


def headline(ws: Workspace) -> overview_service.Headline:
    """The quiet line of every page."""
    return _headline(ws, ws.data_version(), runs_of(ws))


def overview(ws: Workspace) -> overview_service.Overview:
    """What the Overview page says."""
    return _overview(ws, ws.data_version(), runs_of(ws))


def health(ws: Workspace) -> health_service.Health:
    """Soundness of the data; the service itself keeps it until the data changes."""
    return health_service.health(ws)


def long_tail(ws: Workspace) -> pd.DataFrame:
    """The Lorenz curve of purchases over products."""
    return _long_tail(ws, ws.data_version())


def activity(ws: Workspace, step: Literal["day", "week"] = "week") -> pd.DataFrame:
    """Purchases and customers per week or day."""
    return _activity(ws, ws.data_version(), step)


@st.cache_data(max_entries=20, **QUIETLY)
def _headline(ws: Workspace, version: int, runs: tuple[str, ...]) -> overview_service.Headline:
    return overview_service.headline(ws)


@st.cache_data(max_entries=20, **QUIETLY)
def _overview(ws: Workspace, version: int, runs: tuple[str, ...]) -> overview_service.Overview:
    return overview_service.overview(ws)


@st.cache_data(max_entries=20, **QUIETLY)
def _long_tail(ws: Workspace, version: int) -> pd.DataFrame:
    return health_service.long_tail(ws)


@st.cache_data(max_entries=20, **QUIETLY)
def _activity(ws: Workspace, version: int, step: Literal["day", "week"]) -> pd.DataFrame:
    return health_service.activity(ws, step)
