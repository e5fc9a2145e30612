"""What a job finds in the workspace's folder."""

from recsys_core.jobs.expected import Expected as Expected  # noqa: PLC0414 - pages name them, too
from recsys_core.jobs.expected import expected as expected  # noqa: PLC0414
from recsys_core.jobs.job import Job as Job  # noqa: PLC0414
from recsys_core.schema.contracts import Resources
from recsys_core.schema.dataset import Dataset

HOLDOUT_FILE = "holdout.parquet"
EVALUATION_FOLDER = "evaluation"
FITTED_FOLDER = "models"
"""Below it, the models as they were fitted to the first training part."""


def resources_of(job: Job) -> Resources:
    """Where a job finds the workspace's text vectors."""
    return Resources(vector_folder=job.folder.parent.parent / "vectors")


def dataset_of(job: Job) -> Dataset:
    """The arrays the job was given."""
    return Dataset.load(job.folder.parent.parent / "datasets" / job.payload["fingerprint"])
