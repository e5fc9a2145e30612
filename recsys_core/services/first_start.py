"""The first start: a new workspace gets the sample and its first models."""

from dataclasses import dataclass

from recsys_core.schema.contracts import Progress, silent
from recsys_core.services import messages as m
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.data.samples import load_sample
from recsys_core.services.evaluation.queue import start_evaluation
from recsys_core.services.training.queue import start_training
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import imports as import_table
from recsys_core.wording.messages import say

FIRST_SAMPLE = "complete-journey"
FIRST_MODELS = ("popularity", "ease")


@dataclass(frozen=True)
class FirstStart:
    """What was done."""

    loaded: bool
    sample: str | None
    sentence: str


@needs(Role.ANALYST)
def first_start(ws: Workspace, report: Progress = silent) -> FirstStart:
    """Load the sample into a workspace that never held anything, and queue its first models.

    A workspace that has, or once had, data of its own is left as it is.
    """
    with ws.db.read() as cursor:
        untouched = import_table.list_imports(cursor).empty
    if not untouched:
        return FirstStart(False, None, say(m.READY))
    loaded = load_sample(ws, FIRST_SAMPLE, report)
    start_first_models(ws)
    return FirstStart(True, FIRST_SAMPLE, say(m.SAMPLE_LOADED, n=loaded.rows_read))


@needs(Role.ANALYST)
def start_first_models(ws: Workspace) -> None:
    """Queue the first models and their measurement, unless a model is there or on its way."""
    if trained_models(ws) or ws.jobs.running():
        return
    for name in FIRST_MODELS:
        start_training(ws, name)
    start_evaluation(ws, FIRST_MODELS)
