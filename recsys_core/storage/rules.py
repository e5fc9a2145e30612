"""Business rules, in the order in which they act."""

import json
from datetime import datetime

import duckdb

from recsys_core.schema.rules import Rule


def read_rules(cursor: duckdb.DuckDBPyConnection) -> tuple[Rule, ...]:
    """All rules, those switched off as well."""
    rows = cursor.execute("SELECT rule FROM rules ORDER BY position").fetchall()
    return tuple(Rule.model_validate(json.loads(text)) for (text,) in rows)


def write_rules(cursor: duckdb.DuckDBPyConnection, rules: tuple[Rule, ...], now: datetime) -> None:
    """Put `rules` in place of all that were there; a rule that stays as it is keeps its date."""
    since = dict(cursor.execute("SELECT rule::TEXT, created_at FROM rules").fetchall())
    cursor.execute("DELETE FROM rules")
    for position, rule in enumerate(rules):
        text = rule.model_dump_json()
        cursor.execute("INSERT INTO rules VALUES (?, ?, ?)", [position, text, since.get(text, now)])
