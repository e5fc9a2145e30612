"""The settings of `next-basket` that foretell best what was bought on customers' last visits."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import scipy.sparse as sp

from recsys_core.models.fading import Fading
from recsys_core.models.item_knn import ItemKnn, ItemKnnConfig
from recsys_core.models.ranking_quality import ndcg_of
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import rows_of
from recsys_core.schema.ranking import top_k
from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray
from recsys_core.schema.visits import Visits, visits_of
from recsys_core.wording.dates import SECONDS_PER_DAY

K = 10
LEAST = 50
"""Customers with two visits below which nothing is chosen: the figures would be chance."""
MOST, CELLS = 2000, 20_000_000
"""Customers a choice is made on at most, and scores held at a time (80 MB)."""
FEW = 20.0
"""How many customers of a product weigh as much as what holds for all products."""


@dataclass(frozen=True)
class BasketBlend:
    """The settings of a `NextBasket`, all of them given; named as in its configuration."""

    visit_decay: float = 0.98
    group_decay: float = 0.8
    visit_days: float = 120.0
    group_size: int = 7
    coming_back: float = 0.5
    neighbour_weight: float = 0.01
    popularity_weight: float = 0.3
    popularity_days: float = 28.0

    @property
    def fading(self) -> Fading:
        return Fading(self.visit_decay, self.group_decay, self.visit_days, self.group_size)


TRIED: dict[str, tuple[Any, ...]] = {
    "neighbour_weight": (0.0, 0.003, 0.01, 0.03, 0.1, 0.3),
    "popularity_weight": (0.03, 0.1, 0.3, 1.0, 3.0),
    "popularity_days": (3650.0, 112.0, 28.0, 7.0),
    "visit_decay": (1.0, 0.98, 0.95, 0.9, 0.8, 0.6),
    "group_decay": (1.0, 0.8, 0.6),
    "visit_days": (3650.0, 240.0, 120.0, 60.0, 30.0),
    "coming_back": (0.0, 0.5, 1.0),
}
"""What is tried, one setting after the other, twice over."""


@dataclass(frozen=True)
class BasketFacts:
    """What all customers say of the products; every array by item code.

    back: the share of a product's customers who bought it on a later day again, against that of all
    products: 1 is usual; products with few customers lean on 1.  near: (n_items, n_items) csr
    cosine of the customers of two products, the nearest of each.  items, days, visit_days: the
    purchases and the visits with their days before the newest.
    """

    back: FloatArray
    near: CSR
    items: IntArray
    days: FloatArray
    visit_days: FloatArray

    @classmethod
    def of(cls, data: Dataset, neighbours: int, report: Progress) -> "BasketFacts":
        histories = data.histories()
        visits = visits_of(histories)
        counts = histories.data
        if visits is not None:
            counts = np.bincount(visits.pair, minlength=histories.nnz)
        again = np.bincount(histories.indices[counts > 1], minlength=data.n_items)
        usual = max(again.sum() / max(histories.nnz, 1), 1e-9)
        customers = np.bincount(histories.indices, minlength=data.n_items)
        back = (again + FEW * usual) / (customers + FEW) / usual
        items, days, visit_days = _sold(histories, visits)
        cosine = ItemKnn(ItemKnnConfig(similarity="cosine", k=neighbours))
        cosine.fit(data, report)
        return cls(back, cosine.similarities, items, days, visit_days)

    def popularity(self, half_life: float) -> FloatArray:
        """(n_items,) float32 share of all visits on which a product was bought, a visit counting
        half after so many days.
        """
        sold = np.bincount(self.items, 0.5 ** (self.days / half_life), minlength=len(self.back))
        share = sold / max(float((0.5 ** (self.visit_days / half_life)).sum()), 1e-300)
        return np.asarray(share, dtype=np.float32)


def _sold(histories: CSR, visits: Visits | None) -> tuple[IntArray, FloatArray, FloatArray]:
    """Without dates a pair is a purchase and a customer a visit, all of them today."""
    if visits is None:
        return histories.indices, np.zeros(histories.nnz), np.zeros(histories.shape[0])
    ago = (visits.day.max(initial=0) - visits.day).astype(np.float64)
    return histories.indices[visits.pair], ago[visits.visit], ago


@dataclass(frozen=True)
class Chosen:
    """The best blend, on how many customers it was found (0: none was looked for), and its NDCG@10
    there.
    """

    blend: BasketBlend
    customers: int = 0
    value: float = float("nan")


def choose(
    data: Dataset, start: BasketBlend, free: set[str], neighbours: int, seed: int, report: Progress
) -> Chosen:
    """Hide the last visit of every customer who has two, and try the `free` settings on up to 2,000
    of them by the NDCG@10 of what was bought then, bought before or not. A setting leaves its
    start for a gain above its standard error.
    """
    tried = {name: values for name, values in TRIED.items() if name in free}
    held = last_visits(data)
    train = data.select(~held, f"{data.fingerprint}-visits")
    truth = next_visits(train, data, held)
    users = np.flatnonzero(np.diff(truth.indptr))
    if not tried or len(users) < LEAST:
        return Chosen(start)
    most = min(MOST, max(LEAST, CELLS // data.n_items))
    users = np.sort(np.random.default_rng([seed, 13]).permutation(users)[:most])
    test = _Test(BasketFacts.of(train, neighbours, silent), train.histories(users), truth[users])
    best, value = start, test.ndcg(start)
    for turn in (0, 1):
        for number, (name, values) in enumerate(tried.items()):
            report((turn + number / len(tried)) / 2)
            blends = [replace(best, **{name: one}) for one in values]
            found = max(((test.ndcg(one), one) for one in blends if one != best), key=_mean)
            if _surely_more(found[0], value):
                value, best = found
    return Chosen(best, len(users), float(value.mean()))


def _mean(found: tuple[FloatArray, BasketBlend]) -> float:
    return float(found[0].mean())


def _surely_more(values: FloatArray, others: FloatArray) -> bool:
    """Whether the mean gain is above its standard error: below, one stays with what is usual."""
    gain = values - others
    return bool(gain.mean() > gain.std() / np.sqrt(len(gain)))


class _Test:
    """(n, n_items) truth of what the customers of the histories bought next."""

    def __init__(self, facts: BasketFacts, histories: CSR, truth: CSR) -> None:
        self.facts, self.histories, self.truth = facts, histories, truth
        self.known = np.flatnonzero(np.bincount(facts.items, minlength=len(facts.back)))
        self._shares = lru_cache(1)(lambda fading: fading.shares(histories))
        self._near = lru_cache(1)(lambda f: (self._shares(f) @ facts.near).toarray())

    def ndcg(self, blend: BasketBlend) -> FloatArray:
        """(n,) NDCG@10, products bought before let in."""
        shares = self._shares(blend.fading)
        scores = np.tile(self._base(blend), (shares.shape[0], 1))
        if blend.neighbour_weight:
            scores += np.float32(blend.neighbour_weight) * self._near(blend.fading)
        own = shares.data * self.facts.back[shares.indices] ** blend.coming_back
        scores[rows_of(shares), shares.indices] += own
        items, _ = top_k(scores, K, allowed=self.known)
        return ndcg_of(items, self.truth)

    def _base(self, blend: BasketBlend) -> FloatArray:
        return blend.popularity_weight * self.facts.popularity(blend.popularity_days)


def last_visits(data: Dataset) -> BoolArray:
    """(n_events,) the events of the last day of every customer who came on two."""
    day = data.ts // SECONDS_PER_DAY
    first, last = (
        np.full(data.n_users, day.max(initial=0)),
        np.full(data.n_users, day.min(initial=0)),
    )
    np.minimum.at(first, data.user, day)
    np.maximum.at(last, data.user, day)
    return np.asarray((day == last[data.user]) & (first < last)[data.user])


def next_visits(train: Dataset, data: Dataset, held: BoolArray) -> CSR:
    """(n_users, n_items) csr of the `held` events with products that `train` knows."""
    known = train.item_counts[data.item[held]] > 0
    pairs = data.user[held][known], data.item[held][known]
    out = sp.csr_matrix((np.ones(int(known.sum()), np.float32), pairs), shape=data.matrix.shape)
    out.sum_duplicates()
    return out
