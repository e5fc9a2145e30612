"""How often, and how regularly, a customer bought a product: said where that is the reason."""

import numpy as np

from recsys_core.explanations import messages as m
from recsys_core.schema.types import CSR
from recsys_core.schema.visits import visits_of
from recsys_core.wording.messages import say

LATEST = 12
"""How many visits the sentence looks back on."""


class Habits:
    """The visits of a (1, n_items) history; a visit is a day. Without dates nothing is said."""

    def __init__(self, history: CSR) -> None:
        self._items, self._visits = history.indices, visits_of(history)

    def of(self, item: int) -> str:
        """As in "Bought on 9 of the last 12 visits, about every 6 days."; empty for what was not
        bought and for a customer of one visit.

        The days are the mean of those between two purchases.
        """
        visits = self._visits
        if visits is None or len(visits.day) < 2 or item not in self._items:
            return ""
        own = visits.visit[self._items[visits.pair] == item]
        lately = int((visits.after[own] < LATEST).sum())
        if not lately:
            return say(m.NOT_LATELY, n=len(own), all=len(visits.day), latest=LATEST)
        among = min(LATEST, len(visits.day))
        if len(own) < 2:
            return say(m.BOUGHT_ON, n=lately, visits=among)
        days = float(np.ptp(visits.day[own])) / (len(own) - 1)
        every = say(m.DAYS, n=max(round(days), 1))
        return say(m.BOUGHT_EVERY, n=lately, visits=among, every=every)
