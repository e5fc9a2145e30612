"""What stands on the first line of an order only holds for all of its lines."""

from collections.abc import Mapping
from dataclasses import replace

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.date_words import DIGITS, NARROW, WIDE
from recsys_core.ingestion.money_sample import AIDS
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.unread import IrregularError
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.sql import identifier
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

CARRIED = "carried_rows"
AMOUNTS = (*AIDS.values(), "returned_quantity")
"""Amounts of an order are shared out over its lines, not repeated."""
SURE, ALWAYS = 3, 0.95
"""Orders that must show the pattern, and their share among all that do not contradict it. A cell
of a line of its own is on the first of three orders, and on no other line, one time in eight."""


def carry_to_lines(checks: Checks) -> None:
    """Put the cells of an order on all of its lines, and say what was carried.

    The customer, the day, the state and the currency of an order are carried to its other lines;
    so is its number, where the report leaves it out below the first line. Amounts are not (see
    money.py). Raises IrregularError where an unread file has to be copied for it.
    """
    if "order" not in checks.cells:
        return
    order, names = checks.cells["order"], checks.mapping
    cells = {role: cell for role, cell in checks.cells.items() if _of_an_order(role)}
    below = _leaves_out_number(checks, order, list(cells.values()))
    if below:
        rewrite_cells(checks, {order: _last(order)}, "numbered_rows")
        checks.show(say(m.NUMBER_CARRIED, column=names["order"], rows=below))
    found = _first_lines(checks, order, cells)
    if found:
        rewrite_cells(
            checks, {cells[role]: first_of(cells[role], order) for role in found}, CARRIED
        )
        said = {"columns": and_list([names[role] for role in found]), "n": len(found)}
        checks.show(say(m.CARRIED_TO_LINES, **said, orders=max(found.values())))


def narrow_digits(checks: Checks) -> None:
    """Write full-width and Arabic digits of numbers and dates as plain ones: ３５０ is 350."""
    cells = [c for role, c in checks.cells.items() if ROLES[role].becomes in ("number", "date")]
    if not cells:
        return
    wide = ", ".join(f"bool_or(regexp_matches({cell}, '[{DIGITS}]'))" for cell in cells)
    found = checks.cursor.execute(f"SELECT {wide} FROM {checks.head()}").fetchall()[0]
    narrow = {
        cell: f"translate({cell}, '{WIDE}', '{NARROW}')"
        for cell, seen in zip(cells, found, strict=True)
        if seen
    }
    if narrow:
        rewrite_cells(checks, narrow, "narrow_rows")


def _of_an_order(role: str) -> bool:
    known = ROLES[role]
    if role in ("user", "time", "currency"):
        return True
    return known.becomes == "words" and role not in ("event", *AMOUNTS)


def filled_sql(cell: str) -> str:
    return f"coalesce(trim({cell}), '') <> ''"


def _leaves_out_number(checks: Checks, order: str, others: list[str]) -> int:
    """How many of the rows looked at have no order number, nor anything else of an order; 0 where
    rows without a number are no lines of the order above.
    """
    if not others:
        return 0
    bare = " AND ".join(f"NOT {filled_sql(cell)}" for cell in others)
    without, bare_ones, first = checks.cursor.execute(
        f"SELECT count(*) FILTER (NOT {filled_sql(order)}), "
        f"count(*) FILTER (NOT {filled_sql(order)} AND {bare}), "
        f"coalesce(bool_or({filled_sql(order)}) FILTER (nr = 1), false) FROM {checks.head()}"
    ).fetchall()[0]
    return int(without) if first and without >= SURE and bare_ones >= ALWAYS * without else 0


def _first_lines(checks: Checks, order: str, cells: Mapping[str, str]) -> dict[str, int]:
    """Role -> number of the orders looked at that have it on their first line only."""
    if not cells:
        return {}
    per_order = ", ".join(
        f"bool_or({filled_sql(c)}) FILTER (nr = first) AS f{k}, "
        f"coalesce(bool_or({filled_sql(c)}) FILTER (nr > first), false) AS l{k}"
        for k, c in enumerate(cells.values())
    )
    counts = ", ".join(
        f"count(*) FILTER (f{k} AND NOT l{k}), count(*) FILTER (l{k})" for k in range(len(cells))
    )
    lines = (
        f"(SELECT *, min(nr) OVER (PARTITION BY {order}) AS first FROM {checks.head()} "
        f"WHERE {filled_sql(order)})"
    )
    figures = checks.cursor.execute(
        f"SELECT {counts} FROM (SELECT {per_order} FROM {lines} GROUP BY {order} "
        "HAVING count(*) > 1)"
    ).fetchall()[0]
    pairs = zip(cells, figures[::2], figures[1::2], strict=True)
    return {
        role: int(only)
        for role, only, later in pairs
        if only >= SURE and only >= ALWAYS * (only + later)
    }


def _last(cell: str) -> str:
    return (
        f"last_value(nullif(trim({cell}), '') IGNORE NULLS) OVER (ORDER BY file, line "
        "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
    )


def first_of(cell: str, order: str) -> str:
    """A cell, or the one of the same order that is filled."""
    of_order = f"arg_min({cell}, line) FILTER ({filled_sql(cell)}) OVER (PARTITION BY {order})"
    return (
        f"CASE WHEN {filled_sql(cell)} OR NOT {filled_sql(order)} THEN {cell} ELSE {of_order} END"
    )


def rewrite_cells(checks: Checks, cells: Mapping[str, str], table: str) -> None:
    """Replace the staged rows by a table in which these cells hold the SQL beside them. Raises
    IrregularError where an unread file has to be copied for it.
    """
    staged = checks.staged
    if staged.unread:
        raise IrregularError
    changed = ", ".join(f"{sql} AS {cell}" for cell, sql in cells.items())
    checks.cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS "
        f"SELECT * REPLACE ({changed}) FROM {identifier(staged.table)} ORDER BY file, line"
    )
    checks.staged = replace(staged, table=table)
