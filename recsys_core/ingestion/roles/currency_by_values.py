"""The currency by what a column holds, whatever it is called."""

from collections.abc import Sequence

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.currencies import is_currency, is_word
from recsys_core.ingestion.roles.column_look import MOST_STATES, ColumnLook
from recsys_core.ingestion.roles.rows_look import Cells, place_of
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

FEW, NAMED = 5, 4
"""Rows that show a currency, and currencies that a sentence names."""


def find_currency(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """The column of which every value is a code or sign of a currency, where none is named for
    one; it plays no other role.
    """
    named = place_of(chosen, "currency")
    if named is not None and looks[named].filled:
        return []
    found = [at for at, look in enumerate(looks) if look.filled >= FEW and _holds(cells[at], look)]
    if not found:
        return []
    best = max(found, key=lambda at: (looks[at].distinct, -at))
    if named is not None:
        del chosen[named]
    chosen[best] = "currency"
    words = sorted({cell for cell in cells[best] if cell})[:NAMED]
    return [say(m.CURRENCY_BY_VALUES, column=columns[best], words=and_list(words))]


def _holds(values: Sequence[str], look: ColumnLook) -> bool:
    if look.numeric or look.distinct > MOST_STATES:
        return False
    known = {value for value in values if value}
    return all(map(is_currency, known)) and not all(map(is_word, known))
