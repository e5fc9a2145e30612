"""Bring the rounds of an evaluation together, so that each customer counts once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.metrics.base import OverallMetric
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.evaluation.runner import ModelEvaluation
from recsys_core.schema.errors import InputError
from recsys_core.schema.statistics.means import mean_of_known, ratio
from recsys_core.schema.types import FloatArray, IntArray
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class PooledEvaluation:
    """One model over all rounds.

    users: (n,) customers tested in any round, ascending.  per_user: by label, each customer's mean
    over the rounds that tested it.  overall: by label, the mean over rounds.  rounds: the
    evaluations themselves.
    """

    model: str
    title: str
    k: int
    users: IntArray
    per_user: dict[str, FloatArray]
    overall: dict[str, float]
    rounds: tuple[ModelEvaluation, ...]

    def weighted(self, metric: OverallMetric, weights: FloatArray) -> FloatArray:
        """(b,) the metric when customers count `weights` (b, n) times; mean over rounds."""
        values = [
            metric.weighted(one.batch, weights[:, np.searchsorted(self.users, one.users)])
            for one in self.rounds
            if metric.applies(one.batch)
        ]
        return np.asarray(np.mean(values, axis=0))


def pool(rounds: Sequence[ModelEvaluation]) -> PooledEvaluation:
    """One model's rounds as one. `InputError` if they are not of one model and length."""
    first = rounds[0]
    if any(one.model != first.model or one.batch.k != first.batch.k for one in rounds):
        raise InputError(say(m.NOT_POOLABLE))
    users = np.unique(np.concatenate([one.users for one in rounds]))
    per_user: dict[str, FloatArray] = {}
    overall: dict[str, float] = {}
    for metric in METRICS.values():
        label = metric.label(first.batch.k)
        measured = [one for one in rounds if label in one.overall]
        if not measured:
            continue
        if metric.per_user:
            per_user[label] = _mean_per_user(measured, users, label)
            overall[label] = mean_of_known(per_user[label])
        else:
            overall[label] = float(np.mean([one.overall[label] for one in measured]))
    return PooledEvaluation(
        first.model, first.title, first.batch.k, users, per_user, overall, tuple(rounds)
    )


def _mean_per_user(rounds: Sequence[ModelEvaluation], users: IntArray, label: str) -> FloatArray:
    total, count = np.zeros(len(users)), np.zeros(len(users))
    for one in rounds:
        values, row = one.per_user[label], np.searchsorted(users, one.users)
        known = ~np.isnan(values)
        total[row[known]] += values[known]
        count[row[known]] += 1
    return ratio(total, count)
