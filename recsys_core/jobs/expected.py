"""When the jobs of a queue are expected to begin and to end, as far as earlier ones tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from recsys_core.jobs.job import Job


@dataclass(frozen=True)
class Expected:
    """Seconds from now; None where that is not known. A running job began: 0."""

    begins: float | None
    ends: float | None


def expected(jobs: Sequence[Job]) -> dict[str, Expected]:
    """By job, for all that wait or run. jobs: the whole queue, oldest first.

    A job takes as long as the latest of the same kind and name that ended well; one with a budget
    of minutes takes these. What comes after a job of unknown length is not known either.
    """
    running = [job for job in jobs if job.state == "running"]
    waiting = sorted((job for job in jobs if job.state == "queued"), key=lambda job: job.turn)
    found: dict[str, Expected] = {}
    now: float | None = 0.0
    for job in (*running, *waiting):
        left = _left(job, jobs)
        ends = None if now is None or left is None else now + left
        found[job.job_id] = Expected(now, ends)
        now = ends
    return found


def _left(job: Job, jobs: Sequence[Job]) -> float | None:
    if job.seconds_left is not None:
        return job.seconds_left
    whole = _whole(job, jobs)
    return whole - job.elapsed if whole is not None and whole > job.elapsed else None


def _whole(job: Job, jobs: Sequence[Job]) -> float | None:
    before = [one.elapsed for one in jobs if one.state == "done" and _does(one) == _does(job)]
    return before[-1] if before else job.budget


def _does(job: Job) -> tuple[str, str]:
    return job.kind, str(job.payload.get("model", ""))
