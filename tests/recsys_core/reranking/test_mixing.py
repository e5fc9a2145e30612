import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.reranking.mixing import mix
from recsys_core.reranking.relevance import relevance
from recsys_core.schema.recommendations import EMPTY
from tests.recsys_core.reranking.builders import make_candidates, shown


@given(seed=st.integers(0, 10_000), share=st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_blends_relevance_over_the_union(seed, share):
    rng = np.random.default_rng(seed)
    one = make_candidates(rng, 3, 25, 12, empty=True)
    two = make_candidates(rng, 3, 25, 9, empty=True)
    out = mix(one, two, share)
    assert out.k == 12
    for row in range(3):
        worth: dict[int, float] = {}
        for recs, weight in ((one, 1 - share), (two, share)):
            own = relevance(recs.scores, recs.items != EMPTY)[row]
            for item, r in zip(recs.items[row], own, strict=True):
                if item != EMPTY and weight:
                    worth[int(item)] = worth.get(int(item), 0) + weight * float(r)
        items = shown(out, row)
        best = sorted(worth.values(), reverse=True)[:12]
        np.testing.assert_allclose(out.scores[row, : len(items)], best, atol=1e-6)
        np.testing.assert_allclose([worth[i] for i in items], best, atol=1e-6)
        assert len(set(items)) == len(items) == min(12, len(worth))


def test_the_ends_are_the_two_models(rng):
    one, two = make_candidates(rng, 4, 40, 12), make_candidates(rng, 4, 40, 12)
    np.testing.assert_array_equal(mix(one, two, 0.0).items, one.items)
    np.testing.assert_array_equal(mix(one, two, 1.0).items, two.items)
