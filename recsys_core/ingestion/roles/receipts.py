"""Of two numbers that may be the customer's, the one of the receipts and the one of the people."""

from collections import Counter
from collections.abc import Sequence

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.roles.by_value import MANY_COME_BACK, comes_back
from recsys_core.ingestion.roles.column_look import ColumnLook
from recsys_core.ingestion.roles.rows_look import (
    FEW_ROWS,
    MOSTLY,
    SURE,
    Cells,
    determined,
    identifies,
    place_of,
)
from recsys_core.ingestion.roles.table_rules import numbers_things
from recsys_core.wording.messages import say

FEW = 5
"""Receipts of several lines that show that each has one moment."""


def find_receipts(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """The only number of which each value lies within one moment is the order's, where another
    that each of them has once comes back at other moments: that one may name people.
    """
    time = place_of(chosen, "time")
    if time is None or {"user", "order"} & set(chosen.values()):
        return []
    numbers = [
        at
        for at, look in enumerate(looks)
        if at not in chosen and numbers_things(columns[at]) and look.repeats and identifies(look)
    ]
    moments = _moments(cells, looks, time)
    found = [at for at in numbers if _of_one_moment(cells[at], looks[at], moments)]
    if len(found) != 1:
        return []
    others = [at for at in numbers if at not in found and _comes_back(cells, at, found[0])]
    if not others:
        return []
    chosen[found[0]] = "order"
    return [say(m.ORDER_BY_MOMENTS, column=columns[found[0]], other=columns[others[0]])]


def _moments(cells: Cells, looks: Sequence[ColumnLook], time: int) -> list[str]:
    """(rows,) the date with the clock that stands in a column beside it."""
    clocks = [at for at, look in enumerate(looks) if at != time and look.share("time") > MOSTLY]
    return [" ".join(parts) for parts in zip(*(cells[at] for at in (time, *clocks)), strict=True)]


def _of_one_moment(values: Sequence[str], look: ColumnLook, moments: Sequence[str]) -> bool:
    lines = Counter(value for value in values if value)
    several = sum(n > 1 for n in lines.values())
    enough = look.distinct >= FEW_ROWS and look.filled >= MOSTLY * len(values)
    return enough and several >= FEW and determined(moments, values) == 1


def _comes_back(cells: Cells, at: int, order: int) -> bool:
    within = determined(cells[at], cells[order]) >= SURE
    return within and comes_back(cells, at, order) >= MANY_COME_BACK
