"""Recency, frequency and spend of every customer, scored in fifths and named in segments.

Source: Hughes, "Strategic Database Marketing", 1994.
"""

import numpy as np
import pandas as pd

from recsys_core.profiles import messages as m
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.types import BoolArray, FloatArray, IntArray, StrArray
from recsys_core.wording.dates import SECONDS_PER_DAY
from recsys_core.wording.messages import say

SEGMENTS: dict[str, str] = {
    "Champions": m.CHAMPIONS,
    "Loyal": m.LOYAL,
    "Promising": m.PROMISING,
    "Occasional": m.OCCASIONAL,
    "At risk": m.AT_RISK,
    "Dormant": m.DORMANT,
    "Frequent": m.FREQUENT,
    "Regular": m.REGULAR,
}
"""Every segment and what it means, best first. The last two exist only for data without dates,
where "Occasional" takes the rest.
"""


WITHOUT_SPEND: dict[str, str] = SEGMENTS | {
    "Champions": m.CHAMPIONS_BY_PRODUCTS,
    "Loyal": m.LOYAL_BY_PRODUCTS,
    "Promising": m.PROMISING_BY_PRODUCTS,
    "Occasional": m.OCCASIONAL_BY_PRODUCTS,
    "At risk": m.AT_RISK_BY_PRODUCTS,
    "Dormant": m.DORMANT_BY_PRODUCTS,
}
"""The same where no money is known: value is the number of different products then."""


def meaning(segment: str, *, spends: bool) -> str:
    """What a segment means, in words. spends: whether money is known."""
    return say((SEGMENTS if spends else WITHOUT_SPEND)[segment])


def rfm(totals: pd.DataFrame, now: pd.Timestamp | None) -> pd.DataFrame:
    """`totals` with recency_days, the scores r, f, m (1 to 5, 5 = best) and segment.

    totals: one row per customer with visits, spend, products, last_ts (NaT = unknown).  now: the
    newest moment in the data, not today: a file of last year is judged by its own end.
    Frequency is visits. Value is spend, or the number of different products where no spend is
    known. Scores are fifths of all customers; equal figures get equal scores, 0 = unknown.
    """
    out = totals.copy()
    if now is None:
        out[C.Recency] = np.nan
    else:
        out[C.Recency] = (now - out[C.Last]).dt.total_seconds() / SECONDS_PER_DAY
    value = out[C.Spend] if out[C.Spend].notna().any() else out[C.Products]
    out[C.RecencyScore] = fifths(-out[C.Recency].to_numpy(dtype=float))
    out[C.FrequencyScore] = fifths(out[C.Visits].to_numpy(dtype=float))
    out[C.ValueScore] = fifths(value.to_numpy(dtype=float))
    out[Columns.Segment] = segments(
        out[C.RecencyScore].to_numpy(),
        out[C.FrequencyScore].to_numpy(),
        out[C.ValueScore].to_numpy(),
        once=(out[C.Visits] <= 1).to_numpy(dtype=bool) & (now is not None),
    )
    return out


def fifths(values: FloatArray) -> IntArray:
    """(n,) scores 1 (lowest fifth) to 5 by mid-rank, so that equal values score alike; NaN is 0."""
    ranks = pd.Series(values).rank(method="average").to_numpy()
    known = np.isfinite(values)
    n = max(int(known.sum()), 1)
    scores = np.ceil(5 * (np.where(known, ranks, 1.0) - 0.5) / n)
    return np.where(known, np.clip(scores, 1, 5), 0).astype(np.int64)


def segments(
    recency: IntArray, frequency: IntArray, value: IntArray, once: BoolArray | None = None
) -> StrArray:
    """(n,) segment names from the scores 1 to 5 (0 = unknown).

    With v = the mean of frequency and value, halves up (an unknown one is left out), and v = 1 for
    those seen `once` only, because a single visit is no habit however large:

        r >= 4 and v >= 4   Champions        r = 3 and v <= 2    Occasional
        r >= 3 and v >= 3   Loyal            r <= 2 and v >= 3   At risk
        r >= 4 and v <= 2   Promising        r <= 2 and v <= 2   Dormant

    Without recency: v >= 4 Frequent, v = 3 Regular, else Occasional.
    """
    r, f, m = (np.asarray(scores, dtype=float) for scores in (recency, frequency, value))
    known = np.maximum((f > 0).astype(float) + (m > 0), 1)
    v = np.floor((f + m) / known + 0.5)
    v = v if once is None else np.where(once, 1.0, v)
    names = np.select(
        [
            (r == 0) & (v >= 4),
            (r == 0) & (v == 3),
            r == 0,
            (r >= 4) & (v >= 4),
            (r >= 3) & (v >= 3),
            r >= 4,
            r == 3,
            v >= 3,
        ],
        [
            "Frequent",
            "Regular",
            "Occasional",
            "Champions",
            "Loyal",
            "Promising",
            "Occasional",
            "At risk",
        ],
        default="Dormant",
    )
    return np.asarray(names, dtype=object)
