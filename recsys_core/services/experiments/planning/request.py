"""What a plan is asked."""

from dataclasses import dataclass

import numpy as np

from recsys_core.experiments.planning.power import RateFormula, alpha_of_each
from recsys_core.experiments.sequential.always_valid import OF_THE_LOOK
from recsys_core.schema.errors import InputError
from recsys_core.services.experiments.planning import messages as m
from recsys_core.services.experiments.planning.past import Entry, Outcome
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class PlanRequest:
    """effect: the smallest difference worth having, as a share of the baseline.  arms: the control
    among them.  share: of the customers who take part.  window: days that are counted of each.
    baseline, deviation, weekly: instead of those of the past.
    """

    outcome: Outcome = "rate"
    effect: float = 0.1
    power: float = 0.8
    alpha: float = 0.05
    arms: int = 2
    share: float = 1.0
    window: int = 28
    entry: Entry = "come"
    formula: RateFormula = "arcsine"
    group: str | None = None
    baseline: float | None = None
    deviation: float | None = None
    weekly: float | None = None


def alpha_of_each_look(asked: PlanRequest) -> float:
    """The level of each comparison with the control at the look that is planned."""
    return alpha_of_each(OF_THE_LOOK * asked.alpha, asked.arms)


def check_request(asked: PlanRequest) -> None:
    """`InputError` for one that cannot be planned."""
    if not (0 < asked.power < 1 and 0 < asked.alpha < 1 and asked.power > asked.alpha):
        raise InputError(say(m.POWER_OUTSIDE))
    if not 2 <= asked.arms <= 20 or not 0 < asked.share <= 1 or not 1 <= asked.window <= 365:
        raise InputError(say(m.ARMS_OUTSIDE))
    if not np.isfinite(asked.effect) or asked.effect == 0 or asked.effect <= -1:
        raise InputError(say(m.EFFECT_OUTSIDE))
    amounts = (asked.baseline, asked.deviation, asked.weekly)
    if any(one is not None and not (one > 0 and np.isfinite(one)) for one in amounts):
        raise InputError(say(m.AMOUNTS_OUTSIDE))
    if asked.outcome == "rate" and asked.baseline is not None and asked.baseline >= 1:
        raise InputError(say(m.RATE_OUTSIDE))
