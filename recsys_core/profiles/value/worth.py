"""What each customer is worth: orders still to come, times what an order brings, discounted."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.profiles.value import gate
from recsys_core.profiles.value.gamma_gamma import expected_amount, fit_amounts, simulate_amounts
from recsys_core.profiles.value.holdout import HoldOut, hold_out
from recsys_core.profiles.value.likelihood import Estimate
from recsys_core.profiles.value.order_model import OrderModel
from recsys_core.profiles.value.orders import WEEK, OrderHistories, order_histories
from recsys_core.schema.columns import Columns
from recsys_core.schema.types import FloatArray

YEAR_DAYS = 365
LONGEST_TRIED = 364
"""Days of the later part at most: a year, in whole weeks."""
SLICE_DAYS = 30
"""Orders within so many days are discounted alike."""
ROUNDS, DRAWN = 40, 3_000
"""Of the bootstrap: how often, and with how many made-up customers at most. Fewer than there are
would vary more; deviations are scaled by the square root of their share."""
TAILS = (2.5, 97.5)
BLOCK = 20_000
"""Customers whose intervals are worked out at a time: 40 rounds of them take 6 MB."""


@dataclass(frozen=True)
class Terms:
    """How money of later days counts: `margin` of one, kept of each order; `discount` a year."""

    margin: float = 1.0
    discount: float = 0.1


@dataclass(frozen=True)
class Worth:
    """Who is worth what, or why that cannot be told (`refused`, then nothing else may be read).

    customers: user_id, orders_so_far, alive (probability), orders (expected within `days`), amount
    (expected of one order), value, low, high (95 % interval of the expectation, parametric
    bootstrap); the last four NaN where `amounts_refused`. tried: every model on the later part, the
    one in use first; fits: the same on all of the data. cut: last day of the earlier part. total:
    value of all customers and its interval; intervals hold what so few customers leave open, not
    how far the model itself is off, which `tried` shows.
    """

    days: int
    refused: str
    amounts_refused: str = ""
    cut: pd.Timestamp | None = None
    tried: tuple[HoldOut, ...] = ()
    fits: tuple[Estimate, ...] = ()
    amounts: Estimate | None = None
    customers: pd.DataFrame | None = None
    total: tuple[float, float, float] | None = None

    @property
    def model(self) -> OrderModel | None:
        """The model of orders in use: the one the later orders were likeliest under."""
        return self.tried[0].model if self.tried else None


def tell_worth(
    orders: pd.DataFrame,
    until: pd.Timestamp,
    days: int = YEAR_DAYS,
    terms: Terms = Terms(),
    progress: Callable[[float], None] = lambda done: None,
    seed: int = 42,
    rounds: int = ROUNDS,
) -> Worth:
    """Fit, try on the workspace's own later part, and tell every customer's worth.

    orders: user_id, day (midnights), spend; one row a customer and day. until: day of the newest
    row of any kind. days: the horizon. rounds: of the bootstrap.
    """
    if orders.empty:
        return Worth(days, gate.no_orders())
    last = orders["day"].max()
    whole = order_histories(orders, last)
    if refused := gate.refused_at_once(whole, last, until):
        return Worth(days, refused)
    span = (last - orders["day"].min()).days
    cut = last - pd.Timedelta(days=min(-(-span // 2), LONGEST_TRIED))
    tried = hold_out(orders, cut, last)
    progress(0.3)
    if refused := gate.refused_by(tried[0], cut):
        return Worth(days, refused, cut=cut, tried=tried)
    fits = tuple(one.model.fit(*whole.rows) for one in tried)
    without, amounts = _amounts(whole)
    progress(0.4)
    best = _Best(
        tried[0].model, fits[0].parameters, None if amounts is None else amounts.parameters
    )
    drawn = _rounds(best, whole, rounds, np.random.default_rng(seed), progress)
    frame, total = _customers(whole, best, drawn, days, terms)
    return Worth(days, "", without, cut, tried, fits, amounts, frame, total)


def _amounts(whole: OrderHistories) -> tuple[str, Estimate | None]:
    """Why amounts are not foretold (empty where they are), and their parameters."""
    if without := gate.amounts_refused(whole):
        return without, None
    fitted = fit_amounts(whole.paid, whole.amount)
    without = gate.endless(fitted.parameters)
    return without, None if without else fitted


@dataclass(frozen=True)
class _Best:
    """A model of orders with its parameters, and those of amounts where they can be foretold."""

    model: OrderModel
    orders: FloatArray
    amounts: FloatArray | None


def _rounds(
    best: _Best,
    whole: OrderHistories,
    rounds: int,
    rng: np.random.Generator,
    progress: Callable[[float], None],
) -> list[_Best]:
    """`best` fitted again to customers made up by it (parametric bootstrap, Efron and Tibshirani,
    1993), the logarithms of the parameters drawn in to the number of customers there are.
    """
    found: list[_Best] = []
    size = min(len(whole.user), DRAWN)
    narrower = np.sqrt(size / len(whole.user))
    for done in range(rounds):
        rows = rng.choice(len(whole.user), size, replace=True)
        watched, paid = whole.watched[rows], whole.paid[rows]
        x, last = best.model.simulate(best.orders, watched, rng)
        by_day = np.round(last * WEEK) / WEEK
        orders = best.model.fit(x, by_day, watched, [best.orders]).parameters
        amounts = None
        if best.amounts is not None:
            means = simulate_amounts(best.amounts, paid, rng)
            again = fit_amounts(paid, means, best.amounts).parameters
            amounts = _drawn_in(again, best.amounts, narrower)
        found.append(_Best(best.model, _drawn_in(orders, best.orders, narrower), amounts))
        progress(0.4 + 0.5 * (done + 1) / rounds)
    return found


def _drawn_in(found: FloatArray, centre: FloatArray, share: float) -> FloatArray:
    return np.asarray(centre * (found / centre) ** share)


def _customers(
    whole: OrderHistories, best: _Best, rounds: list[_Best], days: int, terms: Terms
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
    part: OrderHistories, given: _Best, days: int, terms: Terms
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
