"""What `auto` takes where bought products may come back: the model that foretells last visits."""

import time
from collections.abc import Mapping
from contextlib import suppress

import numpy as np

from recsys_core.models.auto import messages as m
from recsys_core.models.auto.confirming import SURE, chance_of_gain, times_as_good, widened
from recsys_core.models.auto.inner import CHECK, TUNE, K
from recsys_core.models.auto.ledger import OutOfTimeError, TrialLedger
from recsys_core.models.auto.table import Search
from recsys_core.models.next_basket_search import last_visits, next_visits
from recsys_core.models.ranking_quality import ndcg_of
from recsys_core.schema.contracts import Progress, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.ranking import top_k
from recsys_core.schema.types import FloatArray, IntArray
from recsys_core.wording.messages import say

Kinds = Mapping[str, type[Recommender]]
PLAIN = "popularity"
TRIED = (PLAIN, "bestsellers-28", "buy-again", "next-basket")
"""The last one is a customer's own frequency where its settings find nothing else to pay. EASE with
bought products let in was not tried here.
"""


def search_again(
    data: Dataset, minutes: float, seed: int, kinds: Kinds, report: Progress
) -> tuple[Recommender, Search]:
    """The model, not yet learned from all of `data`, and how that came about: the best by the last
    visits of three fifths of the customers, if it surely beats the bestsellers with the others.
    """
    ledger = TrialLedger(minutes, report)
    chosen = _Again(_LastVisits(data, seed), kinds, seed, ledger).choose()
    ledger.search.minutes = ledger.elapsed / 60
    return kinds[chosen](kinds[chosen].Config(seed=seed)), ledger.search


class _LastVisits:
    """Every customer's last visit held back from `data`, and models learned from the rest."""

    def __init__(self, data: Dataset, seed: int) -> None:
        held = last_visits(data)
        self.train = data.select(~held, f"{data.fingerprint}-visits")
        self.truth = next_visits(self.train, data, held)
        users = np.flatnonzero(np.diff(self.truth.indptr))
        users = np.random.default_rng([seed, 15]).permutation(users)[: TUNE + CHECK]
        self.tune, self.check = np.split(users, [int(np.ceil(0.6 * len(users)))])

    def values(self, model: Recommender, users: IntArray) -> FloatArray:
        """(len(users),) NDCG@10, bought products let in."""
        known = np.flatnonzero(self.train.item_counts)
        items, _ = top_k(model.score(self.train.histories(users)), K, allowed=known)
        return ndcg_of(items, self.truth[users])


class _Again:
    def __init__(self, visits: _LastVisits, kinds: Kinds, seed: int, ledger: TrialLedger) -> None:
        self.visits, self.kinds, self.seed, self.ledger = visits, kinds, seed, ledger
        self.search = ledger.search
        self.search.how = say(m.LAST_VISITS)
        self.search.customers = (len(visits.tune), len(visits.check))

    def choose(self) -> str:
        """The name of the model; the outcome is in the books."""
        if len(self.visits.check) < 4:
            self.search.sentence = say(m.TOO_LITTLE)
            return PLAIN
        checked = {}
        for name in TRIED:
            report = self.ledger.pulse if name == PLAIN else self.ledger.limited()
            with suppress(OutOfTimeError):
                if self._fits(name):
                    checked[name] = self._learned(name, self.visits, report)
        found = {one.name: one.value or 0.0 for one in self.search.trials}
        best = max(found, key=lambda name: found[name])
        self.search.confirmed = {name: float(values.mean()) for name, values in checked.items()}
        self.search.p_value = chance_of_gain(checked[best] - checked[PLAIN])
        chosen = best if self.search.p_value < SURE else PLAIN
        self.search.mark([chosen], "chosen")
        self.search.sentence = self._sentence(best, chosen, checked)
        return chosen

    def _fits(self, name: str) -> bool:
        """Whether there is the data for it and, but for the bestsellers, the time."""
        ready = self.kinds[name].readiness(self.visits.train).ready
        return name == PLAIN or (ready and self.ledger.left > 0)

    def _learned(self, name: str, visits: _LastVisits, report: Progress) -> FloatArray:
        """(n_check,) NDCG@10 of the customers that confirm."""
        model, begun = self.kinds[name](self.kinds[name].Config(seed=self.seed)), time.monotonic()
        self.ledger.say(say(m.TRYING, part=say(model.card.title)))
        model.fit(visits.train, report)
        self.ledger.cost(name, begun)
        if visits is self.visits:
            value = float(visits.values(model, visits.tune).mean())
            how = say(m.AS_IT_COMES, n=len(visits.tune))
            self.ledger.add("other models", name, how, value, begun, "compared")
        return visits.values(model, visits.check)

    def _sentence(self, best: str, chosen: str, checked: Mapping[str, FloatArray]) -> str:
        ours, theirs = checked[best], checked[PLAIN]
        figures = {
            "n": len(ours),
            "bestsellers": f"{theirs.mean():.4f}",
            "best": f"{ours.mean():.4f}",
        }
        times = times_as_good(ours, theirs, self.seed)
        if chosen == PLAIN:
            return say(m.NOTHING_BETTER, **figures)
        title = say(self.kinds[chosen].card.title)
        if times is None:
            return say(m.CHOSEN_AGAIN_OVER_NOTHING, what=title, **figures)
        past = self._past(chosen)
        times = widened(times, float(ours.mean() / theirs.mean()), past)
        low, high = (f"{value:.2f}" for value in times)
        scope = say(m.OVER_VISITS if past else m.OVER_CUSTOMERS)
        return say(m.CHOSEN_AGAIN, what=title, low=low, high=high, scope=scope, **figures)

    def _past(self, chosen: str) -> list[float]:
        """How many times as good as the bestsellers on the visits before the last; empty where time
        or customers are too few.
        """
        earlier = _LastVisits(self.visits.train, self.seed)
        cost = self.ledger.costs[chosen] + self.ledger.costs[PLAIN]
        self.ledger.keep([chosen])
        if len(earlier.check) < 4 or not self.ledger.time_for(cost):
            return []
        ours, theirs = (
            self._learned(name, earlier, self.ledger.pulse).mean() for name in (chosen, PLAIN)
        )
        return [float(ours / theirs)] if ours > 0 and theirs > 0 else []
