"""The first rows of a staged table, and what its columns seem to be by them."""

import duckdb

from recsys_core.ingestion.dialect_types import Staged
from recsys_core.ingestion.roles.guess import Guess, guess
from recsys_core.schema.sql import identifier

SAMPLE_ROWS = 2_000
STAGED = "staged"


def cells(cursor: duckdb.DuckDBPyConnection, staged: Staged, limit: int) -> list[list[str]]:
    """The first rows as text, damaged ones left out where there are enough others."""
    if staged.dialect.width == 0:
        return []
    rows = cursor.execute(f"{select_cells(staged)} LIMIT {limit}").fetchall()
    return [[cell or "" for cell in row] for row in rows]


def select_cells(staged: Staged) -> str:
    listed = ", ".join(f"c{at}" for at in range(staged.dialect.width))
    order = "" if len(staged.files) == 1 else " ORDER BY file, line"
    return f"SELECT {listed} FROM {identifier(staged.table)}{order}"


def guess_roles(staged: Staged, head: list[list[str]], kind: str | None) -> Guess:
    """What the columns of a staged table seem to be."""
    return guess(staged.dialect.labels, head, kind, staged.dialect.numbered)
