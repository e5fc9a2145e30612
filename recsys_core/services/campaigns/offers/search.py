"""The very best choice, searched for in the worker; what came out is kept with the run."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recsys_core.campaigns.offers.optimum import EXACT, Solution
from recsys_core.campaigns.offers.prices import split
from recsys_core.campaigns.offers.problem import OfferProblem, given
from recsys_core.jobs.job import RESULT_FILE, Job
from recsys_core.schema.checksums import UNREADABLE
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.offers import messages as m
from recsys_core.services.campaigns.offers.job import write_problem
from recsys_core.services.campaigns.offers.plan import OfferPlan, with_solution
from recsys_core.services.workspace.runs import delete_run
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

KIND = "offers"
KEPT = 10
"""So many earlier searches are kept."""


@dataclass(frozen=True)
class Searched:
    """The plan of a search that ended, and the seconds it took."""

    plan: OfferPlan
    seconds: float


def searchable(plan: OfferPlan) -> bool:
    """Whether a search could find more: the choice is not proved the best, and not too large."""
    return plan.assignment.gap > 0 and plan.problem.profit.size <= EXACT


@needs(Role.ANALYST)
def start_search(ws: Workspace, plan: OfferPlan) -> Job:
    """Queue the search for the best choice within the plan's limits; returns at once."""
    ended = [job for job in ws.jobs.list() if job.kind == KIND and job.finished]
    for job in ended[:-KEPT]:
        delete_run(ws, job.job_id)

    def prepare(folder: Path) -> None:
        write_problem(folder, plan.problem)

    payload = {"data_version": ws.data_version(), "problem": _mark(plan.problem)}
    return ws.jobs.submit(KIND, "search", say(m.SEARCHING), payload, prepare)


@needs(Role.VIEWER)
def searched(ws: Workspace, plan: OfferPlan) -> Searched | None:
    """What a search for just this plan found; None where there was none."""
    mark = None
    for job in reversed(ws.jobs.list()):
        if job.kind != KIND or job.state != "done":
            continue
        mark = mark or _mark(plan.problem)
        if job.payload.get("problem") == mark:
            try:
                solution = _solution(plan.problem, job)
            except UNREADABLE:
                ws.jobs.set_aside(job.job_id, RESULT_FILE)
                continue
            return Searched(with_solution(plan, solution), float(job.result["seconds"]))
    return None


def _solution(problem: OfferProblem, job: Job) -> Solution:
    found = job.result
    prices = split(problem, np.array(found["prices"]), float(found["prices_bound"]))
    customers, offers = np.array(found["customers"], int), np.array(found["offers"], int)
    return Solution(given(problem, customers, offers, float(found["bound"])), prices)


def _mark(problem: OfferProblem) -> str:
    """The same for the same task, and for no other."""
    limits = problem.limits
    told = hashlib.sha256()
    groups = [(group.least, group.most) for group in limits.groups]
    told.update(repr((limits.budget, limits.per_customer, limits.total, groups)).encode())
    for array in (problem.profit, problem.cost, limits.stock, problem.members):
        if array is not None:
            told.update(repr(array.shape).encode())
            told.update(np.ascontiguousarray(array).tobytes())
    return told.hexdigest()
