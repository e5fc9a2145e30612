"""Tables of one row per order, its products beside each other in columns with running numbers."""

import re
from collections.abc import Sequence

_RUNNING = re.compile(r"\d+")
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
