"""What a plan is asked."""

from dataclasses import dataclass

import numpy as np

from recsys_core.experiments.planning.power import RateFormula, alpha_of_each
from recsys_core.experiments.sequential.always_valid import OF_THE_LOOK
from recsys_core.schema.errors import InputError
from recsys_core.services.experiments.planning import messages as m
from recsys_core.services.experiments.planning.days import Entry, Outcome
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class PlanRequest:
    """effect: the smallest difference worth having, as a share of the baseline.  arms: the control
    among them.  share: of the customers who take part.  window: days that are counted of each.
    baseline, deviation, weekly: instead of those of the past.  shares: of each arm, the control
    first; None where all are alike.
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
    shares: tuple[float, ...] | None = None

    @property
    def times(self) -> float:
        """Customers of all arms for each one of the smallest."""
        return self.arms if self.shares is None else 1 / min(self.shares)

    @property
    def control(self) -> float:
        """Customers of the control for each one of the smallest arm."""
        return 1.0 if self.shares is None else self.shares[0] / min(self.shares)

    @property
    def ratio(self) -> float:
        """Customers of the smallest other arm for each one of the control."""
        return 1.0 if self.shares is None else min(self.shares[1:]) / self.shares[0]

    @property
    def at_once(self) -> bool:
        """Whether all customers of the data are there from the first day on."""
        return self.entry == "all" and self.weekly is None

    def sizes(self, smallest: float) -> list[int]:
        """Customers of each arm where the smallest has so many."""
        if self.shares is None:
            return [round(smallest)] * self.arms
        # Rounding in a share must not ask for one customer more.
        return [int(np.ceil(smallest * one / min(self.shares) - 1e-6)) for one in self.shares]


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
    shares = asked.shares
    if shares is not None and not (
        len(shares) == asked.arms and min(shares) > 0 and abs(sum(shares) - 1) < 1e-6
    ):
        raise InputError(say(m.SHARES_OF_PLAN, n=asked.arms))
    if asked.outcome == "rate" and asked.baseline is not None and asked.baseline >= 1:
        raise InputError(say(m.RATE_OUTSIDE))
