"""Amounts that are a share of others, at a rate beside them or at a few rates throughout."""

import numpy as np

from recsys_core.ingestion.roles.arithmetic import MOST, holds
from recsys_core.schema.types import FloatArray

MOST_TAXES = 4
"""Rates of tax that one country has on goods, none among them."""
MOST_PERCENT, MOST_SHARE = 49, 0.3
"""A tax, a fee or a discount is less than half of what it is of, with a percentage that says so;
without one no tax of any country is more than this share."""


def at_few_rates(parts: FloatArray, of: FloatArray) -> bool:
    """Whether parts (rows,) are amounts (rows,) at a few rates, to the cent, as taxes are."""
    left = of > 0
    for _ in range(MOST_TAXES):
        top = int(np.argmax(np.where(left, of, 0)))
        rate = parts[top] / of[top] if of[top] else 0.0
        left &= np.abs(parts - rate * of) > 0.006 * (1 + rate)
    return bool(left.sum() <= (1 - MOST) * len(of))


def is_share(part: FloatArray, whole: FloatArray, rate: FloatArray) -> bool:
    """Whether part is whole times rate in percent, wherever it stands. Whole numbers times 1 and
    more may be hundredths times pieces.
    """
    if (rate == 1).any() and (whole == np.floor(whole))[np.isfinite(whole)].all():
        return False
    shows = np.isfinite(part) & (part != 0)
    scale = 100 if (rate >= 0.5).any() else 1
    return holds(np.abs(whole * rate / scale - part) <= 0.011, shows)


def adds_up(part: FloatArray, whole: FloatArray, both: FloatArray) -> bool:
    """Whether part is a small share of whole, at few rates, and both is their sum."""
    shows = np.isfinite(part) & np.isfinite(whole) & np.isfinite(both) & (part != 0)
    near = np.abs(part + whole - both) <= 0.011
    small = np.abs(part) <= MOST_SHARE * np.abs(whole) + 0.011
    return holds(near & small, shows) and at_few_rates(part[shows], whole[shows])
