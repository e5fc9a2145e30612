"""Customers who are in the data twice: the same history, or nearly, under two numbers."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.audit import Check, Finding, Severity
from recsys_core.schema.histories import rows_of
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, share

FEWEST_PRODUCTS = 5
"""Shorter histories are alike by chance."""
ALIKE = 0.95
NEAR = 0.8
"""Where histories grow alike step by step (few products, strong tastes), as many pairs lie between
here and `ALIKE` as above it; a person under two numbers has nobody in between."""
MOST_PAIRS = 1_000_000
MANY = 0.05
TIMES_CHANCE = 2.0
MOST_DRAWN = 3_000
SHOWN = 20
DUPLICATED = Check("duplicated-customers", m.NOBODY_TWICE)


@dataclass(frozen=True)
class Twins:
    """Pairs of customers with (nearly) the same products.

    pairs: (m, 2) rows, the first the smaller.  likeness: (m,) Jaccard.  complete: whether all
    pairs were looked at; otherwise, of those that share only products very many customers have,
    just the identical ones were found, each beside the next.
    """

    pairs: IntArray
    likeness: FloatArray
    complete: bool

    @property
    def customers(self) -> int:
        return len(np.unique(self.pairs))


def twins(matrix: CSR, least: int = FEWEST_PRODUCTS, alike: float = ALIKE) -> Twins:
    """All pairs of rows with at least `least` stored entries each and Jaccard >= `alike`.

    Jaccard = |a ∩ b| / |a ∪ b|. Two sets that reach `alike` share at least one of the rarest
    |a| - ceil(alike |a|) + 1 products of either, so only customers who share such a product are
    compared, and only those whose sizes allow it. Source: Bayardo, Ma, Srikant (2007), WWW.
    """
    sizes = np.diff(matrix.indptr)
    rows = np.flatnonzero(sizes >= least)
    nobody = np.zeros((0, 2), dtype=np.int64), np.zeros(0)
    if len(rows) < 2:
        return Twins(*nobody, complete=True)
    own = sp.csr_matrix(matrix[rows])
    own.data = np.ones(len(own.data), dtype=np.float32)
    size = sizes[rows]
    rarest = _rarest(own, size - np.ceil(alike * size - 1e-9).astype(np.int64) + 1)
    crowd = np.bincount(rarest.indices, minlength=own.shape[1]).astype(np.int64)
    order = np.argsort(crowd, kind="stable")
    affordable = np.cumsum(crowd[order] * (crowd[order] - 1) // 2) <= MOST_PAIRS
    complete = bool(affordable.all())
    if not complete:
        rarest = rarest[:, np.sort(order[affordable])]
    met = sp.triu(rarest @ rarest.T, k=1, format="coo")
    a, b = met.row.astype(np.int64), met.col.astype(np.int64)
    possible = np.minimum(size[a], size[b]) >= alike * np.maximum(size[a], size[b]) - 1e-9
    a, b = a[possible], b[possible]
    both = _shared(own, a, b)
    likeness = both / (size[a] + size[b] - both)
    close = likeness >= alike - 1e-12
    pairs = np.column_stack([rows[a[close]], rows[b[close]]])
    likeness = likeness[close]
    if not complete:
        same = rows[_identical(own)]
        pairs, first = np.unique(np.concatenate([pairs, same]), axis=0, return_index=True)
        likeness = np.concatenate([likeness, np.ones(len(same))])[first]
    return Twins(pairs, likeness, complete)


def duplicated_customers(matrix: CSR, seed: int) -> Finding:
    """Twins among the customers, against how many there would be if products were drawn by lot, and
    how many pairs are nearly as alike.

    matrix: (n, n_items), stored = bought.
    """
    found, tested = twins(matrix), int((np.diff(matrix.indptr) >= FEWEST_PRODUCTS).sum())
    largest = int(np.diff(matrix.indptr)[found.pairs].max(initial=0))
    chance = near = 0.0
    if len(found.pairs):
        chance = _pairs_by_chance(matrix, largest, seed)
        near = float(len(twins(matrix, alike=NEAR).pairs) - len(found.pairs))
    part = found.customers / max(tested, 1)
    figures = {
        "pairs": len(found.pairs),
        "identical": int((found.likeness == 1).sum()),
        "customers": found.customers,
        "share": part,
        "pairs_by_chance": chance,
        "pairs_nearly_as_alike": near,
        "fewest_products": FEWEST_PRODUCTS,
        "likeness": ALIKE,
        "examples": found.pairs[:SHOWN].tolist(),
        "complete": found.complete,
    }
    n = len(found.pairs)
    if n <= max(TIMES_CHANCE * chance, near):
        sentence = say(m.USUAL_TWINS if n else m.NO_TWINS, n=FEWEST_PRODUCTS)
        return DUPLICATED.found("fine", sentence, figures)
    fields = {"customers": count(found.customers), "share": share(part), "near": count(near)}
    severity: Severity = "stop" if part > MANY else "look"
    return DUPLICATED.found(severity, say(m.TWINS, n=n, **fields), figures, m.JOIN_TWINS)


def _rarest(matrix: CSR, how_many: IntArray) -> CSR:
    """The `how_many` rarest stored products of each row; column = place by rarity."""
    frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
    rank = np.empty(matrix.shape[1], dtype=np.int64)
    rank[np.argsort(frequency, kind="stable")] = np.arange(matrix.shape[1])
    ranked = sp.csr_matrix((matrix.data, rank[matrix.indices], matrix.indptr), shape=matrix.shape)
    ranked.sort_indices()
    row = rows_of(ranked)
    kept = np.arange(ranked.nnz) - ranked.indptr[row] < how_many[row]
    return sp.csr_matrix(
        (np.ones(int(kept.sum()), np.float32), (row[kept], ranked.indices[kept])),
        shape=matrix.shape,
    )


def _identical(matrix: CSR) -> IntArray:
    """(m, 2) rows with the very same products, each beside the next of its like.

    Rows are told by the sum of random 64-bit numbers of their products; none of them is empty.
    """
    numbers = np.random.default_rng(0).integers(2**63, size=matrix.shape[1], dtype=np.uint64)
    sums = np.add.reduceat(numbers[matrix.indices], matrix.indptr[:-1])
    order = np.argsort(sums, kind="stable")
    alike = np.flatnonzero(sums[order][1:] == sums[order][:-1])
    return np.column_stack([order[alike], order[alike + 1]])


def _shared(matrix: CSR, a: IntArray, b: IntArray, block: int = 20_000) -> FloatArray:
    """(m,) how many products rows a and b have in common."""
    parts = [
        np.asarray(matrix[a[s : s + block]].multiply(matrix[b[s : s + block]]).sum(axis=1)).ravel()
        for s in range(0, len(a), block)
    ]
    return np.concatenate(parts).astype(np.float64) if parts else np.zeros(0)


def _pairs_by_chance(matrix: CSR, largest: int, seed: int) -> float:
    """How many twins there would be if every customer had as many products as now, drawn by how
    many customers have each: Gumbel's trick gives draws without replacement.

    Only histories of up to `largest` products are drawn, for longer ones are never alike by chance.
    Of many customers 3,000 are drawn, and the pairs scaled by the square of how many there are.
    """
    rng = np.random.default_rng([seed, 9])
    sizes = np.diff(matrix.indptr)
    rows = np.flatnonzero((sizes >= FEWEST_PRODUCTS) & (sizes <= largest))
    scale = max(1.0, len(rows) / MOST_DRAWN) ** 2
    if len(rows) > MOST_DRAWN:
        rows = rng.choice(rows, MOST_DRAWN, replace=False)
    counts = np.bincount(matrix.indices, minlength=matrix.shape[1]).astype(np.float64)
    sold = np.flatnonzero(counts)
    weight = np.log(counts[sold])
    drawn = []
    for row in rows:
        keys = weight + rng.gumbel(size=len(sold))
        size = min(int(sizes[row]), len(sold))
        drawn.append(np.sort(sold[np.argpartition(-keys, size - 1)[:size]]))
    ends = np.cumsum([0, *(len(one) for one in drawn)])
    items = np.concatenate(drawn) if drawn else np.zeros(0, dtype=np.int64)
    dealt = sp.csr_matrix(
        (np.ones(len(items), np.float32), items, ends), shape=(len(rows), matrix.shape[1])
    )
    return scale * len(twins(dealt).pairs)
