"""Amounts in several currencies are never compared as if they were one."""

import re

from recsys_core.ingestion.currencies import CODES, SIGNS, alike, is_currency, is_word
from recsys_core.schema.errors import InputError
from recsys_core.services.data.coded_table import CodedTable
from recsys_core.services.experiments.readout import messages as m
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

COLUMNS = ("currency", "currency_code", "currency code", "währung", "devise", "moneda", "valuta")
"""What a column of currencies may be called; read along, whatever else is asked for."""
COUNTED = frozenset(
    ("number", "of", "count", "n", "num", "quantity", "orders", "visits", "clicks", "opens",
     "sessions", "units", "items", "pieces", "bestellungen", "klicks", "besuche", "commandes",
     "pedidos")
)  # fmt: skip
"""Words of which the name of a number of something is made."""
MOST = 20
_WRITTEN = re.compile(f"[{SIGNS}]|(?i:{CODES})")


def refuse_several(table: CodedTable, column: str) -> None:
    """`InputError` where a column of amounts, or one of currencies beside it, has more than one;
    a number of something by its name (`COUNTED`) has no currency but in its own cells.
    """
    found = _in_cells(table, column)
    words = re.findall(r"[^\W\d_]+", column.casefold())
    counted = bool(words) and set(words) <= COUNTED
    for label, other in () if counted else table.columns.items():
        written = [str(one) for one in other.values if one != ""]
        if label != column and 2 <= len(written) <= MOST and all(map(is_currency, written)):
            found |= set() if all(map(is_word, written)) else set(written)
    several = sorted(found)
    if any(not alike(several[0], one) for one in several[1:]):
        raise InputError(say(m.SEVERAL_CURRENCIES, column=column, currencies=and_list(several)))


def _in_cells(table: CodedTable, column: str) -> set[str]:
    """The signs and codes beside the digits; none in a column of plain numbers."""
    if table.columns[column].style.plain:
        return set()
    cells = (_WRITTEN.search(str(one)) for one in table.columns[column].values)
    return {one.group() for one in cells if one}
