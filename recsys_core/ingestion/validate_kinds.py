"""What each kind of table needs, and which of its rows can be used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import duckdb

from recsys_core.ingestion.dialect_types import ReadOptions, Staged
from recsys_core.ingestion.event_items import DETAILS, TARGETS, items_of_events
from recsys_core.ingestion.expressions import attributes_sql, event_sql, unpicked
from recsys_core.ingestion.lost_digits import mark_lost_digits, warn_about_ids
from recsys_core.ingestion.odd_rows import gather, refuse, repeated
from recsys_core.ingestion.returns import (
    damaged_returns,
    is_return,
    mark_returns,
    mark_void,
    warn_about_void,
)
from recsys_core.ingestion.unread import IrregularError
from recsys_core.ingestion.validate import (
    ACCEPTED,
    CHECKED,
    REPEATED,
    UNREADABLE,
    Checks,
    Counts,
    accept,
    rows_kept,
)
from recsys_core.schema.columns import Columns
from recsys_core.schema.sql import literal


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
    void = mark_void(checks)
    dated = "time" in checks.cells or "order" in checks.cells
    details = [role for role in DETAILS if role in checks.cells]
    for role in details:
        if role != "price":
            checks.text(role)
    mark_returns(checks)
    mark_lost_digits(checks, ("user", "item", "order"))
    checks.build()
    odd = gather(checks, repeats=dated and not checks.options.keep_repeated)
    refused = refuse(checks, odd)
    returned, marked = is_return(checks)
    rows = rows_kept(checks, odd)
    columns = _event_columns(checks, returned, void)
    accept(checks, columns, rows)
    if odd and dated:
        accept(checks, columns, repeated(), REPEATED)
    counts = _counts(checks, refused, odd, marked)
    warn_about_ids(checks, ("user", "item", "order"))
    warn_about_void(checks)
    items = items_of_events(checks, details, rows, returned)
    return Validated(counts, checks.warnings, items)


def _event_columns(checks: Checks, returned: str, void: bool) -> dict[str, str]:
    """Target column -> SQL; what came back counts negative, what never came about nothing."""
    given = checks.values

    def back(amount: str) -> str:
        if returned == "false":
            return amount
        nothing = "WHEN v_void THEN 0 " if void else ""
        return f"CASE {nothing}WHEN {returned} THEN -abs({amount}) ELSE {amount} END"

    event = (
        "v_event" if returned == "false" else f"CASE WHEN {returned} THEN 'return' ELSE v_event END"
    )
    columns = {Columns.User: "v_user", Columns.Item: "v_item", Columns.Event: event}
    if "rating" in given:
        columns[Columns.Rating] = "v_rating"
    if "quantity" in given:
        columns[Columns.Quantity] = back("v_quantity")
    elif void:
        columns[Columns.Quantity] = "CASE WHEN v_void THEN 0 END"
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
            - damaged_returns(checks, odd, returned)
        )
    return Counts(read, read - refused - duplicates - back, refused, duplicates, back)


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
    mark_lost_digits(checks, ids)
    checks.build()
    odd = gather(checks, repeats=False)
    refused = refuse(checks, odd)
    accept(checks, columns, rows_kept(checks, odd))
    warn_about_ids(checks, ids)
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
