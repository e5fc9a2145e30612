"""The product by how its name and number go together, where no column is called one."""

from collections.abc import Sequence

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.order_status import STATE_OF
from recsys_core.ingestion.roles.by_value import comes_back
from recsys_core.ingestion.roles.column_look import ColumnLook
from recsys_core.ingestion.roles.names import name_tokens
from recsys_core.ingestion.roles.rows_look import (
    MOSTLY,
    PLACES,
    Cells,
    code_of_title,
    decides,
    occasion,
    place_of,
)
from recsys_core.ingestion.roles.table_rules import names_a_person, numbers_things
from recsys_core.wording.messages import say

FEWEST, HALF = 5, 0.5
"""Names that products must have, and the share of them that must come on several occasions."""


def number_of_words(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """A product in words gives way to the number beside it that goes with each, as its title."""
    item = place_of(chosen, "item")
    if item is None or place_of(chosen, "title") is not None or looks[item].share("text") <= HALF:
        return []
    code = code_of_title(columns, cells, looks, chosen, item)
    if code is None or not numbers_things(columns[code]):
        return []
    chosen |= {item: "title", code: "item"}
    return [say(m.ITEM_BY_TITLE, column=columns[code], title=columns[item])]


def find_goods(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """The words that come back on several occasions with a number of their own each, whoever buys:
    those of the most values.
    """
    order, user = occasion(chosen), place_of(chosen, "user")
    if order is None:
        return []
    # An event without a word for what happened is a concert, or a code of one.
    known = {at: r for at, r in chosen.items() if r != "event" or looks[at].events >= HALF}
    words = [
        at
        for at, look in enumerate(looks)
        if at not in known
        and look.share("text") > MOSTLY
        and look.repeats
        and look.distinct >= FEWEST
        and PLACES.isdisjoint(name_tokens(columns[at]))
        and not names_a_person(columns[at])
        and comes_back(cells, at, order) >= HALF
        and not (user is not None and decides(cells, looks, user, at))
        and not _of_states(cells, looks, chosen, at)
    ]
    for at in sorted(words, key=lambda at: -looks[at].distinct):
        code = code_of_title(columns, cells, looks, known, at)
        if code is not None:
            for other in chosen.keys() - known.keys():
                del chosen[other]
            chosen |= {at: "title", code: "item"}
            names = {"column": columns[code], "title": columns[at]}
            return [say(m.GOODS_BY_ROWS, products=looks[at].distinct, **names)]
    return []


def _of_states(cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str], at: int) -> bool:
    return any(decides(cells, looks, by, at) for by, role in chosen.items() if role in STATE_OF)
