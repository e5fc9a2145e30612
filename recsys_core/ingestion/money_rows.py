"""Rows of which some pieces came back, and files without a column of money."""

from collections.abc import Iterable

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.money_sample import MOST
from recsys_core.ingestion.money_terms import careful_sql
from recsys_core.ingestion.number_proof import number_styles
from recsys_core.ingestion.roles.amount_roles import PAID
from recsys_core.ingestion.validate import HEAD_ROWS, Checks
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

NAMED = 5


def pieces_kept(checks: Checks, amount: str) -> str:
    """The amount for the pieces that were kept, which are read as `kept`; a row of which all came
    back was not bought. amount: SQL over the columns v_ROLE.
    """
    if "returned_quantity" not in checks.cells or "quantity" not in checks.values:
        return amount
    back = f"coalesce(abs({careful_sql(checks, 'returned_quantity')}), 0)"
    checks.values["kept"] = (
        f"CASE WHEN v_quantity > 0 THEN greatest(v_quantity - {back}, 0) ELSE v_quantity END"
    )
    whole = f"v_quantity > 0 AND {back} >= v_quantity"
    before = checks.values.get("paid_back")
    checks.values["paid_back"] = (
        f"({before} OR ({whole}))" if before else f"coalesce({whole}, false)"
    )
    checks.evidence.append(say(m.PIECES_BACK, column=checks.mapping["returned_quantity"]))
    share = f"round(({amount}) * v_kept / v_quantity, 4)"
    return f"CASE WHEN v_quantity > 0 THEN {share} ELSE {amount} END"


def tell_below_zero(checks: Checks, amount: str, column: str) -> None:
    """Say that what was bought comes to less than nothing. amount: SQL over the columns v_ROLE;
    column: where the money stands. Of the first rows of the file.
    """
    read = "".join(f", {sql} AS v_{role}" for role, sql in checks.values.items())
    more = " AND v_quantity > 0" if "quantity" in checks.values else ""
    rows = f"(SELECT *{read} FROM {_first_rows(checks)})"
    found = checks.cursor.execute(
        f"SELECT sum({amount}) FROM {rows} WHERE v_event = 'purchase'{more}"
    ).fetchall()[0][0]
    if found is not None and found < 0:
        checks.warnings.append(say(m.BELOW_ZERO, sum=f"{found:,.2f}", column=column))


def _first_rows(checks: Checks) -> str:
    """What is the order's (m_ROLE) stands beside the cells of a table, not in `checks.head()`."""
    table = f"(SELECT * FROM {checks.source()} LIMIT {HEAD_ROWS})"
    return checks.head() if checks.staged.unread else table


def tell_unused_money(checks: Checks, numbers: Iterable[str], amount: str = "") -> None:
    """Say which columns look like money and are not used, with their rows that are not zero; or
    that none is taken for money. numbers: t0, t1 … of columns without a role that hold numbers.
    amount: SQL of what counts over the columns v_ROLE; what says the same is used by that.
    """
    numbers = list(numbers)
    if amount:
        numbers = [t for t in numbers if not _says_the_same(checks, f"c{t[1:]}", amount)]
    found = like_money(checks, numbers)
    if not found:
        return
    if PAID.isdisjoint(checks.mapping):
        columns = and_list(list(found)[:NAMED])
        checks.warnings.append(say(m.NO_MONEY, columns=columns, n=len(found)))
        return
    named = and_list(say(m.COLUMN_WITH_ROWS, column=c, n=rows) for c, rows in found.items())
    first = min(checks.staged.rows, HEAD_ROWS)
    checks.warnings.append(say(m.MONEY_UNUSED, columns=named, n=len(found), rows=first))


def _says_the_same(checks: Checks, cell: str, amount: str) -> bool:
    """Whether a column is the amount that counts, on all of the first rows but a few."""
    read = "".join(f", {sql} AS v_{role}" for role, sql in checks.values.items())
    number = number_styles(checks.cursor, checks.head(), {"revenue": cell})["revenue"].sql(cell)
    agree, rows = checks.cursor.execute(
        f"SELECT count(*) FILTER (abs(abs({amount}) - abs({number})) <= 0.011), count(*) "
        f"FROM (SELECT *{read} FROM {_first_rows(checks)})"
    ).fetchall()[0]
    return bool(rows and agree >= MOST * rows)


def like_money(checks: Checks, numbers: Iterable[str]) -> dict[str, int]:
    """The columns whose numbers have cents or a sign of a currency, with their rows of the first
    that are not zero.
    """
    used = set(checks.mapping.values())
    labels = {t: checks.staged.dialect.labels[int(t[1:])] for t in numbers}
    labels = {f"c{t[1:]}": label for t, label in labels.items() if label not in used}
    if not labels:
        return {}
    asked = ", ".join(
        f"count(*) FILTER (regexp_matches({cell}, '[.,]\\d{{2}}\\D*$|[$€£¥₩₹₽₺]')), "
        f"count(nullif(trim({cell}), '')), count(*) FILTER (regexp_matches({cell}, '[1-9]'))"
        for cell in labels
    )
    counts = checks.cursor.execute(f"SELECT {asked} FROM {checks.head()}").fetchall()[0]
    return {
        label: rows
        for label, cents, filled, rows in zip(
            labels.values(), counts[::3], counts[1::3], counts[2::3], strict=True
        )
        if rows and cents >= MOST * filled
    }
