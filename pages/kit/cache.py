"""How pages keep the answers of services: by workspace, and by the state of its data and runs.

Never by a frame: Streamlit hashes only a part of a large one.
"""

from collections.abc import Callable
from typing import Any

from recsys_core.services.customers.feedback import feedback_stamp
from recsys_core.services.customers.rule_groups import segments_stamp
from recsys_core.services.workspace.workspace import Workspace


def _place_and_role(ws: Workspace) -> str:
    """An answer that was kept for one role is not handed to another: the service is asked."""
    return f"{ws.path} {ws.role()}"


BY_PATH: dict[str | type[Any], Callable[[Any], Any]] = {Workspace: _place_and_role}
QUIETLY: dict[str, Any] = {"show_spinner": False, "hash_funcs": BY_PATH}
"""For `st.cache_data(max_entries=…, **QUIETLY)` of functions of a workspace."""

State = tuple[int, int, int]


def state_of(ws: Workspace) -> State:
    """Changes whenever the data, the feedback or a saved segment does."""
    return ws.data_version(), feedback_stamp(ws), segments_stamp(ws)


def runs_of(ws: Workspace) -> tuple[str, ...]:
    """Changes whenever a run begins, ends or is deleted, and when another model is put in use."""
    runs = (f"{job.job_id} {job.state}" for job in ws.jobs.list())
    return (*runs, *(f"{lists} {model}" for lists, model in ws.models_in_use().items()))
