"""Floors: at least so many of what a rule speaks of on a list.

The places are taken from the bottom of the list up, by the best of the products that stand no
higher by themselves: of all lists that hold as many, the one that keeps the model's upper places.
Exposure floors for groups of products: Singh and Joachims (2018), KDD; by list and place: Celis,
Straszak and Vishnoi (2018), ICALP, whose greedy choice this is for one group.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from recsys_core.reranking import messages as m
from recsys_core.reranking.filters import Filter, Reserve
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.rules import Rule
from recsys_core.schema.rules.matching import applies_to, products_matched
from recsys_core.schema.types import BoolArray, IntArray

NAME = "floors"
LABEL = m.FLOORS


@dataclass(frozen=True)
class Floor:
    """No fewer than `least` of some products on a list.

    rule: the one it comes from.  products: (n_items,) which.  rows: (n,) the customers it holds
    for.
    """

    rule: Rule
    least: int
    products: BoolArray
    rows: BoolArray

    def slots(self, items: IntArray) -> BoolArray:
        """(n, width) the slots that hold one of them."""
        own = np.take(self.products, items, mode="clip") & (items != EMPTY)
        return np.asarray(own & self.rows[:, None])


def floors_of(rules: Sequence[Rule], context: ListContext) -> list[Floor]:
    """The floors that hold, in the order of the rules."""
    found = []
    for rule in rules:
        least = rule.kind.floor(rule)
        if least is not None:
            products = products_matched(rule, context.facts)
            found.append(Floor(rule, least, products, applies_to(rule, context)))
    return found


def reached(
    candidates: Recommendations,
    floors: Sequence[Floor],
    off: Sequence[Filter],
    reserve: Reserve | None,
) -> Recommendations:
    """The candidates with columns more for what floors ask for and the shortlist does not hold:
    the model's best of these products. Without a reserve: the shortlist has to do.
    """
    for floor in floors:
        short = floor.rows & (floor.slots(candidates.items).sum(axis=1) < floor.least)
        if reserve is None or not short.any() or not floor.products.any():
            continue
        everybody = np.ones(len(candidates), dtype=bool)
        best = reserve([*off, Filter(floor.rule, everybody, ~floor.products)])
        # Fewer than `least` of them are candidates already, so as many again are enough.
        best = best.top(2 * floor.least)
        known = (best.items[:, :, None] == candidates.items[:, None, :]).any(axis=2)
        wanted = (best.items != EMPTY) & ~known & short[:, None]
        wanted &= wanted.cumsum(axis=1) <= floor.least
        columns = wanted.any(axis=0)
        items = np.where(wanted, best.items, EMPTY)[:, columns]
        scores = np.where(wanted, best.scores, np.nan)[:, columns]
        candidates = replace(
            candidates,
            items=np.concatenate([candidates.items, items.astype(candidates.items.dtype)], axis=1),
            scores=np.concatenate(
                [candidates.scores, scores.astype(candidates.scores.dtype)], axis=1
            ),
        )
    return candidates
