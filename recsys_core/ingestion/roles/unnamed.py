"""What the columns of a table of events without names are."""

import re
from collections import Counter
from collections.abc import Sequence

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.roles.arithmetic import numbers
from recsys_core.ingestion.roles.column_look import ColumnLook, epoch_like
from recsys_core.ingestion.roles.rows_look import (
    FEW_ROWS,
    MOSTLY,
    SURE,
    Cells,
    determined,
    identifies,
    numbers_orders,
    place_of,
)
from recsys_core.ingestion.roles.table_rules import take_first
from recsys_core.wording.messages import say

_WHOLE = re.compile(r"\d{1,2}")
_CLOCK = re.compile(r"([01]\d|2[0-3])[0-5]\d[0-5]\d")


def without_names(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """Customers and products by how their values come back, and what goes with them."""
    for at in [at for at, role in chosen.items() if role in ("user", "item", "rating")]:
        del chosen[at]
    notes = _product(columns, cells, looks, chosen)
    clocks = {at for at in range(len(columns)) if _time_of_day(cells, looks, chosen, at)}
    free = [at for at, look in enumerate(looks) if look.distinct > 1 and at not in chosen]
    free = [at for at in free if at not in clocks]
    ids = [at for at in free if identifies(looks[at])]
    large = [at for at in ids if not (looks[at].numeric > MOSTLY and looks[at].high <= 50)]
    ids = large if len(large) >= 2 else ids
    if len(ids) < 2:
        return notes
    time = place_of(chosen, "time")
    ids = [at for at in ids if not numbers_orders(cells, ids, at, time)]
    if len(ids) < 2:
        return notes
    user, item, why = _customer_and_product(cells, looks, ids, time)
    chosen |= {user: "user", item: "item"}
    # Orders and prices first: they tell pieces from ratings.
    for at in sorted(free, key=lambda at: stars(looks[at])):
        if at not in chosen:
            _rest(cells, looks, chosen, at, item)
    return [*notes, say(why, user=columns[user], item=columns[item])]


def _product(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """Pieces, price and amount by their product, before anything else is made of them."""
    places = [
        at
        for at, look in enumerate(looks)
        if at not in chosen
        and look.numeric > MOSTLY
        and look.distinct > 1
        and not epoch_like(look)
        and not padded(cells[at])
    ]
    found = numbers(cells, places, None).products
    if not found:
        return []
    best = max(found, key=lambda one: (one.less < 0, -sum(one[:3])))
    chosen |= {best.pieces: "quantity", best.price: "price", best.amount: "revenue"}
    names = {"price": columns[best.price], "quantity": columns[best.pieces]}
    if best.less >= 0:
        chosen[best.less] = "discount"
    return [say(m.BY_PRODUCT, amount=columns[best.amount], **names)]


def padded(values: Sequence[str]) -> bool:
    """Whether digits are filled up with zeros to one width: a code, and no number."""
    lengths = {len(value) for value in values if value}
    return lengths != {1} and len(lengths) == 1 and any(_starts_with_zero(v) for v in values)


def _starts_with_zero(value: str) -> bool:
    return value.isdigit() and value.startswith("0")


def _time_of_day(
    cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str], at: int
) -> bool:
    """Whether digits are hours, minutes and seconds beside a day without them (20240104)."""
    time = place_of(chosen, "time")
    day = time is not None and looks[time].longest <= len("2024-01-04")
    values = {value for value in cells[at] if value}
    clock = all(_CLOCK.fullmatch(value) for value in values)
    return day and at != time and len(values) > FEW_ROWS and clock


def _customer_and_product(
    cells: Cells, looks: Sequence[ColumnLook], ids: list[int], time: int | None
) -> tuple[int, int, str]:
    """The two columns, and the sentence that says by what they were told apart."""
    told = [at for at in ids if not any(_goes_along(cells, looks, at, by) for by in ids)]
    first, second = (told if len(told) >= 2 else ids)[:2]
    for user, item in ((first, second), (second, first)):
        if looks[user].share("email") > MOSTLY:
            return user, item, m.CUSTOMER_BY_ADDRESS
        if _worded(cells, looks, item) and not _worded(cells, looks, user):
            return user, item, m.CUSTOMER_BY_WORDS
    if time is not None:
        moments = len(set(cells[time]))
        each = [len(set(zip(cells[time], cells[at], strict=True))) for at in (first, second)]
        if each[0] != each[1] and moments < len(cells[time]):
            user, item = (first, second) if each[0] < each[1] else (second, first)
            return user, item, m.CUSTOMER_BY_MOMENT
    return first, second, m.CUSTOMER_COMES_FIRST


def _goes_along(cells: Cells, looks: Sequence[ColumnLook], at: int, by: int) -> bool:
    """Whether a column says something of another one's values: a category, a name beside a code."""
    if at == by or determined(cells[at], cells[by]) < SURE or not looks[by].repeats:
        return False
    if looks[at].distinct < looks[by].distinct:
        return True
    # A number goes before a name, however long.
    said, number = ((looks[x].share("text") > 0.5, looks[x].longest, x) for x in (at, by))
    return looks[at].distinct == looks[by].distinct and said > number


def _worded(cells: Cells, looks: Sequence[ColumnLook], at: int) -> bool:
    """Whether a column names things in words, or numbers what another one names."""
    told = [by for by, look in enumerate(looks) if look.share("text") > 0.5]
    alike = (by for by in told if looks[by].distinct == looks[at].distinct)
    return at in told or any(_goes_along(cells, looks, by, at) for by in alike)


def _rest(
    cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str], at: int, item: int
) -> None:
    """What a column without a name is, beside those of customers and products."""
    look, goods = looks[at], determined(cells[at], cells[item]) >= SURE and looks[item].repeats
    time = place_of(chosen, "time")
    # Hours and weights have fractions too: a price is the same each time, or has a sign.
    money = look.share("money") > 0.5 or (goods and look.numeric > MOSTLY > look.whole)
    if numbers_orders(cells, [*chosen], at, time) and look.repeats and identifies(look):
        take_first(chosen, "order", [at])
    elif look.share("text") > 0.5 and goods:
        several = look.distinct < MOSTLY * looks[item].distinct
        take_first(chosen, "category" if several else "title", [at])
    elif goods and look.share("number", "code") > MOSTLY and look.whole == 1 and look.high > 100:
        take_first(chosen, "category", [at])
    elif money:
        take_first(chosen, "price" if goods else "revenue", [at])
    elif stars(look) and not padded(cells[at]):
        sold = not {"order", "price", "revenue"}.isdisjoint(chosen.values())
        take_first(chosen, "quantity" if sold or counts(cells[at]) else "rating", [at])


def counts(values: Sequence[str]) -> bool:
    """Whether numbers are so many pieces: one is the most usual by far, and the larger the rarer.
    Of ratings the lowest is seldom half of them.
    """
    filled = [value for value in values if value]
    if not all(_WHOLE.fullmatch(value) for value in filled):
        return False
    found = Counter(int(value) for value in filled)
    rows = [found[value] for value in sorted(found)]
    falling = rows == sorted(rows, reverse=True)
    return min(found, default=0) == 1 and found[1] >= 0.5 * len(filled) and falling


def stars(look: ColumnLook) -> bool:
    """From 0 to 10, by halves at the finest: 21 values, and at least three."""
    small = look.numeric > 0.95 and look.low >= 0 and look.high <= 10
    return small and 3 <= look.distinct <= 21 and look.repeats
