"""Caps: at most so many of a category, of a brand, or of what a rule speaks of on a list."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.reranking import messages as m
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.rules import Rule
from recsys_core.schema.rules.matching import applies_to, products_matched
from recsys_core.schema.types import BoolArray, IntArray

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


def caps_of(rerank_config: RerankConfig, rules: Sequence[Rule], context: ListContext) -> list[Cap]:
    """The caps that hold: those of the knobs, then those of the rules."""
    facts, found = context.facts, []
    if rerank_config.category_cap is not None:
        found.append(Cap(facts.category_codes, rerank_config.category_cap))
    if rerank_config.brand_cap is not None:
        found.append(Cap(facts.brand_codes, rerank_config.brand_cap))
    for rule in rules:
        limit = rule.kind.limit(rule)
        if limit is not None:
            groups = np.where(products_matched(rule, facts), 0, -1)
            found.append(Cap(groups, limit, applies_to(rule, context)))
    return found
