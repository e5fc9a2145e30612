"""Runs the jobs of one queue, one after another.

Started as `python -m recsys_core.jobs.supervisor FOLDER TARGET`.

Only one supervisor works on a queue (a lock file says so). It ends when nothing waits.
Results count only when the program ended well: the supervisor renames them into place.
"""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from recsys_core.jobs import messages as m
from recsys_core.jobs.job import (
    CANCEL_FILE,
    ERROR_FILE,
    LOG_FILE,
    PARTIAL,
    PROGRESS_FILE,
    Job,
    State,
    Status,
    read_job,
    write_status,
)
from recsys_core.jobs.queue import SUPERVISOR_LOCK
from recsys_core.wording.messages import say

POLL_SECONDS = 0.05
GRACE_SECONDS = 1.5
EXIT_CANCELLED = 3
# A look at the queue holds the lock for milliseconds; a supervisor holds it until it ends.
LOCK_SECONDS = 0.5


def waiting_jobs(folder: Path) -> list[Job]:
    """Jobs nobody has started, in the order of their turn."""
    jobs = (
        read_job(path) for path in sorted(folder.iterdir()) if path.is_dir() and path.name[0] != "."
    )
    waiting = [job for job in jobs if job is not None and job.state == "queued"]
    return sorted(waiting, key=lambda job: job.turn)


def run_job(job: Job, target: str) -> Status:
    """Run the program of one job to its end and record how it ended."""
    if (job.folder / CANCEL_FILE).exists() or _in_vain(job):
        return _finish(job, Status(), "cancelled", None)
    status = Status(state="running", started_at=time.time())
    write_status(job.folder, status)
    environment = {
        **os.environ,
        # One BLAS thread unless a model asks for more: numpy's own and implicit's threads get in
        # each other's way otherwise.
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONUNBUFFERED": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    with (job.folder / LOG_FILE).open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", target, str(job.folder)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=environment,
        )
        cancelled_at: float | None = None
        while process.poll() is None:
            if cancelled_at is None and (job.folder / CANCEL_FILE).exists():
                cancelled_at = time.monotonic()
            if cancelled_at is not None and time.monotonic() - cancelled_at > GRACE_SECONDS:
                process.kill()
            time.sleep(POLL_SECONDS)
    code = process.returncode
    if cancelled_at is not None or code == EXIT_CANCELLED:
        return _finish(job, status, "cancelled", None)
    if code == 0:
        return _finish(job, status, "done", None)
    error = job.folder / ERROR_FILE
    if error.exists():
        return _finish(job, status, "failed", error.read_text(encoding="utf-8"))
    if code < 0:
        return _finish(job, status, "killed", say(m.OUT_OF_MEMORY if code == -9 else m.STOPPED))
    return _finish(job, status, "failed", say(m.UNEXPECTED))


def _in_vain(job: Job) -> bool:
    """Whether it was to come `after` another job that did not end well."""
    after = job.payload.get("after")
    before = read_job(job.folder.parent / str(after)) if after else None
    return before is not None and before.finished and before.state != "done"


def _finish(job: Job, status: Status, state: State, error: str | None) -> Status:
    for partial in job.folder.glob(f"*{PARTIAL}"):
        if state == "done":
            partial.rename(partial.with_name(partial.name.removesuffix(PARTIAL)))
        else:
            shutil.rmtree(partial, ignore_errors=True)
    last = read_job(job.folder)
    fraction = 1.0 if state == "done" else (last.fraction if last else 0.0)
    done = replace(status, state=state, fraction=fraction, finished_at=time.time(), error=error)
    write_status(job.folder, done)
    (job.folder / PROGRESS_FILE).unlink(missing_ok=True)
    return done


def main(folder: Path, target: str) -> None:
    """Work until nothing waits; return at once when another supervisor is at it."""
    try:
        with FileLock(folder / SUPERVISOR_LOCK, timeout=LOCK_SECONDS):
            while waiting := waiting_jobs(folder):
                run_job(waiting[0], target)
    except Timeout:
        return


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
