"""What a search decided, and carrying it out on data."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import scipy.sparse as sp

from recsys_core.models.auto import messages as m
from recsys_core.models.auto.parts import PARTS, Settings, Workbench
from recsys_core.models.auto.recency import Recency
from recsys_core.models.auto.trend import Trend, recent_share
from recsys_core.models.histories import popularity_prior
from recsys_core.models.item_weights import ItemWeights
from recsys_core.schema.contracts import Progress
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray
from recsys_core.wording.messages import say

SAMPLE = 500
"""How many customers the size of scores is taken from."""


@dataclass(frozen=True)
class Blended:
    """One part of a blend: its settings and its weight, in standard deviations of its scores."""

    settings: Settings
    weight: float


@dataclass(frozen=True)
class BlendPlan:
    """How to score. Without parts everybody gets the bestsellers, sales counting half after
    `popular_half` days (0: all alike).
    """

    parts: Mapping[str, Blended] = field(default_factory=dict)
    recency: Recency = field(default_factory=Recency)
    trend: Trend = field(default_factory=Trend)
    popular_half: float = 0.0

    @property
    def shares(self) -> dict[str, float]:
        """Each part's share of the blend, summing to 1."""
        total = sum(part.weight for part in self.parts.values())
        return {name: part.weight / total for name, part in self.parts.items()}


@dataclass(frozen=True)
class Fitted:
    """weights: how much a past product speaks for another, None without parts.  prior: (n_items,)
    float32 added to every score, and what somebody without a history is shown by.
    """

    weights: ItemWeights | None
    prior: FloatArray
    recency: Recency

    def score(self, histories: CSR) -> FloatArray:
        """(n_rows, n_items) float32."""
        if self.weights is None:
            return np.tile(self.prior, (histories.shape[0], 1))
        scores = self.weights.of(weighted(histories, self.recency))
        scores += self.prior
        return scores


def carry_out(plan: BlendPlan, data: Dataset, seed: int, report: Progress) -> Fitted:
    """Build the plan on all of `data`."""
    rng = np.random.default_rng([seed, 13])
    users = np.sort(rng.choice(data.n_users, min(SAMPLE, data.n_users), replace=False))
    return add_up(plan, Workbench(data, seed), data, data.histories(users), report)


def add_up(plan: BlendPlan, bench: Workbench, data: Dataset, rows: CSR, report: Progress) -> Fitted:
    """The parts of a plan on the workbench's data, each brought to the size its weight says.

    rows: histories that sizes of scores are taken from.
    """
    if not plan.parts:
        share = recent_share(data, plan.popular_half).astype(np.float32)
        return Fitted(None, share, plan.recency)
    prior = popularity_prior(data.matrix)
    flat = weighted(rows, replace(plan.recency, length=0.0))
    total: dict[bool, FloatArray | CSR] = {}  # The dense parts added up, and the sparse ones.
    for at, (name, part) in enumerate(plan.parts.items()):
        report(at / len(plan.parts), say(m.ON_EVERYTHING, part=say(PARTS[name].title)))
        built = PARTS[name].build(bench, part.settings, plan.recency)
        built *= np.float32(part.weight / max(float(spread(built, flat, bench).std()), 1e-12))
        sparse = sp.issparse(built)
        if sparse in total:
            total[sparse] += built  # In place: the dense ones are large.
        else:
            total[sparse] = built
    weights = _together(total, bench)
    if plan.trend.weight:
        unit = float(weights.of(weighted(rows, plan.recency)).std())
        prior = prior + plan.trend.weight * unit * plan.trend.lift(data)
    return Fitted(weights, prior.astype(np.float32), plan.recency)


def spread(built: FloatArray | CSR, rows: CSR, bench: Workbench) -> FloatArray:
    """(n_rows, n_items) scores by one part alone."""
    return _together({sp.issparse(built): built}, bench).of(rows)


def _together(total: dict[bool, FloatArray | CSR], bench: Workbench) -> ItemWeights:
    """What is built among the head (False) and of the whole catalogue (True) as one."""
    if bench.head is None:
        return ItemWeights(np.asarray(total[False]))
    empty = np.empty((0, 0), dtype=np.float32)
    head = bench.head if False in total else np.empty(0, dtype=np.int64)
    width = bench.data.n_items
    rest = total.get(True, sp.csr_matrix((width, width), dtype=np.float32))
    return ItemWeights(np.asarray(total.get(False, empty)), head, sp.csr_matrix(rest))


def weighted(histories: CSR, recency: Recency) -> CSR:
    """The rows with the weight of each product as `recency` has it."""
    return sp.csr_matrix(
        (recency.weights(histories), histories.indices, histories.indptr), shape=histories.shape
    )
