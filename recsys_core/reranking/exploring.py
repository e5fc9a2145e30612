"""Exploration: some places go to candidates drawn by lot, to learn what else is liked."""

import numpy as np

from recsys_core.reranking import chance
from recsys_core.reranking import messages as m
from recsys_core.schema.types import BoolArray, FloatArray, IntArray

NAME = "exploration"
LABEL = m.EXPLORED


def places(users: IntArray, k: int, share: float, pinned: BoolArray, seed: int) -> BoolArray:
    """(n, k) the places drawn by lot for each customer, never a pinned one.

    Their number is share * k, the fraction settled by lot, so that the share is met over the
    customers; the epsilon of epsilon-greedy (Sutton and Barto, 2018, ch. 2) with a fixed share.
    """
    places = np.broadcast_to(np.arange(k), (len(users), k))
    drawn = np.where(pinned, np.inf, chance.uniform(seed, chance.PLACES, users, places))
    extra = chance.uniform(seed, chance.SHARE, users, np.zeros((len(users), 1), dtype=np.int64))
    # 1e-9: a share of 0.7 of 10 places is 7, whatever binary fractions make of it.
    many = np.floor(share * k + np.minimum(extra, 1 - 1e-9))
    rank = np.argsort(np.argsort(drawn, axis=1, kind="stable"), axis=1, kind="stable")
    return np.asarray((rank < many) & ~pinned)


def draws(users: IntArray, items: IntArray, seed: int) -> FloatArray:
    """(n, width) the lot of each candidate in [0, 1): the highest one left takes the place."""
    return chance.uniform(seed, chance.EXPLORE, users, items).astype(np.float32)
