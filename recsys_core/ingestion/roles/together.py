"""What the rows of a table show of its columns: which one names people, which one products."""

from collections import Counter
from collections.abc import Sequence

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.order_status import STATE_OF
from recsys_core.ingestion.roles.column_look import ColumnLook
from recsys_core.ingestion.roles.names import name_tokens
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.roles.table_rules import (
    misleading,
    names_a_person,
    numbers_things,
    take_first,
)
from recsys_core.ingestion.roles.who_and_what import KNOWN_STATES
from recsys_core.wording.messages import say

Cells = Sequence[Sequence[str]]
"""The cells of each column."""
SURE, MOSTLY = 0.98, 0.9
FEW_ROWS = 20
PLACES = frozenset(
    {"store", "shop", "branch", "terminal", "till", "session", "filial", "filiale", "tienda"}
)
"""What is numbered in files of purchases too, besides customers and products."""


def settle_by_rows(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    looks: Sequence[ColumnLook],
    chosen: dict[int, str],
    numbered: bool,
) -> list[str]:
    """Put right in place, for a table of events, what only its rows show; what was decided, as
    sentences. numbered: the file has no column names.
    """
    cells = [[row[at].strip() for row in rows] for at in range(len(columns))]
    if numbered:
        return _without_names(columns, cells, looks, chosen)
    _drop_shared_title(cells, looks, chosen)
    notes = [
        *_find_item(columns, cells, looks, chosen),
        *_find_user(columns, cells, looks, chosen),
        *_person_not_order(columns, cells, looks, chosen),
    ]
    _drop_foreign_states(cells, looks, chosen)
    return notes


def determined(of: Sequence[str], by: Sequence[str]) -> float:
    """The share of rows whose value in one column is the usual one for its value in another."""
    pairs = Counter((b, a) for a, b in zip(of, by, strict=True) if a and b)
    usual: Counter[str] = Counter()
    for (b, _), n in pairs.items():
        usual[b] = max(usual[b], n)
    return usual.total() / pairs.total() if pairs else 0.0


def _at(chosen: dict[int, str], role: str) -> int | None:
    return next((at for at, each in chosen.items() if each == role), None)


def _drop_shared_title(cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]) -> None:
    """A name that says the same of every product, or changes with the order, is not its title."""
    item, title = _at(chosen, "item"), _at(chosen, "title")
    if item is None or title is None or looks[item].distinct < 2:
        return
    if determined(cells[title], cells[item]) < 0.5 and looks[item].repeats:
        del chosen[title]


def _drop_foreign_states(cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]) -> None:
    """Words not known as an order's are its states where all its lines say the same, and neither
    the customer nor the product decides them.
    """
    for at in [at for at, role in chosen.items() if role in STATE_OF]:
        if looks[at].statuses > KNOWN_STATES or looks[at].distinct == 1:
            continue
        order = _occasion(chosen)
        within = order is None or determined(cells[at], cells[order]) >= SURE
        owners = [by for by in (_at(chosen, "user"), _at(chosen, "item")) if by is not None]
        if not within or any(_decides(cells, looks, by, at) for by in owners):
            del chosen[at]


def _occasion(chosen: dict[int, str]) -> int | None:
    """The column that tells one purchase from another: the order's, else the moment's."""
    order = _at(chosen, "order")
    return _at(chosen, "time") if order is None else order


def _decides(cells: Cells, looks: Sequence[ColumnLook], by: int, at: int) -> bool:
    """Whether a value that comes back brings the same value of another column each time."""
    return looks[by].repeats and determined(cells[at], cells[by]) >= SURE


