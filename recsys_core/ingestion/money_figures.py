"""What the figures of an export show about its amounts: counted, not guessed from names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

import duckdb

from recsys_core.ingestion.number_proof import number_styles
from recsys_core.ingestion.validate import Checks

ROWS, ORDERS = "money_rows", "money_orders"
MOST_COLUMNS = 40
"""Columns without a role that are looked at for an order's total."""
BASES = {"r": "r", "pq": "p * q", "p": "p", "rq": "r * q"}
"""What a line may have come to, over price p, pieces q and amount r."""
TERMS = ("-d", "+s", "+x")
"""What an order's total may have less or more: discount, shipping, tax."""
AIDS = {"d": "discount", "s": "shipping", "x": "tax", "f": "refund"}
"""Letter -> role: zero in most orders, and the same in all of them often."""
MOST, ALWAYS, CLEAR, FEW = 0.9, 0.95, 4.0, 3
"""A reading holds in nine of ten cases, four times as often as the other one, and at least three
times: rounding and corrections by hand spoil a few, chance alone explains fewer."""


class PricePairs(NamedTuple):
    """Products sold in two quantities: of how many a column is the same whatever the quantity
    (price of a piece), of how many it grows with it (amount of a line).
    """

    same: int = 0
    grows: int = 0

    @property
    def per_piece(self) -> bool:
        return self.same >= FEW and self.same > CLEAR * self.grows

    @property
    def per_line(self) -> bool:
        return self.grows >= FEW and self.grows > CLEAR * self.same


class OrderTotal(NamedTuple):
    """An order's total and the reading of its lines that adds up to it. agree of orders."""

    column: str
    base: str
    terms: tuple[str, ...]
    agree: int
    orders: int


@dataclass
class MoneyFigures:
    """Of a file's first rows. level: letter of a column -> whether it belongs to the order (else
    to its line), for columns with anything but zeros. totals: every reading that adds up.
    """

    letters: set[str]
    pairs: dict[str, PricePairs] = field(default_factory=dict)
    of_order: dict[str, bool] = field(default_factory=dict)
    totals: list[OrderTotal] = field(default_factory=list)
    relations: dict[str, tuple[int, int]] = field(default_factory=dict)
    """(rows in which it holds, rows that could show it)"""

    price_column: str = ""
    price_sql: str = ""
    """t0, t1 … of a column without a role that is the price of a piece where the amount stands on
    some of the lines only, and its SQL."""
    equal_product: str = ""
    """t0, t1 … of a column without a role that is price times quantity."""
    discounted: bool | None = None
    """Whether the amount is before its discount, by another column that is the one after (True)
    or before it (False); None where no column shows it."""
    without: set[str] = field(default_factory=set)
    """Letters of what the order's total is without, by a higher total."""

    @property
    def contradicted(self) -> bool:
        """Whether the amount is price times quantity in next to no row, with nothing to explain
        the difference.
        """
        met, rows = self.relations.get("pq", (0, 0))
        explained = any(map(self.holds, ("p", "pq-d", "pq+x", "pq-d+x")))
        return rows >= FEW and met <= (1 - MOST) * rows and not explained

    def holds(self, relation: str) -> bool:
        met, rows = self.relations.get(relation, (0, 0))
        return rows >= FEW and met >= MOST * rows


def look(checks: Checks, aids: dict[str, str]) -> MoneyFigures:
    """Look at a file's amounts. aids: d, x, s, f (discount, tax, shipping, refund) -> SQL."""
    named = {"p": "price", "r": "revenue", "q": "quantity"}
    values = {k: f"v_{role}" for k, role in named.items() if role in checks.values} | aids
    figures = MoneyFigures(set(values))
    wanted = "order" in checks.cells or {"d", "r"} <= values.keys() or len(values) > 2
    totals = other_numbers(checks) if wanted else {}
    _sample(checks, values, totals)
    cursor = checks.cursor
    if {"q", "r"} <= values.keys() and "p" not in values and (t := _price_behind(cursor, totals)):
        del values["r"]
        values["p"] = figures.price_sql = totals[t]
        figures.price_column, figures.letters = t, set(values)
        _sample(checks, values, totals)
    for letter in values.keys() & {"p", "r"}:
        if "q" in values:
            figures.pairs[letter] = _pairs(cursor, letter)
    if {"p", "q", "r"} <= values.keys():
        figures.relations = _relations(cursor)
        if figures.contradicted:
            figures.equal_product = _first(cursor, totals, "p * q", "q NOT IN (0, 1)")
    if {"d", "r"} <= values.keys():
        given = "coalesce(d, 0) <> 0"
        if _first(cursor, totals, "r - abs(d)", given):
            figures.discounted = True
        elif _first(cursor, totals, "r + abs(d)", given):
            figures.discounted = False
    if "order" in checks.cells:
        numbers = [*sorted(values.keys() - {"p", "q"}), *totals]
        figures.of_order = _levels(cursor, numbers) if numbers else {}
        _orders(cursor, figures, totals)
        figures.totals = _totals(cursor, figures, totals)
        apart = (c for c in "sx" if c in values)
        figures.without = {c for c in apart if _first(cursor, totals, f"r + {c}", f"{c} > 0")}
    return figures


