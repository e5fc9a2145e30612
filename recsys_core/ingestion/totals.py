"""Rows that add up others: no sales of their own, whatever they are called."""

from collections.abc import Mapping

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.money_sample import ROWS
from recsys_core.ingestion.validate import ACCEPTED, NOBODY_ROWS, Checks
from recsys_core.schema.columns import Columns
from recsys_core.schema.sql import literal
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

FEW, MOSTLY = 3, 0.9
SUMS, KEPT = "sums_of_rows", "nobody_kept"
MOST_WORDS, MOST_ROWS = 5, 2_000
"""A file has few words for a total, and few totals of all that stands above."""
RARE = 0.2
"""Share of rows up to which those without a customer may be totals; more of them are sales."""
NEAR = "0.011 + 0.006 * lines"


def leave_totals_out(checks: Checks, amount: str) -> None:
    """Refuse lines of an order that are the sum of two or more others wherever they stand, told
    by the product's column; said. amount: SQL of a line over p, q and r of `money_rows`.
    """
    if "order" not in checks.cells:
        return
    found = checks.cursor.execute(
        f"WITH lines AS (SELECT o, i, {amount} AS a FROM {ROWS} WHERE o IS NOT NULL), "
        "orders AS (SELECT o, sum(a) AS total, count(a) AS lines FROM lines GROUP BY o) "
        f"SELECT i, count(*) FILTER (abs(2 * a - total) <= {NEAR} AND a <> 0), count(*) "
        "FROM lines JOIN orders USING (o) WHERE lines > 2 "
        f"GROUP BY i HAVING count(*) >= {FEW} "
        f"AND count(*) FILTER (abs(2 * a - total) <= {NEAR} AND a <> 0) >= {MOSTLY} * count(*) "
        f"ORDER BY 2 DESC, 1 LIMIT {MOST_WORDS + 1}"
    ).fetchall()
    if not 0 < len(found) <= MOST_WORDS:
        return
    words = [str(word) for word, _, _ in found]
    met, rows = (sum(int(row[at]) for row in found) for at in (1, 2))
    condition = f"coalesce(v_item IN ({', '.join(map(literal, words))}), false)"
    checks.faults.append((condition, "item", literal(say(m.TOTAL))))
    said = {"column": checks.mapping["item"], "words": and_list(words), "met": met, "rows": rows}
    checks.warnings.append(say(m.TOTALS_LEFT_OUT, **said))


def leave_totals_of_nobody_out(checks: Checks, columns: Mapping[str, str]) -> None:
    """Take rows out of `nobody_rows` whose money and pieces are the sum of two or more rows that
    are stored, of the same product, order or day or of all; said.
    """
    cursor = checks.cursor
    many = _count(checks) if Columns.Revenue in columns else 0
    if not 0 < many <= min(MOST_ROWS, RARE * checks.staged.rows):
        return
    given = {"item_id": Columns.Item, "order_id": Columns.Order, "ts::DATE": Columns.Time}
    keys = [key for key, column in given.items() if column in columns]
    same = f"abs(n.revenue - s.money) <= {NEAR}"
    pieces = "NULL"
    if Columns.Quantity in columns:
        same, pieces = f"{same} AND abs(n.quantity - s.pieces) < 0.001", "sum(quantity)"
    texts = [f"CAST({key} AS VARCHAR)" for key in keys]
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {SUMS} AS SELECT grouping({', '.join(keys)}) AS level, "
        f"coalesce({', '.join(texts)}, '') AS key, sum(revenue) AS money, {pieces} AS pieces, "
        f"count(*) AS lines FROM {ACCEPTED} "
        f"GROUP BY GROUPING SETS ({', '.join(f'({key})' for key in keys)}, ()) HAVING lines > 1"
    )
    # A bit for each key, the last one lowest, is set where the rows are not grouped by it.
    every = (1 << len(keys)) - 1
    levels = {every - (1 << at): text for at, text in enumerate(reversed(texts))} | {every: "''"}
    tests = " OR ".join(
        f"EXISTS (SELECT 1 FROM {SUMS} s WHERE level = {level} AND s.key = {text} AND {same})"
        for level, text in levels.items()
    )
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {KEPT} AS SELECT * FROM {NOBODY_ROWS} n "
        f"WHERE NOT coalesce(n.revenue <> 0 AND ({tests}), false)"
    )
    cursor.execute(f"DROP VIEW {NOBODY_ROWS}")
    cursor.execute(f"CREATE TEMP VIEW {NOBODY_ROWS} AS SELECT * FROM {KEPT}")
    if left := many - _count(checks):
        checks.warnings.append(say(m.SUMS_OF_NOBODY, n=left))


def _count(checks: Checks) -> int:
    return int(checks.cursor.execute(f"SELECT count(*) FROM {NOBODY_ROWS}").fetchall()[0][0])
