"""Popularity damping: takes from every product what it owes to being a bestseller."""

import numpy as np

from recsys_core.reranking import messages as m
from recsys_core.reranking.moving import Move
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.types import FloatArray

NAME = "damping"
LABEL = m.DAMPED


def feature(facts: ItemFacts) -> FloatArray:
    """(n_items,) 1 - popularity / highest popularity: 0 for the bestseller, near 1 for most.

    A linear penalty on popularity, as in Abdollahpouri, Burke and Mobasher (2019), "Managing
    popularity bias in recommender systems with personalized re-ranking": it takes hold of the few
    bestsellers and leaves the order of the many others alone. Novelty does the opposite.
    """
    most = float(facts.popularity.max(initial=0.0))
    if most == 0:
        return np.full(facts.n_items, np.nan)
    return np.asarray(1 - facts.popularity / most)


def stage(facts: ItemFacts, weight: float) -> Move:
    """Moves candidates by `weight` towards products that are no bestsellers."""
    return Move(feature(facts), weight)
