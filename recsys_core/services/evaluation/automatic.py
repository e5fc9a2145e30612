"""A training that is measured as soon as it has ended."""

from collections.abc import Mapping

from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.jobs.job import Job
from recsys_core.schema.config import DataSettings
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.evaluation.queue import evaluations, start_evaluation
from recsys_core.services.training.queue import readiness_of_models, start_training
from recsys_core.services.workspace.job_folder import HOLDOUT_FILE
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace


@needs(Role.ANALYST)
def train_and_measure(
    ws: Workspace,
    model: str,
    settings: Mapping[str, object] | None = None,
    data_settings: DataSettings | None = None,
) -> Job:
    """Queue the training of one model, and behind it its measurement beside the others; returns
    the training at once.

    Measured as the newest measurement was, beside all it measured and all that is trained. What
    has not changed since is not fitted again (services/evaluation/job.py).
    """
    job = start_training(ws, model, settings, data_settings)
    latest = next((e for e in evaluations(ws) if not (e.folder / HOLDOUT_FILE).exists()), None)
    config = EvaluationConfig(**latest.payload["config"]) if latest else EvaluationConfig()
    before = [one["model"] for one in latest.payload["models"]] if latest else []
    ready = {name for name, state in readiness_of_models(ws).items() if state.ready}
    names = dict.fromkeys((*before, *trained_models(ws), model))
    start_evaluation(ws, [name for name in names if name in ready], config, after=job)
    return job
