"""Customers who buy alike."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from recsys_core.schema.types import CSR, FloatArray, IntArray

RAREST = 2
"""So many shared products say why two customers are alike."""


@dataclass(frozen=True)
class Neighbours:
    """rows: (m,) of the matrix, most alike first; similarity: (m,) cosine 0 to 1; shared: (m,)
    number of products both have; rarest: of these the `RAREST` that fewest others have, by code.
    """

    rows: IntArray
    similarity: FloatArray
    shared: IntArray
    rarest: tuple[IntArray, ...] = ()


def unit_rows(matrix: CSR) -> CSR:
    """(n_users, n_items) rows of log(1 + weight) scaled to length 1.

    The logarithm keeps one product bought a hundred times from deciding everything. Weights of
    zero or less count as nothing.
    """
    logs = matrix.astype(np.float32)
    logs.data = np.log1p(np.maximum(logs.data, 0))
    logs.eliminate_zeros()
    lengths = np.sqrt(np.asarray(logs.multiply(logs).sum(axis=1)).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sp.csr_matrix(sp.diags_array(scale.astype(np.float32)) @ logs)


def nearest_users(matrix: CSR, row: int, k: int, unit: CSR | None = None) -> Neighbours:
    """The `k` rows of `matrix` (n_users, n_items) nearest to `row` by cosine of `unit_rows`.

    `unit`: the result of `unit_rows(matrix)` where the caller keeps it. The row itself and rows
    that share nothing are left out; ties go to the lower row.
    """
    unit = unit_rows(matrix) if unit is None else unit
    own = unit[row].toarray().ravel()
    cosine = np.asarray(unit @ own)
    cosine[row] = 0.0
    candidates = np.flatnonzero(cosine > 0)
    best = candidates[np.lexsort((candidates, -cosine[candidates]))][:k]
    mine = np.zeros(matrix.shape[1], dtype=bool)
    mine[matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]] = True
    owners = np.bincount(matrix.indices, minlength=matrix.shape[1])
    rows = [matrix.indices[matrix.indptr[r] : matrix.indptr[r + 1]] for r in best]
    both = [row[mine[row]] for row in rows]
    rarest = tuple(one[np.lexsort((one, owners[one]))][:RAREST] for one in both)
    shared = np.array([len(one) for one in both], dtype=np.int64)
    return Neighbours(best, np.minimum(cosine[best], 1.0), shared, rarest)
