"""The figures of all models side by side, with their intervals and what may be said of them."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.board import DECIDING_METRIC, CustomerFigures, Leaderboard, Row
from recsys_core.evaluation.board_files import load, load_customers, save
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.metrics.base import OverallMetric
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.evaluation.pooling import PooledEvaluation, pool
from recsys_core.evaluation.runner import ModelEvaluation
from recsys_core.evaluation.splits.left_out import denominators
from recsys_core.evaluation.splits.split import Split
from recsys_core.evaluation.verdict import PairTest, Standing, verdict
from recsys_core.schema.errors import InputError
from recsys_core.schema.evaluation import RECENT, YARDSTICKS
from recsys_core.schema.statistics.intervals import (
    LEVEL,
    interval_of_overall,
    intervals_of_means,
    left_out,
)
from recsys_core.schema.statistics.significance import (
    SAMPLES,
    holm,
    randomisation_test,
    smallest_found,
    wilcoxon_test,
)
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share

__all__ = ["CustomerFigures", "Leaderboard", "Row", "build", "load", "load_customers", "save"]


def build(
    evaluations: Sequence[Sequence[ModelEvaluation]],
    splits: Sequence[Split],
    config: EvaluationConfig,
) -> Leaderboard:
    """The leaderboard of `evaluations[round][model]`, measured on `splits[round]`.

    `InputError` if there is nothing, or if models were measured on different customers.
    """
    if not evaluations or not evaluations[0]:
        raise InputError(say(m.NO_MODEL))
    pooled = [pool(rounds) for rounds in zip(*evaluations, strict=True)]
    if any(not np.array_equal(one.users, pooled[0].users) for one in pooled):
        raise InputError(say(m.OTHER_CUSTOMERS))
    rows = _rows(pooled, config)
    label = METRICS[DECIDING_METRIC].label(config.k)
    tests = _tests(pooled, label, config)
    figures = {row.model: row for row in rows if row.metric == label}
    standings = [
        Standing(one.model, one.title, row.value, row.low, row.high)
        for one in pooled
        if (row := figures.get(one.model)) is not None
    ]
    found = verdict(standings, tests, label, len(pooled[0].users))
    return Leaderboard(
        protocol=_protocol(pooled, splits, config),
        rows=tuple(rows),
        tests=tuple(tests),
        sentence=found.sentence,
        leader=found.leader,
        customers={one.model: _customers(one) for one in pooled},
    )


def _rows(pooled: Sequence[PooledEvaluation], config: EvaluationConfig) -> list[Row]:
    """Every model's every figure."""
    rows = []
    for one in pooled:
        for metric in METRICS.values():
            label = metric.label(one.k)
            if label not in one.overall:
                continue
            if isinstance(metric, OverallMetric):
                low, high = _overall_interval(one, metric, config)
                n = _n_overall(one, metric)
            else:
                values = one.per_user[label]
                ends = intervals_of_means(values[:, None], metric.bounds[1])
                low, high = (float(end[0]) for end in ends)
                n = int((~np.isnan(values)).sum())
            k = one.k if metric.cut_off else None
            rows.append(Row(one.model, label, k, one.overall[label], low, high, n))
    return rows


def _overall_interval(
    one: PooledEvaluation, metric: OverallMetric, config: EvaluationConfig
) -> tuple[float, float]:
    without = left_out(lambda weights: one.weighted(metric, weights), len(one.users), config.seed)
    return interval_of_overall(without, one.overall[metric.label(one.k)], metric.bounds)


def _n_overall(one: PooledEvaluation, metric: OverallMetric) -> int:
    """Customers behind the figure: with a held-out rating for rating errors, else all tested."""
    if metric.family != "rating":
        return len(one.users)
    rated = [
        part.users[np.unique(part.batch.pair_user)]
        for part in one.rounds
        if part.batch.pair_user is not None
    ]
    return len(np.unique(np.concatenate(rated)))


def _tests(
    pooled: Sequence[PooledEvaluation], label: str, config: EvaluationConfig
) -> list[PairTest]:
    """Every pair of models, the better one first, adjusted for the number of pairs. The bestsellers
    of the last days are compared with models only.
    """
    pairs = [
        (a, b) if a.overall[label] >= b.overall[label] else (b, a)
        for a, b in combinations(pooled, 2)
        if not ({a.model, b.model} <= YARDSTICKS and {a.model, b.model} & RECENT)
    ]
    if not pairs:
        return []
    differences = np.column_stack([a.per_user[label] - b.per_user[label] for a, b in pairs])
    if config.pair_test == "wilcoxon":
        adjusted = holm(wilcoxon_test(differences))
    else:
        adjusted = holm(randomisation_test(differences, config.seed))
    means = differences.mean(axis=0)
    missed = np.nan_to_num(smallest_found(differences, len(pairs)))
    return [
        PairTest(a.model, b.model, label, float(mean), float(p), float(least))
        for (a, b), mean, p, least in zip(pairs, means, adjusted, missed, strict=True)
    ]


def _protocol(
    pooled: Sequence[PooledEvaluation], splits: Sequence[Split], config: EvaluationConfig
) -> dict[str, Any]:
    return {
        **config.model_dump(mode="json"),
        "split": splits[0].name,
        "requested_split": splits[0].info.requested,
        "folds": len(splits),
        "kind": splits[0].train.kind,
        "customers": len(pooled[0].users),
        "titles": {one.model: one.title for one in pooled},
        "train_fingerprints": [split.train.fingerprint for split in splits],
        "splits": [split.info.to_dict() for split in splits],
        "sentence": splits[0].info.sentence,
        "denominators": {
            METRICS[name].label(config.k): sentence for name, sentence in _wholes(splits[0]).items()
        },
        "interval": say(m.INTERVALS, level=share(LEVEL)),
        "test": say(m.TESTS[config.pair_test], flips=SAMPLES),
    }


def _wholes(split: Split) -> dict[str, str]:
    """What recall and coverage are shares of, in the first round."""
    info, catalogue = split.info.to_dict(), split.train.n_items
    return denominators(info, split.known_only, split.new_items_only, catalogue)


def _customers(one: PooledEvaluation) -> CustomerFigures:
    lists = tuple((part.users, part.batch.items) for part in one.rounds)
    return CustomerFigures(one.users, one.per_user, lists)
