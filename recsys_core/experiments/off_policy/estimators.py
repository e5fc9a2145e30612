"""What a policy would have earned, by six ways of weighing a log of another."""

from dataclasses import dataclass

import numpy as np

from recsys_core.experiments.off_policy.logs import Logged, TargetPolicy
from recsys_core.experiments.off_policy.reward_model import cross_fitted
from recsys_core.experiments.off_policy.spread import expected_spread, of_units, spread_of
from recsys_core.schema.statistics.intervals import wilson
from recsys_core.schema.types import FloatArray

IPS, CLIPPED, SNIPS = "ips", "clipped-ips", "snips"
DIRECT, DOUBLY_ROBUST, SWITCH = "direct", "doubly-robust", "switch-dr"
ESTIMATORS = (IPS, CLIPPED, SNIPS, DIRECT, DOUBLY_ROBUST, SWITCH)
BIASED = (CLIPPED, DIRECT, SWITCH)
GRID = 30
LEAST_SIZE, MOST_UNSUPPORTED = 100.0, 0.05


@dataclass(frozen=True)
class PolicyEstimate:
    """What each time of showing would have brought on average, with its 95 % interval."""

    estimator: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class OffPolicy:
    """What a log says of a policy. logged: what the log itself brought.  difference: the policy
    less the log, doubly robust.  size: Kish's effective sample size.  largest: weight.
    mean_weight: with its interval; 1 less the unsupported share where the propensities are right.
    unsupported: share of what it would show that the log never showed there.  clip, switch: the
    weights above which those estimators cut.  estimates: none where too little is known.
    """

    rows: int
    logged: PolicyEstimate
    estimates: tuple[PolicyEstimate, ...]
    difference: PolicyEstimate
    size: float
    largest: float
    mean_weight: PolicyEstimate
    unsupported: float
    clip: float
    switch: float

    @property
    def too_small(self) -> bool:
        """Whether the log is worth fewer than 100 rows of the policy's own."""
        return not self.size >= LEAST_SIZE

    @property
    def too_foreign(self) -> bool:
        """Whether more than 5 % of what it would show was never shown there."""
        return self.unsupported > MOST_UNSUPPORTED

    def told(self, estimator: str) -> PolicyEstimate:
        """One of the estimates by its name."""
        return next(one for one in self.estimates if one.estimator == estimator)


def evaluate(
    log: Logged, target: TargetPolicy, seed: int = 0, clip: float | None = None
) -> OffPolicy:
    """Judge `target` by a log of at least two rows. clip: the weight above which the clipped
    estimator cuts; None for the root of the number of rows (Ionides, 2008).

    Inverse propensity (Horvitz and Thompson, 1952): the mean of w r, w the policy's chance over the
    log's.  Self-normalised (Swaminathan and Joachims, 2015): the mean over the mean weight.
    Direct: the mean of a reward model.  Doubly robust (Dudik et al., 2014): that, and the weighted
    mean of what the model missed.  Switch (Wang, Agarwal and Dudik, 2017): no such correction where
    w is above a limit, chosen by least estimated squared error.

    Intervals are the wider of two, Student's bent by skewness: with the spread of the rows as they
    are, and, for clicks, with that the reward model expects of all rows, since a few clicks on rare
    weights say little of it (benchmarks/bench_off_policy.py). Clipped, direct and switch
    are off by an unknown amount beside chance: their intervals are stretched to hold that of the
    doubly robust one.
    """
    weight = target.of_logged(log) / log.propensity
    reward, n = log.reward, len(log.reward)
    unsupported = float(1 - np.mean(target.expected(log, (log.shown() > 0) * 1.0)))
    size = float(weight.sum() ** 2 / max((weight**2).sum(), 1e-300))
    clip = float(np.sqrt(n)) if clip is None else clip
    fitted, wanted = cross_fitted(log, target, seed)
    missed = weight * (reward - fitted)
    switch = _switch(weight, missed, wanted, float(reward.max() - reward.min()))
    mean = float(weight.mean())
    own = float((weight * reward).mean() / mean) if mean else float("nan")

    def terms(reward: FloatArray) -> dict[str, FloatArray]:
        missed = weight * (reward - fitted)
        return {
            IPS: weight * reward,
            CLIPPED: np.minimum(weight, clip) * reward,
            SNIPS: own + weight * (reward - own) / (mean or np.nan),
            DIRECT: wanted,
            DOUBLY_ROBUST: wanted + missed,
            SWITCH: wanted + missed * (weight <= switch),
            "logged": reward,
            "difference": wanted + missed - reward,
            "weight": weight,
        }

    every, ones, zeros = terms(reward), terms(np.ones(n)), terms(np.zeros(n))
    found = {}
    for name, values in every.items():
        value = float(values.mean())
        ends = [spread_of(values if log.unit is None else of_units(values, value, log.unit))]
        if log.is_rate and log.unit is None:
            ends.append(expected_spread(ones[name], zeros[name], fitted))
        lows, highs = zip(*(one.interval(value) for one in ends), strict=True)
        found[name] = PolicyEstimate(name, value, min(lows), max(highs))
    if log.is_rate and reward.min() == reward.max():
        units = n if log.unit is None else int(log.unit.max()) + 1
        for name in ("logged", "difference", *ESTIMATORS):
            known = float(units if name == "logged" else min(size, units))
            found[name] = _without_spread(found[name], float(reward[0]), known)
    for name in BIASED:
        found[name] = _hull(found[name], found[DOUBLY_ROBUST])
    for name in ("logged", *ESTIMATORS):
        found[name] = _possible(found[name], float(reward.min()), log.is_rate)
    return OffPolicy(
        n,
        found["logged"],
        tuple(found[name] for name in ESTIMATORS),
        found["difference"],
        size,
        float(weight.max()),
        found["weight"],
        unsupported,
        clip,
        switch,
    )


def _switch(weight: FloatArray, missed: FloatArray, wanted: FloatArray, span: float) -> float:
    """The limit with the least variance and squared bound of what is left uncorrected."""
    limits = np.unique(np.quantile(weight, np.linspace(0.5, 1, GRID)))
    errors = [
        np.var(wanted + missed * (weight <= limit)) / len(weight)
        + (span * np.mean(weight * (weight > limit))) ** 2
        for limit in limits
    ]
    return float(limits[int(np.argmin(errors))])


def _hull(one: PolicyEstimate, other: PolicyEstimate) -> PolicyEstimate:
    ends = [one.low, one.high, one.value, other.low, other.high]
    return PolicyEstimate(one.estimator, one.value, float(np.nanmin(ends)), float(np.nanmax(ends)))


def _without_spread(one: PolicyEstimate, reward: float, known: float) -> PolicyEstimate:
    """Where nobody clicked, or everybody did, as wide as Wilson's interval of so many rows."""
    low, high = wilson(np.array([reward]), np.array([known]))
    reach = float(high[0] - low[0])
    return PolicyEstimate(
        one.estimator, one.value, min(one.low, one.value - reach), max(one.high, one.value + reach)
    )


def _possible(one: PolicyEstimate, least: float, is_rate: bool) -> PolicyEstimate:
    """The interval without what no reward could bring on average; the value stays in it."""
    low = one.low if least < 0 else min(max(one.low, 0.0), one.value)
    high = max(min(one.high, 1.0), one.value) if is_rate else one.high
    return PolicyEstimate(one.estimator, one.value, low, high)
