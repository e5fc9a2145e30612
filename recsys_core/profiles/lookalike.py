"""Customers who are like those on a list, and how well that was tried.

A logistic regression tells the list from everybody else, though many of the others would belong on
it too: who is on the list is drawn from all who would belong, so the chance to be on it is that of
belonging times a constant (Elkan and Noto, "Learning classifiers from only positive and unlabeled
data", KDD 2008), and the order is the same for both.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from scipy import special

from recsys_core.profiles import messages as m
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.statistics.intervals import (
    intervals_of_differences,
    intervals_of_means,
    wilson,
)
from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number

LEAST_SEEDS = 20
"""With fewer on the list every fifth of it is four people, and lists by lot look alike too."""
LEAST_AUC = 0.6
SURE = 0.999
"""How sure it must be that the AUC is not 0.5. Of 1,000 lists by lot of 20 to 300 customers 3
pass the test of Mann and Whitney (1947) at this level.
"""
FOLDS = 5
MOST = 50_000
"""So many of the list, and of the others, are learned from; more change nothing but the time."""
TASTES = 32
STRENGTH = 0.01
"""C of the regression. From 0.003 to 0.2 tried on halves of 56 groups: the AUC is highest here."""

Way = Literal["model", "cosine", "active"]
WAYS: tuple[Way, ...] = ("model", "cosine", "active")
"""The model, likeness to the mean of the list, and how often customers came."""


@dataclass(frozen=True)
class HiddenTrial:
    """How one way finds members that were hidden from it.

    share: of the hidden ones, how many stand among the first `size`.  lift: that share against the
    one of an order by lot.  low, high: what it will be for another list of as many who belong, in
    95 of 100 cases.  ahead_low, ahead_high: the interval of how much larger the model's lift is;
    0 for the model itself.
    """

    way: Way
    share: float
    lift: float
    low: float
    high: float
    ahead_low: float = 0.0
    ahead_high: float = 0.0


@dataclass(frozen=True)
class LookAlikes:
    """The others in their order, or why there is none.

    refused: a sentence, "" where it can be told.  rows: the others, the most alike first.  chance:
    (n rows) the chance to belong on the list, beside them: right in its order, rough in its height
    (docs/customers.md).  constant: c of Elkan and Noto, which part of those who belong is on the
    list, by their third estimator, the largest chance given to anyone hidden.  auc: the chance that
    a hidden member stands above another customer, with its interval.  trials: by `WAYS`; empty
    where refused.
    """

    size: int
    refused: str = ""
    rows: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    chance: FloatArray = field(default_factory=lambda: np.empty(0))
    constant: float = np.nan
    auc: float = np.nan
    auc_low: float = np.nan
    auc_high: float = np.nan
    trials: tuple[HiddenTrial, ...] = ()


def taste_dimensions(matrix: CSR, seed: int) -> FloatArray:
    """(n, at most 32) what customers buy together, in few dimensions: the leading singular vectors
    of log(1 + weight) times the log of how few have the product, customers of length 1 each.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.preprocessing import normalize

    most = min(TASTES, min(matrix.shape) - 1)
    if most < 1:
        return np.zeros((matrix.shape[0], 0))
    weights = matrix.astype(np.float64)
    weights.data = np.log1p(np.maximum(weights.data, 0))
    rare = np.log(len(weights.indptr) / np.maximum(np.bincount(weights.indices), 1))
    weights.data *= rare[weights.indices]
    found = TruncatedSVD(most, random_state=seed).fit_transform(normalize(weights))
    return np.asarray(found, dtype=float)


def look_alikes(
    features: FloatArray,
    members: BoolArray,
    size: int,
    seed: int = 0,
    progress: Progress = silent,
) -> LookAlikes:
    """Who of the others is like the members, tried by hiding a fifth of them after the other.

    features: (n, f), each with mean 0 and standard deviation 1, the most active customer first.
    members: (n,).  size: how many are wanted; more than there are others means all of them.

    A hidden member is found where fewer of the others that were hidden too stand above it than
    `size` is of all others. Other customers who would belong count as strangers, so a lift is
    rather too low. Refused below `LEAST_SEEDS` members or others, below an AUC of `LEAST_AUC`, and
    where a list by lot could have the AUC (`SURE`).
    """
    known, others = np.flatnonzero(members), np.flatnonzero(~members)
    size = min(size, len(others))
    if len(known) < LEAST_SEEDS:
        return LookAlikes(size, say(m.FEW_ON_LIST, n=len(known), least=LEAST_SEEDS))
    if len(others) < LEAST_SEEDS:
        return LookAlikes(size, say(m.FEW_OTHERS, n=len(others), least=LEAST_SEEDS))
    rng = np.random.default_rng(seed)
    learned = [rng.permutation(rows)[:MOST] for rows in (known, others)]
    above: dict[Way, list[FloatArray]] = {way: [] for way in WAYS}
    chances: list[float] = []
    for fold, (train, hidden) in enumerate(_folds(learned)):
        progress(fold / (FOLDS + 1), say(m.TRYING_ALIKE, n=fold + 1, folds=FOLDS))
        scores = _scores(features, train, (len(known), len(others)), hidden)
        for way, (own, strange) in scores.items():
            above[way].append(_above(own, strange))
        chances += [float(1 / (1 + np.exp(-each.max()))) for each in scores["model"]]
    places: dict[Way, FloatArray] = {way: np.concatenate(found) for way, found in above.items()}
    auc = 1 - places["model"]
    low, high = (float(end[0]) for end in intervals_of_means(auc[:, None], most=1))
    mean, told = float(auc.mean()), number(float(auc.mean()))
    tried = LookAlikes(size, auc=mean, auc_low=low, auc_high=high)
    if mean < LEAST_AUC:
        return replace(tried, refused=say(m.NO_COMMON_TASTE, auc=told, least=LEAST_AUC))
    if mean < _by_lot(*(len(rows) for rows in learned)):
        return replace(tried, refused=say(m.MAY_BE_BY_LOT, n=len(known), auc=told))
    progress(FOLDS / (FOLDS + 1), say(m.ORDERING_ALIKE))
    constant = max(chances)
    final = _fit(features, learned, (len(known), len(others)))
    odds = np.exp(features[others] @ final[:-1] + final[-1])
    chance = np.minimum(odds * (1 - constant) / constant, 1.0)
    order = np.argsort(-odds, kind="stable")
    return replace(
        tried,
        rows=others[order],
        chance=chance[order],
        constant=constant,
        trials=_trials(places, size / len(others), len(learned[1])),
    )


