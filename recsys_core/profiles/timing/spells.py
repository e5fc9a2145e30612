"""Orders as spells: from one order of a customer to the next, with what was known at its start."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.profiles.gaps import SHOP
from recsys_core.schema.columns import Columns
from recsys_core.schema.types import BoolArray, FloatArray, IntArray

DAY = np.timedelta64(1, "D")
ALIKE = 7
"""Days after which a week's habit repeats."""
KNOTS = (-1.0, 0.0, 0.7, 1.4)
"""Where the effect of the days away against the own pace may bend: logarithms of their ratio."""
LATELY = 0.5
"""So much of the newest pace is the newest gap."""


@dataclass(frozen=True)
class Spells:
    """One row an order, (n,) each, by customer and day.

    user: numbers from 0 in the order of `users`; start: day of the order (days since 1970); length:
    days to the next order, or to the end; ended: whether there was a next one; orders: so far;
    pace, lately: mean logarithm of the gaps so far, drawn to the shop's, all alike and the newest
    ones counting most.
    """

    users: np.ndarray
    user: IntArray
    start: IntArray
    length: IntArray
    ended: BoolArray
    orders: IntArray
    pace: FloatArray
    lately: FloatArray

    def rows_of(self, which: BoolArray | IntArray) -> "Spells":
        """The same for some of the orders."""
        columns = (self.user, self.start, self.length, self.ended, self.orders)
        return Spells(
            self.users,
            *(one[which] for one in (*columns, self.pace, self.lately)),  # type: ignore[arg-type]
        )

    @property
    def open(self) -> "Spells":
        """Each customer's last order, which nothing has followed yet."""
        return self.rows_of(~self.ended)


def day_number(day: pd.Timestamp) -> int:
    """Days since 1970."""
    return int(day.to_datetime64().astype("datetime64[D]").astype(np.int64))


def spells(orders: pd.DataFrame, end: pd.Timestamp) -> Spells:
    """user_id, day (midnights, each once) up to and including `end`, as spells."""
    known = orders[orders["day"] <= end].sort_values([Columns.User, "day"], kind="stable")
    user, users = pd.factorize(known[Columns.User])
    start = known["day"].to_numpy().astype("datetime64[D]").astype(np.int64)
    first = np.r_[True, user[1:] != user[:-1]] if len(user) else np.zeros(0, bool)
    ended = np.r_[~first[1:], False] if len(user) else first
    following = np.where(ended, np.r_[start[1:], 0], day_number(end))
    gap = np.log(np.where(first, 1, start - np.r_[0, start[:-1]]))
    since = np.arange(len(user)) - np.maximum.accumulate(np.where(first, np.arange(len(user)), 0))
    shop = float(gap[~first].mean()) if (~first).any() else 0.0
    summed = np.cumsum(np.where(first, 0.0, gap))
    before = np.maximum.accumulate(np.where(first, np.arange(len(user)), 0))
    own = summed - summed[before]
    pace = (own + SHOP * shop) / (since + SHOP)
    lately = np.where(first, pace, (1 - LATELY) * pace + LATELY * gap)
    return Spells(
        users.to_numpy(),
        user.astype(np.int64),
        start,
        following - start,
        ended,
        since + 1,
        pace,
        lately,
    )


def features(of: Spells, away: IntArray, seasons: bool) -> FloatArray:
    """(n, k) what the chance of an order on a day `away` days after each order goes by."""
    days = np.log(away)
    ratio = days - of.pace
    on = of.start + away
    columns = [
        days,
        *(np.maximum(ratio - knot, 0) for knot in KNOTS),
        of.pace,
        of.lately - of.pace,
        np.log(of.orders),
        of.orders == 1,
        away % ALIKE == 0,
        *(on % ALIKE == weekday for weekday in range(1, ALIKE)),
    ]
    if seasons:
        turn = 2 * np.pi * on / 365.25
        columns += [np.sin(turn), np.cos(turn)]
    return np.column_stack(columns).astype(np.float64)
