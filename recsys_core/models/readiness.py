"""Whether there is enough data for a model, in plain sentences and in numbers."""

import numpy as np

from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Readiness
from recsys_core.schema.dataset import Dataset

READY = "Ready to train."


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
