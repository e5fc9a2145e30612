"""The rows that may be stored."""

from collections.abc import Mapping

from recsys_core.ingestion.validate import ACCEPTED, BAD, ODD, Checks
from recsys_core.schema.sql import identifier


def rows_kept(checks: Checks, odd: bool) -> str:
    """The rows that are neither refused nor duplicates, for a FROM clause: their cells, values
    and place. odd: whether there are any rows out of the ordinary.
    """
    # NOT IN keeps the few hashes in memory; with NOT EXISTS DuckDB may keep all the rows instead.
    plain = checks.evaluated(checks.source())
    if not odd:
        return f"{plain} s"
    values = "".join(f", v_{role}" for role in checks.values)
    listed = f"{checks.place}{checks.cells_listed}{values}"
    return (
        f"(SELECT {listed} FROM {plain} WHERE h NOT IN (SELECT h FROM {BAD}) "
        f"UNION ALL SELECT {listed} FROM {ODD} WHERE fault = 0 AND copy = 1 AND NOT damaged) s"
    )


def accept(checks: Checks, columns: Mapping[str, str], rows: str, view: str = ACCEPTED) -> None:
    """Create the view `accepted` with these target columns over the rows that are kept."""
    listed = ", ".join(f"{sql} AS {identifier(name)}" for name, sql in columns.items())
    checks.cursor.execute(f"DROP VIEW IF EXISTS {view}")
    checks.cursor.execute(f"CREATE TEMP VIEW {view} AS SELECT {listed} FROM {rows}")
