"""Whether the bestsellers of late would do better in the weeks to come, where few customers come
again at any one time and `auto` has compared on each customer's own latest purchases.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from recsys_core.models.auto import messages as m
from recsys_core.models.auto.confirming import SURE, bestsellers, chance_of_gain
from recsys_core.models.auto.inner import Inner, ndcg, split_at
from recsys_core.models.auto.ledger import TrialLedger
from recsys_core.models.auto.parts import Workbench
from recsys_core.models.auto.plan import BlendPlan, add_up
from recsys_core.models.auto.recency import days_in_words
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import FloatArray
from recsys_core.wording.messages import say

CUTS = (1.0, 0.8, 0.7, 0.6, 0.5)
"""Up to which share of the events a test reaches, latest first; it begins at the next one."""

LEAST = 5
"""Customers who come again below which a cut is left out."""

HALVES = (7.0, 28.0, 58.0)
"""Days after which a sale counts half."""


def weeks_to_come(plan: BlendPlan, data: Dataset, seed: int, ledger: TrialLedger) -> str:
    """A sentence where at each of several cuts of time the bestsellers of late beat the plan, and
    over all beyond luck; "" otherwise, and where the time for two cuts is lacking.
    """
    ours, late = [], []
    for cut in _cuts(data):
        if not ledger.time_for(sum(ledger.costs.get(name, 0.0) for name in plan.parts)):
            break
        ours.append(_learned(plan, cut, seed, ledger))
        late.append([ndcg(bestsellers(cut, half, cut.tune), cut, cut.tune) for half in HALVES])
    if len(ours) < 2:
        return ""
    pooled = [np.concatenate(values) for values in zip(*late, strict=True)]
    best = int(np.argmax([values.mean() for values in pooled]))
    gains = [values[best] - own for own, values in zip(ours, late, strict=True)]
    if min(gain.mean() for gain in gains) <= 0 or chance_of_gain(np.concatenate(gains)) >= SURE:
        return ""
    own = np.concatenate(ours)
    return say(
        m.WEEKS_TO_COME,
        cuts=len(ours),
        n=len(own),
        days=days_in_words(HALVES[best]),
        late=f"{pooled[best].mean():.4f}",
        ours=f"{own.mean():.4f}",
    )


def _cuts(data: Dataset) -> Iterator[Inner]:
    for end, begin in pairwise(np.quantile(data.ts, CUTS)):
        cut = split_at(data, begin, end)
        if len(cut.tune) >= LEAST:
            yield cut


def _learned(plan: BlendPlan, cut: Inner, seed: int, ledger: TrialLedger) -> FloatArray:
    rows = cut.train.histories(cut.tune)
    fitted = add_up(plan, Workbench(cut.train, seed), cut.train, rows, ledger.pulse)
    return ndcg(fitted.score(rows), cut, cut.tune)
