"""What the number columns of a table add up to, whatever they are called."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, combinations, islice
from typing import NamedTuple

import numpy as np

from recsys_core.ingestion.roles.number_cells import read_numbers
from recsys_core.ingestion.roles.rows_look import Cells
from recsys_core.schema.types import BoolArray, FloatArray, IntArray

FEW, MOST = 5, 0.95
"""Rows or orders that must show a relation, and the share in which it holds: fewer or less is
chance."""
MOST_COLUMNS, MOST_PIECES, MOST_RATES, MOST_WEIGHTS = 24, 10_000, 20, 3
SOMETIMES = 0.05
"""A discount is missing from some rows; what a product cost the shop, or a tax, from none."""


class PriceTimesPieces(NamedTuple):
    """Columns of which price times pieces is the amount; percent, off: what is off it first, as a
    share or in money, -1 for nothing.
    """

    price: int
    pieces: int
    amount: int
    percent: int = -1
    off: int = -1

    @property
    def less(self) -> int:
        """The column of what is off, -1 for none."""
        return max(self.percent, self.off)


class LessOff(NamedTuple):
    """Columns of which before less off is after."""

    before: int
    off: int
    after: int


class Total(NamedTuple):
    """A column of the order that is what its lines come to, plus and less others of the order, in
    `agree` of `orders`. less: -1 for nothing.
    """

    column: int
    plus: tuple[int, ...]
    less: int
    agree: int
    orders: int


@dataclass(frozen=True)
class NumberTable:
    """(rows,) float64 of each number column by its place, NaN where there is no number; order:
    (rows,) code of each row's order, -1 for none; rates: columns of a few numbers up to 50, some of
    which say the same on all rows.
    """

    columns: dict[int, FloatArray]
    order: IntArray
    rates: dict[int, FloatArray] = field(default_factory=dict)

    def pieces(self) -> list[int]:
        """Columns of small whole numbers that are not always 1."""
        return [at for at, values in self.columns.items() if _countable(values)]

    @cached_property
    def products(self) -> list[PriceTimesPieces]:
        """Every relation price x pieces = amount that holds on nearly all rows, and on `FEW` with
        other than one piece. Weights are looked for where nothing counts pieces.
        """
        return self._products_of(self.pieces()) or self._products_of(self._weights())

    def _products_of(self, counts: Iterable[int]) -> list[PriceTimesPieces]:
        found = []
        for pieces in counts:
            for price, amount in combinations_of(self.columns, without=pieces):
                one = PriceTimesPieces(price, pieces, amount)
                less = (one._replace(percent=at) for at in self.percents if at not in one)
                tried = chain([one], less, self._less_off(one))
                found += list(islice(filter(self._multiplies, tried), 1))
        return found

    def _less_off(self, one: PriceTimesPieces) -> list[PriceTimesPieces]:
        """The product less what is off in money, which is nothing on some rows."""
        came_to = self.columns[one.price] * self.columns[one.pieces]
        missing = came_to - self.columns[one.amount]
        near, shows = np.abs(missing) <= 0.011, np.isfinite(missing) & (came_to != 0)
        equal = int((near & shows).sum())
        if not SOMETIMES * shows.sum() <= equal <= shows.sum() - FEW:
            return []
        free = [at for at in self.columns if at not in one]
        return [one._replace(off=at) for at in free]

    def _multiplies(self, one: PriceTimesPieces) -> bool:
        count, amount = self.columns[one.pieces], self.columns[one.amount]
        came_to, given = self.columns[one.price] * count, np.ones(len(count), dtype=bool)
        if one.percent >= 0:
            rate = np.abs(np.nan_to_num(self.columns[one.percent]))
            came_to, given = came_to * (1 - rate / 100), rate > 0
        if one.off >= 0:
            less = np.abs(np.nan_to_num(self.columns[one.off]))
            came_to, given = came_to - np.sign(came_to) * less, less > 0
        off = np.abs(came_to - amount)
        last = np.minimum(_half_of_last_place(amount), 0.01 * np.abs(amount))
        near = off <= np.maximum(0.006 * (np.abs(count) + 1), last + 1e-6)
        known = np.isfinite(off) & (count != 0)
        shows = known & (count != 1) & (amount != 0)
        return all(holds(near, rows) for rows in (shows, known, known & given))

    def _weights(self) -> list[int]:
        """Columns of fractions that differ more than others: 40.080 litres at 612.9."""
        parted = [at for at, values in self.columns.items() if _has_fractions(values)]
        return sorted(parted, key=lambda at: -len(np.unique(self.columns[at])))[:MOST_WEIGHTS]

    @cached_property
    def percents(self) -> list[int]:
        """Columns that may say what is off in percent: a few numbers up to 100, 0 among them."""
        return [
            at
            for at, values in self.columns.items()
            if (known := np.abs(values[np.isfinite(values)])).size
            and known.max() <= 100
            and known.max() > 1
            and len(np.unique(known)) <= MOST_RATES
            and (known == 0).mean() + np.isnan(values).mean() >= SOMETIMES
        ]

    def differences(self, before: int) -> list[LessOff]:
        """Every relation before - off = after, where off is nothing on some rows."""
        if before not in self.columns:
            return []
        total = self.columns[before]
        found = []
        for off, after in combinations_of(self.columns, without=before):
            less = np.abs(np.nan_to_num(self.columns[off]))
            known = np.isfinite(total) & np.isfinite(self.columns[after]) & (total != 0)
            near = np.abs(total - less - self.columns[after]) <= 0.011
            given = known & (less > 0)
            # What is left is more than what is off: else the two would be taken for each other.
            small = less[known].sum() < 0.5 * np.abs(total[known]).sum()
            often = (known & ~given).sum() < SOMETIMES * known.sum()
            if holds(near, given) and holds(near, known) and small and not often:
                found.append(LessOff(before, off, after))
        return found

    def total(self, lines: FloatArray, with_less: bool = False) -> Total | None:
        """The column of the order that `lines` (rows,) add up to, fewest other columns first;
        with_less: only one that has something less.
        """
        orders = self._orders
        if orders is None:
            return None
        known = self.order >= 0
        goods = np.asarray(
            np.bincount(self.order[known], np.nan_to_num(lines)[known]), dtype=np.float64
        )
        own = orders.own
        for less in own if with_less else (-1, *own):
            for many in range(3):
                for plus in combinations([at for at in own if at != less], many):
                    found = orders.met(goods, plus, less)
                    if found is not None:
                        return found
        return None

    @property
    def of_orders(self) -> frozenset[int]:
        """Columns that say the same on all lines of an order, by orders of several lines."""
        return frozenset(self._orders.own) if self._orders else frozenset()

    @cached_property
    def _orders(self) -> "_Orders | None":
        """What the columns say of each order; None where too few have several lines."""
        known = self.order >= 0
        code = self.order[known]
        sizes = np.bincount(code) if known.any() else np.empty(0, dtype=np.int64)
        several = sizes > 1
        if several.sum() < FEW:
            return None
        own = {}
        for at, values in self.columns.items():
            low, high = np.full(len(sizes), np.inf), np.full(len(sizes), -np.inf)
            filled = np.isfinite(values[known])
            np.minimum.at(low, code[filled], values[known][filled])
            np.maximum.at(high, code[filled], values[known][filled])
            if holds(low == high, several & np.isfinite(low)):
                own[at] = np.where(np.isfinite(high), high, 0.0)
        return _Orders(own, sizes)


@dataclass(frozen=True)
class _Orders:
    """own: place -> (orders,) values of a column that is the order's. sizes: (orders,) lines."""

    own: dict[int, FloatArray]
    sizes: IntArray

    def met(self, goods: FloatArray, plus: tuple[int, ...], less: int) -> Total | None:
        """The column that is `goods` (orders,) plus and less others, in orders of several lines.
        What adds or takes nothing in nearly all orders explains none of them.
        """
        if any((self.own[at] != 0).sum() < FEW for at in plus):
            return None
        sums = goods + sum((self.own[at] for at in plus), np.zeros(len(goods)))
        several = self.sizes > 1
        shows = several
        off = np.zeros(len(goods)) if less < 0 else np.abs(self.own[less])
        sums = sums - off
        # Less than half, and not of every order: else the total would pass for what is less.
        if less >= 0:
            shows = off > 0
            if 2 * off.sum() > sums.sum() or (off == 0).sum() < SOMETIMES * len(off):
                return None
        for column in [at for at in self.own if at not in (*plus, less)]:
            near = np.abs(self.own[column] - sums) <= 0.011 + 0.006 * self.sizes
            if holds(near, shows) and holds(near, several):
                return Total(column, plus, less, int(near.sum()), len(near))
        return None


