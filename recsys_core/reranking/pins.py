"""Pins: a product at a place of its own, chosen by a rule."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from recsys_core.reranking import messages as m
from recsys_core.reranking.filters import Filter, barred_cells
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.rules import Rule
from recsys_core.schema.rules.matching import applies_to, products_matched
from recsys_core.schema.types import BoolArray, IntArray

NAME = "rule-pin"
LABEL = m.PINNED


@dataclass(frozen=True)
class Pins:
    """Which candidate is pinned where.

    candidates: with a column more for each pin, which holds what is pinned without having been a
    candidate (score NaN) and is empty otherwise.  columns: (n, k) the column pinned at each place,
    -1 for none.
    """

    candidates: Recommendations
    columns: IntArray


def resolve(
    candidates: Recommendations,
    k: int,
    rules: Sequence[Rule],
    context: ListContext,
    filters: Sequence[Filter],
) -> Pins:
    """Each pin takes the best candidate it speaks of that no earlier pin took, or the bestseller
    among its products where none is a candidate; never what a rule takes off the list or what
    `context.barred` stores.

    A place taken by an earlier pin is not shared: the later pin takes the next free place. Places
    below the end of the list are not shown.
    """
    n = len(candidates)
    columns = np.full((n, k), -1, dtype=np.int64)
    for rule in rules:
        wanted = rule.kind.place(rule)
        if wanted is None or wanted > k:
            continue
        free = columns[:, wanted - 1 :] < 0
        place = np.where(free.any(axis=1), wanted - 1 + free.argmax(axis=1), -1)
        rows = np.flatnonzero(applies_to(rule, context) & (place >= 0))
        products = products_matched(rule, context.facts)
        found = _best_candidate(candidates.items, columns, rows, products)
        missing = rows[found < 0]
        if len(missing):
            other = _bestseller(candidates, columns, missing, products, context, filters)
            candidates = _with_column(candidates, missing, other)
            found[found < 0] = np.where(other == EMPTY, -1, candidates.k - 1)
        columns[rows, place[rows]] = found
    return Pins(candidates, columns)


def _best_candidate(
    items: IntArray, columns: IntArray, rows: IntArray, products: BoolArray
) -> IntArray:
    """(len(rows),) the first column of these products not pinned yet, -1 for none."""
    own = items[rows]
    hit = np.take(products, own, mode="clip") & (own != EMPTY)
    row, place = np.nonzero(columns[rows] >= 0)
    hit[row, columns[rows][row, place]] = False
    return np.where(hit.any(axis=1), hit.argmax(axis=1), -1)


def _bestseller(
    candidates: Recommendations,
    columns: IntArray,
    rows: IntArray,
    products: BoolArray,
    context: ListContext,
    filters: Sequence[Filter],
) -> IntArray:
    """(len(rows),) the most popular of these products that a customer may see, EMPTY for none."""
    order = context.facts.bestsellers
    matched = order[products[order]]
    if not len(matched):
        return np.full(len(rows), EMPTY, dtype=np.int64)
    off = barred_cells(filters, rows, matched)
    if context.barred is not None:
        stored = context.barred[rows][:, matched]
        off[np.repeat(np.arange(len(rows)), np.diff(stored.indptr)), stored.indices] = True
    for place in range(columns.shape[1]):
        column = columns[rows, place]
        taken = np.where(column >= 0, candidates.items[rows, np.maximum(column, 0)], EMPTY)
        off |= matched[None, :] == taken[:, None]
    return np.where(off.all(axis=1), EMPTY, matched[off.argmin(axis=1)])


def _with_column(candidates: Recommendations, rows: IntArray, items: IntArray) -> Recommendations:
    extra = np.full((len(candidates), 1), EMPTY, dtype=candidates.items.dtype)
    extra[rows, 0] = items
    nothing = np.full(extra.shape, np.nan, dtype=candidates.scores.dtype)
    return replace(
        candidates,
        items=np.concatenate([candidates.items, extra], axis=1),
        scores=np.concatenate([candidates.scores, nothing], axis=1),
    )
