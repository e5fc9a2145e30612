"""The first outcome by the day a customer joined: as it grew, and whether it wears off."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from recsys_core.experiments.readout.comparisons import Beside, beside
from recsys_core.experiments.readout.divided import Experiment
from recsys_core.experiments.readout.segments import LEAST, differ
from recsys_core.experiments.sequential.always_valid import TIGHT_AT
from recsys_core.schema.statistics.differences import GroupMoments
from recsys_core.schema.types import FloatArray, IntArray

WEEK = 7
FEWEST = 4
"""Days with enough customers, below which nothing is said of wearing off."""


@dataclass(frozen=True)
class ByDay:
    """An arm less the control. day: (d,) days since the first, with customers of both arms so far.
    n, n_control: joined on it.  daily, daily_error: of those of the day alone, NaN with fewer than
    30 in an arm.  so_far: of all who joined by then, with fixed and always-valid ends.  change: how
    much the daily difference moves each day (weighted least squares), change_p its chance without
    a change; both NaN for fewer than four days.  weekday: (7,) difference by weekday, Monday first,
    with its 95 % ends, NaN with fewer than 30 in an arm; weekday_p: chance of weekdays as unlike as
    these where all are alike.
    """

    arm: str
    day: IntArray
    n: IntArray
    n_control: IntArray
    daily: FloatArray
    daily_error: FloatArray
    so_far: Beside
    change: float
    change_p: float
    weekday: FloatArray
    weekday_low: FloatArray
    weekday_high: FloatArray
    weekday_p: float


def by_day(data: Experiment, tight_at: float = TIGHT_AT) -> list[ByDay]:
    """Every arm; empty without dates or with a single day."""
    if not data.outcomes:
        return []
    data = data.having(data.outcomes[0])
    if data.day is None or int(data.day.max(initial=0)) < 1:
        return []
    outcome, arms = data.outcomes[0], len(data.arms)
    days = int(data.day.max()) + 1
    values = outcome.each(data.arm, arms)
    cell = data.day * arms + data.arm
    rate = outcome.kind == "rate"
    if not rate:  # the same differences, without large squares to take from one another
        values = values - values.mean()
    weights = (np.ones(len(values)), values, values**2)
    flat = [np.bincount(cell, one, days * arms) for one in weights]
    sums = np.array(flat, dtype=np.float64).reshape(3, days, arms)
    told = []
    for code in data.others:
        mine = sums[:, :, [code, data.control]]
        daily = _pair(mine, rate, tight_at)
        grown = np.cumsum(mine, axis=1)
        begun = np.flatnonzero(grown[0].min(axis=1) > 1)
        so_far = _pair(grown[:, begun], rate, tight_at)
        enough = mine[0].min(axis=1) >= LEAST
        error = np.where(enough & (daily.error > 0), daily.error, np.nan)
        difference = np.where(enough, daily.difference, np.nan)
        of_week = (np.arange(days) + data.weekday) % WEEK
        week = np.stack([mine[:, of_week == at].sum(axis=1) for at in range(WEEK)], axis=1)
        weekly = _pair(week, rate, tight_at)
        known = week[0].min(axis=1) >= LEAST
        told.append(
            ByDay(
                data.arms[code],
                begun,
                mine[0][begun, 0].astype(int),
                mine[0][begun, 1].astype(int),
                difference[begun],
                error[begun],
                so_far,
                *_slope(difference, error),
                np.where(known, weekly.difference, np.nan),
                np.where(known, weekly.low, np.nan),
                np.where(known, weekly.high, np.nan),
                differ(weekly.difference[known], weekly.error[known]),
            )
        )
    return told


def _pair(sums: FloatArray, rate: bool, tight_at: float) -> Beside:
    """The arm less the control, each row by itself. sums: (3, rows, 2) of ones, values, squares."""
    n, total, squares = sums
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / n
        variance = np.maximum(squares - n * mean**2, 0) / np.maximum(n - 1, 1)
    own, other = (GroupMoments(n[:, at].astype(int), mean[:, at], variance[:, at]) for at in (0, 1))
    return beside(own, other, rate, tight_at)


def _slope(difference: FloatArray, error: FloatArray) -> tuple[float, float]:
    """Change of the difference a day, and its chance where it does not change."""
    known = np.flatnonzero(~np.isnan(error) & ~np.isnan(difference))
    if len(known) < FEWEST:
        return float("nan"), float("nan")
    weights = 1 / error[known] ** 2
    away = known - (weights * known).sum() / weights.sum()
    squares = float((weights * away**2).sum())
    slope = float((weights * away * difference[known]).sum()) / squares
    return slope, float(2 * special.ndtr(-abs(slope) * np.sqrt(squares)))
