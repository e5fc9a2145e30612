"""Which products sell better of late than they used to, and what everybody buys just now."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import FloatArray
from recsys_core.wording.dates import SECONDS_PER_DAY

AGAINST_OVERALL = 0.5
"""How strongly what always sold well is held against a product: halfway, so that the lift alone
still ranks products as a list for somebody without a history should.
"""


@dataclass(frozen=True)
class Trend:
    """weight: how much of the lift is added to a score, in standard deviations of the scores.
    half: half-life of an event in days.
    """

    weight: float = 0.0
    half: float = 0.0

    def lift(self, data: Dataset) -> FloatArray:
        """(n_items,) float64 log(recent share) - half of log(overall share); zeros where it does
        not apply.
        """
        if not self.weight or not self.half or not data.dated:
            return np.zeros(data.n_items)
        overall = np.log(data.item_counts / max(data.item_counts.sum(), 1) + 1e-6)
        return np.asarray(np.log(recent_share(data, self.half) + 1e-6) - AGAINST_OVERALL * overall)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


def recent_share(data: Dataset, half: float) -> FloatArray:
    """(n_items,) share of each product in all events, an event counting half after `half` days
    before the last; half 0 counts all alike, as does data without dates.
    """
    weights = None
    if half and data.dated and data.span:
        weights = np.exp2(-(data.span[1] - data.ts) / (SECONDS_PER_DAY * half))
    counts = np.bincount(data.item, weights=weights, minlength=data.n_items).astype(np.float64)
    return np.asarray(counts / max(counts.sum(), 1e-12))
