"""Named ways of making lists for a slot, and when they run for whom."""

import json
from datetime import date, datetime
from typing import Any, NamedTuple

import duckdb


class PlacementRecord(NamedTuple):
    """One row; `definition` is whatever was saved."""

    placement_id: str
    name: str
    definition: dict[str, Any]
    created_at: datetime


class PlannedRecord(NamedTuple):
    """One row of the plan. whom: `everybody`, `segment` or `audience`.  group_name: which one, ""
    for everybody.  sends: how often a message goes out.
    """

    entry_id: str
    placement_id: str
    channel: str
    starts: date
    ends: date
    whom: str
    group_name: str
    sends: str
    created_at: datetime


def list_placements(cursor: duckdb.DuckDBPyConnection) -> list[PlacementRecord]:
    """All of them, in the order in which they were saved."""
    rows = cursor.execute(
        "SELECT placement_id, name, definition, created_at FROM placements "
        "ORDER BY created_at, placement_id"
    ).fetchall()
    return [PlacementRecord(row[0], row[1], json.loads(row[2]), row[3]) for row in rows]


def put_placement(cursor: duckdb.DuckDBPyConnection, record: PlacementRecord) -> None:
    """Keep one; the one with its number is replaced, and what is planned of it stays."""
    cursor.execute("DELETE FROM placements WHERE placement_id = ?", [record.placement_id])
    cursor.execute(
        "INSERT INTO placements VALUES (?, ?, ?, ?)",
        [*record[:2], json.dumps(record.definition), record.created_at],
    )


def delete_placement(cursor: duckdb.DuckDBPyConnection, placement_id: str) -> None:
    """Forget one and what is planned of it; one that is not there is no error."""
    for table in ("placements", "planned"):
        cursor.execute(f"DELETE FROM {table} WHERE placement_id = ?", [placement_id])


def list_planned(cursor: duckdb.DuckDBPyConnection) -> list[PlannedRecord]:
    """The plan, what begins first at the top."""
    rows = cursor.execute(
        f"SELECT {', '.join(PlannedRecord._fields)} FROM planned "
        "ORDER BY starts, ends, created_at, entry_id"
    ).fetchall()
    return [PlannedRecord(*row) for row in rows]


def insert_planned(cursor: duckdb.DuckDBPyConnection, record: PlannedRecord) -> None:
    """Plan one more."""
    cursor.execute("INSERT INTO planned VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", list(record))


def delete_planned(cursor: duckdb.DuckDBPyConnection, entry_id: str) -> None:
    """Take one out of the plan; one that is not there is no error."""
    cursor.execute("DELETE FROM planned WHERE entry_id = ?", [entry_id])
