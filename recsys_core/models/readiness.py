"""Whether there is enough data for a model, in plain sentences and in numbers."""

from dataclasses import replace

import numpy as np

from recsys_core.models import messages as m
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Readiness
from recsys_core.schema.dataset import Dataset
from recsys_core.wording.dates import SECONDS_PER_DAY
from recsys_core.wording.messages import say

RARE = 0.05
"""Below this share of products bought again by the same customer, repeats are called rare."""


def need_purchases(data: Dataset, least: int) -> Readiness:
    """Refuses fewer than `least` purchases, clicks or ratings."""
    have = int(data.matrix.nnz)
    refusal = say(m.NEEDS_PURCHASES, n=least, have=have)
    return _judged(have >= least, refusal, say(m.PURCHASES), least, have)


def need_customers(data: Dataset, least: int, products: int) -> Readiness:
    """Refuses fewer than `least` customers with `products` or more different products."""
    have = int(np.count_nonzero(np.diff(data.matrix.indptr) >= products))
    refusal = say(m.NEEDS_CUSTOMERS, n=least, products=products, have=have)
    return _judged(have >= least, refusal, say(m.CUSTOMERS, products=products), least, have)


def need_products(data: Dataset, least: int) -> Readiness:
    """Refuses fewer than `least` products with an interaction."""
    have = int(np.count_nonzero(data.item_counts))
    refusal = say(m.NEEDS_PRODUCTS, n=least, have=have)
    return _judged(have >= least, refusal, say(m.PRODUCTS), least, have)


def need_texts(data: Dataset, least: int) -> Readiness:
    """Refuses fewer than `least` products with a text."""
    have = sum(bool(str(text).strip()) for text in data.items[Columns.Text])
    refusal = say(m.NEEDS_TEXTS, n=least, have=have)
    return _judged(have >= least, refusal, say(m.TEXTS), least, have)


def need_days(data: Dataset, least: int) -> Readiness:
    """Refuses data whose dates are missing or reach over fewer than `least` days."""
    span = data.span
    have = 0 if span is None else int((span[1] - span[0]) // SECONDS_PER_DAY)
    undated = span is None and len(data.user) > 0
    refusal = say(m.NEEDS_DATES) if undated else say(m.NEEDS_DAYS, n=least, have=have)
    return _judged(have >= least and not undated, refusal, say(m.DAYS), least, have)


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
    refusal = say(m.NEEDS_REPEATS, n=least, have=have)
    found = _judged(have >= least, refusal, say(m.REPEATS), least, have)
    if not found.ready or share >= RARE:
        return found
    return replace(found, reason=say(m.READY_BUT_RARE, share=f"{share:.1%}"))


def limit_products(data: Dataset, most: int) -> Readiness:
    """Refuses catalogues for which a table of product pairs would not fit in memory."""
    if data.n_items <= most:
        return Readiness(True, say(m.READY))
    refusal = say(m.TOO_MANY_PRODUCTS, most=most, have=data.n_items)
    return Readiness(False, refusal, say(m.PRODUCTS_AT_MOST), most, data.n_items)


def ready_in_parts(found: Readiness, data: Dataset, exact: int, neighbours: int) -> Readiness:
    """What was found, saying how many products are compared with their nearest only."""
    others = data.n_items - exact
    if not found.ready or others <= 0:
        return found
    reason = say(m.READY_IN_PARTS, exact=exact, others=others, neighbours=neighbours)
    return replace(found, reason=reason)


def first_refusal(*checks: Readiness) -> Readiness:
    """The first refusal among the checks; else readiness, with the numbers of the closest call."""
    for check in checks:
        if not check.ready:
            return check
    counted = [check for check in checks if check.needed]
    return min(counted, key=_room, default=Readiness(True, say(m.READY)))


def _room(check: Readiness) -> float:
    return (check.have or 0) / (check.needed or 1)


def _judged(ready: bool, refusal: str, what: str, needed: int, have: int) -> Readiness:
    return Readiness(ready, say(m.READY) if ready else refusal, what, needed, have)
