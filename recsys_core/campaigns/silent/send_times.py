"""Whether customers have an hour or a weekday of their own, tried on what they did later."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy import special

from recsys_core.schema.columns import Columns
from recsys_core.schema.statistics.intervals import intervals_of_means
from recsys_core.schema.types import FloatArray

By = Literal["hour", "weekday"]
CELLS: dict[By, int] = {"hour": 24, "weekday": 7}
DRAWN = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)
"""As many moments of the shop's may stand beside a customer's own; which, the moments say."""
FEWEST = 100
"""With fewer customers in the trial nothing is said."""


@dataclass(frozen=True)
class SendTimes:
    """The trial of one kind of time over `customers` with moments before and after the cut.

    events: moments after it.  common: the hour or weekday (0 = Monday) most frequent before it.
    hit, common_hit: mean over customers of the share of their later moments that fell into their
    own best one and into the common one; low, high: of the difference.  saved: log loss saved a
    moment by the own shares against the common ones, with saved_low and saved_high.  shares: of
    everybody, (cells,).  best: user_id, best, share (the own shares, drawn to the common ones).
    """

    by: By
    customers: int
    events: int
    common: int
    hit: float
    common_hit: float
    low: float
    high: float
    saved: float
    saved_low: float
    saved_high: float
    shares: FloatArray
    best: pd.DataFrame

    @property
    def beats(self) -> bool:
        """Whether own times are met more often, and foretell more, than the common ones, beyond
        chance.
        """
        return self.customers >= FEWEST and self.low > 0 and self.saved_low > 0


def tried(moments: pd.DataFrame, by: By) -> SendTimes | None:
    """moments: user_id, hour, weekday, later (after the cut), n; None where none lie before the cut
    or no customer has some on both sides.
    """
    earlier, later = (moments[moments["later"] == side] for side in (False, True))
    both = sorted(set(earlier[Columns.User]) & set(later[Columns.User]))
    if not both:
        return None
    common = np.bincount(earlier[by], weights=earlier["n"], minlength=CELLS[by])
    common = (common + 1) / (common + 1).sum()
    known, came = (_counts(part, both, by) for part in (earlier, later))
    drawn = _drawn(known, common)
    own = (known + drawn * common) / (known.sum(axis=1, keepdims=True) + drawn)
    best, usual = own.argmax(axis=1), int(common.argmax())
    each = came.sum(axis=1)
    hit = came[np.arange(len(both)), best] / each
    common_hit = came[:, usual] / each
    saved = (came * (np.log(own) - np.log(common))).sum(axis=1) / each
    low, high = intervals_of_means(np.column_stack([hit - common_hit, saved]))
    frame = {
        Columns.User: both,
        "best": best,
        "share": own[np.arange(len(both)), best],
    }
    return SendTimes(
        by,
        len(both),
        int(each.sum()),
        usual,
        float(hit.mean()),
        float(common_hit.mean()),
        float(low[0]),
        float(high[0]),
        float(saved.mean()),
        float(low[1]),
        float(high[1]),
        common,
        pd.DataFrame(frame),
    )


def _drawn(known: FloatArray, common: FloatArray) -> float:
    """How much customers are alike: the concentration of `DRAWN` under which their counts (users,
    cells) are most likely as Dirichlet-multinomial draws around the common shares (Minka, 2000,
    Estimating a Dirichlet distribution).
    """
    n = known.sum(axis=1)

    def likelihood(a: float) -> float:
        own = special.gammaln(known + a * common) - special.gammaln(a * common)
        return float(own.sum() + (special.gammaln(a) - special.gammaln(n + a)).sum())

    return max(DRAWN, key=likelihood)


def _counts(part: pd.DataFrame, users: list[str], by: By) -> FloatArray:
    """(users, cells) moments."""
    at = pd.Index(users).get_indexer(part[Columns.User])
    found = np.zeros((len(users), CELLS[by]))
    np.add.at(found, (at[at >= 0], part[by].to_numpy()[at >= 0]), part["n"].to_numpy()[at >= 0])
    return found
