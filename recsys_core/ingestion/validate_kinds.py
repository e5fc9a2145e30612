"""What each kind of table needs, and which of its rows can be used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import duckdb

from recsys_core.ingestion.dialect_types import Staged
from recsys_core.ingestion.sql import literal
from recsys_core.ingestion.validate import (
    ACCEPTED,
    ITEMS,
    UNREADABLE,
    Checks,
    Counts,
    accept,
    attributes_sql,
    event_sql,
    find_duplicates,
    refuse,
    remaining,
    unpicked,
)
from recsys_core.schema.columns import Columns

LOST_DIGITS = r"^\d(\.\d+)?[eE]\+?\d+$"
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
    refused = refuse(checks)
    dated = "time" in checks.cells or "order" in checks.cells
    duplicates = find_duplicates(checks, refused) if dated else 0
    rows = remaining(checks, refused, duplicates)
    values = checks.values
    returned = _is_return(checks)
    columns = {Columns.User: values["user"], Columns.Item: values["item"]}
    columns[Columns.Event] = f"CASE WHEN {returned} THEN 'return' ELSE {values['event']} END"
    if "rating" in values:
        columns[Columns.Rating] = values["rating"]
    if "quantity" in values:
        number = values["quantity"]
        columns[Columns.Quantity] = f"CASE WHEN {returned} THEN -abs({number}) ELSE {number} END"
    money = _revenue(values)
    if money:
        columns[Columns.Revenue] = f"CASE WHEN {returned} THEN -abs({money}) ELSE {money} END"
    if "time" in values:
        columns[Columns.Time] = values["time"]
    if "order" in values:
        columns[Columns.Order] = f"nullif({values['order']}, '')"
    if returned == "false":
        columns[Columns.Event] = values["event"]
        columns |= {Columns.Quantity: values["quantity"]} if "quantity" in values else {}
        columns |= {Columns.Revenue: money} if money else {}
    accept(checks, columns, rows)
    counts = _counts(checks, refused, duplicates, returned, rows)
    _warn_about_ids(checks, ("user", "item", "order"))
    items = _items_of_events(checks, rows, returned)
    return Validated(counts, checks.warnings, items)


def _event(checks: Checks) -> None:
    """What happened, from a column of words or from what else the file holds."""
    cell = checks.cells.get("event")
    if cell is not None:
        checks.values["event"] = event_sql(cell)
        known = f"({checks.values['event']}) IS NULL"
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
        conditions.append(f"{checks.values['quantity']} <= 0")
    if "event" in checks.cells:
        conditions.append(f"{checks.values['event']} = 'return'")
    order = checks.cells.get("order")
    if order is not None and _cancelled_orders(checks, order):
        conditions.append(f"regexp_matches({order}, '^[Cc]\\d+$')")
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


def _revenue(values: Mapping[str, str]) -> str:
    if "revenue" in values:
        return values["revenue"]
    if "price" in values and "quantity" in values:
        return f"round({values['price']} * {values['quantity']}, 4)"
    return values.get("price", "")


def _counts(
    checks: Checks, refused: int, duplicates: int, returned: str = "false", rows: str = ""
) -> Counts:
    read = checks.staged.rows + checks.staged.lost
    back = 0
    if returned != "false":
        where = " AND " if " WHERE " in rows else " WHERE "
        found = checks.cursor.execute(f"SELECT count(*) FROM {rows}{where}{returned}").fetchall()
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
                f"{checks.mapping[role]}: {int(found[0][0]):,} numbers look like 9.78e+12. The "
                "program that wrote the file cut their digits; export the column as text to get "
                "them back. They were stored as found."
            )


def _items_of_events(checks: Checks, rows: str, returned: str) -> int | None:
    """What an export of events says about its products: the latest filled value of each."""
    given = [role for role in DETAILS if role in checks.cells]
    if not set(given) - {"price"}:
        return None
    cells = {role: checks.cells[role] for role in given}
    for role in given:
        checks.text(role) if role != "price" else None
    sale = f"CASE WHEN {returned} THEN 0 ELSE 1 END"
    time = checks.values.get("time", "TIMESTAMP '1970-01-01'")
    order = f"{{'sale': {sale}, 'ts': {time}, 'file': s.file, 'line': s.line}}"
    names = {"category": Columns.CategoryPath}
    listed = ", ".join(
        f"arg_max({checks.values[role]}, {order}) FILTER (WHERE trim(coalesce({cells[role]}, '')) "
        f"<> '') AS {names.get(role, role)}"
        for role in given
    )
    checks.cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {ITEMS} AS SELECT {checks.values['item']} AS item_id, "
        f"{listed} FROM {rows} GROUP BY 1"
    )
    found = checks.cursor.execute(f"SELECT count(*) FROM {ITEMS}").fetchall()
    return int(found[0][0])


def _items(checks: Checks) -> Validated:
    checks.text("item", required=True)
    for role in ("title", "category", "description", "brand"):
        checks.text(role)
    for role in ("price", "margin", "stock"):
        checks.number(role)
    columns = {Columns.Item: checks.values["item"]}
    targets = {"category": Columns.CategoryPath}
    for role in ("title", "category", "description", "brand"):
        if role in checks.values:
            columns[targets.get(role, role)] = f"nullif({checks.values[role]}, '')"
    for role in ("price", "margin", "stock"):
        if role in checks.values:
            columns[role] = checks.values[role]
    columns[Columns.Attributes] = attributes_sql(unpicked(checks.staged, checks.mapping))
    result = _simple(checks, columns)
    _warn_about_ids(checks, ("item",))
    _warn_about_repeats(checks, "item", "product")
    return result


def _users(checks: Checks) -> Validated:
    checks.text("user", required=True)
    checks.yes_no("consent")
    columns = {Columns.User: checks.values["user"]}
    if "consent" in checks.values:
        columns[Columns.Consent] = checks.values["consent"]
    columns[Columns.Attributes] = attributes_sql(unpicked(checks.staged, checks.mapping))
    result = _simple(checks, columns)
    _warn_about_ids(checks, ("user",))
    _warn_about_repeats(checks, "user", "customer")
    return result


def _campaigns(checks: Checks) -> Validated:
    """One relation with every column there is; the import service shares it out."""
    checks.text("campaign", required=True)
    texts = {
        "campaign": "campaign_id", "user": Columns.User, "arm": "arm", "campaign_name": "name",
        "campaign_type": "type", "offer": "offer_id", "item": Columns.Item,
    }  # fmt: skip
    for role in texts:
        if role != "campaign":
            checks.text(role)
    for role in ("start", "end", "time"):
        checks.time(role)
    columns = {
        name: f"nullif({checks.values[role]}, '')"
        for role, name in texts.items()
        if role in checks.values
    }
    for role, name in (("start", "start_ts"), ("end", "end_ts"), ("time", Columns.Time)):
        if role in checks.values:
            columns[name] = checks.values[role]
    return _simple(checks, columns)


def _exposures(checks: Checks) -> Validated:
    checks.text("user", required=True)
    checks.text("item", required=True)
    for role in ("position", "propensity"):
        checks.number(role)
    checks.yes_no("clicked")
    checks.time("time")
    columns = {Columns.User: checks.values["user"], Columns.Item: checks.values["item"]}
    if "position" in checks.values:
        columns["position"] = f"CAST({checks.values['position']} AS INTEGER)"
    for role, name in (
        ("clicked", "clicked"),
        ("time", Columns.Time),
        ("propensity", "propensity"),
    ):
        if role in checks.values:
            columns[name] = checks.values[role]
    return _simple(checks, columns)


def _simple(checks: Checks, columns: dict[str, str]) -> Validated:
    refused = refuse(checks)
    accept(checks, columns, remaining(checks, refused, 0))
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
