"""How far campaigns lie above or below what a model says of them, beyond chance."""

import numpy as np
from scipy import optimize, special

from recsys_core.campaigns.response.logistic import LogisticResponse
from recsys_core.campaigns.response.trial import KnownAnswers
from recsys_core.schema.contracts import silent
from recsys_core.schema.types import BoolArray, FloatArray, IntArray

LEAST_EXPECTED = 3.0
"""A campaign of which fewer answers were expected says nothing of its height."""
FARTHEST = 6.0


def campaign_spread(known: KnownAnswers, campaign: IntArray, seed: int = 0) -> float:
    """Standard deviation over campaigns of how far log odds were off, each campaign foreseen from
    all others; 0 where they differ by no more than chance lets them.

    campaign: (n,) codes.  Moments (DerSimonian and Laird, 1986) about no error at all: with shifts
    b of variance 1 / w, the mean of w b^2 is 1 + w times the squared spread.
    """
    over = weights = 0.0
    campaigns = 0
    for one in range(int(campaign.max()) + 1):
        own = campaign == one
        others, answered = known.take(~own), known.answered[own]
        if others.answered.all() or not others.answered.any():
            continue
        model = LogisticResponse()
        model.fit(others.rows, others.answered, seed, silent)
        odds = model.log_odds(known.take(own).rows)
        if special.expit(odds).sum() < LEAST_EXPECTED:
            continue
        shift, weight = _shift(odds, answered)
        over, weights, campaigns = over + weight * shift**2, weights + weight, campaigns + 1
    return float(np.sqrt(max(over - campaigns, 0.0) / weights)) if weights else 0.0


def _shift(odds: FloatArray, answered: BoolArray) -> tuple[float, float]:
    """By how much all log odds have to move to give the answers, and its weight. Half an answer is
    added to both sides, so that none and all have a shift.
    """
    hits = (answered.sum() + 0.5) / (len(answered) + 1) * len(answered)

    def left(shift: float) -> float:
        return float(special.expit(odds + shift).sum() - hits)

    low, high = -FARTHEST, FARTHEST
    shift = optimize.brentq(left, low, high) if left(low) < 0 < left(high) else 0.0
    moved = special.expit(odds + shift)
    return float(shift), float((moved * (1 - moved)).sum())
