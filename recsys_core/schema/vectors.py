"""Item vectors for content models, diversity and neighbours."""

from dataclasses import dataclass

import numpy as np

from recsys_core.schema.types import BoolArray, FloatArray


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
