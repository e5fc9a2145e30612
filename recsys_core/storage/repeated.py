"""Rows left out because they are equal to another one, kept so that they can be let in."""

import duckdb

from recsys_core.schema.errors import InputError
from recsys_core.storage import messages as m
from recsys_core.storage import meta
from recsys_core.wording.messages import say


def let_in(cursor: duckdb.DuckDBPyConnection, import_id: str) -> int:
    """Move the rows kept aside into the import; returns how many there were.

    Called within a write transaction. Raises `InputError` when there are none.
    """
    found = cursor.execute(
        "SELECT count(*), count(*) FILTER (WHERE event = 'return' OR quantity <= 0) FROM repeated "
        "WHERE import_id = ?",
        [import_id],
    ).fetchall()
    rows, returns = (int(n) for n in found[0])
    if not rows:
        raise InputError(say(m.NO_REPEATED_ROWS, import_id=import_id))
    cursor.execute(
        "INSERT INTO interactions BY NAME SELECT * FROM repeated WHERE import_id = ?", [import_id]
    )
    cursor.execute("DELETE FROM repeated WHERE import_id = ?", [import_id])
    cursor.execute(
        "UPDATE imports SET rows_duplicate = rows_duplicate - ?, rows_return = rows_return + ?, "
        "rows_accepted = rows_accepted + ? WHERE import_id = ?",
        [rows, returns, rows - returns, import_id],
    )
    meta.raise_data_version(cursor)
    return rows
