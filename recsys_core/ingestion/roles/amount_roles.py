"""The roles of pieces and money in one table, and what its orders' totals show of them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.roles.arithmetic import FEW, MOST, NumberTable, Total
from recsys_core.ingestion.roles.factors import turned
from recsys_core.ingestion.roles.names import name_tokens
from recsys_core.ingestion.roles.rates import at_few_rates
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.roles.rows_look import Cells, place_of, places_of
from recsys_core.schema.types import FloatArray
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

PAID = frozenset({"price", "revenue"})
SOLD = PAID | {"quantity", "order"}
"""Roles of what was sold, and of what was paid for it."""
FEES_SHOW = 0.8
"""Of the rows, so many are left with what fees take; the others were paid back too."""
MOVED = frozenset({"quantity", "price", "revenue", "discount"})
LOOKED_AT = MOVED | {"tax", "shipping"}
PAYS = frozenset(
    {
        "point", "points", "puan", "punkte", "punkty", "puntos", "punti", "pontos", "bonus", "gift",
        "wallet", "credit", "balance", "guthaben", "gutschein", "saldo", "ポイント", "積分", "积分",
        "포인트",
    }
)  # fmt: skip
"""Words of what an order was paid with: it takes nothing off what the order came to."""


class AmountRoles:
    """Column -> role, changed in place, beside the table's numbers."""

    def __init__(
        self, columns: Sequence[str], cells: Cells, chosen: dict[int, str], table: NumberTable
    ) -> None:
        self.columns, self.chosen, self.table = columns, chosen, table
        self.products = turned(table.products, cells, chosen)

    def place(self, role: str) -> int | None:
        return place_of(self.chosen, role)

    def give(self, role: str, at: int) -> None:
        """The role to this column; whichever had it, and what this one was, is free."""
        self.drop(role)
        self.chosen[at] = role

    def drop(self, role: str) -> None:
        for at in [at for at, each in self.chosen.items() if each == role]:
            del self.chosen[at]

    def named_discount(self, at: int) -> bool:
        words = ROLES["discount"].words_in(name_tokens(self.columns[at]))
        return self.chosen.get(at) == "discount" or bool(words)

    def no_fees(self) -> list[str]:
        """An amount that is a price of the line, less something on nearly every row that no few
        rates of tax explain, is what fees left of it; rows paid back may be left with less.
        """
        price, amount = map(self.place, ("price", "revenue"))
        values = self.table.columns
        if price is None or amount is None or not {price, amount} <= values.keys():
            return []
        if amount in self.table.of_orders:
            return []
        charged = {at for at in values if self._charged(at, amount)}
        for paid in (values[price], self.lines(price)):
            for at in (at for at in values if at not in self.chosen or at in charged):
                fees = -values[at] if at in charged else values[at]
                if self._are_fees(paid, fees, values[amount], charged=at in charged):
                    self.drop("revenue")
                    self.chosen.pop(at, None)
                    names = (("price", price), ("fees", at), ("amount", amount))
                    return [say(m.AFTER_FEES, **{k: self.columns[v] for k, v in names})]
        return []

    def _charged(self, at: int, amount: int) -> bool:
        """Whether a column is below nothing wherever the amount is above it: charged to the shop,
        which no tax of what was sold is.
        """
        values, paid = self.table.columns[at], self.table.columns[amount]
        shows = (paid > 0) & np.isfinite(values) & (values != 0)
        return shows.sum() >= FEW and bool((values[shows] < 0).all())

    def _are_fees(
        self, paid: FloatArray, fees: FloatArray, left: FloatArray, *, charged: bool
    ) -> bool:
        """Whether fees are what is less (rows,); of those `charged` any rate may be."""
        more = paid - fees - left
        shows = np.isfinite(more) & (paid != 0)
        equal = shows & (np.abs(more) <= 0.011)
        if equal.sum() < max(FEW, FEES_SHOW * shows.sum()) or (more[shows] < -0.011).any():
            return False
        always = (fees[shows] > 0).mean() >= MOST
        return bool(always) and (charged or not at_few_rates(fees[equal], left[equal]))

    def by_orders_products(
        self, price: int | None, pieces: int | None, amount: int | None
    ) -> list[str]:
        """A price of which the pieces come to the order's total, where no column is the line's."""
        if price is not None or not (amount is None or amount in self.table.of_orders):
            return []
        counted = self.table.pieces() if pieces is None else [pieces]
        values = self.table.columns
        free = [at for at in values if at not in self.table.of_orders]
        if found := self._amount_by_orders(free):
            return found
        for percent in (None, *self.table.percents):
            share = 1.0 if percent is None else 1 - np.abs(np.nan_to_num(values[percent])) / 100
            for count in (at for at in counted if at in values):
                for at in (at for at in free if at not in (count, percent)):
                    total = self.table.total(values[at] * values[count] * share)
                    if total is not None:
                        self.give("quantity", count)
                        self.give("price", at)
                        return [self._orders_product(at, count, percent, total)]
        return []

    def _amount_by_orders(self, free: Sequence[int]) -> list[str]:
        """The amount of a line, of which no pieces are needed to come to the order's total, alone
        or with a tax or delivery of each line.
        """
        counts, values = self.table.pieces(), self.table.columns
        for extra in ([], *([at] for at in self._charges_of_lines())):
            more = sum((np.nan_to_num(values[at]) for at in extra), 0.0)
            for at in (at for at in free if at not in (*counts, *extra)):
                total = self.table.total(values[at] + more)
                if total is not None and total.column not in counts:
                    self.give("revenue", at)
                    fields = self._fields(total._replace(plus=(*extra, *total.plus)))
                    return [say(m.AMOUNT_BY_ORDERS, amount=self.columns[at], **fields)]
        return []

    def _charges_of_lines(self) -> list[int]:
        """The columns named for a tax or a delivery that differ within an order."""
        named = places_of(self.chosen, "tax", "shipping")
        return [at for at in named if at in self.table.columns.keys() - self.table.of_orders]

    def _orders_product(self, price: int, pieces: int, percent: int | None, total: Total) -> str:
        fields = {"price": self.columns[price], "quantity": self.columns[pieces]}
        if percent is None:
            return say(m.BY_ORDERS_PRODUCT, **fields, **self._fields(total))
        self.give("discount", percent)
        less = self.columns[percent]
        return say(m.BY_ORDERS_PERCENT, **fields, less=less, **self._fields(total))

    def _fields(self, total: Total) -> dict[str, Any]:
        """What the sentences on an order's total tell of it."""
        return {
            "total": self.columns[total.column],
            "plus": self._charges(total),
            "agree": total.agree,
            "orders": total.orders,
        }

    def _charges(self, total: Total) -> str:
        columns = [self.columns[at] for at in total.plus]
        return say(m.AND_CHARGES, columns=and_list(columns)) if columns else ""

    def by_orders_price(self) -> list[str]:
        """Of several prices the one whose lines add up to the order's total."""
        price, pieces, amount = map(self.place, ("price", "quantity", "revenue"))
        of_line = amount is not None and amount not in self.table.of_orders
        if price not in self.table.columns or of_line or self._comes_to(price):
            return []
        kept = {price, pieces, *self.table.of_orders, *places_of(self.chosen, "tax", "shipping")}
        for at in self.table.columns.keys() - kept:
            total = self._comes_to(at)
            if total is not None:
                fields = {"price": self.columns[at], "other": self.columns[price]}
                self.give("price", at)
                return [say(m.PRICE_BY_ORDERS, **fields, **self._fields(total))]
        return []

    def _comes_to(self, price: int) -> Total | None:
        """The total that lines at this price add up to, with a discount or without."""
        lines = self.lines(price)
        return self.table.total(lines) or self.table.total(lines, with_less=True)

    def by_orders(self) -> list[str]:
        """What an order's total has less than its lines and charges is a discount."""
        if self.place("discount") is not None:
            return []
        base = self.base()
        total = None if base is None else self.table.total(base, with_less=True)
        if total is None or self.chosen.get(total.less) in LOOKED_AT:
            return []
        if not PAYS.isdisjoint(name_tokens(self.columns[total.less])):
            return []
        self.chosen[total.less] = "discount"
        column = self.columns[total.less]
        return [say(m.DISCOUNT_BY_ORDERS, column=column, **self._fields(total))]

    def base(self) -> FloatArray | None:
        """(rows,) what a line comes to as the roles are."""
        price, amount = self.place("price"), self.place("revenue")
        if price in self.table.columns:
            return self.lines(price)
        return self.table.columns.get(amount) if amount is not None else None

    def lines(self, price: int) -> FloatArray:
        pieces = self.place("quantity")
        values = self.table.columns[price]
        own = any(one.amount == price for one in self.products)
        if own or pieces not in self.table.columns:
            return values
        return values * self.table.columns[pieces]
