"""What every metric shares."""

from abc import ABC, abstractmethod
from typing import Literal

import numpy as np

from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import BoolArray, FloatArray

MetricFamily = Literal["accuracy", "variety", "reach", "money", "rating"]


class BaseMetric(ABC):
    """A figure that names and explains itself. See `schema.contracts.Metric`."""

    name: str
    title: str
    long_form: str = ""
    """Spells out the abbreviation in the title, if there is one."""
    meaning: str
    family: MetricFamily
    higher_is_better: bool = True
    per_user: bool
    bounds: tuple[float, float] = (0.0, 1.0)
    """The smallest and the largest value there can be."""
    cut_off: bool = True
    """Whether the figure depends on the length of the lists."""

    def label(self, k: int) -> str:
        """`NDCG@10`; a metric without cut-off returns its name."""
        return f"{self.name}@{k}" if self.cut_off else self.name

    def applies(self, batch: EvalBatch) -> bool:
        """Whether the batch holds what the metric is computed from."""
        return True

    @abstractmethod
    def compute(self, batch: EvalBatch) -> FloatArray:
        """per_user: (n,) float64, NaN where undefined. Otherwise (1,)."""


class PerUserMetric(BaseMetric):
    """One value per customer; the figure on screen is the mean over customers with a value."""

    per_user = True


class OverallMetric(BaseMetric):
    """One value for all lists together, which cannot be written as a mean over customers."""

    per_user = False

    def compute(self, batch: EvalBatch) -> FloatArray:
        return self.weighted(batch, np.ones((1, len(batch.items))))

    @abstractmethod
    def weighted(self, batch: EvalBatch, weights: FloatArray) -> FloatArray:
        """(b,) values when customer u counts `weights[:, u]` times; weights: (b, n).

        The jackknife leaves customers out, which is exactly such a weighting.
        """


def filled(batch: EvalBatch) -> BoolArray:
    """(n, k) which slots hold a product."""
    return np.asarray(batch.items != EMPTY)


def mean_of_filled(batch: EvalBatch, per_item: FloatArray) -> FloatArray:
    """(n,) mean of an item property over the filled slots of each list, NaN for an empty list.

    per_item: (n_items,) the property.
    """
    shown = filled(batch)
    values = np.where(shown, per_item[np.where(shown, batch.items, 0)], 0.0)
    return ratio(values.sum(axis=1), shown.sum(axis=1))
