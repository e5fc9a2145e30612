"""Before, during and after a campaign: three windows of one length, as far as the data covers."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

DAY = pd.Timedelta(days=1)
USUAL = 28
"""Days a campaign without a last day is looked at."""
NAMES: tuple[Literal["before", "during", "after"], ...] = ("before", "during", "after")


@dataclass(frozen=True)
class PastWindow:
    """From the midnight `start` up to, but not with, the midnight `end`, both within the data.

    of: days it has; days: those the data covers, of which figures are known.
    """

    name: Literal["before", "during", "after"]
    start: pd.Timestamp
    end: pd.Timestamp
    of: int

    @property
    def days(self) -> int:
        return int((self.end - self.start).days)

    @property
    def clipped(self) -> bool:
        """Whether the data does not cover all of it."""
        return self.days < self.of


def past_windows(
    start: pd.Timestamp, end: pd.Timestamp | None, first: pd.Timestamp, last: pd.Timestamp
) -> tuple[PastWindow, PastWindow, PastWindow]:
    """The campaign's own days (`end` is one of them) and as many before and after; without an end,
    or with one before the start, `USUAL` days. first, last: the days the data covers.
    """
    start = start.normalize()
    known = end is not None and not pd.isna(end) and end >= start
    length = (end.normalize() - start).days + 1 if known and end is not None else USUAL
    span = pd.Timedelta(days=length)

    def window(at: int) -> PastWindow:
        begins = min(max(start + (at - 1) * span, first), last + DAY)
        ends = min(max(start + at * span, first), last + DAY)
        return PastWindow(NAMES[at], begins, max(ends, begins), length)

    return window(0), window(1), window(2)
