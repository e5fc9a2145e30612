"""Whether there is enough data for a model, in plain sentences."""

import numpy as np

from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Readiness
from recsys_core.schema.dataset import Dataset

READY = "Ready to train."


def plural(number: int, word: str) -> str:
    """`1 customer`, `2,469 customers`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def need_purchases(data: Dataset, least: int) -> Readiness | None:
    """Refuses fewer than `least` purchases, clicks or ratings; None when there are enough."""
    have = int(data.matrix.nnz)
    if have >= least:
        return None
    return Readiness(
        False,
        f"Needs at least {plural(least, 'purchase')}, click or rating in total; you have "
        f"{have:,}. Import more interactions.",
    )


def need_customers(data: Dataset, least: int, products: int) -> Readiness | None:
    """Refuses fewer than `least` customers with `products` or more different products."""
    have = int(np.count_nonzero(np.diff(data.matrix.indptr) >= products))
    if have >= least:
        return None
    return Readiness(
        False,
        f"Needs {plural(least, 'customer')} with {products} or more different products each; "
        f"you have {have:,}. Import more interactions.",
    )


def need_products(data: Dataset, least: int) -> Readiness | None:
    """Refuses fewer than `least` products with an interaction."""
    have = int(np.count_nonzero(data.item_counts))
    if have >= least:
        return None
    return Readiness(
        False,
        f"Needs at least {plural(least, 'product')} that somebody bought; you have {have:,}. "
        "Import more interactions.",
    )


def need_texts(data: Dataset, least: int) -> Readiness | None:
    """Refuses fewer than `least` products with a text."""
    have = sum(bool(str(text).strip()) for text in data.items[Columns.Text])
    if have >= least:
        return None
    return Readiness(
        False,
        f"Needs at least {plural(least, 'product')} with a title or description; you have "
        f"{have:,}. Import a product list.",
    )


def limit_products(data: Dataset, most: int) -> Readiness | None:
    """Refuses catalogues for which a table of product pairs would not fit in memory."""
    if data.n_items <= most:
        return None
    return Readiness(
        False,
        f"Compares every product with every other and can hold {most:,} products; you have "
        f"{data.n_items:,}. Raise the fewest customers per product in the settings.",
    )


def first_refusal(*checks: Readiness | None) -> Readiness:
    """The first refusal among the checks, or readiness."""
    return next((check for check in checks if check is not None), Readiness(True, READY))
