"""What every model of who answers offers."""

from abc import ABC, abstractmethod

import numpy as np

from recsys_core.campaigns.response.rows import ResponseRows
from recsys_core.schema.contracts import Progress
from recsys_core.schema.types import BoolArray, FloatArray

LEAST_CHANCE = 1e-6
"""No chance is nearer to 0 or 1: a single surprise must not cost without end."""


class ResponseModel(ABC):
    """The chance that a row is answered. No class weights anywhere: chances must add up to answers,
    and a balanced model expects several times too many.
    """

    @abstractmethod
    def fit(self, rows: ResponseRows, answered: BoolArray, seed: int, report: Progress) -> None:
        """Learn from rows of which it is known who answered; at least one did and one did not."""

    @abstractmethod
    def chance(self, rows: ResponseRows) -> FloatArray:
        """(n,) between 0 and 1."""


def kept_apart(chance: FloatArray) -> FloatArray:
    """Chances that are neither 0 nor 1."""
    return np.asarray(np.clip(chance, LEAST_CHANCE, 1 - LEAST_CHANCE), dtype=float)
