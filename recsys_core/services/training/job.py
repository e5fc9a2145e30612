"""What happens inside the worker process of a training: fit one model."""

from dataclasses import asdict
from typing import Any

import pandas as pd

from recsys_core.jobs.job import Job
from recsys_core.jobs.worker import part
from recsys_core.models.registry import create, save_model
from recsys_core.schema.contracts import Progress
from recsys_core.services.customers.feedback_training import FEEDBACK_FILE, with_feedback
from recsys_core.services.workspace.job_folder import dataset_of, resources_of
from recsys_core.services.workspace.versions import versions

MODEL_FOLDER = "model"


def train(job: Job, report: Progress) -> dict[str, Any]:
    """Fit one model on everything and leave it in the job's folder."""
    report(0.0, "Reading the data")
    data = dataset_of(job)
    said = job.folder / FEEDBACK_FILE
    if said.is_file():
        data = with_feedback(data, pd.read_parquet(said))
    model = create(job.payload["model"], job.payload["settings"], resources_of(job))
    model.fit(data, part(report, 0.05, 0.95))
    report(0.95, "Saving the model")
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
