"""Audiences that were kept: whom a campaign is to reach, and who is left out by lot."""

import json
from datetime import datetime
from typing import Any, NamedTuple

import duckdb
import pandas as pd

from recsys_core.storage.imports import KNOWN_CUSTOMERS

MAILED, HELD_OUT = "mailed", "hold-out"


class AudienceRecord(NamedTuple):
    """One row. set_id: its members.  definition: what was asked for.  forecast: figures as they
    were told.  share: of the hold-out.  sends: when the messages go out.  fingerprint: of the data
    it was made from.
    """

    name: str
    set_id: str
    definition: dict[str, Any]
    forecast: dict[str, Any]
    share: float
    sends: datetime
    fingerprint: str
    created_at: datetime


def list_audiences(cursor: duckdb.DuckDBPyConnection) -> list[AudienceRecord]:
    """All of them, the newest first."""
    rows = cursor.execute(
        "SELECT name, set_id, definition, forecast, share, sends, fingerprint, created_at "
        "FROM audiences ORDER BY created_at DESC, name"
    ).fetchall()
    return [
        AudienceRecord(name, set_id, json.loads(definition), json.loads(forecast), *rest)
        for name, set_id, definition, forecast, *rest in rows
    ]


def put_audience(cursor: duckdb.DuckDBPyConnection, record: AudienceRecord) -> None:
    """Keep one; another one of the same name is replaced."""
    delete_audience(cursor, record.name)
    definition, forecast = json.dumps(record.definition), json.dumps(record.forecast)
    row = [record.name, record.set_id, definition, forecast, *record[4:]]
    cursor.execute("INSERT INTO audiences VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def delete_audience(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
    """Take one out. Its members stay, so that it can be brought back."""
    cursor.execute("DELETE FROM audiences WHERE name = ?", [name])


def put_members(cursor: duckdb.DuckDBPyConnection, set_id: str, members: pd.DataFrame) -> None:
    """Keep a new set: user_id, arm, rank, buyer (repeat or new), probability."""
    cursor.register("members", members)
    cursor.execute(
        "INSERT INTO audience_members SELECT ?, user_id, arm, rank, buyer, probability "
        "FROM members",
        [set_id],
    )
    cursor.unregister("members")


def members_of(cursor: duckdb.DuckDBPyConnection, set_id: str) -> pd.DataFrame:
    """user_id, arm, rank, buyer, probability of a set, the best first."""
    return cursor.execute(
        "SELECT user_id, arm, rank, buyer, probability FROM audience_members WHERE set_id = ? "
        "ORDER BY rank",
        [set_id],
    ).df()


def forget_members(cursor: duckdb.DuckDBPyConnection) -> None:
    """Forget members whom no row names any more, and sets of no audience."""
    cursor.execute(
        f"DELETE FROM audience_members WHERE user_id NOT IN ({KNOWN_CUSTOMERS}) "
        "OR set_id NOT IN (SELECT set_id FROM audiences)"
    )
