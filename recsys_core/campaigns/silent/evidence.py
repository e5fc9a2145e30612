"""What goes along with giving no answer, judged on the contacts of customers silent until then."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.campaigns.past.rates import rates
from recsys_core.campaigns.silent.reasons import CONDITIONS, UNKNOWN, Condition
from recsys_core.schema.columns import Columns
from recsys_core.schema.evaluation import ALPHA
from recsys_core.schema.statistics.intervals import interval_of_overall, left_out
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import BoolArray, FloatArray

AGAIN = 5
"""So many campaigns without an answer are "again and again"."""
FEWEST = 30
"""With fewer contacts nothing is said of a condition."""
MOSTLY, FEWEST_PRICES = 0.5, 5
"""Whoever bought at least half below its usual price, of five purchases or more, buys by price: of
everybody's purchases fewer than half can be below the median.
"""
LONGEST = 8
"""Campaigns without an answer from which all stand together."""


@dataclass(frozen=True)
class SilentSign:
    """A condition, and how contacts were answered where it held and where not.

    n, rest_n: contacts; rate, rest_rate: shares answered, the first with an interval that leaves
    out customers and is no narrower than Wilson's; low, high: of the difference rate - rest_rate,
    widened for asking about all conditions at once. NaN where either has no contact.
    """

    condition: Condition
    n: int
    rest_n: int
    rate: float
    rate_low: float
    rate_high: float
    rest_rate: float
    low: float
    high: float

    @property
    def enough(self) -> bool:
        """Whether there are contacts enough to tell."""
        return self.n >= FEWEST and self.rest_n >= FEWEST

    @property
    def tells(self) -> bool:
        """Whether contacts are answered less often where it holds, beyond chance."""
        return self.enough and self.high < 0


def usual_number(contacts: pd.DataFrame) -> float:
    """Campaigns within the days looked at that nine in ten answered contacts did not exceed; NaN
    without any.
    """
    answered = contacts.loc[contacts["answered"].astype(bool), "recent"].dropna()
    return float(np.quantile(answered, 0.9)) if len(answered) else float("nan")


def holding(contacts: pd.DataFrame, overdue: FloatArray, most: float) -> pd.DataFrame:
    """1 where a condition holds of a contact, 0 where not, NaN where that is not known.

    contacts: as of `storage.silent_queries.contacts`; overdue: (n,) how many of the customer's own
    limits they had been away; most: campaigns within the days looked at that are not too many.
    """
    bought = contacts["bought"].astype("float64")
    fits = contacts["fits"].astype("float64")
    recent, before, priced, below = (
        contacts[name].astype("float64") for name in ("recent", "before", "priced", "below")
    )

    def known(holds: pd.Series, of: pd.Series) -> pd.Series:
        return holds.astype(float).where(of.notna())

    away = pd.Series(overdue, index=contacts.index)
    return pd.DataFrame(
        {
            "no_purchase": known(bought == 0, bought),
            "overdue": known(away > 1, away),
            # Whoever bought nothing at all bought from no category either: told apart.
            "other_category": known(fits == 0, fits.where(bought == 1)),
            "price": known(below >= MOSTLY * priced, priced.where(priced >= FEWEST_PRICES)),
            "again": known(before >= AGAIN, before),
            "many": known(recent > most, recent) if np.isfinite(most) else np.nan,
        },
        columns=list(CONDITIONS),
        index=contacts.index,
    )


def signs(contacts: pd.DataFrame, holds: pd.DataFrame, seed: int = 0) -> list[SilentSign]:
    """Every condition over the contacts of customers who had not answered before, and last where
    none of those that tell held ("unknown").
    """
    found = _signs(contacts, holds, seed)
    told = [one.condition for one in found if one.tells]
    unknown = 1.0 - (holds[told] == 1).any(axis=1)
    return found + _signs(contacts, pd.DataFrame({UNKNOWN: unknown}), seed)


def _signs(contacts: pd.DataFrame, holds: pd.DataFrame, seed: int) -> list[SilentSign]:
    silent = silent_so_far(contacts)
    own, holds = contacts[silent], holds[silent]
    answered = own["answered"].to_numpy(dtype=float)
    users, names = pd.factorize(own[Columns.User])
    level = 1 - ALPHA / len(CONDITIONS)
    found = []
    for condition in holds.columns:
        value = holds[condition].to_numpy(dtype=float)
        sums = [
            np.bincount(users, weights=part, minlength=len(names)).astype(float)
            for part in (
                np.nan_to_num(value),
                np.nan_to_num(value) * answered,
                np.nan_to_num(1 - value),
                np.nan_to_num(1 - value) * answered,
            )
        ]
        found.append(_sign(condition, sums, level, seed))
    return found


def _sign(condition: Condition, sums: Sequence[FloatArray], level: float, seed: int) -> SilentSign:
    """sums: (customers,) contacts where it holds, those answered, where not, those answered."""
    total = [float(part.sum()) for part in sums]
    n, hits, rest_n, rest_hits = (round(part) for part in total)
    value, nothing = hits / n if n else np.nan, (np.nan, np.nan)
    rest = rest_hits / rest_n if rest_n else np.nan

    def rate(weights: FloatArray) -> FloatArray:
        return ratio(weights @ sums[1], weights @ sums[0])

    def difference(weights: FloatArray) -> FloatArray:
        return rate(weights) - ratio(weights @ sums[3], weights @ sums[2])

    people = len(sums[0])
    own = nothing
    if n:
        # Where next to none answered, customers hardly differ: their number alone is left to go by.
        jackknife = interval_of_overall(left_out(rate, people, seed), value, (0, 1))
        _, low, high = rates(np.array([hits]), np.array([n]))
        own = (float(np.fmin(jackknife[0], low[0])), float(np.fmax(jackknife[1], high[0])))
    ends = nothing
    if n and rest_n:
        without = left_out(difference, people, seed)
        ends = interval_of_overall(without, value - rest, (-1, 1), level)
    return SilentSign(condition, n, rest_n, value, *own, rest, *ends)


def silent_so_far(contacts: pd.DataFrame) -> BoolArray:
    """(n,) whether the customer had answered no campaign before; False where that is not known."""
    return np.asarray(contacts["answered_before"].astype("float64") == 0, dtype=bool)


def by_unanswered(contacts: pd.DataFrame) -> pd.DataFrame:
    """before, n, answered, rate, low, high: contacts of customers who had not answered before by
    the number of campaigns that had reached them; from `LONGEST` on all together. Each customer is
    at most once in a row but for the last, so that Wilson's interval holds.
    """
    own = contacts[silent_so_far(contacts)]
    before = own["before"].clip(upper=LONGEST).astype(int)
    frame = own.groupby(before)["answered"].agg(["size", "sum"]).reset_index()
    frame.columns = pd.Index(["before", "n", "answered"])
    frame = frame.astype({"answered": int})
    share, low, high = rates(frame["answered"].to_numpy(), frame["n"].to_numpy())
    return frame.assign(rate=share, low=low, high=high)


def silent_by_lot(contacts: pd.DataFrame) -> float:
    """How many customers would have answered nothing had lots decided who answers each campaign:
    the sum over customers of the product of 1 - the rate of each campaign that reached them.
    """
    rate = contacts.groupby("campaign_id")["answered"].transform("mean").astype(float)
    return float((1 - rate).groupby(contacts[Columns.User]).prod().sum())
