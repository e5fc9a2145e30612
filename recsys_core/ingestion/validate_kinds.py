"""What each kind of table needs, and which of its rows can be used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import duckdb

from recsys_core.ingestion.dialect_types import Staged
from recsys_core.ingestion.expressions import attributes_sql, event_sql, unpicked
from recsys_core.ingestion.sql import literal
from recsys_core.ingestion.validate import (
    ACCEPTED,
    ITEMS,
    UNREADABLE,
    Checks,
    Counts,
    accept,
    find_duplicates,
    refuse,
    remaining,
)
from recsys_core.schema.columns import Columns

LOST_DIGITS = r"^\d(\.\d+)?[eE]\+?\d+$"
TARGETS = {"category": Columns.CategoryPath}
DETAILS = ("title", "category", "description", "brand", "price")


@dataclass(frozen=True)
class Validated:
    """What a validator found. items: rows of the relation `accepted_items`, None without one."""

    counts: Counts
    warnings: list[str]
    items: int | None = None


def validate(
    cursor: duckdb.DuckDBPyConnection, staged: Staged, kind: str, mapping: Mapping[str, str]
) -> Validated:
    """Check the staged rows of a table of this kind; leaves `accepted` and `refused` behind.

    mapping: role -> column label; the required roles must be there.
    """
    checks = Checks(cursor, staged, mapping)
    return VALIDATORS[kind](checks)


def _interactions(checks: Checks) -> Validated:
    checks.text("user", required=True)
    checks.text("item", required=True)
    for role in ("rating", "quantity"):
        checks.number(role, required=True)
    for role in ("price", "revenue"):
        checks.number(role)
    checks.time("time", required=True)
    checks.text("order")
    _event(checks)
    dated = "time" in checks.cells or "order" in checks.cells
    details = [role for role in DETAILS if role in checks.cells]
    for role in details:
        if role != "price":
            checks.text(role)
    checks.build(hashed=dated)
    refused = refuse(checks)
    duplicates = find_duplicates(checks) if dated else 0
    rows = remaining(duplicates)
    returned = _is_return(checks)
    accept(checks, _event_columns(checks, returned), rows)
    counts = _counts(checks, refused, duplicates, returned, rows)
    _warn_about_ids(checks, ("user", "item", "order"))
    items = _items_of_events(checks, details, rows, returned)
    return Validated(counts, checks.warnings, items)


def _event_columns(checks: Checks, returned: str) -> dict[str, str]:
    """Target column -> SQL; what came back counts negative."""
    given = checks.values

    def back(amount: str) -> str:
        if returned == "false":
            return amount
        return f"CASE WHEN {returned} THEN -abs({amount}) ELSE {amount} END"

    event = (
        "v_event" if returned == "false" else f"CASE WHEN {returned} THEN 'return' ELSE v_event END"
    )
    columns = {Columns.User: "v_user", Columns.Item: "v_item", Columns.Event: event}
    if "rating" in given:
        columns[Columns.Rating] = "v_rating"
    if "quantity" in given:
        columns[Columns.Quantity] = back("v_quantity")
    if "revenue" in given:
        columns[Columns.Revenue] = back("v_revenue")
    elif "price" in given:
        pieces = "round(v_price * v_quantity, 4)" if "quantity" in given else "v_price"
        columns[Columns.Revenue] = back(pieces)
    if "time" in given:
        columns[Columns.Time] = "v_time"
    if "order" in given:
        columns[Columns.Order] = "nullif(v_order, '')"
    return columns


def _event(checks: Checks) -> None:
    """What happened, from a column of words or from what else the file holds."""
    cell = checks.cells.get("event")
    if cell is not None:
        checks.values["event"] = event_sql(cell)
        known = "v_event IS NULL"
        reason = f"{literal(UNREADABLE['event'] + ': ')} || '''' || coalesce({cell}, '') || ''''"
        checks.faults.append((known, "event", reason))
    elif "rating" in checks.values:
        checks.values["event"] = "'rating'"
    else:
        checks.values["event"] = "'purchase'"
        if not {"quantity", "price", "revenue", "order"} & set(checks.cells):
            checks.warnings.append(
                "No column says what happened, so every row counts as a purchase."
            )


def _is_return(checks: Checks) -> str:
    """A quantity of zero or less, an order marked as cancelled, or an event that says so."""
    conditions = []
    if "quantity" in checks.values:
        conditions.append("v_quantity <= 0")
    if "event" in checks.cells:
        conditions.append("v_event = 'return'")
    order = checks.cells.get("order")
    if order is not None and _cancelled_orders(checks, order):
        conditions.append("(v_order[1] IN ('C', 'c') AND regexp_matches(v_order, '^[Cc]\\d+$'))")
    return f"({' OR '.join(conditions)})" if conditions else "false"


def _cancelled_orders(checks: Checks, order: str) -> bool:
    """Whether the file marks cancelled orders with a C before an otherwise plain number."""
    rows = checks.cursor.execute(
        f"SELECT count(*) FILTER (WHERE {order}[1] IN ('C', 'c') "
        f"AND regexp_matches({order}, '^[Cc]\\d+$')), "
        f"count(*) FILTER (WHERE {order}[1] BETWEEN '0' AND '9') FROM {checks.source()}"
    ).fetchall()
    marked, plain = rows[0]
    return 0 < int(marked) < int(plain)


def _counts(
    checks: Checks, refused: int, duplicates: int, returned: str = "false", rows: str = ""
) -> Counts:
    read = checks.staged.rows + checks.staged.lost
    back = 0
    if returned != "false":
        found = checks.cursor.execute(f"SELECT count(*) FROM {rows} AND {returned}").fetchall()
        back = int(found[0][0])
    return Counts(read, read - refused - duplicates - back, refused, duplicates, back)


def _warn_about_ids(checks: Checks, roles: tuple[str, ...]) -> None:
    """Numbers like 9.78e+12 have lost digits before they came here: say so, keep them as found."""
    for role in roles:
        cell = checks.cells.get(role)
        if cell is None:
            continue
        found = checks.cursor.execute(
            f"SELECT count(*) FROM {checks.source()} WHERE (contains({cell}, 'e+') OR "
            f"contains({cell}, 'E+')) AND regexp_matches({cell}, {literal(LOST_DIGITS)})"
        ).fetchall()
        if int(found[0][0]):
            checks.warnings.append(
                f"{checks.mapping[role]}: {int(found[0][0]):,} of the numbers look like 9.78e+12. "
                "The program that wrote the file cut their digits; export the column as text to "
                "get them back. They were stored as found."
            )


def _items_of_events(checks: Checks, details: list[str], rows: str, returned: str) -> int | None:
    """What an export of events says about its products: the latest filled value of each."""
    if not set(details) - {"price"}:
        return None
    sale = f"CASE WHEN {returned} THEN 0 ELSE 1 END"
    time = "v_time" if "time" in checks.values else "TIMESTAMP '1970-01-01'"
    latest = f"{{'sale': {sale}, 'ts': {time}, 'file': s.file, 'line': s.line}}"
    listed = ", ".join(
        f"arg_max(v_{role}, {latest}) FILTER (WHERE "
        + ("v_price IS NOT NULL" if role == "price" else f"trim(coalesce(v_{role}, '')) <> ''")
        + f") AS {TARGETS.get(role, role)}"
        for role in details
    )
    checks.cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {ITEMS} AS SELECT v_item AS item_id, {listed} FROM {rows} "
        "GROUP BY 1"
    )
    found = checks.cursor.execute(f"SELECT count(*) FROM {ITEMS}").fetchall()
    return int(found[0][0])


def _items(checks: Checks) -> Validated:
    texts, numbers = ("title", "category", "description", "brand"), ("price", "margin", "stock")
    checks.text("item", required=True)
    for role in texts:
        checks.text(role)
    for role in numbers:
        checks.number(role)
    checks.values["details"] = attributes_sql(unpicked(checks.staged, checks.mapping))
    columns = {Columns.Item: "v_item", Columns.Attributes: "v_details"}
    columns |= {
        TARGETS.get(role, role): f"nullif(v_{role}, '')" for role in texts if role in checks.values
    }
    columns |= {role: f"v_{role}" for role in numbers if role in checks.values}
    result = _simple(checks, columns)
    _warn_about_ids(checks, ("item",))
    _warn_about_repeats(checks, "item", "product")
    return result


def _users(checks: Checks) -> Validated:
    checks.text("user", required=True)
    checks.yes_no("consent")
    checks.values["details"] = attributes_sql(unpicked(checks.staged, checks.mapping))
    columns = {Columns.User: "v_user", Columns.Attributes: "v_details"}
    if "consent" in checks.values:
        columns[Columns.Consent] = "v_consent"
    result = _simple(checks, columns)
    _warn_about_ids(checks, ("user",))
    _warn_about_repeats(checks, "user", "customer")
    return result


def _campaigns(checks: Checks) -> Validated:
    """One relation with every column there is; the import service shares it out."""
    texts = {
        "campaign": "campaign_id", "user": Columns.User, "arm": "arm", "campaign_name": "name",
        "campaign_type": "type", "offer": "offer_id", "item": Columns.Item,
    }  # fmt: skip
    times = {"start": "start_ts", "end": "end_ts", "time": Columns.Time}
    for role in texts:
        checks.text(role, required=role == "campaign")
    for role in times:
        checks.time(role)
    columns = {
        name: f"nullif(v_{role}, '')" for role, name in texts.items() if role in checks.values
    }
    columns |= {name: f"v_{role}" for role, name in times.items() if role in checks.values}
    return _simple(checks, columns)


def _exposures(checks: Checks) -> Validated:
    checks.text("user", required=True)
    checks.text("item", required=True)
    for role in ("position", "propensity"):
        checks.number(role)
    checks.yes_no("clicked")
    checks.time("time")
    columns = {Columns.User: "v_user", Columns.Item: "v_item"}
    if "position" in checks.values:
        columns["position"] = "CAST(v_position AS INTEGER)"
    for role, name in (("clicked", "clicked"), ("time", Columns.Time), ("propensity",) * 2):
        if role in checks.values:
            columns[name] = f"v_{role}"
    return _simple(checks, columns)


def _simple(checks: Checks, columns: dict[str, str]) -> Validated:
    checks.build()
    refused = refuse(checks)
    accept(checks, columns, remaining(0))
    return Validated(_counts(checks, refused, 0), checks.warnings)


def _warn_about_repeats(checks: Checks, role: str, word: str) -> None:
    column = {"item": Columns.Item, "user": Columns.User}[role]
    rows = checks.cursor.execute(
        f"SELECT count(*) - count(DISTINCT {column}) FROM {ACCEPTED}"
    ).fetchall()
    if int(rows[0][0]):
        checks.warnings.append(
            f"{int(rows[0][0]):,} rows repeat the number of a {word}; the last one counts."
        )


VALIDATORS: dict[str, Callable[[Checks], Validated]] = {
    "interactions": _interactions,
    "items": _items,
    "users": _users,
    "campaigns": _campaigns,
    "exposures": _exposures,
}
