"""From checked rows to the workspace's tables."""

from dataclasses import dataclass, replace

import duckdb

from recsys_core.ingestion.dialect_types import Staged
from recsys_core.ingestion.validate import ACCEPTED, ITEMS, NOBODY_ROWS, REFUSED, REPEATED
from recsys_core.ingestion.validate_kinds import Validated
from recsys_core.schema.errors import InputError
from recsys_core.schema.imports import ImportReport
from recsys_core.services.data import messages as m
from recsys_core.services.data.campaigns import insert_campaigns
from recsys_core.storage import meta
from recsys_core.storage.insert import insert_from
from recsys_core.storage.persons import cell_of
from recsys_core.storage.suppressed import leave_out
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class ImportTask:
    """One import on its way."""

    kind: str
    import_id: str
    staged: Staged
    mapping: dict[str, str]


def refuse_nothing(cursor: duckdb.DuckDBPyConnection, name: str, validated: Validated) -> None:
    """Raise InputError, with the commonest reason, where not a single row can be used."""
    counts = validated.counts
    if counts.accepted + counts.returned + validated.nobody:
        return
    found = cursor.execute(
        "SELECT column_name, any_value(reason), count(*) AS rows "
        f"FROM {REFUSED} GROUP BY column_name, split_part(reason, ': ', 1) "
        "ORDER BY rows DESC, 1, 2 LIMIT 1"
    ).fetchall()
    for column, reason, rows in found:
        message = m.NOTHING_USABLE_IN_COLUMN if column else m.NOTHING_USABLE
        fields = {"file": name, "column": column, "reason": reason, "rows": rows}
        raise InputError(say(message, all=counts.read, **fields))


def insert_rows(cursor: duckdb.DuckDBPyConnection, task: ImportTask, validated: Validated) -> None:
    """Rows into their tables, refused rows into the quarantine."""
    if task.kind == "interactions":
        _insert_events(cursor, task, validated)
        if validated.counts.duplicate:
            insert_from(cursor, "repeated", task.import_id, REPEATED)
        if validated.nobody:
            insert_from(cursor, "nobody_sales", task.import_id, NOBODY_ROWS)
        if validated.items:
            _insert_details(cursor, task.import_id)
    elif task.kind == "campaigns":
        insert_campaigns(cursor, task.import_id, frozenset(task.mapping))
    else:
        insert_from(cursor, task.kind, task.import_id, ACCEPTED)
    if validated.counts.quarantined:
        insert_from(cursor, "quarantine", task.import_id, REFUSED)


def without_erased(
    cursor: duckdb.DuckDBPyConnection, task: ImportTask, report: ImportReport
) -> ImportReport:
    """The report once rows of persons who were erased are left out; what is left of those rows in
    the file of the database goes when it is written anew.
    """
    dialect = task.staged.dialect
    cell = cell_of("user", dialect.labels, task.mapping, dialect.grammar.delimiter)
    found = leave_out(cursor, task.import_id, cell)
    n = sum(found)
    if not n:
        return report
    meta.mark_removed(cursor)
    refused = report.rows_quarantined - found.refused
    return replace(
        report,
        rows_accepted=report.rows_accepted - found.accepted,
        rows_return=report.rows_return - found.returned,
        rows_duplicate=report.rows_duplicate - found.repeated,
        rows_quarantined=refused,
        quarantine_csv=report.quarantine_csv if refused else None,
        rows_erased=n,
        warnings=[*report.warnings, say(m.ERASED_LEFT_OUT, n=n)],
    )


def _insert_events(
    cursor: duckdb.DuckDBPyConnection, task: ImportTask, validated: Validated
) -> None:
    """Rows that come straight from the file must be those that were checked."""
    expected = validated.counts.accepted + validated.counts.returned
    try:
        changed = insert_from(cursor, "interactions", task.import_id, ACCEPTED) != expected
    except duckdb.InvalidInputException:
        changed = True
    if changed:
        raise InputError(say(m.FILE_CHANGED, files=", ".join(task.staged.files)))


def _insert_details(cursor: duckdb.DuckDBPyConnection, import_id: str) -> None:
    """Products named in an export of events. A product list that was imported as such wins over
    it; gaps are filled from it.
    """
    columns = [
        row[0] for row in cursor.execute(f"DESCRIBE {ITEMS}").fetchall() if row[0] != "item_id"
    ]
    every = ("title", "description", "category_path", "brand", "price", "margin", "stock")
    merged = []
    for name in every:
        if name not in columns:
            merged.append(f"c.{name} AS {name}")
        else:
            merged.append(
                f"CASE WHEN p.kind = 'interactions' THEN coalesce(n.{name}, c.{name}) "
                f"ELSE coalesce(c.{name}, n.{name}) END AS {name}"
            )
    changed = " OR ".join(f"fresh.{name} IS DISTINCT FROM old.{name}" for name in columns)
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE product_details AS SELECT fresh.* FROM (SELECT n.item_id, "
        f"{', '.join(merged)}, c.attributes AS attributes FROM {ITEMS} n "
        "LEFT JOIN catalogue c USING (item_id) LEFT JOIN imports p ON p.import_id = c.import_id"
        ") fresh LEFT JOIN catalogue old USING (item_id) "
        f"WHERE old.item_id IS NULL OR {changed}"
    )
    listed = ", ".join(("item_id", *every, "attributes"))
    cursor.execute(
        f"CREATE OR REPLACE TEMP VIEW new_details AS SELECT {listed} FROM product_details"
    )
    insert_from(cursor, "items", import_id, "new_details")
