"""Sales to nobody: rows that lack a customer and nothing else count for products."""

from collections.abc import Mapping
from dataclasses import replace

import duckdb

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.accepted import accept
from recsys_core.ingestion.dialect_types import Staged
from recsys_core.ingestion.totals import leave_totals_of_nobody_out
from recsys_core.ingestion.unread import IrregularError
from recsys_core.ingestion.validate import NOBODY_ROWS, ODD, Checks
from recsys_core.schema.columns import Columns
from recsys_core.schema.sql import identifier
from recsys_core.wording.messages import say


def keep_sales_to_nobody(checks: Checks, columns: Mapping[str, str], odd: bool) -> int:
    """Create the view `nobody_rows` with what was bought and brought back by no customer, and say
    what it comes to; returns its rows. columns: target column -> SQL, as for `accepted`.
    """
    mine = [str(at) for at, (_, role, _) in enumerate(checks.faults, 1) if role == "user"]
    if not odd or not mine or columns[Columns.Event] == "'rating'":
        return 0
    others = [
        f"coalesce({condition}, false)" for condition, role, _ in checks.faults if role != "user"
    ]
    sound = f" AND NOT ({' OR '.join(others)})" if others else ""
    none = f"(v_user IS NULL OR {checks.nothing['user']})"
    rows = (
        f"{ODD} s WHERE fault IN ({', '.join(mine)}) AND NOT damaged AND copy = 1 AND {none}{sound}"
    )
    kept = {name: sql for name, sql in columns.items() if name != Columns.User}
    accept(checks, kept, f"(SELECT * FROM {rows}) s", NOBODY_ROWS)
    leave_totals_of_nobody_out(checks, columns)
    return _said(checks, columns)


def with_empty_column(cursor: duckdb.DuckDBPyConnection, staged: Staged, name: str) -> Staged:
    """The staged table with one more column, in which nothing stands. Raises IrregularError for a
    file that has to be copied into a table first.
    """
    if staged.unread is not None:
        raise IrregularError
    dialect = staged.dialect
    more = f"{staged.table}_more"
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {identifier(more)} AS SELECT *, "
        f"CAST(NULL AS VARCHAR) AS c{dialect.width} FROM {identifier(staged.table)}"
    )
    names, types = (*dialect.names, name), (*dialect.types, "")
    return replace(staged, table=more, dialect=replace(dialect, names=names, types=types))


def _said(checks: Checks, columns: Mapping[str, str]) -> int:
    given = "quantity" if Columns.Quantity in columns else "NULL"
    pieces = f"sum(coalesce({given}, CASE WHEN event = 'return' THEN -1 ELSE 1 END))"
    money = "sum(revenue)" if Columns.Revenue in columns else "NULL"
    rows, units, revenue = checks.cursor.execute(
        f"SELECT count(*), {pieces}, {money} FROM {NOBODY_ROWS} "
        "WHERE event IN ('purchase', 'return')"
    ).fetchall()[0]
    if not rows:
        return 0
    said = {"n": int(rows), "pieces": f"{units or 0:,.10g}", "column": checks.mapping["user"]}
    if revenue is None:
        checks.warnings.append(say(m.SALES_TO_NOBODY, **said))
    else:
        checks.warnings.append(say(m.MONEY_OF_NOBODY, **said, money=f"{revenue:,.2f}"))
    return int(rows)
