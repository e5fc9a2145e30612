"""A run on labels that mean nothing: what was held back is dealt out to the wrong customers.

A sound pipeline never sees what is held back, so its lists cannot know who got which of the
shuffled products, and score what such lists score by chance. A pipeline into which anything of the
test part leaks scores more. Source: permutation tests of a whole procedure, Ojala and Garriga
(2010), JMLR 11.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.audit import Check, Finding
from recsys_core.evaluation.splits.split import Split
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.histories import rows_of
from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number

DEALS = 199
CLEAR = 3.0
"""Standard deviations above chance at which the labels must have leaked."""
DOUBTFUL = 0.01
SHUFFLED_RUN = Check("shuffled-run", m.NOT_FORESEEN)
"""Protocols that hold back pairs rather than the end of each customer's events."""

Lists = Callable[[Dataset, IntArray], IntArray]


@dataclass(frozen=True)
class Shuffled:
    """What one shuffled run gave.

    value: NDCG of the lists made after shuffling, against the shuffled purchases.  chance, spread:
    mean and standard deviation of the same lists against other shuffles.  p: how often chance
    does as well.  real: NDCG against what customers really bought.  n: customers.
    """

    model: str
    value: float
    chance: float
    spread: float
    p: float
    real: float
    n: int

    @property
    def score(self) -> float:
        """Standard deviations above chance; 0 where chance does not vary."""
        return (self.value - self.chance) / self.spread if self.spread > 0 else 0.0


class Deals:
    """The right answers of one split, dealt anew by seed, and what lists are worth against them."""

    def __init__(self, split: Split, users: IntArray | None = None) -> None:
        self.users = split.users if users is None else users
        truth: CSR = split.test[self.users]
        self.row, self.item = rows_of(truth).astype(np.int64), truth.indices.astype(np.int64)
        self.n_items = int(truth.shape[1])
        had: CSR = split.train.matrix[self.users]
        barred = rows_of(had).astype(np.int64) * self.n_items + had.indices
        self.barred = np.sort(barred) if split.new_items_only else np.zeros(0, dtype=np.int64)

    def deal(self, seed: int) -> IntArray:
        """(n_pairs,) the products in another order: how often each was bought stays the same."""
        return np.asarray(np.random.default_rng([seed, 10]).permutation(self.item))

    def score(self, lists: IntArray, items: IntArray) -> float:
        """Mean NDCG of (n, k) lists where `items` are what the customers of `row` bought.

        A pair that came up twice counts once; one the customer had before cannot be shown and does
        not count, exactly as a split leaves it out.
        """
        keys = np.unique(self.row * self.n_items + items)
        if len(self.barred):
            at = np.minimum(np.searchsorted(self.barred, keys), len(self.barred) - 1)
            keys = keys[self.barred[at] != keys]
        n, k = lists.shape
        size = np.bincount(keys // self.n_items, minlength=n)
        shown = np.arange(n, dtype=np.int64)[:, None] * self.n_items + lists
        if not len(keys):
            return 0.0
        at = np.minimum(np.searchsorted(keys, shown), len(keys) - 1)
        hits = (keys[at] == shown) & (lists >= 0)
        discount = 1.0 / np.log2(np.arange(2, k + 2))
        ideal = np.cumsum(discount)[np.clip(size, 1, k) - 1]
        some = size > 0
        return float((hits @ discount / ideal)[some].mean())

    def by_chance(self, lists: IntArray, seed: int, deals: int = DEALS) -> FloatArray:
        """(deals,) `score` of the same lists against as many deals."""
        return np.array([self.score(lists, self.deal(seed + 1 + n)) for n in range(deals)])


def shuffled_data(data: Dataset, split: Split, items: IntArray) -> Dataset:
    """`data` in which every right answer of `split` has become the product of `items` (in the order
    of `split.test`); what was to be learnt from is as before.
    """
    held = ~training_events(data, split)
    truth = split.test
    keys = rows_of(truth).astype(np.int64) * data.n_items + truth.indices
    event = data.user.astype(np.int64) * data.n_items + data.item
    at = np.minimum(np.searchsorted(keys, event), len(keys) - 1)
    changed = held & (keys[at] == event)
    out = data.item.copy()
    out[changed] = items[at[changed]]
    return replace(data, fingerprint=f"{data.fingerprint}-shuffled", item=out)


def training_events(data: Dataset, split: Split) -> BoolArray:
    """(n_events,) which events of `data` are those of `split.train`."""
    mask = split.learnt
    if len(mask) != len(data.user) or not np.array_equal(data.item[mask], split.train.item):
        raise NotReadyError(say(m.TRAINING_PART_GONE))
    return mask


def shuffled_run(
    model: str,
    data: Dataset,
    split: Split,
    real: float,
    make_lists: Lists,
    seed: int,
    deals: int = DEALS,
) -> Shuffled:
    """Shuffle the right answers inside the data, let the whole pipeline run on it, and judge.

    make_lists: the pipeline: (shuffled data, customers) -> (n, k) lists; it cuts the data again and
    fits the model again. The lists are scored against the very shuffle the data held and, for
    comparison, against `deals` others that no one has seen. Without a leak the shuffle used is one
    among many and p is uniform; p = (1 + deals at least as good) / (1 + deals).
    """
    dealt = Deals(split)
    items = dealt.deal(seed)
    lists = make_lists(shuffled_data(data, split, items), dealt.users)
    value = dealt.score(lists, items)
    chance = dealt.by_chance(lists, seed, deals)
    p = (1 + int((chance >= value - 1e-12).sum())) / (1 + deals)
    return Shuffled(
        model, value, float(chance.mean()), float(chance.std()), p, real, len(dealt.users)
    )


def judged(found: Shuffled, title: str, metric: str) -> Finding:
    """The shuffled run as a finding."""
    figures = {
        "model": found.model,
        "shuffled": found.value,
        "by_chance": found.chance,
        "spread": found.spread,
        "p": found.p,
        "real": found.real,
        "n": found.n,
    }
    fields = {"model": title, "metric": metric, "chance": number(found.chance)}
    fields |= {"value": number(found.value), "real": number(found.real)}
    if found.p > DOUBTFUL:
        return SHUFFLED_RUN.found("fine", say(m.NO_LEAK, **fields), figures)
    if found.score > CLEAR:
        return SHUFFLED_RUN.found("stop", say(m.LEAKED, **fields), figures, m.TRUST_NOTHING)
    return SHUFFLED_RUN.found("look", say(m.MAY_LEAK, **fields), figures, m.ANOTHER_SEED)
