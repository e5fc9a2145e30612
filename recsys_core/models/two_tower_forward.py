"""The towers as plain arithmetic, for scoring without torch."""

from dataclasses import dataclass

import numpy as np

from recsys_core.models.sequence_rows import Sequences
from recsys_core.schema.types import CSR, FloatArray

RECENT = 10.0
"""The recent past fades by exp(-1) every ten products."""


def pools(rows: Sequences, n_items: int) -> tuple[CSR, CSR]:
    """Two (n, n_items) csr of the weights with which past products enter a customer's two sums.

    All alike, divided by the root of their number; and by recency, exp(-products since / 10),
    divided by the root of the sum of squares.
    """
    import scipy.sparse as sp

    sizes = np.diff(rows.starts)
    row = np.repeat(np.arange(len(sizes)), sizes)
    since = rows.starts[1:][row] - 1 - np.arange(len(row))
    fading = np.exp(-since / RECENT)
    squares = np.bincount(row, weights=fading**2, minlength=len(sizes))
    alike = 1 / np.sqrt(np.maximum(sizes, 1))[row]
    recent = fading / np.sqrt(np.maximum(squares, 1e-12))[row]
    shape = (len(sizes), n_items)
    made = []
    for values in (alike, recent):
        matrix = sp.csr_matrix((values.astype(np.float32), rows.items, rows.starts), shape=shape)
        made.append(matrix)
    return made[0], made[1]


@dataclass(frozen=True)
class Towers:
    """The fitted towers. d is the number of dimensions.

    past: (n_items, d) a product as part of a past.  products: (n_items, d + 1) a product to be
    bought, its level last.  about: (n_attributes, d).  wide, narrow: the customer tower's two
    layers, (3 d, 2 d) and (2 d, d), with their constants.
    """

    past: FloatArray
    products: FloatArray
    about: FloatArray
    wide: FloatArray
    wide_constant: FloatArray
    narrow: FloatArray
    narrow_constant: FloatArray

    def customers(self, alike: CSR, recent: CSR, attributes: FloatArray) -> FloatArray:
        """(n, d) float32 vectors of customers from `pools` and (n, n_attributes)."""
        parts = [alike @ self.past, recent @ self.past, attributes @ self.about]
        hidden = np.maximum(np.hstack(parts) @ self.wide + self.wide_constant, 0)
        made = hidden @ self.narrow + self.narrow_constant
        return np.asarray(sum(parts) + made, dtype=np.float32)

    def chances(self, customers: FloatArray) -> FloatArray:
        """(n, n_items) float32 shares that sum to 1."""
        logits = customers @ self.products[:, :-1].T + self.products[:, -1]
        logits -= logits.max(axis=1, keepdims=True)
        np.exp(logits, out=logits)
        logits /= logits.sum(axis=1, keepdims=True)
        return np.asarray(logits, dtype=np.float32)
