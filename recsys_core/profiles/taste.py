"""What a customer buys more of than the average customer."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C

LEAST_PURCHASES = 3
"""Fewer purchases in a category say nothing about taste."""
LEAST_CUSTOMERS = 5
"""A category bought by fewer customers has no average to compare with."""
STANDS_OUT = 1.5


@dataclass(frozen=True)
class Standout:
    """The category a customer is known by: `lift` times the share it has with the average."""

    category: str
    lift: float


def tastes(own: pd.DataFrame, average: pd.DataFrame) -> pd.DataFrame:
    """category, purchases, share, average_share, lift; most purchases first.

    own: category, purchases of the customer.  average: category, average_share (the mean over
    customers of each one's share, so that heavy buyers do not set the average), customers.
    lift = share / average_share, NaN with fewer than `LEAST_PURCHASES` purchases of it or
    `LEAST_CUSTOMERS` customers.
    """
    out = own.merge(average, on=Columns.Category, how="left")
    purchases = out[C.Purchases].to_numpy(dtype=float)
    total = purchases.sum()
    out[C.Share] = purchases / total if total else 0.0
    out[C.AverageShare] = out[C.AverageShare].fillna(0.0)
    enough = (
        (purchases >= LEAST_PURCHASES)
        & (out[C.Customers].fillna(0).to_numpy() >= LEAST_CUSTOMERS)
        & (out[C.AverageShare].to_numpy() > 0)
    )
    out[C.Lift] = np.where(enough, out[C.Share] / out[C.AverageShare].where(enough, 1.0), np.nan)
    out = out.sort_values([C.Purchases, Columns.Category], ascending=[False, True])
    columns = [Columns.Category, C.Purchases, C.Share, C.AverageShare, C.Lift]
    return out[columns].reset_index(drop=True)


def standout(frame: pd.DataFrame) -> Standout | None:
    """The category with the highest lift that is also a fair part of what the customer buys.

    At least five purchases and 2 % of them all, and `STANDS_OUT` times the average; among those the
    one with the largest purchases x log(lift), its part in what sets the customer apart from the
    average (a term of the Kullback-Leibler divergence). None when nothing stands out.
    """
    fair = frame[
        (frame[C.Purchases] >= 5) & (frame[C.Share] >= 0.02) & (frame[C.Lift] >= STANDS_OUT)
    ]
    if fair.empty:
        return None
    weight = fair[C.Purchases] * np.log(fair[C.Lift])
    best = fair.loc[weight.idxmax()]
    return Standout(str(best[Columns.Category]), float(best[C.Lift]))
