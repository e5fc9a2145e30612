"""Whether expected amounts came true: Gamma-Gamma fitted before, tried on later orders."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.profiles.value.gamma_gamma import expected_amount
from recsys_core.profiles.value.orders import OrderHistories
from recsys_core.schema.columns import Columns
from recsys_core.schema.types import FloatArray


@dataclass(frozen=True)
class AmountTrial:
    """Customers known before with later orders that brought money, each (n,) money of one order.

    expected: as told before; actual: mean of the later orders, `orders` of them; own: mean of the
    customer's orders so far; shop: that of everybody's, one figure.
    """

    expected: FloatArray
    actual: FloatArray
    orders: FloatArray
    own: FloatArray
    shop: float

    @property
    def ratio(self) -> float:
        """Expected money per actual one, over all later orders."""
        return float(self.expected @ self.orders) / float(self.actual @ self.orders)

    @property
    def mae(self) -> float:
        """Mean absolute error of what a customer's later order brings."""
        return self._off(self.expected)

    @property
    def own_mae(self) -> float:
        """The same of the customer's own mean so far."""
        return self._off(self.own)

    @property
    def shop_mae(self) -> float:
        """The same of one figure for everybody."""
        return self._off(np.full(len(self.actual), self.shop))

    def _off(self, told: FloatArray) -> float:
        return float(np.abs(told - self.actual).mean())


def try_amounts(
    parameters: FloatArray, before: OrderHistories, orders: pd.DataFrame, cut: pd.Timestamp
) -> AmountTrial | None:
    """p, q, v of the part up to `cut` against the orders after it; None where none brought money.

    orders: user_id, day (midnights), spend; one row a customer and day.
    """
    paid = orders[orders["spend"] > 0]
    late = paid["day"] > cut
    later = paid[late].groupby(Columns.User)["spend"].agg(["mean", "size"])
    so_far = paid[~late].groupby(Columns.User)["spend"].mean()
    told = pd.Series(expected_amount(parameters, before.paid, before.amount), before.user)
    users = later.index.intersection(so_far.index)
    if users.empty:
        return None
    return AmountTrial(
        expected=told.reindex(users).to_numpy(np.float64),
        actual=later.loc[users, "mean"].to_numpy(np.float64),
        orders=later.loc[users, "size"].to_numpy(np.float64),
        own=so_far.loc[users].to_numpy(np.float64),
        shop=float(paid.loc[~late, "spend"].mean()),
    )
