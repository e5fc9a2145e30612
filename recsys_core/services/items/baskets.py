"""What is bought in one go with a product."""

from dataclasses import dataclass

import numpy as np

from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import IntArray
from recsys_core.services.items import messages as m
from recsys_core.services.workspace.cache import PROCESS, PerWorkspace
from recsys_core.wording.messages import say

LEAST = 3
"""Fewer purchases together are a coincidence."""
_Baskets = tuple[IntArray, IntArray, int]
_kept: PerWorkspace[str, _Baskets] = PerWorkspace("baskets", most=2)


@dataclass(frozen=True)
class CoPurchase:
    """baskets: purchases with both.  confidence: share of the purchases with the product that hold
    this one too.  lift: that share against the share in all purchases (1 = no relation).
    """

    item_id: str
    title: str
    category: str
    baskets: int
    confidence: float
    lift: float


def bought_together(data: Dataset, code: int, most: int) -> tuple[tuple[CoPurchase, ...], str]:
    """The products bought in the same go, strongest relation first, and how that was found.

    One go is everything a customer bought at one moment (on one day, where the data knows only
    days). Ordered by lift times the square root of the count, so that three coincidences do not
    come before hundreds of purchases. Empty for undated data.
    """
    if not data.dated:
        return (), say(m.UNDATED)
    basket, sizes, total = _kept.get(PROCESS, data.fingerprint, lambda: _baskets(data))
    mine = np.unique(basket[data.item == code])
    inside = np.zeros(total, dtype=bool)
    inside[mine] = True
    # A product counts once a basket, however often it lies in it.
    at = np.flatnonzero(inside[basket])
    pairs = np.unique(basket[at] * np.int64(data.n_items) + data.item[at])
    both = np.bincount(pairs % data.n_items, minlength=data.n_items)
    both[code] = 0
    confidence = both / max(len(mine), 1)
    lift = np.divide(confidence * total, sizes, out=np.zeros(len(both)), where=sizes > 0)
    strength = np.where(both >= LEAST, lift * np.sqrt(both), 0.0)
    texts = data.item_texts
    found = tuple(
        CoPurchase(
            texts[Columns.Item][other],
            texts[Columns.Title][other],
            texts[Columns.Category][other],
            int(both[other]),
            float(confidence[other]),
            float(lift[other]),
        )
        for other in np.argsort(-strength, kind="stable")[:most]
        if strength[other] > 0
    )
    return found, say(m.PURCHASES_WITH_IT, total=total, n=len(mine))


def _baskets(data: Dataset) -> _Baskets:
    """The basket of each event, how many baskets hold each product, and how many there are."""
    # Events are sorted by customer and time: a new basket begins where either changes.
    new = np.ones(len(data.user), dtype=bool)
    new[1:] = (data.user[1:] != data.user[:-1]) | (data.ts[1:] != data.ts[:-1])
    basket = np.cumsum(new, dtype=np.int64) - 1
    pairs = np.unique(basket * np.int64(data.n_items) + data.item)
    sizes = np.bincount(pairs % data.n_items, minlength=data.n_items)
    return basket, sizes, int(basket[-1]) + 1 if len(basket) else 0
