"""What each customer is worth: orders still to come, times what an order brings, discounted."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.profiles.value.fitting import Drawn, ValueModels
from recsys_core.profiles.value.gamma_gamma import expected_amount
from recsys_core.profiles.value.orders import WEEK, OrderHistories
from recsys_core.schema.columns import Columns
from recsys_core.schema.types import FloatArray

YEAR_DAYS = 365
SLICE_DAYS = 30
"""Orders within so many days are discounted alike."""
TAILS = (2.5, 97.5)
BLOCK = 20_000
"""Customers whose intervals are worked out at a time: 40 rounds of them take 6 MB."""


FIGURES = ("alive", "orders", "amount", "value", "low", "high")
COLUMNS = {Columns.User: object, "orders_so_far": int, **dict.fromkeys(FIGURES, float)}
"""Of the frame of `Worth`, with their kinds."""


@dataclass(frozen=True)
class Terms:
    """How money of later days counts: `margin` of one, kept of each order; `discount` a year."""

    margin: float = 1.0
    discount: float = 0.1


USUAL = Terms()


@dataclass(frozen=True)
class Worth:
    """Who is worth what within `days` on these `terms`; nothing where `models.refused`.

    customers: user_id, orders_so_far, alive (probability), orders (expected within `days`), amount
    (expected of one order), value, low, high (95 % interval of the expectation, parametric
    bootstrap); the last four NaN where `models.amounts_refused`. total: value of all customers and
    its interval; intervals hold what so few customers leave open, not how far the model itself is
    off, which `models.tried` shows.
    """

    days: int
    terms: Terms
    models: ValueModels
    customers: pd.DataFrame
    total: tuple[float, float, float]


def tell_worth(models: ValueModels, days: int = YEAR_DAYS, terms: Terms = USUAL) -> Worth:
    """Every customer's worth within the next `days`."""
    if models.whole is None or models.best is None:
        nobody = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})
        return Worth(days, terms, models, nobody, (np.nan, np.nan, np.nan))
    frame, total = _customers(models.whole, models.best, models.rounds, days, terms)
    return Worth(days, terms, models, frame, total)


def _customers(
    whole: OrderHistories, best: Drawn, rounds: tuple[Drawn, ...], days: int, terms: Terms
) -> tuple[pd.DataFrame, tuple[float, float, float]]:
    """The frame and the total of `Worth`."""
    frames, sums = [], np.zeros(len(rounds))
    for at in range(0, len(whole.user), BLOCK):
        part = whole.rows_of(slice(at, at + BLOCK))
        orders, amount, value = _told(part, best, days, terms)
        drawn = np.array([_told(part, one, days, terms)[2] for one in rounds])
        low, high = np.percentile(drawn, TAILS, axis=0)
        sums += drawn.sum(axis=1)
        columns = {
            Columns.User: part.user,
            "orders_so_far": part.x.astype(int) + 1,
            "alive": best.model.alive(best.orders, *part.rows),
            "orders": orders,
            "amount": amount,
            "value": value,
            "low": low,
            "high": high,
        }
        frames.append(pd.DataFrame(columns))
    frame = pd.concat(frames, ignore_index=True)
    low, high = np.percentile(sums, TAILS)
    return frame, (float(frame["value"].sum(skipna=False)), float(low), float(high))


def _told(
    part: OrderHistories, given: Drawn, days: int, terms: Terms
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Expected orders, money of one, and their discounted product; (n,) each."""
    ends = np.append(np.arange(SLICE_DAYS, days, SLICE_DAYS), days)
    starts = np.append(0, ends[:-1])
    until = [given.model.expected(given.orders, end / WEEK, *part.rows) for end in ends]
    within = np.diff(np.vstack([np.zeros(len(part.user)), *until]), axis=0)
    kept = (1 + terms.discount) ** (-(starts + ends) / 2 / YEAR_DAYS)
    one = np.full(len(part.user), np.nan)
    if given.amounts is not None:
        one = expected_amount(given.amounts, part.paid, part.amount)
    return until[-1], one, terms.margin * one * (kept @ within)
