"""The few values kept beside the tables: versions, edits, the models in use; and the audit."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import duckdb

CHANGED, UNDONE = "changed", "taken back"
"""Actions of the audit: a change with what was before and after it, and the way back from one."""


def data_version(cursor: duckdb.DuckDBPyConnection) -> int:
    """The counter that every import and undo raises."""
    rows = cursor.execute("SELECT value FROM meta WHERE key = 'data_version'").fetchall()
    return int(rows[0][0])


def raise_data_version(cursor: duckdb.DuckDBPyConnection) -> int:
    """Raise the counter by one, inside the caller's transaction; returns the new value."""
    version = data_version(cursor) + 1
    cursor.execute("UPDATE meta SET value = ? WHERE key = 'data_version'", [str(version)])
    return version


def edits(cursor: duckdb.DuckDBPyConnection) -> int:
    """How often rows were changed by anything but an import or an undo (an erased person, say)."""
    rows = cursor.execute("SELECT value FROM meta WHERE key = 'edits'").fetchall()
    return int(rows[0][0])


def record_edit(cursor: duckdb.DuckDBPyConnection) -> None:
    """Note that rows changed outside an import, so that no prepared data of before is reused."""
    cursor.execute("UPDATE meta SET value = ? WHERE key = 'edits'", [str(edits(cursor) + 1)])
    raise_data_version(cursor)


def mark_removed(cursor: duckdb.DuckDBPyConnection) -> None:
    """Note that rows were taken out, so that what is left of them has to go."""
    cursor.execute("INSERT OR REPLACE INTO meta VALUES ('removed', '1')")


