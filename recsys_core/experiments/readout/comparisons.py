"""Each arm beside the control: by how much they differ, and how sure that is."""

from dataclasses import dataclass

import numpy as np

from recsys_core.experiments.readout.divided import Experiment, Outcome, by_arm, one_of
from recsys_core.experiments.sequential import always_valid
from recsys_core.schema.statistics.differences import (
    GroupMoments,
    newcombe,
    shares_p,
    times_as_much,
    welch,
    welch_p,
)
from recsys_core.schema.statistics.grouping import in_groups
from recsys_core.schema.statistics.intervals import LEVEL, resampled_weights
from recsys_core.schema.statistics.significance import holm
from recsys_core.schema.types import BoolArray, FloatArray

CAP = 0.999
"""Winsorised amounts are cut at this quantile of all arms together, so that none is cut deeper."""
DRAWS = 1_000
FLAT = 1e-12
"""A standard error of so little of the means is what rounding left of none."""


@dataclass(frozen=True)
class Plain:
    """A difference with the ends of its interval of 95 %."""

    difference: float
    low: float
    high: float


@dataclass(frozen=True)
class ArmComparison:
    """An arm less the control. value, control: the share, mean or ratio of each.  low, high: 95 %,
    Newcombe's of shares, else Welch's.  ratio: value / control with its interval.  p: of the
    chi-squared test of shares, else Welch's; p_adjusted: Holm's over all arms and outcomes.
    error: standard error of the difference.  stage: as of `always_valid.stage`.  sequential_*:
    its interval and p, NaN with too few for it.  winsorised: with amounts above `cap` cut to it;
    bootstrap: percentiles of 1,000 resamples; both None where the outcome is no amount.
    """

    outcome: str
    kind: str
    lower_wins: bool
    arm: str
    n: int
    n_control: int
    value: float
    control: float
    difference: float
    low: float
    high: float
    ratio: float
    ratio_low: float
    ratio_high: float
    p: float
    p_adjusted: float
    error: float
    stage: float
    sequential_low: float
    sequential_high: float
    sequential_p: float
    sequential_p_adjusted: float
    winsorised: Plain | None = None
    cap: float = float("nan")
    bootstrap: Plain | None = None


@dataclass(frozen=True)
class Beside:
    """Arms beside the control, each an array of one figure a pair."""

    own: GroupMoments
    other: GroupMoments
    difference: FloatArray
    low: FloatArray
    high: FloatArray
    p: FloatArray
    error: FloatArray
    stage: FloatArray
    sequential_low: FloatArray
    sequential_high: FloatArray
    sequential_p: FloatArray


