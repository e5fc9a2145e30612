"""Lots that whoever has the key draws alike: who is kept back, who gets which arm.

A lot is HMAC-SHA-256 of a name and a customer under the key, as a number below 2^56. The same
customer is drawn the same way wherever it is asked, and independently of any other name.
"""

import hashlib
import hmac
import math
from collections.abc import Sequence

import numpy as np

from recsys_core.schema.types import BoolArray, FloatArray, IntArray, StrArray

SPAN = 2**56
NOBODY = -1
"""The arm of whoever takes no part."""
PART = "\0part"
"""Behind the name of an experiment, for the lot that decides who takes part: another one than that
of the arms, so that a larger part keeps everybody in the arm they have.
"""


def lots(key: bytes, name: str, users: Sequence[str]) -> IntArray:
    """(n,) the number of each customer, in [0, 2^56)."""
    return np.array(
        [
            int.from_bytes(hmac.digest(key, f"{name}\0{user}".encode(), hashlib.sha256)[:7])
            for user in users
        ],
        dtype=np.int64,
    )


def held_out(key: bytes, name: str, users: Sequence[str], share: float) -> BoolArray:
    """(n,) whom the lot of this name keeps back; a larger share keeps back the same and others."""
    return lots(key, name, users) < math.ceil(share * SPAN)


def dealt(
    key: bytes,
    name: str,
    users: Sequence[str],
    shares: Sequence[float],
    part: float = 1.0,
    strata: StrArray | None = None,
) -> IntArray:
    """(n,) the arm of each customer by its place in `shares` (which add up to 1), `NOBODY` for
    those who take no part.

    Without strata an arm depends on nobody else. With strata (n,) the customers of each are dealt
    out in the order of their lots, from a start drawn by lot, so that every arm has its share of
    each stratum to within one customer; this depends on who is there, and has to be kept.
    """
    inside = held_out(key, name + PART, users, part)
    numbers, cuts = lots(key, name, users), _cuts(shares)
    if strata is None:
        place = numbers / SPAN
    else:
        place = np.zeros(len(numbers))
        for stratum in np.unique(strata[inside]):
            rows = np.flatnonzero(inside & (strata == stratum))
            start = lots(key, f"{name}\0start", [str(stratum)])[0] / SPAN
            ranks = numbers[rows].argsort(kind="stable").argsort(kind="stable")
            place[rows] = (ranks + start) / len(rows)
    return np.where(inside, np.searchsorted(cuts, place, side="right"), NOBODY)


def _cuts(shares: Sequence[float]) -> FloatArray:
    """Where one arm ends and the next begins; the last one has whatever rounding leaves."""
    return np.cumsum(np.asarray(shares, dtype=np.float64))[:-1]
