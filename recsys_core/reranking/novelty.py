"""Novelty: brings up products that few customers know yet."""

import numpy as np

from recsys_core.reranking import messages as m
from recsys_core.reranking.moving import Move
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.types import FloatArray

NAME = "novelty"
LABEL = m.NOVEL


def feature(facts: ItemFacts) -> FloatArray:
    """(n_items,) self-information -log2(popularity), scaled to [0, 1] over the catalogue.

    Zhou et al. (2010), PNAS 107(10); Vargas and Castells (2011), RecSys. A product nobody has
    counts as half as popular as the rarest one that somebody has. All equally known: unknown.
    """
    popularity = facts.popularity.astype(np.float64)
    bought = popularity > 0
    if not bought.any():
        return np.full(facts.n_items, np.nan)
    bits = -np.log2(np.where(bought, popularity, popularity[bought].min() / 2))
    low, high = bits.min(), bits.max()
    if high == low:
        return np.full(facts.n_items, np.nan)
    return np.asarray((bits - low) / (high - low))


def stage(facts: ItemFacts, weight: float) -> Move:
    """Moves candidates by `weight` towards products with more self-information."""
    return Move(feature(facts), weight)