def _price_behind(cursor: duckdb.DuckDBPyConnection, totals: dict[str, str]) -> str:
    """The column that is the price of a piece, where the amount is missing from a fifth of the
    lines or more: times the pieces it gives the amount wherever that stands.
    """
    filled, rows = cursor.execute(f"SELECT count(r), count(*) FROM {ROWS}").fetchall()[0]
    if filled > 0.8 * rows:
        return ""
    amount = "r - coalesce(s, 0)"
    return _first(cursor, totals, amount, "q NOT IN (0, 1) AND r IS NOT NULL", "{t} * q")


def other_numbers(checks: Checks) -> dict[str, str]:
    """t0, t1 … -> SQL of the columns without a role that hold numbers."""
    used = set(checks.cells.values())
    free = [f"c{at}" for at in range(checks.staged.dialect.width) if f"c{at}" not in used]
    if not free:
        return {}
    cells = {cell: cell for cell in free[:MOST_COLUMNS]}
    styles = number_styles(checks.cursor, checks.head(), cells, careful=True)
    numbers = {cell: style.sql(cell) for cell, style in styles.items()}
    counts = ", ".join(f"count({sql}), count(nullif(trim({c}), ''))" for c, sql in numbers.items())
    found = checks.cursor.execute(f"SELECT {counts} FROM {checks.head()}").fetchall()[0]
    pairs = zip(numbers.items(), found[::2], found[1::2], strict=True)
    sure = [pair for pair, known, filled in pairs if filled and known >= MOST * filled]
    return {f"t{cell[1:]}": sql for cell, sql in sure}


def _sample(checks: Checks, values: dict[str, str], totals: dict[str, str]) -> None:
    """The table `money_rows`: o (order), i (product) and every number by its letter; `nr`."""
    order = checks.cells.get("order")
    key = f"nullif(trim({order}), '')" if order else "NULL"
    listed = ", ".join(f"{sql} AS {letter}" for letter, sql in {**values, **totals}.items())
    for letter in {"p", "q", "r", "d", "x", "s", "f"} - values.keys():
        listed += f", CAST(NULL AS DOUBLE) AS {letter}"
    read = "".join(f", {sql} AS v_{role}" for role, sql in checks.values.items())
    bought = "v_event IN ('purchase', 'return') AND trim(coalesce(v_item, '')) <> ''"
    checks.cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {ROWS} AS SELECT {key} AS o, v_item AS i, nr, {listed} "
        f"FROM (SELECT *{read} FROM {checks.head()}) WHERE {bought}"
    )


def _pairs(cursor: duckdb.DuckDBPyConnection, x: str) -> PricePairs:
    # Fifty different ones of a product are enough, and keep the join small.
    different = (
        f"(SELECT DISTINCT i, q, {x} AS x FROM {ROWS} WHERE q > 0 AND {x} > 0 "
        "QUALIFY row_number() OVER (PARTITION BY i ORDER BY q, x) <= 50)"
    )
    # Half a cent of rounding in each amount.
    grows = "abs(a.x * b.q - b.x * a.q) <= 0.006 * (a.q + b.q)"
    found = cursor.execute(
        f"SELECT count(DISTINCT a.i) FILTER (a.x = b.x), count(DISTINCT a.i) FILTER ({grows}) "
        f"FROM {different} a JOIN {different} b ON a.i = b.i AND a.q < b.q"
    ).fetchall()[0]
    return PricePairs(*map(int, found))


