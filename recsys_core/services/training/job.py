"""What happens inside the worker process of a training: fit one model."""

from dataclasses import asdict
from typing import Any

import pandas as pd

from recsys_core.jobs.job import Job
from recsys_core.jobs.worker import part
from recsys_core.models.registry import create, save_model
from recsys_core.schema.contracts import Progress
from recsys_core.services.customers.feedback_training import FEEDBACK_FILE, with_feedback
from recsys_core.services.training import messages as m
from recsys_core.services.workspace.job_folder import dataset_of, resources_of
from recsys_core.services.workspace.versions import versions
from recsys_core.wording.messages import say

MODEL_FOLDER = "model"


def train(job: Job, report: Progress) -> dict[str, Any]:
    """Fit one model on everything and leave it in the job's folder."""
    report(0.0, say(m.READING_DATA))
    data = dataset_of(job)
    feedback = job.folder / FEEDBACK_FILE
    if feedback.is_file():
        data = with_feedback(data, pd.read_parquet(feedback))
    model = create(job.payload["model"], job.payload["settings"], resources_of(job))
    model.fit(data, part(report, 0.05, 0.95))
    report(0.95, say(m.SAVING_MODEL))
    save_model(model, job.folder / f"{MODEL_FOLDER}.partial")
    curve = getattr(model, "learning_curve", None)
    return {
        "model": job.payload["model"],
        "customers": data.n_users,
        "products": data.n_items,
        "events": len(data.user),
        "sentence": model.remark(),
        "learnt_from": data.fingerprint,
        "versions": versions(),
        "curve": None if curve is None else asdict(curve),
    }