def numbers(
    cells: Cells, places: Iterable[int], order: Sequence[str] | None, rates: Sequence[int] = ()
) -> NumberTable:
    """The columns at `places` as numbers, with the decimal sign under which more of them are each
    other's products; those at `rates` beside them.
    """
    places = list(places)[:MOST_COLUMNS]
    codes = _codes(order) if order is not None else np.full(len(cells[0]) if cells else 0, -1)
    read = [{at: read_numbers(cells[at], sign) for at in {*places, *rates}} for sign in ".,"]
    tables = [
        NumberTable({at: one[at] for at in places}, codes, {at: one[at] for at in rates})
        for one in read
    ]
    readable = [_readable(table) for table in tables]
    if readable[0] != readable[1]:
        return tables[int(readable[1] > readable[0])]
    return max(tables, key=lambda table: len(table.products))


def combinations_of(columns: Iterable[int], without: int) -> list[tuple[int, int]]:
    """All ordered pairs of two other columns."""
    rest = [at for at in columns if at != without]
    return [(a, b) for a in rest for b in rest if a != b]


def _readable(table: NumberTable) -> int:
    """How many cells are numbers."""
    return sum(int(np.isfinite(values).sum()) for values in table.columns.values())


def _codes(values: Sequence[str]) -> IntArray:
    known = {value: code for code, value in enumerate(dict.fromkeys(v for v in values if v))}
    return np.array([known.get(value, -1) for value in values], dtype=np.int64)


def _half_of_last_place(amounts: FloatArray) -> float:
    """What an amount is rounded by: half a unit of the last decimal place its column has."""
    known = amounts[np.isfinite(amounts)]
    tenths = known * 10
    if np.allclose(known, np.round(known), rtol=0, atol=1e-6):
        return 0.5
    return 0.05 if np.allclose(tenths, np.round(tenths), rtol=0, atol=1e-6) else 0.005


def _has_fractions(values: FloatArray) -> bool:
    known = values[np.isfinite(values)]
    return int((known != np.floor(known)).sum()) >= FEW


def _countable(values: FloatArray) -> bool:
    known = values[np.isfinite(values)]
    whole = bool(len(known)) and bool((known == np.floor(known)).all())
    few = len(np.unique(known)) <= max(60, len(known) // 4)
    return whole and few and bool((np.abs(known) <= MOST_PIECES).all()) and (known > 1).sum() >= FEW


def holds(near: BoolArray, shows: BoolArray) -> bool:
    rows = int(shows.sum())
    return rows >= FEW and int((near & shows).sum()) >= MOST * rows
