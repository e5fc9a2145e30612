import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from recsys_core.jobs.job import Job
from recsys_core.jobs.messages import STOPPED
from recsys_core.jobs.queue import SUPERVISOR_LOCK, JobQueue
from recsys_core.jobs.worker import NICENESS
from recsys_core.schema.errors import NotFoundError

PROGRAM = "tests.recsys_core.jobs.program"


@pytest.fixture
def queue(tmp_path: Path) -> JobQueue:
    return JobQueue(tmp_path / "runs", PROGRAM)


def submit(queue: JobQueue, do: str) -> Job:
    return queue.submit("train", do, f"Job that should {do}", {"do": do})


def wait_until_running(queue: JobQueue, job: Job) -> None:
    deadline = time.monotonic() + 20
    while queue.get(job.job_id).state == "queued":
        assert time.monotonic() < deadline, "the job never started"
        time.sleep(0.05)


def test_looking_often_starts_no_further_supervisors(
    queue: JobQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    start = subprocess.Popen

    def counted(*args: object, **kwargs: object) -> object:
        started.append(args)
        return start(*args, **kwargs)

    monkeypatch.setattr(subprocess, "Popen", counted)
    job = submit(queue, "finish")
    for _ in range(20):
        queue.list()
    assert queue.wait(job.job_id).state == "done"
    assert len(started) == 1


def test_a_waiting_job_can_be_put_before_the_others(queue: JobQueue) -> None:
    busy = submit(queue, "polite")
    wait_until_running(queue, busy)
    long, short = submit(queue, "polite"), submit(queue, "finish")
    queue.put_first(short.job_id)
    queue.cancel(busy.job_id)
    assert queue.wait(short.job_id).state == "done"
    assert queue.get(long.job_id).state in ("queued", "running")
    queue.cancel(long.job_id)
    assert queue.wait(long.job_id).state == "cancelled"
    before, after = (queue.get(one.job_id).status for one in (short, long))
    assert before.finished_at is not None
    assert after.started_at is None or after.started_at >= before.finished_at


@pytest.mark.parametrize(("first", "then"), [("finish", "done"), ("refuse", "cancelled")])
def test_what_was_to_come_after_a_job_that_failed_is_not_done(
    queue: JobQueue, first: str, then: str
) -> None:
    before = submit(queue, first)
    after = queue.submit("train", "x", "After it", {"do": "finish", "after": before.job_id})
    assert queue.wait(after.job_id).state == then


def test_a_job_runs_to_its_end_and_its_results_appear(queue: JobQueue) -> None:
    job = queue.wait(submit(queue, "finish").job_id)
    assert job.state == "done"
    assert job.fraction == 1
    assert job.result["answer"] == 42
    assert job.result["peak_mb"] > 1
    assert (job.folder / "model" / "state.txt").exists()
    assert not (job.folder / "model.partial").exists()


@pytest.mark.parametrize(
    ("do", "state", "says"),
    [
        ("refuse", "failed", "Import purchases first"),
        ("crash", "failed", "stopped unexpectedly"),
        ("die", "killed", "memory ran out"),
    ],
)
def test_a_failure_is_said_in_words_and_leaves_no_model(
    queue: JobQueue, do: str, state: str, says: str
) -> None:
    job = queue.wait(submit(queue, do).job_id)
    assert job.state == state
    assert says in str(job.error)
    assert "Traceback" not in str(job.error)
    assert not list(job.folder.glob("model*"))


@pytest.mark.parametrize("do", ["polite", "deaf"])
def test_a_running_job_can_be_cancelled_even_when_it_does_not_listen(
    queue: JobQueue, do: str
) -> None:
    job = submit(queue, do)
    wait_until_running(queue, job)
    queue.cancel(job.job_id)
    job = queue.wait(job.job_id)
    assert job.state == "cancelled"
    assert not list(job.folder.glob("model*"))


def test_a_waiting_job_can_be_cancelled_and_the_rest_goes_on(queue: JobQueue) -> None:
    first, second, third = (submit(queue, do) for do in ("polite", "finish", "finish"))
    wait_until_running(queue, first)
    after = queue.submit("train", "toy", "Toy", {"do": "finish", "after": second.job_id})
    assert queue.cancel(second.job_id).state == "cancelled", "at once, not when its turn comes"
    assert queue.get(after.job_id).state == "cancelled", "it would have come in vain"
    assert queue.get(first.job_id).state == "running"
    queue.cancel(first.job_id)
    assert queue.wait(third.job_id).state == "done"
    assert [queue.get(one.job_id).state for one in (second, after)] == ["cancelled"] * 2


def test_a_killed_supervisor_is_noticed_and_the_queue_goes_on(queue: JobQueue) -> None:
    job = submit(queue, "deaf")
    wait_until_running(queue, job)
    while not (job.folder / "pid").exists():
        time.sleep(0.05)
    worker = int((job.folder / "pid").read_text())
    supervisor = _parent_of(worker)
    os.kill(supervisor, signal.SIGKILL)
    os.kill(worker, signal.SIGKILL)
    job = queue.wait(job.job_id)
    assert job.state == "killed"
    assert job.error == STOPPED
    assert not list(job.folder.glob("model*"))
    assert queue.wait(submit(queue, "finish").job_id).state == "done"


def test_a_worker_ends_when_its_supervisor_is_gone(queue: JobQueue) -> None:
    job = submit(queue, "deaf")
    wait_until_running(queue, job)
    while not (job.folder / "pid").exists():
        time.sleep(0.05)
    worker = int((job.folder / "pid").read_text())
    os.kill(_parent_of(worker), signal.SIGKILL)
    deadline = time.monotonic() + 10
    while _alive(worker):
        assert time.monotonic() < deadline, "the worker outlived its supervisor"
        time.sleep(0.1)


def test_two_sessions_at_once_both_finish(tmp_path: Path) -> None:
    ended: list[str] = []

    def session() -> None:
        own = JobQueue(tmp_path / "runs", PROGRAM)
        ended.append(own.wait(submit(own, "finish").job_id).state)

    sessions = [threading.Thread(target=session) for _ in range(4)]
    for thread in sessions:
        thread.start()
    for thread in sessions:
        thread.join(timeout=60)
    assert ended == ["done"] * 4


def test_a_job_outlives_the_program_that_asked_for_it(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from recsys_core.jobs.queue import JobQueue; "
        f"q = JobQueue(Path(sys.argv[1]), {PROGRAM!r}); "
        "print(q.submit('train', 'x', 'X', {'do': 'finish'}).job_id)"
    )
    folder = tmp_path / "runs"
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True
    )
    assert JobQueue(folder, PROGRAM).wait(done.stdout.strip()).state == "done"


