"""The first rows of an export as numbers by letters: what its amounts are compared in."""

from dataclasses import replace

from recsys_core.ingestion.validate import Checks

ROWS, EVERY_ROW = "money_rows", "money_every_row"
MOST_COLUMNS = 40
"""Columns without a role that are looked at for an order's total."""
AIDS = {"d": "discount", "s": "shipping", "x": "tax", "f": "refund"}
"""Letter -> role: zero in most orders, and the same in all of them often."""
MOST, FEW = 0.9, 3
"""A reading holds in nine of ten cases and at least three times: rounding and corrections by hand
spoil a few, chance alone explains fewer."""


def other_numbers(checks: Checks) -> dict[str, str]:
    """t0, t1 … -> SQL of the columns without a role that hold numbers."""
    used = set(checks.cells.values())
    free = [f"c{at}" for at in range(checks.staged.dialect.width) if f"c{at}" not in used]
    if not free:
        return {}
    cells = {cell: cell for cell in free[:MOST_COLUMNS]}
    styles = checks.styles_of(cells, careful=True)
    # Where nothing in the file tells, the analyst has said it of the columns with a role.
    comma = any(style.comma for style in checks.numbers.values())
    styles = {c: replace(s, comma=comma) if s.open else s for c, s in styles.items()}
    numbers = {cell: style.sql(cell) for cell, style in styles.items()}
    counts = ", ".join(f"count({sql}), count(nullif(trim({c}), ''))" for c, sql in numbers.items())
    found = checks.cursor.execute(f"SELECT {counts} FROM {checks.head()}").fetchall()[0]
    pairs = zip(numbers.items(), found[::2], found[1::2], strict=True)
    sure = [pair for pair, known, filled in pairs if filled and known >= MOST * filled]
    return {f"t{cell[1:]}": sql for cell, sql in sure}


def take_rows(checks: Checks, values: dict[str, str], totals: dict[str, str]) -> None:
    """The table `money_rows`: o (order), i (product) and every number by its letter; `nr`. As
    `money_every_row` also rows without a product, of which an order may consist as well.
    """
    order = checks.cells.get("order")
    key = f"nullif(trim({order}), '')" if order else "NULL"
    listed = ", ".join(f"{sql} AS {letter}" for letter, sql in {**values, **totals}.items())
    for letter in {"p", "q", "r", "d", "x", "s", "f"} - values.keys():
        listed += f", CAST(NULL AS DOUBLE) AS {letter}"
    read = "".join(f", {sql} AS v_{role}" for role, sql in checks.values.items())
    checks.cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {EVERY_ROW} AS SELECT {key} AS o, v_item AS i, nr, {listed} "
        f"FROM (SELECT *{read} FROM {checks.head()}) WHERE v_event IN ('purchase', 'return')"
    )
    checks.cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {ROWS} AS FROM {EVERY_ROW} WHERE trim(coalesce(i, '')) <> ''"
    )
