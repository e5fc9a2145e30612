"""What customers did without any experiment: the outcomes of one, and how fast customers come."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.types import FloatArray, IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.experiments.planning import messages as m
from recsys_core.services.experiments.planning.days import Entry, Outcome, customer_days
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

PERIOD, SHORTEST = 28, 7
"""Days within which customers are taken in to be counted, and the fewest that will do."""
WEEKS = 8
"""As many of the last weeks tell how many come in one."""


@dataclass(frozen=True)
class PastOutcomes:
    """window: days after entry that are counted.  customers: (n,) taken in.  after: by outcome (n,)
    of each customer, a ratio (n, 2): above and below.  before: the same of as many days before.
    reach: (days,) different customers who came within the last 1, 2, … days.  weekly: on average.
    first, last: days between which customers were taken in.  same_day: whether the day they came
    counts.  kind: what counts as activity.
    """

    window: int
    entry: Entry
    customers: np.ndarray
    after: dict[Outcome, FloatArray]
    before: dict[Outcome, FloatArray]
    reach: IntArray
    weekly: float
    first: pd.Timestamp
    last: pd.Timestamp
    same_day: bool
    kind: str


_past: PerWorkspace[tuple[int, int, Entry, str | None], PastOutcomes]
_past = PerWorkspace("outcomes without an experiment", most=8)


@needs(Role.VIEWER)
def past_outcomes(
    ws: Workspace, window: int, entry: Entry = "come", group: str | None = None
) -> PastOutcomes:
    """Outcomes of `window` days after customers were taken in; of a group where one is named.

    come: whoever came within `PERIOD` days, from the day of their first coming on; that day itself
    counts only where the data knows of visits without a purchase.  all: everybody known at the
    beginning of the last `window` days.  `NotReadyError` without dates, and where the data does not
    reach over a window, as much before it, and a week.
    """
    key = (ws.data_version(), window, entry, group)
    return _past.get(ws, key, lambda: _read(ws, window, entry, group))


def _read(ws: Workspace, window: int, entry: Entry, group: str | None) -> PastOutcomes:
    what = customer_state(ws).activity
    if not what.dated:
        raise NotReadyError(say(m.PLAN_UNDATED))
    found = customer_days(ws, what, group)
    users, user, day, came = found.users, found.user, found.day, found.came
    if not len(users):
        raise NotReadyError(say(m.PLAN_NOBODY))
    end = int(day.max())
    span = end - int(day.min()) + 1
    period = min(PERIOD, span - 2 * window)
    if period < SHORTEST:
        raise NotReadyError(say(m.PLAN_SHORT, n=window, span=span, needed=2 * window + SHORTEST))
    same_day = entry == "come" and found.visits
    start = found.entries(end - window - period + 1, end - window)
    if entry == "all":
        known = np.bincount(user, day <= end - window, len(users)) > 0
        start = np.where(known, end - window, -1)
    taken = start >= 0
    after = found.figures(start, 0 if same_day else 1, window, taken)
    prior = (1 - window, 0) if entry == "all" else (-window, -1)
    before = found.figures(start, *prior, taken)
    newest = np.full(len(users), -1)
    np.maximum.at(newest, user[came], day[came])
    seen = newest[newest >= 0]
    reach = np.cumsum(np.bincount(end - seen, minlength=span))
    weeks = min(WEEKS, span // 7)
    week = (end - day) // 7
    recent = came & (week < weeks)
    together = len(np.unique(user[recent] * weeks + week[recent]))
    if entry == "all":
        reach = np.full(span, len(users))
    first, last = (pd.Timestamp(np.datetime64(int(one), "D")) for one in (
        start[taken].min(), start[taken].max())) if taken.any() else (pd.NaT, pd.NaT)  # fmt: skip
    return PastOutcomes(
        window, entry, users[taken], after, before, reach, together / weeks,
        first, last, same_day, what.kind,
    )  # fmt: skip