def are_removed(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether something may be left of rows that were taken out."""
    return bool(cursor.execute("SELECT 1 FROM meta WHERE key = 'removed'").fetchall())


def forget_removed(cursor: duckdb.DuckDBPyConnection) -> None:
    """Nothing is left of them."""
    cursor.execute("DELETE FROM meta WHERE key = 'removed'")


def erasing(cursor: duckdb.DuckDBPyConnection) -> dict[str, Any] | None:
    """What an erasure of persons needs to go on that has begun and not ended; None without one."""
    rows = cursor.execute("SELECT value FROM meta WHERE key = 'erasing'").fetchall()
    return dict(json.loads(rows[0][0])) if rows else None


def keep_erasing(cursor: duckdb.DuckDBPyConnection, begun: Mapping[str, Any] | None) -> None:
    """Note that it has begun; None: that it has ended."""
    cursor.execute("DELETE FROM meta WHERE key = 'erasing'")
    if begun is not None:
        cursor.execute("INSERT INTO meta VALUES ('erasing', ?)", [json.dumps(dict(begun))])


def models_in_use(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The models chosen for lists, by what the lists are for; empty before the first choice."""
    rows = cursor.execute("SELECT value FROM meta WHERE key = 'models_in_use'").fetchall()
    return dict(json.loads(rows[0][0])) if rows else {}


def keep_models_in_use(cursor: duckdb.DuckDBPyConnection, models: Mapping[str, str]) -> None:
    """The choice that holds from now on."""
    cursor.execute(
        "INSERT OR REPLACE INTO meta VALUES ('models_in_use', ?)", [json.dumps(dict(models))]
    )


def amounts(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """What was chosen for writing numbers and money (`currency`, `style`); empty before that."""
    rows = cursor.execute("SELECT value FROM meta WHERE key = 'amounts'").fetchall()
    return dict(json.loads(rows[0][0])) if rows else {}


def keep_amounts(cursor: duckdb.DuckDBPyConnection, chosen: Mapping[str, str]) -> None:
    """The choice that holds from now on; what was written before is written anew."""
    cursor.execute("INSERT OR REPLACE INTO meta VALUES ('amounts', ?)", [json.dumps(dict(chosen))])
    raise_data_version(cursor)


def bookmarks(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The states of pages that are kept: name -> address."""
    rows = cursor.execute("SELECT value FROM meta WHERE key = 'bookmarks'").fetchall()
    return dict(json.loads(rows[0][0])) if rows else {}


def keep_bookmarks(cursor: duckdb.DuckDBPyConnection, kept: Mapping[str, str]) -> None:
    """Those that are kept from now on."""
    cursor.execute("INSERT OR REPLACE INTO meta VALUES ('bookmarks', ?)", [json.dumps(dict(kept))])


def smallest_group(cursor: duckdb.DuckDBPyConnection) -> int | None:
    """How many customers a group that leaves the house has at least; None before it was said."""
    rows = cursor.execute("SELECT value FROM meta WHERE key = 'smallest_group'").fetchall()
    return int(rows[0][0]) if rows else None


def keep_smallest_group(cursor: duckdb.DuckDBPyConnection, least: int) -> None:
    """From now on."""
    cursor.execute("INSERT OR REPLACE INTO meta VALUES ('smallest_group', ?)", [str(least)])


def weekly_cap(cursor: duckdb.DuckDBPyConnection) -> int | None:
    """Messages a customer may get within a week by the plan; None before it was said."""
    rows = cursor.execute("SELECT value FROM meta WHERE key = 'weekly_cap'").fetchall()
    return int(rows[0][0]) if rows else None


def keep_weekly_cap(cursor: duckdb.DuckDBPyConnection, most: int) -> None:
    """From now on."""
    cursor.execute("INSERT OR REPLACE INTO meta VALUES ('weekly_cap', ?)", [str(most)])


def snapshots_kept(cursor: duckdb.DuckDBPyConnection) -> int | None:
    """How many daily copies are kept; None before it was said."""
    rows = cursor.execute("SELECT value FROM meta WHERE key = 'snapshots_kept'").fetchall()
    return int(rows[0][0]) if rows else None


def keep_snapshots_kept(cursor: duckdb.DuckDBPyConnection, kept: int) -> None:
    """From now on."""
    cursor.execute("INSERT OR REPLACE INTO meta VALUES ('snapshots_kept', ?)", [str(kept)])


def retention_months(cursor: duckdb.DuckDBPyConnection) -> int:
    """After how many months rows are taken out with each import; 0 for never."""
    rows = cursor.execute("SELECT value FROM meta WHERE key = 'retention_months'").fetchall()
    return int(rows[0][0]) if rows else 0


def keep_retention_months(cursor: duckdb.DuckDBPyConnection, months: int) -> None:
    """From now on."""
    cursor.execute("INSERT OR REPLACE INTO meta VALUES ('retention_months', ?)", [str(months)])


def lot_key(cursor: duckdb.DuckDBPyConnection) -> str | None:
    """What lots are drawn under; None before the first."""
    rows = cursor.execute("SELECT value FROM meta WHERE key = 'lot_key'").fetchall()
    return str(rows[0][0]) if rows else None


def keep_lot_key(cursor: duckdb.DuckDBPyConnection, key: str) -> str:
    """Keep it where there is none yet; the one that holds."""
    cursor.execute("INSERT INTO meta VALUES ('lot_key', ?) ON CONFLICT DO NOTHING", [key])
    return lot_key(cursor) or key


def control_group(cursor: duckdb.DuckDBPyConnection) -> float:
    """The share of customers whom all campaigns leave alone; 0 before it was said."""
    rows = cursor.execute("SELECT value FROM meta WHERE key = 'control_group'").fetchall()
    return float(rows[0][0]) if rows else 0.0


def keep_control_group(cursor: duckdb.DuckDBPyConnection, share: float) -> None:
    """From now on; whoever worked out whom to reach works it out anew."""
    cursor.execute("INSERT OR REPLACE INTO meta VALUES ('control_group', ?)", [repr(share)])
    raise_data_version(cursor)


def group_names(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The names people gave to found groups and themes: key of the group -> name."""
    rows = cursor.execute("SELECT value FROM meta WHERE key = 'group_names'").fetchall()
    return dict(json.loads(rows[0][0])) if rows else {}


def keep_group_names(cursor: duckdb.DuckDBPyConnection, kept: Mapping[str, str]) -> None:
    """Those that are kept from now on."""
    row = ["group_names", json.dumps(dict(kept))]
    cursor.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", row)


def is_empty(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether no import is in force."""
    rows = cursor.execute("SELECT count(*) FROM imports WHERE undone_at IS NULL").fetchall()
    return bool(rows[0][0] == 0)


def changes(
    cursor: duckdb.DuckDBPyConnection, limit: int | None
) -> list[tuple[datetime, dict[str, Any], bool]]:
    """The latest changes that can be taken back, latest first: when, what as it was recorded, and
    whether it was.
    """
    rows = cursor.execute(
        "SELECT \"at\", detail, json_extract_string(detail, '$.id') IN (SELECT "
        "json_extract_string(detail, '$.id') FROM audit WHERE action = $2) "
        'FROM audit WHERE action = $1 ORDER BY "at" DESC, rowid DESC LIMIT $3',
        [CHANGED, UNDONE, limit if limit is not None else 2**31],
    ).fetchall()
    return [(at, json.loads(detail), bool(undone)) for at, detail, undone in rows]


def record_action(
    cursor: duckdb.DuckDBPyConnection, at: datetime, action: str, detail: Mapping[str, object]
) -> None:
    """Note in the audit what was done; called within a write transaction."""
    cursor.execute("INSERT INTO audit VALUES (?, ?, ?)", [at, action, json.dumps(detail)])
