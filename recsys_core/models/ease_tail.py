"""EASE for the products beyond what one dense matrix holds: each against its nearest only."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from recsys_core.models import messages as m
from recsys_core.schema.contracts import Progress
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class Tail:
    """What was learned about the tail.

    toward: (n_items, n_items) csr, entry [j, t] is the weight of product j for tail product t.
    precision: (n_tail,) 1 / (what is left of t's own count once its neighbours have explained it).
    """

    toward: CSR
    precision: FloatArray


def fit_tail(
    matrix: CSR,
    head: IntArray,
    tail: IntArray,
    head_shared: FloatArray,
    neighbours: int,
    regularization: float,
    report: Progress,
) -> Tail:
    """One ridge regression per tail product on its `neighbours` nearest products by cosine.

    matrix: (n_users, n_items) 0/1.  head_shared: (len(head), len(head)) customers in common.
    Where all other products are neighbours a column of `toward` is EASE's own.
    """
    n_items = matrix.shape[1]
    counts = np.bincount(matrix.indices, minlength=n_items)
    place = np.empty(n_items, dtype=np.int64)
    place[head], place[tail] = np.arange(len(head)), np.arange(len(tail))
    in_head = np.zeros(n_items, dtype=bool)
    in_head[head] = True
    shared = sp.csr_matrix(sp.csc_matrix(matrix)[:, tail].T @ matrix)
    shared.sort_indices()
    bestsellers = np.argsort(-counts, kind="stable")[: neighbours + 1]
    rows, columns, values = [], [], []
    precision = np.empty(len(tail))
    for at, item in enumerate(tail):
        if at % 256 == 0:
            report(at / len(tail), say(m.COMPARING_RARE, n=at, all=len(tail)))
        near = _nearest(shared, at, int(item), counts, bestsellers, neighbours)
        # Customers in common among the neighbours themselves: head with head, tail with any.
        gram = np.empty((len(near), len(near)))
        first, other = np.flatnonzero(in_head[near]), np.flatnonzero(~in_head[near])
        gram[np.ix_(first, first)] = head_shared[np.ix_(place[near[first]], place[near[first]])]
        if len(other):
            rest = shared[place[near[other]]][:, near].toarray()
            gram[other] = rest
            gram[:, other] = rest.T
        with_item = shared[at, near].toarray().ravel()
        gram[np.diag_indices_from(gram)] += regularization
        weight = np.linalg.solve(gram, with_item)
        precision[at] = 1 / (counts[item] + regularization - with_item @ weight)
        rows.append(near)
        columns.append(np.full(len(near), item))
        values.append(weight)
    toward = sp.csr_matrix(
        (
            np.concatenate(values).astype(np.float32),
            (np.concatenate(rows), np.concatenate(columns)),
        ),
        shape=(n_items, n_items),
    )
    return Tail(toward, precision)


def from_tail(tail: Tail, head: IntArray, items: IntArray, head_precision: FloatArray) -> CSR:
    """(n_items, n_items) csr, entry [t, h] the weight of tail product t for head product h.

    The inverse behind EASE is symmetric, so B[t, h] = B[h, t] P[t, t] / P[h, h].
    head_precision: (len(head),) diagonal of the head's inverse.  items: the tail's codes.
    """
    n_items = tail.toward.shape[0]
    upward, downward = np.zeros(n_items), np.zeros(n_items)
    upward[items], downward[head] = tail.precision, 1 / head_precision
    entries = tail.toward.tocoo()
    keep = downward[entries.row] > 0
    source, target = entries.col[keep], entries.row[keep]
    values = entries.data[keep] * upward[source] * downward[target]
    return sp.csr_matrix((values.astype(np.float32), (source, target)), shape=(n_items, n_items))


def _nearest(
    shared: CSR, at: int, item: int, counts: IntArray, bestsellers: IntArray, k: int
) -> IntArray:
    """Codes of the `k` products with the largest cosine to tail product number `at`, ascending;
    the first of the `bestsellers` where fewer share a customer with it.
    """
    part = slice(shared.indptr[at], shared.indptr[at + 1])
    codes, together = shared.indices[part], shared.data[part]
    others = codes != item
    codes, together = codes[others], together[others]
    if len(codes) > k:
        cosines = together / np.sqrt(counts[codes])
        codes = codes[np.argsort(-cosines, kind="stable")[:k]]
    elif len(codes) < k:
        spare = bestsellers[~np.isin(bestsellers, codes) & (bestsellers != item)]
        codes = np.append(codes, spare[: k - len(codes)])
    return np.sort(codes)
