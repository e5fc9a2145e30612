"""A job as files in its own folder: what to do, how far it is, how it ended.

RUN_ID/job.json       written once by whoever asked
RUN_ID/status.json    replaced whole at every change, so a reader never sees half of it
RUN_ID/cancel         its presence asks the job to stop
RUN_ID/log.txt        what the program printed
RUN_ID/NAME.partial   results being written; renamed to NAME only after the program ended well
"""

import json
import os
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

State = Literal["queued", "running", "done", "failed", "cancelled", "killed"]
FINISHED: frozenset[str] = frozenset({"done", "failed", "cancelled", "killed"})

JOB_FILE = "job.json"
STATUS_FILE = "status.json"
CANCEL_FILE = "cancel"
LOG_FILE = "log.txt"
ERROR_FILE = "error.txt"
RESULT_FILE = "result.json"
PROGRESS_FILE = "progress.json"
PARTIAL = ".partial"


@dataclass(frozen=True)
class Status:
    """How far a job is. Times are seconds since 1970; fraction is between 0 and 1."""

    state: State = "queued"
    fraction: float = 0.0
    message: str = ""
    started_at: float | None = None
    finished_at: float | None = None
    error: str | None = None


@dataclass(frozen=True)
class Job:
    """One training or evaluation, as pages and the command line see it."""

    job_id: str
    kind: str
    title: str
    payload: dict[str, Any]
    created_at: float
    folder: Path
    status: Status = field(default_factory=Status)
    result: dict[str, Any] = field(default_factory=dict)

    @property
    def state(self) -> State:
        return self.status.state

    @property
    def finished(self) -> bool:
        return self.status.state in FINISHED

    @property
    def fraction(self) -> float:
        return self.status.fraction

    @property
    def message(self) -> str:
        return self.status.message

    @property
    def error(self) -> str | None:
        return self.status.error

    @property
    def elapsed(self) -> float:
        """Seconds since the program started, 0 while it waits."""
        if self.status.started_at is None:
            return 0.0
        return (self.status.finished_at or time.time()) - self.status.started_at

    @property
    def seconds_left(self) -> float | None:
        """What remains at the pace so far; None while that cannot be told."""
        if self.state != "running" or self.fraction < 0.03 or self.elapsed < 1:
            return None
        return self.elapsed * (1 - self.fraction) / self.fraction


def new_job_id(kind: str, name: str) -> str:
    """Sortable by time, readable, unique: 20261122-140501-123456-train-ease."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    return f"{stamp}-{kind}-{name}"


def write_json(path: Path, value: object) -> None:
    """Replace a file in one step; a reader sees the old or the new text, never a mixture."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    temporary.write_text(json.dumps(value), encoding="utf-8")
    os.replace(temporary, path)


def read_json(path: Path) -> dict[str, Any]:
    """The object in a file, empty when the file is absent or damaged."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def write_status(folder: Path, status: Status) -> None:
    write_json(folder / STATUS_FILE, asdict(status))


def read_job(folder: Path) -> Job | None:
    """The job in `folder`, None when there is none (yet)."""
    head = read_json(folder / JOB_FILE)
    if not head:
        return None
    saved = read_json(folder / STATUS_FILE)
    status = Status(**saved) if saved else Status()
    if status.state == "running":
        step = read_json(folder / PROGRESS_FILE)
        status = Status(
            state="running",
            fraction=float(step.get("fraction", 0.0)),
            message=str(step.get("message", status.message)),
            started_at=status.started_at,
        )
    return Job(
        job_id=head["job_id"],
        kind=head["kind"],
        title=head["title"],
        payload=head["payload"],
        created_at=head["created_at"],
        folder=folder,
        status=status,
        result=read_json(folder / RESULT_FILE),
    )
