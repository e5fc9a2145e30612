"""Figures between two ends, both of which count."""

from collections.abc import Callable

import numpy as np

from recsys_core.schema.config import setting
from recsys_core.schema.segments import messages as m
from recsys_core.schema.segments.condition import Condition
from recsys_core.schema.types import BoolArray, FloatArray
from recsys_core.wording.messages import say


class Between(Condition):
    """Base of conditions on a figure; one end may be left open."""

    low: float | None = setting(None, "From", allow_inf_nan=False)
    """Empty: no lowest figure."""
    high: float | None = setting(None, "Up to", allow_inf_nan=False)
    """Empty: no highest figure."""

    def problem(self) -> str:
        if self.low is None and self.high is None:
            return say(m.NO_ENDS)
        crossed = self.low is not None and self.high is not None and self.high < self.low
        return say(m.ENDS_CROSSED) if crossed else ""

    def within(self, figures: FloatArray) -> BoolArray:
        """(n,) where the figure lies between the ends; an unknown one (NaN) does not."""
        low = -np.inf if self.low is None else self.low
        high = np.inf if self.high is None else self.high
        return np.asarray((figures >= low) & (figures <= high), dtype=bool)

    def range_words(self, written: Callable[[float], str]) -> str:
        """`at least 3`, `3 to 5`, `exactly 1`."""
        if self.low is None or self.high is None:
            end = self.high if self.low is None else self.low
            message = m.AT_MOST if self.low is None else m.AT_LEAST
            return say(message, end=written(end or 0.0))
        if self.low == self.high:
            return say(m.EXACTLY, end=written(self.low))
        return say(m.FROM_TO, low=written(self.low), high=written(self.high))

    @property
    def last_end(self) -> float:
        """The end a word in the plural or singular stands behind."""
        end = self.low if self.high is None else self.high
        return end or 0.0
