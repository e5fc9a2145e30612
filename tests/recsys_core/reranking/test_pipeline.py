import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.reranking import pipeline
from recsys_core.reranking.already_bought import drop_already_bought
from recsys_core.reranking.filler import is_filler
from recsys_core.reranking.mmr import MMRConfig
from recsys_core.reranking.registry import RERANKERS
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.recommendations import EMPTY
from tests.recsys_core.reranking.builders import make_candidates, make_vectors


def bought(rng, n, n_items, share=0.3):
    return sp.csr_matrix((rng.random((n, n_items)) < share).astype(np.float32))


@given(seed=st.integers(0, 10_000), n=st.integers(1, 20), k=st.integers(1, 15), d=st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_k_distinct_items_and_never_an_excluded_one(seed, n, k, d):
    rng = np.random.default_rng(seed)
    vectors, histories = make_vectors(rng, 40, 6), bought(rng, n, 40)
    steps = [
        pipeline.already_bought_step(histories),
        pipeline.diversity_step(MMRConfig(diversity=d)),
        pipeline.filler_step(rng.permutation(40), exclude=histories),
    ]
    out = pipeline.apply(make_candidates(rng, n, 40, 20, empty=True), steps, k, vectors)
    for row in range(n):
        filled = out.items[row][out.items[row] != EMPTY]
        assert len(set(filled)) == len(filled) == min(k, 40 - histories[row].nnz)
        assert not set(filled) & set(histories[row].indices)
        assert (out.items[row][len(filled) :] == EMPTY).all()


def test_the_trace_tells_each_step_from_candidates_to_list(rng):
    candidates = make_candidates(rng, 1, 40, 6)
    seen = sp.csr_matrix(
        (np.ones(2), ([0, 0], candidates.items[0, [0, 3]])), shape=(1, 40), dtype=np.float32
    )
    steps = [pipeline.already_bought_step(seen), pipeline.filler_step(np.arange(40), exclude=seen)]
    out = pipeline.apply(candidates, steps, 6)
    names = [step.name for step in out.trace[0]]
    assert names == ["candidates", "already-bought", "filler", "list"]
    first, filtered, filled, last = out.trace[0]
    assert first.kept == 6
    assert filtered.kept == 4
    assert set(filtered.dropped) == set(candidates.items[0, [0, 3]].tolist())
    assert (int(candidates.items[0, 1]), 2, 1) in filtered.moved
    assert len(filled.filled) == 2
    assert last.kept == 6
    assert not last.moved
    assert set(out.items[0][is_filler(out)[0]]) == set(filled.filled)


def test_a_block_carries_no_trace_unless_asked(rng):
    candidates = make_candidates(rng, 3, 40, 6)
    assert pipeline.apply(candidates, [], 4).trace == ()
    assert len(pipeline.apply(candidates, [], 4, trace=True).trace) == 3


def test_without_steps_the_list_is_the_top_of_the_candidates(rng):
    candidates = make_candidates(rng, 2, 40, 10)
    out = pipeline.apply(candidates, [], 4)
    np.testing.assert_array_equal(out.items, candidates.items[:, :4])
    np.testing.assert_array_equal(out.scores, candidates.scores[:, :4])


def test_diversity_without_vectors_is_said_in_a_sentence(rng):
    candidates = make_candidates(rng, 1, 40, 10)
    step = pipeline.diversity_step(MMRConfig(diversity=0.5))
    with pytest.raises(NotReadyError, match="set diversity to 0"):
        pipeline.apply(candidates, [step], 5)
    none = pipeline.diversity_step(MMRConfig(diversity=0))
    np.testing.assert_array_equal(
        pipeline.apply(candidates, [none], 5).items, candidates.items[:, :5]
    )


def test_already_bought_keeps_order_and_width(rng):
    candidates, histories = make_candidates(rng, 1200, 40, 10), bought(rng, 1200, 40)
    out = drop_already_bought(candidates, histories)
    assert out.items.shape == candidates.items.shape
    for row in (0, 511, 512, 1199):
        seen = set(histories[row].indices)
        expected = [i for i in candidates.items[row] if i not in seen]
        assert [i for i in out.items[row] if i != EMPTY] == expected


@pytest.mark.parametrize("name", sorted(RERANKERS))
def test_every_registered_reranker_keeps_its_promises(name, rng):
    entry = RERANKERS[name]
    candidates = make_candidates(rng, 5, 40, 20)
    out = pipeline.apply(candidates, [entry.step(entry.Config())], 8, make_vectors(rng, 40, 6))
    np.testing.assert_array_equal(out.items, candidates.items[:, :8])  # the defaults change nothing
    assert entry.name == name
    for info in entry.Config.model_fields.values():
        assert info.title
        assert info.description
