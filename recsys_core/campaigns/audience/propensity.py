"""Who will buy some products within a number of days: a logistic model that is tried on the past.

The same question is asked of earlier days, on which the answer is known by now: what each customer
had done by then, and who bought in the days that followed. The latest of those days are kept back
once each, so that what is expected can be held against what came.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.stats import t
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from recsys_core.campaigns.audience.history import RECENT, History, KnownThen, facts_on
from recsys_core.campaigns.response.measures import Forecast, auc
from recsys_core.schema.types import BoolArray, FloatArray, IntArray

PERIODS = 6
"""Earlier periods learned from: more reach back into another season."""
TRIALS = 3
"""Of these the newest, each kept back once."""
LEAST_BUYERS = 30
"""Below this ten figures cannot be weighed: three of them a figure (Peduzzi et al. 1996, J Clin
Epidemiol 49, want ten, but ridge shrinks ours).
"""
MOST_ROWS = 300_000
"""Rows learned from: half of them buyers where there are as many, so that none of a rare product's
is thrown away.
"""
BLOCK = 50_000
DRAWS = 400


@dataclass(frozen=True)
class PastForecast:
    """One earlier period, forecast from what came before it.

    start: its first day.  customers: asked about.  expected, actual: buyers.  auc: the chance that
    a buyer was ranked above somebody who did not buy; low, high: its 95 % interval; NaN where
    everybody or nobody bought.
    """

    start: int
    customers: int
    expected: float
    actual: int
    auc: float
    low: float
    high: float


@dataclass(frozen=True)
class Propensity:
    """A fitted model. trials: newest first.  drift: standard deviation of actual / expected beyond
    chance, widened for how few trials it comes from.  buyers: of all periods learned from.
    """

    repeat: bool
    scaler: StandardScaler
    model: LogisticRegression
    covariance: FloatArray
    trials: tuple[PastForecast, ...]
    drift: float
    buyers: int

    def probability(self, facts: KnownThen, rows: IntArray) -> FloatArray:
        """(len(rows),) the chance that these customers buy."""
        return np.asarray(self.model.predict_proba(self._scaled(facts, rows))[:, 1])

    def drawn(self, facts: KnownThen, rows: IntArray, ends: IntArray, seed: int) -> FloatArray:
        """(draws, len(ends)) expected buyers among the first `ends` of `rows`, for weights drawn
        from what the model knows of them, times what periods differ by.
        """
        rng = np.random.default_rng([seed, 16, int(self.repeat)])
        mean = np.concatenate([self.model.intercept_, self.model.coef_[0]])
        weights = rng.multivariate_normal(mean, self.covariance, size=DRAWS, method="cholesky")
        scaled = self._scaled(facts, rows) if len(rows) else np.zeros((0, weights.shape[1] - 1))
        total, found = np.zeros(DRAWS), np.zeros((DRAWS, len(ends)))
        cuts = np.unique(np.concatenate([[0], ends, np.arange(0, len(rows), BLOCK)]))
        for start, stop in pairwise(cuts):
            logit = weights[:, 0] + scaled[start:stop] @ weights[:, 1:].T
            total = total + (1 / (1 + np.exp(-logit))).sum(axis=0)
            found[:, ends == stop] = total[:, None]
        return found * np.exp(rng.normal(0, self.drift, size=(DRAWS, 1)))

    def _scaled(self, facts: KnownThen, rows: IntArray) -> FloatArray:
        return np.asarray(self.scaler.transform(facts.columns(self.repeat)[rows]))


@dataclass(frozen=True)
class TooFewBuyers:
    """Why there is no model: how many bought in the periods learned from, and whether that was
    everybody.
    """

    repeat: bool
    buyers: int
    everybody: bool = False


def eligible(facts: KnownThen, repeat: bool) -> BoolArray:
    """(n,) customers who bought the products before, or who bought anything but them."""
    return np.asarray((facts.visits > 0) & ((facts.bought > 0) == repeat), dtype=bool)


def starts(history: History, days: int) -> list[int]:
    """First days of the earlier periods, newest first, each behind a quarter of history."""
    first = int(history.day.min()) if len(history.day) else 0
    found = [history.newest + 1 - days * step for step in range(1, PERIODS + 1)]
    return [start for start in found if start - first >= min(RECENT, 2 * days)]


def fit(history: History, days: int, repeat: bool, seed: int) -> Propensity | TooFewBuyers:
    """Learn from up to six earlier periods of `days`; repeat: whoever bought the products before,
    else whoever did not. Needs `LEAST_BUYERS` buyers, and two periods to be tried at all.
    """
    periods = [_PastPeriod.of(history, start, days, repeat) for start in starts(history, days)]
    buyers = int(sum(one.bought.sum() for one in periods))
    customers = sum(len(one.rows) for one in periods)
    if len(periods) < 2 or buyers < LEAST_BUYERS or buyers == customers:
        return TooFewBuyers(repeat, buyers, buyers == customers > 0)
    trials = []
    for place in range(min(TRIALS, len(periods) - 1)):
        kept, before = periods[place], periods[place + 1 :]
        learned = sum(int(one.bought.sum()) for one in before)
        others = sum(len(one.rows) for one in before) - learned
        if learned >= LEAST_BUYERS and others and len(kept.rows):
            trials.append(_tried(kept, *_learned(before, seed)))
    scaler, model = _learned(periods, seed)
    covariance = _covariance(periods, scaler, model)
    return Propensity(repeat, scaler, model, covariance, tuple(trials), _drift(trials), buyers)


@dataclass(frozen=True)
class _PastPeriod:
    start: int
    rows: IntArray
    columns: FloatArray
    bought: BoolArray

    @classmethod
    def of(cls, history: History, start: int, days: int, repeat: bool) -> "_PastPeriod":
        facts = facts_on(history, start)
        rows = np.flatnonzero(eligible(facts, repeat))
        return cls(start, rows, facts.columns(repeat)[rows], history.buyers(start, days)[rows])


def _learned(
    periods: Sequence[_PastPeriod], seed: int
) -> tuple[StandardScaler, LogisticRegression]:
    columns = np.concatenate([one.columns for one in periods])
    bought = np.concatenate([one.bought for one in periods])
    weight = np.ones(len(bought))
    if len(bought) > MOST_ROWS:
        # Half the rows for buyers, who are few; each stands for those of its kind left out.
        rng, parts = np.random.default_rng([seed, 17]), []
        for kind in (True, False):
            rows = np.flatnonzero(bought == kind)
            parts.append(rng.choice(rows, min(len(rows), MOST_ROWS // 2), replace=False))
            weight[parts[-1]] = len(rows) / len(parts[-1])
        some = np.concatenate(parts)
        columns, bought, weight = columns[some], bought[some], weight[some]
    scaler = StandardScaler().fit(columns, sample_weight=weight)
    model = LogisticRegression(max_iter=1000)
    return scaler, model.fit(scaler.transform(columns), bought, sample_weight=weight)


def _tried(kept: _PastPeriod, scaler: StandardScaler, model: LogisticRegression) -> PastForecast:
    expected = model.predict_proba(scaler.transform(kept.columns))[:, 1]
    auc, low, high = separation(expected, kept.bought)
    actual = int(kept.bought.sum())
    return PastForecast(kept.start, len(kept.rows), float(expected.sum()), actual, auc, low, high)


def separation(score: FloatArray, hit: BoolArray) -> tuple[float, float, float]:
    """Area under the ROC curve with its 95 % interval (Hanley and McNeil 1982, Radiology 143)."""
    right, wrong = int(hit.sum()), int((~hit).sum())
    if not right or not wrong:
        return float("nan"), float("nan"), float("nan")
    area = float(auc(Forecast(score, hit, np.arange(len(hit))), np.ones((1, len(hit))))[0])
    above, below = area / (2 - area), 2 * area**2 / (1 + area)
    spread = area * (1 - area) + (right - 1) * (above - area**2) + (wrong - 1) * (below - area**2)
    half = 1.96 * np.sqrt(spread / (right * wrong))
    return area, float(max(area - half, 0)), float(min(area + half, 1))


def _covariance(
    periods: Sequence[_PastPeriod], scaler: StandardScaler, model: LogisticRegression
) -> FloatArray:
    """(f + 1, f + 1) of the weights, intercept first: the sandwich, with each customer's periods
    taken together (Huber 1967; ridge as in the fit).
    """
    size = model.coef_.shape[1] + 1
    ridge = np.eye(size)
    ridge[0, 0] = 0
    bread, sums = ridge, np.zeros((max(int(one.rows.max(initial=-1)) for one in periods) + 1, size))
    for one in periods:
        rows = np.column_stack([np.ones(len(one.rows)), scaler.transform(one.columns)])
        chance = model.predict_proba(rows[:, 1:])[:, 1]
        bread = bread + (rows * (chance * (1 - chance))[:, None]).T @ rows
        np.add.at(sums, one.rows, (one.bought - chance)[:, None] * rows)
    inverse = np.linalg.inv(bread)
    found = inverse @ (sums.T @ sums) @ inverse
    return np.asarray((found + found.T) / 2 + 1e-12 * np.eye(size))


def _drift(trials: Sequence[PastForecast]) -> float:
    """How much periods differ beyond chance; the fewer there are the more is allowed for."""
    known = [one for one in trials if one.expected > 0]
    if not known:
        return 0.0
    apart = float(np.mean([(one.actual / one.expected - 1) ** 2 for one in known]))
    chance = float(np.mean([1 / one.expected for one in known]))
    widen = t.ppf(0.975, len(known)) / 1.96
    return float(np.sqrt(max(apart - chance, 0.0)) * float(widen))
