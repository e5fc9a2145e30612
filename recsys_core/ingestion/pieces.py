"""Equal rows: pieces of a purchase where a file has a row for each, else the same row again."""

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.sampling import SAMPLED
from recsys_core.ingestion.validate import ODD, Checks
from recsys_core.schema.questions import Answer, Question
from recsys_core.wording.messages import say

PIECES, REPEATED_ROWS = "pieces", "repeated"
FEW_ROWS, NEAR = 20, 20
"""Rows too few to show anything, and lines between two pieces of one basket at most."""


def settle_equal_rows(checks: Checks) -> None:
    """Decide, where no column counts pieces, whether rows equal in every cell are pieces or the
    same row written again, and let pieces in: for `odd_rows`, before rows are refused.
    """
    if "event" in checks.cells or "rating" in checks.cells or _counts_pieces(checks):
        return
    copies, near, twice = _copies(checks)
    if not copies:
        return
    doubled = twice and 2 * copies >= 0.9 * checks.staged.rows
    shown = checks.staged.rows >= FEW_ROWS and near >= 0.9 * copies
    pieces = shown and not doubled and _is_by_basket(checks)
    answers = (Answer(PIECES, say(m.EACH_A_PIECE)), Answer(REPEATED_ROWS, say(m.WRITTEN_AGAIN)))
    message = m.EQUAL_ROWS_TOGETHER if pieces else m.EQUAL_ROWS_APART
    evidence = PIECES if pieces else REPEATED_ROWS
    question = Question("equal-rows", say(message, n=copies), answers, evidence)
    if checks.ask(question) == PIECES:
        checks.cursor.execute(f"UPDATE {ODD} SET copy = 1")
        checks.warnings.append(say(m.COUNTED_AS_PIECES, n=copies))
    else:
        checks.warnings.append(say(m.LEFT_OUT_AS_REPEATED, n=copies))


def _counts_pieces(checks: Checks) -> bool:
    """Whether a column holds quantities other than one."""
    if "quantity" not in checks.values:
        return False
    sql = f"SELECT count(*) FROM {SAMPLED} WHERE {checks.values['quantity']} <> 1"
    return int(checks.cursor.execute(sql).fetchall()[0][0]) > 0


def _copies(checks: Checks) -> tuple[int, int, bool]:
    """Rows that are a copy, those near the one before, and whether each row stands just twice."""
    row = f"PARTITION BY {checks.cells_listed} ORDER BY file, line"
    found = checks.cursor.execute(
        "SELECT count(*) FILTER (copy > 1), count(*) FILTER (copy > 1 AND distance BETWEEN 0 AND "
        f"{NEAR}), max(copy) FROM (SELECT copy, line - lag(line) OVER ({row}) AS distance "
        f"FROM {ODD} WHERE fault = 0 AND NOT damaged)"
    ).fetchall()
    copies, near, most = (int(n or 0) for n in found[0])
    return copies, near, most == 2


def _is_by_basket(checks: Checks) -> bool:
    """Whether rows carry what several products of a purchase share: its number, or its time."""
    if "order" in checks.cells:
        return True
    user, item, time = (checks.cells[role] for role in ("user", "item", "time"))
    found = checks.cursor.execute(
        "SELECT count(*), count(*) FILTER (items > 1) FROM (SELECT count(DISTINCT "
        f"{item}) AS items FROM {SAMPLED} GROUP BY {user}, {time})"
    ).fetchall()
    baskets, several = found[0]
    return bool(several >= 0.1 * baskets)
