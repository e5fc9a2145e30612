"""Item vectors for content models, diversity and neighbours."""

from dataclasses import dataclass

import numpy as np

from recsys_core.schema.types import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class ItemVectors:
    """(n_items, d) float32 rows of unit length, aligned with the dataset's item codes; zero row =
    no vector.

    `source` names where they come from ("text: all-MiniLM-L6-v2", "words: TF-IDF").
    """

    values: FloatArray
    source: str

    @property
    def known(self) -> BoolArray:
        """(n_items,) whether an item has a vector."""
        return np.asarray(np.any(self.values != 0, axis=1))


@dataclass(frozen=True)
class ComparedVectors(ItemVectors):
    """Item vectors of which some are compared with one another already, for lists that are made
    from the same candidates again and again.

    place: (n_items,) row in `cosines` of each item, -1 for those not compared.  cosines: (m, m).
    """

    place: IntArray
    cosines: FloatArray

    @classmethod
    def of(cls, vectors: ItemVectors, items: IntArray) -> "ComparedVectors":
        """Compares the distinct `items`; m * m * 4 bytes."""
        chosen = np.unique(items[items >= 0])
        place = np.full(len(vectors.values), -1, dtype=np.int32)
        place[chosen] = np.arange(len(chosen))
        rows = np.asarray(vectors.values[chosen], dtype=np.float32)
        return cls(vectors.values, vectors.source, place, rows @ rows.T)

    def covers(self, items: IntArray) -> bool:
        """Whether all of them are compared; negative codes stand for nothing."""
        return bool((self.place[np.maximum(items, 0)] >= 0)[items >= 0].all())


@dataclass(frozen=True)
class Compared:
    """Candidates (rows, width) whose cosines are looked up instead of worked out.

    codes: (rows, width) rows of `cosines`; an empty slot may hold any.
    """

    codes: IntArray
    cosines: FloatArray

    @property
    def shape(self) -> tuple[int, int]:
        return self.codes.shape[0], self.codes.shape[1]

    def with_column(self, picked: IntArray) -> FloatArray:
        """(rows, width) cosine of every candidate with the one in column `picked` (rows,)."""
        chosen = self.codes[np.arange(len(self.codes)), picked]
        return np.asarray(self.cosines[chosen[:, None], self.codes])
