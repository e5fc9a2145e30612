"""When the data cannot carry a value: each reason is a test of the data, told in a sentence."""

import numpy as np
import pandas as pd

from recsys_core.profiles import messages as m
from recsys_core.profiles.value.amount_trial import AmountTrial
from recsys_core.profiles.value.gamma_gamma import correlation, expected_amount
from recsys_core.profiles.value.holdout import HoldOut
from recsys_core.profiles.value.orders import WEEK, OrderHistories
from recsys_core.schema.types import FloatArray
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, share

CUSTOMERS, DAYS = 500, 180
"""So many customers with an order, and days from the first to the last row, at the least."""
QUIET_DAYS = 30
"""Longer without any order at the end of the data is no pause."""
PANEL = -0.2
"""Rank correlation of when customers first come and how often they order. New customers show none
(CDNOW +0.04, a simulated shop -0.01); a panel does (Complete Journey -0.57; CDNOW without its first
five months, when nobody was new any more, -0.29)."""
TOGETHER = 0.2
"""Correlation of number and amount of orders above which Gamma-Gamma does not hold."""
AMOUNTS = 100
"""Repeat orders with an amount: customers who have one, at the least."""
OFF = 4 / 3
"""Expected orders (or money) for each that came, this or its inverse at the furthest."""


def no_orders() -> str:
    """What is said where there is no purchase with a date."""
    return say(m.NO_ORDERS_DATED)


def refused_at_once(histories: OrderHistories, last: pd.Timestamp, until: pd.Timestamp) -> str:
    """Why orders cannot be foretold, before anything is fitted; empty where they can.

    last: the day of the newest order; until: the day of the newest row of any kind.
    """
    n = len(histories.user)
    if n < CUSTOMERS:
        return say(m.FEW_BUYERS, n=n, least=CUSTOMERS)
    days = round(float(histories.watched.max()) * WEEK)
    if days < DAYS:
        return say(m.SHORT, n=days, least=DAYS)
    if (until - last).days > QUIET_DAYS:
        return say(m.NO_RECENT, day=day(last), until=day(until))
    if (found := first_come(histories)) < PANEL:
        return say(m.A_PANEL, correlation=number(found))
    return ""


def refused_by(tried: HoldOut, cut: pd.Timestamp) -> str:
    """Why the later part forbids to show a value; empty where it does not."""
    if not tried.actual.any():
        return say(m.NONE_LATER, day=day(cut))
    if not 1 / OFF <= tried.ratio <= OFF:
        weeks = f"{tried.weeks:.0f}"
        return say(m.OFF, weeks=weeks, day=day(cut), ratio=number(tried.ratio))
    return ""


def amounts_refused(histories: OrderHistories) -> str:
    """Why amounts cannot be foretold; empty where they can."""
    n = int((histories.paid > 0).sum())
    if n < AMOUNTS:
        return say(m.FEW_AMOUNTS, n=n, least=AMOUNTS)
    found = correlation(histories.paid, histories.amount)
    if abs(found) > TOGETHER:
        return say(m.AMOUNTS_GO_TOGETHER, correlation=number(found), most=TOGETHER)
    return ""


def amounts_off(tried: AmountTrial, cut: pd.Timestamp) -> str:
    """Why the later part forbids to foretell amounts; empty where it does not."""
    if 1 / OFF <= tried.ratio <= OFF:
        return ""
    return say(m.AMOUNTS_OFF, day=day(cut), share=share(tried.ratio))


def endless(parameters: FloatArray) -> str:
    """Why the fitted amounts have no mean; empty where they have one."""
    nobody = np.zeros(1)
    return (
        "" if np.isfinite(expected_amount(parameters, nobody, nobody)[0]) else say(m.ENDLESS_MEAN)
    )


def first_come(histories: OrderHistories) -> float:
    """Rank correlation of the first order's moment with orders a week after it; 0 if either is the
    same for all. Below `PANEL` customers were not new at their first order in the data.
    """
    from scipy.stats import spearmanr

    wait = histories.watched.max() - histories.watched
    rate = histories.x / (histories.watched + 1 / WEEK)
    if np.ptp(wait) == 0 or np.ptp(rate) == 0:
        return 0.0
    return float(spearmanr(wait, rate).statistic)
