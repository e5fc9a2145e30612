"""What of a plan is kept with an experiment, so that it is read as it was planned."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from recsys_core.services.experiments.planning.days import Entry, Outcome
from recsys_core.services.experiments.planning.plan import ExperimentPlan

ASKED = ("outcome", "effect", "power", "alpha", "window", "entry")
"""What the analyst chose; the rest follows from the data of then."""


@dataclass(frozen=True)
class KeptPlan:
    """window: days counted of each customer.  smallest: the difference worth having in the unit of
    the outcome.  per_arm: customers.  days: in which they are taken in; None where they never come.
    """

    outcome: Outcome
    effect: float
    power: float
    alpha: float
    window: int
    entry: Entry
    baseline: float
    smallest: float
    per_arm: int
    days: int | None

    @classmethod
    def of(cls, plan: ExperimentPlan) -> Self:
        """What is kept of a plan."""
        asked = {name: getattr(plan.request, name) for name in ASKED}
        smallest = abs(plan.baseline * plan.request.effect)
        return cls(**asked, baseline=plan.baseline, smallest=smallest, per_arm=plan.per_arm,
                   days=plan.days)  # fmt: skip

    @property
    def total_days(self) -> int | None:
        """From the first day until the last customer's window is over."""
        if self.entry == "all":
            return self.window
        return None if self.days is None else self.days + self.window

    def asked(self) -> dict[str, Any]:
        """What was chosen, by which two plans are the same."""
        return {name: value for name, value in asdict(self).items() if name in ASKED}
