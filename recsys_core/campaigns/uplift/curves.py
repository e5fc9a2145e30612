"""What would be gained by sending to the first ones of a ranking only: Qini and uplift curves.

With `t` the customers of an arm and `c` those of the control among the first share x of a ranking,
Y the sum of their outcomes and N their number:

    qini(x)   = (Y_t(x) - Y_c(x) * N_t(x) / N_c(x)) / N_t(1)        (Radcliffe, 2007)
    uplift(x) = x * (Y_t(x) / N_t(x) - Y_c(x) / N_c(x))
    Qini      = integral over x from 0 to 1 of  qini(x) - x * qini(1)

All are outcomes for each customer of the arm, so that figures of two files can be compared: both
curves end at the plain difference between arm and control, and a ranking by lot has a Qini of 0. A
ranking that knows everybody's outcome puts those of the arm who responded first and those of the
control who responded last: the perfect one, which no model reaches. Customers of one score
stand at one point.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy import stats

from recsys_core.schema.statistics.intervals import resampled_weights
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import BoolArray, FloatArray, IntArray

POINTS = 100
"""Points of a curve that is drawn, and steps by which a ranking is resampled; one score's
customers are never divided.
"""
SAMPLES = 400
RANDOM = 200
SPAN = (2.5, 97.5)
"""Per cent of the samples that lie below a band and below its upper end."""


@dataclass(frozen=True)
class CurveBand:
    """A curve on `share` (points,), with the band that holds 95 % of its resamples, and of the
    rankings by lot for the Qini curve.
    """

    share: FloatArray
    value: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True)
class Ranked:
    """How a ranking did. qini, low, high: with a bootstrap of the customers.  random_low,
    random_high: where 95 % of 200 rankings by lot lie.  perfect: of one that knows the outcomes.
    curve, random, uplift: the Qini curve, the same of rankings by lot, and the uplift curve.  cut:
    the share of the customers, and threshold: the score, where the Qini curve stands farthest above
    the line of a ranking by lot; beyond it customers are moved less than the average one.
    """

    qini: float
    low: float
    high: float
    random_low: float
    random_high: float
    perfect: float
    curve: CurveBand
    random: CurveBand
    uplift: CurveBand
    cut: float
    threshold: float

    @property
    def stands_out(self) -> bool:
        """Whether the whole band of the Qini lies above the band of rankings by lot."""
        return self.low > self.random_high


def qini_of(scores: FloatArray, arm: BoolArray, outcome: FloatArray) -> float:
    """The Qini of a ranking by falling score. scores, arm, outcome: (n,)."""
    step, _ = _steps(scores, len(scores))
    return float(_qini(_counted(step, arm, outcome))[0])


def perfect_qini(arm: BoolArray, outcome: FloatArray) -> float:
    """The Qini of the ranking that knows the outcomes."""
    return qini_of(np.where(arm, outcome, -outcome), arm, outcome)


def placed(scores: FloatArray, part: IntArray) -> FloatArray:
    """(n,) the share of a customer's own part with a lower score, equal ones counted by half.

    Parts that different models rank stand in one order by this, so that no model's level counts.
    scores, part: (n,).
    """
    place = np.empty(len(scores))
    for each in np.unique(part):
        mine = part == each
        place[mine] = (stats.rankdata(scores[mine]) - 0.5) / mine.sum()
    return place


def best_cut(scores: FloatArray, arm: BoolArray, outcome: FloatArray) -> tuple[float, float]:
    """`cut` and `threshold` of `Ranked`, for a ranking by falling score."""
    step, least = _steps(scores, POINTS)
    own = _counted(step, arm, outcome)
    return _cut(_share(own)[0], _qini_curve(own)[0], least)


def ranked(
    scores: FloatArray, arm: BoolArray, outcome: FloatArray, seed: int = 0, samples: int = SAMPLES
) -> Ranked:
    """All that is told of a ranking. scores: (n,) predicted uplift of customers whose outcomes the
    prediction has not seen; arm: (n,) whether in the arm, else in the control; outcome: (n,).
    """
    step, least = _steps(scores, POINTS)
    n, grid = len(scores), np.linspace(0, 1, POINTS + 1)
    own, drawn = _counted(step, arm, outcome), _resampled(step, arm, outcome, samples, seed)
    rng = np.random.default_rng([seed, 7])
    by_lot = np.concatenate(
        [_counted(step[rng.permutation(n)], arm, outcome) for _ in range(RANDOM)]
    )
    low, high = np.percentile(_qini(drawn), SPAN)
    random_low, random_high = np.percentile(_qini(by_lot), SPAN)
    (share,), (curve,) = _share(own), _qini_curve(own)
    cut, threshold = _cut(share, curve, least)
    return Ranked(
        qini=float(_qini(own)[0]),
        low=float(low),
        high=float(high),
        random_low=float(random_low),
        random_high=float(random_high),
        perfect=perfect_qini(arm, outcome),
        curve=_band(grid, np.interp(grid, share, curve), drawn, _qini_curve),
        random=_band(grid, grid * curve[-1], by_lot, _qini_curve),
        uplift=_band(grid, np.interp(grid, share, _uplift_curve(own)[0]), drawn, _uplift_curve),
        cut=cut,
        threshold=threshold,
    )


def _cut(share: FloatArray, curve: FloatArray, least: FloatArray) -> tuple[float, float]:
    at = int(np.argmax(curve - share * curve[-1]))
    return float(share[at]), float(least[at - 1]) if at else float("inf")


def _steps(scores: FloatArray, most: int) -> tuple[IntArray, FloatArray]:
    """(n,) the step each customer stands on by falling score, at most about `most` of them, and the
    least score of each step; customers of one score stand on one.
    """
    order = np.argsort(-scores, kind="stable")
    last = np.append(np.flatnonzero(np.diff(scores[order])), len(order) - 1)
    if len(last) > most:
        wanted = np.linspace(0, len(order) - 1, most + 1)[1:]
        last = np.unique(last[np.searchsorted(last, wanted)])
    step = np.empty(len(order), dtype=np.int64)
    step[order] = np.searchsorted(last, np.arange(len(order)))
    return step, scores[order[last]]


def _counted(step: IntArray, arm: BoolArray, outcome: FloatArray) -> FloatArray:
    """(1, 4, steps) of N_t, N_c, Y_t, Y_c down to each step."""
    steps = int(step.max()) + 1
    place = np.where(arm, 0, steps) + step
    sums = [np.bincount(place, weights, 2 * steps) for weights in (None, outcome)]
    return np.cumsum(np.reshape(sums, (1, 4, steps)).astype(float), axis=2)


def _resampled(
    step: IntArray, arm: BoolArray, outcome: FloatArray, samples: int, seed: int
) -> FloatArray:
    """(samples, 4, steps) of the same when customers are drawn with replacement."""
    n, steps = len(step), int(step.max()) + 1
    place = np.where(arm, 0, steps) + step
    cells = np.column_stack([place, place + 2 * steps]).ravel()
    values = np.column_stack([np.ones(n), outcome]).ravel()
    each = sp.csr_matrix((values, cells, np.arange(0, 2 * n + 1, 2)), shape=(n, 4 * steps))
    sums = [(each.T @ block.T).T for block in resampled_weights(n, samples, seed)]
    return np.cumsum(np.concatenate(sums).reshape(samples, 4, steps), axis=2)


def _share(sums: FloatArray) -> FloatArray:
    """(b, steps + 1) of the customers, from 0."""
    n = sums[:, 0] + sums[:, 1]
    return _from_zero(ratio(n, n[:, -1:]))


def _qini_curve(sums: FloatArray) -> FloatArray:
    """(b, steps + 1) its heights, from 0."""
    n_t, n_c, y_t, y_c = np.moveaxis(sums, 1, 0)
    return _from_zero(ratio(y_t - ratio(y_c * n_t, n_c, empty=0.0), n_t[:, -1:], empty=0.0))


def _uplift_curve(sums: FloatArray) -> FloatArray:
    """(b, steps + 1) its heights, from 0."""
    n_t, n_c, y_t, y_c = np.moveaxis(sums, 1, 0)
    difference = ratio(y_t, n_t, empty=0.0) - ratio(y_c, n_c, empty=0.0)
    return _share(sums) * _from_zero(difference)


def _from_zero(curves: FloatArray) -> FloatArray:
    return np.pad(curves, ((0, 0), (1, 0)))


def _qini(sums: FloatArray) -> FloatArray:
    """(b,) the area between each curve and its line."""
    curve = _qini_curve(sums)
    return np.asarray(np.trapezoid(curve, _share(sums), axis=1) - curve[:, -1] / 2)


def _band(
    grid: FloatArray,
    value: FloatArray,
    sums: FloatArray,
    heights: Callable[[FloatArray], FloatArray],
) -> CurveBand:
    pairs = zip(_share(sums), heights(sums), strict=True)
    low, high = np.percentile([np.interp(grid, x, y) for x, y in pairs], SPAN, axis=0)
    return CurveBand(grid, value, low, high)
