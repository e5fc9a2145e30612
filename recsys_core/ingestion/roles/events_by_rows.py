"""Whether a column of words says what happened in each row, by what its rows hold beside it."""

from collections import Counter
from collections.abc import Sequence

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.event_words import event_of, is_payment
from recsys_core.ingestion.no_value import is_no_value
from recsys_core.ingestion.order_status import STATE_OF
from recsys_core.ingestion.roles.column_look import ColumnLook, number_of
from recsys_core.ingestion.roles.names import name_tokens
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.roles.rows_look import (
    FEW_ROWS,
    MOSTLY,
    SURE,
    Cells,
    determined,
    place_of,
    places_of,
)
from recsys_core.ingestion.roles.table_rules import take_first
from recsys_core.wording.joining import and_list, or_list
from recsys_core.wording.messages import say

LOOKED = frozenset({"view", "click", "cart", "rating"})
"""Kinds that no state of an order and no way of paying is called by."""
FEW_MIXED, BY_CHANCE, SEVERAL = 3.0, 0.2, 3
"""Values that chance would have to mix, and the share of them that a tie lets through; kinds of
event that are no chance."""
MOST_KINDS, FEW = 15, 5
SCALES = (5, 10)
"""Ratings go from 1 to one of these."""


def belongs_to(words: Sequence[str], owners: Sequence[str]) -> bool:
    """Whether words go with the values of another column, as a category does with the product:
    few values come with several words, where chance would have mixed many.
    """
    pairs = [(owner, word) for owner, word in zip(owners, words, strict=True) if owner and word]
    by_owner: dict[str, set[str]] = {}
    for owner, word in set(pairs):
        by_owner.setdefault(owner, set()).add(word)
    shares = [n / len(pairs) for n in Counter(word for _, word in pairs).values()]
    sizes = Counter(Counter(owner for owner, _ in pairs).values())
    chance = sum(n * (1 - sum(p**rows for p in shares)) for rows, n in sizes.items())
    mixed = sum(len(found) > 1 for found in by_owner.values())
    return chance >= FEW_MIXED and mixed <= BY_CHANCE * chance


def find_event(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """The column of a few words of which several are kinds of event, or which alone decides which
    rows have pieces and money; it goes with no product, customer or order.
    """
    if place_of(chosen, "event") is not None:
        return []
    for at, column in enumerate(columns):
        if not _few_words(cells, looks, chosen, at) or is_payment(column):
            continue
        words = Counter(cells[at])
        kinds = {kind for word in words if (kind := event_of(word))}
        apart = bought_only(cells, chosen, at)
        known = looks[at].events > 0.5 and len(kinds) > 1 and kinds & LOOKED
        several = known and (apart or len(kinds) >= SEVERAL)
        if (several or (apart and chosen.get(at) is None)) and not _of_others(cells, chosen, at):
            chosen[at] = "event"
            said = and_list([word for word, _ in words.most_common(FEW)])
            return [say(m.EVENT_BY_ROWS, column=column, words=said)]
    return []


def find_rating(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """The column of whole numbers up to the end of a scale, each of them, that are 0 on all rows
    where nothing was bought and on some where something was: 0 is no rating. Pieces are 0 on none
    of those.
    """
    event = place_of(chosen, "event")
    sold = bought_only(cells, chosen, event) if event is not None else set()
    if event is None or not sold or "rating" in chosen.values():
        return []
    bought = [word in sold for word in cells[event]]
    for at, look in enumerate(looks):
        whole = look.numeric == 1 and look.whole == 1 and look.low == 0
        if at in chosen or not whole or look.high not in SCALES or look.distinct != look.high + 1:
            continue
        given = [number_of(cell) or 0 for cell in cells[at]]
        rated = sum(value > 0 for value in given)
        unrated = sum(own and not value for own, value in zip(bought, given, strict=True))
        if rated + unrated == sum(bought) and rated >= FEW <= unrated:
            chosen[at] = "rating"
            fields = {
                "column": columns[at],
                "high": f"{look.high:g}",
                "words": or_list(sorted(sold)),
            }
            return [say(m.RATING_BY_ROWS, **fields)]
    return []


def drop_foreign_event(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> None:
    """Watches and bags, or orders to click and collect, are no looks and no carts; paid and void,
    the same on all lines of an order, are states of it.
    """
    at = place_of(chosen, "event")
    if at is None or ROLES["event"].words_in(name_tokens(columns[at])):
        return
    order = place_of(chosen, "order")
    if order is not None and looks[at].statuses == 1 and _shared(cells, looks, order, at):
        del chosen[at]
        take_first(chosen, "status", [at])
        return
    if not LOOKED & {event_of(word) for word in set(cells[at])}:
        return
    if not ROLES["event"].is_name(columns[at]) and _of_others(cells, chosen, at, ("item", "order")):
        del chosen[at]


def _shared(cells: Cells, looks: Sequence[ColumnLook], order: int, at: int) -> bool:
    return looks[order].repeats and determined(cells[at], cells[order]) >= SURE


def bought_only(cells: Cells, chosen: dict[int, str], at: int) -> set[str]:
    """The words whose rows alone have pieces and amounts, or prices where no column has those;
    empty where rows of a word are mixed, or pieces stand beside other words' rows too.
    """
    sold: set[str] = set()
    # A price may stand on every row, as what the product costs: pieces and amounts go before it.
    shown = places_of(chosen, "quantity", "revenue") or places_of(chosen, "price")
    for column in shown:
        rows, filled = Counter(cells[at]), Counter[str]()
        for word, cell in zip(cells[at], cells[column], strict=True):
            filled[word] += bool(cell) and not is_no_value(cell) and number_of(cell) != 0
        full = {word for word, n in rows.items() if filled[word] >= SURE * n}
        bare = sum(n for word, n in rows.items() if filled[word] <= (1 - SURE) * n)
        if bare + sum(rows[word] for word in full) < len(cells[at]) or bare < FEW:
            return set()
        sold = full if not sold else sold & full
    return sold


def _few_words(cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str], at: int) -> bool:
    free = chosen.get(at) in (None, "category", *STATE_OF)
    look, rows = looks[at], len(cells[at])
    few = 1 < look.distinct <= MOST_KINDS and rows >= FEW_ROWS and look.filled >= MOSTLY * rows
    return free and few and look.share("text", "code") > MOSTLY and look.switches < 0.5


def _of_others(
    cells: Cells,
    chosen: dict[int, str],
    at: int,
    owners: Sequence[str] = ("item", "user", "order"),
) -> bool:
    """Whether the column goes with the product, the customer, or an order that all rows have."""
    for role in owners:
        by = place_of(chosen, role)
        if by is None or (role == "order" and sum(map(bool, cells[by])) < MOSTLY * len(cells[by])):
            continue
        if belongs_to(cells[at], cells[by]):
            return True
    return False