def _folds(learned: list[IntArray]) -> Iterator[tuple[list[IntArray], list[IntArray]]]:
    """Members and others to learn from, and those that are hidden; `learned` is in no order."""
    for fold in range(FOLDS):
        hidden = [rows[fold::FOLDS] for rows in learned]
        yield [np.setdiff1d(a, b) for a, b in zip(learned, hidden, strict=True)], hidden


def _fit(features: FloatArray, rows: list[IntArray], all_of: tuple[int, int]) -> FloatArray:
    """(f + 1,) weights and constant. all_of: for how many members and others the rows stand."""
    from sklearn.linear_model import LogisticRegression

    weights = [np.full(len(some), n / len(some)) for some, n in zip(rows, all_of, strict=True)]
    target = np.repeat([1, 0], [len(some) for some in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    model.fit(features[np.concatenate(rows)], target, sample_weight=np.concatenate(weights))
    return np.append(model.coef_[0], model.intercept_[0])


def _scores(
    features: FloatArray, train: list[IntArray], all_of: tuple[int, int], hidden: list[IntArray]
) -> dict[Way, tuple[FloatArray, FloatArray]]:
    """What each way says of the hidden members and of the hidden others."""
    weights, centre = _fit(features, train, all_of), features[train[0]].mean(axis=0)

    def of(rows: IntArray) -> dict[Way, FloatArray]:
        values = features[rows]
        length = np.maximum(np.linalg.norm(values, axis=1), 1e-12)
        return {
            "model": values @ weights[:-1] + weights[-1],
            "cosine": values @ centre / length,
            "active": -rows.astype(float),
        }

    own, strange = (of(rows) for rows in hidden)
    return {way: (own[way], strange[way]) for way in WAYS}


def _above(own: FloatArray, strange: FloatArray) -> FloatArray:
    """(len(own),) the share of `strange` above each; equal ones count half."""
    ordered = np.sort(strange)
    first, last = (np.searchsorted(ordered, own, side) for side in ("left", "right"))
    return np.asarray(1 - (first + last) / 2 / len(strange), dtype=float)


def _by_lot(members: int, others: int) -> float:
    """The AUC that a list by lot stays below, as sure as `SURE` (Mann and Whitney)."""
    error = np.sqrt((members + others + 1) / (12 * members * others))
    return float(0.5 + special.ndtri(SURE) * error)


def _worth(places: FloatArray, among: float, strangers: int) -> FloatArray:
    """(m,) how many independent hidden members a share found is worth as a forecast for as many
    others; places: (n, m).

    Three things vary: which members were hidden, which the others will be, and which strangers
    stand at the edge of the choice; one stranger more or less counts by how fast the share grows
    with the choice there, from half its size to twice (Hsieh and Turnbull, "Nonparametric and
    semiparametric estimation of the ROC curve", Annals of Statistics 1996).
    """
    n, less, more = len(places), among / 2, min(2 * among, 1.0)
    share = ((places < among).sum(axis=0) + 1) / (n + 2)
    spread = share * (1 - share)
    growth = ((places >= less) & (places < more)).mean(axis=0) / (more - less)
    edge = growth**2 * among * (1 - among) / strangers
    return np.asarray(spread / (2 * spread / n + edge), dtype=float)


def _trials(places: dict[Way, FloatArray], among: float, strangers: int) -> tuple[HiddenTrial, ...]:
    """How each way did. among: the share of the others that is asked for; strangers: how many of
    them were hidden.
    """
    where = np.column_stack([places[way] for way in WAYS])
    found = (where < among).astype(float)
    share = found.mean(axis=0)
    low, high = wilson(share, _worth(where, among, strangers))
    ahead = intervals_of_differences(found[:, :1] - found)
    ends = np.column_stack([share, low, high, *ahead]) / among
    return tuple(
        HiddenTrial(way, float(share[at]), *(float(value) for value in ends[at]))
        for at, way in enumerate(WAYS)
    )
