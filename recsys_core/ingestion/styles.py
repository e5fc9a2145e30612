"""How the dates and numbers of a table are written, shown before anything is imported."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import duckdb

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.dialect_types import ReadOptions, Staged
from recsys_core.ingestion.number_proof import number_styles
from recsys_core.ingestion.roles.guess import ColumnGuess
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.times import DATE_ORDERS, time_style
from recsys_core.schema.sql import identifier
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class DateAndNumberStyles:
    """The columns with that added to their evidence. date_order: "day" or "month" first; decimal:
    the sign before the decimals; both None where no column shows it.
    """

    columns: list[ColumnGuess] = field(default_factory=list)
    date_order: str | None = None
    decimal: str | None = None
    warnings: list[str] = field(default_factory=list)


def find_styles(
    cursor: duckdb.DuckDBPyConnection,
    staged: Staged,
    columns: Sequence[ColumnGuess],
    options: ReadOptions,
) -> DateAndNumberStyles:
    """Look at the columns that are taken for dates and numbers."""
    order = decimal = None
    numeric = {
        str(at): f"c{at}"
        for at, column in enumerate(columns)
        if column.role in ROLES and ROLES[column.role].becomes == "number"
    }
    found = number_styles(cursor, staged.table, numeric, (), options.decimal)
    warnings: list[str] = []
    out: list[ColumnGuess] = []
    for at, column in enumerate(columns):
        more = ""
        becomes = ROLES[column.role].becomes if column.role in ROLES else None
        if becomes == "date":
            style = time_style(cursor, staged.table, f"c{at}", options.date_order)
            order = order or DATE_ORDERS.get(style.label)
            example = _example(cursor, staged, f"c{at}", style.sql(f"c{at}"))
            read = m.DATES_READ if example else m.NO_DATE_READ
            more = " " + say(read, style=say(style.label), **example)
            if style.warning:
                warnings.append(say(m.ABOUT_COLUMN, column=column.name, warning=style.warning))
        elif becomes == "number":
            numbers = found[str(at)]
            if numbers.comma:
                decimal = ","
                example = _example(cursor, staged, f"c{at}", numbers.sql(f"c{at}"))
                more = " " + say(m.COMMAS_READ if example else m.NO_COMMA_READ, **example)
            elif not numbers.plain:
                decimal = decimal or "."
            if numbers.warning:
                warnings.append(say(m.ABOUT_COLUMN, column=column.name, warning=numbers.warning))
        out.append(replace(column, evidence=f"{column.evidence}{more}"))
    return DateAndNumberStyles(out, order, decimal, warnings)


def _example(
    cursor: duckdb.DuckDBPyConnection, staged: Staged, column: str, value: str
) -> dict[str, str]:
    """The first value that can be read, and what it is read as; nothing if none can."""
    rows = cursor.execute(
        f"SELECT {column}, v FROM (SELECT {column}, {value} AS v FROM {identifier(staged.table)} "
        "LIMIT 1000) WHERE v IS NOT NULL LIMIT 1"
    ).fetchall()
    if not rows:
        return {}
    text, read = rows[0]
    shown = f"{read:g}" if isinstance(read, float) else f"{read.day} {read:%B %Y}"
    return {"text": str(text).strip()[:30], "value": shown}
