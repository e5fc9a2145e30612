"""Whether there is enough data for a model, in plain sentences and in numbers."""

from dataclasses import replace

import numpy as np

from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Readiness
from recsys_core.schema.dataset import Dataset

READY = "Ready to train."
RARE = 0.05
"""Below this share of products bought again by the same customer, repeats are called rare."""


def plural(number: int, word: str) -> str:
    """`1 customer`, `2,469 customers`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def need_purchases(data: Dataset, least: int) -> Readiness:
    """Refuses fewer than `least` purchases, clicks or ratings."""
    have = int(data.matrix.nnz)
    return _judged(
        have >= least,
        f"Needs at least {plural(least, 'purchase')}, click or rating in total; you have "
        f"{have:,}. Import more interactions.",
        "purchases, clicks or ratings",
        least,
        have,
    )


def need_customers(data: Dataset, least: int, products: int) -> Readiness:
    """Refuses fewer than `least` customers with `products` or more different products."""
    have = int(np.count_nonzero(np.diff(data.matrix.indptr) >= products))
    return _judged(
        have >= least,
        f"Needs {plural(least, 'customer')} with {products} or more different products each; "
        f"you have {have:,}. Import more interactions.",
        f"customers with {products} or more different products",
        least,
        have,
    )


def need_products(data: Dataset, least: int) -> Readiness:
    """Refuses fewer than `least` products with an interaction."""
    have = int(np.count_nonzero(data.item_counts))
    return _judged(
        have >= least,
        f"Needs at least {plural(least, 'product')} that somebody bought; you have {have:,}. "
        "Import more interactions.",
        "products that somebody bought",
        least,
        have,
    )


def need_texts(data: Dataset, least: int) -> Readiness:
    """Refuses fewer than `least` products with a text."""
    have = sum(bool(str(text).strip()) for text in data.items[Columns.Text])
    return _judged(
        have >= least,
        f"Needs at least {plural(least, 'product')} with a title or description; you have "
        f"{have:,}. Import a product list.",
        "products with a title or description",
        least,
        have,
    )


def need_days(data: Dataset, least: int) -> Readiness:
    """Refuses data whose dates are missing or reach over fewer than `least` days."""
    span = data.span
    have = 0 if span is None else (span[1] - span[0]) // 86_400
    if span is None and len(data.user):
        return _judged(
            False,
            "Needs the date of every row, and some rows have none. Import them with a date, or "
            "leave them out with a time window in the data settings.",
            "days between the first and the last date",
            least,
            have,
        )
    return _judged(
        have >= least,
        f"Needs dates over at least {plural(least, 'day')}; you have {have:,}. "
        "Import more interactions with their dates.",
        "days between the first and the last date",
        least,
        have,
    )


def need_repeats(data: Dataset, least: int) -> Readiness:
    """Refuses data in which hardly anything is bought twice by one customer; where that is merely
    rare, the reason says how rare.
    """
    histories = data.histories()
    moments = histories.moments
    again = (
        histories.data >= 2 if moments is None or not data.dated else moments.last > moments.first
    )
    have = int(np.count_nonzero(again))
    share = have / max(histories.nnz, 1)
    found = _judged(
        have >= least,
        f"Needs at least {plural(least, 'product')} that the same customer bought again later; "
        f"you have {have:,}. It is made for things that are used up.",
        "products bought again by the same customer",
        least,
        have,
    )
    if not found.ready or share >= RARE:
        return found
    return replace(
        found,
        reason=f"Ready to train, but only {share:.1%} of what customers buy is bought again: "
        "expect short lists.",
    )


def limit_products(data: Dataset, most: int) -> Readiness:
    """Refuses catalogues for which a table of product pairs would not fit in memory."""
    if data.n_items <= most:
        return Readiness(True, READY)
    return Readiness(
        False,
        f"Compares every product with every other and can hold {most:,} products; you have "
        f"{data.n_items:,}. Raise the fewest customers per product in the settings.",
        "products at most",
        most,
        data.n_items,
    )


def first_refusal(*checks: Readiness) -> Readiness:
    """The first refusal among the checks; else readiness, with the numbers of the closest call."""
    for check in checks:
        if not check.ready:
            return check
    counted = [check for check in checks if check.needed]
    return min(counted, key=_room, default=Readiness(True, READY))


def _room(check: Readiness) -> float:
    return (check.have or 0) / (check.needed or 1)


def _judged(ready: bool, refusal: str, what: str, needed: int, have: int) -> Readiness:
    return Readiness(ready, READY if ready else refusal, what, needed, have)
