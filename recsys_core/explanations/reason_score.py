"""Are a model's reasons true? One figure for a model, from many cases.

For customers drawn by lot and the first products on their lists, the past product cited first is
taken away, and for comparison one drawn by lot from the rest. A true reason lowers the score of
the product it speaks for, and lowers its rank by more than losing any other purchase does. Source:
the "deletion" check of Petsiuk, Das and Saenko, RISE, BMVC 2018, with a random deletion beside it.
"""

from dataclasses import dataclass

import numpy as np

from recsys_core.explanations.evidence import explain_list
from recsys_core.schema.contracts import Recommender
from recsys_core.schema.histories import stack, without
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.types import CSR, FloatArray, IntArray

CUSTOMERS, PRODUCTS = 40, 3
TRIED = 30
"""How many past products occlusion tries in each case; the strongest by weight."""
RESAMPLES = 2_000


@dataclass(frozen=True)
class ReasonScore:
    """How true a model's reasons are.

    cases: products whose strongest reason was taken away, of `customers` customers.  unreasoned:
    products shown without a personal reason.  share_lower: share of cases in which the score fell.
    ratio: how many times further down the product stands without its reason than without another
    purchase (geometric mean of rank / rank; 1 = reasons no better than chance), with its 95 %
    interval over customers.  None where there was no case, or nothing to compare with.
    """

    cases: int
    customers: int
    unreasoned: int
    share_lower: float | None
    ratio: float | None
    low: float | None
    high: float | None


def reason_score(
    model: Recommender, histories: CSR, lists: IntArray, seed: int, include_bought: bool = False
) -> ReasonScore:
    """Check the reasons of the first `PRODUCTS` on the lists of `CUSTOMERS` customers.

    histories: (n, n_items).  lists: (n, k) what the model shows them, EMPTY for nothing.  Ranks
    count the products a list may hold.
    """
    rng = np.random.default_rng([seed, 5])
    drawn = np.sort(rng.permutation(histories.shape[0])[:CUSTOMERS])
    lower: list[bool] = []
    unreasoned = 0
    gaps: list[list[float]] = []
    for row in drawn:
        items = [int(item) for item in lists[row, :PRODUCTS] if item != EMPTY]
        cases = _cases(model, histories[[row]], items, rng, include_bought)
        unreasoned += len(items) - len(cases)
        lower += [case.lower for case in cases]
        known = [case.gap for case in cases if case.gap is not None]
        if known:
            gaps.append(known)
    ratio, low, high = _geometric(gaps, rng)
    share = float(np.mean(lower)) if lower else None
    return ReasonScore(len(lower), len(drawn), unreasoned, share, ratio, low, high)


@dataclass(frozen=True)
class _Case:
    """lower: the score fell.  gap: log of rank without the reason / rank without another."""

    lower: bool
    gap: float | None


def _cases(
    model: Recommender,
    history: CSR,
    items: list[int],
    rng: np.random.Generator,
    include_bought: bool,
) -> list[_Case]:
    """The products that have a reason, with what became of them without it."""
    evidence = explain_list(model, history, items, limit=TRIED)
    asked = [
        (found.item, int(found.history[np.argmax(found.contributions)]))
        for found in evidence
        if found.method != "none" and (found.contributions > 0).any()
    ]
    if not asked:
        return []
    rows = [history]
    for _, top in asked:
        others = history.indices[history.indices != top]
        other = [int(rng.choice(others))] if len(others) else []
        rows += [without(history, [top]), without(history, other)]
    scores = model.fold_in(stack(rows))
    barred = np.zeros(history.shape[1], dtype=bool)
    if not include_bought:
        barred[history.indices] = True
    cases = []
    for number, (item, _) in enumerate(asked):
        three = scores[[0, 1 + 2 * number, 2 + 2 * number]]
        ranks = _ranks(three, item, barred)
        gap = float(np.log(ranks[1] / ranks[2])) if history.nnz > 1 else None
        cases.append(_Case(bool(three[1, item] < three[0, item]), gap))
    return cases


def _ranks(scores: FloatArray, item: int, barred: IntArray) -> IntArray:
    """(n,) places of `item`; products level with it share the mean of their places."""
    own = scores[:, [item]]
    open_to = ~barred
    open_to[item] = False
    ahead = ((scores > own) & open_to).sum(axis=1)
    level = ((scores == own) & open_to).sum(axis=1)
    return np.asarray(1 + ahead + level / 2)


def _geometric(
    gaps: list[list[float]], rng: np.random.Generator
) -> tuple[float | None, float | None, float | None]:
    """Exp of the mean gap over customers, with a percentile bootstrap."""
    if not gaps:
        return None, None, None
    means = np.array([np.mean(own) for own in gaps])
    drawn = rng.integers(len(means), size=(RESAMPLES, len(means)))
    low, high = np.quantile(means[drawn].mean(axis=1), [0.025, 0.975])
    return float(np.exp(means.mean())), float(np.exp(low)), float(np.exp(high))
