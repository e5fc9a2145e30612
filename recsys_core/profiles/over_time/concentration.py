"""How much of all that is spent comes from how few (Lorenz, 1905, JASA 9; Gini, 1912)."""

from dataclasses import dataclass

import numpy as np

from recsys_core.schema.types import FloatArray

TOP = 0.2
"""The share of customers who are named for what they bring."""
POINTS = 201


@dataclass(frozen=True)
class Concentration:
    """people, amount: points of the curve, the largest spenders first, both from 0 to 1; top: what
    the first `TOP` of the customers bring; gini: 0 where all bring the same, near 1 where one does.
    """

    customers: int
    people: FloatArray
    amount: FloatArray
    top: float
    gini: float


def concentration(amounts: FloatArray) -> Concentration | None:
    """(n,) what each customer brings; below 0 and unknown count as nothing. None where nobody
    brings anything.
    """
    largest = np.sort(np.maximum(np.nan_to_num(amounts), 0.0))[::-1]
    total = float(largest.sum())
    if not total:
        return None
    people = np.linspace(0, 1, len(largest) + 1)
    amount = np.r_[0.0, np.cumsum(largest) / total]
    gini = float(2 * np.trapezoid(amount, people) - 1)
    at = np.linspace(0, 1, POINTS)
    top = float(np.interp(TOP, people, amount))
    return Concentration(len(largest), at, np.interp(at, people, amount), top, gini)
