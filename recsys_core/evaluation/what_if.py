"""Two ways of making lists for the same customers, compared on what these customers did next."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from recsys_core.evaluation.metrics.base import OverallMetric
from recsys_core.evaluation.metrics.calibration_js import CalibrationJS
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.histories import rows_of
from recsys_core.schema.statistics.intervals import (
    LEVEL,
    OVERALL_SAMPLES,
    intervals_of_means,
    resampled_weights,
)
from recsys_core.schema.statistics.means import mean_of_known, ratio
from recsys_core.schema.types import FloatArray, IntArray

FIGURES = (
    "NDCG",
    "Recall",
    "HitRate",
    "Diversity",
    "Novelty",
    "Coverage",
    "Popularity",
    "LongTail",
    "CalibrationJS",
    "Revenue",
    "Margin",
    "FullLists",
    "Filler",
)
"""What a knob is measured by, in the order in which it is shown."""
SAMPLES = 1000
KEPT_CUSTOMERS = 2000
"""Up to so many customers, what does not change from slider to slider is kept in memory."""


@dataclass(frozen=True)
class SampleFigures:
    """The figures of one set of lists for n customers.

    k: length of the lists.  per_user: by name of the metric, (n,), NaN where undefined.  overall:
    the value of each.  draws: metrics of all lists together, recomputed on resampled customers;
    the same seed resamples the same customers.
    """

    k: int
    per_user: dict[str, FloatArray]
    overall: dict[str, float]
    draws: dict[str, FloatArray]


@dataclass(frozen=True)
class FigureRow:
    """One figure beside the baseline's, for the same n customers.

    metric: as labelled (`NDCG@10`).  difference: value - baseline, over customers who have both.
    low, high: its 95 % interval.  better: True or False where the interval leaves out 0, None
    where the difference may be chance.
    """

    metric: str
    name: str
    value: float
    baseline: float
    difference: float
    low: float
    high: float
    n: int
    better: bool | None

    @property
    def relative(self) -> float:
        """The difference as a share of the baseline; NaN without one."""
        return self.difference / abs(self.baseline) if self.baseline else float("nan")


def tastes_of(batch: EvalBatch) -> FloatArray | None:
    """(n, categories) the mix of categories each customer had, for `measure_sample`; None where
    there is none, or there are too many customers to keep it.
    """
    width = int(batch.categories.max(initial=-1)) + 1
    history, n = batch.history, len(batch.truth.indptr) - 1
    if history is None or width == 0 or n > KEPT_CUSTOMERS:
        return None
    return _mix(rows_of(history), batch.categories[history.indices], (n, width))


def measure_sample(batch: EvalBatch, seed: int, tastes: FloatArray | None = None) -> SampleFigures:
    """The figures that apply to these lists.

    tastes: `tastes_of` the same customers. It spares reading all histories for each new list and
    changes no figure.
    """
    per_user: dict[str, FloatArray] = {}
    overall: dict[str, float] = {}
    draws: dict[str, FloatArray] = {}
    for name in FIGURES:
        metric = METRICS[name]
        if not metric.applies(batch):
            continue
        if tastes is not None and isinstance(metric, CalibrationJS):
            values = _shift(batch, tastes, metric)
        else:
            values = metric.compute(batch)
        overall[name] = mean_of_known(values)
        if isinstance(metric, OverallMetric):
            draws[name] = _draws(metric, batch, seed)
        else:
            per_user[name] = values
    return SampleFigures(batch.k, per_user, overall, draws)


def compare(now: SampleFigures, baseline: SampleFigures, seed: int) -> list[FigureRow]:
    """Every figure that both have, with what chance may account for.

    Paired bootstrap over customers (Efron and Tibshirani, 1993, ch. 13): the difference is taken
    customer by customer, and customers are resampled. For a figure of all lists together the
    difference is recomputed on each resample, centred on the one observed. Equal lists give a
    difference of exactly 0 and the interval from 0 to 0.
    """
    names = [name for name in now.overall if name in baseline.overall]
    paired = [name for name in names if name in now.per_user]
    ends: dict[str, tuple[float, float]] = {}
    if paired:
        differences = np.column_stack([now.per_user[n] - baseline.per_user[n] for n in paired])
        low, high = _ends(differences, seed)
        ends = {name: (float(low[i]), float(high[i])) for i, name in enumerate(paired)}
    rows = []
    for name in names:
        metric = METRICS[name]
        if name in ends:
            both = now.per_user[name] - baseline.per_user[name]
            difference, n = mean_of_known(both), int(np.count_nonzero(~np.isnan(both)))
        else:
            difference = now.overall[name] - baseline.overall[name]
            n = len(next(iter(now.per_user.values())))
            ends[name] = _interval(now.draws[name] - baseline.draws[name], difference)
        lowest, highest = ends[name]
        rows.append(
            FigureRow(
                metric=metric.label(now.k),
                name=name,
                value=now.overall[name],
                baseline=baseline.overall[name],
                difference=difference,
                low=lowest,
                high=highest,
                n=n,
                better=_verdict(lowest, highest, metric.higher_is_better),
            )
        )
    return rows


def _draws(metric: OverallMetric, batch: EvalBatch, seed: int) -> FloatArray:
    n = len(batch.items)
    if n <= KEPT_CUSTOMERS:
        return metric.weighted(batch, _weights(n, seed)[:OVERALL_SAMPLES])
    blocks = resampled_weights(n, OVERALL_SAMPLES, seed)
    return np.concatenate([metric.weighted(batch, block) for block in blocks])


def _ends(values: FloatArray, seed: int) -> tuple[FloatArray, FloatArray]:
    """`intervals_of_means`, with the resamples kept."""
    if len(values) > KEPT_CUSTOMERS or np.isnan(values).any():
        return intervals_of_means(values, SAMPLES, seed)
    means = _weights(len(values), seed) @ values / len(values)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return low, high


@lru_cache(maxsize=2)
def _weights(n: int, seed: int) -> FloatArray:
    """(SAMPLES, n) how often each customer is drawn in each resample."""
    return np.concatenate(list(resampled_weights(n, SAMPLES, seed)))


def _shift(batch: EvalBatch, tastes: FloatArray, metric: CalibrationJS) -> FloatArray:
    """(n,) calibration of the lists against the mixes kept."""
    row, slot = np.nonzero(batch.items >= 0)
    shown = _mix(row, batch.categories[batch.items[row, slot]], tastes.shape)
    out = np.full(len(tastes), np.nan)
    known = (tastes.sum(axis=1) > 0) & (shown.sum(axis=1) > 0)
    out[known] = metric.distance(tastes[known], shown[known])
    return out


def _mix(row: IntArray, category: IntArray, shape: tuple[int, ...]) -> FloatArray:
    """(n, categories) shares of the categories in each row, zeros where nothing is known."""
    known = category >= 0
    at = row[known].astype(np.int64) * shape[1] + category[known]
    counts = np.bincount(at, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)
    return ratio(counts, counts.sum(axis=1, keepdims=True), empty=0.0)


def _interval(draws: FloatArray, observed: float) -> tuple[float, float]:
    if not np.isfinite(draws).all():
        return float("nan"), float("nan")
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(draws - draws.mean() + observed, [tail, 1 - tail])
    return min(float(low), observed), max(float(high), observed)


def _verdict(low: float, high: float, higher_is_better: bool) -> bool | None:
    if low > 0:
        return higher_is_better
    if high < 0:
        return not higher_is_better
    return None