def _find_item(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """The code that goes with the product's name, else the name itself."""
    title = _at(chosen, "title")
    if _at(chosen, "item") is not None:
        return []
    if title is None:
        spoken = [
            at for at, name in enumerate(columns) if at not in chosen and _speaks_of_item(name)
        ]
        named = next((at for at in spoken if identifies(looks[at]) and looks[at].repeats), None)
        if named is not None:
            chosen[named] = "item"
            return [say(m.ITEM_IS_TITLE, column=columns[named])]
        only = _only_number(columns, cells, looks, chosen)
        if only is None:
            return []
        chosen[only] = "item"
        return [say(m.ITEM_BY_NUMBER, column=columns[only])]
    codes = [at for at, name in enumerate(columns) if numbers_things(name) and at not in chosen]
    code = next((at for at in codes if _goes_with(cells, at, title)), None)
    if code is not None:
        chosen[code] = "item"
        return [say(m.ITEM_BY_TITLE, column=columns[code], title=columns[title])]
    chosen[title] = "item"
    return [say(m.ITEM_IS_TITLE, column=columns[title])]


def _speaks_of_item(column: str) -> bool:
    return bool(ROLES["item"].words_in(name_tokens(column))) and not misleading(column, "item", ())


def _only_number(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> int | None:
    """The column that numbers something that comes again, not the visits of one customer or the
    places where they buy; None where it is not the only one.
    """
    known = [
        at for at in (_at(chosen, role) for role in ("user", "item", "order")) if at is not None
    ]
    found = [
        at
        for at, name in enumerate(columns)
        if at not in chosen
        and numbers_things(name)
        and PLACES.isdisjoint(name_tokens(name))
        and identifies(looks[at])
        and looks[at].repeats
        and not any(determined(cells[by], cells[at]) >= SURE for by in known)
        and not any(determined(cells[at], cells[by]) >= SURE for by in known)
    ]
    return found[0] if len(found) == 1 else None


def _goes_with(cells: Cells, code: int, title: int) -> bool:
    each, name = cells[code], cells[title]
    filled = sum(map(bool, each)) >= MOSTLY * len(each)
    return filled and min(determined(each, name), determined(name, each)) >= MOSTLY


def _find_user(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """An e-mail address or a person's name, where nothing numbers the customers."""
    if _at(chosen, "user") is not None:
        return []
    only = _only_number(columns, cells, looks, chosen)
    if only is not None:
        chosen[only] = "user"
        return [say(m.USER_BY_NUMBER, column=columns[only])]
    free = [at for at, look in enumerate(looks) if look.filled and at not in chosen]
    mails = [at for at in free if looks[at].share("email") > MOSTLY]
    phones = [at for at in free if ROLES["contact"].words_in(name_tokens(columns[at]))]
    names = [at for at in free if names_a_person(columns[at]) and looks[at].share("text") > 0.5]
    take_first(chosen, "user", (*mails, *phones, *names))
    user = _at(chosen, "user")
    return [] if user is None else [say(m.USER_BY_ADDRESS, column=columns[user])]


def _person_not_order(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """A column of customers that never come back numbers orders, where another knows better."""
    user = _at(chosen, "user")
    order = _at(chosen, "order")
    order = _at(chosen, "time") if order is None else order
    if user is None or order is None or len(cells[user]) < FEW_ROWS:
        return []
    orders = len(set(cells[order]))
    if orders < FEW_ROWS or looks[user].distinct != orders:
        return []
    if min(determined(cells[user], cells[order]), determined(cells[order], cells[user])) < 1:
        return []
    better = [
        at
        for at in range(len(columns))
        if (at not in chosen or chosen[at] == "contact")
        and _of_people(columns[at], looks[at])
        and looks[at].filled >= MOSTLY * len(cells[at])
        and determined(cells[at], cells[order]) == 1
        and 1 < looks[at].distinct <= orders - 2
    ]
    if not better:
        return []
    chosen.pop(better[0], None)
    chosen[better[0]] = chosen.pop(user)
    names = {"column": columns[user], "better": columns[better[0]]}
    return [say(m.USER_IS_ORDER, customers=looks[better[0]].distinct, orders=orders, **names)]


def _of_people(column: str, look: ColumnLook) -> bool:
    tokens = name_tokens(column)
    named = any(ROLES[role].words_in(tokens) for role in ("user", "contact"))
    return look.share("email") > MOSTLY or (named and look.share("number", "code", "text") > MOSTLY)


def _without_names(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """Customers and products by how their values come back, and what goes with them."""
    for at in [at for at, role in chosen.items() if role in ("user", "item", "rating")]:
        del chosen[at]
    free = [at for at, look in enumerate(looks) if look.distinct > 1 and at not in chosen]
    ids = [at for at in free if identifies(looks[at])]
    large = [at for at in ids if not (looks[at].numeric > MOSTLY and looks[at].high <= 50)]
    ids = large if len(large) >= 2 else ids
    if len(ids) < 2:
        return []
    time = _at(chosen, "time")
    ids = [at for at in ids if not _numbers_orders(cells, ids, at, time)]
    user, item, why = _customer_and_product(cells, looks, ids, time)
    chosen |= {user: "user", item: "item"}
    # Orders and prices first: they tell pieces from ratings.
    for at in sorted(free, key=lambda at: stars(looks[at])):
        if at not in chosen:
            _rest(cells, looks, chosen, at, item)
    return [say(why, user=columns[user], item=columns[item])]


def identifies(look: ColumnLook) -> bool:
    """Whole numbers, codes or words, more of them than a scale or a switch has values."""
    codes = look.share("number", "code", "email") > MOSTLY and look.whole in (0.0, 1.0)
    words = look.share("text", "code") > MOSTLY and look.longest <= 80 and look.repeats
    return (codes or words) and look.distinct > 5


def _numbers_orders(cells: Cells, ids: Sequence[int], at: int, time: int | None) -> bool:
    """Whether each value belongs to one moment and one other ID, which has several of them."""
    if time is None or determined(cells[time], cells[at]) < SURE:
        return False
    return any(
        determined(cells[other], cells[at]) >= SURE > determined(cells[at], cells[other])
        for other in ids
        if other != at
    )


def _customer_and_product(
    cells: Cells, looks: Sequence[ColumnLook], ids: list[int], time: int | None
) -> tuple[int, int, str]:
    """The two columns, and the sentence that says by what they were told apart."""
    told = [at for at in ids if not any(_goes_along(cells, looks, at, by) for by in ids)]
    first, second = (told if len(told) >= 2 else ids)[:2]
    for user, item in ((first, second), (second, first)):
        if looks[user].share("email") > MOSTLY:
            return user, item, m.CUSTOMER_BY_ADDRESS
        if looks[item].share("text") > 0.5 > looks[user].share("text"):
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
    return looks[at].distinct == looks[by].distinct and (looks[at].longest, at) > (
        looks[by].longest,
        by,
    )


def _rest(
    cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str], at: int, item: int
) -> None:
    """What a column without a name is, beside those of customers and products."""
    look, goods = looks[at], determined(cells[at], cells[item]) >= SURE and looks[item].repeats
    time = _at(chosen, "time")
    # Hours and weights have fractions too: a price is the same each time, or has a sign.
    money = look.share("money") > 0.5 or (goods and look.numeric > MOSTLY > look.whole)
    if _numbers_orders(cells, [*chosen], at, time) and look.repeats and identifies(look):
        take_first(chosen, "order", [at])
    elif look.share("text") > 0.5 and goods:
        several = look.distinct < MOSTLY * looks[item].distinct
        take_first(chosen, "category" if several else "title", [at])
    elif goods and look.share("number", "code") > MOSTLY and look.whole == 1 and look.high > 100:
        take_first(chosen, "category", [at])
    elif money:
        take_first(chosen, "price" if goods else "revenue", [at])
    elif stars(look):
        sold = {"order", "price", "revenue"} & set(chosen.values())
        take_first(chosen, "quantity" if sold else "rating", [at])


def stars(look: ColumnLook) -> bool:
    """From 0 to 10, by halves at the finest: 21 values, and at least three."""
    small = look.numeric > 0.95 and look.low >= 0 and look.high <= 10
    return small and 3 <= look.distinct <= 21 and look.repeats
