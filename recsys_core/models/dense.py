"""Dense product-by-product matrices: how many customers two products share, and inverses."""

from collections.abc import Callable

import numpy as np
import scipy.sparse as sp

from recsys_core.schema.types import CSR, FloatArray

BLOCK = 1024


def gram(left: CSR, right: CSR, on_block: Callable[[float], None] | None = None) -> FloatArray:
    """(n, m) float32 left'right, C order, made in blocks of rows to keep the sparse part small.

    on_block: told before each block which share is done.
    """
    by_item = sp.csr_matrix(left.T)
    out = np.empty((by_item.shape[0], right.shape[1]), dtype=np.float32)
    for start in range(0, len(out), BLOCK):
        if on_block is not None:
            on_block(start / len(out))
        (by_item[start : start + BLOCK] @ right).toarray(out=out[start : start + BLOCK])
    return out


def invert(matrix: FloatArray, half_way: Callable[[], None] | None = None) -> None:
    """Replace a symmetric positive definite float32 matrix (C order) by its inverse, in place.

    LAPACK wants columns first; the transposed view of a symmetric matrix is that same matrix, so
    nothing is copied. Its `lower` triangle is our upper one. `LinAlgError` if the matrix is not
    positive definite.
    """
    from scipy.linalg import lapack

    view = matrix.T
    _, failed = lapack.spotrf(view, lower=1, overwrite_a=1, clean=0)
    if failed:
        raise np.linalg.LinAlgError("not positive definite")
    if half_way is not None:
        half_way()
    lapack.spotri(view, lower=1, overwrite_c=1)
    n = len(matrix)
    for start in range(0, n, BLOCK):
        stop = min(start + BLOCK, n)
        matrix[stop:, start:stop] = matrix[start:stop, stop:].T
        square = matrix[start:stop, start:stop]
        square[...] = np.triu(square) + np.triu(square, 1).T
