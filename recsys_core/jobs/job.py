"""A job as files in its own folder: what to do, how far it is, how it ended.

RUN_ID/job.json       written once by whoever asked
RUN_ID/status.json    replaced whole at every change, so a reader never sees half of it
RUN_ID/cancel         its presence asks the job to stop
RUN_ID/first          its presence lets the job go before the others that wait
RUN_ID/log.txt        what the program printed
RUN_ID/NAME.partial   results being written; renamed to NAME only after the program ended well
"""

import json
import math
import os
import time
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from recsys_core.jobs import messages as m
from recsys_core.wording.messages import say

State = Literal["queued", "running", "done", "failed", "cancelled", "killed"]
FINISHED: frozenset[str] = frozenset({"done", "failed", "cancelled", "killed"})

JOB_FILE = "job.json"
STATUS_FILE = "status.json"
CANCEL_FILE = "cancel"
FIRST_FILE = "first"
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
    damaged: str = ""
    """The file for which the run was set aside, until somebody has read about it."""


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
    def turn(self) -> tuple[bool, str]:
        """What waiting jobs are ordered by: those put first, then the oldest."""
        return not (self.folder / FIRST_FILE).exists(), self.job_id

    @property
    def elapsed(self) -> float:
        """Seconds since the program started, 0 while it waits."""
        if self.status.started_at is None:
            return 0.0
        return (self.status.finished_at or time.time()) - self.status.started_at

    @property
    def budget(self) -> float | None:
        """The seconds it was given; None for a job that takes as long as it takes."""
        settings = self.payload.get("settings")
        minutes = settings.get("minutes") if isinstance(settings, dict) else None
        return 60.0 * minutes if isinstance(minutes, int | float) else None

    @property
    def seconds_left(self) -> float | None:
        """What remains at the pace so far, or of the budget if that is less; None while neither can
        be told.
        """
        if self.state != "running" or self.fraction < 0.03 or self.elapsed < 1:
            return None
        left = self.elapsed * (1 - self.fraction) / self.fraction
        if self.budget is None:
            return left
        rest = self.budget - self.elapsed
        return min(left, rest if rest > 0 else self.budget)


def new_job_id(kind: str, name: str) -> str:
    """Sortable by time, readable, unique: 20261122-140501-123456-train-ease."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    return f"{stamp}-{kind}-{name}"


def write_json(path: Path, value: object) -> None:
    """Replace a file in one step; a reader sees the old or the new text, never a mixture."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    temporary.write_text(json.dumps(value), encoding="utf-8")
    os.replace(temporary, path)


def read_json(path: Path) -> dict[str, Any] | None:
    """The object in a file, empty when there is no such file, None when it is damaged."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def write_status(folder: Path, status: Status) -> None:
    write_json(folder / STATUS_FILE, asdict(status))


def read_job(folder: Path) -> Job | None:
    """The job in `folder`, None when there is none (yet).

    A file that is damaged, or that another version wrote, sets the run aside: it counts as failed,
    says which file, and keeps what could be read.
    """
    head, saved = read_json(folder / JOB_FILE), read_json(folder / STATUS_FILE)
    if head == {} and saved == {}:
        return None
    head = head if head and isinstance(head.get("payload"), dict) and "kind" in head else {}
    status, result = _status(saved), read_json(folder / RESULT_FILE)
    damaged = "" if head else JOB_FILE
    damaged = damaged or ("" if status else STATUS_FILE)
    if status and status.state == "done" and result is None:
        damaged = damaged or RESULT_FILE
    if status is None or (damaged and status.state != "failed"):
        status = set_aside(status or Status(), damaged)
    if status.state == "running":
        step = read_json(folder / PROGRESS_FILE) or {}
        status = Status(
            state="running",
            fraction=_number(step.get("fraction")) or 0.0,
            message=str(step.get("message", status.message)),
            started_at=status.started_at,
        )
    return Job(
        job_id=folder.name,
        kind=str(head.get("kind") or _kind(folder.name)),
        title=str(head.get("title") or folder.name),
        payload=head.get("payload", {}),
        created_at=_number(head.get("created_at")) or folder.stat().st_mtime,
        folder=folder,
        status=status,
        result=result or {},
    )


def set_aside(status: Status, file: str) -> Status:
    """The status of a run of which `file` cannot be used."""
    error = say(m.SET_ASIDE, file=file)
    return replace(status, state="failed", error=error, damaged=file)


def _status(saved: dict[str, Any] | None) -> Status | None:
    """What a status file says, as far as this version knows it; None where that is nothing."""
    if not saved or saved.get("state") not in get_args(State):
        return None
    return Status(
        state=saved["state"],
        fraction=_number(saved.get("fraction")) or 0.0,
        message=str(saved.get("message", "")),
        started_at=_number(saved.get("started_at")),
        finished_at=_number(saved.get("finished_at")),
        error=None if saved.get("error") is None else str(saved["error"]),
        damaged=str(saved.get("damaged", "")),
    )


def _number(value: object) -> float | None:
    """A finite number of a file, None for anything else."""
    if isinstance(value, int | float) and math.isfinite(value):
        return float(value)
    return None


def _kind(job_id: str) -> str:
    """The kind in a name that `new_job_id` made."""
    parts = job_id.split("-")
    return parts[3] if len(parts) > 3 else ""
