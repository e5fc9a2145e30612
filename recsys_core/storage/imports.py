"""The record of every import, and taking one back."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb
import pandas as pd

from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.schema.imports import ImportReport
from recsys_core.storage import messages as m
from recsys_core.storage import meta
from recsys_core.wording.messages import say

CAMPAIGN_TABLES = (
    "campaigns", "campaign_targets", "campaign_offers", "campaign_responses", "deliveries"
)  # fmt: skip
DATA_TABLES = ("interactions", "items", "users", *CAMPAIGN_TABLES, "exposures", "coupon_uses")
OWN = "own"


def next_import_id(cursor: duckdb.DuckDBPyConnection) -> str:
    """The id for the import about to be made; later ids sort after earlier ones."""
    rows = cursor.execute("SELECT count(*) FROM imports").fetchall()
    return f"imp-{rows[0][0] + 1:06d}"


def combined_hash(hashes: list[str]) -> str:
    """One hash for several files; their order does not matter. A single hash stays as it is."""
    if len(hashes) == 1:
        return hashes[0]
    return hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()


def record_import(
    cursor: duckdb.DuckDBPyConnection,
    report: ImportReport,
    *,
    kind: str,
    sha256: str,
    created_at: datetime,
    source: str = OWN,
    labels: Sequence[str] = (),
    options: Mapping[str, object] | None = None,
) -> None:
    """Write the import down and raise the data version.

    Called within the transaction that inserts the rows. `created_at` is naive UTC. labels: the
    columns of the file; options: how it was read, where that was not left to the reader.
    """
    cursor.execute(
        "INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?)",
        [
            report.import_id,
            kind,
            source,
            ", ".join(report.files),
            sha256,
            json.dumps(report.mapping),
            report.encoding,
            report.delimiter,
            report.rows_read,
            report.rows_accepted,
            report.rows_quarantined,
            report.rows_duplicate,
            report.rows_return,
            json.dumps(report.warnings),
            created_at,
            json.dumps(list(labels)),
            json.dumps(dict(options or {})),
            report.corrects,
        ],
    )
    meta.raise_data_version(cursor)


def list_imports(cursor: duckdb.DuckDBPyConnection, *, live_only: bool = False) -> pd.DataFrame:
    """All imports, latest first; the columns are the table's."""
    condition = "WHERE undone_at IS NULL" if live_only else ""
    return cursor.execute(f"SELECT * FROM imports {condition} ORDER BY import_id DESC").df()


@dataclass(frozen=True)
class Recorded:
    """What is known about how a file was read. labels: its columns; mapping: role -> column;
    options: fields of the reading options; live: not taken back.
    """

    import_id: str
    kind: str
    labels: list[str]
    mapping: dict[str, str]
    options: dict[str, object]
    delimiter: str
    live: bool


def recorded(cursor: duckdb.DuckDBPyConnection, import_id: str) -> Recorded:
    """One import. Raises `NotFoundError` for an unknown id."""
    rows = cursor.execute(
        "SELECT kind, labels, mapping, options, delimiter, undone_at IS NULL FROM imports "
        "WHERE import_id = ?",
        [import_id],
    ).fetchall()
    if not rows:
        raise NotFoundError(say(m.NO_SUCH_IMPORT, import_id=repr(import_id)))
    kind, labels, mapping, options, delimiter, live = rows[0]
    return Recorded(
        import_id,
        str(kind),
        json.loads(labels or "[]"),
        json.loads(mapping or "{}"),
        json.loads(options or "{}"),
        str(delimiter or ""),
        bool(live),
    )


def find_by_hash(
    cursor: duckdb.DuckDBPyConnection, sha256: str, kind: str | None = None
) -> str | None:
    """The id of the import in force that brought exactly this file, or None."""
    rows = cursor.execute(
        "SELECT import_id FROM imports WHERE sha256 = ? AND undone_at IS NULL "
        "AND (? IS NULL OR kind = ?) ORDER BY import_id DESC LIMIT 1",
        [sha256, kind, kind],
    ).fetchall()
    return str(rows[0][0]) if rows else None


def content_stamp(cursor: duckdb.DuckDBPyConnection) -> str:
    """What identifies all rows of the tables and the settings: another one after each change."""
    live = cursor.execute(
        "SELECT import_id, sha256, kind, rows_accepted FROM imports WHERE undone_at IS NULL "
        "ORDER BY import_id"
    ).fetchall()
    content = [meta.data_version(cursor), meta.edits(cursor), live]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def currency_in_force(cursor: duckdb.DuckDBPyConnection) -> str | None:
    """The currency of the money that is in, as far as an import in force named one."""
    rows = cursor.execute(
        "SELECT json_extract_string(options, '$.currency') AS currency FROM imports "
        "WHERE undone_at IS NULL AND kind IN ('interactions', 'sample') AND currency <> '' "
        "ORDER BY import_id DESC LIMIT 1"
    ).fetchall()
    return str(rows[0][0]) if rows else None


def has_money(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether any row carries an amount or a price."""
    return bool(
        cursor.execute(
            "SELECT 1 WHERE EXISTS (FROM interactions WHERE revenue IS NOT NULL) "
            "OR EXISTS (FROM items WHERE price IS NOT NULL)"
        ).fetchall()
    )


NAMING = (
    "interactions", "users", "campaign_targets", "campaign_responses", "deliveries", "exposures",
    "coupon_uses",
)  # fmt: skip
KNOWN_CUSTOMERS = " UNION ".join(f"SELECT user_id FROM {table}" for table in NAMING)


def known_customers(cursor: duckdb.DuckDBPyConnection) -> set[str]:
    """Everybody whom some row names."""
    return {str(user) for (user,) in cursor.execute(KNOWN_CUSTOMERS).fetchall()}


def undo_import(cursor: duckdb.DuckDBPyConnection, import_id: str, undone_at: datetime) -> int:
    """Remove every row the import brought; returns how many (refused rows not counted).

    Called within a write transaction. Raises `NotFoundError` for an unknown id and `InputError`
    for an import that was taken back before.
    """
    rows = cursor.execute(
        "SELECT undone_at FROM imports WHERE import_id = ?", [import_id]
    ).fetchall()
    if not rows:
        raise NotFoundError(say(m.NO_SUCH_IMPORT, import_id=repr(import_id)))
    if rows[0][0] is not None:
        raise InputError(say(m.ALREADY_TAKEN_BACK, import_id=import_id))
    removed = 0
    for table in DATA_TABLES:
        found = cursor.execute(f"DELETE FROM {table} WHERE import_id = ?", [import_id]).fetchall()
        removed += int(found[0][0])
    for table in ("quarantine", "repeated", "nobody_sales"):
        cursor.execute(f"DELETE FROM {table} WHERE import_id = ?", [import_id])
    cursor.execute("UPDATE imports SET undone_at = ? WHERE import_id = ?", [undone_at, import_id])
    meta.raise_data_version(cursor)
    meta.mark_removed(cursor)
    return removed
