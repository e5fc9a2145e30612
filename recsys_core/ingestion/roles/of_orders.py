"""Columns that are an order's, and so tell no products apart: its receiver, what became of it."""

from collections import Counter
from collections.abc import Sequence

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.roles.column_look import ColumnLook
from recsys_core.ingestion.roles.rows_look import (
    FEW_ROWS,
    MOSTLY,
    SURE,
    Cells,
    determined,
    goes_with,
    identifies,
    place_of,
    speaks_of_item,
)
from recsys_core.wording.messages import say

FEW, OFTEN = 5, 1.5
"""Orders of several lines that show what is the same within orders; rows of a customer."""


def same_in_orders(values: Sequence[str], orders: Sequence[str]) -> bool:
    """Whether a column says the same on all lines of each order, by orders of several lines."""
    lines = Counter(order for order, value in zip(orders, values, strict=True) if order and value)
    several = {order for order, n in lines.items() if n > 1}
    if len(several) < FEW:
        return False
    within = [number if number in several else "" for number in orders]
    return determined(values, within) == 1


def names_the_customer(cells: Cells, chosen: dict[int, str], at: int) -> bool:
    """Whether each value goes with one customer, and each customer with one value, which mostly
    come back.
    """
    user = place_of(chosen, "user")
    if user is None or user == at:
        return False
    rows = [value for value in cells[at] if value]
    if len(rows) < FEW_ROWS or OFTEN * len(set(rows)) > len(rows):
        return False
    return min(determined(cells[at], cells[user]), determined(cells[user], cells[at])) >= SURE


def no_product(cells: Cells, chosen: dict[int, str], at: int) -> bool:
    """Whether a column tells customers or orders apart, or is the same within orders."""
    order = place_of(chosen, "order")
    of_order = order is not None and same_in_orders(cells[at], cells[order])
    return of_order or names_the_customer(cells, chosen, at)


def drop_title_of_customers(
    columns: Sequence[str], cells: Cells, chosen: dict[int, str]
) -> list[str]:
    """A title that goes with the customer is a person's name."""
    title = place_of(chosen, "title")
    if title is None or not names_the_customer(cells, chosen, title):
        return []
    user = next(at for at, role in chosen.items() if role == "user")
    del chosen[title]
    return [say(m.TITLE_OF_CUSTOMERS, column=columns[title], user=columns[user])]


def drop_title_of_orders(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """A title that is the same on all lines of orders of several products is the order's, where
    another column goes with the products.
    """
    item, title = place_of(chosen, "item"), place_of(chosen, "title")
    order = place_of(chosen, "order")
    if item is None or title is None or order is None:
        return []
    if same_in_orders(cells[item], cells[order]) or not same_in_orders(cells[title], cells[order]):
        return []
    if looks[item].repeats:
        better = title_of(cells, looks, chosen, item)
    else:
        better = next(iter(products_by_name(columns, cells, looks, chosen)), None)
    if better is None:
        return []
    del chosen[title]
    if looks[item].repeats:
        chosen[better] = "title"
    return [say(m.TITLE_OF_ORDERS, column=columns[title], better=columns[better])]


def products_by_name(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[int]:
    """The free columns named for products that come back and may tell them apart."""
    return [
        at
        for at, look in enumerate(looks)
        if at not in chosen
        and look.repeats
        and identifies(look)
        and speaks_of_item(columns[at])
        and not no_product(cells, chosen, at)
    ]


def title_of(
    cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str], item: int
) -> int | None:
    """The words of which each product has its own."""
    return next(
        (
            at
            for at, look in enumerate(looks)
            if at not in chosen and look.share("text") > MOSTLY and goes_with(cells, item, at)
        ),
        None,
    )
