"""Measure one fitted model on one split."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.chance import lists_and_filler
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.evaluation.ranks import joined, rank_counts
from recsys_core.evaluation.splits.split import Split
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, Recommender, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.evaluation import EvalBatch, RankCounts
from recsys_core.schema.histories import rows_of
from recsys_core.schema.statistics.means import mean_of_known
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.schema.vectors import ItemVectors
from recsys_core.wording.messages import say

BLOCK_BYTES = 64 * 2**20
Watcher = Callable[[IntArray, CSR, FloatArray], None]
"""Told of every block scored: customer codes (n,), their histories and scores (n, n_items)."""


@dataclass(frozen=True)
class ModelEvaluation:
    """What one model showed the test customers of one split, and how good that was.

    users: (n,) customer codes, ascending.  batch: their lists (`batch.items`) and all that metrics
    need.  per_user: values by label, (n,) with NaN where undefined.  overall: the value of every
    metric by label; for a metric per customer, the mean over customers with a value.
    """

    model: str
    title: str
    users: IntArray
    batch: EvalBatch
    per_user: dict[str, FloatArray]
    overall: dict[str, float]


def evaluate_model(
    model: Recommender,
    split: Split,
    vectors: ItemVectors | None,
    config: EvaluationConfig,
    report: Progress = silent,
    watch: Watcher | None = None,
) -> ModelEvaluation:
    """Every metric for a model fitted on `split.train`, over all test customers.

    Scoring works in blocks of customers of at most 64 MB of scores. RMSE and MAE come in where the
    split holds ratings and the model predicts them. Lets CancelledError pass. `watch` may look at
    the scores on their way, but not change them.
    """
    users = split.users
    scored = _score(model, split, users, config.k, report, watch)
    batch = make_batch(
        scored.items, users, split, vectors, scored.predicted, scored.ranks, scored.filler
    )
    per_user, overall = measure(batch)
    report(1.0, say(m.MEASURED))
    return ModelEvaluation(model.card.name, model.card.title, users, batch, per_user, overall)


def measure(batch: EvalBatch) -> tuple[dict[str, FloatArray], dict[str, float]]:
    """All metrics that apply to these lists: values per customer, and the value of each."""
    per_user: dict[str, FloatArray] = {}
    overall: dict[str, float] = {}
    for metric in METRICS.values():
        if not metric.applies(batch):
            continue
        values, label = metric.compute(batch), metric.label(batch.k)
        if metric.per_user:
            per_user[label] = values
        overall[label] = mean_of_known(values)
    return per_user, overall


def make_batch(
    items: IntArray,
    users: IntArray,
    split: Split,
    vectors: ItemVectors | None,
    predicted: FloatArray | None = None,
    ranks: RankCounts | None = None,
    filler: FloatArray | None = None,
) -> EvalBatch:
    """What metrics need about lists shown to `users`, whoever made them.

    items: (n, k).  predicted: expected ratings in the order of `split.test_ratings[users]`.
    ranks, filler: as in `EvalBatch`; metrics of the whole order and of filler need them.
    """
    train = split.train
    n_train_users = int(np.count_nonzero(np.diff(train.matrix.indptr)))
    category = train.items[Columns.Category]
    codes, _ = pd.factorize(category.where(category != "", None))
    actual = pair_user = None
    if predicted is not None and split.test_ratings is not None:
        ratings = split.test_ratings[users]
        actual, pair_user = ratings.data, rows_of(ratings)
    return EvalBatch(
        items=items,
        truth=split.test[users],
        popularity=train.item_counts / max(n_train_users, 1),
        categories=np.asarray(codes),
        vectors=vectors,
        n_catalogue=train.n_items if (shown := showable(split)) is None else len(shown),
        predicted=predicted,
        actual=actual,
        pair_user=pair_user,
        history=train.matrix[users],
        new_items_only=split.new_items_only,
        prices=_prices(train),
        margins=_money(train, Columns.Margin),
        ranks=ranks,
        filler=filler,
        spent=None if split.spent is None else split.spent[users].data.astype(np.float64),
    )


def _prices(train: Dataset) -> FloatArray | None:
    """(n_items,) what a piece cost in the median purchase learnt from, NaN where unknown; where no
    purchase says it, the product list's price.
    """
    if train.price is None or not np.isfinite(train.price).any():
        return _money(train, Columns.Price)
    paid = pd.Series(train.price).groupby(train.item).median()
    return np.asarray(paid.reindex(range(train.n_items)), dtype=np.float64)


def _money(data: Dataset, column: str) -> FloatArray | None:
    """(n_items,) money per piece, NaN where unknown; None without the column."""
    if column not in data.items.columns:
        return None
    return np.asarray(data.items[column], dtype=np.float64)


def showable(split: Split) -> IntArray | None:
    """Item codes that may be on a list, None for all."""
    return np.flatnonzero(split.train.item_counts) if split.known_only else None


@dataclass(frozen=True)
class _Scored:
    """What is left of the scores: lists, where relevant products stand, slots left to chance, and
    the predicted ratings of the held-out pairs.
    """

    items: IntArray
    ranks: RankCounts
    filler: FloatArray
    predicted: FloatArray | None


def _score(
    model: Recommender,
    split: Split,
    users: IntArray,
    k: int,
    report: Progress,
    watch: Watcher | None,
) -> _Scored:
    allowed = showable(split)
    rates = model.predicts_ratings and split.test_ratings is not None
    lists, fillers, ranks, ratings = [], [], [], []
    for start, block in _blocks(users, split.train.n_items):
        report(start / len(users), say(m.SCORING, n=len(users)))
        histories = split.train.histories(block)
        exclude = histories if split.new_items_only else None
        scores = model.score(histories)
        if watch is not None:
            watch(block, histories, scores)
        items, filler = lists_and_filler(scores, k, exclude, allowed)
        lists.append(items)
        fillers.append(filler)
        ranks.append(rank_counts(scores, split.test[block], exclude, allowed))
        if rates and split.test_ratings is not None:
            expected = model.predict_ratings(histories)
            if expected is None:
                rates = False
                continue
            asked: CSR = split.test_ratings[block]
            ratings.append(expected[rows_of(asked), asked.indices])
    return _Scored(
        np.concatenate(lists),
        joined(ranks),
        np.concatenate(fillers),
        np.concatenate(ratings) if rates else None,
    )


def _blocks(users: IntArray, n_items: int) -> Iterator[tuple[int, IntArray]]:
    size = max(1, BLOCK_BYTES // (4 * max(n_items, 1)))
    for start in range(0, len(users), size):
        yield start, users[start : start + size]
