"""How many messages each customer gets within seven days."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from recsys_core.schema.types import BoolArray, IntArray

WEEK = 7


class Sending(NamedTuple):
    """inside: (n,) who gets it.  days: on which, as ordinals of the calendar."""

    inside: BoolArray
    days: Sequence[int]


class BusiestWeek(NamedTuple):
    """Of each customer, the most messages within seven days and the last of these days; 0 where
    nothing planned is among any.
    """

    messages: IntArray
    day: IntArray


def busiest_weeks(planned: Sequence[Sending], beside: Sequence[Sending]) -> BusiestWeek:
    """(n,) of each customer. Weeks count that hold something planned; what is sent beside the plan
    counts in them too. `planned` has at least one with a day.
    """
    every = [*planned, *beside]
    first, last = (pick(day for one in every for day in one.days) for pick in (min, max))
    daily = np.array(
        [np.bincount(np.array(one.days) - first, minlength=last - first + 1) for one in every]
    )
    inside = np.array([one.inside for one in every])
    # Customers who get the same are worked out once.
    packed = np.ascontiguousarray(np.packbits(inside, axis=0).T)
    keys = packed.view(f"V{packed.shape[1]}").ravel()
    _, one_of, pattern = np.unique(keys, return_index=True, return_inverse=True)
    most, day = np.zeros(len(one_of), dtype=np.int64), np.full(len(one_of), first)
    for place, user in enumerate(one_of):
        gets = inside[:, user]
        own = _within(daily[: len(planned)][gets[: len(planned)]].sum(axis=0))
        weeks = np.where(own > 0, _within(daily[gets].sum(axis=0)), 0)
        most[place], day[place] = weeks.max(), first + int(weeks.argmax())
    return BusiestWeek(most[pattern], day[pattern])


def _within(messages: IntArray) -> IntArray:
    """Of each day, the messages of it and of the six before it."""
    total = np.append(0, np.cumsum(messages))
    end = np.arange(1, len(total))
    return np.asarray(total[end] - total[np.maximum(end - WEEK, 0)])
