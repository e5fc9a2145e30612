"""What tells customers apart, as numbers that groups and look-alikes are worked out on."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.profiles import messages as m
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.types import FloatArray
from recsys_core.wording.messages import say

CATEGORY = "category: "
"""Begins the name of a column that holds the share of a category."""

NAMES: dict[str, str] = {
    C.Visits: m.FEATURE_VISITS,
    C.Spend: m.FEATURE_SPEND,
    C.Recency: m.FEATURE_RECENCY,
    C.Interval: m.FEATURE_INTERVAL,
    C.Products: m.FEATURE_PRODUCTS,
    "tier": m.FEATURE_TIER,
    "paid": m.FEATURE_PAID,
    "returned": m.FEATURE_RETURNED,
    "variety": m.FEATURE_VARIETY,
    "rating": m.FEATURE_RATING,
    "coupons": m.FEATURE_COUPONS,
}
"""Every column that is no category, and how it is called."""

LOGARITHMIC = (C.Visits, C.Spend, C.Recency, C.Interval, C.Products, "coupons")
"""Counts, amounts and days: a few customers have many times what most have."""
ROUNDING = 1e-9
"""Figures closer than this are equal but for how they were added up."""
NONE_IS_ZERO = ("coupons", "returned")


@dataclass(frozen=True)
class Features:
    """What tells customers apart.

    frame: (n customers, features) float64, in the order of the overview it was made from, never
    NaN. `LOGARITHMIC` columns hold log(1 + figure), a negative spend counts as 0; the others are as
    in `storage.feature_queries`. A column that is unknown or equal for everybody is left out.
    filled: feature -> how many customers have the median of the others, their own being unknown.
    """

    frame: pd.DataFrame
    filled: dict[str, int]

    @property
    def standardised(self) -> FloatArray:
        """(n, features): every column with mean 0 and standard deviation 1."""
        values = self.frame.to_numpy(dtype=float)
        return np.asarray((values - values.mean(axis=0)) / values.std(axis=0), dtype=float)


def feature_name(column: str) -> str:
    """How a column is called on screen: "Share of Dairy" for a category's."""
    if column.startswith(CATEGORY):
        return say(m.FEATURE_CATEGORY, category=column.removeprefix(CATEGORY))
    return say(NAMES[column])


def customer_features(
    overview: pd.DataFrame, buying: pd.DataFrame, shares: pd.DataFrame
) -> Features:
    """The features of the customers of `overview`.

    buying, shares: by user_id, as from `storage.feature_queries`; a customer may be missing there.
    """
    ids = overview[Columns.User]
    own = buying.set_index(Columns.User).reindex(ids)
    parts = shares.set_index(Columns.User).add_prefix(CATEGORY).reindex(ids)
    known = overview[[C.Visits, C.Spend, C.Recency, C.Interval]].set_axis(ids)
    frame = pd.concat([known, own, parts], axis=1).astype(float)[
        [*(name for name in NAMES), *parts.columns]
    ]
    for name in NONE_IS_ZERO:
        if frame[name].notna().any():
            frame[name] = frame[name].fillna(0.0)
    logs = list(LOGARITHMIC)
    frame[logs] = np.log1p(frame[logs].clip(lower=0.0))
    unknown = frame.isna().sum()
    frame = frame.loc[:, unknown < len(frame)]
    frame = frame.fillna(frame.median())
    differ = frame.max() - frame.min() > ROUNDING * frame.abs().max()
    frame = frame.loc[:, differ].reset_index(drop=True)
    return Features(frame, {name: int(unknown[name]) for name in frame if unknown[name]})
