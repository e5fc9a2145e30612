"""What each kind of table needs, and which of its rows can be used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import duckdb

from recsys_core.ingestion.dialect_types import ReadOptions, Staged
from recsys_core.ingestion.expressions import attributes_sql, event_sql, unpicked
from recsys_core.ingestion.odd_rows import gather, refuse, repeated
from recsys_core.ingestion.sql import literal
from recsys_core.ingestion.unread import IrregularError
from recsys_core.ingestion.validate import (
    ACCEPTED,
    CHECKED,
    ITEMS,
    ODD,
    REPEATED,
    UNREADABLE,
    Checks,
    Counts,
    accept,
    rows_kept,
)
from recsys_core.schema.columns import Columns

LOST_DIGITS = r"^\d(\.\d+)?[eE]\+?\d+$"
TARGETS = {"category": Columns.CategoryPath}
DETAILS = ("title", "category", "description", "brand", "price")


@dataclass(frozen=True)
class Validated:
    """What a validator found. items: rows of the relation `accepted_items`, None without one.

    decided: what the values settled about how dates and numbers are written, as fields of
    ReadOptions. The view `repeated_rows` holds the duplicates, if any, like `accepted`.
    """

    counts: Counts
    warnings: list[str]
    items: int | None = None
    decided: Mapping[str, str] = field(default_factory=dict)


def validate(
    cursor: duckdb.DuckDBPyConnection,
    staged: Staged,
    kind: str,
    mapping: Mapping[str, str],
    options: ReadOptions | None = None,
) -> Validated:
    """Check the staged rows of a table of this kind; leaves `accepted` and `refused` behind.

    mapping: role -> column label; the required roles must be there. options: what the analyst
    says about dates and numbers. Raises IrregularError when an unread file is not as regular as
    it looked.
    """
    checks = Checks(cursor, staged, mapping, options=options or ReadOptions())
    try:
        found = VALIDATORS[kind](checks)
    except duckdb.Error:
        if staged.unread is None:
            raise
        raise IrregularError from None
    # Eleven bytes per row that are not needed while the rows are stored.
    cursor.execute(f"DROP TABLE IF EXISTS {CHECKED}")
    return replace(found, decided=checks.decided)


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
    _marks_of_returns(checks)
    _mark_lost_digits(checks, ("user", "item", "order"))
    checks.build()
    odd = gather(checks, repeats=dated and not checks.options.keep_repeated)
    refused = refuse(checks, odd)
    returned, marked = _is_return(checks)
    rows = rows_kept(checks, odd)
    columns = _event_columns(checks, returned)
    accept(checks, columns, rows)
    if odd and dated:
        accept(checks, columns, repeated(), REPEATED)
    counts = _counts(checks, refused, odd, marked)
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
        if "event" in checks.cells:
            # A product that was only looked at has a price, but brought no money.
            pieces = f"CASE WHEN v_event IN ('purchase', 'return') THEN {pieces} END"
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


CANCELLED = "({c}[1] IN ('C', 'c') AND regexp_matches({c}, '^[Cc]\\d+$'))"


def _marks_of_returns(checks: Checks) -> None:
    if "quantity" in checks.values:
        checks.mark("negative", "v_quantity <= 0")
    if "event" in checks.cells:
        checks.mark("returned", "v_event = 'return'")
    order = checks.cells.get("order")
    if order is not None:
        checks.mark("cancelled", CANCELLED.format(c=order))
        checks.mark("numbered", f"{order}[1] BETWEEN '0' AND '9'")


def _is_return(checks: Checks) -> tuple[str, str]:
    """A quantity of zero or less, an order marked as cancelled, or an event that says so: as SQL
    over the values, and over the marks.
    """
    conditions = []
    if "quantity" in checks.values:
        conditions.append(("v_quantity <= 0", checks.marked("negative")))
    if "event" in checks.cells:
        conditions.append(("v_event = 'return'", checks.marked("returned")))
    if "order" in checks.cells and _cancelled_orders(checks):
        conditions.append((CANCELLED.format(c="v_order"), checks.marked("cancelled")))
    if not conditions:
        return "false", "false"
    values, marks = (" OR ".join(each) for each in zip(*conditions, strict=True))
    return f"({values})", f"({marks})"


def _cancelled_orders(checks: Checks) -> bool:
    """Whether the file marks cancelled orders with a C before an otherwise plain number."""
    return 0 < checks.count(checks.marked("cancelled")) < checks.count(checks.marked("numbered"))


def _counts(checks: Checks, refused: int, odd: bool, returned: str = "false") -> Counts:
    read = checks.staged.rows + checks.staged.lost
    duplicates = back = 0
    if odd:
        found = checks.cursor.execute(
            f"SELECT count(*), count(*) FILTER ({returned}) FROM {repeated()}"
        ).fetchall()
        duplicates, back = (int(n) for n in found[0])
    if returned != "false":
        back = (
            checks.count(f"fault = 0 AND {returned}")
            - back
            - _damaged_returns(checks, odd, returned)
        )
    return Counts(read, read - refused - duplicates - back, refused, duplicates, back)


def _damaged_returns(checks: Checks, odd: bool, returned: str) -> int:
    """Rows that look like returns but are damaged."""
    if not odd:
        return 0
    found = checks.cursor.execute(
        f"SELECT count(*) FROM {ODD} WHERE damaged AND fault = 0 AND {returned}"
    ).fetchall()
    return int(found[0][0])


def _mark_lost_digits(checks: Checks, roles: tuple[str, ...]) -> None:
    """Numbers like 9.78e+12 have lost digits before they came here."""
    for role in roles:
        cell = checks.cells.get(role)
        if cell is not None:
            checks.mark(
                f"lost {role}",
                f"(contains({cell}, 'e+') OR contains({cell}, 'E+')) "
                f"AND regexp_matches({cell}, {literal(LOST_DIGITS)})",
            )


def _warn_about_ids(checks: Checks, roles: tuple[str, ...]) -> None:
    """Say which ids have lost digits; they are kept as found."""
    for role in roles:
        if role not in checks.cells:
            continue
        found = checks.count(checks.marked(f"lost {role}"))
        if found:
            checks.warnings.append(
                f"{checks.mapping[role]}: {found:,} of the numbers look like 9.78e+12. "
                "The program that wrote the file cut their digits; export the column as text to "
                "get them back. They were stored as found."
            )


def _items_of_events(checks: Checks, details: list[str], rows: str, returned: str) -> int | None:
    """What an export of events says about its products: the latest filled value of each.

    Sales go before returns. Among equally late ones the last line decides; where a large file is
    not held in a table, one of those within the same second (always the same one).
    """
    if not set(details) - {"price"}:
        return None
    timed = "time" in checks.values
    if checks.staged.unread and not timed:
        rows = f"(SELECT *, row_number() OVER () AS line, 0 AS file FROM {rows}) s"
    listed = ", ".join(
        f"arg_max(v_{role}, {_recency(checks, role, timed, returned)}) FILTER (WHERE "
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
    result = _simple(checks, columns, ("item",))
    _warn_about_repeats(checks, "item", "product")
    return result


def _users(checks: Checks) -> Validated:
    checks.text("user", required=True)
    checks.yes_no("consent")
    checks.values["details"] = attributes_sql(unpicked(checks.staged, checks.mapping))
    columns = {Columns.User: "v_user", Columns.Attributes: "v_details"}
    if "consent" in checks.values:
        columns[Columns.Consent] = "v_consent"
    result = _simple(checks, columns, ("user",))
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


def _simple(checks: Checks, columns: dict[str, str], ids: tuple[str, ...] = ()) -> Validated:
    _mark_lost_digits(checks, ids)
    checks.build()
    odd = gather(checks, repeats=False)
    refused = refuse(checks, odd)
    accept(checks, columns, rows_kept(checks, odd))
    _warn_about_ids(checks, ids)
    return Validated(_counts(checks, refused, odd), checks.warnings)


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
