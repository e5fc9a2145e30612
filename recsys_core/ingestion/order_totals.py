"""What belongs to an order rather than to its lines, and which total its lines add up to."""

from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import product
from typing import NamedTuple

import duckdb

from recsys_core.ingestion.money_sample import AIDS, FEW, MOST, ROWS

ORDERS = "money_orders"
BASES = {"r": "r", "pq": "p * q", "p": "p", "rq": "r * q"}
"""What a line may have come to, over price p, pieces q and amount r."""
TERMS = ("-d", "+s", "+x")
"""What an order's total may have less or more: discount, shipping, tax."""
ALWAYS = 0.95


class OrderTotal(NamedTuple):
    """An order's total and the reading of its lines that adds up to it. agree of orders."""

    column: str
    base: str
    terms: tuple[str, ...]
    agree: int
    orders: int

    @property
    def holds(self) -> bool:
        return self.orders >= FEW and self.agree >= MOST * self.orders


def levels(cursor: duckdb.DuckDBPyConnection, letters: Sequence[str]) -> dict[str, bool]:
    """Whether a column is the order's: equal on all lines, or only on the first one, in orders of
    several products (a line may be repeated). Left out are columns that say the same of every
    order, or nothing.
    """
    each = ", ".join(
        f"count({c}) AS n{c}, min({c}) AS lo{c}, max({c}) AS hi{c}, "
        f"count({c}) = 1 AND min(nr) = min(nr) FILTER ({c} IS NOT NULL) AS f{c}"
        for c in letters
    )
    counts = ", ".join(
        f"count(*) FILTER (products > 1 AND greatest(abs(lo{c}), abs(hi{c})) <> 0), "
        f"count(*) FILTER (products > 1 AND greatest(abs(lo{c}), abs(hi{c})) <> 0 "
        f"AND (f{c} OR (n{c} = n AND lo{c} = hi{c}))), count(DISTINCT hi{c}), "
        f"count(*) FILTER (n > 1 AND f{c})"
        for c in letters
    )
    found = cursor.execute(
        f"SELECT {counts} FROM (SELECT count(*) AS n, count(DISTINCT i) AS products, {each} "
        f"FROM {ROWS} WHERE o IS NOT NULL GROUP BY o)"
    ).fetchall()[0]
    quads = zip(letters, found[::4], found[1::4], found[2::4], found[3::4], strict=True)
    return {
        letter: equal >= ALWAYS * orders
        for letter, orders, equal, different, first in quads
        # The same in every line of the file shows nothing, unless only first lines have it; one
        # charge for every delivery is usual, and only an order's total is compared with it.
        if (orders and letter in AIDS and (different > 1 or first or letter == "s"))
        or (orders >= FEW and different > 2)
    }


def add_up(
    cursor: duckdb.DuckDBPyConnection,
    of_order: Mapping[str, bool],
    totals: Iterable[str],
    rows: str = ROWS,
) -> None:
    """The table `money_orders`: what each order's lines add up to under every reading."""

    def term(letter: str) -> str:
        whole = of_order.get(letter, False)
        return f"coalesce({'max' if whole else 'sum'}(abs({letter})), 0) AS {letter}"

    bases = ", ".join(f"sum({sql}) AS {name}" for name, sql in BASES.items())
    tops = "".join(f", max({c}) AS {c}" for c in totals)
    top = ", max(r) AS r_total"
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {ORDERS} AS SELECT count(*) AS lines, "
        f"bool_or(q <> 1) AS several, {bases}, {term('d')}, {term('s')}, {term('x')}{tops}{top} "
        f"FROM {rows} WHERE o IS NOT NULL GROUP BY o"
    )


def totals_met(
    cursor: duckdb.DuckDBPyConnection,
    letters: Set[str],
    of_order: Mapping[str, bool],
    totals: Iterable[str],
) -> list[OrderTotal]:
    """The readings of the lines beside a column of the order, best first. letters: of the columns
    there are; of_order: see `levels`; totals: columns without a role.
    """
    columns = [c for c in totals if of_order.get(c)]
    columns += ["r_total"] if of_order.get("r") else []
    bases = [b for b in BASES if _possible(b, letters, of_order)]
    terms = [t for t in TERMS if t[1] in of_order]
    combinations = [
        tuple(t for t, taken in zip(terms, chosen, strict=True) if taken)
        for chosen in product((False, True), repeat=len(terms))
    ]
    tests = list(product(columns, bases, combinations))
    if not tests:
        return []
    counts = ", ".join(
        f"count(*) FILTER (abs({t} - ({b}{' '.join(c)})) <= 0.011 + 0.006 * lines), count({t})"
        for t, b, c in tests
    )
    sql = f"SELECT {counts} FROM {ORDERS} WHERE lines > 1 OR several"
    shown = cursor.execute(sql).fetchall()[0]
    found = [
        OrderTotal(t, b, c, int(agree), int(orders))
        for (t, b, c), agree, orders in zip(tests, shown[::2], shown[1::2], strict=True)
    ]
    order = list(BASES)
    return sorted(found, key=lambda t: (-t.agree, order.index(t.base), len(t.terms)))


def _possible(base: str, letters: Set[str], of_order: Mapping[str, bool]) -> bool:
    if "r" in base and of_order.get("r"):
        return False
    return all(letter in letters for letter in base)
