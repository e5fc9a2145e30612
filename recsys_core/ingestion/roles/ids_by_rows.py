"""Columns that cannot tell customers or products apart, and the one that does so on every row."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.concepts import stems
from recsys_core.ingestion.no_value import is_no_value
from recsys_core.ingestion.roles.by_value import speaks_of_people
from recsys_core.ingestion.roles.column_look import ColumnLook, number_of
from recsys_core.ingestion.roles.names import holds, name_tokens
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.roles.rows_look import (
    FEW_ROWS,
    MOSTLY,
    SURE,
    Cells,
    determined,
    identifies,
    occasion,
    place_of,
)
from recsys_core.ingestion.roles.table_rules import numbers_things, take_first
from recsys_core.wording.messages import say

MASKED, HALF = 0.2, 0.5
MASKS = ("*", "＊", "•", "xxx", "XXX")
"""What systems put in place of the letters of a name, or the digits of a number."""
DIGITS = 7
"""Of a telephone or a document at least."""
POSTCODES = stems("""zip postal postcode plz cep postleitzahl cap psc irányítószám postnummer
    postnumero kodpocztowy индекс 郵便 邮编 郵遞 우편번호 ταχυδρομ""")
"""Words for what many people share, however many digits it has."""
SEVERAL = 2
"""Names with several people: one alone may have a second telephone."""


def drop_no_ids(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """Take the role from numbers of rows, from masked names where something else may name the
    customer, and from products of which no row has one that another row has, nor a title or a
    rating.
    """
    user, item = place_of(chosen, "user"), place_of(chosen, "item")
    notes = []
    named = user is not None and speaks_of_people(columns[user])
    if user is not None and not named and _numbers_rows(cells[user]):
        del chosen[user]
        notes.append(say(m.NUMBERS_ROWS, column=columns[user]))
    elif user is not None and masked(cells[user]):
        del chosen[user]
        contact = place_of(chosen, "contact")
        if contact is not None and not masked(cells[contact]):
            del chosen[contact]
        notes.append(say(m.MASKED_NAMES, column=columns[user]))
    described = {"title", "rating"} & set(chosen.values())
    if item is not None and not described and _single(looks[item]):
        del chosen[item]
        notes.append(say(m.NEVER_TWICE, column=columns[item], rows=looks[item].filled))
    return notes


def drop_numbered_pieces(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """A number that is the order's, the same on all lines of orders, or another one on nearly
    every row, counts no pieces; another column named for pieces counts them. A name known in full
    counts unless it numbers the rows or the orders.
    """
    pieces = place_of(chosen, "quantity")
    if pieces is None or not (reason := _numbers(columns, cells, looks, chosen, pieces)):
        return []
    del chosen[pieces]
    role = ROLES["quantity"]
    named = [at for at, name in enumerate(columns) if role.words_in(name_tokens(name))]
    fits = [at for at in named if at != pieces and role.judge(looks[at]).score > 0]
    take_first(
        chosen,
        "quantity",
        (at for at in fits if not _numbers(columns, cells, looks, chosen, at)),
    )
    return [reason]


def _numbers(
    columns: Sequence[str],
    cells: Cells,
    looks: Sequence[ColumnLook],
    chosen: dict[int, str],
    at: int,
) -> str:
    """The sentence on what a column numbers instead of counting; "" where it may count."""
    look, order = looks[at], place_of(chosen, "order")
    known = ROLES["quantity"].is_name(columns[at])
    pairs = zip(cells[at], cells[order], strict=True) if order is not None else ()
    if look.filled >= FEW_ROWS and sum(a == b != "" for a, b in pairs) > MOSTLY * look.filled:
        return say(m.ORDER_NO_PIECES, column=columns[at])
    if not known and (orders := _orders_alike(cells, chosen, at)):
        return say(m.COUNTS_NO_PIECES, column=columns[at], orders=orders)
    differs = look.distinct >= SURE * look.filled and not known
    numbered = look.filled >= FEW_ROWS and look.whole >= MOSTLY
    if numbered and (differs or _numbers_rows(cells[at])):
        return say(m.NUMBER_NO_PIECES, column=columns[at], rows=look.filled)
    return ""


def _orders_alike(cells: Cells, chosen: dict[int, str], at: int) -> int:
    """How many orders of several products there are where all their lines have the same number,
    but not all orders; else 0. Pieces differ between the lines of orders.
    """
    order, item = place_of(chosen, "order"), place_of(chosen, "item")
    if order is None or item is None or len(set(cells[at]) - {""}) < 2:
        return 0
    lines = Counter(number for number, _ in set(zip(cells[order], cells[item], strict=True)))
    several = [row for row, number in enumerate(cells[order]) if number and lines[number] > 1]
    numbers, counts = ([cells[of][row] for row in several] for of in (order, at))
    alike = len(set(numbers)) >= FEW_ROWS and determined(counts, numbers) == 1
    return len(set(numbers)) if alike else 0


def fill_user(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """A customer's number that stands on few rows (after signing in) gives way to the number that
    stands on nearly all of them and belongs to one customer each.
    """
    user = place_of(chosen, "user")
    if user is None or not cells[user]:
        return []
    rows = len(cells[user])
    blank = ["" if is_no_value(value) else value for value in cells[user]]
    filled = sum(map(bool, blank))
    if filled >= HALF * rows or len(set(blank) - {""}) < 2:
        return []
    people = len(set(blank) - {""})
    found = [
        at
        for at, look in enumerate(looks)
        if at not in chosen
        and look.filled >= SURE * rows
        and identifies(look)
        and people <= look.distinct < look.filled / 2
        and look.share("date") < HALF
        # A person has one or two of them; a day or a visit has one person, who has many.
        and determined(blank, cells[at]) >= SURE
        and determined(cells[at], blank) >= HALF
    ]
    if not found:
        return []
    best = min(found, key=lambda at: looks[at].distinct)
    del chosen[user]
    chosen[best] = "user"
    names = {"column": columns[user], "better": columns[best]}
    return [say(m.ON_EVERY_ROW, filled=filled, rows=rows, **names)]


def person_not_name(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """A telephone, address or document that parts a name into several people, who come back in
    orders of their own, is the customer; where they do not come back, how many share a name.
    """
    user, order = place_of(chosen, "user"), occasion(chosen)
    if user is None or order is None or numbers_things(columns[user]):
        return []
    if looks[user].share("text") <= HALF:
        return []
    found = [
        at
        for at, look in enumerate(looks)
        if chosen.get(at) in (None, "contact")
        and MOSTLY * looks[user].filled <= look.filled
        and looks[user].distinct < look.distinct
        and _of_one_person(columns[at], cells[at], look)
        and min(determined(cells[at], cells[order]), determined(cells[user], cells[at])) >= SURE
    ]
    if not found:
        return []
    best = max(found, key=lambda at: (_part_names(cells, user, at, order), chosen.get(at) or ""))
    names = {"column": columns[user], "better": columns[best]}
    shared = {"names": looks[user].distinct, "people": looks[best].distinct}
    if not _part_names(cells, user, best, order):
        return [say(m.NAMES_ARE_SHARED, **names, **shared)]
    chosen.pop(best, None)
    chosen[best] = chosen.pop(user)
    return [say(m.PERSON_NOT_NAME, **names, **shared)]


def _of_one_person(column: str, values: Sequence[str], look: ColumnLook) -> bool:
    """Whether a column holds addresses or telephones, by its name or its values."""
    if any(holds(token, word) for token in name_tokens(column) for word in POSTCODES):
        return False
    long = sum(sum(map(str.isdigit, value)) >= DIGITS for value in values)
    named = speaks_of_people(column) and look.share("number", "code", "email", "text") > MOSTLY
    contact = bool(ROLES["contact"].words_in(name_tokens(column))) or numbers_things(column)
    return look.share("email") > MOSTLY or long > MOSTLY * look.filled or (named and contact)


def _part_names(cells: Cells, user: int, at: int, order: int) -> bool:
    """Whether names have several people, of whom most come back in several orders."""
    triples = {t for t in zip(cells[user], cells[at], cells[order], strict=True) if all(t)}
    visits = Counter((name, who) for name, who, _ in triples)
    people = Counter(name for name, _ in visits)
    shared = [n for (name, _), n in visits.items() if people[name] > 1]
    names = sum(n > 1 for n in people.values())
    return names >= SEVERAL and sum(n > 1 for n in shared) > HALF * len(shared)


def _single(look: ColumnLook) -> bool:
    """Whether no row has a code that another row has."""
    coded = look.share("code", "number") > MOSTLY
    return coded and look.filled >= FEW_ROWS and not look.repeats


def _numbers_rows(values: Sequence[str]) -> bool:
    """Whether they count 1, 2, 3 … down (or up) the rows."""
    read = [number_of(value) for value in values]
    numbers = [number for number in read if number is not None]
    if len(numbers) < FEW_ROWS or len(numbers) < len(values):
        return False
    steps = {b - a for a, b in pairwise(numbers)}
    return steps in ({1.0}, {-1.0})


def masked(values: Sequence[str]) -> bool:
    """Whether signs stand in place of the letters of names, or of digits."""
    filled = [value for value in values if value]
    hidden = sum(any(mask in value for mask in MASKS) for value in filled)
    return bool(filled) and hidden > MASKED * len(filled)
