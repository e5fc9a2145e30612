"""The chance of an order on each day a customer is away, and of none on any of many days.

A discrete-time hazard: a logistic regression on a row for each customer and day away (Allison,
1982, Sociological Methodology 13; Singer and Willett, 1993, Journal of Educational Statistics 18).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from recsys_core.profiles.timing.spells import Spells, features
from recsys_core.schema.types import FloatArray, IntArray

MOST = 150_000
"""Days with an order, and days without one, that are learnt from; the rest weigh through them."""
TWO_YEARS = 730
"""With less data a season cannot be told from a trend."""
LEAST = 1e-6


@dataclass(frozen=True)
class Hazard:
    """The fitted regression: (k,) weights and what is added."""

    weights: FloatArray
    constant: float
    seasons: bool

    def none_within(self, of: Spells, days: int) -> FloatArray:
        """(n,) chance that no order follows within the next `days`, for customers away for
        `of.length` days already.
        """
        logarithm = np.zeros(len(of.user))
        for ahead in range(1, days + 1):
            known = features(of, of.length + ahead, self.seasons) @ self.weights + self.constant
            logarithm -= np.logaddexp(0, known)
        return np.exp(logarithm)


def fit_hazard(of: Spells, seed: int = 0) -> Hazard:
    """From every order that followed another, and the days before it and after the last.

    Of more than `MOST` days of either kind so many are drawn by lot, and weigh as all do.
    """
    from sklearn.linear_model import LogisticRegression

    rng = np.random.default_rng(seed)
    came = of.rows_of(of.ended)
    chosen: IntArray = _drawn(len(came.user), rng)
    came, came_weight = came.rows_of(chosen), len(came.user) / max(len(chosen), 1)
    without = of.length - of.ended
    until = np.cumsum(without)
    total = int(until[-1]) if len(until) else 0
    at = _drawn(total, rng)
    row = np.searchsorted(until, at, side="right")
    quiet = of.rows_of(row)
    quiet_away = at - (until[row] - without[row]) + 1
    seasons = int(np.ptp(of.start)) >= TWO_YEARS
    rows = np.vstack([features(came, came.length, seasons), features(quiet, quiet_away, seasons)])
    label = np.r_[np.ones(len(chosen)), np.zeros(len(at))]
    weight = np.r_[np.full(len(chosen), came_weight), np.full(len(at), total / max(len(at), 1))]
    model = LogisticRegression(C=1.0, max_iter=300)
    model.fit(rows, label, sample_weight=weight)
    return Hazard(model.coef_[0], float(model.intercept_[0]), seasons)


def _drawn(n: int, rng: np.random.Generator) -> IntArray:
    return np.arange(n) if n <= MOST else np.sort(rng.choice(n, MOST, replace=False))


@dataclass(frozen=True)
class Correction:
    """A chance p becomes 1 / (1 + exp(-(slope * logit(p) + constant))) (Platt, 1999)."""

    slope: float
    constant: float

    def of(self, chance: FloatArray) -> FloatArray:
        return np.asarray(expit(self.slope * _logit(chance) + self.constant))


def calibrated(chance: FloatArray, stayed: FloatArray) -> Correction:
    """The line that fits best what came true of a chance; both outcomes must occur."""
    from sklearn.linear_model import LogisticRegression

    found = LogisticRegression(C=100.0).fit(_logit(chance)[:, None], stayed)
    return Correction(float(found.coef_[0, 0]), float(found.intercept_[0]))


def _logit(chance: FloatArray) -> FloatArray:
    kept = np.clip(chance, LEAST, 1 - LEAST)
    return np.asarray(logit(kept))
