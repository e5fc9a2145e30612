"""What customers did before a day, as far as it says whether they will buy some products."""

from dataclasses import dataclass

import numpy as np

from recsys_core.schema.types import BoolArray, FloatArray, IntArray

RECENT = 90
"""Days that count as lately: a quarter holds several visits of most customers."""
NEVER = 999
"""Days since something that never was: longer ago than anything that still tells."""
COMMON = ("visits", "visits_recent", "visit_age", "near", "near_recent")
OWN = ("bought", "bought_recent", "bought_age")


@dataclass(frozen=True)
class History:
    """Every day on which a customer bought something.

    n: how many customers.  user: (m,) codes below n.  day: (m,) whole days.  hit: (m,) whether the
    wanted products were among it.  near: (m,) whether others of their categories were.  newest: the
    last day of the data, whoever bought.
    """

    n: int
    user: IntArray
    day: IntArray
    hit: BoolArray
    near: BoolArray
    newest: int

    def buyers(self, start: int, days: int) -> BoolArray:
        """(n,) who bought the wanted products in the `days` from `start` on."""
        inside = self.hit & (self.day >= start) & (self.day < start + days)
        return np.bincount(self.user[inside], minlength=self.n) > 0


@dataclass(frozen=True)
class KnownThen:
    """Everything known of each customer on the morning of one day.

    visits, bought, near: (n,) days with any purchase, with the wanted products, with others of
    their categories; `_recent`: within the last 90; `_age`: days since the newest.  gap: mean days
    between purchases of the wanted products, NaN below two.
    """

    visits: IntArray
    visits_recent: IntArray
    visit_age: IntArray
    bought: IntArray
    bought_recent: IntArray
    bought_age: IntArray
    near: IntArray
    near_recent: IntArray
    gap: FloatArray

    def columns(self, repeat: bool) -> FloatArray:
        """(n, f) what the model reads: logarithms of counts and ages, and for whoever bought before
        how overdue the next purchase is, log((days since + 1) / (usual gap + 1)).
        """
        found = [np.log1p(getattr(self, name)) for name in COMMON]
        if repeat:
            due = np.log((self.bought_age + 1) / (np.nan_to_num(self.gap) + 1))
            found += [np.log1p(getattr(self, name)) for name in OWN]
            found += [np.where(self.bought > 1, due, 0.0), (self.bought == 1).astype(float)]
        return np.column_stack(found)


def facts_on(history: History, day: int) -> KnownThen:
    """What was known before `day`; nothing of that day or later is looked at."""
    past = history.day < day
    user, days, n = history.user[past], history.day[past], history.n
    recent = days >= day - RECENT
    every, hit, near = np.ones(len(user), dtype=bool), history.hit[past], history.near[past]

    def count(which: BoolArray) -> IntArray:
        return np.bincount(user[which], minlength=n)

    def end(which: BoolArray, start: int, better: np.ufunc) -> IntArray:
        found = np.full(n, start, dtype=np.int64)
        better.at(found, user[which], days[which])
        return found

    def age(which: BoolArray) -> IntArray:
        last = end(which, np.iinfo(np.int64).min, np.maximum)
        return np.where(count(which) > 0, day - last, NEVER)

    bought = count(hit)
    first = end(hit, np.iinfo(np.int64).max, np.minimum)
    bought_age = age(hit)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        gap = np.where(bought > 1, (day - bought_age - first) / (bought - 1), np.nan)
    return KnownThen(
        count(every),
        count(recent),
        age(every),
        bought,
        count(hit & recent),
        bought_age,
        count(near),
        count(near & recent),
        gap,
    )
