"""The inner split on which candidates are compared: data held back from the data to learn from."""

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from recsys_core.models.auto import messages as m
from recsys_core.models.ranking_quality import ndcg_of
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.ranking import top_k
from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray
from recsys_core.wording.dates import SECONDS_PER_DAY

K = 10
SHARE = 0.2
"""How much is held back."""

OF_EACH = 0.25
"""How much of each history is: as many purchases as the fifth that an evaluation holds back of
everything. How many there are to find decides how well bestsellers do (docs/adr/0011).
"""

MOST_SPAN, ENOUGH, SOME_SPAN = 0.5, 200, 0.2
"""A moment splits the data when most customers have events before it and something new after it, or
enough of them who are not too special a part of all: so many, and this share.
"""

LONG = 20
"""Days from which the moment is a midnight, so that nobody's day is cut."""

TUNE, CHECK = 1500, 1000
"""How many customers decide settings at most, and how many others confirm the result."""


@dataclass(frozen=True)
class Inner:
    """train: the events to learn from, with the codes of the whole data.  truth: (n_users,
    n_items) csr of products a customer took up later and had not before.  tune, check: disjoint
    customers with a truth, ascending.  how: what was held back, a message to follow "compared on".
    """

    train: Dataset
    truth: CSR
    tune: IntArray
    check: IntArray
    how: str


def inner_split(data: Dataset, seed: int) -> Inner | None:
    """Hold back the latest fifth of the time where enough customers come again in it, else the
    latest moments of every customer, a quarter of the events, else a random fifth of undated ones.
    A moment (an order) is never cut in two: a model that completes what it sees half of is not
    one that foretells what comes next. None when fewer than ten customers are left to compare on.
    """
    rng = np.random.default_rng([seed, 11])
    if data.dated:
        (train, truth), how = _parts(data, _latest_time(data)), m.LATEST_TIME
        spanning = int((np.diff(truth.indptr) > 0).sum())
        enough = spanning >= max(ENOUGH, SOME_SPAN * data.n_users)
        if not enough and spanning < MOST_SPAN * data.n_users:
            (train, truth), how = _parts(data, _latest_of_each(data)), m.LATEST_OF_EACH
    else:
        train, truth = _parts(data, rng.random(len(data.user)) < SHARE)
        how = m.RANDOM_FIFTH
    users = np.flatnonzero(np.diff(truth.indptr))
    if len(users) < 10:
        return None
    users = rng.permutation(users)[: TUNE + CHECK]
    cut = min(TUNE, int(np.ceil(0.6 * len(users))))
    return Inner(train, truth, np.sort(users[:cut]), np.sort(users[cut:]), how)


def split_at(data: Dataset, begin: float, end: float) -> Inner:
    """What came until `begin` to learn from, and what came then until `end`, in seconds since 1970,
    to find; for all customers who came in both.
    """
    train = data.select(data.ts <= begin, f"{data.fingerprint}-until-{begin:.0f}")
    held = (data.ts > begin) & (data.ts <= end)
    truth = _new_pairs(train, data.user[held], data.item[held])
    users = np.flatnonzero(np.diff(truth.indptr))
    return Inner(train, truth, users, users, m.LATEST_TIME)


def farther(inner: Inner, later: CSR) -> Inner:
    """The same, where what came later still, (n_users, n_items) csr, is to be found as well."""
    truth = sp.csr_matrix(inner.truth + later)
    truth.data = (inner.train.item_counts > 0)[truth.indices].astype(np.float32)
    truth.eliminate_zeros()
    return replace(inner, truth=truth)


def ndcg(
    scores: FloatArray, inner: Inner, users: IntArray, barred: CSR | None = None
) -> FloatArray:
    """(len(users),) NDCG@10 over products the customer has not had, for (len(users), n_items)
    scores.

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
    return ndcg_of(items, truth)


def _parts(data: Dataset, held: BoolArray) -> tuple[Dataset, CSR]:
    train = data.select(~held, f"{data.fingerprint}-inner")
    return train, _new_pairs(train, data.user[held], data.item[held])


def _latest_time(data: Dataset) -> BoolArray:
    cut = np.quantile(data.ts, 1 - SHARE)
    first, last = data.span or (0, 0)
    if last - first >= LONG * SECONDS_PER_DAY:
        cut = np.ceil(cut / SECONDS_PER_DAY) * SECONDS_PER_DAY - 1
    return np.asarray(data.ts > cut)


def _latest_of_each(data: Dataset) -> BoolArray:
    """Events are sorted by customer and time: of each customer the latest moments, as many as come
    nearest to a quarter of the events. Nothing of a customer with a single moment.
    """
    size = np.bincount(data.user, minlength=data.n_users)
    place = np.arange(len(data.user)) - (np.cumsum(size) - size)[data.user]
    begins = np.flatnonzero((place > 0) & (np.diff(data.ts, prepend=data.ts[:1]) != 0))
    wanted = size[data.user] * (1 - OF_EACH)
    off = np.abs(place[begins] - wanted[begins])
    # The nearest beginning of a moment of each customer; of two alike the later one.
    order = np.lexsort((-place[begins], off, data.user[begins]))
    chosen, first = np.unique(data.user[begins][order], return_index=True)
    start = np.full(data.n_users, np.iinfo(np.int64).max)
    start[chosen] = place[begins][order][first]
    return np.asarray(place >= start[data.user])


def _new_pairs(train: Dataset, users: IntArray, items: IntArray) -> CSR:
    known = (np.diff(train.matrix.indptr) > 0)[users] & (train.item_counts > 0)[items]
    shape = train.matrix.shape
    key = np.unique(users[known].astype(np.int64) * shape[1] + items[known])
    had = np.repeat(np.arange(shape[0], dtype=np.int64), np.diff(train.matrix.indptr)) * shape[1]
    key = key[~np.isin(key, had + train.matrix.indices)]
    pairs = (key // shape[1], key % shape[1])
    return sp.csr_matrix((np.ones(len(key), dtype=np.float32), pairs), shape=shape)
