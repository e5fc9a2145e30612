"""Newness: brings up products that came into the shop lately."""

import numpy as np

from recsys_core.reranking import messages as m
from recsys_core.reranking.moving import Move, percentile
from recsys_core.schema.histories import NO_TIME
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.types import FloatArray

NAME = "newness"
LABEL = m.NEW


def feature(facts: ItemFacts) -> FloatArray:
    """(n_items,) share of the catalogue that was first bought earlier, NaN where unknown.

    Item age by first appearance, as in Chou, Yang and Lin (2016), "Addressing the item cold-start
    problem by time-aware ranking"; ranks, so that a long history does not press the rest together.
    """
    known = facts.first_ts != NO_TIME
    return percentile(np.where(known, facts.first_ts.astype(np.float64), np.nan))


def stage(facts: ItemFacts, weight: float) -> Move:
    """Moves candidates by `weight` towards products first bought later."""
    return Move(feature(facts), weight)
