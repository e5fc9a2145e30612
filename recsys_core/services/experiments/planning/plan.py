"""How many customers an experiment takes, and how long that is at the traffic of the past."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
from numpy import nan

from recsys_core.experiments.planning.power import (
    MOST,
    RATE_FORMULAS,
    after_cuped,
    customers_needed,
    smallest_difference,
)
from recsys_core.experiments.planning.simulation import (
    RUNS,
    SimulatedPower,
    needed_by_trials,
)
from recsys_core.experiments.sequential.always_valid import OF_THE_LOOK
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.experiments.planning import messages as m
from recsys_core.services.experiments.planning.past import PastOutcomes, past_outcomes
from recsys_core.services.experiments.planning.request import (
    PlanRequest,
    alpha_of_each_look,
    check_request,
)
from recsys_core.services.experiments.planning.sizing import (
    PowerOf,
    linear,
    measured,
    money_tried,
    power_by,
    rate_tried,
)
from recsys_core.services.experiments.planning.traffic import (
    LEAST_DAYS,
    WEEK,
    come_by,
    days_until,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share

MOST_WEEKS = 26
CURVE = np.geomspace(0.25, 4, 33)
"""Multiples of the smallest difference for which customers and days are drawn."""
NEARLY = 0.999_999
MOST_SIMULATED = 5_000_000
"""Customers an arm above which nothing is simulated."""


@dataclass(frozen=True)
class CupedGain:
    """What the days before tell: correlation with the outcome, customers an arm and days then."""

    rho: float
    per_arm: int
    days: int | None


@dataclass(frozen=True)
class ExperimentPlan:
    """per_arm: customers of an arm, of the smallest where shares differ, here and below, for a
    verdict as the read-out gives it: half of alpha is for the planned look.  textbook: for a test
    that has all of it and is looked at once, by the formula of the plan; by_formula: the same of a
    rate by each.  tried: a rate in trials, with the number of the formula and with `per_arm`: where
    the test of the read-out would not find it as often as planned, that is the larger one.  days:
    until they have come, in whole weeks, two at least; None: never.  total_days: until the last
    one's window is over.  reachable: customers an arm who come in all the days known; None without
    a limit.  detectable: the smallest difference, a share of the baseline, that they show; NaN for
    none.  curve: rows of effect, per_arm, days.  by_week: rows of weeks, per_arm (who have come by
    then), effect (the smallest difference they show, below 0 for a
    fall); as far as the data knows, `MOST_WEEKS` at
    most.  past: None where the baseline was said.
    """

    request: PlanRequest
    baseline: float
    target: float
    deviation: float
    per_arm: int
    textbook: int
    by_formula: dict[str, int]
    tried: tuple[SimulatedPower, SimulatedPower] | None
    days: int | None
    reachable: int | None
    detectable: float
    weekly: float
    cuped: CupedGain | None
    curve: list[dict[str, float | None]] = field(repr=False)
    by_week: list[dict[str, float]] = field(repr=False)
    past: PastOutcomes | None = field(repr=False)

    @property
    def total(self) -> int:
        return sum(self.sizes)

    @property
    def sizes(self) -> list[int]:
        """Customers of each arm, the control first."""
        return self.request.sizes(self.per_arm)

    @property
    def total_days(self) -> int | None:
        if self.request.at_once and self.days is not None:
            return self.request.window
        return None if self.days is None else self.days + self.request.window

    def to_json(self) -> dict[str, Any]:
        """The keys of `experiment plan`, without what words add."""
        gain = None if self.cuped is None else asdict(self.cuped)
        return {
            **asdict(self.request),
            "baseline": self.baseline,
            "target": self.target,
            "deviation": self.deviation,
            "per_arm": self.per_arm,
            "textbook": self.textbook,
            "by_formula": self.by_formula,
            "tried": None if self.tried is None else [one._asdict() for one in self.tried],
            "sizes": self.sizes,
            "total": self.total,
            "days": self.days,
            "total_days": self.total_days,
            "reachable": self.reachable,
            "detectable": None if np.isnan(self.detectable) else self.detectable,
            "weekly": self.weekly,
            "cuped": gain,
            "curve": self.curve,
            "by_week": self.by_week,
        }


@needs(Role.VIEWER)
def plan_experiment(ws: Workspace, asked: PlanRequest) -> ExperimentPlan:
    """The plan of an experiment; see `past_outcomes` for what is refused with `NotReadyError`.

    Where baseline and traffic are said, no history is needed. `InputError` for a request that
    cannot be planned.
    """
    check_request(asked)
    said = asked.baseline is not None and asked.weekly is not None
    known = asked.outcome == "rate" or asked.deviation is not None
    past = None if said and known else past_outcomes(ws, asked.window, asked.entry, asked.group)
    baseline, deviation = measured(asked, past)
    target = baseline * (1 + asked.effect)
    if asked.outcome == "rate" and not 0 < target < 1:
        raise InputError(say(m.TARGET_OUTSIDE, base=share(baseline)))
    power_of = power_by(asked, baseline, deviation)
    needed = customers_needed(power_of(asked.effect), asked.power)
    if not np.isfinite(needed):
        raise InputError(say(m.NEVER_FOUND, most=int(MOST)))
    per_arm = _whole(needed)
    once = replace(asked, alpha=asked.alpha / OF_THE_LOOK)
    alone = power_by(once, baseline, deviation)(asked.effect)
    textbook = _whole(customers_needed(alone, asked.power))
    by_formula: dict[str, int] = {}
    tried = None
    if asked.outcome == "rate":
        for name in RATE_FORMULAS:
            other = power_by(once, baseline, deviation, name)
            by_formula[name] = _whole(customers_needed(other(asked.effect), asked.power))
        tried = _tried(asked, baseline, target, per_arm)
        per_arm = max(per_arm, tried[1].per_arm)
    weekly = _weekly(asked, past)
    most = None
    if asked.weekly is None and past is not None:
        most = int(past.reach[-1] * asked.share // asked.times)
    largest = _largest(asked, baseline)
    detectable = nan if most is None else _smallest(power_of, most, asked.power, largest)
    curve: list[dict[str, float | None]] = []
    for effect in CURVE * asked.effect:
        if abs(effect) > abs(largest):
            break
        n = customers_needed(power_of(float(effect)), asked.power)
        curve.append(
            {"effect": float(effect), "per_arm": _whole(n), "days": days_until(asked, past, n)}
        )
    by_week = []
    for weeks in range(LEAST_DAYS // WEEK, MOST_WEEKS + 1):
        come = come_by(asked, past, weeks)
        if come is None:
            break
        effect = _smallest(power_of, come, asked.power, largest)
        if not np.isnan(effect):
            by_week.append({"weeks": weeks, "per_arm": int(come), "effect": effect})
    gain = _cuped(asked, past, per_arm)
    return ExperimentPlan(
        asked, baseline, target, deviation, per_arm, textbook, by_formula, tried,
        days_until(asked, past, per_arm), most, detectable, weekly, gain, curve, by_week, past,
    )  # fmt: skip


def simulate(
    plan: ExperimentPlan, report: Progress = silent, runs: int = RUNS
) -> tuple[SimulatedPower, SimulatedPower] | None:
    """Money on trials with what customers really spent: at the plan's number, and at the number it
    takes (`recsys_core/experiments/planning/simulation.py`). None for other outcomes, without
    amounts, and for numbers that nobody has.
    """
    asked = plan.request
    if asked.outcome != "money" or plan.past is None or plan.per_arm > MOST_SIMULATED:
        return None
    if asked.baseline is not None or asked.deviation is not None:
        return None
    values = plan.past.after["money"]
    alpha = alpha_of_each_look(asked)

    return needed_by_trials(
        lambda n: money_tried(asked, values, n, runs), plan.per_arm, alpha, asked.power, report
    )


def _tried(
    asked: PlanRequest, baseline: float, target: float, start: int
) -> tuple[SimulatedPower, SimulatedPower]:
    """A rate with the number of its formula, and with as many as it takes, never fewer."""
    alpha = alpha_of_each_look(asked)
    first, last = needed_by_trials(
        lambda n: rate_tried(asked, baseline, target, n), start, alpha, asked.power
    )
    return first, max(first, last)


def _largest(asked: PlanRequest, baseline: float) -> float:
    """The largest difference there can be in the direction that was asked for."""
    if asked.effect < 0:
        return -NEARLY
    return (1 - baseline) / baseline * NEARLY if asked.outcome == "rate" else 10.0


def _smallest(power_of: PowerOf, n: float, power: float, most: float) -> float:
    """The smallest difference up to `most`, or down to it, that n customers an arm show; NaN for
    none.
    """
    if n < 2:
        return nan
    way = np.sign(most)
    found = smallest_difference(lambda effect: power_of(way * effect)(n), power, abs(most))
    return float(way * found)


def _whole(n: float) -> int:
    # Rounding in the root must not ask for one customer more.
    return int(np.ceil(n - 1e-6)) if np.isfinite(n) else 10**12


def _weekly(asked: PlanRequest, past: PastOutcomes | None) -> float:
    if asked.weekly is not None:
        return asked.weekly
    return nan if past is None else past.weekly


def _cuped(asked: PlanRequest, past: PastOutcomes | None, per_arm: int) -> CupedGain | None:
    """None where nothing of before is known, or nobody differed then."""
    if past is None or asked.outcome not in past.before:
        return None
    after, before = (linear(side[asked.outcome])[1] for side in (past.after, past.before))
    if len(after) < 3 or not after.std() or not before.std():
        return None
    rho = float(np.corrcoef(after, before)[0, 1])
    n = max(int(np.ceil(after_cuped(per_arm, rho))), 2)
    return CupedGain(rho, n, days_until(asked, past, n))
