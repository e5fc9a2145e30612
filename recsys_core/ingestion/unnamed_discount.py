"""A discount whose name is not known: by its share of the lines, or by the orders' totals."""

from collections.abc import Iterable
from itertools import permutations, product
from typing import NamedTuple

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.money_sample import FEW, MOST, other_numbers
from recsys_core.ingestion.returned_money import NOT_OFF, OFF, amount_before
from recsys_core.ingestion.roles.amount_roles import PAYS
from recsys_core.ingestion.roles.arithmetic import SOMETIMES
from recsys_core.ingestion.roles.names import name_tokens
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.questions import Answer, Question
from recsys_core.wording.messages import say

LINES, ORDERS = "discounted_lines", "discounted_orders"
KEY = "money-off"
ROUNDED, CLEAR = 0.6, 0.1
"""Cents by which rounding moves what is off a line, and percent of the line by which it may: of
more, a whole percentage is chance."""
MOST_RATES, HALF = 10, 0.5
"""One rate may be a tax's; more than ten are no shop's campaigns."""


class Shares(NamedTuple):
    """Lines or orders, those in which a column holds money, those of them whose cents tell, and are
    a whole percentage; different percentages; the column's part of all; those whose own amount is
    without it already. several: they are orders of several lines, over which taxes and fees of
    three rates would mix.
    """

    every: int
    given: int
    clear: int
    whole: int
    rates: int
    part: float
    done: int
    several: bool = False

    @property
    def discount(self) -> bool:
        """No tax, fee or delivery is missing from some and several whole percentages of others; or
        one of few of them.
        """
        most = HALF if self.rates == 1 else 1 - SOMETIMES
        some = self.given < most * self.every
        whole = self.part < HALF and self.whole >= max(FEW, MOST * self.clear)
        whole = whole and self.done < HALF * self.given
        return whole and self.rates <= MOST_RATES and (some or (self.several and self.rates > 2))


def find_discount(checks: Checks) -> None:
    """Where no column is the discount: ask about one that is several whole percentages of the lines
    or orders and missing from some, or that the orders' totals are less than their lines.
    """
    if "discount" in checks.cells or not {"price", "revenue"} & checks.values.keys():
        return
    labels = checks.staged.dialect.labels
    numbers = {t: sql for t, sql in other_numbers(checks).items() if _able(labels[int(t[1:])])}
    if not numbers:
        return
    amount, named = _amount(checks)
    _take_sums(checks, amount, numbers)
    t, sentence = _by_shares(checks, numbers, named)
    if not t and "order" in checks.cells:
        t, sentence = _by_totals(checks, numbers, named)
    answers = (Answer(OFF, say(m.TAKE_OFF)), Answer(NOT_OFF, say(m.NOT_TAKEN_OFF)))
    if t and checks.ask(Question(KEY, sentence, answers)) == OFF:
        checks.give("discount", labels[int(t[1:])])


def _amount(checks: Checks) -> tuple[str, str]:
    """What a line came to, as SQL, and where it stands: a price that most products have several of
    for several pieces is the line's.
    """
    values = checks.values
    if not {"price", "quantity"} <= values.keys():
        return amount_before(checks)
    one, several = checks.cursor.execute(
        "SELECT count(*) FILTER (prices = 1), count(*) FROM "
        f"(SELECT count(DISTINCT {values['price']}) AS prices FROM {checks.head()} "
        f"GROUP BY {checks.cells['item']} HAVING count(DISTINCT {values['quantity']}) > 1)"
    ).fetchall()[0]
    of_line = several >= FEW and one < HALF * several
    return (values["price"], checks.mapping["price"]) if of_line else amount_before(checks)


def _able(column: str) -> bool:
    """Points and gift cards pay, and take nothing off."""
    return PAYS.isdisjoint(name_tokens(column))


