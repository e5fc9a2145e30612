"""When waiting jobs begin and end, as far as earlier ones tell."""

import time
from pathlib import Path

import pytest

from recsys_core.jobs.expected import expected
from recsys_core.jobs.job import FIRST_FILE, Job, State, Status


def job(
    folder: Path,
    number: int,
    model: str,
    state: State,
    took: float = 0.0,
    share: float = 0.0,
    **more,
) -> Job:
    """took: seconds since it began, to its end for a finished one."""
    now = time.time()
    begun = None if state == "queued" else now - took
    ended = now if state == "done" else None
    place = folder / f"{number}"
    place.mkdir(exist_ok=True)
    status = Status(state, share, started_at=begun, finished_at=ended)
    payload = {"model": model, **more}
    return Job(f"{number}", "train", model, payload, now, place, status)


def test_what_waits_begins_when_those_before_it_have_ended(tmp_path: Path) -> None:
    jobs = [
        job(tmp_path, 1, "ease", "done", took=40),
        job(tmp_path, 2, "als", "done", took=100),
        job(tmp_path, 3, "ease", "running", took=10, share=0.5),
        job(tmp_path, 4, "als", "queued"),
        job(tmp_path, 5, "ease", "queued"),
    ]
    found = expected(jobs)
    assert set(found) == {"3", "4", "5"}
    assert (found["3"].begins, found["3"].ends) == pytest.approx((0, 10), abs=0.5)
    assert (found["4"].begins, found["4"].ends) == pytest.approx((10, 110), abs=0.5)
    assert (found["5"].begins, found["5"].ends) == pytest.approx((110, 150), abs=0.5)
    (jobs[4].folder / FIRST_FILE).touch()
    sooner = expected(jobs)
    assert (sooner["5"].begins, sooner["4"].begins) == pytest.approx((10, 50), abs=0.5)


def test_a_job_nobody_has_seen_makes_what_follows_unknown(tmp_path: Path) -> None:
    jobs = [
        job(tmp_path, 1, "bpr", "running", took=0.2),
        job(tmp_path, 2, "ease", "queued"),
    ]
    found = expected(jobs)
    assert (found["1"].begins, found["1"].ends) == (0, None)
    assert (found["2"].begins, found["2"].ends) == (None, None)


def test_a_budget_of_minutes_is_what_an_unseen_search_takes(tmp_path: Path) -> None:
    waiting = job(tmp_path, 1, "auto", "queued", settings={"minutes": 5})
    assert expected([waiting])["1"].ends == 300


def test_one_that_takes_longer_than_the_last_time_ends_nobody_knows_when(tmp_path: Path) -> None:
    jobs = [
        job(tmp_path, 1, "ease", "done", took=10),
        job(tmp_path, 2, "ease", "running", took=30),
    ]
    assert expected(jobs)["2"].ends is None


@pytest.mark.parametrize(
    ("took", "share", "most"),
    [(30, 0.05, 270), (150, 0.1, 150), (290, 0.5, 10), (400, 0.5, 300)],
)
def test_the_time_left_is_never_above_the_budget(
    tmp_path: Path, took: float, share: float, most: float
) -> None:
    one = job(tmp_path, 1, "auto", "running", took=took, share=share, settings={"minutes": 5.0})
    assert one.seconds_left is not None
    assert one.seconds_left <= most + 0.5
    without = job(tmp_path, 2, "ease", "running", took=took, share=share)
    assert without.seconds_left == pytest.approx(took * (1 - share) / share, rel=0.01)
