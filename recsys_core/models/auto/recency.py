"""How much each past product counts when a customer is scored."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from recsys_core.models.auto import messages as m
from recsys_core.schema.histories import moments_of, position, rows_of
from recsys_core.schema.types import CSR, FloatArray
from recsys_core.wording.dates import SECONDS_PER_DAY
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class Recency:
    """Weights for the entries of a history.

    kind: "none", every product counts 1; "products", half after `half` later products; "days",
    half after `half` days before the customer's latest purchase, so that somebody who has not come
    for a year is still known by the last taste.  length: the row is divided by its sum of weights
    to this power, so that long histories do not drown what does not depend on them.  least: a
    rating below it counts nothing; None, every rating counts.
    """

    kind: Literal["none", "products", "days"] = "none"
    half: float = 0.0
    length: float = 0.0
    least: float | None = None

    def weights(self, histories: CSR) -> FloatArray:
        """(nnz,) float32 in the order of `histories.data`. Without dates every product counts."""
        weights = self._decay(histories)
        if self.least is not None:
            weights = weights * (histories.data >= self.least)
        row = rows_of(histories)
        total = np.bincount(row, weights=weights, minlength=histories.shape[0])
        return np.asarray(weights / np.maximum(total[row], 1e-12) ** self.length, dtype=np.float32)

    def words(self) -> str:
        """For a sentence: what counts how much."""
        if self.kind == "products":
            return say(m.HALF_AFTER_PRODUCTS, products=f"{self.half:,.0f}")
        if self.kind == "days":
            return say(m.HALF_AFTER_DAYS, days=days_in_words(self.half))
        return say(m.ALL_COUNT_ALIKE)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)

    def _decay(self, histories: CSR) -> FloatArray:
        if self.kind == "products":
            places = position(histories)
            if places is not None:
                return np.asarray(np.exp2(-places / self.half))
        if self.kind == "days":
            moments = moments_of(histories)
            if moments is not None:
                latest = np.full(histories.shape[0], np.iinfo(np.int64).min)
                row = rows_of(histories)
                np.maximum.at(latest, row, moments.last)
                age = (latest[row] - moments.last) / SECONDS_PER_DAY
                return np.asarray(np.exp2(-age / self.half))
        return np.ones(histories.nnz)


def recencies(span_days: float) -> list[Recency]:
    """What is tried: no weighting and, for dated data, half-lives in products and in parts of the
    data's length in days (0 for undated data), of each kind what forgets least first.
    """
    options = [Recency()]
    if span_days > 0:
        options += [Recency("products", float(half)) for half in (100, 40, 16, 8, 4, 2, 1)]
        shares = (1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32)
        options += [Recency("days", max(span_days * share, 0.5)) for share in shares]
    return options


def days_in_words(value: float) -> str:
    """`3.5`, `58`."""
    return f"{value:,.0f}" if value >= 10 or value.is_integer() else f"{value:.1f}"
