"""What customers spent before, during and after a campaign, those who answered and the others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.campaigns.past.rates import rates
from recsys_core.campaigns.past.windows import PastWindow
from recsys_core.schema.statistics.intervals import intervals_of_means
from recsys_core.schema.types import BoolArray

WEEK = 7


@dataclass(frozen=True)
class WindowSpend:
    """One window of those who answered (`answered`), or of the others reached.

    n: customers.  mean, low, high: what each spent a week on average, net of returns, with an
    interval of 95 %; NaN where no row says what was paid or the data has no day of the window.
    buyers, buyers_low, buyers_high: the share that bought at all in the days the data covers.
    """

    window: str
    answered: bool
    n: int
    days: int
    mean: float
    low: float
    high: float
    buyers: float
    buyers_low: float
    buyers_high: float


def spending(
    bought: pd.DataFrame, answered: BoolArray, windows: Sequence[PastWindow]
) -> list[WindowSpend]:
    """bought: a row a customer with spend_0, orders_0 … of each window (net spend, days with a
    purchase); whoever bought nothing counts with 0.
    """
    found = []
    for who in (True, False):
        own = bought[answered == who]
        for at, window in enumerate(windows):
            known = len(own) > 0 and window.days > 0
            figures = [np.nan] * 6
            if known:
                weekly = own[f"spend_{at}"].to_numpy(dtype=float) / window.days * WEEK
                low, high = intervals_of_means(weekly[:, None])
                buyers = rates(np.array([(own[f"orders_{at}"] > 0).sum()]), np.array([len(own)]))
                figures = [weekly.mean(), low[0], high[0], *(one[0] for one in buyers)]
            found.append(WindowSpend(window.name, who, len(own), window.days, *map(float, figures)))
    return found
