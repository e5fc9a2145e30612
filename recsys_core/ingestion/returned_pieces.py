"""Pieces that came back, where a column beside the pieces sold counts them under another name."""

import re
from typing import NamedTuple

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.expressions import unpicked
from recsys_core.ingestion.money_sample import FEW
from recsys_core.ingestion.order_status import STATE_OF, meaning_of, says_back
from recsys_core.ingestion.roles.names import name_tokens
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.sampling import counted, says_sql
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.questions import Answer, Question
from recsys_core.wording.messages import say

BACK, NOT_BACK = "back", "not"


class Pieces(NamedTuple):
    """A column of whole numbers on few rows, never above the pieces sold: on how many rows, on how
    many of these besides those of a returned order, and its highest and the sum of its numbers.
    """

    column: str
    rows: int
    apart: int
    most: float
    sum: float


def find_returned_pieces(checks: Checks) -> None:
    """Take the column that counts the pieces that came back: by its name, whether it was taken for
    a state or not, or because it stands on rows of returned orders alone; one that may count them
    is asked about.
    """
    if "quantity" not in checks.values:
        return
    known = checks.mapping.get("returned_quantity")
    states = _numbers_for_states(checks)
    beside = _without_number(checks.mapping["quantity"])
    cells = [
        pair
        for pair in unpicked(checks.staged, checks.mapping)
        if _is_number(checks, *pair) and _without_number(pair[0]) != beside
    ]
    if known is not None:
        cells.append((known, checks.cells["returned_quantity"]))
    cells += states.items()
    returned = says_sql(checks, _undone, set(states.values())) if cells else ""
    found = [each for pair in cells if (each := _never_above(checks, *pair, returned))]
    if known in [each.column for each in found]:
        return
    sure = [
        each
        for each in found
        if _named(each.column)
        or (says_back(each.column) and each.most > 1)
        or (each.rows >= FEW and not each.apart)
    ]
    open_ = [each for each in found if each.rows >= FEW and each.most > 1]
    if not (sure or open_):
        return
    best = max(sure or open_, key=lambda each: each.sum)
    answers = (Answer(BACK, say(m.CAME_BACK)), Answer(NOT_BACK, say(m.NOT_COME_BACK)))
    fields = {"column": best.column, "quantity": checks.mapping["quantity"], "n": best.rows}
    question = Question("pieces-back", say(m.MAY_BE_BACK, **fields), answers, BACK if sure else "")
    if checks.ask(question) == BACK:
        checks.give("returned_quantity", best.column)


def _numbers_for_states(checks: Checks) -> dict[str, str]:
    """Column -> cell of what was taken for a state and holds whole numbers alone, with others than
    0 and 1, or under a name that says pieces.
    """
    found = {}
    for role in (role for role in STATE_OF if role in checks.cells):
        column, cell = checks.mapping[role], checks.cells[role]
        words = {word for word, _ in counted(checks, cell)}
        count = words and all(map(str.isdecimal, words))
        if count and (_named(column) or not words <= {"0", "1"}):
            found[column] = cell
    return found


def _without_number(column: str) -> str:
    """`item_2_qty` -> `item__qty`: pieces of another line of the order have not come back."""
    return re.sub(r"[0-9]+", "", column)


def _is_number(checks: Checks, column: str, cell: str) -> bool:
    return checks.staged.dialect.types[int(cell[1:])] == "number"


def _undone(role: str, word: str) -> bool:
    return meaning_of(word, STATE_OF[role]) == "undone"


def _named(column: str) -> bool:
    """Whether a name says returned, and pieces: "product_quantity_refunded"."""
    pieces = ROLES["quantity"].words_in(name_tokens(column))
    return bool(pieces) and says_back(column)


def _never_above(checks: Checks, column: str, cell: str, returned: str) -> Pieces | None:
    """A column of whole numbers, zero or empty on half of the rows looked at at least, that is
    never above the pieces of its row. returned: SQL for whether the row's order was returned.
    """
    number = f"coalesce(try_cast(replace({cell}, ',', '.') AS DOUBLE), 0)"
    (every, wrong, *four) = checks.cursor.execute(
        "SELECT count(*), bool_or(n < 0 OR n <> round(n) OR (n > 0 AND n > q)), "
        f"count(*) FILTER (n > 0), count(*) FILTER (n > 0 AND NOT {returned}), max(n), sum(n) FROM "
        f"(SELECT *, {number} AS n, abs({checks.values['quantity']}) AS q FROM {checks.head()})"
    ).fetchall()[0]
    return Pieces(column, *four) if 0 < four[0] <= every / 2 and not wrong else None
