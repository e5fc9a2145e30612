"""What the figures of an export show about its amounts: counted, not guessed from names."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import duckdb

from recsys_core.ingestion.money_sample import EVERY_ROW, FEW, MOST, ROWS, other_numbers, take_rows
from recsys_core.ingestion.order_totals import OrderTotal, add_up, levels, totals_met
from recsys_core.ingestion.validate import Checks

CLEAR = 4.0
"""One reading holds this many times as often as the other one."""


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


@dataclass
class MoneyFigures:
    """Of a file's first rows. of_order: letter of a column -> whether it belongs to the order (else
    to its line), for columns with anything but zeros. totals: every reading that adds up.
    """

    letters: set[str]
    pairs: dict[str, PricePairs] = field(default_factory=dict)
    of_order: dict[str, bool] = field(default_factory=dict)
    totals: list[OrderTotal] = field(default_factory=list)
    nearest: OrderTotal | None = None
    """The best reading of the amount as the order's total, whether it holds or not."""
    relations: dict[str, tuple[int, int]] = field(default_factory=dict)
    """(rows in which it holds, rows that could show it)"""

    price_column: str = ""
    price_sql: str = ""
    """t0, t1 … of a column without a role that is the price of a piece where the amount stands on
    some of the lines only, and its SQL."""
    equal_product: str = ""
    """t0, t1 … of a column without a role that is price times quantity."""
    discounted: dict[str, bool] = field(default_factory=dict)
    """Whether an amount r or a price p is before its discount, by another column that is the one
    after (True) or before it (False); missing where no column shows it."""
    without: set[str] = field(default_factory=set)
    """Letters of what the order's total is without, by a higher total."""
    others: dict[str, str] = field(default_factory=dict)
    """t0, t1 … -> SQL of the columns without a role that hold numbers, as far as they were looked
    at, and of a tax in percent."""

    @property
    def contradicted(self) -> bool:
        """Whether the amount is price times quantity in next to no row, with nothing to explain
        the difference.
        """
        met, rows = self.relations.get("pq", (0, 0))
        explained = any(map(self.holds, ("p", "pq-d", "pq+x", "pq-d+x")))
        return rows >= FEW and met <= (1 - MOST) * rows and not explained

    def sum_of(self, letter: str) -> str:
        """How SQL adds up a column over the lines of an order."""
        return "max" if self.of_order.get(letter) else "sum"

    def holds(self, relation: str) -> bool:
        met, rows = self.relations.get(relation, (0, 0))
        return rows >= FEW and met >= MOST * rows


def look(checks: Checks, aids: dict[str, str]) -> MoneyFigures:
    """Look at a file's amounts. aids: d, x, s, f (discount, tax, shipping, refund) -> SQL."""
    named = {"p": "price", "r": "revenue", "q": "quantity"}
    values = {k: f"v_{role}" for k, role in named.items() if role in checks.values} | aids
    totals = other_numbers(checks)
    if "tax" in checks.cells and "x" not in aids:
        rate = replace(checks.number_style("tax"), plain=False).sql(checks.cells["tax"])
        totals[f"t{checks.cells['tax'][1:]}"] = rate
    figures = MoneyFigures(set(values), others=totals)
    take_rows(checks, values, totals)
    cursor = checks.cursor
    if {"q", "r"} <= values.keys() and "p" not in values and (t := _price_behind(cursor, totals)):
        del values["r"]
        values["p"] = figures.price_sql = totals[t]
        figures.price_column, figures.letters = t, set(values)
        take_rows(checks, values, totals)
    for letter in values.keys() & {"p", "r"}:
        if "q" in values:
            figures.pairs[letter] = _pairs(cursor, letter)
    if {"p", "q", "r"} <= values.keys():
        figures.relations = _relations(cursor)
        if figures.contradicted:
            figures.equal_product = first_equal(cursor, totals, "p * q", "q NOT IN (0, 1)")
    if "d" in values:
        figures.discounted = _discounted(cursor, values.keys() & {"p", "r"}, totals)
    if "order" in checks.cells:
        numbers = [*sorted(values.keys() - {"p", "q"}), *totals]
        figures.of_order = levels(cursor, numbers) if numbers else {}
        for rows in (ROWS, EVERY_ROW):
            add_up(cursor, figures.of_order, totals, rows)
            readings = totals_met(cursor, figures.letters, figures.of_order, totals)
            figures.totals = [one for one in readings if one.holds]
            nearest = next((one for one in readings if one.column == "r_total"), None)
            figures.nearest = figures.nearest or nearest
            if figures.totals:
                break
        apart = (c for c in "sx" if c in values)
        figures.without = {c for c in apart if first_equal(cursor, totals, f"r + {c}", f"{c} > 0")}
    return figures


def _discounted(
    cursor: duckdb.DuckDBPyConnection, amounts: Iterable[str], totals: dict[str, str]
) -> dict[str, bool]:
    """See MoneyFigures.discounted. A discount in percent is of the price before it."""
    found = {}
    for letter in amounts:
        off = "abs(d) / coalesce(q, 1)" if letter == "p" else "abs(d)"
        rate = "(1 - abs(d) / (p * coalesce(q, 1)))"
        before = [("{t}", f"{letter} + {off}")]
        before += [(f"{{t}} * {rate}", letter)] if letter == "p" else []
        given = "coalesce(d, 0) <> 0"
        if first_equal(cursor, totals, f"{letter} - {off}", given):
            found[letter] = True
        elif any(first_equal(cursor, totals, right, given, left) for left, right in before):
            found[letter] = False
    return found


def _price_behind(cursor: duckdb.DuckDBPyConnection, totals: dict[str, str]) -> str:
    """The column that is the price of a piece, where the amount is missing from a fifth of the
    lines or more: times the pieces it gives the amount wherever that stands.
    """
    filled, rows = cursor.execute(f"SELECT count(r), count(*) FROM {ROWS}").fetchall()[0]
    if filled > 0.8 * rows:
        return ""
    amount = "r - coalesce(s, 0)"
    return first_equal(cursor, totals, amount, "q NOT IN (0, 1) AND r IS NOT NULL", "{t} * q")


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


def steady_prices(cursor: duckdb.DuckDBPyConnection, base: str, of_order: bool) -> PricePairs:
    """Products sold with different discounts: of how many a piece costs the same before it is
    taken off (the discount is still in) and of how many with it added (it is off already). base:
    see LineAmount; of an order's total, orders of one line show it.
    """
    value = {"r": "r / q", "pq": "p", "p": "p / q", "rq": "r", "t": "r / q"}[base]
    line = {"pq": "p * q", "p": "p", "rq": "r * q"}.get(base, "r")
    order = "(PARTITION BY o)"
    off, whole = f"max(abs(d)) OVER {order}", f"sum({line}) OVER {order}"
    alone = f"QUALIFY count(*) OVER {order} = 1" if base == "t" else ""
    given = (off, whole) if of_order else ("abs(d)", line)
    found = cursor.execute(
        "SELECT count(*) FILTER (same), count(*) FILTER (NOT same AND after) FROM (SELECT "
        "max(v) - min(v) <= 0.011 AS same, max(v * share) - min(v * share) <= 0.021 AS after FROM "
        "(SELECT i, v, 1 + coalesce(off / nullif(whole, 0), 0) AS share FROM "
        f"(SELECT i, q, {value} AS v, {given[0]} AS off, {given[1]} AS whole FROM {ROWS} "
        f"WHERE q > 0 {alone}) WHERE v > 0) GROUP BY i HAVING max(share) - min(share) > 0.005)"
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


def first_equal(
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
