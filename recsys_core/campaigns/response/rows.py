"""What models of who answers are given: a row for each customer and campaign."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from recsys_core.schema.types import BoolArray, FloatArray, IntArray

NUMBERS = (
    "trips_lately", "spend_lately", "coupons_a_quarter", "coupons_lately", "coupon_share",
    "answer_rate", "facts", "recency", "since_answer", "offers_bought",
)  # fmt: skip
"""The numbers of a row, in logarithms but for the share of orders paid with a coupon and whether
facts are known. Chosen on campaigns of the sample from May to September 2017, each foretold from
those before it, by log loss. Totals over all time lost more: they grow from campaign to campaign.
"""
QUARTER, LEAST_SEEN = 91.0, 7.0
NEVER_BOUGHT, NEVER_ANSWERED = 365.0, 400.0
"""Days that stand for a purchase or an answer that never was."""
DOUBT = 0.1
"""Answers every customer is credited with, over one campaign more than was received."""
PERCENT = 10.0


def _nothing() -> IntArray:
    return np.zeros((0, 0), dtype=np.int64)


@dataclass(frozen=True)
class ResponseRows:
    """n rows.

    numbers: (n, f).  fields: (n, g) codes of what a row is (its customer, a fact, the kind of the
    campaign), each column with codes of its own, 0 unknown.  history: (n, h) codes of what the
    customer took up before, the latest first, 0 nothing.  target: (n, t) codes, as in the history,
    of what is offered, 0 nothing.  past: which number says how often a customer answered before.
    """

    numbers: FloatArray
    fields: IntArray = field(default_factory=_nothing)
    history: IntArray = field(default_factory=_nothing)
    target: IntArray = field(default_factory=_nothing)
    past: int = NUMBERS.index("answer_rate")

    def __len__(self) -> int:
        return len(self.numbers)

    def take(self, which: BoolArray | IntArray) -> "ResponseRows":
        """Some of the rows."""
        fields, history, target = (
            part[which] if len(part) else part for part in (self.fields, self.history, self.target)
        )
        return ResponseRows(self.numbers[which], fields, history, target, self.past)


def numbers_of(known: pd.DataFrame, types: list[str]) -> FloatArray:
    """(n, f) the numbers of `storage.response_queries.known_before` frames: `NUMBERS`, then 0 or 1
    for each of `types`. known: with a column `type` besides; a type not among them has only zeros.
    """
    seen = known["seen_for"].fillna(0).clip(lower=LEAST_SEEN)
    counts = {name: known[name].fillna(0).clip(lower=0) for name in COUNTED}
    received, given = counts["received"], np.minimum(counts["given"], counts["received"])
    columns = {
        "trips_lately": counts["trips_lately"],
        "spend_lately": counts["spend_lately"],
        "coupons_a_quarter": counts["coupons"] / seen * QUARTER,
        "coupons_lately": counts["coupons_lately"],
        "answer_rate": PERCENT * (given + DOUBT) / (received + 1),
        "recency": known["recency"].fillna(NEVER_BOUGHT),
        "since_answer": known["since_answer"].fillna(NEVER_ANSWERED),
        "offers_bought": counts["offers_bought"],
    }
    frame = {name: np.log1p(values.to_numpy(dtype=float)) for name, values in columns.items()}
    trips = np.maximum(counts["trips"].to_numpy(), 1)
    frame["coupon_share"] = np.minimum(counts["coupons"].to_numpy() / trips, 1.0)
    frame["facts"] = known["facts"].to_numpy(dtype=float)
    kinds = known["type"].to_numpy(dtype=object)[:, None] == np.array(types, dtype=object)[None, :]
    return np.column_stack([*(frame[name] for name in NUMBERS), kinds.astype(float)])


COUNTED = (
    "trips", "trips_lately", "spend_lately", "coupons", "coupons_lately", "received", "given",
    "offers_bought",
)  # fmt: skip
