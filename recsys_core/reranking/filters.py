"""Rules that take products off the lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.reranking.slots import keep_slots, slots_in
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.rules import Rule
from recsys_core.schema.rules.matching import applies_to, products_matched
from recsys_core.schema.types import CSR, BoolArray, IntArray


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


Reserve = Callable[[Sequence[Filter]], Recommendations]
"""The model's shortlist among what the filters let pass, which reaches deeper into the catalogue
than the candidates they leave.
"""


def filters_of(rules: Sequence[Rule], context: ListContext) -> list[Filter]:
    """The filters among `rules`, in their order."""
    return [_filter(rule, context) for rule in rules if rule.kind.is_filter]


def barred_cells(filters: Sequence[Filter], rows: IntArray, products: IntArray) -> BoolArray:
    """(len(rows), len(products)) what any of the filters takes off."""
    off = np.zeros((len(rows), len(products)), dtype=bool)
    for one in filters:
        off |= one.cells(rows, products)
    return off


def fails(rule: Rule, facts: ItemFacts) -> BoolArray:
    """(n_items,) the products a rule takes off the list of everybody it is for."""
    return rule.kind.takes_off(rule, products_matched(rule, facts), facts)


def _filter(rule: Rule, context: ListContext) -> Filter:
    rows, products = applies_to(rule, context), products_matched(rule, context.facts)
    off = rule.kind.takes_off(rule, products, context.facts)
    return Filter(rule, rows, off, rule.kind.takes_off_own(rule, products, rows, context))
