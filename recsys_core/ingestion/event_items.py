"""What an export of events says about its products."""

from recsys_core.ingestion.roles.registry import product_details
from recsys_core.ingestion.roles.role import ColumnRole
from recsys_core.ingestion.validate import ITEMS, Checks


def items_of_events(checks: Checks, rows: str, returned: str) -> int | None:
    """What an export of events says about its products: the latest filled value of each.

    Sales go before returns. Among equally late ones the last line decides; where a large file is
    not held in a table, one of those within the same second (always the same one). None where
    there is nothing but numbers.
    """
    details = [pair for pair in product_details() if pair[0].name in checks.cells]
    if not any(role.becomes == "text" for role, _ in details):
        return None
    timed = "time" in checks.values
    if checks.staged.unread and not timed:
        rows = f"(SELECT *, row_number() OVER () AS line, 0 AS file FROM {rows}) s"
    listed = ", ".join(
        f"arg_max({_value(checks, role)}, {_recency(checks, role.name, timed, returned)}) "
        f"FILTER (WHERE {_filled(role)}) AS {column}"
        for role, column in details
    )
    checks.cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {ITEMS} AS SELECT v_item AS item_id, {listed} FROM {rows} "
        "GROUP BY 1"
    )
    found = checks.cursor.execute(f"SELECT count(*) FROM {ITEMS}").fetchall()
    return int(found[0][0])


def _value(checks: Checks, role: ColumnRole) -> str:
    worked_out = f"unit_{role.name}"
    return f"v_{worked_out if worked_out in checks.values else role.name}"


def _filled(role: ColumnRole) -> str:
    value = f"v_{role.name}"
    return (
        f"trim(coalesce({value}, '')) <> ''" if role.becomes == "text" else f"{value} IS NOT NULL"
    )


def _recency(checks: Checks, role: str, timed: bool, returned: str) -> str:
    """What grows with how late a value is."""
    sale = f"CASE WHEN {returned} THEN 0 ELSE 1 END"
    if not (timed and checks.staged.unread):
        time = "v_time" if timed else "TIMESTAMP '1970-01-01'"
        return f"{{'sale': {sale}, 'ts': {time}, 'file': s.file, 'line': s.line}}"
    # In one number, which is several times faster: sale, seconds since 1900 (33 bits), a hash.
    second = "CAST(epoch(v_time) AS BIGINT) + 2208988800"
    value = f"CAST(hash(v_{role}) % 268435456 AS BIGINT)"
    return f"(({sale}) * 8589934592 + {second}) * 268435456 + {value}"
