"""Whether expected orders came true: each model fitted before, tried after."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.profiles.value.beta_geometric import BetaGeometric
from recsys_core.profiles.value.likelihood import Estimate
from recsys_core.profiles.value.order_model import OrderModel, log_probability
from recsys_core.profiles.value.orders import WEEK, OrderHistories
from recsys_core.profiles.value.pareto_nbd import ParetoNBD
from recsys_core.schema.columns import Columns
from recsys_core.schema.types import FloatArray

ORDER_MODELS: tuple[OrderModel, ...] = (BetaGeometric(False), BetaGeometric(True), ParetoNBD())
"""All that are tried on the later part."""
MANY = 7
"""Customers with so many repeat orders or more stand together, as in the published tables."""
TENTHS = 10


@dataclass(frozen=True)
class Expectation:
    """A group of customers: what was expected of them and what came, in orders."""

    group: str
    customers: int
    expected: float
    actual: float


@dataclass(frozen=True)
class HoldOut:
    """What a model fitted on the earlier part expected of each customer there, and what came.

    x: repeat orders before; expected, actual, naive: (n,) orders within the later `weeks`, naive
    at the rate so far; log_likelihood: of the actual numbers, given what was before.
    """

    model: OrderModel
    fitted: Estimate
    weeks: float
    x: FloatArray
    expected: FloatArray
    actual: FloatArray
    naive: FloatArray
    log_likelihood: float

    @property
    def ratio(self) -> float:
        """Expected orders per actual one; infinite where none came."""
        came = float(self.actual.sum())
        return float(self.expected.sum()) / came if came else float("inf")

    @property
    def mae(self) -> float:
        """Mean absolute error of a customer's orders."""
        return float(np.abs(self.expected - self.actual).mean())

    @property
    def naive_mae(self) -> float:
        """The same of the rate so far."""
        return float(np.abs(self.naive - self.actual).mean())

    def by_frequency(self) -> tuple[Expectation, ...]:
        """By repeat orders before: 0, 1, ... and `MANY` or more."""
        band = np.minimum(self.x, MANY).astype(int)
        names = [str(n) if n < MANY else f"{MANY}+" for n in range(MANY + 1)]
        return self._by(band, names)

    def by_tenth(self) -> tuple[Expectation, ...]:
        """By tenths of the customers, least expected first."""
        rank = np.argsort(np.argsort(self.expected, kind="stable"), kind="stable")
        names = [str(n + 1) for n in range(TENTHS)]
        return self._by(rank * TENTHS // max(len(rank), 1), names)

    def _by(self, band: np.ndarray, names: list[str]) -> tuple[Expectation, ...]:
        found = []
        for code, name in enumerate(names):
            which = band == code
            if which.any():
                sums = (float(part[which].sum()) for part in (self.expected, self.actual))
                found.append(Expectation(name, int(which.sum()), *sums))
        return tuple(found)


def hold_out(
    before: OrderHistories, orders: pd.DataFrame, cut: pd.Timestamp, end: pd.Timestamp
) -> tuple[HoldOut, ...]:
    """Every model fitted up to and including `cut` and tried until `end`, the likeliest first.

    before: the histories of `orders` up to `cut`.  orders: user_id, day (midnights), spend; one row
    a customer and day. The later orders have a probability under each model, and the model they are
    likeliest under leads.
    """
    later = orders[(orders["day"] > cut) & (orders["day"] <= end)].groupby(Columns.User).size()
    actual = later.reindex(before.user, fill_value=0).to_numpy(np.float64)
    weeks = (end - cut).days / WEEK
    tried = [_tried(model, before, actual, weeks) for model in ORDER_MODELS]
    return tuple(sorted(tried, key=lambda one: -one.log_likelihood))


def _tried(model: OrderModel, before: OrderHistories, actual: FloatArray, weeks: float) -> HoldOut:
    fitted = model.fit(*before.rows)
    found = log_probability(model, fitted.parameters, before.rows, weeks, actual)
    return HoldOut(
        model=model,
        fitted=fitted,
        weeks=weeks,
        x=before.x,
        expected=model.expected(fitted.parameters, weeks, *before.rows),
        actual=actual,
        naive=before.x / np.maximum(before.watched, 1 / WEEK) * weeks,
        log_likelihood=float(found.sum()),
    )
