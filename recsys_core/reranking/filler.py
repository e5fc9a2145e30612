"""Fills what is left empty with products everybody buys, and says so."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from recsys_core.reranking import messages as m
from recsys_core.reranking.caps import Cap
from recsys_core.reranking.filters import Filter, barred_cells
from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.types import CSR, IntArray

NAME = "filler"
LABEL = m.FILLED


def fill_empty(
    candidates: Recommendations,
    k: int,
    order: IntArray,
    exclude: CSR | None = None,
    filters: Sequence[Filter] = (),
    caps: Sequence[Cap] = (),
) -> Recommendations:
    """The first `k` slots, empty ones filled from `order` (item codes, best first).

    An item is used once per list, never where `exclude` (n, n_items) stores it, where a filter
    takes it off or where a cap is full. A filled slot has no score (NaN), because the model gave
    none. Slots stay empty only when `order` runs out.
    """
    items = np.full((len(candidates), k), EMPTY, dtype=candidates.items.dtype)
    scores = np.full((len(candidates), k), np.nan, dtype=candidates.scores.dtype)
    width = min(k, candidates.k)
    items[:, :width] = candidates.items[:, :width]
    scores[:, :width] = candidates.scores[:, :width]
    short = np.flatnonzero((items == EMPTY).any(axis=1))
    off = barred_cells(filters, short, order) if filters and len(short) else None
    for at, row in enumerate(short):
        free = np.flatnonzero(items[row] == EMPTY)
        taken = items[row]
        if exclude is not None:
            own = exclude.indices[exclude.indptr[row] : exclude.indptr[row + 1]]
            taken = np.concatenate([taken, own])
        barred = np.isin(order, taken)
        if off is not None:
            barred |= off[at]
        extra = order[~barred]
        if caps:
            extra = _under(caps, int(row), items[row], extra, len(free))
        extra = extra[: len(free)]
        items[row, free[: len(extra)]] = extra
    return replace(candidates, items=items, scores=scores)


def _under(caps: Sequence[Cap], row: int, shown: IntArray, extra: IntArray, need: int) -> IntArray:
    """The first `need` of `extra` that no cap bars, given what is `shown` already."""
    groups, limits = [cap.of_customer(row) for cap in caps], [cap.limit for cap in caps]
    used: list[dict[int, int]] = [{} for _ in groups]
    chosen: list[int] = []

    def add(item: int) -> None:
        for group, count in zip(groups, used, strict=True):
            count[group[item]] = count.get(group[item], 0) + 1

    for item in shown[shown != EMPTY]:
        add(item)
    for item in extra:
        if len(chosen) == need:
            break
        if all(
            group[item] < 0 or count.get(group[item], 0) < limit
            for group, count, limit in zip(groups, used, limits, strict=True)
        ):
            chosen.append(item)
            add(item)
    return np.array(chosen, dtype=extra.dtype)
