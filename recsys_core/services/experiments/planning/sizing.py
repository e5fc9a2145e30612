"""Baseline, spread and power of a plan: what customers an experiment takes follows from them."""

from collections.abc import Callable

import numpy as np

from recsys_core.experiments.planning.power import (
    RateFormula,
    common_deviation,
    mean_power,
    rate_power,
)
from recsys_core.experiments.planning.simulation import (
    RUNS,
    SimulatedPower,
    rate_trials,
    simulated_power,
)
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.types import FloatArray
from recsys_core.services.experiments.planning import messages as m
from recsys_core.services.experiments.planning.past import PastOutcomes
from recsys_core.services.experiments.planning.request import PlanRequest, alpha_of_each_look
from recsys_core.wording.messages import say

SEED = 0
PowerOf = Callable[[float], Callable[[float], float]]
"""By effect: customers of the smallest arm -> power, for each comparison with the control."""


def measured(asked: PlanRequest, past: PastOutcomes | None) -> tuple[float, float]:
    """Baseline and standard deviation of a customer's outcome (of a ratio: of its linear part).
    `NotReadyError` where the past does not tell, or leaves nothing to plan.
    """
    if past is None:
        given = float(asked.baseline or 0)
        spread = np.sqrt(given * (1 - given)) if asked.outcome == "rate" else asked.deviation
        return given, float(spread or 0)
    if asked.outcome not in past.after:
        raise NotReadyError(say(m.NO_AMOUNTS))
    values = past.after[asked.outcome]
    if len(values) < 2:
        raise NotReadyError(say(m.PLAN_NOBODY))
    baseline, each = linear(values)
    baseline = baseline if asked.baseline is None else asked.baseline
    deviation = float(each.std(ddof=1)) if asked.deviation is None else asked.deviation
    if asked.outcome == "rate":
        if not 0 < baseline < 1:
            raise NotReadyError(say(m.NOBODY_DOES if not baseline else m.EVERYBODY_DOES))
        return baseline, float(np.sqrt(baseline * (1 - baseline)))
    if not (baseline > 0 and deviation > 0):
        raise NotReadyError(say(m.NOTHING_TO_MEASURE))
    return baseline, deviation


def linear(values: FloatArray) -> tuple[float, FloatArray]:
    """The figure, and what each customer adds to it: of a ratio (above - R below) / mean below
    (Deng, Knoblich and Lu, KDD 2018).
    """
    if values.ndim == 1:
        return float(values.mean()), values
    above, below = values.mean(axis=0)
    if below <= 0:
        return 0.0, np.zeros(len(values))
    figure = float(above / below)
    return figure, (values[:, 0] - figure * values[:, 1]) / below


def power_by(
    asked: PlanRequest, baseline: float, deviation: float, formula: RateFormula | None = None
) -> PowerOf:
    """The power of comparing the smallest other arm with the control."""
    alpha = alpha_of_each_look(asked)
    control, ratio = asked.control, asked.ratio
    if asked.outcome == "rate":
        way = formula or asked.formula
        return lambda effect: (
            lambda n: rate_power(n * control, baseline, baseline * (1 + effect), alpha, ratio, way)
        )

    def of_mean(effect: float) -> Callable[[float], float]:
        money = asked.outcome == "money"
        spread = common_deviation(deviation, effect, ratio) if money else deviation
        return lambda n: mean_power(n * control, baseline * effect, spread, alpha, ratio)

    return of_mean


def rate_tried(asked: PlanRequest, baseline: float, target: float, n: int) -> SimulatedPower:
    """Experiments on a rate drawn with so many customers in the smallest arm."""
    alpha = alpha_of_each_look(asked)
    control = round(n * asked.control)
    found = rate_trials(control, baseline, target, alpha, SEED, ratio=asked.ratio)
    return found._replace(per_arm=n)


def money_tried(asked: PlanRequest, values: FloatArray, n: int, runs: int = RUNS) -> SimulatedPower:
    """Experiments drawn from what customers spent, with so many in the smallest arm."""
    alpha = alpha_of_each_look(asked)
    control = round(n * asked.control)
    found = simulated_power(values, control, asked.effect, alpha, SEED, runs, asked.ratio)
    return found._replace(per_arm=n)
