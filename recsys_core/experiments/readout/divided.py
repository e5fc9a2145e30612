"""Customers divided by lot into arms, with what they did."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from recsys_core.schema.statistics.differences import GroupMoments, moments_of, sample_ratio
from recsys_core.schema.types import FloatArray, IntArray, StrArray

BROKEN = 0.001
"""Chance below which the sizes of the arms are not what was planned (Fabijan et al., KDD 2019)."""
Kind = Literal["rate", "count", "money", "ratio"]


@dataclass(frozen=True)
class Outcome:
    """What each of n customers did. values: (n,), 0 or 1 for a rate, NaN where it is not known.
    under: (n,) of a ratio, what the sum of the values is divided by, NaN where they are.
    lower_wins: whether less of it is better.
    """

    name: str
    kind: Kind
    values: FloatArray
    under: FloatArray | None = None
    lower_wins: bool = False

    def each(self, arm: IntArray, arms: int) -> FloatArray:
        """(n,) figures whose mean in each arm is the outcome there, and whose spread is its own: of
        a ratio R of sums, R + (y - R x) / mean of x (delta method; Deng et al., KDD 2018).
        """
        if self.under is None:
            return self.values
        top, below = (np.bincount(arm, one, arms) for one in (self.values, self.under))
        with np.errstate(divide="ignore", invalid="ignore"):
            share = top / below
            mean = below / np.bincount(arm, minlength=arms)
            away = (self.values - share[arm] * self.under) / mean[arm]
        return np.asarray(share[arm] + away)


@dataclass(frozen=True)
class Subgroups:
    """A division of the customers by something known before. codes: (n,) of `values`.  planned:
    whether it was to be looked at before anybody saw what came out.
    """

    name: str
    values: tuple[str, ...]
    codes: IntArray
    planned: bool


@dataclass(frozen=True)
class Experiment:
    """arm: (n,) codes of `arms`, everybody in the arm the lot put them in (intention to treat).
    planned: (arms,) shares the lot was to give, adding up to 1; None for equal ones.  before: name
    -> (n,) of what was known before, NaN where it was not.  day: (n,) days since the first a
    customer was seen on; None without dates.  start: day 0 as
    days since 1970.
    """

    arm: IntArray
    arms: tuple[str, ...]
    control: int
    outcomes: tuple[Outcome, ...]
    planned: FloatArray | None = None
    before: dict[str, FloatArray] = field(default_factory=dict)
    splits: tuple[Subgroups, ...] = ()
    day: IntArray | None = None
    start: int = 0

    def having(self, outcome: Outcome) -> "Experiment":
        """The customers of whom this outcome is known, with no other outcome."""
        known = np.flatnonzero(~np.isnan(outcome.values))
        if len(known) == len(self.arm):
            return replace(self, outcomes=(outcome,))
        under = None if outcome.under is None else outcome.under[known]
        return replace(
            self,
            arm=self.arm[known],
            outcomes=(replace(outcome, values=outcome.values[known], under=under),),
            before={name: values[known] for name, values in self.before.items()},
            splits=tuple(replace(one, codes=one.codes[known]) for one in self.splits),
            day=None if self.day is None else self.day[known],
        )

    @property
    def weekday(self) -> int:
        """Of day 0, Monday 0; the first of 1970 was a Thursday."""
        return (self.start + 3) % 7

    @property
    def sizes(self) -> IntArray:
        """(arms,) customers of each."""
        return np.bincount(self.arm, minlength=len(self.arms))

    @property
    def shares(self) -> FloatArray:
        """(arms,) what the lot was to give each."""
        arms = len(self.arms)
        return np.full(arms, 1 / arms) if self.planned is None else self.planned

    @property
    def others(self) -> list[int]:
        """The codes of the arms beside the control."""
        return [at for at in range(len(self.arms)) if at != self.control]

    @property
    def ratio_p(self) -> float:
        """How often a lot as planned gives arms as unlike the plan as these or more."""
        return sample_ratio(self.sizes, self.shares)


def one_of(moments: GroupMoments, at: int | Sequence[int] | IntArray) -> GroupMoments:
    """Some of the groups, each figure an array."""
    n, mean, variance = (np.atleast_1d(one[at]) for one in moments)
    return GroupMoments(n.astype(np.int64), mean.astype(float), variance.astype(float))


def by_arm(values: FloatArray, data: Experiment) -> GroupMoments:
    """(arms,) moments of values (n,)."""
    return moments_of(values, data.arm, len(data.arms))


def names_of(labels: StrArray) -> tuple[IntArray, tuple[str, ...]]:
    """Codes and the different labels, in their order."""
    values, codes = np.unique(labels.astype(str), return_inverse=True)
    return codes, tuple(values.tolist())
