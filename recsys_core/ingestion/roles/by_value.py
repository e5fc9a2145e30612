"""What the rows show of named columns whose names say nothing, or the wrong thing."""

from collections import Counter
from collections.abc import Sequence

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.order_status import STATE_OF
from recsys_core.ingestion.roles.column_look import ColumnLook, number_of
from recsys_core.ingestion.roles.names import name_tokens
from recsys_core.ingestion.roles.of_orders import no_product, title_of
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.roles.rows_look import (
    FEW_ROWS,
    MOSTLY,
    ORDERS_EACH,
    PLACES,
    SURE,
    Cells,
    decides,
    determined,
    goes_with,
    identifies,
    numbers_or_words,
    occasion,
    place_of,
    places_of,
    short_digits,
    speaks_of_item,
)
from recsys_core.ingestion.roles.table_rules import numbers_things, take_first
from recsys_core.wording.messages import say

MANY_COME_BACK, PER_CUSTOMER = 0.2, 20
"""Of the customers, at least a fifth bought twice; there is one for every twenty orders."""
AT_LIST_PRICE = 0.1
"""Of the rows that are sold at the list price; a product's number is its price by rare chance."""


def drop_invented_user(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> None:
    """A column whose name says nothing of people and whose values decide the product's name or
    price numbers products; one whose values decide the moment numbers orders.
    """
    user, time = place_of(chosen, "user"), place_of(chosen, "time")
    if user is None or speaks_of_people(columns[user]):
        return
    # One moment for all rows is decided by anything.
    moments = 0 if time is None else looks[time].distinct
    if (
        time is not None
        and looks[user].distinct >= FEW_ROWS
        and moments > 1
        and decides(cells, looks, user, time)
    ):
        del chosen[user]
        take_first(chosen, "order", [user])
        return
    named = [at for at, name in enumerate(columns) if at != user and speaks_of_item(name)]
    goods = places_of(chosen, "title", "item", "price")
    if any(decides(cells, looks, user, at) and looks[at].distinct > 1 for at in (*named, *goods)):
        del chosen[user]


def speaks_of_people(column: str) -> bool:
    tokens = name_tokens(column)
    return any(ROLES[role].words_in(tokens) for role in ("user", "contact"))


def drop_line_number(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """Products that never come back are numbers of lines, where a code that comes back and goes
    with the title stands beside.
    """
    item, title = place_of(chosen, "item"), place_of(chosen, "title")
    if item is None or looks[item].repeats or looks[item].filled < FEW_ROWS:
        return []
    free = [at for at in range(len(columns)) if at not in chosen and looks[at].repeats]
    better = [
        at
        for at in free
        if identifies(looks[at])
        and (speaks_of_item(columns[at]) if title is None else goes_with(cells, at, title))
        and not no_product(cells, chosen, at)
    ]
    if not better:
        return []
    chosen[better[0]] = chosen.pop(item)
    named = title_of(cells, looks, chosen, better[0]) if title is None else None
    take_first(chosen, "title", [] if named is None else [named])
    names = {"column": columns[item], "better": columns[better[0]]}
    return [
        say(m.ITEM_IS_LINE, rows=looks[item].filled, products=looks[better[0]].distinct, **names)
    ]


def drop_priced_item(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """Numbers that are the price of a piece on many rows, and else above it, are list prices and
    number no products.
    """
    item, price = place_of(chosen, "item"), place_of(chosen, "price")
    if item is None or price is None or looks[item].numeric < MOSTLY:
        return []
    pairs = [(number_of(a), number_of(b)) for a, b in zip(cells[item], cells[price], strict=True)]
    known = [(a, b) for a, b in pairs if a is not None and b is not None]
    same, below = sum(a == b for a, b in known), sum(a < b for a, b in known)
    if (
        len(known) < FEW_ROWS
        or same < AT_LIST_PRICE * len(known)
        or below > (1 - SURE) * len(known)
    ):
        return []
    del chosen[item]
    return [say(m.ITEM_IS_PRICE, column=columns[item], price=columns[price])]


def comes_back(cells: Cells, at: int, by: int | None) -> float:
    """The share of a column's values that come on several occasions; 1 where none are known."""
    if by is None:
        return 1.0
    pairs = {(a, b) for a, b in zip(cells[at], cells[by], strict=True) if a and b}
    times = Counter(value for value, _ in pairs)
    return sum(n > 1 for n in times.values()) / len(times) if times else 0.0


def customers_by_orders(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[int]:
    """The columns that may name the customers: the same on all lines of an order, again in other
    orders. One that decides the others (their town) stands for them.
    """
    order = occasion(chosen)
    if order is None:
        return []
    orders = len(set(cells[order]))
    found = [
        at
        for at, name in enumerate(columns)
        if at not in chosen
        and (
            numbers_or_words(name, cells[at], looks[at])
            or (short_digits(cells[at]) and ORDERS_EACH * looks[at].distinct > orders)
        )
        and _of_customers(columns, cells, looks, chosen, at, order)
    ]
    finest = [at for at in found if all(determined(cells[by], cells[at]) >= SURE for by in found)]
    return finest[:1] or found


def _of_customers(
    columns: Sequence[str],
    cells: Cells,
    looks: Sequence[ColumnLook],
    chosen: dict[int, str],
    at: int,
    order: int,
) -> bool:
    orders = len(set(cells[order]))
    return (
        PLACES.isdisjoint(name_tokens(columns[at]))
        and looks[at].distinct > max(5, orders / PER_CUSTOMER)
        and determined(cells[at], cells[order]) >= SURE
        and comes_back(cells, at, order) >= MANY_COME_BACK
        and not _tied(cells, looks, chosen, at)
        and not _of_the_day(cells, chosen, at, order)
    )


def _tied(cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str], at: int) -> bool:
    """Whether a column goes with the product, its price or the state of the order."""
    others = [by for by, role in chosen.items() if role in (*STATE_OF, "item", "title", "price")]
    return any(
        decides(cells, looks, by, at) or (looks[by].distinct > 1 and decides(cells, looks, at, by))
        for by in others
    )


def _of_the_day(cells: Cells, chosen: dict[int, str], at: int, order: int) -> bool:
    """Whether the day decides the column, such as the name of the month, though days have several
    orders.
    """
    time = place_of(chosen, "time")
    if time is None:
        return False
    days = [cell[:10] for cell in cells[time]]
    several = order == time or len(set(days)) < MOSTLY * len(set(cells[order]))
    return several and determined(cells[at], days) >= SURE


def find_order(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """The only column of numbers or codes that has one value for what a customer buys at a time,
    or one by its name for each of the several orders of a day.
    """
    user, time = place_of(chosen, "user"), place_of(chosen, "time")
    if user is None or time is None or place_of(chosen, "order") is not None:
        return []
    visits = [f"{who} {when}" for who, when in zip(cells[user], cells[time], strict=True)]
    found = [
        at
        for at in range(len(columns))
        if at not in chosen
        and looks[at].repeats
        and looks[at].distinct >= FEW_ROWS
        and looks[at].share("number", "code") > MOSTLY
        and looks[at].counts
        and determined(visits, cells[at]) >= SURE
        and (numbers_things(columns[at]) or determined(cells[at], visits) >= SURE)
    ]
    if len(found) != 1:
        return []
    chosen[found[0]] = "order"
    return [say(m.ORDER_BY_VISITS, column=columns[found[0]])]
