"""What metrics are computed from."""

from dataclasses import dataclass

from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.schema.vectors import ItemVectors


@dataclass(frozen=True)
class EvalBatch:
    """The lists of n test customers and what they really did afterwards.

    items: (n, k) item codes, -1 = empty slot.  truth: (n, n_items) csr, stored = relevant.
    popularity: (n_items,) share of training customers who had the item.  categories: (n_items,)
    integer codes.
    n_catalogue: how many items could have been recommended.
    predicted, actual: ratings of the held-out pairs and the row each belongs to (`pair_user`),
    None without ratings.
    """

    items: IntArray
    truth: CSR
    popularity: FloatArray
    categories: IntArray
    vectors: ItemVectors | None
    n_catalogue: int
    predicted: FloatArray | None = None
    actual: FloatArray | None = None
    pair_user: IntArray | None = None

    @property
    def k(self) -> int:
        return int(self.items.shape[1])
