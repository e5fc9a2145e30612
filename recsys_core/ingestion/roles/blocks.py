"""The order's number by how rows stand together, whatever its column is called."""

from collections.abc import Sequence
from itertools import groupby

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.roles.column_look import ColumnLook
from recsys_core.ingestion.roles.rows_look import (
    MOSTLY,
    ORDERS_EACH,
    SURE,
    Cells,
    determined,
    place_of,
    places_of,
    short_digits,
)
from recsys_core.wording.messages import say

SEVERAL = 5
"""Orders of several lines that must show what belongs together."""


def find_order_by_blocks(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """Where no name gives the order: a code that stays the same on rows that stand together, while
    other columns are filled on the first of them only, or that decides the day and whatever else
    is the order's; else the code of the rows on which the order's columns are filled.
    """
    if place_of(chosen, "order") is not None:
        return []
    heads = _first_lines(cells)
    codes = [
        at for at in range(len(columns)) if at not in chosen and _is_code(cells[at], looks[at])
    ]
    for at in codes:
        if _in_blocks(cells, looks, at) and (
            _heads_blocks(cells[at], heads) or _decides_the_rest(cells, looks, chosen, at)
        ):
            chosen[at] = "order"
            return [say(m.ORDER_BY_BLOCKS, column=columns[at], orders=looks[at].distinct)]
    for at in codes:
        if heads and not looks[at].repeats and _filled(cells[at]) == heads:
            chosen[at] = "order"
            return [say(m.ORDER_BY_HEADS, column=columns[at], orders=looks[at].distinct)]
    return []


def _is_code(values: Sequence[str], look: ColumnLook) -> bool:
    """Numbers without fractions, codes, or words with digits: no money and no days."""
    if look.share("date", "money", "percent", "email", "url", "time") > 0.1:
        return False
    digits = sum(any(c.isdigit() for c in value) for value in set(values) if value)
    whole = look.whole == 1 or not look.numeric
    return whole and digits > MOSTLY * max(1, look.distinct)


def _filled(values: Sequence[str]) -> frozenset[int]:
    return frozenset(at for at, value in enumerate(values) if value)


def _first_lines(cells: Cells) -> frozenset[int]:
    """The rows on which three columns or more are filled alike, and blank on all others."""
    some = [_filled(values) for values in cells]
    partly = [rows for rows in some if 0 in rows and len(rows) < len(cells[0])]
    best = max(partly, key=partly.count, default=frozenset())
    return best if partly.count(best) >= 3 and len(cells[0]) - len(best) >= SEVERAL else frozenset()


def _blocks(values: Sequence[str]) -> list[tuple[int, int]]:
    """The first row and the length of each stretch of equal values."""
    found, start = [], 0
    for _, group in groupby(values):
        length = len(list(group))
        found.append((start, length))
        start += length
    return found


def _in_blocks(cells: Cells, looks: Sequence[ColumnLook], at: int) -> bool:
    """Whether each value stands on one stretch of rows, some of which are several."""
    if looks[at].filled < len(cells[at]):
        return False
    blocks = _blocks(cells[at])
    several = sum(length > 1 for _, length in blocks)
    return several >= SEVERAL and looks[at].distinct >= SURE * len(blocks)


def _heads_blocks(values: Sequence[str], heads: frozenset[int]) -> bool:
    """Whether the order's columns are filled on the first row of each stretch, and only there."""
    firsts = {start for start, _ in _blocks(values)}
    return bool(heads) and len(firsts ^ heads) <= (1 - SURE) * len(firsts)


def _decides_the_rest(
    cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str], at: int
) -> bool:
    """Whether it decides the moment and the customer, and the day has other values besides. Where
    no name tells the customer, some other column stays in each order and comes back in others.
    """
    time, user = place_of(chosen, "time"), place_of(chosen, "user")
    known = [by for by in (time, user) if by is not None]
    return (
        time is not None
        and looks[time].distinct > SEVERAL
        and all(determined(cells[by], cells[at]) >= SURE for by in known)
        and (
            _comes_back(cells, looks, chosen, at)
            if user is None
            else determined(cells[at], cells[user]) < SURE
        )
        and _of_several_products(cells, chosen, at)
    )


def _comes_back(
    cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str], order: int
) -> bool:
    """Whether a column may number customers by its digits, and does so by the rows."""
    return any(
        short_digits(cells[at])
        and ORDERS_EACH * looks[at].distinct > looks[order].distinct > looks[at].distinct
        and determined(cells[at], cells[order]) >= SURE
        for at in range(len(cells))
        if at not in chosen and at != order
    )


def _of_several_products(cells: Cells, chosen: dict[int, str], at: int) -> bool:
    """Whether the rows of a stretch differ in their product."""
    goods = places_of(chosen, "item", "title")[:1]
    return all(determined(cells[by], cells[at]) < SURE for by in goods)
