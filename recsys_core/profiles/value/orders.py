"""What the models of orders take: how many, the last, and how long watched, in weeks."""

from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.types import FloatArray, StrArray

WEEK = 7.0
"""Days in the models' unit of time, that of the published estimates."""


@dataclass(frozen=True)
class OrderHistories:
    """One row a customer, each (n,): `user`; `x` repeat orders, those of one day being one;
    `last` weeks from the first to the last; `watched` weeks from the first to the end of the data;
    `amount` mean money of a repeat order with a positive amount, and `paid` how many those are;
    `whole_amount`, `whole_paid` the same of all orders, the first among them.
    """

    user: StrArray
    x: FloatArray
    last: FloatArray
    watched: FloatArray
    amount: FloatArray
    paid: FloatArray
    whole_amount: FloatArray
    whole_paid: FloatArray

    @property
    def rows(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """What the models of orders read: x, last, watched."""
        return self.x, self.last, self.watched

    def with_first(self) -> "OrderHistories":
        """Amounts of all orders stand for those of repeat orders."""
        return replace(self, amount=self.whole_amount, paid=self.whole_paid)

    def rows_of(self, part: slice) -> "OrderHistories":
        """Some of the customers."""
        return OrderHistories(*(getattr(self, one.name)[part] for one in fields(self)))


def order_histories(orders: pd.DataFrame, until: pd.Timestamp) -> OrderHistories:
    """Histories up to and including the day `until`.

    orders: user_id, day (midnights), spend; one row a customer and day.
    """
    known = orders[orders["day"] <= until].sort_values([Columns.User, "day"], kind="stable")
    grouped = known.groupby(Columns.User, sort=True)["day"]
    first, last, n = grouped.min(), grouped.max(), grouped.size()
    brought = known["spend"] > 0
    amount, paid = _amounts(known[brought & (grouped.cumcount() > 0)], n.index)
    whole_amount, whole_paid = _amounts(known[brought], n.index)
    return OrderHistories(
        user=n.index.to_numpy(dtype=object),
        x=n.to_numpy(np.float64) - 1,
        last=(last - first).dt.days.to_numpy(np.float64) / WEEK,
        watched=(until - first).dt.days.to_numpy(np.float64) / WEEK,
        amount=amount,
        paid=paid,
        whole_amount=whole_amount,
        whole_paid=whole_paid,
    )


def _amounts(orders: pd.DataFrame, users: pd.Index) -> tuple[FloatArray, FloatArray]:
    """Mean money of a customer's orders, and how many; 0 for none."""
    by_user = orders.groupby(Columns.User)["spend"]
    return tuple(
        found.reindex(users, fill_value=0).to_numpy(np.float64)
        for found in (by_user.mean(), by_user.size())
    )
