"""What happens inside the worker process: the best choice of offers looked for to the end."""

import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

from recsys_core.campaigns.offers.optimum import LONGEST, PATIENT, best
from recsys_core.campaigns.offers.problem import GroupLimit, Limits, OfferProblem
from recsys_core.jobs.job import Job
from recsys_core.schema.contracts import Progress
from recsys_core.schema.errors import CancelledError
from recsys_core.services.campaigns.offers import messages as m
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import seconds

PROBLEM_FILE = "problem.npz"
EVERY = 0.3


def write_problem(folder: Path, problem: OfferProblem) -> None:
    """Arrays only: a run's folder names nobody."""
    limits = problem.limits
    n, m_offers = problem.profit.shape
    np.savez(
        folder / PROBLEM_FILE,
        profit=problem.profit,
        cost=problem.cost,
        stock=np.full(m_offers, np.inf) if limits.stock is None else limits.stock,
        scalars=[_or_any(limits.budget), _or_any(limits.total), float(limits.per_customer)],
        members=np.array([g.members for g in limits.groups], dtype=bool).reshape(-1, n),
        least=[float(g.least) for g in limits.groups],
        most=[_or_any(g.most) for g in limits.groups],
    )


def read_problem(folder: Path) -> OfferProblem:
    """What `write_problem` wrote; groups are numbered."""
    with np.load(folder / PROBLEM_FILE) as found:
        budget, total, each = found["scalars"].tolist()
        least, most = found["least"].tolist(), found["most"].tolist()
        groups = tuple(
            GroupLimit(str(at), members, int(low), _whole(high))
            for at, (members, low, high) in enumerate(
                zip(found["members"], least, most, strict=True)
            )
        )
        limits = Limits(
            None if np.isinf(budget) else budget, found["stock"], int(each), _whole(total), groups
        )
        return OfferProblem(found["profit"], found["cost"], limits)


def search_offers(job: Job, report: Progress) -> dict[str, Any]:
    """The best choice, or the best found in the time there is; the problem's file goes."""
    problem = read_problem(job.folder)
    ended = threading.Event()
    clock = threading.Thread(target=_tell, args=(report, ended), daemon=True)
    clock.start()
    begun = time.perf_counter()
    found = best(problem, at_most=PATIENT)
    took = time.perf_counter() - begun
    ended.set()
    clock.join()
    (job.folder / PROBLEM_FILE).unlink()
    result: dict[str, Any] = {"seconds": round(took, 3), "sentence": ""}
    if found.assignment is not None:
        result["customers"] = found.assignment.customers.tolist()
        result["offers"] = found.assignment.offers.tolist()
        result["bound"] = found.assignment.bound
        result["prices"] = found.prices.vector.tolist()
        result["prices_bound"] = found.prices.bound
    return result


def _tell(report: Progress, ended: threading.Event) -> None:
    """How much of the time has gone, until it ended: HiGHS says nothing meanwhile. Whoever cancels
    ends this process.
    """
    begun = time.monotonic()
    while not ended.is_set():
        gone = time.monotonic() - begun
        try:
            report(min(gone / LONGEST, 0.99), say(m.AT_THE_LONGEST, time=seconds(LONGEST)))
        except CancelledError:
            return
        ended.wait(EVERY)


def _or_any(limit: float | None) -> float:
    return np.inf if limit is None else float(limit)


def _whole(limit: float) -> int | None:
    return None if np.isinf(limit) else int(limit)
