"""Mixing the parts that did well, and what sells better of late, on the tuning customers."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import optuna

from recsys_core.models.auto import messages as m
from recsys_core.models.auto.ledger import TrialLedger
from recsys_core.models.auto.parts import PARTS, Settings
from recsys_core.models.auto.plan import Blended, BlendPlan
from recsys_core.models.auto.recency import Recency
from recsys_core.models.auto.trend import Trend
from recsys_core.schema.types import FloatArray
from recsys_core.wording.messages import say

MIXTURES = 80
WORTH = 0.02
"""A part with a smaller share of the blend is left out."""

MOST_TREND = 1.5
"""In standard deviations of the scores; where goods come and go the bestsellers of the last days
may do better than anything personal, so that the trend may outweigh the history.
"""
LENGTHS = [0.0, 0.5, 1.0]

Value = Callable[[FloatArray], float]


@dataclass(frozen=True)
class PartResult:
    """The best of one part: its NDCG@10 with the customers that decide, its settings and its
    (n, n_items) scores of all customers that are asked about.
    """

    value: float
    settings: Settings
    scores: FloatArray


@dataclass(frozen=True)
class Mixing:
    """What is mixed. totals: (n,) summed weights of each history.  lifts: half-life in days ->
    (n_items,) what sells better of late; empty for undated data.  deciding: how many customers,
    from the first, decide on the weights; the others confirm.
    """

    found: Mapping[str, PartResult]
    recency: Recency
    totals: FloatArray
    lifts: Mapping[float, FloatArray]
    seed: int
    deciding: int

    @cached_property
    def sizes(self) -> dict[str, float]:
        """The standard deviation of each part's scores, in which weights are."""
        return {
            name: max(float(one.scores[: self.deciding].std()), 1e-12)
            for name, one in self.found.items()
        }

    def scores(self, plan: BlendPlan, first: int) -> FloatArray:
        """(first, n_items) what a plan of these parts, as `plan.add_up` builds it, gives to the
        first customers.
        """
        terms = [
            self.found[name].scores[:first] * np.float32(part.weight / self.sizes[name])
            for name, part in plan.parts.items()
            if part.weight > 0
        ]
        out = terms[0]
        for term in terms[1:]:
            out += term
        if plan.trend.weight:
            out /= (self.totals[:first] ** plan.recency.length)[:, None]
            size = np.float32(plan.trend.weight * out[: self.deciding].std())
            out += size * self.lifts[plan.trend.half].astype(np.float32)
        return out


def blend(mixing: Mixing, value: Value, ledger: TrialLedger) -> BlendPlan:
    """Weights between 0 and 1 for the parts and the trend that rank best, found by Optuna's
    tree-structured Parzen estimator (Bergstra et al., 2011).
    """
    study = new_study(mixing.seed, first_at_random=20)
    for start in _starts(mixing):
        study.enqueue_trial(start)
    halves = list(mixing.lifts)

    def mixture(trial: optuna.trial.Trial) -> float:
        weights = {name: trial.suggest_float(name, 0.0, 1.0) for name in mixing.found}
        if max(weights.values()) <= 0:
            return 0.0
        if halves and trial.suggest_float("trend", 0.0, MOST_TREND):
            trial.suggest_categorical("half", halves)
            trial.suggest_categorical("length", LENGTHS)
        return value(mixing.scores(_plan(trial.params, mixing, 0.0), mixing.deciding))

    begun = time.monotonic()
    for number in range(MIXTURES):
        if number and not ledger.time_for((time.monotonic() - begun) / number):
            break
        ledger.say(say(m.MIXING, n=number + 1, all=MIXTURES))
        study.optimize(mixture, n_trials=1)
    plan = _plan(study.best_params, mixing, WORTH)
    ledger.add("blend", "blend", contents(plan), float(study.best_value), begun, "chosen")
    return plan


def _starts(mixing: Mixing) -> list[dict[str, float]]:
    """Mixtures worth a first look: the best part alone, with a little of the others, all alike,
    and each with a little of the trend.
    """
    lead = max(mixing.found, key=lambda name: mixing.found[name].value)
    flat = [
        {name: 1.0 if name == lead else other for name in mixing.found} for other in (0.0, 0.3, 1.0)
    ]
    starts: list[dict[str, float]] = [weights | {"trend": 0.0} for weights in flat]
    for half in mixing.lifts:
        starts += [
            weights | {"trend": 0.2, "half": half, "length": length}
            for weights, length in ((flat[0], 0.5), (flat[1], 0.5))
        ]
    return starts


def contents(plan: BlendPlan) -> str:
    """`70 % EASE, 30 % Common tastes (SVD), what sells better of late`."""
    words = [
        say(m.SHARE_OF, share=f"{share * 100:.0f}", part=say(PARTS[name].title))
        for name, share in plan.shares.items()
    ]
    if plan.trend.weight:
        words.append(say(m.SOME_TREND))
    return ", ".join(words)


def new_study(seed: int, first_at_random: int) -> optuna.study.Study:
    """A seeded study that maximises."""
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    sampler = optuna.samplers.TPESampler(seed=seed, n_startup_trials=first_at_random)
    return optuna.create_study(direction="maximize", sampler=sampler)


def _plan(params: Mapping[str, float], mixing: Mixing, least: float) -> BlendPlan:
    """The mixture of a trial without parts of less than this share."""
    weights = {name: params[name] for name in mixing.found}
    total = sum(weights.values())
    parts = {
        name: Blended(mixing.found[name].settings, weight)
        for name, weight in weights.items()
        if weight >= least * total
    }
    if "half" not in params:
        return BlendPlan(parts, mixing.recency)
    recency = replace(mixing.recency, length=params["length"])
    return BlendPlan(parts, recency, Trend(params["trend"], params["half"]))
