"""The program of a job: `python -m recsys_core.services.worker JOB_FOLDER`.

Runs in a process of its own, reads arrays from the workspace's folders and writes into the job's
folder. It never opens the workspace's database.
"""

import sys
from pathlib import Path
from typing import Any

from recsys_core.jobs.job import Job
from recsys_core.jobs.worker import run
from recsys_core.schema.contracts import Progress
from recsys_core.services.campaigns.offers.job import search_offers
from recsys_core.services.campaigns.response.job import try_responses
from recsys_core.services.evaluation.job import evaluate
from recsys_core.services.evaluation.shuffled_labels import shuffle
from recsys_core.services.training.job import train

WORK = {
    "train": train,
    "evaluate": evaluate,
    "shuffle": shuffle,
    "response": try_responses,
    "clicks": try_responses,
    "offers": search_offers,
}


def work(job: Job, report: Progress) -> dict[str, Any]:
    """Do what the job asks for; returns what its run card shows."""
    return WORK[job.kind](job, report)


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), work))