def beside(
    own: GroupMoments,
    other: GroupMoments,
    rate: bool,
    tight_at: float = always_valid.TIGHT_AT,
    level: float = LEVEL,
) -> Beside:
    """Means of pairs of groups. rate: whether they are shares. Where nobody of either group differs
    from anybody of it, how far chance goes is not known: NaN, however far apart they are.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.sqrt(own.variance / own.n + other.variance / other.n)
        if rate:
            low, high = newcombe(own.mean, own.n, other.mean, other.n, level)
            p = shares_p(own.mean, own.n, other.mean, other.n)
        else:
            error = np.where(error <= FLAT * (np.abs(own.mean) + np.abs(other.mean)), np.nan, error)
            known = np.isfinite(error)
            low, high = (np.where(known, end, np.nan) for end in welch(own, other, level))
            p = np.where(known, welch_p(own, other), np.nan)
    difference = own.mean - other.mean
    at = always_valid.stage(own.n, other.n, tight_at)
    known = np.where(_enough(own, rate) & _enough(other, rate), error, np.nan)
    half = always_valid.half_width(known, at, level)
    chance = always_valid.p_value(difference, known, at)
    return Beside(
        own,
        other,
        difference,
        low,
        high,
        p,
        error,
        at,
        difference - half,
        difference + half,
        chance,
    )


def compare(
    data: Experiment, tight_at: float = always_valid.TIGHT_AT, seed: int = 0
) -> list[ArmComparison]:
    """Every outcome in every arm against the control, outcome by outcome."""
    rows: list[tuple[Outcome, int, Beside, int, tuple[float, float, float]]] = []
    extras: list[tuple[Plain | None, float, Plain | None]] = []
    for part in map(data.having, data.outcomes):
        (outcome,) = part.outcomes
        values = outcome.each(part.arm, len(part.arms))
        moments = by_arm(values, part)
        own = one_of(moments, part.others)
        other = one_of(moments, [part.control] * len(part.others))
        found = beside(own, other, outcome.kind == "rate", tight_at)
        ratios = _ratios(own, other, outcome.kind == "rate")
        cut, cap = _winsorised(outcome, part)
        resampled = _resampled(outcome, part, seed)
        for at, code in enumerate(data.others):
            rows.append((outcome, code, found, at, ratios[at]))
            extras.append((cut[at] if cut else None, cap, resampled[at] if resampled else None))
    adjusted = _holm([float(found.p[at]) for _, _, found, at, _ in rows])
    always = _holm([float(found.sequential_p[at]) for _, _, found, at, _ in rows])
    told = []
    for place, ((outcome, code, found, at, times), extra) in enumerate(
        zip(rows, extras, strict=True)
    ):
        told.append(
            ArmComparison(
                outcome=outcome.name,
                kind=outcome.kind,
                lower_wins=outcome.lower_wins,
                arm=data.arms[code],
                n=int(found.own.n[at]),
                n_control=int(found.other.n[at]),
                value=float(found.own.mean[at]),
                control=float(found.other.mean[at]),
                difference=float(found.difference[at]),
                low=float(found.low[at]),
                high=float(found.high[at]),
                ratio=times[0],
                ratio_low=times[1],
                ratio_high=times[2],
                p=float(found.p[at]),
                p_adjusted=float(adjusted[place]),
                error=float(found.error[at]),
                stage=float(found.stage[at]),
                sequential_low=float(found.sequential_low[at]),
                sequential_high=float(found.sequential_high[at]),
                sequential_p=float(found.sequential_p[at]),
                sequential_p_adjusted=float(always[place]),
                winsorised=extra[0],
                cap=extra[1],
                bootstrap=extra[2],
            )
        )
    return told


def _enough(group: GroupMoments, rate: bool) -> BoolArray:
    """Whether means are normal enough for the always-valid interval."""
    enough = group.n >= always_valid.LEAST
    if rate:
        hits = group.mean * group.n
        enough &= np.minimum(hits, group.n - hits) >= always_valid.LEAST_EITHER
    return np.asarray(enough & (group.variance > 0))


def _ratios(own: GroupMoments, other: GroupMoments, rate: bool) -> list[tuple[float, float, float]]:
    """Each pair's ratio with its ends; of shares, with the variance share (1 - share)."""
    if rate:
        own, other = (one._replace(variance=one.mean * (1 - one.mean)) for one in (own, other))
    with np.errstate(invalid="ignore", divide="ignore"):
        value, low, high = times_as_much(own, other)
        flat = np.log(high / low) <= FLAT
    low, high = (np.where(flat, np.nan, end) for end in (low, high))
    return [(float(a), float(b), float(c)) for a, b, c in zip(value, low, high, strict=True)]


def _holm(p: list[float]) -> FloatArray:
    """Adjusted; what is not known counts as a test that found nothing."""
    filled = np.nan_to_num(np.array(p), nan=1.0)
    return np.where(np.isnan(p), np.nan, holm(filled))


def _winsorised(outcome: Outcome, data: Experiment) -> tuple[list[Plain], float]:
    """Each arm against the control with the largest amounts cut; empty where none is."""
    if outcome.kind not in ("money", "count"):
        return [], float("nan")
    cap = float(np.quantile(outcome.values, CAP, method="higher"))
    if cap >= outcome.values.max() or not outcome.values.min() >= 0:
        return [], float("nan")
    moments = by_arm(np.minimum(outcome.values, cap), data)
    other = one_of(moments, [data.control] * len(data.others))
    found = beside(one_of(moments, data.others), other, False)
    return [
        Plain(*map(float, one)) for one in zip(found.difference, found.low, found.high, strict=True)
    ], cap


def _resampled(outcome: Outcome, data: Experiment, seed: int) -> list[Plain]:
    """Each arm against the control, customers of each arm drawn again (Efron, 1979), in groups
    where they are very many; empty for what is no amount.
    """
    if outcome.kind not in ("money", "ratio"):
        return []
    drawn = []
    for code in range(len(data.arms)):
        mine = data.arm == code
        under = np.ones(int(mine.sum())) if outcome.under is None else outcome.under[mine]
        if not len(under):
            return []
        sums = in_groups(np.column_stack([outcome.values[mine], under]), seed + code)
        means = []
        for weights in resampled_weights(len(sums), DRAWS, 1_000 * code + seed):
            top, bottom = (weights @ sums).T
            with np.errstate(invalid="ignore", divide="ignore"):
                means.append(top / bottom)
        drawn.append(np.concatenate(means))
    ends = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
    told = []
    for code in data.others:
        gaps = drawn[code] - drawn[data.control]
        low, high = np.nanquantile(gaps, ends) if not np.isnan(gaps).all() else (np.nan, np.nan)
        mean = float(np.nanmean(gaps)) if np.isfinite(gaps).any() else float("nan")
        flat = high - low <= FLAT * abs(mean)
        told.append(Plain(mean, *(float("nan") if flat else float(end) for end in (low, high))))
    return told
