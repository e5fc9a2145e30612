"""What the rows of a table show of its columns: which one names people, which one products."""

from collections.abc import Sequence

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.roles.blocks import find_order_by_blocks
from recsys_core.ingestion.roles.by_value import (
    comes_back,
    customers_by_orders,
    drop_invented_user,
    drop_line_number,
    drop_priced_item,
    find_order,
)
from recsys_core.ingestion.roles.column_look import ColumnLook
from recsys_core.ingestion.roles.currency_by_values import find_currency
from recsys_core.ingestion.roles.days import choose_day, fill_day, leave_loans
from recsys_core.ingestion.roles.events_by_rows import drop_foreign_event, find_event, find_rating
from recsys_core.ingestion.roles.goods_by_rows import find_goods, number_of_words
from recsys_core.ingestion.roles.ids_by_rows import (
    drop_no_ids,
    drop_numbered_pieces,
    fill_user,
    masked,
    person_not_name,
)
from recsys_core.ingestion.roles.names import name_tokens
from recsys_core.ingestion.roles.of_orders import drop_title_of_customers, drop_title_of_orders
from recsys_core.ingestion.roles.receipts import find_receipts
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.roles.rows_look import (
    FEW_ROWS,
    MOSTLY,
    PLACES,
    SURE,
    Cells,
    code_of_title,
    determined,
    identifies,
    occasion,
    place_of,
    places_of,
    speaks_of_item,
)
from recsys_core.ingestion.roles.settle_amounts import price_by_currency, settle_amounts
from recsys_core.ingestion.roles.states_look import settle_states, unread_states
from recsys_core.ingestion.roles.table_rules import (
    names_a_person,
    numbers_things,
    take_first,
)
from recsys_core.ingestion.roles.unnamed import without_names
from recsys_core.wording.messages import say


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
        return without_names(columns, cells, looks, chosen)
    _drop_shared_title(cells, looks, chosen)
    single = _drop_single_values(looks, chosen)
    drop_invented_user(columns, cells, looks, chosen)
    notes = [
        *find_currency(columns, cells, looks, chosen),
        *find_order_by_blocks(columns, cells, looks, chosen),
        *drop_no_ids(columns, cells, looks, chosen),
        *drop_title_of_customers(columns, cells, chosen),
        *drop_title_of_orders(columns, cells, looks, chosen),
        *drop_line_number(columns, cells, looks, chosen),
        *drop_priced_item(columns, cells, looks, chosen),
        *_find_item(columns, cells, looks, chosen),
        *find_receipts(columns, cells, looks, chosen),
        *_find_user(columns, cells, looks, chosen),
    ]
    for role, at in single.items():
        take_first(chosen, role, [at])
    notes += [
        *fill_user(columns, cells, looks, chosen),
        *_person_not_order(columns, cells, looks, chosen),
        *find_order(columns, cells, looks, chosen),
        *person_not_name(columns, cells, looks, chosen),
        *drop_numbered_pieces(columns, cells, looks, chosen),
        *settle_amounts(columns, cells, looks, chosen),
        *price_by_currency(columns, looks, chosen),
        *fill_day(columns, cells, looks, chosen),
        *choose_day(columns, cells, looks, chosen),
    ]
    drop_foreign_event(columns, cells, looks, chosen)
    notes += find_event(columns, cells, looks, chosen)
    notes += find_rating(columns, cells, looks, chosen)
    settle_states(columns, cells, looks, chosen)
    notes += leave_loans(columns, cells, looks, chosen)
    return [*notes, *unread_states(columns, cells, looks, chosen)]


def _drop_shared_title(cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]) -> None:
    """A name that says the same of every product, or changes with the order, is not its title."""
    item, title = place_of(chosen, "item"), place_of(chosen, "title")
    if item is None or title is None or looks[item].distinct < 2:
        return
    if determined(cells[title], cells[item]) < 0.5 and looks[item].repeats:
        del chosen[title]


