"""What is predicted of customers by models that have not seen them."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from recsys_core.campaigns.uplift.learners import LEARNERS, Predict, learn
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.types import BoolArray, FloatArray, IntArray


class Unseen(NamedTuple):
    """unseen: (n,) the mean of what all learners predict, by models of all other parts.  in_turn:
    learner -> (n,) by models of the parts before; NaN in the first part.
    """

    unseen: FloatArray
    in_turn: dict[str, FloatArray]


def predict_unseen(
    features: FloatArray,
    arm: BoolArray,
    outcome: FloatArray,
    part: IntArray,
    seed: int = 0,
    progress: Progress = silent,
) -> Unseen:
    """features: (n, f); arm, outcome: (n,); part: (n,) 0, 1, … of each customer.

    Where every part is predicted by all others, the product of two parts' outcomes counts twice in
    how well the ranking did: once with the one as the teacher, once with the other. By chance alone
    the figure then varies by the square root of 2 more than a bootstrap with fixed predictions
    shows. Taught by the parts before only, each product counts once, what a part adds has the mean
    0 by chance whatever went before, and the bootstrap holds (a martingale; Dawid, 1984, JRSS A
    147(2) on prequential assessment).
    """
    parts = int(part.max()) + 1
    unseen = np.empty(len(part))
    in_turn = {each: np.full(len(part), np.nan) for each in LEARNERS}
    for at in range(parts):
        own = part == at
        for share, rows in enumerate((part < at, ~own)):
            progress((at + share / 2) / parts)
            if not rows.any() or (share and at == parts - 1):
                continue
            models = learn(features[rows], arm[rows], outcome[rows], seed)
            told = {each: predict(features[own]) for each, predict in models.items()}
            if not share:
                for each, scores in told.items():
                    in_turn[each][own] = scores
            # Before the last part lie all others.
            if share or at == parts - 1:
                unseen[own] = np.mean(list(told.values()), axis=0)
    return Unseen(unseen, in_turn)


def together(models: Mapping[str, Predict], features: FloatArray) -> FloatArray:
    """(n,) the mean of what all learners predict."""
    return np.asarray(np.mean([predict(features) for predict in models.values()], axis=0))