def test_delete_refuses_a_running_job_and_removes_a_finished_one(queue: JobQueue) -> None:
    job = submit(queue, "polite")
    wait_until_running(queue, job)
    with pytest.raises(NotFoundError, match="still running"):
        queue.delete(job.job_id)
    queue.cancel(job.job_id)
    queue.wait(job.job_id)
    queue.delete(job.job_id)
    assert not queue.list()
    assert [p.name for p in queue.folder.iterdir() if p.is_dir()] == []


@pytest.mark.parametrize("name", ["../runs", "", ".hidden", "nothing-like-it"])
def test_an_unknown_run_is_said_in_words(queue: JobQueue, name: str) -> None:
    with pytest.raises(NotFoundError, match="There is no run"):
        queue.get(name)


def test_the_lock_file_is_no_job(queue: JobQueue) -> None:
    queue.wait(submit(queue, "finish").job_id)
    assert (queue.folder / SUPERVISOR_LOCK).exists()
    assert len(queue.list()) == 1


def _parent_of(pid: int) -> int:
    answer = subprocess.run(
        ["ps", "-o", "ppid=", "-p", str(pid)], capture_output=True, text=True, check=True
    )
    return int(answer.stdout)


def _alive(pid: int) -> bool:
    answer = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return answer.returncode == 0 and not answer.stdout.strip().startswith("Z")


def test_what_could_not_be_asked_leaves_nothing_behind(queue: JobQueue) -> None:
    def full(folder: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        queue.submit("train", "finish", "Job without room", {}, prepare=full)
    assert [path for path in queue.folder.iterdir() if path.is_dir()] == []


def test_a_job_stands_behind_the_pages(queue: JobQueue) -> None:
    job = queue.wait(submit(queue, "finish").job_id)
    assert job.result["niceness"] == min(os.nice(0) + NICENESS, 19)
