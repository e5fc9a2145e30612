"""How likely customers are to answer a campaign, where the data holds enough answers to tell."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import expit, logit

from recsys_core.campaigns.audience.propensity import BLOCK, DRAWS
from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.types import FloatArray, IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.audience.target import Target
from recsys_core.services.campaigns.response.gather import response_readiness
from recsys_core.services.campaigns.response.scores import (
    PROBABILITY,
    REACH,
    NextCampaign,
    are_scored,
    response_scores,
)
from recsys_core.services.workspace.workspace import Workspace

SURE = 1e-9
"""Chances are kept so far from 0 and 1 that their odds are finite."""


@dataclass(frozen=True)
class Answers:
    """odds: (n,) log odds that a customer answers.  error: (n,) their standard error, which whole
    campaigns share.
    """

    odds: FloatArray
    error: FloatArray

    @property
    def chance(self) -> FloatArray:
        """(n,) of an answer."""
        return np.asarray(expit(self.odds))

    def drawn(self, rows: IntArray, ends: IntArray, seed: int) -> FloatArray:
        """(draws, len(ends)) expected answers among the first `ends` of `rows`; a campaign lies
        above or below what is foreseen for all its customers together.
        """
        shift = np.random.default_rng([seed, 19]).normal(size=DRAWS)
        total, found = np.zeros(DRAWS), np.zeros((DRAWS, len(ends)))
        cuts = np.unique(np.concatenate([[0], ends, np.arange(0, len(rows), BLOCK)]))
        for start, stop in pairwise(cuts):
            part = rows[start:stop]
            total = total + expit(self.odds[part] + shift[:, None] * self.error[part]).sum(axis=1)
            found[:, ends == stop] = total[:, None]
        return found


@needs(Role.VIEWER)
def answers_are_known(ws: Workspace, target: Target) -> bool:
    """Whether `answers_for` takes no time: there are none to ask for, or they were asked before."""
    if target.kind not in ("offer", "campaign") or not response_readiness(ws).ready:
        return True
    return are_scored(ws, _next(target))


@needs(Role.VIEWER)
def answers_for(ws: Workspace, target: Target, users: np.ndarray) -> Answers | str | None:
    """For an offer or a campaign, over `users`; in words what is missing where too few answers are
    known; None for what is no campaign.
    """
    if target.kind not in ("offer", "campaign"):
        return None
    try:
        scores = response_scores(ws, _next(target))
    except NotReadyError as error:
        return str(error)
    scores = scores.set_index(Columns.User).reindex(users)
    odds, low, high = (
        logit(np.clip(scores[name].to_numpy(dtype=np.float64), SURE, 1 - SURE))
        for name in (PROBABILITY, Columns.Low, Columns.High)
    )
    return Answers(odds, (high - low) / (2 * REACH))


def _next(target: Target) -> NextCampaign:
    if target.kind == "campaign":
        return NextCampaign(campaign=target.value)
    return NextCampaign(offers=(target.value,))
