"""Orders in one row each as rows of lines: what stands beside each other, one below the other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import duckdb

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.dialect_types import Staged
from recsys_core.ingestion.unread import IrregularError
from recsys_core.schema.sql import identifier
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

NOTHING = "[0.,]*"
"""What exports write in the columns of lines that an order does not have."""


def unfold(
    cursor: duckdb.DuckDBPyConnection, staged: Staged, lines: Sequence[Mapping[int, int | None]]
) -> Staged:
    """A row for each line that says something, under the column names of the first line; an order
    without any, and a damaged row, stay one row. lines: see `lines_beside`. Raises IrregularError
    for a file that has to be copied into a table first.
    """
    if staged.unread is not None:
        raise IrregularError
    labels = staged.dialect.labels
    further = {at for line in lines[1:] for at in line.values()}
    kept = [at for at in range(len(labels)) if at not in further]
    table = f"{staged.table}_lines"
    parts = (_line_sql(staged, lines, number, kept) for number in range(len(lines)))
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {identifier(table)} AS SELECT * EXCLUDE (number) "
        f"FROM ({' UNION ALL '.join(parts)}) ORDER BY file, line, number"
    )
    rows = int(cursor.execute(f"SELECT count(*) FROM {identifier(table)}").fetchall()[0][0])
    names, types = staged.dialect.labels, staged.dialect.types
    dialect = replace(
        staged.dialect,
        names=tuple(names[at] for at in kept),
        types=tuple(types[at] for at in kept),
    )
    columns = and_list(labels[at] for at in lines[0])
    said = say(m.READ_AS_LINES, orders=staged.rows, n=rows, columns=columns, lines=len(lines))
    return replace(
        staged,
        table=table,
        dialect=dialect,
        rows=rows,
        own=sum(at < staged.own for at in kept),
        warnings=(*staged.warnings, said),
    )


def _line_sql(
    staged: Staged, lines: Sequence[Mapping[int, int | None]], number: int, kept: Sequence[int]
) -> str:
    """The rows of one of the lines."""
    line = lines[number]
    cells = (_cell(line.get(at, at)) for at in kept)
    listed = ", ".join(f"{cell} AS c{place}" for place, cell in enumerate(cells))
    has = f"NOT damaged AND {_says(line)}"
    if number == 0:
        has = f"damaged OR {_says(line)} OR NOT ({' OR '.join(map(_says, lines[1:]))})"
    return (
        f"SELECT line, file, damaged, {listed}, {number} AS number "
        f"FROM {identifier(staged.table)} WHERE {has}"
    )


def _cell(at: int | None) -> str:
    return "NULL" if at is None else f"c{at}"


def _says(line: Mapping[int, int | None]) -> str:
    """Whether any cell of a line is more than nothing."""
    found = (
        f"NOT regexp_full_match(trim(coalesce(c{at}, '')), '{NOTHING}')"
        for at in line.values()
        if at is not None
    )
    return f"({' OR '.join(found)})"
