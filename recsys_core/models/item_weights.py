"""How much one past product speaks for another: one matrix, or a dense head with a sparse rest."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recsys_core.models.histories import linked
from recsys_core.models.state import join_sparse, load_matrix, save_matrix, sparse_parts
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray, IntArray

STRIP = 128
"""Columns at a time: of 8,754 products 4.5 MB, a share of the cache two cores have together."""
WORTH_STRIPS = 4
"""How many times all weights are read at least, for cutting strips reads and writes each once."""


def nothing() -> CSR:
    """A sparse matrix of no products."""
    return sp.csr_matrix((0, 0), dtype=np.float32)


def product(rows: CSR, weights: FloatArray) -> FloatArray:
    """`rows @ weights`, to the last bit, in less time where there are many rows.

    Every entry of `rows` reads a row of `weights`; a strip of few columns stays in the processor's
    cache while all of them do (`benchmarks/bench_scoring.py`).
    """
    if rows.nnz < WORTH_STRIPS * weights.shape[0]:
        return np.asarray(rows @ weights)
    out = np.empty((rows.shape[0], weights.shape[1]), np.result_type(rows, weights))
    for start in range(0, weights.shape[1], STRIP):
        strip = slice(start, start + STRIP)
        out[:, strip] = rows @ np.ascontiguousarray(weights[:, strip])
    return out


@dataclass(frozen=True)
class ItemWeights:
    """Row speaks for column; the weights are those of `among` and `rest` added up.

    among: (h, h) float32 among the head.  head: (h,) its codes, ascending; None where it is the
    whole catalogue.  rest: (n_items, n_items) csr of the whole catalogue, empty without a tail.
    """

    among: FloatArray
    head: IntArray | None = None
    rest: CSR = field(default_factory=nothing)

    def of(self, rows: CSR) -> FloatArray:
        """(n_rows, n_items) float32: what the rows say for each product."""
        if self.head is None:
            return product(rows, self.among)
        scores: FloatArray = (rows @ self.rest).toarray()
        scores[:, self.head] += product(rows[:, self.head], self.among)
        return scores

    def between(self, sources: IntArray, items: IntArray) -> FloatArray:
        """(len(items), len(sources)) float64: the weight of each source for each item."""
        if self.head is None:
            return np.asarray(self.among[np.ix_(sources, items)].T, dtype=np.float64)
        found = linked(self.rest, sources, items)
        place = np.full(self.rest.shape[0], -1)
        place[self.head] = np.arange(len(self.head))
        source, item = np.flatnonzero(place[sources] >= 0), np.flatnonzero(place[items] >= 0)
        inside = np.ix_(place[sources[source]], place[items[item]])
        found[np.ix_(item, source)] += self.among[inside].T
        return found

    def save(self, folder: Path, name: str) -> dict[str, NDArray[Any]]:
        """Write `name.npy`; what is returned belongs into the model's other arrays."""
        save_matrix(folder, name, self.among)
        return {} if self.head is None else {"head": self.head, **sparse_parts("rest", self.rest)}

    @classmethod
    def load(cls, folder: Path, name: str, arrays: dict[str, NDArray[Any]]) -> Self:
        """What `save` wrote; the dense part is left on disk."""
        among = load_matrix(folder, name)
        if "head" not in arrays:
            return cls(among)
        return cls(among, arrays["head"], join_sparse("rest", arrays))


def divide(data: Dataset, most: int) -> IntArray | None:
    """(most,) ascending codes of the products with the most customers; None where that is all."""
    if data.n_items <= most:
        return None
    return np.sort(np.argsort(-data.item_counts, kind="stable")[:most])
