"""Persons who were erased, as HMAC-SHA-256 of their ids only: their rows are not let in again.

Whoever has the workspace has the key, and can find out whether an id they already know is on the
list; the list gives no id away to somebody who has none.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from secrets import token_hex
from typing import NamedTuple

import duckdb
import pandas as pd

from recsys_core.schema.sql import identifier
from recsys_core.storage.insert import columns_of
from recsys_core.storage.persons import REFUSED, naming_tables

KEY = "erasure_key"
BLOCK = 64


def erasure_key(cursor: duckdb.DuckDBPyConnection) -> bytes:
    """The key of the workspace; made when it is first asked for, within a write transaction."""
    rows = cursor.execute("SELECT value FROM meta WHERE key = ?", [KEY]).fetchall()
    if not rows:
        cursor.execute("INSERT INTO meta VALUES (?, ?)", [KEY, token_hex(32)])
        return erasure_key(cursor)
    return bytes.fromhex(rows[0][0])


def digests(key: bytes, ids: Iterable[str]) -> list[str]:
    """HMAC-SHA-256 of each id under the key, as hexadecimal text."""
    return [hmac.new(key, one.encode(), hashlib.sha256).hexdigest() for one in ids]


def suppress(
    cursor: duckdb.DuckDBPyConnection, found: Sequence[str], certificate: str, at: datetime
) -> None:
    """Put digests on the list."""
    lift(cursor, found)
    with _listing(cursor, found) as listed:
        cursor.execute(f"INSERT INTO erased SELECT digest, ?, ? FROM {listed}", [at, certificate])


def lift(cursor: duckdb.DuckDBPyConnection, found: Sequence[str]) -> int:
    """Take digests off the list; how many were on it."""
    with _listing(cursor, found) as listed:
        sql = f"DELETE FROM erased WHERE digest IN (SELECT digest FROM {listed})"
        done = cursor.execute(sql).fetchall()
    return int(done[0][0])


@contextmanager
def _listing(cursor: duckdb.DuckDBPyConnection, found: Sequence[str]) -> Iterator[str]:
    """The name of a relation with these digests."""
    cursor.register("listed_digests", pd.DataFrame({"digest": list(found)}, dtype="str"))
    yield "listed_digests"
    cursor.unregister("listed_digests")


def count_suppressed(cursor: duckdb.DuckDBPyConnection) -> int:
    """How many persons are on the list."""
    return int(cursor.execute("SELECT count(*) FROM erased").fetchall()[0][0])


class ErasedRows(NamedTuple):
    """Rows of erased persons that an import does not bring. accepted, returned, repeated, refused:
    by what would have become of them.
    """

    accepted: int = 0
    returned: int = 0
    repeated: int = 0
    refused: int = 0


def leave_out(cursor: duckdb.DuckDBPyConnection, import_id: str, user_cell: str) -> ErasedRows:
    """Delete the rows of an import whose person is on the list, in every table that names
    customers and among the refused lines.

    user_cell: SQL of the customer's cell of a refused line (`persons.cell_of`), "" where there is
    none.  Called within the transaction that brought the rows. A row of a file of campaigns may
    stand in several tables; it counts once.
    """
    if not count_suppressed(cursor):
        return ErasedRows()
    key = erasure_key(cursor).ljust(BLOCK, b"\0")
    pads = [bytes(sign ^ pad for sign in key) for pad in (0x5C, 0x36)]
    removed, returned = {"": 0}, 0
    for table in naming_tables(cursor):
        if "import_id" not in columns_of(cursor, table):
            continue
        cursor.execute(
            "CREATE OR REPLACE TEMP TABLE left_out AS SELECT user_id FROM (SELECT DISTINCT user_id "
            f"FROM {identifier(table)} WHERE import_id = $1) WHERE {_listed('user_id')}",
            [import_id, *pads],
        )
        where = "WHERE import_id = ? AND user_id IN (SELECT user_id FROM left_out)"
        if table == "interactions":
            back = (
                f"SELECT count(*) FROM interactions {where} AND (event = 'return' OR quantity <= 0)"
            )
            returned = int(cursor.execute(back, [import_id]).fetchall()[0][0])
        done = cursor.execute(f"DELETE FROM {identifier(table)} {where}", [import_id]).fetchall()
        removed[table] = int(done[0][0])
    refused = 0
    if user_cell:
        done = cursor.execute(
            f"DELETE FROM {REFUSED} WHERE import_id = $1 AND {_listed(user_cell)}",
            [import_id, *pads],
        ).fetchall()
        refused = int(done[0][0])
    repeated = removed.pop("repeated", 0)
    return ErasedRows(max(removed.values()) - returned, returned, repeated, refused)


def _listed(user: str) -> str:
    """SQL that tells whether an id is on the list; its second and third value: the two keys."""
    return (
        f"coalesce(sha256($2 || unhex(sha256($3 || encode({user})))) IN "
        "(SELECT digest FROM erased), false)"
    )
