"""Rules that take products off the lists: exclude, include, in stock, price range, margin floor,
bought within.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from recsys_core.reranking.matching import applies_to, products_matched
from recsys_core.reranking.slots import keep_slots, slots_in
from recsys_core.schema.histories import NO_TIME, Moments, rows_of
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.rules import Rule
from recsys_core.schema.types import CSR, BoolArray, IntArray

ACTIONS = ("exclude", "include", "in-stock", "price-range", "margin-floor", "bought-within")
DAY = 86_400


@dataclass(frozen=True)
class Filter:
    """What one rule takes off, as a stage of a pipeline.

    rows: (n,) the customers it is for.  products: (n_items,) what it takes off their lists.
    own: (n, n_items) what it takes off beyond that, customer by customer (bought within).
    """

    rule: Rule
    rows: BoolArray
    products: BoolArray
    own: CSR | None = None

    def __call__(self, candidates: Recommendations) -> Recommendations:
        return keep_slots(candidates, ~self.slots(candidates.items))

    def slots(self, items: IntArray) -> BoolArray:
        """(n, width) the slots of `items` that it empties."""
        off = np.take(self.products, items, mode="clip") & self.rows[:, None]
        if self.own is not None:
            off |= slots_in(items, self.own)
        return np.asarray(off & (items != EMPTY))

    def cells(self, rows: IntArray, products: IntArray) -> BoolArray:
        """(len(rows), len(products)) what it takes off, for any customers and products."""
        off = self.rows[rows][:, None] & self.products[products][None, :]
        if self.own is not None:
            off |= self.own[rows][:, products].toarray() > 0
        return np.asarray(off)


def filters_of(rules: Sequence[Rule], context: ListContext) -> list[Filter]:
    """The filters among `rules`, in their order."""
    return [_filter(rule, context) for rule in rules if rule.action in ACTIONS]


def barred_cells(filters: Sequence[Filter], rows: IntArray, products: IntArray) -> BoolArray:
    """(len(rows), len(products)) what any of the filters takes off."""
    off = np.zeros((len(rows), len(products)), dtype=bool)
    for one in filters:
        off |= one.cells(rows, products)
    return off


def fails(rule: Rule, facts: ItemFacts) -> BoolArray:
    """(n_items,) the products a rule takes off the list of everybody it is for.

    Comparisons with an unknown stock, price or margin (NaN) are False: unknown passes.
    """
    products = products_matched(rule, facts)
    match rule.action:
        case "exclude":
            return products
        case "include":
            return ~products
        case "in-stock":
            return products & (facts.stock <= 0)
        case "price-range":
            low = -np.inf if rule.low is None else rule.low
            high = np.inf if rule.high is None else rule.high
            return products & ((facts.prices < low) | (facts.prices > high))
        case "margin-floor":
            return products & (facts.margins < (rule.low or 0.0))
        case _:
            return np.zeros(facts.n_items, dtype=bool)


def _filter(rule: Rule, context: ListContext) -> Filter:
    rows = applies_to(rule, context)
    own = _bought_within(rule, context, rows) if rule.action == "bought-within" else None
    return Filter(rule, rows, fails(rule, context.facts), own)


def _bought_within(rule: Rule, context: ListContext, rows: BoolArray) -> CSR | None:
    """What each customer bought in the last days; None where purchases have no dates."""
    histories = context.owned
    moments: Moments | None = getattr(histories, "moments", None)
    if moments is None or context.now == NO_TIME:
        return None
    row = rows_of(histories)
    late = (moments.last != NO_TIME) & (moments.last > context.now - rule.days * DAY)
    late &= rows[row] & products_matched(rule, context.facts)[histories.indices]
    cells = (row[late], histories.indices[late])
    return sp.csr_matrix((np.ones(len(cells[0]), np.float32), cells), shape=histories.shape)
