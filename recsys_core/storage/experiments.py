"""Experiments that were dealt out: who has which arm."""

import json
from datetime import datetime
from typing import Any, NamedTuple

import duckdb
import pandas as pd

from recsys_core.storage.imports import KNOWN_CUSTOMERS


class ExperimentRecord(NamedTuple):
    """One row. set_id: its assignments.  definition: what was asked for and who was left out.
    fingerprint: of the data it was made from.
    """

    name: str
    set_id: str
    definition: dict[str, Any]
    fingerprint: str
    created_at: datetime


def list_experiments(cursor: duckdb.DuckDBPyConnection) -> list[ExperimentRecord]:
    """All of them, the newest first."""
    rows = cursor.execute(
        "SELECT name, set_id, definition, fingerprint, created_at FROM experiments "
        "ORDER BY created_at DESC, name"
    ).fetchall()
    return [
        ExperimentRecord(name, set_id, json.loads(definition), *rest)
        for name, set_id, definition, *rest in rows
    ]


def put_experiment(cursor: duckdb.DuckDBPyConnection, record: ExperimentRecord) -> None:
    """Keep one; another one of the same name is replaced."""
    delete_experiment(cursor, record.name)
    row = [record.name, record.set_id, json.dumps(record.definition), *record[3:]]
    cursor.execute("INSERT INTO experiments VALUES (?, ?, ?, ?, ?)", row)


def delete_experiment(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
    """Take one out. Its assignments stay, so that it can be brought back."""
    cursor.execute("DELETE FROM experiments WHERE name = ?", [name])


def put_assignments(cursor: duckdb.DuckDBPyConnection, set_id: str, dealt: pd.DataFrame) -> None:
    """Keep a new set: user_id, arm, stratum."""
    cursor.register("dealt", dealt)
    cursor.execute("INSERT INTO assignments SELECT ?, user_id, arm, stratum FROM dealt", [set_id])
    cursor.unregister("dealt")


def assignments_of(cursor: duckdb.DuckDBPyConnection, set_id: str) -> pd.DataFrame:
    """user_id, arm, stratum of a set, in the order in which they were dealt."""
    return cursor.execute(
        "SELECT user_id, arm, stratum FROM assignments WHERE set_id = ? ORDER BY rowid", [set_id]
    ).df()


def readings(cursor: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """What was noted when an experiment was last read out, by its set."""
    rows = cursor.execute("SELECT value FROM meta WHERE key = 'experiments_read'").fetchall()
    return dict(json.loads(rows[0][0])) if rows else {}


def note_reading(cursor: duckdb.DuckDBPyConnection, set_id: str, reading: dict[str, Any]) -> None:
    """Note it instead of the one before; those of experiments that are no more go."""
    there = {one.set_id for one in list_experiments(cursor)}
    kept = {name: one for name, one in readings(cursor).items() if name in there}
    value = json.dumps(kept | {set_id: reading})
    cursor.execute("INSERT OR REPLACE INTO meta VALUES ('experiments_read', ?)", [value])


def forget_assignments(cursor: duckdb.DuckDBPyConnection) -> None:
    """Forget customers whom no row names any more, and sets of no experiment."""
    cursor.execute(
        f"DELETE FROM assignments WHERE user_id NOT IN ({KNOWN_CUSTOMERS}) "
        "OR set_id NOT IN (SELECT set_id FROM experiments)"
    )
