"""Two ways of making lists for the same customers, compared on what these customers did next."""

from dataclasses import dataclass

import numpy as np

from recsys_core.evaluation.intervals import (
    LEVEL,
    OVERALL_SAMPLES,
    intervals_of_means,
    resampled_weights,
)
from recsys_core.evaluation.metrics.base import OverallMetric
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import FloatArray

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


def measure_sample(batch: EvalBatch, seed: int) -> SampleFigures:
    """The figures that apply to these lists."""
    per_user: dict[str, FloatArray] = {}
    overall: dict[str, float] = {}
    draws: dict[str, FloatArray] = {}
    for name in FIGURES:
        metric = METRICS[name]
        if not metric.applies(batch):
            continue
        values = metric.compute(batch)
        overall[name] = _mean(values)
        if isinstance(metric, OverallMetric):
            weights = resampled_weights(len(batch.items), OVERALL_SAMPLES, seed)
            draws[name] = np.concatenate([metric.weighted(batch, block) for block in weights])
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
        low, high = intervals_of_means(differences, SAMPLES, seed)
        ends = {name: (float(low[i]), float(high[i])) for i, name in enumerate(paired)}
    rows = []
    for name in names:
        metric = METRICS[name]
        if name in ends:
            both = now.per_user[name] - baseline.per_user[name]
            difference, n = _mean(both), int(np.count_nonzero(~np.isnan(both)))
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


def _mean(values: FloatArray) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")
