"""The models fitted and tried: all that a customer's worth is told from, for whatever horizon."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.profiles.value import gate
from recsys_core.profiles.value.amount_trial import AmountTrial, try_amounts
from recsys_core.profiles.value.gamma_gamma import fit_amounts, simulate_amounts
from recsys_core.profiles.value.holdout import HoldOut, hold_out
from recsys_core.profiles.value.likelihood import Estimate
from recsys_core.profiles.value.order_model import OrderModel
from recsys_core.profiles.value.orders import WEEK, OrderHistories, order_histories
from recsys_core.schema.types import FloatArray

LONGEST_TRIED = 364
"""Days of the later part at most: a year, in whole weeks."""
ROUNDS, DRAWN = 40, 3_000
"""Of the bootstrap: how often, and with how many made-up customers at most. Fewer than there are
would vary more; deviations are scaled by the square root of their share."""


@dataclass(frozen=True)
class Drawn:
    """A model of orders with parameters, and those of amounts where they can be foretold."""

    model: OrderModel
    orders: FloatArray
    amounts: FloatArray | None


@dataclass(frozen=True)
class AmountModel:
    """Gamma-Gamma on all of the data (`fitted`, None where `refused`) and on the earlier part
    (`before`), the latter tried on the later part; None where either part has too few amounts.
    """

    refused: str = ""
    fitted: Estimate | None = None
    before: Estimate | None = None
    trial: AmountTrial | None = None

    def better_than(self, other: "AmountModel") -> bool:
        """Whether later orders were nearer to what was told."""
        if self.fitted is None or self.trial is None:
            return False
        return other.fitted is None or other.trial is None or self.trial.mae < other.trial.mae


@dataclass(frozen=True)
class ValueModels:
    """What was fitted, or why nothing may be told (`refused`).

    tried: every model on the later part, which begins after `cut`, the one in use first; fits: the
    same on all of the data. amounts: those in use, of repeat orders as published
    (`repeat_amounts`), or of all orders where later ones were nearer to that. whole: the histories
    with the amounts in use. best: the parameters in use; rounds: those of the bootstrap.
    """

    refused: str
    cut: pd.Timestamp | None = None
    tried: tuple[HoldOut, ...] = ()
    fits: tuple[Estimate, ...] = ()
    amounts: AmountModel = AmountModel()
    repeat_amounts: AmountModel = AmountModel()
    whole: OrderHistories | None = None
    best: Drawn | None = None
    rounds: tuple[Drawn, ...] = ()

    @property
    def amounts_refused(self) -> str:
        """Why amounts are not foretold; empty where they are."""
        return self.amounts.refused

    @property
    def of_all_orders(self) -> bool:
        """Whether amounts are learnt from first orders too."""
        return self.amounts is not self.repeat_amounts


def fit_values(
    orders: pd.DataFrame,
    until: pd.Timestamp,
    progress: Callable[[float], None] = lambda done: None,
    seed: int = 42,
    rounds: int = ROUNDS,
) -> ValueModels:
    """Fit every model and try it on the workspace's own later part.

    orders: user_id, day (midnights), spend; one row a customer and day. until: day of the newest
    row of any kind. rounds: of the bootstrap.
    """
    if orders.empty:
        return ValueModels(gate.no_orders())
    last = orders["day"].max()
    whole = order_histories(orders, last)
    if refused := gate.refused_at_once(whole, last, until):
        return ValueModels(refused)
    span = (last - orders["day"].min()).days
    cut = last - pd.Timedelta(days=min(-(-span // 2), LONGEST_TRIED))
    before = order_histories(orders, cut)
    tried = hold_out(before, orders, cut, last)
    progress(0.3)
    if refused := gate.refused_by(tried[0], cut):
        return ValueModels(refused, cut=cut, tried=tried)
    fits = tuple(one.model.fit(*whole.rows) for one in tried)
    repeat = _tried_amounts(whole, before, orders, cut)
    every = _tried_amounts(whole.with_first(), before.with_first(), orders, cut, repeat.fitted)
    first = every.better_than(repeat)
    used = every if first else repeat
    progress(0.4)
    amounts = used.fitted.parameters if used.fitted else None
    best = Drawn(tried[0].model, fits[0].parameters, amounts)
    told_by = whole.with_first() if first else whole
    drawn = _rounds(best, told_by, rounds, np.random.default_rng(seed), progress)
    return ValueModels(
        refused="",
        cut=cut,
        tried=tried,
        fits=fits,
        amounts=used,
        repeat_amounts=repeat,
        whole=told_by,
        best=best,
        rounds=tuple(drawn),
    )


def _tried_amounts(
    whole: OrderHistories,
    before: OrderHistories,
    orders: pd.DataFrame,
    cut: pd.Timestamp,
    near: Estimate | None = None,
) -> AmountModel:
    """near: what the search begins at, where something near is known."""
    refused, fitted = _amounts(whole, near)
    told = _amounts(before, fitted)[1] if fitted else None
    trial = try_amounts(told.parameters, before, orders, cut) if told else None
    if trial is not None and (off := gate.amounts_off(trial, cut)):
        refused, fitted = off, None
    return AmountModel(refused, fitted, told, trial)


def _amounts(whole: OrderHistories, near: Estimate | None = None) -> tuple[str, Estimate | None]:
    """Why amounts are not foretold (empty where they are), and their parameters."""
    if without := gate.amounts_refused(whole):
        return without, None
    fitted = fit_amounts(whole.paid, whole.amount, near.parameters if near else None)
    without = gate.endless(fitted.parameters)
    return without, None if without else fitted


def _rounds(
    best: Drawn,
    whole: OrderHistories,
    rounds: int,
    rng: np.random.Generator,
    progress: Callable[[float], None],
) -> list[Drawn]:
    """`best` fitted again to customers made up by it (parametric bootstrap, Efron and Tibshirani,
    1993), the logarithms of the parameters drawn in to the number of customers there are.
    """
    found: list[Drawn] = []
    size = min(len(whole.user), DRAWN)
    narrower = np.sqrt(size / len(whole.user))
    for done in range(rounds):
        rows = rng.choice(len(whole.user), size, replace=True)
        watched, paid = whole.watched[rows], whole.paid[rows]
        x, last = best.model.simulate(best.orders, watched, rng)
        by_day = np.round(last * WEEK) / WEEK
        orders = best.model.fit(x, by_day, watched, best.orders).parameters
        amounts = None
        if best.amounts is not None:
            means = simulate_amounts(best.amounts, paid, rng)
            again = fit_amounts(paid, means, best.amounts).parameters
            amounts = _drawn_in(again, best.amounts, narrower)
        found.append(Drawn(best.model, _drawn_in(orders, best.orders, narrower), amounts))
        progress(0.4 + 0.5 * (done + 1) / rounds)
    return found


def _drawn_in(found: FloatArray, centre: FloatArray, share: float) -> FloatArray:
    return np.asarray(centre * (found / centre) ** share)
