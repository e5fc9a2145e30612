"""Knobs over a block of customers at once, against the same rules written one list at a time.

python benchmarks/bench_reranking.py      Complete Journey, `ease`, vectors as wide as text vectors

Side by side in one run: `picking.pick` for 500 customers x 200 candidates against a plain NumPy
loop over customers (diversity place by place, calibration) and against the greedy choice by
determinants (diversity of the whole list). Then several knobs at once, for 500 customers and for
all. One core, milliseconds of processor time, so that what else runs on the machine counts little.

Diversity place by place reads every candidate's vector from memory once a place, here and in the
loop: it cannot be much faster than the loop, and must not be much slower.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.bench_evaluation import complete_journey, vectors_of_text_size
from recsys_core.models.registry import create
from recsys_core.reranking.calibrated import SMOOTHING, tastes
from recsys_core.reranking.dpp import RIDGE
from recsys_core.reranking.picking import SlotPlan, pick
from recsys_core.reranking.relevance import relevance
from recsys_core.reranking.rerank import rerank
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import ITEM_NUMBERS
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.ranking import top_k
from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.rerank_config import RerankConfig

SAMPLE, CANDIDATES, K, WEIGHT = 500, 200, 10, 0.5
NAIVE = 20
"""Customers for whom determinants are computed: the rest would take minutes."""
LEAST_RATIO = 0.75
ALL_KNOBS = RerankConfig(
    damping=0.2, novelty=0.2, temperature=0.05, category_cap=3, calibration=0.3, exploration=0.1
)


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """Processor time of the fastest of several runs, after one warm-up."""
    work()
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def looped_mmr(items: np.ndarray, worth: np.ndarray, values: np.ndarray) -> list[list[int]]:
    """Maximal marginal relevance as anybody would write it with NumPy, one list at a time."""
    lists = []
    for own, base in zip(items, worth, strict=True):
        vecs, left, nearest = values[own], np.ones(len(own), bool), np.zeros(len(own))
        chosen = []
        for slot in range(K):
            gain = np.where(left, (1 - WEIGHT) * base - WEIGHT * nearest, -np.inf)
            best = int(gain.argmax())
            near = vecs @ vecs[best]
            nearest = near if slot == 0 else np.maximum(nearest, near)
            left[best] = False
            chosen.append(int(own[best]))
        lists.append(chosen)
    return lists


def looped_mix(
    items: np.ndarray, worth: np.ndarray, own_mix: np.ndarray, codes: np.ndarray
) -> list[list[int]]:
    """Calibrated re-ranking with the divergence of every candidate's list written out."""
    lists = []
    for own, base, p in zip(items, worth, own_mix, strict=True):
        counts, left, chosen = np.zeros(len(p)), np.ones(len(own), bool), []
        has, groups = p > 0, codes[own]
        for slot in range(K):
            grown = counts[None, :] + (groups[:, None] == np.arange(len(p))[None, :])
            q = (1 - SMOOTHING) * grown / (slot + 1) + SMOOTHING * p
            loss = (p[has] * np.log(p[has] / q[:, has])).sum(axis=1)
            gain = np.where(left, (1 - WEIGHT) * base - WEIGHT * loss, -np.inf)
            best = int(gain.argmax())
            left[best] = False
            if groups[best] >= 0:
                counts[groups[best]] += 1
            chosen.append(int(own[best]))
        lists.append(chosen)
    return lists


def naive_dpp(items: np.ndarray, worth: np.ndarray, values: np.ndarray) -> list[list[int]]:
    """The greedy choice by the determinant of every candidate's list."""
    lists = []
    for own, base in zip(items, worth, strict=True):
        kernel = (1 - RIDGE) * values[own] @ values[own].T
        np.fill_diagonal(kernel, 1.0)
        chosen: list[int] = []
        for _ in range(K):
            gains = np.full(len(own), -np.inf)
            for i in range(len(own)):
                if i not in chosen:
                    some = [*chosen, i]
                    volume = np.linalg.slogdet(kernel[np.ix_(some, some)])[1]
                    gains[i] = (1 - WEIGHT) * base[some].sum() + WEIGHT * volume
            chosen.append(int(gains.argmax()))
        lists.append([int(own[i]) for i in chosen])
    return lists


def same(ours: Recommendations, theirs: list[list[int]]) -> float:
    """Share of places that hold the same product."""
    return float((ours.items[: len(theirs)] == np.array(theirs)).mean())


def main() -> int:
    data = complete_journey()
    data.items[list(ITEM_NUMBERS)] = np.nan
    facts = ItemFacts.of(data, vectors_of_text_size(data.n_items))
    model = create("ease", {}, None)
    model.fit(data, silent)

    def block(users: np.ndarray) -> tuple[Recommendations, ListContext]:
        histories = data.histories(users)
        items, scores = top_k(model.score(histories), CANDIDATES, exclude=histories)
        return Recommendations(users, items, scores, "ease"), ListContext(facts, users, histories)

    some, context = block(np.arange(SAMPLE))
    worth = relevance(some.scores, some.items != EMPTY)
    values, codes = facts.vectors.values, facts.category_codes
    own = tastes(context)
    calibrated = SlotPlan(calibration=WEIGHT, tastes=own, categories=codes)
    dense = own.toarray()
    few = Recommendations(some.users[:NAIVE], some.items[:NAIVE], some.scores[:NAIVE], "ease")
    whole = SlotPlan(diversity=WEIGHT, diversity_by="dpp")
    print(
        f"{data.n_users:,} customers, {data.n_items:,} products, {dense.shape[1]} categories, "
        f"{CANDIDATES} candidates, lists of {K}"
    )
    pairs = [
        (
            "mmr against a loop",
            lambda: pick(some, K, SlotPlan(diversity=WEIGHT), facts.vectors),
            lambda: looped_mmr(some.items, worth, values),
        ),
        (
            "calibration against a loop",
            lambda: pick(some, K, calibrated),
            lambda: looped_mix(some.items, worth, dense, codes),
        ),
        (
            f"dpp against determinants ({NAIVE} customers)",
            lambda: pick(few, K, whole, facts.vectors),
            lambda: naive_dpp(few.items, worth[:NAIVE], values),
        ),
    ]
    good = True
    for what, ours, theirs in pairs:
        fast, slow = seconds(ours), seconds(theirs, 1)
        agreed = same(ours(), theirs())
        good &= agreed > 0.99 and slow > LEAST_RATIO * fast
        print(
            f"{what:<45}{1000 * fast:8.1f} ms {1000 * slow:10.1f} ms {slow / fast:8.1f} times"
            f"   {agreed:.1%} of places equal"
        )
    everyone, all_of_them = block(np.arange(data.n_users))
    diverse = RerankConfig(**ALL_KNOBS.changes(), diversity=0.4)
    for what, rerank_config in (("six knobs", ALL_KNOBS), ("the same and diversity", diverse)):
        for lists, people in ((some, context), (everyone, all_of_them)):
            took = seconds(lambda: rerank(lists, K, rerank_config, people))  # noqa: B023
            print(f"{what}, {len(lists):,} customers".ljust(45) + f"{1000 * took:8.1f} ms")
    return 0 if good else 1


if __name__ == "__main__":
    with threadpool_limits(1):
        sys.exit(main())
