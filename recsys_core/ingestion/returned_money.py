"""Money that went back, where a column beside the amounts holds it under another name."""

from typing import NamedTuple

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.expressions import unpicked
from recsys_core.ingestion.money_sample import FEW, MOST, other_numbers
from recsys_core.ingestion.order_status import says_back
from recsys_core.ingestion.sampling import says_sql
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.questions import Answer, Question
from recsys_core.wording.messages import say

OFF, NOT_OFF = "off", "kept"
PIECES = "^[0-9]{0,2}$"
"""Whole numbers of two digits alone may count pieces as well."""


class Money(NamedTuple):
    """Of a column that is empty or zero on most orders and hardly ever above what they came to:
    orders in which it holds money, those where it is all of it, rows beside no word of a return.
    """

    column: str
    orders: int
    whole: int
    apart: int

    @property
    def told(self) -> bool:
        """Whether its name says that money went back, or the states of all of its rows do."""
        return says_back(self.column) or (self.orders >= FEW and not self.apart)


def find_returned_money(checks: Checks) -> None:
    """Take the column of the money that went back: by its name and its figures, or because it is
    filled beside words of a return alone; one that is all of some orders is asked about.
    """
    settled = {"refund", "returned_quantity"} & checks.cells.keys()
    if settled or not {"price", "revenue"} & checks.values.keys():
        return
    amount, named_amount = amount_before(checks)
    columns = _columns(checks, amount)
    back = says_sql(checks, lambda _, word: says_back(word)) if columns else ""
    found = [each for pair in columns.items() if (each := _within(checks, *pair, amount, back))]
    told = [each for each in found if each.told]
    best = max(told or found, key=lambda each: each.whole, default=None)
    if best is None or not (told or best.whole >= FEW):
        return
    answers = (Answer(OFF, say(m.TAKE_OFF)), Answer(NOT_OFF, say(m.NOT_TAKEN_OFF)))
    fields = {"column": best.column, "amount": named_amount, "n": best.orders, "whole": best.whole}
    question = Question("money-back", say(m.MAY_BE_PAID_BACK, **fields), answers)
    if told or checks.ask(question) == OFF:
        checks.give("refund", best.column)


def amount_before(checks: Checks) -> tuple[str, str]:
    """What a line came to before it is known what the columns mean: SQL, and where it stands."""
    values, names = checks.values, checks.mapping
    if {"price", "quantity"} <= values.keys():
        return f"({values['price']}) * ({values['quantity']})", say(
            m.PRICE_BY_PIECES, price=names["price"], quantity=names["quantity"]
        )
    role = "revenue" if "revenue" in values else "price"
    return values[role], names[role]


def _columns(checks: Checks, amount: str) -> dict[str, str]:
    """Column -> SQL of its numbers: those without a role, and an amount that is named as money
    that went back beside price and pieces.
    """
    types = checks.staged.dialect.types
    kinds = {name: types[int(cell[1:])] for name, cell in unpicked(checks.staged, checks.mapping)}
    able = {name for name, kind in kinds.items() if kind in ("number", "money", "")}
    labels = checks.staged.dialect.labels
    numbers = {labels[int(t[1:])]: sql for t, sql in other_numbers(checks).items()} if able else {}
    found = {name: sql for name, sql in numbers.items() if name in able}
    revenue = checks.mapping.get("revenue", "")
    if revenue and checks.values["revenue"] != amount and says_back(revenue):
        found[revenue] = checks.values["revenue"]
    return found


def _within(checks: Checks, column: str, number: str, amount: str, back: str) -> Money | None:
    """What the first rows show of a column. A number that stands on all lines of an order counts
    once. back: SQL for whether a row has a word of a return.
    """
    order = checks.cells.get("order")
    key = f"coalesce(nullif(trim({order}), ''), nr::VARCHAR)" if order else "nr"
    cell = f"trim(coalesce(c{checks.staged.dialect.labels.index(column)}, ''))"
    lines = (
        f"SELECT {key} AS o, abs({amount}) AS a, {number} AS n, {back} AS b, "
        f"regexp_matches({cell}, '{PIECES}') AS whole FROM {checks.head()}"
    )
    money = "CASE WHEN min(n) FILTER (n > 0) = max(n) THEN max(n) ELSE sum(n) END"
    every, low, counts, given, above, whole, apart = checks.cursor.execute(
        f"WITH lines AS ({lines}), orders AS (SELECT coalesce({money}, 0) AS n, "
        "coalesce(sum(a), 0) AS a, max(a) AS most, min(n) AS low, bool_and(whole) AS whole, "
        "count(*) FILTER (n > 0 AND NOT b) AS apart FROM lines GROUP BY o) "
        f"SELECT count(*), min(low), bool_and(whole), "
        "count(*) FILTER (n > 0), count(*) FILTER (n > a * 1.001), "
        "count(*) FILTER (n > 0 AND (abs(n - a) <= 0.011 OR abs(n - most) <= 0.011)), sum(apart) "
        "FROM orders"
    ).fetchall()[0]
    few = 0 < given <= every / 2 and above <= (1 - MOST) * given
    return Money(column, given, whole, apart) if few and low >= 0 and not counts else None
