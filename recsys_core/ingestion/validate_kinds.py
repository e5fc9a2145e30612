"""What each kind of table needs, and which of its rows can be used."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import duckdb

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.accepted import accept, rows_kept
from recsys_core.ingestion.checked_rows import build
from recsys_core.ingestion.dialect_types import ReadOptions, Staged
from recsys_core.ingestion.event_items import items_of_events
from recsys_core.ingestion.events import read_events, warn_about_events, warn_about_refused
from recsys_core.ingestion.expressions import attributes_sql, unpicked
from recsys_core.ingestion.happened import read_happened
from recsys_core.ingestion.identity import read_ids, warn_about_nobody
from recsys_core.ingestion.lost_digits import mark_lost_digits, warn_about_ids
from recsys_core.ingestion.money import settle
from recsys_core.ingestion.nobody import keep_sales_to_nobody
from recsys_core.ingestion.odd_rows import gather, refuse, repeated
from recsys_core.ingestion.order_lines import carry_to_lines, narrow_digits
from recsys_core.ingestion.pieces import settle_equal_rows
from recsys_core.ingestion.property_rows import warn_about_property_rows
from recsys_core.ingestion.ratings import settle_ratings
from recsys_core.ingestion.returns import (
    damaged_returns,
    is_return,
    mark_returns,
)
from recsys_core.ingestion.roles.registry import uses_in
from recsys_core.ingestion.sampling import take_sample
from recsys_core.ingestion.states import mark_undone, warn_about_undone
from recsys_core.ingestion.unnamed_pieces import find_pieces
from recsys_core.ingestion.unread import IrregularError
from recsys_core.ingestion.validate import (
    ACCEPTED,
    CHECKED,
    REPEATED,
    Checks,
    FirstRowsError,
    RowCounts,
)
from recsys_core.ingestion.variants import inherit_from_parents
from recsys_core.schema.columns import Columns
from recsys_core.schema.questions import Question
from recsys_core.wording.messages import say

SAME_KEY = {
    "items": (Columns.Item, m.REPEATED_PRODUCTS),
    "users": (Columns.User, m.REPEATED_CUSTOMERS),
}


@dataclass(frozen=True)
class Validated:
    """What a validator found. items: rows of the relation `accepted_items`, None without one.
    nobody: rows of the view `nobody_rows`, refused ones that count for products.

    decided: what the values settled about how dates and numbers are written, as fields of
    ReadOptions. The view `repeated_rows` holds the duplicates, if any, like `accepted`.
    questions: what was asked of the file, answered by its figures, by the analyst or not yet.
    evidence: what its figures show of the meaning of its columns.
    """

    counts: RowCounts
    warnings: list[str]
    items: int | None = None
    nobody: int = 0
    decided: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    evidence: tuple[str, ...] = ()


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
        try:
            found = _checked(checks, kind)
        except FirstRowsError:
            checks = Checks(cursor, staged, mapping, options=checks.options, thorough=True)
            found = _checked(checks, kind)
    except duckdb.Error:
        if staged.unread is None:
            raise
        raise IrregularError from None
    # Eleven bytes per row that are not needed while the rows are stored.
    cursor.execute(f"DROP TABLE IF EXISTS {CHECKED}")
    shown = tuple(checks.evidence)
    asked = tuple(checks.questions)
    return replace(found, decided=checks.decided, questions=asked, evidence=shown)


def _checked(checks: Checks, kind: str) -> Validated:
    if kind == "interactions":
        return _interactions(checks)
    return _catalogue(checks, kind) if kind in SAME_KEY else _simple(checks, kind)


def _interactions(checks: Checks) -> Validated:
    narrow_digits(checks)
    carry_to_lines(checks)
    _read(checks, "interactions")
    find_pieces(checks)
    settle_ratings(checks, _bought(checks))
    read_events(checks, _bought(checks))
    settle(checks)
    undone = mark_undone(checks)
    dated = "time" in checks.cells or "order" in checks.cells
    mark_returns(checks)
    ids = _ids("interactions")
    mark_lost_digits(checks, ids)
    build(checks)
    checks.confirm()
    odd = gather(checks, repeats=dated and not checks.options.keep_repeated)
    if odd and dated and not checks.options.keep_repeated:
        settle_equal_rows(checks)
    refused = refuse(checks, odd)
    returned, marked = is_return(checks)
    rows = rows_kept(checks, odd)
    columns = _event_columns(checks, returned, undone is not None)
    accept(checks, columns, rows)
    if odd and dated:
        accept(checks, columns, repeated(), REPEATED)
    counts = _counts(checks, refused, odd, marked)
    warn_about_ids(checks, ids)
    warn_about_events(checks)
    warn_about_nobody(checks)
    nobody = keep_sales_to_nobody(checks, columns, odd)
    warn_about_undone(checks, undone)
    warn_about_refused(checks)
    items = items_of_events(checks, rows, returned)
    return Validated(counts, checks.warnings, items, nobody)


def _read(checks: Checks, kind: str) -> None:
    for role, use in uses_in(kind):
        optional = role.name == "rating" and _bought(checks)
        checks.read(role, filled=use.filled and not optional)
    take_sample(checks)
    read_ids(checks, kind)


def _bought(checks: Checks) -> bool:
    """Whether a table with ratings is one of purchases, some of them rated."""
    given = set(checks.cells)
    return "event" in given or bool(given & {"quantity", "revenue"}) or {"price", "order"} <= given


def _ids(kind: str) -> tuple[str, ...]:
    return tuple(role.name for role, _ in uses_in(kind) if role.identifies)


def _columns(checks: Checks, kind: str) -> dict[str, str]:
    """Target column -> SQL of the roles that are stored as they are; an empty text is none."""
    return {
        use.column: f"nullif(v_{role.name}, '')"
        if role.becomes == "text" and not use.filled
        else f"v_{role.name}"
        for role, use in uses_in(kind)
        if use.column and role.name in checks.values
    }


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
    columns = {**_columns(checks, "interactions"), Columns.Event: event}
    if "quantity" in given:
        counts = next(v for v in ("counted", "kept", "quantity") if v in given)
        columns[Columns.Quantity] = back(f"v_{counts}")
    elif void:
        columns[Columns.Quantity] = "CASE WHEN v_void THEN 0 END"
    if "amount" in given:
        amount = "v_amount"
        if "event" in checks.cells:
            # A product that was only looked at has a price, but brought no money.
            amount = "CASE WHEN v_event IN ('purchase', 'return') THEN v_amount END"
        columns[Columns.Revenue] = back(amount)
    return columns


def _counts(checks: Checks, refused: int, odd: bool, returned: str = "false") -> RowCounts:
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
    return RowCounts(read, read - refused - duplicates - back, refused, duplicates, back)


def _catalogue(checks: Checks, kind: str) -> Validated:
    """One row a product or customer; the columns without a role are kept as details."""
    if kind == "items":
        inherit_from_parents(checks)
    checks.values["details"] = attributes_sql(unpicked(checks.staged, checks.mapping))
    result = _simple(checks, kind, _ids(kind), {Columns.Attributes: "v_details"})
    column, message = SAME_KEY[kind]
    sql = f"SELECT count(*) - count(DISTINCT {column}) FROM {ACCEPTED}"
    found = int(checks.cursor.execute(sql).fetchall()[0][0])
    if found:
        checks.warnings.append(say(message, rows=found))
        warn_about_property_rows(checks, _ids(kind)[0])
    return result


def _simple(
    checks: Checks, kind: str, ids: tuple[str, ...] = (), more: Mapping[str, str] | None = None
) -> Validated:
    """One relation with every column there is; campaigns are shared out when they are stored."""
    narrow_digits(checks)
    _read(checks, kind)
    happened = {} if kind in SAME_KEY else read_happened(checks, kind)
    mark_lost_digits(checks, ids)
    build(checks)
    odd = gather(checks, repeats=False)
    refused = refuse(checks, odd)
    columns = {**_columns(checks, kind), **(more or {}), **happened}
    accept(checks, columns, rows_kept(checks, odd))
    warn_about_ids(checks, ids)
    if refused and kind == "campaigns":
        warn_about_events(checks)
    return Validated(_counts(checks, refused, odd), checks.warnings)
