"""Rows of a table in which its columns are compared: all of a short one, some of a long one."""

from collections.abc import Callable, Container
from pathlib import Path
from tempfile import TemporaryDirectory

from recsys_core.ingestion.order_status import STATE_OF
from recsys_core.ingestion.validate import HEAD_ROWS, Checks
from recsys_core.schema.sql import literal

SAMPLED, SPREAD = "sampled_rows", "spread_rows"
FIRST, STRETCHES, STRETCH = HEAD_ROWS // 2, 16, 1 << 15
"""Of a long file half of the first rows, and stretches of bytes spread over it."""
MOST_VALUES = 2_000


def take_sample(checks: Checks) -> None:
    """Create the view `sampled_rows` with all cells of the rows."""
    checks.counted.clear()
    unread, rows, cells = checks.staged.unread, checks.staged.rows, checks.cells_listed
    first = f"SELECT {cells} FROM {checks.head()}"
    if rows <= HEAD_ROWS:
        sample = first
    elif unread is None:
        _create(checks, f"{checks.source()} WHERE line % {rows // HEAD_ROWS} = 0")
        sample = f"FROM {SPREAD}"
    else:
        with TemporaryDirectory(prefix="tastelab-", dir=unread.scratch) as folder:
            copy = Path(folder) / "spread.csv"
            unread.spread(copy, STRETCHES, STRETCH)
            _create(checks, unread.copied(copy))
        sample = f"{first} WHERE nr <= {FIRST} UNION ALL FROM {SPREAD}"
    checks.cursor.execute(f"CREATE OR REPLACE TEMP VIEW {SAMPLED} AS {sample}")


def _create(checks: Checks, rows: str) -> None:
    sql = f"CREATE OR REPLACE TEMP TABLE {SPREAD} AS SELECT {checks.cells_listed} FROM {rows}"
    checks.cursor.execute(sql)


def seen(checks: Checks, condition: str) -> int:
    """How many rows of the sample meet a condition."""
    found = checks.cursor.execute(f"SELECT count(*) FROM {SAMPLED} WHERE {condition}").fetchall()
    return int(found[0][0])


def counted(checks: Checks, cell: str) -> list[tuple[str, int]]:
    """The filled values of a column of the sample with their rows, the most frequent first."""
    if cell not in checks.counted:
        found = checks.cursor.execute(
            f"SELECT {cell}, count(*) AS rows FROM {SAMPLED} WHERE {cell} <> '' "
            f"GROUP BY 1 ORDER BY rows DESC, 1 LIMIT {MOST_VALUES}"
        ).fetchall()
        checks.counted[cell] = [(str(text), int(rows)) for text, rows in found]
    return checks.counted[cell]


def says_sql(checks: Checks, says: Callable[[str, str], bool], without: Container[str] = ()) -> str:
    """SQL for whether a state of the row is a word of which `says` (role, word) holds. without:
    cells that are no states after all.
    """
    found = []
    for role in STATE_OF:
        cell = checks.cells.get(role)
        if cell is None or cell in without:
            continue
        words = [literal(word) for word, _ in counted(checks, cell) if says(role, word)]
        if words:
            found.append(f"coalesce({cell} IN ({', '.join(words)}), false)")
    return f"({' OR '.join(found) or 'false'})"


def amount_sql(checks: Checks) -> str:
    """A row's amount before it is known what the columns of money mean, as SQL over the cells."""
    values = checks.values
    if "revenue" not in values and {"price", "quantity"} <= values.keys():
        return f"({values['price']}) * ({values['quantity']})"
    return values.get("revenue", "NULL::DOUBLE")
