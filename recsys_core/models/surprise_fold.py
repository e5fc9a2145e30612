"""Folding a history into fitted product factors: least squares, row by row."""

import numpy as np

from recsys_core.schema.types import CSR, FloatArray, IntArray

EVERY = slice(None)
"""All products."""


def ridge_rows(
    targets: CSR, factors: FloatArray, reg_factors: float, reg_level: float | None
) -> tuple[FloatArray, FloatArray]:
    """(n,) levels b and (n, f) factors p of least loss, the products held fixed.

    Minimised is, for each row with stored targets t_i,

    sum over i of (t_i - b - factors_i . p)^2 + n_i (reg_factors |p|^2 + reg_level b^2),

    the loss of Surprise's SGD; without `reg_level` b is 0. Rows
    that store nothing get zeros; the smallest solution where several minimise.
    """
    n, f = targets.shape[0], factors.shape[1]
    levels, out = np.zeros(n), np.zeros((n, f))
    penalty = np.full(f + (reg_level is not None), reg_factors, dtype=np.float64)
    if reg_level is not None:
        penalty[-1] = reg_level
    for row in range(n):
        part = slice(targets.indptr[row], targets.indptr[row + 1])
        size = part.stop - part.start
        if not size:
            continue
        design = factors[targets.indices[part]]
        if reg_level is not None:
            design = np.column_stack([design, np.ones(size)])
        solution = _ridge(design, targets.data[part], penalty * size)
        out[row] = solution[:f]
        if reg_level is not None:
            levels[row] = solution[f]
    return levels, out


def ridge_without_each(
    design: FloatArray, target: FloatArray, penalty: FloatArray, shifts: FloatArray, tried: IntArray
) -> FloatArray:
    """(1 + m, f) solutions of `ridge_rows` for one row, with all its n targets and without each of
    the `tried` ones, each plus its shift.

    Taking row j away is a rank-one change of the normal equations, so that one factorisation
    serves all m (Sherman and Morrison, 1950; the leave-one-out formula of ridge regression).
    A shift s (the first is that of the whole) stands for what the row's entries say apart from
    their values: the targets become t - design s, and s is added to the solution again.

    design: (n, f).  target: (n,).  penalty: (f,), above 0, of one target.  shifts: (1 + m, f).
    tried: (m,) rows of `design`.
    """
    n = len(design)
    gram, right = design.T @ design, design.T @ target
    out = np.empty((1 + len(tried), design.shape[1]))
    whole = gram + np.diag(penalty * n)
    out[0] = np.linalg.solve(whole, right + penalty * n * shifts[0])
    if not len(tried):
        return out
    left, gone = penalty * (n - 1), design[tried]
    rights = right - gone * target[tried, None] + left * shifts[1:]
    if n == 1:
        out[1:] = 0.0
        return out
    solved = np.linalg.solve(gram + np.diag(left), np.vstack([gone, rights]).T).T
    along, found = solved[: len(tried)], solved[len(tried) :]
    reach = np.einsum("mf,mf->m", gone, along)
    pull = np.einsum("mf,mf->m", gone, found) / (1.0 - reach)
    out[1:] = found + along * pull[:, None]
    return out


def with_levels(
    factors: FloatArray, levels: FloatArray, items: FloatArray, item_levels: FloatArray
) -> FloatArray:
    """(n, n_items) float32 levels + item_levels + factors . items.

    The products are small beside the levels and are made in single precision, which is twice as
    fast and exact to 1e-6 at the size of ratings.

    factors: (n, f).  levels: (n,).  items: (n_items, f).  item_levels: (n_items,).
    """
    out: FloatArray = factors.astype(np.float32) @ items.astype(np.float32).T
    out += levels.astype(np.float32)[:, None]
    out += item_levels.astype(np.float32)
    return out


def _ridge(design: FloatArray, target: FloatArray, penalty: FloatArray) -> FloatArray:
    """The x that minimises |target - design x|^2 + sum(penalty * x^2); the smallest one where
    several do.
    """
    gram = design.T @ design + np.diag(penalty)
    right = design.T @ target
    if (penalty > 0).all():
        return np.asarray(np.linalg.solve(gram, right))
    return np.asarray(np.linalg.lstsq(gram, right, rcond=None)[0])
