"""Categories and brands out of lists of products.

The rule: the customer's own list of 100 products is made by the placement's model, knobs and rules;
each product gives its category (or brand) 1 / log2(place + 1), the discount of NDCG (Järvelin and
Kekäläinen, 2002, TOIS 20), and those with the most come first. Products without one are passed
over; where the list has fewer than asked for, the placement shows fewer. Taking them in the order
of their first product instead finds less of what is bought (docs/campaigns.md).
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.types import IntArray, StrArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.recommend.placements.placement import Shows
from recsys_core.services.workspace.workspace import Workspace

DEPTH = 100
"""Products of the list that categories and brands are read from."""
COLUMNS = {"categories": Columns.Category, "brands": Columns.Brand}


@dataclass(frozen=True)
class ItemKinds:
    """names: (c,) the categories or brands there are.  codes: (n_items,) into them, -1 for none."""

    names: StrArray
    codes: IntArray

    @classmethod
    def of(cls, data: Dataset, shows: Shows) -> "ItemKinds":
        """Those of the products of `data`."""
        names, codes = np.unique(data.item_texts[COLUMNS[shows]].astype(str), return_inverse=True)
        if len(names) and not names[0]:
            return cls(names[1:].astype(object), codes - 1)
        return cls(names.astype(object), codes)


@needs(Role.VIEWER)
def names_any(ws: Workspace, shows: Shows) -> bool:
    """Whether the product list says of any product which category or brand it is of."""
    return not ws.is_empty() and bool(len(ItemKinds.of(ws.dataset(), shows).names))


class RankedKinds(NamedTuple):
    """(n, slots) each: kinds, the first product (its place on the list, from 0) and how many
    products of the list each has; EMPTY, EMPTY and 0 for an empty slot.
    """

    kinds: IntArray
    places: IntArray
    products: IntArray


def ranked_kinds(items: IntArray, codes: IntArray, slots: int) -> RankedKinds:
    """The kinds with the most weight on each list, the heaviest first.

    items: (n, k) products, EMPTY for none.  codes: (n_items,) the kind of each, -1 for none.
    """
    n, width = len(items), max(int(codes.max(initial=0)) + 1, 1)
    kinds = np.where(items == EMPTY, EMPTY, np.append(codes, EMPTY)[items])
    rows, places = np.nonzero(kinds != EMPTY)
    cells = rows * width + kinds[rows, places]
    weight = np.bincount(cells, 1 / np.log2(places + 2), n * width).reshape(n, width)
    products = np.bincount(cells, minlength=n * width).reshape(n, width)
    first = np.full(n * width, EMPTY, dtype=np.int64)
    first[cells[::-1]] = places[::-1]
    best = np.argsort(-weight, axis=1, kind="stable")[:, :slots]
    if best.shape[1] < slots:
        best = np.pad(best, ((0, 0), (0, slots - best.shape[1])), constant_values=EMPTY)
    at = np.maximum(best, 0)
    n_products = np.take_along_axis(products, at, axis=1)
    filled = (best != EMPTY) & (n_products > 0)
    return RankedKinds(
        np.where(filled, best, EMPTY),
        np.where(filled, np.take_along_axis(first.reshape(n, width), at, axis=1), EMPTY),
        np.where(filled, n_products, 0),
    )
