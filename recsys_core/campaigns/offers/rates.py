"""How likely an offer is taken up, by rates of the offer, the customer and past buying."""

import numpy as np
import pandas as pd

from recsys_core.schema.types import BoolArray, FloatArray, IntArray

OFFER_PRIOR, CUSTOMER_PRIOR = 200.0, 5.0
"""The rate of all offers counts as so many customers sent one, that of all customers as so many
campaigns: few observations move a rate little (shrinkage, Efron and Morris 1975).
"""
HIGHEST = 0.95


def taken_up(sent: pd.DataFrame, eager: FloatArray, bought: BoolArray) -> FloatArray:
    """(n, m) chance that a customer takes an offer up when it is sent to him.

    The rate of the offer, times how much more often than others the customer answers campaigns,
    times how much more often those take an offer up who bought its products before, or did not.
    All of it is scaled so that over the past the expected number equals the actual one.
    sent: customer, offer (places; customer -1 for one who is not among the n), bought, taken: one
    row for each customer an offer was sent to.  eager: (n,) see `eagerness`.  bought: (n, m) as of
    now.
    """
    m = bought.shape[1]
    customers, offers = sent["customer"].to_numpy(int), sent["offer"].to_numpy(int)
    before, taken = sent["bought"].to_numpy(bool), sent["taken"].to_numpy(float)
    overall = float(taken.mean()) if len(taken) else 0.0
    reached = np.bincount(offers, minlength=m)
    by_offer = (_sum(offers, taken, m) + OFFER_PRIOR * overall) / (reached + OFFER_PRIOR)
    habit = np.array([_relative(taken[before == one], overall) for one in (False, True)])
    known = customers >= 0
    past = by_offer[offers[known]] * eager[customers[known]] * habit[before[known].astype(int)]
    scale = float(taken[known].sum() / past.sum()) if past.sum() > 0 else 1.0
    chance = by_offer * eager[:, None] * habit[bought.astype(int)] * scale
    return np.asarray(np.minimum(chance, HIGHEST))


def eagerness(times: FloatArray, answered: FloatArray) -> FloatArray:
    """(n,) how many times as often as others each customer answers. times, answered: (n,) campaigns
    that reached each, and how many of them were answered.
    """
    mean = float(answered.sum() / times.sum()) if times.sum() else 0.0
    if not mean:
        return np.ones(len(times))
    return (answered + CUSTOMER_PRIOR * mean) / (times + CUSTOMER_PRIOR) / mean


def _sum(places: IntArray, values: FloatArray, size: int) -> FloatArray:
    return np.bincount(places, weights=values, minlength=size).astype(float)


def _relative(taken: FloatArray, overall: float) -> float:
    """The rate of some as a multiple of that of all, drawn towards 1."""
    if not overall:
        return 1.0
    rate = (float(taken.sum()) + OFFER_PRIOR * overall) / (len(taken) + OFFER_PRIOR)
    return rate / overall
