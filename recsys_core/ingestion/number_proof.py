"""What a point or a comma stands for, proved by the columns of numbers of a file together.

`1.250` may be one and a quarter or twelve hundred and fifty. A column tells by its other numbers
(`980`, `12.5`, `0.250`), a file by its other columns, as one program wrote all of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.currencies import UNDIVIDED
from recsys_core.ingestion.no_value import no_number_sql
from recsys_core.ingestion.tails import bare_sql
from recsys_core.ingestion.values import NumberStyle
from recsys_core.schema.questions import Answer, Question
from recsys_core.schema.sql import identifier
from recsys_core.wording.messages import say

SAMPLE, MORE = 20_000, 40_000
SURE = 30
"""Numbers with three digits behind their sign, and none with another number of them: no chance."""
WITH_WORDS, DIFFERENT = ("quantity", "rating"), 500
"""Roles whose numbers may have words behind them, as in 3 st or 4/5."""
PLAIN = NumberStyle(plain=True)
POINT_IS_DECIMAL = (
    r"\.(\d{1,2}|\d{4,})$|^0*\.\d+$|,\d{3}\.\d+$|,\d{3},\d{3}|,\d\d,\d{3}|^\d{4,}\.\d{3}$"
)
COMMA_IS_DECIMAL = r",(\d{1,2}|\d{4,})$|^0*,\d+$|\.\d{3},\d+$|\.\d{3}\.\d{3}|^\d{4,},\d{3}$"
ASKED = {
    "comma": COMMA_IS_DECIMAL,
    "point": POINT_IS_DECIMAL,
    "three_comma": r"^[1-9]\d{0,2},\d{3}$",
    "three_point": r"^[1-9]\d{0,2}\.\d{3}$",
    "zero": r"[.,]\d\d0$",
    "zeros": r"[.,]000$",
    "small": r"^\d{1,3}$",
    "large": r"^\d{4,}$",
}


@dataclass(frozen=True)
class Digits:
    """How many cells of a column show what. comma, point: it must be what divides the decimals.
    three_comma, three_point: three digits behind it, so that it may be either; zero, zeros: these
    end in one zero or in three. small, large: whole numbers below and from 1,000 without any sign.
    text: the first that may be either.  undivided: beside these stands a currency without decimals.
    """

    comma: int
    point: int
    three_comma: int
    three_point: int
    zero: int
    zeros: int
    small: int
    large: int
    text: str
    undivided: int = 0

    @property
    def open(self) -> bool:
        return not self.comma and not self.point and bool(self.three)

    @property
    def three(self) -> int:
        return self.three_comma + self.three_point

    @property
    def has_comma(self) -> bool:
        """Whether it is the comma that may be either."""
        return self.three_comma > self.three_point

    @property
    def grouped(self) -> bool:
        """`980` beside `1.250`: whoever leaves zeros out writes 1.25, whoever does not 980.000."""
        return self.small > 0 and not self.large and (self.zero > 0 or self.three >= SURE)


def number_styles(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    columns: Mapping[str, str],
    others: Sequence[str] = (),
    decimal: str | None = None,
    careful: bool = False,
) -> dict[str, NumberStyle]:
    """How each column is written. columns: role -> cell; others: further cells with numbers, as
    witnesses. decimal: the sign before the decimals, if the analyst says so. careful: none is
    taken for plain numbers. A style is `open` where nothing in the file tells.
    """
    cells = dict.fromkeys(columns.values())
    if decimal == "," or not columns:
        return dict.fromkeys(columns, NumberStyle(comma=True))
    plain = {} if careful else _plain(cursor, table, cells)
    styles = {role: PLAIN if plain.get(cell) else NumberStyle() for role, cell in columns.items()}
    suspect = [cell for cell in cells if cell not in plain or plain[cell] is None]
    if decimal == "." or not suspect:
        return styles
    seen = look_at_digits(cursor, table, suspect)
    if any(digits.open for digits in seen.values()):
        rest = [cell for cell in dict.fromkeys([*cells, *others]) if cell not in seen]
        seen |= look_at_digits(cursor, table, rest)
    for role, cell in columns.items():
        if cell in suspect:
            styles[role] = _style(seen, cell, role)
        if role in WITH_WORDS and not plain.get(cell):
            text = bare_sql("{c}", _some(cursor, table, cell))
            styles[role] = replace(styles[role], text=text)
    return _proved_by_products(cursor, table, columns, styles)


def _some(cursor: duckdb.DuckDBPyConnection, table: str, cell: str) -> list[str]:
    """Different values among the first of a column, those that stand for none left out."""
    source = f"(SELECT {cell} AS one FROM {identifier(table)} LIMIT {SAMPLE})"
    asked = f"SELECT DISTINCT one FROM {source} WHERE NOT {no_number_sql('one')} LIMIT {DIFFERENT}"
    return [str(one) for (one,) in cursor.execute(asked).fetchall()]


def answered(
    styles: dict[str, NumberStyle], names: Mapping[str, str], ask: Callable[[Question], str]
) -> dict[str, NumberStyle]:
    """The styles with those that are open as the analyst says. names: role -> column."""
    undecided = [(role, style) for role, style in styles.items() if style.open]
    if not undecided:
        return styles
    role, style = undecided[0]
    sentence = say(m.WHICH_DECIMAL, column=names[role], text=style.open)
    point = Answer("point", say(m.POINT_BEFORE_DECIMALS))
    comma = Answer("comma", say(m.COMMA_BEFORE_DECIMALS))
    chosen = ask(Question("decimal", sentence, (point, comma)))
    return {
        role: replace(style, comma=chosen == "comma", open="") if style.open else style
        for role, style in styles.items()
    }


def _plain(
    cursor: duckdb.DuckDBPyConnection, table: str, cells: Mapping[str, None]
) -> dict[str, bool | None]:
    """Whether the first cells of a column are numbers as they stand; None where they are, but
    every point has three digits behind it.
    """
    asked = ", ".join(
        f"count(*) FILTER ({PLAIN.sql(cell)} IS NULL AND NOT {no_number_sql(cell)}), "
        f"count(*) FILTER (contains({cell}, '.')), count(*) FILTER ({cell}[-4] = '.')"
        for cell in cells
    )
    source = f"(SELECT {', '.join(cells)} FROM {identifier(table)} LIMIT {SAMPLE})"
    row = cursor.execute(f"SELECT {asked} FROM {source}").fetchall()[0]
    found = zip(cells, row[::3], row[1::3], row[2::3], strict=True)
    return {
        cell: None if points == threes > 0 else True
        for cell, unlike, points, threes in found
        if not unlike
    }


def look_at_digits(
    cursor: duckdb.DuckDBPyConnection, table: str, cells: Sequence[str]
) -> dict[str, Digits]:
    """What the first numbers of each column show, signs of currency and the like aside."""
    if not cells:
        return {}
    bare = ", ".join(
        f"trim(regexp_replace({cell}, '[^0-9.,]', '', 'g'), '.,') AS {cell}, "
        f"regexp_matches({cell}, '{UNDIVIDED}') AS u{at}"
        for at, cell in enumerate(cells)
    )
    asked = ", ".join(
        ", ".join(f"count(*) FILTER (regexp_matches({cell}, '{p}'))" for p in ASKED.values())
        + f", any_value({cell}) FILTER (regexp_matches({cell}, '^[1-9]\\d{{0,2}}[.,]\\d{{3}}$')), "
        f"count(*) FILTER (u{at})"
        for at, cell in enumerate(cells)
    )
    source = f"(SELECT {', '.join(cells)} FROM {identifier(table)} LIMIT {MORE})"
    row = cursor.execute(f"SELECT {asked} FROM (SELECT {bare} FROM {source})").fetchall()[0]
    width = len(ASKED) + 2
    parts = [row[at : at + width] for at in range(0, len(row), width)]
    return {
        cell: Digits(
            **dict(zip(ASKED, part, strict=False)), text=str(part[-2] or ""), undivided=part[-1]
        )
        for cell, part in zip(cells, parts, strict=True)
    }


def _style(seen: Mapping[str, Digits], cell: str, role: str) -> NumberStyle:
    digits = seen[cell]
    if not digits.open:
        return NumberStyle(comma=digits.comma > digits.point)
    witnesses = {one.comma > one.point for at, one in seen.items() if one.comma != one.point}
    thousands, decimals = (NumberStyle(comma=digits.has_comma is not way) for way in (True, False))
    witnesses |= {one.has_comma is not True for one in seen.values() if one.open and one.undivided}
    shown = {"text": digits.text}
    if role == "rating":  # no scale goes to a thousand
        return decimals
    if digits.undivided:
        return replace(thousands, warning=say(m.THOUSANDS_AS_CURRENCY, **shown))
    if digits.large:
        return replace(decimals, warning=say(m.DECIMALS_AS_LARGE, **shown))
    if digits.grouped and witnesses != {decimals.comma}:
        return replace(thousands, warning=say(m.THOUSANDS_AS_SMALL, **shown, n=digits.small))
    only_zeros = role == "quantity" and digits.zeros == digits.three and not digits.small
    if len(witnesses) == 1 and not digits.grouped:
        style = thousands if witnesses == {thousands.comma} else decimals
        if not (only_zeros and style is thousands):
            message = m.THOUSANDS_AS_OTHERS if style is thousands else m.DECIMALS_AS_OTHERS
            return replace(style, warning=say(message, **shown))
    elif only_zeros:
        return replace(decimals, warning=say(m.PIECES_WITH_DECIMALS, **shown, n=digits.three))
    elif digits.has_comma and not witnesses:
        return replace(thousands, warning=say(m.COMMA_READ_AS_THOUSANDS))
    warning = say(m.POINT_READ_AS_DECIMAL, **shown)
    return NumberStyle(open=digits.text, warning=warning)


def _proved_by_products(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    columns: Mapping[str, str],
    styles: dict[str, NumberStyle],
) -> dict[str, NumberStyle]:
    """The open styles settled by price times quantity, where one reading gives the amount."""
    undecided = [role for role, style in styles.items() if style.open]
    if not undecided or not {"price", "quantity", "revenue"} <= set(columns):
        return styles
    source = f"(SELECT {', '.join(dict.fromkeys(columns.values()))} FROM {identifier(table)} "
    found = []
    for comma in (False, True):
        tried = {**styles, **{role: NumberStyle(comma=comma) for role in undecided}}
        price, pieces, amount = (tried[r].sql(columns[r]) for r in ("price", "quantity", "revenue"))
        found.append(
            cursor.execute(
                f"SELECT count(*) FILTER (abs(p * q - r) <= 0.01 * abs(r)), count(p * q * r) FROM "
                f"(SELECT {price} AS p, {pieces} AS q, {amount} AS r FROM {source} LIMIT {SAMPLE}))"
            ).fetchall()[0]
        )
    (point, rows), (comma_right, _) = found
    if max(point, comma_right) < 0.9 * rows or min(point, comma_right) > 0.1 * rows:
        return styles
    style = NumberStyle(comma=comma_right > point)
    warning = say(m.PRODUCTS_SHOW, n=max(point, comma_right), rows=rows)
    settled = {role: replace(style, warning=warning) for role in undecided}
    return {**styles, **settled}
