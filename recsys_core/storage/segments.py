"""Saved segments: what they say, and who is in the fixed ones."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.types import StrArray
from recsys_core.storage.imports import KNOWN_CUSTOMERS

LISTED = (
    "SELECT name, kind, definition, set_id, size, fingerprint, created_at, changed_at FROM segments"
)


class SegmentRecord(NamedTuple):
    """One row. kind: dynamic or fixed. definition: as written in files, None for a list of numbers.

    set_id, size: of a fixed one, its members and how many they were when it was saved.
    fingerprint: of the data it was saved with.
    """

    name: str
    kind: str
    definition: dict[str, Any] | None
    set_id: str | None
    size: int | None
    fingerprint: str
    created_at: datetime
    changed_at: datetime


def list_segments(cursor: duckdb.DuckDBPyConnection) -> list[SegmentRecord]:
    """All of them, by name."""
    rows = cursor.execute(f"{LISTED} ORDER BY lower(name), name").fetchall()
    return [
        SegmentRecord(name, kind, definition and json.loads(definition), *rest)
        for name, kind, definition, *rest in rows
    ]


def put_segment(cursor: duckdb.DuckDBPyConnection, record: SegmentRecord) -> None:
    """Keep one; another one of the same name is replaced."""
    delete_segment(cursor, record.name)
    definition = None if record.definition is None else json.dumps(record.definition)
    row = [*record[:2], definition, *record[3:]]
    cursor.execute("INSERT INTO segments VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def delete_segment(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
    """Take one out. The members of a fixed one stay, so that it can be brought back."""
    cursor.execute("DELETE FROM segments WHERE name = ?", [name])


def put_members(cursor: duckdb.DuckDBPyConnection, set_id: str, users: Sequence[str]) -> None:
    """Keep a new set of customers."""
    frame = pd.DataFrame({Columns.User: pd.Series(list(users), dtype=object)})
    cursor.register("set_members", frame)
    cursor.execute(
        "INSERT INTO segment_members SELECT ?, user_id FROM set_members GROUP BY user_id", [set_id]
    )
    cursor.unregister("set_members")


def members_of(cursor: duckdb.DuckDBPyConnection, set_id: str) -> StrArray:
    """The numbers of a set, in their order."""
    frame = cursor.execute(
        "SELECT user_id FROM segment_members WHERE set_id = ? ORDER BY user_id", [set_id]
    ).df()
    return np.asarray(frame[Columns.User].to_numpy(dtype=object))


def forget_members(cursor: duckdb.DuckDBPyConnection) -> None:
    """Forget members whom no row names any more; `size` still says how many there were."""
    cursor.execute(f"DELETE FROM segment_members WHERE user_id NOT IN ({KNOWN_CUSTOMERS})")
