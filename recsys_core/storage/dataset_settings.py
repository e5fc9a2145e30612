"""The settings of the data that hold in this workspace, and every change of them.

The current ones are a value in `meta`; each change leaves a line in `audit`, from which the one
before can be restored.
"""

import json
from dataclasses import dataclass
from datetime import datetime

import duckdb
from pydantic import ValidationError

from recsys_core.schema.config import DataSettings
from recsys_core.storage import meta

KEY = "data_settings"
ACTION = "data settings"


@dataclass(frozen=True)
class SettingsChange:
    """One change: when (naive UTC), why, and the settings that held from then on."""

    at: datetime
    reason: str
    settings: DataSettings


def read_settings(cursor: duckdb.DuckDBPyConnection) -> DataSettings:
    """What holds now; the defaults where nothing was ever set."""
    rows = cursor.execute("SELECT value FROM meta WHERE key = ?", [KEY]).fetchall()
    return _parsed(rows[0][0]) if rows else DataSettings()


def write_settings(
    cursor: duckdb.DuckDBPyConnection, settings: DataSettings, *, reason: str, at: datetime
) -> None:
    """Make `settings` hold from now on, and raise the data version: what is derived has changed.

    Called within a write transaction.
    """
    text = json.dumps(settings.changes())
    cursor.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [KEY, text])
    detail = {"reason": reason, "settings": settings.changes()}
    meta.record_action(cursor, at, ACTION, detail)
    meta.raise_data_version(cursor)


def settings_history(cursor: duckdb.DuckDBPyConnection) -> list[SettingsChange]:
    """Every change, the latest first."""
    rows = cursor.execute(
        'SELECT "at", detail FROM audit WHERE action = ? ORDER BY "at" DESC, rowid DESC', [ACTION]
    ).fetchall()
    found = []
    for at, detail in rows:
        document = json.loads(detail)
        found.append(
            SettingsChange(at, document["reason"], _parsed(json.dumps(document["settings"])))
        )
    return found


def _parsed(text: str) -> DataSettings:
    """Settings as stored; a value this version does not know is left at its default."""
    try:
        return DataSettings(**json.loads(text))
    except ValidationError:
        known = {n: v for n, v in json.loads(text).items() if n in DataSettings.model_fields}
        try:
            return DataSettings(**known)
        except ValidationError:
            return DataSettings()
