"""Figures too good to be true, and models that are the bestseller list in disguise."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from recsys_core.evaluation.audit import Finding, percent
from recsys_core.evaluation.metrics.ndcg import NDCG
from recsys_core.evaluation.runner import make_batch, showable
from recsys_core.evaluation.slices_wording import number
from recsys_core.evaluation.splits.split import Split
from recsys_core.schema.ranking import top_k
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.types import FloatArray, IntArray
from recsys_core.wording.joining import and_list

MOST_CUSTOMERS = 1_000
TIMES = 2.0
"""Twice what other customers' own future foretells is more than a model can know."""
CLOSE_TO_PERFECT = 0.5
"""Half of what the future leaves open between itself and perfection."""
DISGUISED = 0.7
SAME = 0.95


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
    scale = np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)
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
    title = "Not too good to be true"
    y = known.yardstick
    perfect = y + CLOSE_TO_PERFECT * (1 - y)
    stops = [m for m, (_, low) in values.items() if low > max(perfect, TIMES * y)]
    looks = [m for m, (_, low) in values.items() if low > TIMES * y and m not in stops]
    figures = {
        "yardstick": y,
        "neighbours": known.neighbours,
        "again": known.again,
        "share_bought_before": known.share,
        "popularity": popularity,
        "stop_above": max(perfect, TIMES * y),
        "look_above": TIMES * y,
        "models": {m: value for m, (value, _) in values.items()},
    }
    source = (
        "what similar customers bought in the test itself"
        if known.neighbours >= known.again
        else "showing customers what they had most often"
    )
    bar = f"lists from {source} reach {number(y)}"
    if stops or looks:
        worst = stops or looks
        told = and_list([f"{titles[m]} ({number(values[m][0])} {metric})" for m in worst])
        against = f", the bestsellers {number(popularity)}" if popularity is not None else ""
        return Finding(
            "too-good",
            title,
            "stop" if stops else "look",
            f"{told} is better than can be explained: {bar}{against}.",
            "Look for what the model may know of the answer: facts written after the cut, the same "
            "purchase under two product numbers, test purchases among those learnt from.",
            figures,
        )
    best = max((value for value, _ in values.values()), default=0.0)
    return Finding(
        "too-good",
        title,
        "fine",
        f"The best figure, {number(best)} {metric}, is within reason: {bar}.",
        figures=figures,
    )


def disguised(
    lists: Mapping[str, IntArray], bestsellers: IntArray, titles: Mapping[str, str]
) -> Finding:
    """How much of each model's lists is the customer's bestseller list.

    lists: by model, (n, k) lists; bestsellers: (n, k) those of the same customers. Overlap = share
    of a customer's places that are also on the bestseller list, averaged; and, for products on
    both, how often two of them stand in the same order (0.5 = by chance).
    """
    title = "More than the bestseller list"
    figures = {}
    for model, items in lists.items():
        shared, same_order = overlap(items, bestsellers)
        figures[model] = {"overlap": shared, "same_order": same_order}
    caught = [model for model, one in figures.items() if one["overlap"] >= DISGUISED]
    shares = {model: one["overlap"] for model, one in figures.items()}
    if caught:
        told = and_list([f"{titles[m]} ({percent(shares[m])})" for m in caught])
        what = "are the bestsellers" if max(shares.values()) >= SAME else "are mostly bestsellers"
        return Finding(
            "popularity-in-disguise",
            title,
            "look",
            f"Lists of personal models {what}, whoever the customer: {told} of the places.",
            "Where variety matters use another model, or damp popularity; otherwise the plain "
            "bestseller list does the same and is simpler.",
            figures,
        )
    most = f"at most {percent(max(shares.values()))}" if shares else "nothing"
    return Finding(
        "popularity-in-disguise",
        title,
        "fine",
        f"No model is the bestseller list in disguise: {most} of its places are bestsellers.",
        figures=figures,
    )


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
