"""What customers did, day by day, and what that adds up to from the day each of them came in."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.types import BoolArray, FloatArray, IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.group_choice import in_group
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import experiment_queries
from recsys_core.storage.customer_queries import Activity

Outcome = Literal["rate", "money", "count", "ratio"]
OUTCOMES: tuple[Outcome, ...] = ("rate", "money", "count", "ratio")
Entry = Literal["come", "all"]
ENTRIES: tuple[Entry, ...] = ("come", "all")


@dataclass(frozen=True)
class CustomerDays:
    """users: (n,) customers.  user: of each row, its place among them.  day: since 1970.  came:
    whether anything but a return happened.  orders, spend: of that day.  priced: whether spend is
    known.
    """

    users: np.ndarray
    user: IntArray
    day: IntArray
    came: BoolArray
    orders: FloatArray
    spend: FloatArray
    priced: bool

    @property
    def visits(self) -> bool:
        """Whether there are days on which somebody came and bought nothing."""
        return bool((self.came & (self.orders == 0)).any())

    def entries(self, first: int, last: int) -> IntArray:
        """(n,) the first day from first to last on which each customer came; -1 for none."""
        rows = self.came & (self.day >= first) & (self.day <= last)
        found = np.full(len(self.users), np.iinfo(np.int64).max)
        np.minimum.at(found, self.user[rows], self.day[rows])
        return np.where(found == np.iinfo(np.int64).max, -1, found)

    def figures(
        self, start: IntArray, first: int, last: int, taken: BoolArray
    ) -> dict[Outcome, FloatArray]:
        """By outcome (taken,) of the days from `first` to `last` after each customer's `start`; a
        ratio (taken, 2): above and below.
        """
        since = self.day - start[self.user]
        rows = (since >= first) & (since <= last)

        def added(values: FloatArray) -> FloatArray:
            sums = np.bincount(self.user, np.where(rows, values, 0.0), len(self.users))
            return np.asarray(sums[taken], dtype=np.float64)

        counts = added(self.orders)
        found: dict[Outcome, FloatArray] = {"rate": (counts > 0).astype(np.float64)}
        if self.priced:
            found |= {"money": added(self.spend)}
        found |= {"count": counts}
        if self.priced:
            found |= {"ratio": np.column_stack([found["money"], counts])}
        return found


@needs(Role.VIEWER)
def customer_days(ws: Workspace, what: Activity, group: str | None = None) -> CustomerDays:
    """Of everybody, or of a group where one is named."""
    with ws.db.read() as cursor:
        frame = experiment_queries.days_of_all(cursor, what)
    user, ids = pd.factorize(frame[Columns.User])
    users = np.asarray(ids, dtype=object)
    if group is not None:
        inside = in_group(ws, list(users), group)
        frame, user = frame[inside[user]], user[inside[user]]
        user, kept = pd.factorize(user)
        users = users[kept]
    return CustomerDays(
        users,
        np.asarray(user, dtype=np.int64),
        frame["day"].to_numpy().astype("datetime64[D]").astype(np.int64),
        frame["came"].to_numpy(dtype=bool),
        frame["orders"].to_numpy(dtype=np.float64),
        frame["spend"].to_numpy(dtype=np.float64),
        what.spend,
    )
