"""How the rows of a table tie its columns together: which value goes with which."""

import re
from collections import Counter
from collections.abc import Sequence

from recsys_core.ingestion.roles.column_look import ColumnLook
from recsys_core.ingestion.roles.names import name_tokens
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.roles.table_rules import misleading, numbers_things

Cells = Sequence[Sequence[str]]
"""The cells of each column."""
SURE, MOSTLY = 0.98, 0.9
FEW_ROWS = 20
PHONE = 9
"""Digits of a telephone with its area."""
LONG = 15
"""Figures from which a number with a point names something ("1000031676.1700345652")."""
PRICED = "059"
"""The last digits of most prices in whole coins."""
PLACES = frozenset(
    {"store", "shop", "branch", "terminal", "till", "session", "filial", "filiale", "tienda"}
)
"""What is numbered in files of purchases too, besides customers and products."""


def determined(of: Sequence[str], by: Sequence[str]) -> float:
    """The share of rows whose value in one column is the usual one for its value in another."""
    pairs = Counter((b, a) for a, b in zip(of, by, strict=True) if a and b)
    usual: Counter[str] = Counter()
    for (b, _), n in pairs.items():
        usual[b] = max(usual[b], n)
    return usual.total() / pairs.total() if pairs else 0.0


def place_of(chosen: dict[int, str], role: str) -> int | None:
    return next((at for at, each in chosen.items() if each == role), None)


def places_of(chosen: dict[int, str], *roles: str) -> list[int]:
    """The columns of those of the roles that have one, in the order of the roles."""
    return [at for role in roles if (at := place_of(chosen, role)) is not None]


def occasion(chosen: dict[int, str]) -> int | None:
    """The column that tells one purchase from another: the order's, else the moment's."""
    order = place_of(chosen, "order")
    return place_of(chosen, "time") if order is None else order


def decides(cells: Cells, looks: Sequence[ColumnLook], by: int, at: int) -> bool:
    """Whether a value that comes back brings the same value of another column each time."""
    return looks[by].repeats and determined(cells[at], cells[by]) >= SURE


def speaks_of_item(column: str) -> bool:
    return bool(ROLES["item"].words_in(name_tokens(column))) and not misleading(column, "item", ())


def identifies(look: ColumnLook) -> bool:
    """Whole numbers, codes or words, more of them than a scale or a switch has values."""
    whole = look.whole == 1 or not look.numeric or look.longest >= LONG
    codes = look.share("number", "code", "email") > MOSTLY and whole
    words = look.share("text", "code") > MOSTLY and look.longest <= 80 and look.repeats
    return (codes or words) and look.distinct > 5


def numbers_orders(cells: Cells, ids: Sequence[int], at: int, time: int | None) -> bool:
    """Whether each value belongs to one moment and one other ID, which has several of them."""
    if time is None or determined(cells[time], cells[at]) < SURE:
        return False
    return any(
        determined(cells[other], cells[at]) >= SURE > determined(cells[at], cells[other])
        for other in ids
        if other != at
    )


def goes_with(cells: Cells, code: int, title: int) -> bool:
    """Whether each title has its own code; lines of a few titles (delivery) may have none."""
    bare = Counter(t for c, t in zip(cells[code], cells[title], strict=True) if t and not c)
    coded = {t for c, t in zip(cells[code], cells[title], strict=True) if c}
    few = len(bare) <= max(1, len(coded) / 10) and not coded & set(bare)
    filled = sum(map(bool, cells[code])) >= MOSTLY * len(cells[code])
    ties = (determined(cells[code], cells[title]), determined(cells[title], cells[code]))
    return (filled or few) and min(ties) >= MOSTLY


def code_of_title(
    columns: Sequence[str],
    cells: Cells,
    looks: Sequence[ColumnLook],
    chosen: dict[int, str],
    title: int,
) -> int | None:
    """The column of codes that goes with the products' names, one called a number first; last a
    short number of which each name has its own.
    """
    free = [at for at in range(len(columns)) if at not in chosen and at != title]
    named = [at for at in free if numbers_things(columns[at])]
    coded = [at for at in free if looks[at].repeats and _coded(cells[at], looks[at])]
    found = next((at for at in (*named, *coded) if goes_with(cells, at, title)), None)
    short = (at for at in free if found is None and _short_number(cells[at], looks[at]))
    return next((at for at in short if _one_to_one(cells[at], cells[title])), found)


def _short_number(values: Sequence[str], look: ColumnLook) -> bool:
    """Whole numbers of one length, of three digits or more, of which not nearly all end as prices
    do. No years.
    """
    known = {value for value in values if value}
    whole = look.distinct > 5 and all(value.isdecimal() for value in known)
    if not whole or len({len(value) for value in known}) > 1 or look.longest < 3:
        return False
    priced = sum(value[-1] in PRICED for value in known)
    return priced < MOSTLY * len(known) and not (look.low >= 1900 and look.high <= 2100)


def _one_to_one(one: Sequence[str], other: Sequence[str]) -> bool:
    return all(one) and determined(one, other) == determined(other, one) == 1


def numbers_or_words(column: str, values: Sequence[str], look: ColumnLook) -> bool:
    """Whether values may tell people apart: no money, counts or dates."""
    words = look.share("text", "code", "email") > MOSTLY and look.longest <= 80
    return words or _coded(values, look) or (look.whole == 1 and numbers_things(column))


ORDERS_EACH = 5
"""Customers numbered in three or four digits have no more orders than this on the mean: tills,
clerks and years of birth are numbered so too, and have many."""


def short_digits(values: Sequence[str]) -> bool:
    """Whether values are three or four digits, all of one length, and no years; 0 is nobody."""
    filled = {value for value in values if value.strip("0")}
    same = len({*map(len, filled)}) == 1 and all(re.fullmatch(r"\d{3,4}", v) for v in filled)
    return same and not all(re.fullmatch("19..|20..", value) for value in filled)


def _coded(values: Sequence[str], look: ColumnLook) -> bool:
    """Words with digits, or digits of one length, of five or more: no prices and no counts."""
    lengths = {len(value) for value in values if value}
    digits = look.share("number") > MOSTLY and look.whole == 1 and len(lengths) == 1
    # "spotify:track:4uLU6h" is one word too, with digits in it.
    coded = sum(any(map(str.isdigit, v)) and len(v.split()) == 1 for v in values if v)
    words = look.numeric < MOSTLY and coded > MOSTLY * look.filled and not look.share("date")
    # So is a telephone, however its digits are grouped.
    long = sum(sum(map(str.isdigit, v)) >= PHONE for v in values) > MOSTLY * look.filled
    phones = long and not look.share("date")
    return look.distinct > 5 and (words or phones or (digits and min(lengths) >= 5))
