"""Finished trainings and evaluations; their figures lie in the folders of their runs."""

import json
from collections.abc import Mapping
from typing import Any

import duckdb
import pandas as pd

_TRAINED = ("run_id", "kind", "model", "config", "data_fingerprint", "settings", "seed")
RUN_FIELDS = (*_TRAINED, "created_at", "seconds", "peak_mb", "state", "note")


def insert_run(cursor: duckdb.DuckDBPyConnection, run: Mapping[str, Any]) -> None:
    """Record a run given as RUN_FIELDS (missing ones become NULL; dictionaries become JSON)."""
    values = [_plain(run.get(name)) for name in RUN_FIELDS]
    marks = ", ".join("?" for _ in RUN_FIELDS)
    cursor.execute(f"INSERT INTO runs ({', '.join(RUN_FIELDS)}) VALUES ({marks})", values)


def run_states(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """How every recorded run ended, by its id."""
    return dict(cursor.execute("SELECT run_id, state FROM runs ORDER BY 1").fetchall())


def list_runs(cursor: duckdb.DuckDBPyConnection, kind: str | None = None) -> pd.DataFrame:
    """Recorded runs, latest first; the columns are RUN_FIELDS (config and settings as JSON)."""
    return cursor.execute(
        f"SELECT {', '.join(RUN_FIELDS)} FROM runs WHERE ? IS NULL OR kind = ? "
        "ORDER BY created_at DESC, run_id DESC",
        [kind, kind],
    ).df()


def delete_run(cursor: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Remove a run; a run that is not there is no error."""
    cursor.execute("DELETE FROM runs WHERE run_id = ?", [run_id])


def _plain(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list) else value
