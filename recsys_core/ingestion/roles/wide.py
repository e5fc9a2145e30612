"""Tables of one row per order, its products beside each other in columns with running numbers."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

_RUNNING = re.compile(r"\d+")
_NUMBERED = re.compile(r"(\D*)(\d+)(.*)")
FEW, HALF = 3, 0.5


def more_products(columns: Sequence[str], rows: Sequence[Sequence[str]], product: str) -> list[str]:
    """The columns named like the product's but for a running number (`sku_1`, `sku_2`), half of
    whose different values, and at least three, are products of that column. rows: a sample of
    cells as text.
    """
    name, place = _RUNNING.sub("#", product), columns.index(product)
    mine = {row[place].strip() for row in rows} - {""}
    found = []
    for at, other in enumerate(columns):
        if at == place or _RUNNING.sub("#", other) != name:
            continue
        theirs = {row[at].strip() for row in rows} - {""}
        if len(mine & theirs) >= max(FEW, HALF * len(theirs)):
            found.append(other)
    return found


def running(columns: Sequence[str]) -> dict[tuple[str, str], dict[int, int]]:
    """What stands before and behind the number in a column's name -> number -> place, for names
    with several numbers.
    """
    named: defaultdict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for at, name in enumerate(columns):
        if found := _NUMBERED.fullmatch(name):
            named[found[1], found[3]][int(found[2])] = at
    return {around: places for around, places in named.items() if len(places) > 1}


def lines_beside(
    columns: Sequence[str], rows: Sequence[Sequence[str]], product: str, sold: Collection[str]
) -> list[dict[int, int | None]]:
    """The lines of an order that stand beside each other, by their running number: place of each
    column of the first line -> place of that line's column of the same name, None where it has
    none. Empty where no other columns hold products, or none of `sold` (what was bought, and for
    how much) goes with them. The numbers stand in names that begin like the product's
    (`line_1_sku`, `line_1_qty`), or end all of them (`sku_1`, `qty_1`).
    """
    mine = _NUMBERED.fullmatch(product)
    if mine is None or not more_products(columns, rows, product):
        return []
    named = running(columns)
    numbers = sorted(named[mine[1], mine[3]])
    alike = [
        by_number
        for (before, after), by_number in named.items()
        if (before == mine[1] or not (after or mine[3])) and numbers[0] in by_number
    ]
    if not any(columns[at] in sold for by_number in alike for at in by_number.values()):
        return []
    return [{each[numbers[0]]: each.get(n) for each in alike} for n in numbers]
