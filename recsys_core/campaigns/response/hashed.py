"""A logistic regression on anything that can be named: words of a row, hashed to weights."""

import numpy as np
import scipy.sparse as sp

from recsys_core.campaigns.response.model import ResponseModel, kept_apart
from recsys_core.campaigns.response.rows import ResponseRows
from recsys_core.schema.contracts import Progress
from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray

BITS = 18
STEPS = 5
"""Into so many steps of as many rows each every number is cut."""
STRENGTH = 0.02
"""C of the regression: thousands of weights from a few hundred answers are held close to 0."""
SPREAD = np.uint64(0x9E3779B97F4A7C15)


class HashedLogistic(ResponseModel):
    """The numbers as they are (standardised), and a word for each step of a number, each field,
    each pair of fields, each thing taken up that is offered too; words share 2^18 weights by their
    hash (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009).
    Two words that fall together add up: width costs no memory.
    """

    def fit(self, rows: ResponseRows, answered: BoolArray, seed: int, report: Progress) -> None:
        from sklearn.linear_model import LogisticRegression

        self.mean, spread = rows.numbers.mean(axis=0), rows.numbers.std(axis=0)
        self.scale = np.where(spread > 0, 1 / np.where(spread > 0, spread, 1.0), 0.0)
        self.edges = np.quantile(rows.numbers, np.arange(1, STEPS) / STEPS, axis=0)
        self.model = LogisticRegression(C=STRENGTH, max_iter=300)
        self.model.fit(self._matrix(rows), answered)

    def chance(self, rows: ResponseRows) -> FloatArray:
        return kept_apart(np.asarray(self.model.predict_proba(self._matrix(rows))[:, 1]))

    def _matrix(self, rows: ResponseRows) -> CSR:
        n, width = rows.numbers.shape
        steps = np.column_stack(
            [np.searchsorted(self.edges[:, at], rows.numbers[:, at]) for at in range(width)]
        )
        words = [_words(at, steps[:, at]) for at in range(width)]
        named = [_words(width + at, rows.fields[:, at]) for at in range(rows.fields.shape[1])]
        words += named
        words += [_mixed(one, other) for at, one in enumerate(named) for other in named[at + 1 :]]
        shared = _shared(rows, width + len(named))
        places = (np.column_stack([*words]) >> np.uint64(64 - BITS)).astype(np.int64)
        wide = sp.csr_matrix(
            (np.ones(places.size), places.ravel(), np.arange(n + 1) * places.shape[1]),
            shape=(n, 1 << BITS),
        )
        numbers = sp.csr_matrix((rows.numbers - self.mean) * self.scale)
        return sp.csr_matrix(sp.hstack([numbers, wide + shared]))


def _words(place: int, codes: IntArray) -> IntArray:
    """(n,) a hash of what stands at a place; multiplication by the golden ratio spreads it."""
    key = (codes.astype(np.uint64) + np.uint64(1)) * np.uint64(2_654_435_761)
    return np.asarray((key ^ np.uint64((place + 1) * 40_503)) * SPREAD)


def _mixed(one: IntArray, other: IntArray) -> IntArray:
    return np.asarray((one ^ (other >> np.uint64(7))) * SPREAD)


def _shared(rows: ResponseRows, place: int) -> CSR:
    """(n, 2^BITS) a word for each thing in the history that is offered."""
    n = len(rows)
    if not rows.history.size or not rows.target.size:
        return sp.csr_matrix((n, 1 << BITS))
    most = int(max(rows.history.max(), rows.target.max())) + 1
    both = _present(rows.history, most).multiply(_present(rows.target, most)).tocoo()
    places = (_words(place, both.col) >> np.uint64(64 - BITS)).astype(np.int64)
    return sp.csr_matrix((np.ones(len(places)), (both.row, places)), shape=(n, 1 << BITS))


def _present(codes: IntArray, most: int) -> CSR:
    """(n, most) 1 where a row has a code; the unknown one counts nothing."""
    row = np.repeat(np.arange(len(codes)), codes.shape[1])
    known = codes.ravel() > 0
    found = sp.csr_matrix(
        (np.ones(int(known.sum())), (row[known], codes.ravel()[known])), shape=(len(codes), most)
    )
    found.data[:] = 1.0
    return found
