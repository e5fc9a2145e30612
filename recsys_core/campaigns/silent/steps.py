"""What is known of why each silent customer gives no answer, and the step that follows from it."""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from recsys_core.campaigns.silent.reasons import CERTAIN, CONDITIONS, UNKNOWN
from recsys_core.schema.types import BoolArray

STEPS = {
    "bounced": "address",
    "unsubscribed": "leave",
    "no_purchase": "first_purchase",
    "overdue": "win_back",
    "other_category": "other_offer",
    "price": "incentive",
    "again": "pause",
    "many": "pause",
    "unknown": "own_products",
}
"""Reason -> step. `own_products` and `other_offer` need an offer at hand with a product bought."""
NOTHING = "nothing_at_hand"


def first_reason(holds: Mapping[str, BoolArray], told: Collection[str], n: int) -> np.ndarray:
    """(n,) the first of `reasons.REASONS` that holds of each customer; conditions only if in
    `told`, which are those that go along with fewer answers in this data.
    """
    usable = [one for one in (*CERTAIN, *CONDITIONS) if one in holds]
    usable = [one for one in usable if one in CERTAIN or one in told]
    if not usable:
        return np.full(n, UNKNOWN, dtype=object)
    return np.asarray(np.select([holds[one] for one in usable], usable, UNKNOWN), dtype=object)


def next_steps(reasons: np.ndarray, has_offer: BoolArray) -> pd.Series:
    """(n,) the step of each customer; has_offer: whether a product on offer was bought before."""
    steps = pd.Series(reasons).map(STEPS).to_numpy(dtype=object)
    needs = np.isin(steps.astype(str), ("other_offer", "own_products")) & ~has_offer
    return pd.Series(np.where(needs, NOTHING, steps), dtype=object)
