"""Two ways of making lists for the same customers, compared on what these customers did next."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from recsys_core.evaluation.metrics.base import OverallMetric
from recsys_core.evaluation.metrics.calibration_js import CalibrationJS
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.schema.evaluation import ALPHA, EvalBatch
from recsys_core.schema.histories import rows_of
from recsys_core.schema.statistics.intervals import (
    interval_of_overall,
    intervals_of_differences,
    jackknife_error,
    left_out,
)
from recsys_core.schema.statistics.means import mean_of_known, ratio
from recsys_core.schema.statistics.significance import errors_found, flips, holm
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
    "Spent",
    "Margin",
    "FullLists",
    "Filler",
)
"""What a knob is measured by, in the order in which it is shown."""
FLIPS = 2_000
KEPT_CUSTOMERS = 2000
"""Up to so many customers, what does not change from slider to slider is kept in memory."""


@dataclass(frozen=True)
class SampleFigures:
    """The figures of one set of lists for n customers.

    k: length of the lists.  per_user: by name of the metric, (n,), NaN where undefined.  overall:
    the value of each.  without: metrics of all lists together, recomputed without one group of
    customers after the other (`left_out`); the same seed makes the same groups.
    """

    k: int
    per_user: dict[str, FloatArray]
    overall: dict[str, float]
    without: dict[str, FloatArray]


@dataclass(frozen=True)
class FigureRow:
    """One figure beside the baseline's, for the same n customers.

    metric: as labelled (`NDCG@10`).  difference: value - baseline, over customers who have both.
    low, high: its 95 % interval.  p: of such a difference between equal lists, for this figure
    alone; NaN where an earlier version kept none.  better: True or False where the difference is
    more than chance, allowing for all the figures compared (Holm); None where it may be chance.
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
    p: float = float("nan")

    @property
    def relative(self) -> float:
        """The difference as a share of the baseline; NaN without one."""
        return self.difference / abs(self.baseline) if self.baseline else float("nan")

    def missed(self, tests: int) -> float:
        """A difference below this is missed more than one time in five where so many figures are
        compared (`errors_found`); an interval is two times 1.96 standard errors wide.
        """
        return errors_found(tests) * (self.high - self.low) / 3.92


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
    without: dict[str, FloatArray] = {}
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
            without[name] = _without(metric, batch, seed)
        else:
            per_user[name] = values
    return SampleFigures(batch.k, per_user, overall, without)


def compare(now: SampleFigures, baseline: SampleFigures, seed: int) -> list[FigureRow]:
    """Every figure that both have, with what chance may account for.

    Paired over customers: the interval of a mean is `intervals_of_differences`, its p-value that
    of the randomisation test (`flips`); a figure of all lists together has both from the jackknife
    of its difference. Better or worse is said with Holm's correction over the figures that differ.
    Equal lists give a difference of exactly 0 and the interval from 0 to 0.
    """
    names = [name for name in now.overall if name in baseline.overall]
    paired = [name for name in names if name in now.per_user]
    found = {name: _of_all_lists(now, baseline, name) for name in names if name not in paired}
    if paired:
        table = np.column_stack([now.per_user[one] - baseline.per_user[one] for one in paired])
        ends, p = intervals_of_differences(table), flips(table, seed, FLIPS)
        means, n = map(mean_of_known, table.T), (~np.isnan(table)).sum(axis=0)
        found |= dict(zip(paired, zip(means, *ends, p, n, strict=True), strict=True))
    differ = [name for name in names if found[name][0] != 0]
    adjusted = dict(zip(differ, holm(np.array([found[one][3] for one in differ])), strict=True))
    rows = []
    for name in names:
        metric, (difference, low, high, p_value, size) = METRICS[name], found[name]
        real = adjusted.get(name, 1.0) < ALPHA
        rows.append(
            FigureRow(
                metric=metric.label(now.k),
                name=name,
                value=now.overall[name],
                baseline=baseline.overall[name],
                difference=float(difference),
                low=float(low),
                high=float(high),
                n=int(size),
                better=bool((difference > 0) == metric.higher_is_better) if real else None,
                p=float(p_value),
            )
        )
    return rows


Found = tuple[float, float, float, float, int]
"""Difference, low, high, p and the number of customers of one figure."""


def _of_all_lists(now: SampleFigures, baseline: SampleFigures, name: str) -> Found:
    """A figure of all lists together beside the baseline's."""
    difference = now.overall[name] - baseline.overall[name]
    without = now.without[name] - baseline.without[name]
    n = len(next(iter(now.per_user.values())))
    low, high = interval_of_overall(without, difference, (-np.inf, np.inf))
    error = jackknife_error(without)
    if error == 0:
        return difference, low, high, float(difference == 0), n
    p = 2 * special.stdtr(len(without) - 1, -abs(difference) / error)
    return difference, low, high, float(p), n


def _without(metric: OverallMetric, batch: EvalBatch, seed: int) -> FloatArray:
    return left_out(lambda weights: metric.weighted(batch, weights), len(batch.items), seed)


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