def _drop_single_values(looks: Sequence[ColumnLook], chosen: dict[int, str]) -> dict[str, int]:
    """One value for a whole file, such as "Thank you", is no product and no customer: role ->
    column of those that were, for where nothing else may be.
    """
    roles = ["item", "user"] if "item" in chosen.values() else ["title", "user"]
    single = [
        at
        for at in places_of(chosen, *roles)
        if looks[at].distinct == 1 and looks[at].filled >= FEW_ROWS
    ]
    if any(chosen[at] == "user" for at in single):
        single += places_of(chosen, "contact")
    return {chosen.pop(at): at for at in single}


def _find_item(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """The code that goes with the product's name, else the name itself."""
    title = place_of(chosen, "title")
    if place_of(chosen, "item") is not None:
        return number_of_words(columns, cells, looks, chosen)
    if title is None:
        spoken = [
            at for at, name in enumerate(columns) if at not in chosen and speaks_of_item(name)
        ]
        named = next((at for at in spoken if identifies(looks[at]) and looks[at].repeats), None)
        if named is not None:
            title = named
    if title is None and (found := find_goods(columns, cells, looks, chosen)):
        return found
    if title is None:
        only = _only_number(columns, cells, looks, chosen)
        if only is None:
            return []
        chosen[only] = "item"
        return [say(m.ITEM_BY_NUMBER, column=columns[only])]
    if _tells_of_bookings(columns[title], looks[title]):
        return []
    code = code_of_title(columns, cells, looks, chosen, title)
    if code is not None:
        chosen[code] = "item"
        if looks[title].share("text") > 0.5:
            take_first(chosen, "title", [title])
        return [say(m.ITEM_BY_TITLE, column=columns[code], title=columns[title])]
    chosen[title] = "item"
    return [say(m.ITEM_IS_TITLE, column=columns[title])]


def _tells_of_bookings(column: str, look: ColumnLook) -> bool:
    """Whether a description is another one on every row: "Payment for order 5001"."""
    described = bool(ROLES["description"].words_in(name_tokens(column)))
    return described and look.filled >= FEW_ROWS and not look.repeats


def _only_number(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> int | None:
    """The column that numbers something that comes again, not the visits of one customer or the
    places where they buy; None where it is not the only one.
    """
    known = places_of(chosen, "user", "item", "order")
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


def _find_user(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """An e-mail address or a person's name, where nothing numbers the customers."""
    if place_of(chosen, "user") is not None:
        return []
    only = _only_number(columns, cells, looks, chosen)
    if only is not None and comes_back(cells, only, occasion(chosen)) > 0:
        chosen[only] = "user"
        return [say(m.USER_BY_NUMBER, column=columns[only])]
    free = [at for at, look in enumerate(looks) if look.filled and at not in chosen]
    mails = [at for at in free if looks[at].share("email") > MOSTLY]
    phones = [at for at in free if ROLES["contact"].words_in(name_tokens(columns[at]))]
    names = [
        at
        for at in free
        if names_a_person(columns[at]) and looks[at].share("text") > 0.5 and not masked(cells[at])
    ]
    take_first(chosen, "user", (*mails, *phones, *names))
    user = place_of(chosen, "user")
    if user is not None:
        take_first(chosen, "contact", phones)
        return [say(m.USER_BY_ADDRESS, column=columns[user])]
    people = customers_by_orders(columns, cells, looks, chosen)
    if len(people) != 1:
        return []
    chosen[people[0]] = "user"
    return [say(m.USER_BY_ORDERS, column=columns[people[0]], customers=looks[people[0]].distinct)]


def _person_not_order(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """A column of customers that never come back numbers orders, where another knows better."""
    user = place_of(chosen, "user")
    order = place_of(chosen, "order")
    order = place_of(chosen, "time") if order is None else order
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
    # A number or an address tells people apart that have one name, above all one first name.
    best = max(better, key=lambda at: (looks[at].share("text") < 0.5, looks[at].distinct))
    chosen.pop(best, None)
    chosen[best] = chosen.pop(user)
    names = {"column": columns[user], "better": columns[best]}
    return [say(m.USER_IS_ORDER, customers=looks[best].distinct, orders=orders, **names)]


def _of_people(column: str, look: ColumnLook) -> bool:
    tokens = name_tokens(column)
    named = any(ROLES[role].words_in(tokens) for role in ("user", "contact"))
    return look.share("email") > MOSTLY or (named and look.share("number", "code", "text") > MOSTLY)
