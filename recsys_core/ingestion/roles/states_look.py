"""Which columns say what became of an order: by their rows and words, their names second."""

from collections import Counter
from collections.abc import Sequence

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.order_status import STATE_OF, context_of
from recsys_core.ingestion.roles.column_look import ColumnLook
from recsys_core.ingestion.roles.names import name_tokens
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.roles.rows_look import (
    MOSTLY,
    SURE,
    Cells,
    decides,
    determined,
    occasion,
    place_of,
    places_of,
)
from recsys_core.ingestion.roles.who_and_what import KNOWN_STATES, MOST_WORDS
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

NAMED, FEW = 2, 8
"""Columns that a sentence names, and the words that an unread column of states may have."""


def settle_states(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> None:
    """Of the columns named as states keep those that are an order's by their rows. Where several
    tell of the same, known words go before unknown ones, and the order's name before others.
    """
    for role in STATE_OF:
        named = [
            at
            for at, name in enumerate(columns)
            if chosen.get(at) == role or (at not in chosen and _named(name, role))
        ]
        fitting = [at for at in named if _of_orders(cells, looks, chosen, at)]
        before = place_of(chosen, role)
        if before is not None:
            del chosen[before]
        if fitting:
            chosen[max(fitting, key=lambda at: _rank(columns[at], looks[at], at == before))] = role


def _named(name: str, role: str) -> bool:
    tokens = name_tokens(name)
    speaks = ROLES[role].words_in(tokens) or ROLES[role].is_name(name)
    return bool(speaks) and context_of(name) == STATE_OF[role]


def _rank(name: str, look: ColumnLook, before: bool) -> tuple[bool, bool, bool, float]:
    of_order = bool(ROLES["order"].words_in(name_tokens(name)))
    return look.state_words > 0, of_order, before, look.state_words


def _of_orders(cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str], at: int) -> bool:
    """Whether words are known as an order's; else whether several of them stand the same on all of
    its lines, and neither the customer nor the product decides them.
    """
    look = looks[at]
    switch = chosen.get(at) == "return_status" and (
        look.switches > MOSTLY or look.share("date") > MOSTLY
    )
    if look.statuses > KNOWN_STATES or switch:
        return True
    if look.distinct == 1:
        return look.statuses > 0
    return look.distinct <= MOST_WORDS and _of_order_alone(cells, looks, chosen, at)


def _of_order_alone(
    cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str], at: int
) -> bool:
    order = occasion(chosen)
    within = order is None or determined(cells[at], cells[order]) >= SURE
    owners = places_of(chosen, "user", "item")
    return within and not any(decides(cells, looks, by, at) for by in owners)


def unread_states(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """Where no column was taken for a state, the sentence that names those of a few words, the
    same on all lines of an order.
    """
    if occasion(chosen) is None or set(STATE_OF) & set(chosen.values()):
        return []
    found = [
        at
        for at, look in enumerate(looks)
        if at not in chosen
        and 2 <= look.distinct <= FEW
        and look.share("text") > MOSTLY
        and look.filled >= len(cells[at]) / 2
        and look.switches == 0
        and _of_order_alone(cells, looks, chosen, at)
    ]
    if not found:
        return []
    held = [
        say(m.COLUMN_HOLDS, column=columns[at], words=_words(cells[at])) for at in found[:NAMED]
    ]
    return [say(m.STATES_UNREAD, columns="; ".join(held))]


def _words(values: Sequence[str]) -> str:
    counted = Counter(value for value in values if value).most_common(FEW)
    return and_list(say(m.WORD_WITH_ROWS, word=word, rows=rows) for word, rows in counted)
