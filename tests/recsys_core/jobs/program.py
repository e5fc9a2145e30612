"""A program for the queue to run in tests: `python -m tests.recsys_core.jobs.program FOLDER`."""

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from recsys_core.jobs.job import Job
from recsys_core.jobs.worker import run
from recsys_core.schema.contracts import Progress
from recsys_core.schema.errors import NotReadyError


def work(job: Job, report: Progress) -> dict[str, Any]:
    """Does what the payload's `do` says."""
    partial = job.folder / "model.partial"
    partial.mkdir()
    (partial / "state.txt").write_text("half")
    match job.payload["do"]:
        case "finish":
            report(0.5, "half way")
        case "refuse":
            raise NotReadyError("There is nothing to learn from yet. Import purchases first.")
        case "crash":
            raise ZeroDivisionError
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "polite":
            for step in range(600):
                report(step / 600, f"step {step}")
                time.sleep(0.05)
        case "deaf":
            (job.folder / "pid").write_text(str(os.getpid()))
            time.sleep(60)
    return {"answer": 42, "niceness": os.nice(0)}


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), work))
