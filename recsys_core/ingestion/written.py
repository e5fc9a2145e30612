"""How the dates and numbers of a table are written, shown before anything is imported."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import duckdb

from recsys_core.ingestion.dialect_types import ReadOptions, Staged
from recsys_core.ingestion.roles.guess import ColumnGuess
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.values import DATE_ORDERS, number_style, time_style
from recsys_core.schema.sql import identifier


@dataclass(frozen=True)
class Written:
    """The columns with that added to their evidence. date_order: "day" or "month" first; decimal:
    the sign before the decimals; both None where no column shows it.
    """

    columns: list[ColumnGuess] = field(default_factory=list)
    date_order: str | None = None
    decimal: str | None = None
    warnings: list[str] = field(default_factory=list)


def how_written(
    cursor: duckdb.DuckDBPyConnection,
    staged: Staged,
    columns: Sequence[ColumnGuess],
    options: ReadOptions,
) -> Written:
    """Look at the columns that are taken for dates and numbers."""
    order = decimal = None
    warnings: list[str] = []
    out: list[ColumnGuess] = []
    for at, column in enumerate(columns):
        more = ""
        becomes = ROLES[column.role].becomes if column.role in ROLES else None
        if becomes == "date":
            style = time_style(cursor, staged.table, f"c{at}", options.date_order)
            order = order or DATE_ORDERS.get(style.label)
            example = _example(cursor, staged, f"c{at}", style.sql(f"c{at}"))
            more = f" Read as {style.label}{example}."
            if style.warning:
                warnings.append(f"{column.name}: {style.warning}")
        elif becomes == "number":
            numbers = number_style(cursor, staged.table, f"c{at}", None, options.decimal)
            if numbers.comma:
                decimal = ","
                example = _example(cursor, staged, f"c{at}", numbers.sql(f"c{at}"))
                more = f" Read with a decimal comma{example}."
            elif not numbers.plain:
                decimal = decimal or "."
            if numbers.warning:
                warnings.append(f"{column.name}: {numbers.warning}")
        out.append(replace(column, evidence=f"{column.evidence}{more}"))
    return Written(out, order, decimal, warnings)


def _example(cursor: duckdb.DuckDBPyConnection, staged: Staged, column: str, value: str) -> str:
    """The first value that can be read, and what it is read as."""
    rows = cursor.execute(
        f"SELECT {column}, v FROM (SELECT {column}, {value} AS v FROM {identifier(staged.table)} "
        "LIMIT 1000) WHERE v IS NOT NULL LIMIT 1"
    ).fetchall()
    if not rows:
        return ", but none of its first values can be read so"
    text, read = rows[0]
    shown = f"{read:g}" if isinstance(read, float) else f"{read.day} {read:%B %Y}"
    return f": {str(text).strip()[:30]} is {shown}"
