"""A moved diversity slider answers within 150 ms of server time.

python benchmarks/bench_slider.py      Complete Journey, `ease`, vectors as wide as the text model's

Timed: re-ranking one list of 200 candidates; the whole answer for one customer (scores, list,
reasons); and re-ranking the sample of 500 customers behind the page's held-out figures. The
sample's candidates are kept from slider to slider, so scoring them is not part of it.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from benchmarks.bench_evaluation import complete_journey, vectors_of_text_size
from recsys_core.explanations.evidence import explain_list
from recsys_core.explanations.reason_words import reason
from recsys_core.models.registry import create
from recsys_core.reranking.rerank import rerank
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import ITEM_NUMBERS
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.ranking import top_k
from recsys_core.schema.recommendations import Recommendations
from recsys_core.schema.rerank_config import RerankConfig

BUDGET_MS = 150
SAMPLE, CANDIDATES, K = 500, 200, 10
SLIDER = (0.1, 0.3, 0.5, 0.7, 0.9)


def median_ms(work: Callable[[float], object]) -> float:
    """Median over the slider's positions, after one warm-up."""
    work(0.5)
    times = []
    for diversity in SLIDER:
        start = time.perf_counter()
        work(diversity)
        times.append(time.perf_counter() - start)
    return 1000 * float(np.median(times))


def main() -> int:
    data = complete_journey()
    data.items[list(ITEM_NUMBERS)] = np.nan
    vectors = vectors_of_text_size(data.n_items)
    facts = ItemFacts.of(data, vectors)
    titles = data.items[Columns.Item].to_numpy(dtype=object)
    model = create("ease", {}, None)
    model.fit(data, silent)
    users = np.sort(np.random.default_rng(0).permutation(data.n_users)[:SAMPLE])
    histories = data.histories(users)

    def candidates(rows: slice) -> Recommendations:
        seen = histories[rows]
        items, scores = top_k(model.score(seen), CANDIDATES, exclude=seen)
        return Recommendations(users[rows], items, scores, "ease")

    everyone, one, history = candidates(slice(None)), candidates(slice(0, 1)), histories[:1]

    def reranked(lists: Recommendations, diversity: float) -> Recommendations:
        context = ListContext(facts, lists.users, histories[: len(lists)])
        return rerank(lists, K, RerankConfig(diversity=diversity), context).final

    def whole_answer(diversity: float) -> list[str]:
        shown = reranked(candidates(slice(0, 1)), diversity).items[0]
        return [reason(found, titles) for found in explain_list(model, history, shown)]

    figures = {
        f"one list of {CANDIDATES} re-ranked and traced": median_ms(lambda d: reranked(one, d)),
        "one customer: scores, list, reasons": median_ms(whole_answer),
        f"{SAMPLE} customers x {CANDIDATES} re-ranked": median_ms(lambda d: reranked(everyone, d)),
    }
    print(
        f"{len(data.user):,} purchases, {data.n_users:,} customers, {data.n_items:,} products, "
        f"vectors of {vectors.values.shape[1]}"
    )
    for what, figure in figures.items():
        print(f"{what:<45}{figure:8.1f} ms")
    total = sum(list(figures.values())[1:])
    print(f"{'a moved slider in all':<45}{total:8.1f} ms   budget {BUDGET_MS} ms")
    return 0 if total <= BUDGET_MS else 1


if __name__ == "__main__":
    sys.exit(main())
