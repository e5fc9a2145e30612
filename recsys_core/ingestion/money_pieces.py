"""What a piece of each product cost, by orders of which only the total is known.

With one price a product, the totals of more orders than there are products are their pieces times
these prices exactly (least squares), and only if what else is in the totals is taken off first.
"""

from dataclasses import dataclass
from itertools import chain, combinations

import duckdb
import numpy as np

from recsys_core.ingestion.money_figures import MoneyFigures
from recsys_core.ingestion.money_sample import FEW, MOST, ROWS
from recsys_core.schema.types import FloatArray

MOST_ORDERS, MOST_PRODUCTS, SPARE = 2_000, 300, 1.3
"""SPARE: orders for each price; as many orders as prices would fit any totals."""


@dataclass(frozen=True)
class PiecePrices:
    """inside: letters that are in the totals beside the goods (s, x), or are off already (d), in
    each reading that fits. prices: product -> price of a piece; agree of orders fit.
    """

    inside: list[frozenset[str]]
    prices: dict[str, float]
    agree: int
    orders: int

    def tells(self, letter: str) -> bool | None:
        """Whether a letter is in the totals; None where both fit, or nothing does."""
        found = {letter in one for one in self.inside}
        return found.pop() if len(found) == 1 else None


def prices_by_totals(
    cursor: duckdb.DuckDBPyConnection, figures: MoneyFigures
) -> PiecePrices | None:
    """The prices under which pieces come to `r`, the orders' total; None where there are none."""
    letters = [letter for letter in "dsx" if letter in figures.of_order]
    terms = "".join(f", coalesce({figures.sum_of(c)}(abs({c})), 0)" for c in letters)
    rows = cursor.execute(
        f"SELECT o, max(r){terms} FROM {ROWS} WHERE o IS NOT NULL AND q > 0 GROUP BY o "
        f"HAVING max(r) IS NOT NULL ORDER BY o LIMIT {MOST_ORDERS}"
    ).fetchall()
    pieces = cursor.execute(
        f"SELECT o, i, sum(q) FROM {ROWS} WHERE o IS NOT NULL AND q > 0 GROUP BY o, i"
    ).fetchall()
    places = {order: at for at, (order, *_) in enumerate(rows)}
    products = {item: at for at, item in enumerate(dict.fromkeys(i for o, i, _ in pieces))}
    if len(products) > MOST_PRODUCTS or len(rows) < SPARE * len(products) + FEW:
        return None
    counts = np.zeros((len(rows), len(products)))
    for order, item, count in pieces:
        if order in places:
            counts[places[order], products[item]] = count
    values = np.array([row[1:] for row in rows], dtype=np.float64)
    fits = []
    for inside in chain.from_iterable(combinations(letters, n) for n in range(len(letters) + 1)):
        signs = {"d": 1.0, "s": -1.0, "x": -1.0}
        goods = values[:, 0] + sum(
            (signs[c] * values[:, 1 + letters.index(c)] for c in inside), np.zeros(len(rows))
        )
        agree, prices = _fit(counts, goods)
        if agree >= MOST * len(rows) and (prices > 0).all():
            named = dict(zip(products, prices.tolist(), strict=True))
            fits.append((frozenset(inside), named, agree))
    if not fits:
        return None
    _, prices_of, best = max(fits, key=lambda fit: fit[2])
    return PiecePrices([inside for inside, _, _ in fits], prices_of, best, len(rows))


def _fit(counts: FloatArray, goods: FloatArray) -> tuple[int, FloatArray]:
    """Orders in which the best prices come to the goods, and (products,) these prices."""
    prices, _, rank, _ = np.linalg.lstsq(counts, goods, rcond=None)
    if rank < counts.shape[1]:
        return 0, prices
    near = np.abs(counts @ prices - goods) <= 0.011 + 0.006 * counts.sum(axis=1)
    return int(near.sum()), prices
