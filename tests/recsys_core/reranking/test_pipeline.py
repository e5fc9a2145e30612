import numpy as np

from recsys_core.reranking import pipeline
from recsys_core.reranking.filters import Filter
from recsys_core.schema.rules import Rule
from tests.recsys_core.reranking.builders import make_candidates

RULE = Rule(name="Off", action="exclude", by="product", values=("i0",))


def without(items, n):
    products = np.zeros(40, dtype=bool)
    products[items] = True
    return pipeline.RerankStep(
        "rule-exclude", "Rule: Off", Filter(RULE, np.ones(n, bool), products)
    )


def test_a_filter_keeps_order_and_width_and_is_recorded(rng):
    candidates = make_candidates(rng, 1, 40, 6)
    gone = candidates.items[0, [0, 3]]
    out = pipeline.apply(candidates, [without(gone, 1)], traced=True)
    assert out.items.shape == candidates.items.shape
    assert out.items[0, :4].tolist() == candidates.items[0, [1, 2, 4, 5]].tolist()
    (step,) = out.trace[0]
    assert (step.name, step.label, step.kept) == ("rule-exclude", "Rule: Off", 4)
    assert set(step.dropped) == set(gone.tolist())
    assert (int(candidates.items[0, 1]), 2, 1) in step.moved


def test_a_block_carries_no_trace_unless_asked(rng):
    candidates = make_candidates(rng, 3, 40, 6)
    step = without(candidates.items[0, :1], 3)
    assert pipeline.apply(candidates, [step]).trace == ()
    assert len(pipeline.apply(candidates, [step], traced=True).trace) == 3


def test_without_steps_nothing_changes(rng):
    candidates = make_candidates(rng, 2, 40, 10)
    assert pipeline.apply(candidates, []) is candidates