def _relations(cursor: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, int]]:
    """How often the amount is price times quantity, less a discount, with the tax."""
    tests = {
        "pq": ("p * q", "q NOT IN (0, 1)"),
        "p": ("p", "q NOT IN (0, 1)"),
        "pq, discounted": ("p * q", "coalesce(d, 0) <> 0"),
        "pq-d": ("p * q - abs(d)", "coalesce(d, 0) <> 0"),
        "pq, taxed": ("p * q", "coalesce(x, 0) <> 0"),
        "pq+x": ("p * q + x", "coalesce(x, 0) <> 0"),
        "pq-d+x": ("p * q - coalesce(abs(d), 0) + x", "coalesce(x, 0) <> 0"),
    }
    near = "abs(r - ({sql})) <= 0.006 * (abs(q) + 1)"
    counts = ", ".join(
        f"count(*) FILTER ({near.format(sql=sql)} AND {shows}), count(*) FILTER ({shows})"
        for sql, shows in tests.values()
    )
    known = "p IS NOT NULL AND q IS NOT NULL AND coalesce(r, 0) <> 0"
    found = cursor.execute(f"SELECT {counts} FROM {ROWS} WHERE {known}").fetchall()[0]
    return {
        name: (int(met), int(rows))
        for name, met, rows in zip(tests, found[::2], found[1::2], strict=True)
    }


def _first(
    cursor: duckdb.DuckDBPyConnection,
    columns: Iterable[str],
    right: str,
    shows: str,
    left: str = "{t}",
) -> str:
    """The first of the columns {t} for which left equals right where it shows; else ""."""
    for t in columns:
        met, rows = cursor.execute(
            f"SELECT count(*) FILTER (abs({left.format(t=t)} - ({right})) <= 0.011 + 0.006 * "
            f"coalesce(abs(q), 1)), count(*) FROM {ROWS} WHERE {shows} AND {t} IS NOT NULL "
            f"AND ({right}) IS NOT NULL"
        ).fetchall()[0]
        if rows >= FEW and met >= MOST * rows:
            return t
    return ""


def _levels(cursor: duckdb.DuckDBPyConnection, letters: Sequence[str]) -> dict[str, bool]:
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
        # The same in every line of the file shows nothing, unless only first lines have it.
        if (orders and letter in AIDS and (different > 1 or first))
        or (orders >= FEW and different > 2)
    }


def _orders(
    cursor: duckdb.DuckDBPyConnection, figures: MoneyFigures, totals: dict[str, str]
) -> None:
    """The table `money_orders`: what each order's lines add up to under every reading."""

    def term(letter: str) -> str:
        whole = figures.of_order.get(letter, False)
        return f"coalesce({'max' if whole else 'sum'}(abs({letter})), 0) AS {letter}"

    bases = ", ".join(f"sum({sql}) AS {name}" for name, sql in BASES.items())
    tops = "".join(f", max({c}) AS {c}" for c in totals)
    top = ", max(r) AS r_total"
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {ORDERS} AS SELECT count(*) AS lines, "
        f"bool_or(q <> 1) AS several, {bases}, {term('d')}, {term('s')}, {term('x')}{tops}{top} "
        f"FROM {ROWS} WHERE o IS NOT NULL GROUP BY o"
    )


def _totals(
    cursor: duckdb.DuckDBPyConnection, figures: MoneyFigures, totals: dict[str, str]
) -> list[OrderTotal]:
    """The readings under which the lines add up to a column of the order, best first."""
    columns = [c for c in totals if figures.of_order.get(c)]
    columns += ["r_total"] if figures.of_order.get("r") else []
    bases = [b for b in BASES if _possible(b, figures)]
    terms = [t for t in TERMS if t[1] in figures.of_order]
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
    shown = cursor.execute(f"SELECT {counts} FROM {ORDERS} WHERE lines > 1 OR several").fetchall()[
        0
    ]
    found = [
        OrderTotal(t, b, c, int(agree), int(orders))
        for (t, b, c), agree, orders in zip(tests, shown[::2], shown[1::2], strict=True)
    ]
    good = [one for one in found if one.orders >= FEW and one.agree >= MOST * one.orders]
    order = list(BASES)
    return sorted(good, key=lambda t: (-t.agree, order.index(t.base), len(t.terms)))


def _possible(base: str, figures: MoneyFigures) -> bool:
    if "r" in base and figures.of_order.get("r"):
        return False
    return all(letter in figures.letters for letter in base)
