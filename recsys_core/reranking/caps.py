"""Caps: at most so many of a category, of a brand, bought before or new, or of what a rule speaks
of on a list.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from recsys_core.reranking import messages as m
from recsys_core.schema.histories import rows_of
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.rules import Rule
from recsys_core.schema.rules.matching import applies_to, products_matched
from recsys_core.schema.types import CSR, BoolArray, IntArray

NAME = "caps"
LABEL = m.CAPS


@dataclass(frozen=True)
class Cap:
    """No more than `limit` products of one group on a list.

    groups: (n_items,) one number per group, -1 for products that are never capped.  rows: (n,) the
    customers it holds for, None for all.
    """

    groups: IntArray
    limit: int
    rows: BoolArray | None = None

    def slots(self, items: IntArray) -> IntArray:
        """(n, width) the group of each slot, -1 where the cap does not apply."""
        groups = np.where(items == EMPTY, -1, np.take(self.groups, items, mode="clip"))
        return groups if self.rows is None else np.where(self.rows[:, None], groups, -1)

    def of_customer(self, row: int) -> IntArray:
        """(n_items,) the group of every product for one customer."""
        return self.groups if self.rows is None or self.rows[row] else np.full_like(self.groups, -1)


@dataclass(frozen=True)
class BoughtCap(Cap):
    """No more than `limit` products the customer had before (`had`, (n, n_items)), or of those they
    never had (`new`).
    """

    had: CSR = field(kw_only=True)
    new: bool = field(kw_only=True)

    def slots(self, items: IntArray) -> IntArray:
        first = np.arange(len(items), dtype=np.int64) * self.had.shape[1]
        own = first[rows_of(self.had)] + self.had.indices
        had = np.isin(first[:, None] + items, own)
        return np.where((items != EMPTY) & (had != self.new), 0, -1)

    def of_customer(self, row: int) -> IntArray:
        groups = np.full(self.had.shape[1], 0 if self.new else -1)
        groups[self.had[row].indices] = -1 if self.new else 0
        return groups


def caps_of(rerank_config: RerankConfig, rules: Sequence[Rule], context: ListContext) -> list[Cap]:
    """The caps that hold: those of the knobs, then those of the rules."""
    facts, found = context.facts, []
    if rerank_config.category_cap is not None:
        found.append(Cap(facts.category_codes, rerank_config.category_cap))
    if rerank_config.brand_cap is not None:
        found.append(Cap(facts.brand_codes, rerank_config.brand_cap))
    for limit, new in ((rerank_config.bought_cap, False), (rerank_config.new_cap, True)):
        if limit is not None:
            found.append(BoughtCap(facts.category_codes, limit, had=context.owned, new=new))
    for rule in rules:
        limit = rule.kind.limit(rule)
        if limit is not None:
            groups = np.where(products_matched(rule, facts), 0, -1)
            found.append(Cap(groups, limit, applies_to(rule, context)))
    return found
