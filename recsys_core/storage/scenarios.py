"""Saved scenarios: a name for a way of making lists."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb


@dataclass(frozen=True)
class ScenarioRecord:
    """One row of the table; `state` is whatever was saved."""

    scenario_id: str
    name: str
    state: dict[str, Any]
    created_at: datetime


def list_scenarios(cursor: duckdb.DuckDBPyConnection) -> list[ScenarioRecord]:
    """All of them, in the order in which they were saved."""
    rows = cursor.execute(
        "SELECT scenario_id, name, state, created_at FROM scenarios "
        "ORDER BY created_at, scenario_id"
    ).fetchall()
    return [ScenarioRecord(row[0], row[1], json.loads(row[2]), row[3]) for row in rows]


def insert_scenario(
    cursor: duckdb.DuckDBPyConnection,
    scenario_id: str,
    name: str,
    state: Mapping[str, Any],
    created_at: datetime,
) -> None:
    """Keep one more."""
    cursor.execute(
        "INSERT INTO scenarios VALUES (?, ?, ?, ?)",
        [scenario_id, name, json.dumps(dict(state)), created_at],
    )


def rename_scenario(cursor: duckdb.DuckDBPyConnection, scenario_id: str, name: str) -> None:
    """Give one another name."""
    cursor.execute("UPDATE scenarios SET name = ? WHERE scenario_id = ?", [name, scenario_id])


def delete_scenario(cursor: duckdb.DuckDBPyConnection, scenario_id: str) -> None:
    """Forget one; one that is not there is no error."""
    cursor.execute("DELETE FROM scenarios WHERE scenario_id = ?", [scenario_id])
