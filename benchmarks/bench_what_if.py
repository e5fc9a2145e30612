"""A slider of what-if tuning answers within 150 ms of server time.

python benchmarks/bench_what_if.py     Complete Journey, `ease`, vectors as wide as the text model's

500 customers with 200 candidates each, every figure with its difference from the baseline and its
interval, as the Evaluation page asks for it; each answer is for a setting not asked for before.
Beside it, in the same run, a straightforward loop over the customers that comes to the same lists
and means. Bringing the sample back is done once a session and given apart.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from benchmarks.bench_evaluation import vectors_of_text_size
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.rules import Rule
from recsys_core.services.data.samples import load_sample
from recsys_core.services.evaluation.queue import evaluate_and_wait
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.scenarios import Choice
from recsys_core.services.what_if.sample import WhatIfSample, what_if_sample
from recsys_core.services.what_if.what_if import SAMPLE, knob_effects
from recsys_core.services.workspace.workspace import Workspace, open_workspace

BUDGET_MS = 150
K, SAMPLES = 10, 1000
NOT_THE_CHEAPEST = Rule(name="Not the cheapest", action="price-range", low=2.0)
STEPS = (0.15, 0.3, 0.45, 0.6, 0.75, 0.9)
SLIDERS: dict[str, Callable[[float], RerankConfig]] = {
    "diversity, place by place": lambda at: RerankConfig(diversity=at),
    "diversity of the whole list": lambda at: RerankConfig(diversity=at, diversity_by="dpp"),
    "novelty, with diversity on": lambda at: RerankConfig(diversity=0.35, novelty=at),
    "own mix of categories, with diversity on": lambda at: RerankConfig(
        diversity=0.35, calibration=at
    ),
    "price, with diversity on": lambda at: RerankConfig(diversity=0.35, price=at),
    "diversity, with a rule that takes products off": lambda at: RerankConfig(
        diversity=at, rules=(NOT_THE_CHEAPEST,)
    ),
    "weight of a second model": lambda at: RerankConfig(mix="popularity", mix_share=at),
}


def answers(ws: Workspace, turned: Callable[[float], RerankConfig]) -> list[float]:
    """Milliseconds of each answer, after one that fills the memory."""
    knob_effects(ws, choice(turned(0.5)))
    times = []
    for step in STEPS:
        begun = time.perf_counter()
        knob_effects(ws, choice(turned(step)))
        times.append(1000 * (time.perf_counter() - begun))
    return times


def choice(rerank_config: RerankConfig) -> Choice:
    return Choice("ease", ListSettings(K, False, rerank_config))


def loop(sample: WhatIfSample, diversity: float) -> tuple[np.ndarray, dict[str, float]]:
    """Lists (n, 10) by maximal marginal relevance and the means of eight figures, one customer
    after the other, then intervals by drawing customers anew.
    """
    candidates = sample.candidates("ease", False)
    vectors = sample.facts.vectors.values
    popularity, categories = sample.facts.popularity, sample.facts.category_codes
    truth = sample.truth(False)
    lists, figures = [], []
    for row in range(len(candidates)):
        items, scores = candidates.items[row], candidates.scores[row]
        worth = (scores - scores.min()) / (scores.max() - scores.min())
        left, picked = list(range(len(items))), []
        while len(picked) < K:
            best = max(
                left,
                key=lambda i: (
                    (1 - diversity) * worth[i]
                    - diversity
                    * max(
                        (float(vectors[items[i]] @ vectors[items[j]]) for j in picked), default=0.0
                    )
                ),
            )
            picked.append(best)
            left.remove(best)
        shown = items[picked]
        lists.append(shown)
        figures.append(_figures(shown, truth[row].indices, vectors, popularity, categories, sample))
    table = np.array(figures)
    rng = np.random.default_rng(0)
    draws = [table[rng.integers(len(table), size=len(table))].mean(axis=0) for _ in range(SAMPLES)]
    np.quantile(draws, [0.025, 0.975], axis=0)
    return np.array(lists), {"NDCG": float(table[:, 0].mean())}


def _figures(
    shown: np.ndarray,
    relevant: np.ndarray,
    vectors: np.ndarray,
    popularity: np.ndarray,
    categories: np.ndarray,
    sample: WhatIfSample,
) -> list[float]:
    right = set(relevant.tolist())
    hits = [item in right for item in shown.tolist()]
    gains = [1 / np.log2(rank + 2) for rank in range(K)]
    ideal = sum(gains[: min(len(right), K)])
    pairs = [
        1 - float(vectors[a] @ vectors[b]) for n, a in enumerate(shown) for b in shown[n + 1 :]
    ]
    slots = list(zip(shown.tolist(), hits, strict=True))
    rarest = popularity[popularity > 0].min()
    return [
        sum(gain for gain, hit in zip(gains, hits, strict=True) if hit) / ideal,
        sum(hits) / len(right),
        float(any(hits)),
        sum(pairs) / len(pairs),
        float(np.mean([-np.log2(max(popularity[item], rarest)) for item in shown])),
        float(np.mean(popularity[shown])),
        len(set(categories[shown].tolist())) / K,
        float(np.nansum([sample.facts.prices[item] for item, hit in slots if hit])),
    ]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, open_workspace(Path(folder) / "ws") as ws:
        load_sample(ws, "complete-journey")
        evaluate_and_wait(ws, ["ease"])
        begun = time.perf_counter()
        sample = what_if_sample(ws, SAMPLE)
        facts = sample.facts
        knob_effects(ws, choice(RerankConfig()))
        opening = time.perf_counter() - begun
        # The text model's vectors are six times as wide as those of the words.
        sample.__dict__["facts"] = replace(facts, vectors=vectors_of_text_size(facts.n_items))
        rows = len(knob_effects(ws, choice(RerankConfig())).rows)
        print(
            f"{len(ws.dataset().user):,} purchases; {len(sample)} customers x 200 candidates, "
            f"{rows} figures, vectors of {sample.facts.vectors.values.shape[1]}"
        )
        print(f"{'the sample brought back, once':<45}{1000 * opening:8.0f} ms")
        slowest = _sliders(ws)
        ratio = _against_the_loop(ws, sample)
    print(f"{'slowest slider':<45}{slowest:8.0f} ms   budget {BUDGET_MS} ms")
    return 0 if slowest <= BUDGET_MS and ratio > 1 else 1


def _sliders(ws: Workspace) -> float:
    medians = []
    for name, turned in SLIDERS.items():
        times = answers(ws, turned)
        medians.append(float(np.median(times)))
        print(f"{name:<45}{medians[-1]:8.0f} ms   slowest answer {max(times):.0f} ms")
    return max(medians)


def _against_the_loop(ws: Workspace, sample: WhatIfSample) -> float:
    at = 0.37
    begun = time.perf_counter()
    lists, means = loop(sample, at)
    slow = 1000 * (time.perf_counter() - begun)
    begun = time.perf_counter()
    result = knob_effects(ws, choice(RerankConfig(diversity=at)))
    quick = 1000 * (time.perf_counter() - begun)
    ours = sample.lists(choice(RerankConfig(diversity=at))).final.items
    same = _share_alike(lists, ours)
    accuracy = result.row("NDCG")
    gap = abs(means["NDCG"] - accuracy.value) if accuracy else float("nan")
    print(f"{'a loop over the customers':<45}{slow:8.0f} ms   {slow / quick:.0f} times as long")
    print(f"{'lists alike':<45}{same:8.1%}      NDCG apart by {gap:.1e}")
    return slow / quick


def _share_alike(one: Sequence[np.ndarray] | np.ndarray, other: np.ndarray) -> float:
    return float((np.asarray(one) == other).all(axis=1).mean())


if __name__ == "__main__":
    sys.exit(main())
