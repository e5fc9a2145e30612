"""Rows of a table in which its columns are compared: all of a short one, some of a long one."""

from pathlib import Path
from tempfile import TemporaryDirectory

from recsys_core.ingestion.validate import Checks

SAMPLED = "sampled_rows"
FIRST, STRETCHES, STRETCH = 10_000, 16, 1 << 15
"""Of a long file the first rows, and stretches of bytes spread over it."""
MOST_VALUES = 2_000


def take_sample(checks: Checks) -> None:
    """Create the table `sampled_rows` with all cells of the rows."""
    unread, rows = checks.staged.unread, checks.staged.rows
    cells = checks.cells_listed
    create = f"CREATE OR REPLACE TEMP TABLE {SAMPLED} AS SELECT {cells} FROM"
    if unread is None or rows <= 2 * FIRST:
        every = max(rows // (2 * FIRST), 1)
        thinned = f" WHERE line % {every} = 0" if every > 1 else ""
        checks.cursor.execute(f"{create} {checks.source()}{thinned}")
        return
    checks.cursor.execute(f"{create} {unread.rows} LIMIT {FIRST}")
    with TemporaryDirectory(prefix="tastelab-", dir=unread.scratch) as folder:
        copy = Path(folder) / "spread.csv"
        unread.spread(copy, STRETCHES, STRETCH)
        checks.cursor.execute(f"INSERT INTO {SAMPLED} SELECT {cells} FROM {unread.copied(copy)}")


def seen(checks: Checks, condition: str) -> int:
    """How many rows of the sample meet a condition."""
    found = checks.cursor.execute(f"SELECT count(*) FROM {SAMPLED} WHERE {condition}").fetchall()
    return int(found[0][0])


def counted(checks: Checks, cell: str) -> list[tuple[str, int]]:
    """The filled values of a column of the sample with their rows, the most frequent first."""
    found = checks.cursor.execute(
        f"SELECT {cell}, count(*) AS rows FROM {SAMPLED} WHERE {cell} <> '' "
        f"GROUP BY 1 ORDER BY rows DESC, 1 LIMIT {MOST_VALUES}"
    ).fetchall()
    return [(str(text), int(rows)) for text, rows in found]
