"""What the first visitor would wait for, done while nobody waits.

What was made by then stays as long as the server does, so the garbage collector need not look at it
again: a full collection beside a large workspace holds every session up.
"""

import gc
import logging
import os
from contextlib import suppress
from threading import Thread, current_thread

from pages.kit import errors, guard
from recsys_core.services.evaluation.model_in_use import model_in_use
from recsys_core.services.keeping.snapshots import every_day
from recsys_core.services.workspace.runs import fitted, trained_model
from recsys_core.services.workspace.workspace import Workspace

NAME = "warm"


def in_background() -> None:
    """Begin; the server does not wait for it."""
    Thread(target=warm, name=NAME, daemon=True).start()


def warm() -> None:
    """Open the workspace; read its data and the model that pages ask for first."""
    # Streamlit warns of work outside a session, which is what this is.
    logger = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    logger.addFilter(lambda record: current_thread().name != NAME)
    with suppress(*errors.EXPECTED):
        ws = guard.opened(os.environ.get(guard.VARIABLE) or guard.DEFAULT)
        every_day(ws)
        read(ws)
    gc.collect()
    gc.freeze()


def read(ws: Workspace) -> None:
    """The data, and the model lists are made with. Raises what pages say in a sentence."""
    if ws.is_empty():
        return
    ws.dataset()
    fitted(ws, trained_model(ws, model_in_use(ws)))
