"""Figures too good to be true, and models that are the bestseller list in disguise."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.audit import Check, Finding, named
from recsys_core.evaluation.metrics.ndcg import NDCG
from recsys_core.evaluation.runner import make_batch, showable
from recsys_core.evaluation.splits.split import Split
from recsys_core.schema.ranking import top_k
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import FloatArray, IntArray
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, share

MOST_CUSTOMERS = 1_000
TIMES = 2.0
"""Twice what other customers' own future foretells is more than a model can know."""
CLOSE_TO_PERFECT = 0.5
"""Half of what the future leaves open between itself and perfection."""
DISGUISED = 0.7
SAME = 0.95
TOO_GOOD = Check("too-good", m.NOT_TOO_GOOD)
IN_DISGUISE = Check("popularity-in-disguise", m.MORE_THAN_BESTSELLERS)


@dataclass(frozen=True)
class Foresight:
    """How far the test part can be foretold from itself.

    neighbours: NDCG of lists made from what similar customers bought in the test part.  again: of
    lists of the products a customer had most often before (0 where only new ones count).  share:
    of the right answers, those the customer had before.  n: customers looked at.
    """

    neighbours: float
    again: float
    share: float
    n: int

    @property
    def yardstick(self) -> float:
        return max(self.neighbours, self.again)


def foresight(split: Split, k: int, seed: int) -> Foresight:
    """What a model could reach that is told what everybody else bought in the test part.

    Scores of customer u: sum over other customers v of cos(history u, history v) * truth v, for
    up to 1,000 customers drawn by lot. An honest model never sees those truths, so it has to do
    without most of what this one is given.
    """
    users = split.users
    if len(users) > MOST_CUSTOMERS:
        drawn = np.random.default_rng([seed, 11]).choice(users, MOST_CUSTOMERS, replace=False)
        users = np.sort(drawn)
    history = split.train.binary[users].astype(np.float64)
    length = np.sqrt(np.asarray(history.multiply(history).sum(axis=1)).ravel())
    scale = ratio(np.ones_like(length), length, empty=0.0)
    alike = np.asarray((history @ history.T).todense()) * scale[:, None] * scale
    np.fill_diagonal(alike, 0.0)
    scores = np.asarray(alike @ split.test[users].astype(np.float64), dtype=np.float32)
    exclude = split.train.matrix[users] if split.new_items_only else None
    lists, _ = top_k(scores, k, exclude, showable(split))
    again = 0.0
    if not split.new_items_only:
        had = np.asarray(split.train.matrix[users].todense(), dtype=np.float32)
        again = _ndcg(split, users, top_k(had, k, None, showable(split))[0])
    both = split.test[users].multiply(split.train.binary[users]).nnz
    share = both / max(int(split.test[users].nnz), 1)
    return Foresight(_ndcg(split, users, lists), again, float(share), len(users))


def too_good(
    values: Mapping[str, tuple[float, float]],
    popularity: float | None,
    known: Foresight,
    titles: Mapping[str, str],
    metric: str,
) -> Finding:
    """values: by model, its NDCG and the low end of its interval.

    stop: the low end lies above y + (1 - y) / 2, half of what the yardstick y leaves open to
    perfection.  look: above 2 y.
    """
    y = known.yardstick
    perfect = max(y + CLOSE_TO_PERFECT * (1 - y), TIMES * y)
    stops = [model for model, (_, low) in values.items() if low > perfect]
    looks = [model for model, (_, low) in values.items() if low > TIMES * y]
    figures = {
        "yardstick": y,
        "neighbours": known.neighbours,
        "again": known.again,
        "share_bought_before": known.share,
        "popularity": popularity,
        "stop_above": perfect,
        "look_above": TIMES * y,
        "models": {model: value for model, (value, _) in values.items()},
    }
    source = m.FROM_NEIGHBOURS if known.neighbours >= known.again else m.FROM_HABIT
    bar = say(source, value=number(y))
    if not looks:
        best = max((value for value, _ in values.values()), default=0.0)
        sentence = say(m.WITHIN_REASON, best=number(best), metric=metric, bar=bar)
        return TOO_GOOD.found("fine", sentence, figures)
    worst = [(titles[one], f"{number(values[one][0])} {metric}") for one in stops or looks]
    if popularity is None:
        sentence = say(m.UNEXPLAINED, models=named(worst), bar=bar)
    else:
        sentence = say(
            m.UNEXPLAINED_BESIDE, models=named(worst), bar=bar, popularity=number(popularity)
        )
    return TOO_GOOD.found("stop" if stops else "look", sentence, figures, m.LOOK_FOR_ANSWERS)


def disguised(
    lists: Mapping[str, IntArray], bestsellers: IntArray, titles: Mapping[str, str]
) -> Finding:
    """How much of each model's lists is the customer's bestseller list.

    lists: by model, (n, k) lists; bestsellers: (n, k) those of the same customers. Overlap = share
    of a customer's places that are also on the bestseller list, averaged; and, for products on
    both, how often two of them stand in the same order (0.5 = by chance).
    """
    found = {model: overlap(items, bestsellers) for model, items in lists.items()}
    figures = {model: {"overlap": one[0], "same_order": one[1]} for model, one in found.items()}
    most = max((shared for shared, _ in found.values()), default=None)
    if most is None:
        return IN_DISGUISE.found("fine", say(m.NOTHING_DISGUISED), figures)
    if most < DISGUISED:
        return IN_DISGUISE.found("fine", say(m.NO_DISGUISE, share=share(most)), figures)
    shares = {model: shared for model, (shared, _) in found.items() if shared >= DISGUISED}
    caught = [(titles[model], share(shared)) for model, shared in shares.items()]
    message = m.ARE_BESTSELLERS if most >= SAME else m.MOSTLY_BESTSELLERS
    return IN_DISGUISE.found("look", say(message, models=named(caught)), figures, m.USE_ANOTHER)


def overlap(items: IntArray, others: IntArray) -> tuple[float, float]:
    """Mean share of filled places of (n, k) `items` that are in the same row of `others`, and the
    share of pairs of common products that stand in the same order in both (NaN without pairs).
    """
    same = (items[:, :, None] == others[:, None, :]) & (items != EMPTY)[:, :, None]
    filled = (items != EMPTY).sum(axis=1)
    some = filled > 0
    shared = same.any(axis=2).sum(axis=1)
    place = np.where(same.any(axis=2), same.argmax(axis=2), -1)
    agree = total = 0
    for a in range(items.shape[1]):
        for b in range(a + 1, items.shape[1]):
            both = (place[:, a] >= 0) & (place[:, b] >= 0)
            total += int(both.sum())
            agree += int((both & (place[:, a] < place[:, b])).sum())
    mean = float((shared[some] / filled[some]).mean()) if some.any() else 0.0
    return mean, agree / total if total else float("nan")


def _ndcg(split: Split, users: IntArray, lists: IntArray) -> float:
    values: FloatArray = NDCG().compute(make_batch(lists, users, split, None))
    return float(np.nanmean(values))
