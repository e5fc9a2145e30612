"""What an evaluation leaves behind."""

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.verdict import POPULARITY, PairTest
from recsys_core.schema.errors import NotFoundError
from recsys_core.schema.types import FloatArray, IntArray
from recsys_core.wording.messages import say

DECIDING_METRIC = "NDCG"


@dataclass(frozen=True)
class Row:
    """One figure: `metric` as labelled (`NDCG@10`), `k` None for a metric without cut-off, 95 %
    interval from `low` to `high`, over `n` customers.
    """

    model: str
    metric: str
    k: int | None
    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class CustomerFigures:
    """One model's figures customer by customer, for slices, comparisons and what-if.

    users: (n,) customer codes.  per_user: by label, (n,), NaN where undefined.  lists: for each
    round, the customers tested and their (n, k) lists.
    """

    users: IntArray
    per_user: dict[str, FloatArray]
    lists: tuple[tuple[IntArray, IntArray], ...]


@dataclass(frozen=True)
class Leaderboard:
    """What an evaluation found.

    protocol: settings, what the splits did, and `titles` of the models.  rows: models in the order
    given, metrics in the order of the registry.  tests: every pair of models on NDCG.  leader:
    the model that may be called better than popularity, None if there is none.  customers: by
    model; empty when read from disk (`load_customers` reads them).
    """

    protocol: dict[str, Any]
    rows: tuple[Row, ...]
    tests: tuple[PairTest, ...]
    sentence: str
    leader: str | None
    customers: dict[str, CustomerFigures] = field(default_factory=dict, repr=False, compare=False)

    def value(self, model: str, label: str) -> Row:
        """One figure; `NotFoundError` if it was not measured."""
        for row in self.rows:
            if row.model == model and row.metric == label:
                return row
        raise NotFoundError(say(m.NO_FIGURE, label=label, model=model))

    @property
    def times_popularity(self) -> float | None:
        """How many times the leader's NDCG is that of popularity; None without a leader."""
        if self.leader is None:
            return None
        from recsys_core.evaluation.metrics.registry import METRICS

        label = METRICS[DECIDING_METRIC].label(self.protocol["k"])
        base = self.value(POPULARITY, label).value
        return self.value(self.leader, label).value / base if base > 0 else None

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; a figure that does not exist is None."""
        return {
            "protocol": self.protocol,
            "rows": [_plain(asdict(row)) for row in self.rows],
            "tests": [_plain(asdict(test)) for test in self.tests],
            "sentence": self.sentence,
            "leader": self.leader,
        }


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    return {
        key: None if isinstance(value, float) and not np.isfinite(value) else value
        for key, value in record.items()
    }
