"""What was shown, how likely that was, what came of it, and what another policy would show."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import FloatArray, IntArray


@dataclass(frozen=True)
class Logged:
    """One row each time something was shown. action: (n,) codes of what.  reward: (n,) 0 or 1, or
    an amount.  propensity: (n,) how likely it was to be shown, above 0 up to 1.  place: (n,) codes
    of where.  unit: (n,) codes of customers, whose rows belong together; None: rows are on their
    own.
    """

    action: IntArray
    reward: FloatArray
    propensity: FloatArray
    place: IntArray
    actions: int
    places: int
    unit: IntArray | None = None

    @property
    def is_rate(self) -> bool:
        """Whether rewards are nothing but 0 and 1."""
        return bool(((self.reward == 0) | (self.reward == 1)).all())

    def shown(self) -> FloatArray:
        """(places, actions) how often each was shown."""
        return self.cells(np.ones(len(self.action)))

    def cells(self, values: FloatArray, rows: FloatArray | slice = slice(None)) -> FloatArray:
        """(places, actions) sums of values over the chosen rows."""
        cell = self.place[rows] * self.actions + self.action[rows]
        sums = np.bincount(cell, values[rows], self.places * self.actions)
        return np.asarray(sums.reshape(self.places, self.actions))


@dataclass(frozen=True)
class TargetPolicy:
    """A policy to judge. chances: (contexts, actions), each row adding up to 1, or to less where it
    would show what the log has never seen.  context: (n,) of each row of the log.
    """

    chances: sp.csr_matrix
    context: IntArray

    def of_logged(self, log: Logged) -> FloatArray:
        """(n,) how likely it would have shown what was shown."""
        return np.asarray(self.chances[self.context, log.action]).ravel().astype(float)

    def expected(self, log: Logged, values: FloatArray) -> FloatArray:
        """(n,) mean of values (places, actions) over what it would show at each row."""
        every = np.asarray(self.chances @ values.T)
        return np.asarray(every[self.context, log.place])


def by_place(log: Logged, chances: FloatArray) -> TargetPolicy:
    """A policy that knows no more than the place: chances (places, actions)."""
    return TargetPolicy(sp.csr_matrix(chances), log.place)


def always(log: Logged, action: int) -> TargetPolicy:
    """The policy that shows one thing everywhere."""
    chances = np.zeros((log.places, log.actions))
    chances[:, action] = 1.0
    return by_place(log, chances)


def estimated_propensities(log: Logged) -> FloatArray:
    """(n,) how likely what was shown was, taken for a lot that knows no more than the place: its
    share of what was shown there. False where the choice looked at the customer.
    """
    shown = log.shown()
    shares = ratio(shown, shown.sum(axis=1, keepdims=True))
    return np.asarray(shares[log.place, log.action])
