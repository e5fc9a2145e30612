"""The queue of a workspace: ask for a job, watch it, cancel it, take it away."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from recsys_core.jobs import messages as m
from recsys_core.jobs.job import (
    CANCEL_FILE,
    FIRST_FILE,
    JOB_FILE,
    PARTIAL,
    Job,
    Status,
    new_job_id,
    read_job,
    set_aside,
    write_json,
    write_status,
)
from recsys_core.schema.errors import NotFoundError
from recsys_core.wording.messages import say

SUPERVISOR_LOCK = "supervisor.lock"


class JobQueue:
    """Jobs in `folder`, one folder each, run one after another by a process of their own.

    target: the module that does the work, started as `python -m target JOB_FOLDER`.
    The supervisor outlives the page and the server that asked; whoever looks at the queue next
    sees the result, and starts a new supervisor if jobs wait and none is alive.
    """

    def __init__(self, folder: Path, target: str) -> None:
        self.folder = folder
        self.target = target
        folder.mkdir(parents=True, exist_ok=True)
        self._finished: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._supervisor: subprocess.Popen[bytes] | None = None

    def submit(
        self,
        kind: str,
        name: str,
        title: str,
        payload: Mapping[str, Any],
        prepare: Callable[[Path], None] | None = None,
    ) -> Job:
        """Put a job at the end of the queue; `prepare` may first write input into its folder."""
        job_id = new_job_id(kind, name)
        hidden = self.folder / f".{job_id}"
        head = {
            "job_id": job_id,
            "kind": kind,
            "title": title,
            "payload": dict(payload),
            "created_at": time.time(),
        }
        try:
            hidden.mkdir()
            if prepare is not None:
                prepare(hidden)
            write_json(hidden / JOB_FILE, head)
            write_status(hidden, Status())
            hidden.rename(self.folder / job_id)
        except BaseException:
            shutil.rmtree(hidden, ignore_errors=True)
            raise
        self._start_supervisor()
        return self.get(job_id)

    def list(self) -> Sequence[Job]:
        """Every job, oldest first.

        Notices jobs whose supervisor died, and wakes a queue that waits.
        """
        with self._lock:
            jobs = self._read_all()
            if all(job.finished for job in jobs):
                return jobs
            from filelock import FileLock, Timeout

            try:
                # Held while looking, so that no supervisor starts a job we are about to give up.
                with FileLock(self.folder / SUPERVISOR_LOCK, timeout=0):
                    jobs = [self._mark_if_abandoned(job) for job in self._read_all()]
            except Timeout:
                return jobs
        if any(job.state == "queued" for job in jobs) and not self._on_its_way():
            self._start_supervisor()
        return jobs

    def running(self) -> Sequence[Job]:
        """Jobs that wait or run."""
        return [job for job in self.list() if not job.finished]

    def get(self, job_id: str) -> Job:
        job = self._finished.get(job_id)
        if job is None or not job.folder.is_dir():
            job = read_job(self.folder / job_id) if _is_plain_name(job_id) else None
        if job is None:
            raise NotFoundError(say(m.NO_SUCH_RUN, run=repr(job_id)))
        return job

    def wait(self, job_id: str, on_change: Callable[[Job], None] | None = None) -> Job:
        """Look every tenth of a second until the job has finished."""
        while True:
            job = next((j for j in self.list() if j.job_id == job_id), None) or self.get(job_id)
            if on_change is not None:
                on_change(job)
            if job.finished:
                return job
            time.sleep(0.1)

    def cancel(self, job_id: str) -> Job:
        """Ask a job to stop; a waiting one is cancelled at once with those that come after it, a
        running one within seconds.
        """
        job = self.get(job_id)
        if not job.finished:
            # In this order: a supervisor that begins it meanwhile sees the file and stops it.
            (job.folder / CANCEL_FILE).touch()
        if self.get(job_id).state == "queued":
            write_status(job.folder, Status(state="cancelled", finished_at=time.time()))
            with self._lock:
                jobs = self._read_all()
            for other in jobs:
                if other.state == "queued" and other.payload.get("after") == job_id:
                    self.cancel(other.job_id)
        return self.get(job_id)

    def put_first(self, job_id: str) -> None:
        """Let a waiting job go before the others that wait; without effect on one that began."""
        (self.get(job_id).folder / FIRST_FILE).touch()

    def set_aside(self, job_id: str, file: str) -> None:
        """A file of a finished run cannot be used: the run counts as failed from now on."""
        job = self.get(job_id)
        self._change(job, set_aside(job.status, file))

    def damaged(self) -> Sequence[Job]:
        """Runs that were set aside and not dismissed. Wakes no queue."""
        with self._lock:
            return [job for job in self._read_all() if job.status.damaged]

    def dismiss_damaged(self) -> None:
        """They were read about; they stay failed."""
        for job in self.damaged():
            self._change(job, replace(job.status, damaged=""))

    def _change(self, job: Job, status: Status) -> None:
        """A new status of a finished job; on a disk that takes nothing, until this process ends."""
        with suppress(OSError):
            write_status(job.folder, status)
        with self._lock:
            self._finished[job.job_id] = replace(job, status=status)

    def read_again(self, job_id: str) -> Job:
        """A finished job whose files were changed by whoever calls this."""
        with self._lock:
            self._finished.pop(job_id, None)
        return self.get(job_id)

    def delete(self, job_id: str) -> None:
        """Remove a finished job and all it wrote."""
        job = self.get(job_id)
        if not job.finished:
            raise NotFoundError(say(m.STILL_RUNNING, run=job.title))
        with self._lock:
            self._finished.pop(job_id, None)
            # Out of sight in one step; the slow removal of large files comes after.
            hidden = self.folder / f".deleted-{job_id}"
            job.folder.rename(hidden)
        shutil.rmtree(hidden, ignore_errors=True)

    def _read_all(self) -> Sequence[Job]:
        jobs = []
        for folder in sorted(self.folder.iterdir()):
            if not folder.is_dir() or folder.name.startswith("."):
                continue
            job = self._finished.get(folder.name) or read_job(folder)
            if job is None:
                continue
            if job.finished:
                self._finished[folder.name] = job
            jobs.append(job)
        names = {job.job_id for job in jobs}
        self._finished = {name: job for name, job in self._finished.items() if name in names}
        return jobs

    def _mark_if_abandoned(self, job: Job) -> Job:
        if job.state != "running":
            return job
        for partial in job.folder.glob(f"*{PARTIAL}"):
            shutil.rmtree(partial, ignore_errors=True)
        status = replace(job.status, state="killed", finished_at=time.time(), error=say(m.STOPPED))
        write_status(job.folder, status)
        return replace(job, status=status)

    def _on_its_way(self) -> bool:
        """Whether the supervisor started last from here is alive: it takes a moment to come to the
        queue, and looks in the meantime need not start one each.
        """
        return self._supervisor is not None and self._supervisor.poll() is None

    def _start_supervisor(self) -> None:
        """Start one; it leaves by itself when another is already at work."""
        command = [
            sys.executable,
            "-m",
            "recsys_core.jobs.supervisor",
            str(self.folder),
            self.target,
        ]
        root = Path(__file__).resolve().parents[2]
        path = os.pathsep.join(p for p in (str(root), os.environ.get("PYTHONPATH", "")) if p)
        with (self.folder / "supervisor.log").open("ab") as log:
            self._supervisor = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, "PYTHONPATH": path},
                start_new_session=True,
            )


def _is_plain_name(name: str) -> bool:
    return bool(name) and Path(name).name == name and not name.startswith(".")
