"""Who is moved by an arm: learned, held against chance, and tried on customers kept back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from recsys_core.campaigns.uplift import messages as m
from recsys_core.campaigns.uplift.curves import Ranked, best_cut, placed, ranked
from recsys_core.campaigns.uplift.divided import (
    ArmDifference,
    ArmFigures,
    Divided,
    differences,
    figures_of_arms,
    ratio_p,
    refused_for_all,
    too_small,
)
from recsys_core.campaigns.uplift.learners import learn
from recsys_core.campaigns.uplift.policy import PolicyTrial, try_policy
from recsys_core.campaigns.uplift.predictions import predict_unseen, together
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.types import BoolArray, FloatArray, IntArray
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import alike

FOLDS = 5
LEARNS = 0.8
"""Of the time, until the rankings are held against chance."""
KEPT_BACK = 0.2
"""Of the customers of an arm and its control: the policy is tried on them and on nobody else."""
TOGETHER = "together"
"""The mean of what all learners predict: the ranking the verdict is about. None of them is chosen,
so that no choice flatters the figure.
"""


@dataclass(frozen=True)
class ArmTargeting:
    """Whom one arm moves, or why that is not told.

    refused: a sentence, "" where it is told.  learners: how each ranking did on the later parts,
    learned from those before, `TOGETHER` first; empty where nothing was learned.  policy: None
    where refused.  uplift: (n,) the prediction for every customer of the table, by models that had
    not seen them, NaN where nothing was learned.  persuadable: (n,) whether it reaches the
    threshold (see `best_cut`; never below 0); nobody where refused.
    """

    arm: str
    refused: str
    uplift: FloatArray
    persuadable: BoolArray
    learners: Mapping[str, Ranked] = field(default_factory=dict)
    policy: PolicyTrial | None = None
    threshold: float = float("inf")


@dataclass(frozen=True)
class UpliftStudy:
    """arms: in their order.  ratio_p: see `sample_ratio`.  refused: why no arm is compared, ""
    where they are; then `comparisons` and `targeting` are empty.
    """

    arms: list[ArmFigures]
    ratio_p: float
    refused: str
    is_rate: bool
    comparisons: list[ArmDifference] = field(default_factory=list)
    targeting: list[ArmTargeting] = field(default_factory=list)


def study_uplift(data: Divided, seed: int = 0, progress: Progress = silent) -> UpliftStudy:
    """Arms, lot and differences, and for each arm beside the control whom it moves."""
    arms, p, refused = figures_of_arms(data), ratio_p(data), refused_for_all(data)
    if refused:
        return UpliftStudy(arms, p, refused, data.is_rate)
    share = 1 / len(data.compared)

    def part(at: int) -> Progress:
        return lambda done, words="": progress((at + done) * share, words)

    told = [_targeting(data, code, seed, part(at)) for at, code in enumerate(data.compared)]
    return UpliftStudy(arms, p, "", data.is_rate, differences(data), told)


def _targeting(data: Divided, code: int, seed: int, progress: Progress) -> ArmTargeting:
    name, n = data.arms[code], len(data.arm)
    nobody = np.full(n, np.nan), np.zeros(n, dtype=bool)
    if refused := too_small(data, code):
        return ArmTargeting(name, refused, *nobody)
    if not data.features.shape[1]:
        return ArmTargeting(name, say(m.NOTHING_TO_LEARN), *nobody)
    pair = np.flatnonzero((data.arm == code) | (data.arm == data.control))
    parts = _dealt(data, pair, seed)
    learned, kept = pair[parts >= 0], pair[parts < 0]
    fold = parts[parts >= 0]
    arm, outcome, before = data.arm[learned] == code, data.outcome[learned], data.features[learned]

    def part(fraction: float, message: str = "") -> None:
        at = min(int(fraction * FOLDS) + 1, FOLDS)
        words = message or say(m.LEARNING, arm=name, n=at, folds=FOLDS)
        progress(fraction * LEARNS, words)

    predicted = predict_unseen(before, arm, outcome, fold, seed, part)
    progress(LEARNS, say(m.RESAMPLING, arm=name))
    later = fold > 0
    all_of_them = {TOGETHER: np.mean(list(predicted.in_turn.values()), axis=0)} | predicted.in_turn
    learners = {
        each: ranked(placed(scores[later], fold[later]), arm[later], outcome[later], seed)
        for each, scores in all_of_them.items()
    }
    progress((1 + LEARNS) / 2)
    uplift = np.empty(n)
    rest = np.setdiff1d(np.arange(n), learned)
    uplift[learned] = predicted.unseen
    uplift[rest] = together(learn(before, arm, outcome, seed), data.features[rest])
    best = learners[TOGETHER]
    if not best.stands_out:
        return ArmTargeting(name, _no_signal(best, name), uplift, nobody[1], learners)
    _, threshold = best_cut(predicted.unseen, arm, outcome)
    threshold = max(threshold, 0.0)
    chosen = uplift >= threshold
    tried = try_policy(chosen[kept], data.arm[kept] == code, data.outcome[kept], data.is_rate)
    return ArmTargeting(name, "", uplift, chosen, learners, tried, threshold)


def _dealt(data: Divided, pair: IntArray, seed: int) -> IntArray:
    """(len(pair),) the fold of each customer, -1 for those kept back; arms and those who responded
    are dealt out evenly.
    """
    rng = np.random.default_rng([seed, 11])
    every = round(FOLDS / (1 - KEPT_BACK))
    parts = np.empty(len(pair), dtype=np.int64)
    kinds = data.arm[pair] * 2 + data.responded[pair]
    for kind in np.unique(kinds):
        mine = rng.permutation(np.flatnonzero(kinds == kind))
        parts[mine] = rng.permutation(np.arange(len(mine)) * every // len(mine))
    return np.where(parts < FOLDS, parts, -1)


def _no_signal(best: Ranked, arm: str) -> str:
    names = ("low", "high", "qini", "random_low", "random_high")
    figures = alike(*(getattr(best, name) for name in names))
    return say(m.NO_UPLIFT_SIGNAL, arm=arm, **dict(zip(names, figures, strict=True)))
