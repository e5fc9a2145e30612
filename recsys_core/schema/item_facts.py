"""What re-ranking and rules need to know of the products, as arrays aligned with item codes."""

import json
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import NO_TIME
from recsys_core.schema.types import FloatArray, IntArray, StrArray
from recsys_core.schema.vectors import ItemVectors


@dataclass(frozen=True)
class ItemFacts:
    """(n_items,) arrays about the products of a data set.

    ids, titles, categories, brands: str, "" where unknown.  prices, margins (money per piece),
    stock (pieces): float64, NaN where unknown.  popularity: share of customers who have the
    product, 0 to 1.  first_ts: int64 seconds, when it was first bought; `NO_TIME` where unknown.
    """

    ids: StrArray
    titles: StrArray
    categories: StrArray
    brands: StrArray
    prices: FloatArray
    margins: FloatArray
    stock: FloatArray
    popularity: FloatArray
    first_ts: IntArray
    vectors: ItemVectors
    raw_attributes: StrArray = field(repr=False)

    @classmethod
    def of(cls, data: Dataset, vectors: ItemVectors) -> "ItemFacts":
        """Read off a data set; columns it was saved without count as unknown."""
        items, n = data.items, data.n_items

        def text(name: str) -> StrArray:
            if name not in items.columns:
                return np.full(n, "", dtype=object)
            return np.asarray(items[name].to_numpy(dtype=object))

        def number(name: str) -> FloatArray:
            if name not in items.columns:
                return np.full(n, np.nan)
            return np.asarray(items[name].to_numpy(dtype=np.float64))

        first = np.full(n, NO_TIME, dtype=np.int64)
        if data.dated:
            first[:] = np.iinfo(np.int64).max
            np.minimum.at(first, data.item, data.ts)
            first[first == np.iinfo(np.int64).max] = NO_TIME
        customers = max(int(np.count_nonzero(np.diff(data.matrix.indptr))), 1)
        return cls(
            ids=text(Columns.Item),
            titles=text(Columns.Title),
            categories=text(Columns.Category),
            brands=text(Columns.Brand),
            prices=number(Columns.Price),
            margins=number(Columns.Margin),
            stock=number(Columns.Stock),
            popularity=data.item_counts / customers,
            first_ts=first,
            vectors=vectors,
            raw_attributes=text(Columns.Attributes),
        )

    @property
    def n_items(self) -> int:
        return len(self.ids)

    @cached_property
    def category_codes(self) -> IntArray:
        """(n_items,) one number per category, -1 where unknown."""
        return _codes(self.categories)

    @cached_property
    def brand_codes(self) -> IntArray:
        """(n_items,) one number per brand, -1 where unknown."""
        return _codes(self.brands)

    @cached_property
    def bestsellers(self) -> IntArray:
        """(n_items,) item codes, most customers first, ties by lower code."""
        return np.argsort(-self.popularity, kind="stable")

    @cached_property
    def attributes(self) -> dict[str, StrArray]:
        """The further facts of the product list: name -> (n_items,) text, "" where unknown."""
        found: dict[str, StrArray] = {}
        for code, raw in enumerate(self.raw_attributes):
            if not raw:
                continue
            for name, value in json.loads(raw).items():
                if value is None:
                    continue
                if name not in found:
                    found[name] = np.full(self.n_items, "", dtype=object)
                found[name][code] = value if isinstance(value, str) else json.dumps(value)
        return found


def _codes(names: StrArray) -> IntArray:
    codes, _ = pd.factorize(pd.Series(names).where(pd.Series(names) != "", None))
    return np.asarray(codes, dtype=np.int64)
