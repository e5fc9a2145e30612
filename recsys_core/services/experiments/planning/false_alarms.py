"""A/A: how often an experiment on this data would find a difference where there is none."""

from dataclasses import dataclass
from typing import Any

from recsys_core.experiments.planning.splits import SPLITS, FalseAlarms, false_alarms
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.experiments.planning import messages as m
from recsys_core.services.experiments.planning.days import Entry
from recsys_core.services.experiments.planning.past import past_outcomes
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share

FEWEST_SPLITS, MOST_SPLITS = 100, 100_000
LEAST = 20
"""Fewer customers are not split."""


LEEWAY = 1.1
"""So many splits show that 5.2 % are not 5 %, which is no reason to trust no read-out."""


@dataclass(frozen=True)
class AATest:
    """by_outcome: of the outcomes the data has.  customers: who were split."""

    by_outcome: dict[str, FalseAlarms]
    customers: int
    alpha: float
    window: int

    @property
    def too_many(self) -> list[str]:
        """Outcomes whose alarms lie, beyond chance, a tenth or more above what was allowed."""
        return [name for name, one in self.by_outcome.items() if one.low > LEEWAY * self.alpha]

    @property
    def sentence(self) -> str:
        """The first line."""
        shares = [one.share for one in self.by_outcome.values()]
        fields = {
            "splits": next(iter(self.by_outcome.values())).splits,
            "n": self.customers,
            "alpha": share(self.alpha),
        }
        if self.too_many:
            names = and_list([say(m.AA_OUTCOMES[name]) for name in self.too_many])
            most = share(max(self.by_outcome[name].share for name in self.too_many))
            return say(m.AA_BROKEN, names=names, most=most, **fields)
        return say(m.AA_FINE, least=share(min(shares)), most=share(max(shares)), **fields)

    def to_json(self) -> dict[str, Any]:
        """The keys of `experiment aa`."""
        rows = [{"outcome": name, **one._asdict()} for name, one in self.by_outcome.items()]
        return {
            "outcomes": rows,
            "customers": self.customers,
            "alpha": self.alpha,
            "window": self.window,
            "too_many": self.too_many,
            "sentence": self.sentence,
        }


_tests: PerWorkspace[tuple[Any, ...], AATest] = PerWorkspace("splits without a difference", most=8)


@needs(Role.VIEWER)
def aa_test(
    ws: Workspace,
    window: int = 28,
    alpha: float = 0.05,
    splits: int = SPLITS,
    entry: Entry = "come",
    seed: int = 0,
    report: Progress = silent,
) -> AATest:
    """Split the customers of `past_outcomes` by lot again and again; `NotReadyError` as there, and
    for fewer than `LEAST`. `InputError` for numbers outside their range.
    """
    if not (FEWEST_SPLITS <= splits <= MOST_SPLITS and 0 < alpha < 1 and 1 <= window <= 365):
        raise InputError(say(m.AA_OUTSIDE, least=FEWEST_SPLITS, most=MOST_SPLITS))

    def split() -> AATest:
        past = past_outcomes(ws, window, entry)
        n = len(past.customers)
        if n < LEAST:
            raise NotReadyError(say(m.AA_FEW, n=n, least=LEAST))
        outcomes = {str(name): values for name, values in past.after.items()}
        found = false_alarms(outcomes, alpha, seed, splits, report)
        return AATest(found, n, alpha, window)

    return _tests.get(ws, _key(ws, window, alpha, splits, entry, seed), split)


@needs(Role.VIEWER)
def aa_is_known(
    ws: Workspace,
    window: int = 28,
    alpha: float = 0.05,
    splits: int = SPLITS,
    entry: Entry = "come",
    seed: int = 0,
) -> bool:
    """Whether `aa_test` answers from what was found before."""
    return _tests.peek(ws, _key(ws, window, alpha, splits, entry, seed)) is not None


def _key(ws: Workspace, *asked: object) -> tuple[Any, ...]:
    return (ws.data_version(), *asked)