def _take_sums(checks: Checks, amount: str, numbers: dict[str, str]) -> None:
    """Tables of the first lines and their orders: what they came to as `a`, the columns t0, t1 …,
    and the lines they have as n. A number that stands on all lines of an order counts once. r: of
    a line's own amount beside price and pieces, the highest; s: their sum.
    """
    order = checks.cells.get("order")
    key = f"coalesce(nullif(trim({order}), ''), nr::VARCHAR)" if order else "nr"
    each = "".join(f", abs({sql}) AS {t}" for t, sql in numbers.items())
    whole = "".join(
        f", CASE WHEN min({t}) FILTER ({t} > 0) = max({t}) THEN max({t}) ELSE sum({t}) END AS {t}"
        for t in numbers
    )
    total = checks.values.get("revenue", "NULL::DOUBLE")
    lines = f"SELECT {key} AS o, 1 AS n, abs({amount}) AS a, {total} AS r, r AS s{each}"
    orders = f"SELECT count(*) AS n, sum(a) AS a, max(r) AS r, sum(r) AS s{whole}"
    for table, sql in (
        (LINES, f"{lines} FROM {checks.head()}"),
        (ORDERS, f"{orders} FROM {LINES} GROUP BY o"),
    ):
        checks.cursor.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {sql}")


def _by_shares(checks: Checks, numbers: Iterable[str], named: str) -> tuple[str, str]:
    """The first column that is a discount by its shares, and the sentence; "" for none."""
    messages = {LINES: m.MAY_BE_OFF_LINES, ORDERS: m.MAY_BE_OFF_ORDERS}
    for t, (source, message) in product(numbers, messages.items()):
        found = _shares(checks, source, t)
        if found.discount:
            column = checks.staged.dialect.labels[int(t[1:])]
            fields = {"n": found.given, "all": found.every, "rates": found.rates}
            return t, say(message, column=column, amount=named, **fields)
    return "", ""


def _shares(checks: Checks, source: str, t: str) -> Shares:
    share, off = f"(100 * {t} / a)", f"({ROUNDED} * n / a)"
    several = " AND n > 1" if source == ORDERS else ""
    clear = f"{t} > 0 AND {off} <= {CLEAR}"
    whole = f"{clear} AND {share} BETWEEN 1 AND 99 AND abs({share} - round({share})) <= {off}"
    found = checks.cursor.execute(
        f"SELECT count(*), count(*) FILTER ({t} > 0), count(*) FILTER ({clear}), "
        f"count(*) FILTER ({whole}), count(DISTINCT round({share})) FILTER ({whole}), "
        f"coalesce(sum({t}) / sum(a), 1), "
        f"count(*) FILTER ({t} > 0 AND abs(a - {t} - s) <= 0.011 + 0.006 * n) "
        f"FROM {source} WHERE a > 0{several}"
    ).fetchall()[0]
    return Shares(*found)._replace(several=bool(several))


def _by_totals(checks: Checks, numbers: Iterable[str], named: str) -> tuple[str, str]:
    """The first column by which another one, or an amount of the order, is less than its lines
    come to, in orders of several.
    """
    pairs = [*permutations(numbers, 2), *((t, "r") for t in numbers)]
    asked = ", ".join(
        f"count(*) FILTER ({t} > 0 AND abs(a - {t} - {total}) <= 0.011 + 0.006 * n), "
        f"count(*) FILTER ({t} > 0 AND {total} > 0), coalesce(sum({t}) / sum(a), 1)"
        for t, total in pairs
    )
    sql = f"SELECT {asked} FROM {ORDERS} WHERE a > 0 AND n > 1"
    found = checks.cursor.execute(sql).fetchall()[0]
    names = {t: checks.staged.dialect.labels[int(t[1:])] for t in numbers}
    names["r"] = checks.mapping.get("revenue", "")
    for (t, total), met, orders, part in zip(
        pairs, found[::3], found[1::3], found[2::3], strict=True
    ):
        if met >= max(FEW, MOST * orders) and part < HALF:
            fields = {"column": names[t], "total": names[total]}
            return t, say(m.MAY_BE_OFF_TOTALS, amount=named, met=met, orders=orders, **fields)
    return "", ""
