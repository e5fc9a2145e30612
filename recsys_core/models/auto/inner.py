"""The inner split on which candidates are compared: data held back from the data to learn from."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from recsys_core.models.auto import messages as m
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.ranking import top_k
from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray
from recsys_core.wording.messages import say

K = 10
SHARE = 0.2
"""How much is held back."""

SPANNING = 0.5
"""A moment splits the data when this share of the customers has events on both sides of it."""

TUNE, CHECK = 1500, 1000
"""How many customers decide settings at most, and how many others confirm the result."""


@dataclass(frozen=True)
class Inner:
    """train: the events to learn from, with the codes of the whole data.  truth: (n_users,
    n_items) csr of products a customer took up later and had not before.  tune, check: disjoint
    customers with a truth, ascending.  how: what was held back, to follow "compared on".
    """

    train: Dataset
    truth: CSR
    tune: IntArray
    check: IntArray
    how: str


def inner_split(data: Dataset, seed: int) -> Inner | None:
    """Hold back the latest fifth of the time, or of every customer's events where most customers
    are not active on both sides of one moment, or a random fifth of undated events. None when
    fewer than ten customers are left to compare on.
    """
    rng = np.random.default_rng([seed, 11])
    if data.dated:
        held = data.ts > np.quantile(data.ts, 1 - SHARE)
        how = say(m.LATEST_TIME)
        if _spanning(data, held) < SPANNING:
            held = _latest_of_each(data)
            how = say(m.LATEST_OF_EACH)
    else:
        held = rng.random(len(data.user)) < SHARE
        how = say(m.RANDOM_FIFTH)
    train = data.select(~held, f"{data.fingerprint}-inner")
    truth = _new_pairs(train, data.user[held], data.item[held])
    users = np.flatnonzero(np.diff(truth.indptr))
    if len(users) < 10:
        return None
    users = rng.permutation(users)[: TUNE + CHECK]
    cut = min(TUNE, int(np.ceil(0.6 * len(users))))
    return Inner(train, truth, np.sort(users[:cut]), np.sort(users[cut:]), how)


def ndcg(
    scores: FloatArray, inner: Inner, users: IntArray, barred: CSR | None = None
) -> FloatArray:
    """(len(users),) NDCG@10 over products the customer has not had, for (len(users), n_items)
    scores (Järvelin and Kekäläinen, 2002; binary relevance).

    barred: (len(users), n_items) csr of products that are neither shown nor looked for; a customer
    left without a truth by it gets NaN.
    """
    known = np.flatnonzero(inner.train.item_counts)
    exclude, truth = inner.train.matrix[users], inner.truth[users]
    if barred is not None:
        exclude = sp.csr_matrix(exclude + barred)
        truth = sp.csr_matrix(truth - truth.multiply(barred != 0))
        truth.eliminate_zeros()
    items, _ = top_k(scores, K, exclude, known)
    width, size = np.int64(truth.shape[1]), np.diff(truth.indptr)
    relevant = np.repeat(np.arange(len(users)), size) * width + truth.indices
    hits = np.isin(np.arange(len(users))[:, None] * width + items, relevant) & (items >= 0)
    discount = 1 / np.log2(np.arange(2, K + 2))
    ideal = np.concatenate([[np.nan], np.cumsum(discount)])[np.minimum(size, K)]
    return np.asarray((hits * discount).sum(axis=1) / ideal)


def _spanning(data: Dataset, held: BoolArray) -> float:
    before = np.bincount(data.user[~held], minlength=data.n_users) > 0
    after = np.bincount(data.user[held], minlength=data.n_users) > 0
    return float((before & after).sum() / max((before | after).sum(), 1))


def _latest_of_each(data: Dataset) -> BoolArray:
    """Events are sorted by customer and time: the last fifth of each, rounded down."""
    size = np.bincount(data.user, minlength=data.n_users)
    start = np.concatenate([[0], np.cumsum(size)[:-1]])
    place = np.arange(len(data.user)) - start[data.user]
    return np.asarray(place >= size[data.user] - np.floor(size[data.user] * SHARE))


def _new_pairs(train: Dataset, users: IntArray, items: IntArray) -> CSR:
    known = (np.diff(train.matrix.indptr) > 0)[users] & (train.item_counts > 0)[items]
    shape = train.matrix.shape
    key = np.unique(users[known].astype(np.int64) * shape[1] + items[known])
    had = np.repeat(np.arange(shape[0], dtype=np.int64), np.diff(train.matrix.indptr)) * shape[1]
    key = key[~np.isin(key, had + train.matrix.indices)]
    pairs = (key // shape[1], key % shape[1])
    return sp.csr_matrix((np.ones(len(key), dtype=np.float32), pairs), shape=shape)
