"""The task: expected profit and cost of each offer for each customer, and the limits."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from recsys_core.schema.types import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class GroupLimit:
    """How many coupons go to a group of customers: at least `least`, at most `most` (None: any).

    members: (n,) who is in it; a customer may be in several groups.
    """

    name: str
    members: BoolArray
    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Limits:
    """What an assignment must keep. None: no such limit.

    budget: the sum of expected costs.  stock: (m,) coupons of each offer; inf for any number.
    per_customer: coupons for one customer.  total: coupons in all.
    """

    budget: float | None = None
    stock: FloatArray | None = None
    per_customer: int = 1
    total: int | None = None
    groups: tuple[GroupLimit, ...] = ()

    def without(self) -> Iterator[tuple[str, str, "Limits"]]:
        """Kind, name of the group or "", and the limits without that one, for each that is there.

        Kinds: budget, stock, per_customer, total, least, most.
        """
        if self.budget is not None:
            yield "budget", "", replace(self, budget=None)
        if self.stock is not None and np.isfinite(self.stock).any():
            yield "stock", "", replace(self, stock=None)
        yield "per_customer", "", replace(self, per_customer=np.iinfo(np.int32).max)
        if self.total is not None:
            yield "total", "", replace(self, total=None)
        for at, group in enumerate(self.groups):
            for kind, loose in (("least", {"least": 0}), ("most", {"most": None})):
                if getattr(group, kind) != loose[kind]:
                    others = (*self.groups[:at], replace(group, **loose), *self.groups[at + 1 :])
                    yield kind, group.name, replace(self, groups=others)


@dataclass(frozen=True)
class OfferProblem:
    """profit, cost: (n, m) what each offer to each customer is expected to earn, and to cost; cost
    is not negative. -inf in `profit`: never this offer to this customer.
    """

    profit: FloatArray
    cost: FloatArray
    limits: Limits = field(default_factory=Limits)

    @cached_property
    def members(self) -> FloatArray:
        """(groups, n) 1 where a customer is in a group."""
        n = len(self.profit)
        rows = [group.members for group in self.limits.groups]
        return np.array(rows, dtype=float).reshape(len(rows), n)

    @cached_property
    def groups_of(self) -> list[list[int]]:
        """The groups that each customer is in."""
        found: list[list[int]] = [[] for _ in range(len(self.profit))]
        for at, group in enumerate(self.limits.groups):
            for i in np.flatnonzero(group.members).tolist():
                found[i].append(at)
        return found

    @property
    def per_customer(self) -> int:
        return min(self.limits.per_customer, int(self.profit.shape[1]))

    def lowered(self, limits: Limits) -> "OfferProblem":
        return OfferProblem(self.profit, self.cost, limits)


@dataclass(frozen=True)
class Assignment:
    """Coupons given: customer and offer of each, by their places in the problem.

    profit: expected, in all.  bound: no assignment within the limits can earn more.
    """

    customers: IntArray
    offers: IntArray
    profit: float
    bound: float

    @property
    def gap(self) -> float:
        """How much of the profit the best assignment may earn more, at most; 0 where it is best."""
        missing = max(self.bound - self.profit, 0.0)
        return (
            0.0
            if missing <= 1e-9 * max(abs(self.bound), 1.0)
            else missing / max(abs(self.profit), 1e-12)
        )


def given(
    problem: OfferProblem, customers: IntArray, offers: IntArray, bound: float = np.inf
) -> Assignment:
    """The assignment of these coupons."""
    return Assignment(customers, offers, float(problem.profit[customers, offers].sum()), bound)
