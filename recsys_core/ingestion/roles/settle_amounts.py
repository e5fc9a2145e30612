"""Pieces, prices, amounts and discounts by what the rows add up to, where names say little."""

from collections.abc import Sequence

import numpy as np

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.currencies import names_currency
from recsys_core.ingestion.roles.amount_roles import LOOKED_AT, MOVED, PAID, AmountRoles
from recsys_core.ingestion.roles.amounts_of_products import by_items
from recsys_core.ingestion.roles.arithmetic import (
    FEW,
    MOST,
    MOST_RATES,
    LessOff,
    PriceTimesPieces,
    numbers,
)
from recsys_core.ingestion.roles.column_look import ColumnLook, epoch_like
from recsys_core.ingestion.roles.names import name_tokens
from recsys_core.ingestion.roles.rates import MOST_PERCENT
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.roles.rows_look import MOSTLY, Cells, place_of, places_of
from recsys_core.ingestion.roles.taxes import no_part, no_total, taxed
from recsys_core.wording.messages import say


def settle_amounts(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """Give pieces, price, amount and discount, in place, to the columns whose figures prove them;
    what was moved, as sentences.
    """
    places = [
        at
        for at, look in enumerate(looks)
        if _is_figure(columns[at], look, chosen.get(at), len(cells[at]))
    ]
    if len(places) < 2:
        return []
    order = place_of(chosen, "order")
    rates = [at for at, look in enumerate(looks) if _is_rate(look, chosen.get(at))]
    table = numbers(cells, places, None if order is None else cells[order], rates)
    found = _ByRows(columns, cells, chosen, table)
    moved = [
        *found.no_discount(),
        *found.after_discount(),
        *found.pieces_alone(),
        *no_part(found),
        *found.no_fees(),
        *taxed(found),
        *found.by_products(),
    ]
    moved += [*found.by_differences(), *found.by_orders_price(), *found.by_orders()]
    return [*moved, *by_items(found, cells), *no_total(found)]


def price_by_currency(
    columns: Sequence[str], looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """The one column of numbers whose name ends in a currency, where none was taken for money; what
    it stands for beside the pieces is told by products sold in several quantities (money.py).
    """
    found = [
        at
        for at, look in enumerate(looks)
        if at not in chosen and look.numeric > MOSTLY and names_currency(columns[at])
    ]
    if len(found) != 1 or not PAID.isdisjoint(chosen.values()):
        return []
    chosen[found[0]] = "price"
    return [say(m.PRICE_BY_CURRENCY, column=columns[found[0]])]


def _is_figure(column: str, look: ColumnLook, role: str | None, rows: int) -> bool:
    if role is not None and role not in LOOKED_AT:
        return False
    # One charge for every delivery is usual, whatever it is called.
    charge = role == "shipping" or (
        look.low > 0 and (look.share("money") > 0 or look.whole < 1 or names_currency(column))
    )
    varies = look.distinct > 1 or 0 < look.filled < rows or charge
    return look.numeric > MOSTLY and varies and not epoch_like(look)


def _is_rate(look: ColumnLook, role: str | None) -> bool:
    """Whether a column may be a percentage of tax or of fees: a few numbers below 50."""
    few = look.numeric > MOSTLY and look.low >= 0 and 0 < look.high <= MOST_PERCENT
    return few and look.distinct <= MOST_RATES and role in (None, "tax")


class _ByRows(AmountRoles):
    def no_discount(self) -> list[str]:
        """An amount named for a discount that comes to less than half of the prices of its rows,
        or to less than nothing, is one.
        """
        amount, price = map(self.place, ("revenue", "price"))
        if amount not in self.table.columns or not self.named_discount(amount):
            return []
        values = self.table.columns[amount]
        prices = self.table.columns.get(-1 if price is None else price, np.zeros(len(values)))
        both = np.isfinite(values) & np.isfinite(prices)
        if 2 * values[both].sum() > prices[both].sum():
            return []
        self.drop("revenue")
        if self.place("discount") is None:
            self.chosen[amount] = "discount"
        return [say(m.DISCOUNT_NO_AMOUNT, column=self.columns[amount])]

    def after_discount(self) -> list[str]:
        """What is named for a discount and gives the amount times the pieces is the price that was
        paid.
        """
        at, amount = map(self.place, ("discount", "revenue"))
        found = [one for one in self.products if one.price == at and one.less < 0]
        found = [one for one in found if amount in (None, one.amount)]
        if at is None or not found or (amount is None and self._small(found[0])):
            return []
        self.give("price", at)
        self.give("quantity", found[0].pieces)
        self.give("revenue", found[0].amount)
        names = {"quantity": found[0].pieces, "amount": found[0].amount}
        fields = {name: self.columns[place] for name, place in names.items()}
        return [say(m.DISCOUNT_IS_PRICE, column=self.columns[at], **fields)]

    def pieces_alone(self) -> list[str]:
        """Small whole numbers that stay below the price are pieces, whatever they are called: a
        line comes to one piece at least.
        """
        price, amount = map(self.place, ("price", "revenue"))
        if price is None or amount is None or self.place("quantity") is not None:
            return []
        values = self.table.columns
        if amount not in self.table.pieces() or price not in values:
            return []
        known = np.isfinite(values[amount]) & (values[price] > 0)
        if known.sum() < FEW or (values[amount] < values[price])[known].mean() < MOST:
            return []
        self.drop("revenue")
        self.chosen[amount] = "quantity"
        names = {"column": self.columns[amount], "price": self.columns[price]}
        return [say(m.PIECES_BELOW_PRICE, **names)]

    def _small(self, one: PriceTimesPieces) -> bool:
        """Whether it comes to less than half of another column of its rows, as discounts do."""
        mine = self.table.columns[one.amount]
        others = (np.nansum(v) for at, v in self.table.columns.items() if at not in one)
        return any(2 * np.nansum(mine) < other for other in others)

    def by_products(self) -> list[str]:
        """Price x pieces = amount, where what the names gave is no such product."""
        price, pieces, amount = map(self.place, ("price", "quantity", "revenue"))
        if not self.products:
            return self.by_orders_products(price, pieces, amount)
        lines = [one for one in self.products if one[:2] == (price, pieces)]
        if lines:
            return self._after_percent(lines, amount) or self._without_more(lines, amount)
        # A price of its own stays: what else multiplies may be what a piece cost the shop.
        stays = price is not None and not self._no_price(price)
        able = [
            one
            for one in self.products
            if (one.price == price or not stays) and self.chosen.get(one.pieces) not in PAID
        ]
        if not able:
            return []
        best = max(able, key=self._fits_names)
        if pieces is not None and best.pieces != pieces:
            return []
        if amount is not None and self._after_discount(best, amount):
            best = PriceTimesPieces(best.price, best.pieces, amount)
        elif price is None and amount not in (None, best.amount, *self.table.of_orders):
            return []  # An amount of its own, and nothing said what a piece cost.
        self.give("quantity", best.pieces)
        self.give("price", best.price)
        if best.amount != amount and amount is not None:
            self.drop("revenue")
        if price not in (None, best.price) or amount is not None or not self._exact(best):
            self.give("revenue", best.amount)
        self._call_discount(best)
        return [self._sentence(best)]

    def _exact(self, one: PriceTimesPieces) -> bool:
        """Whether price times pieces is the amount to the cent."""
        values = [self.table.columns[at] for at in one[:3]]
        return bool(np.nanmax(np.abs(values[0] * values[1] - values[2])) <= 0.011)

    def _no_price(self, at: int) -> bool:
        """Whether a column is what a line came to, or an order, rather than a piece."""
        return at in self.table.of_orders or any(one.amount == at for one in self.products)

    def _after_percent(self, lines: list[PriceTimesPieces], amount: int | None) -> list[str]:
        """What is left after the discount is the amount of a line."""
        after = [one for one in lines if one.less >= 0]
        if not after or amount in [one.amount for one in after]:
            return []
        self.give("revenue", after[0].amount)
        self._call_discount(after[0])
        return [self._sentence(after[0])]

    def _call_discount(self, one: PriceTimesPieces) -> None:
        if one.less >= 0 and self.place("discount") is None and one.less not in self.chosen:
            self.chosen[one.less] = "discount"

    def _sentence(self, one: PriceTimesPieces) -> str:
        message = m.BY_PRODUCT if one.less < 0 else m.BY_PERCENT if one.off < 0 else m.BY_DISCOUNT
        places = (one.price, one.pieces, one.amount, one.less)
        names = ("price", "quantity", "amount", "less")
        fields = {name: self.columns[at] for name, at in zip(names, places, strict=True) if at >= 0}
        return say(message, **fields)

    def _without_more(self, lines: list[PriceTimesPieces], amount: int | None) -> list[str]:
        """An amount that is price x pieces and something of the line on top is not the line's."""
        if amount is None or any(one.amount == amount for one in lines):
            return []
        for one in lines:
            extra = self._on_top(one.amount, amount)
            if extra is not None:
                self.give("revenue", one.amount)
                names = {"amount": self.columns[amount], "better": self.columns[one.amount]}
                return [say(m.HOLDS_MORE, extra=self.columns[extra], **names)]
        return []

    def _on_top(self, line: int, amount: int) -> int | None:
        """The column that the amount has more than the line, on some rows."""
        values = self.table.columns
        for at, more in values.items():
            if at in (line, amount) or self.chosen.get(at) == "tax":
                continue
            near = np.abs(values[line] + np.nan_to_num(more) - values[amount]) <= 0.011
            known = np.isfinite(values[line]) & np.isfinite(values[amount])
            if known.any() and near[known].mean() >= MOSTLY and (more[known] > 0).sum() >= 5:
                return at
        return None

    def _after_discount(self, product: PriceTimesPieces, amount: int) -> bool:
        return any(d.after == amount for d in self.table.differences(product.amount))

    def _fits_names(self, one: PriceTimesPieces) -> tuple[int, int, int]:
        """Roles that stay, words that speak for the new ones, and the first columns before
        others.
        """
        pairs = list(zip(("price", "quantity", "revenue"), one[:3], strict=True))
        stays = sum(self.chosen.get(at) == role for role, at in pairs)
        words = sum(bool(ROLES[role].words_in(name_tokens(self.columns[at]))) for role, at in pairs)
        return stays, words, -sum(one[:3])

    def by_differences(self) -> list[str]:
        """What was paid is the price, or the amount, with what is off taken off."""
        for role in ("price", "revenue"):
            at = self.place(role)
            found = [] if at is None else [d for d in self.table.differences(at) if self._paid(d)]
            if found:
                return self._take(role, found[0])
        return self._off_already()

    def _paid(self, difference: LessOff) -> bool:
        """Whether less is a discount: it is called one, or what is left is multiplied or added up
        further.
        """
        if self.chosen.get(difference.off) in ("tax", "shipping"):
            return False
        if self.chosen.get(difference.after) in ("tax", "shipping"):
            return False
        if self.named_discount(difference.off):
            return True
        if any(one.price == difference.after for one in self.products):
            return True
        total = self.table.total(self.lines(difference.after))
        return total is not None and self.table.total(self.lines(difference.before)) is None

    def _take(self, role: str, difference: LessOff) -> list[str]:
        names = [self.columns[at] for at in difference]
        if self.chosen.get(difference.off) in MOVED:  # Off already, and never what was paid.
            del self.chosen[difference.off]
        self.give(role, difference.after)
        if role == "price":
            amount = self.place("revenue")
            gross = any(
                (one.price, one.amount) == (difference.before, amount) for one in self.products
            )
            if gross:
                self.drop("revenue")
        return [say(m.AFTER_DISCOUNT, before=names[0], off=names[1], after=names[2])]

    def _off_already(self) -> list[str]:
        """A price or an amount that is another column less the discount has it off already."""
        discount = self.place("discount")
        mine = places_of(self.chosen, "price", "revenue")
        for at in self.table.columns if discount is not None else ():
            for one in self.table.differences(at):
                if one.off == discount and one.after in mine:
                    self.drop("discount")
                    names = [self.columns[each] for each in one]
                    return [say(m.AFTER_DISCOUNT, before=names[0], off=names[1], after=names[2])]
        return []
