"""One damaged file sets its own run aside, says so, and leaves the others as they are."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from recsys_core.jobs.job import (
    JOB_FILE,
    RESULT_FILE,
    STATUS_FILE,
    Status,
    read_job,
    write_json,
    write_status,
)
from recsys_core.jobs.queue import JobQueue

Damage = Callable[[Path], object]
RUN = "20261126-101500-000001-train-ease"
OTHER = "20261126-101501-000001-train-als"


@pytest.fixture
def queue(tmp_path: Path) -> JobQueue:
    for name in (RUN, OTHER):
        folder = tmp_path / name
        folder.mkdir()
        head = {"job_id": name, "kind": "train", "title": "EASE", "payload": {"model": "ease"}}
        write_json(folder / JOB_FILE, head | {"created_at": 1_790_000_000.0})
        write_status(folder, Status("done", 1.0, finished_at=1_790_000_009.0))
        write_json(folder / RESULT_FILE, {"seconds": 9.0})
    return JobQueue(tmp_path, "tests.recsys_core.jobs.program")


def half(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def changed(**fields: object) -> Damage:
    return lambda path: write_json(path, json.loads(path.read_text()) | fields)


DAMAGES: list[tuple[str, Damage]] = [
    (JOB_FILE, half), (STATUS_FILE, half), (RESULT_FILE, half),
    (JOB_FILE, Path.unlink), (STATUS_FILE, Path.unlink),
    *((name, lambda path: path.write_bytes(b"")) for name in (JOB_FILE, STATUS_FILE, RESULT_FILE)),
    *((name, lambda path: path.write_text("[1]")) for name in (JOB_FILE, STATUS_FILE, RESULT_FILE)),
    (STATUS_FILE, lambda path: path.write_bytes(b"\xff\xfe{}")),
    (STATUS_FILE, lambda path: path.write_text("[" * 100_000)),
    (STATUS_FILE, changed(state="paused")), (JOB_FILE, changed(payload="x")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "damage"), DAMAGES)
def test_a_damaged_file_sets_its_run_aside_and_names_itself(
    queue: JobQueue, name: str, damage: Damage
) -> None:
    damage(queue.folder / RUN / name)
    other, run = queue.list()[::-1] if queue.list()[0].job_id == RUN else queue.list()
    assert (other.job_id, other.state, other.error) == (OTHER, "done", None)
    assert (run.job_id, run.kind, run.state, run.status.damaged) == (RUN, "train", "failed", name)
    assert f"Its file {name} is damaged" in str(run.error)
    assert [job.job_id for job in queue.damaged()] == [RUN]


@pytest.mark.parametrize("damage", [half, Path.unlink])
@pytest.mark.parametrize("name", [JOB_FILE, STATUS_FILE])
def test_what_was_dismissed_is_not_said_again(queue: JobQueue, name: str, damage: Damage) -> None:
    damage(queue.folder / RUN / name)
    queue.dismiss_damaged()
    later = JobQueue(queue.folder, "tests.recsys_core.jobs.program")
    assert not later.damaged()
    assert {job.job_id: job.state for job in later.list()} == {RUN: "failed", OTHER: "done"}
    later.delete(RUN)
    assert [job.job_id for job in later.list()] == [OTHER]


def test_asking_for_damaged_runs_starts_no_program(
    queue: JobQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_status(queue.folder / OTHER, Status())
    (queue.folder / RUN / STATUS_FILE).write_bytes(b"")
    started: list[object] = []
    monkeypatch.setattr(JobQueue, "_start_supervisor", started.append)
    assert [job.job_id for job in queue.damaged()] == [RUN]
    assert started == []


def test_what_another_version_adds_or_leaves_out_does_not_matter(queue: JobQueue) -> None:
    folder = queue.folder / RUN
    changed(colour="blue")(folder / STATUS_FILE)
    head = json.loads((folder / JOB_FILE).read_text())
    del head["title"], head["created_at"]
    write_json(folder / JOB_FILE, head)
    job = read_job(folder)
    assert job is not None
    assert (job.state, job.title, job.finished) == ("done", RUN, True)
    assert job.created_at > 0


@pytest.mark.parametrize("fraction", ["x", None, [1], float("nan")])
def test_progress_that_is_no_number_is_none(queue: JobQueue, fraction: object) -> None:
    folder = queue.folder / RUN
    write_status(folder, Status("running", started_at=1.0))
    (folder / "progress.json").write_text(json.dumps({"fraction": fraction, "message": "…"}))
    job = read_job(folder)
    assert job is not None
    assert (job.state, job.fraction, job.message) == ("running", 0.0, "…")


def test_a_run_can_be_set_aside_on_a_disk_that_takes_nothing(
    queue: JobQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("recsys_core.jobs.queue.write_status", refused)
    queue.set_aside(RUN, "leaderboard.json")
    assert queue.get(RUN).state == "failed"
    assert {job.job_id: job.state for job in queue.list()} == {RUN: "failed", OTHER: "done"}
