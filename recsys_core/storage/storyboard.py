"""Chosen states of pages, in the order in which they are shown: an address and a line each."""

from collections.abc import Sequence

import duckdb


def read_storyboard(cursor: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Address and line of every state."""
    return cursor.execute("SELECT address, line FROM storyboard ORDER BY position").fetchall()


def write_storyboard(cursor: duckdb.DuckDBPyConnection, states: Sequence[tuple[str, str]]) -> None:
    """Put `states` in place of all that were there."""
    cursor.execute("DELETE FROM storyboard")
    for position, state in enumerate(states):
        cursor.execute("INSERT INTO storyboard VALUES (?, ?, ?)", [position, *state])
