"""What a model of who answers has to beat."""

import numpy as np

from recsys_core.campaigns.response.logistic import LogisticResponse
from recsys_core.campaigns.response.model import ResponseModel, kept_apart
from recsys_core.campaigns.response.rows import ResponseRows
from recsys_core.schema.contracts import Progress
from recsys_core.schema.types import BoolArray, FloatArray


class BaseRate(ResponseModel):
    """The share that answered, for everybody."""

    def fit(self, rows: ResponseRows, answered: BoolArray, seed: int, report: Progress) -> None:
        self.rate = float(answered.mean())

    def chance(self, rows: ResponseRows) -> FloatArray:
        return kept_apart(np.full(len(rows), self.rate))


class PastResponders(ResponseModel):
    """How often a customer answered before, and nothing else: a regression on that one number."""

    def __init__(self) -> None:
        self.inner = LogisticResponse()

    def fit(self, rows: ResponseRows, answered: BoolArray, seed: int, report: Progress) -> None:
        self.inner.fit(_past(rows), answered, seed, report)

    def chance(self, rows: ResponseRows) -> FloatArray:
        return self.inner.chance(_past(rows))


def _past(rows: ResponseRows) -> ResponseRows:
    return ResponseRows(rows.numbers[:, [rows.past]])
