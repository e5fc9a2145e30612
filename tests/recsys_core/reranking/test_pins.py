import numpy as np
import scipy.sparse as sp

from recsys_core.reranking.rerank import rerank
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.recommendations import Recommendations
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.rules import Rule
from tests.recsys_core.reranking.builders import make_facts, shown

CANDIDATES = Recommendations(
    np.array([0]), np.array([[10, 11, 12, 13, 14]]), np.array([[5.0, 4.0, 3.0, 2.0, 1.0]]), "test"
)
NOTHING = sp.csr_matrix((1, 30), dtype=np.float32)


def pin(place, *products, **more):
    return Rule(
        name=f"Pin {place}", action="pin", by="product",
        values=tuple(f"i{p}" for p in products), place=place, **more,
    )  # fmt: skip


def reranked(rng, *rules, k=4, barred=None, candidates=CANDIDATES, **knobs):
    facts = make_facts(rng, 30, unknown=0.0)
    rerank_config = RerankConfig(rules=rules, **knobs)
    context = ListContext(facts, np.array([0]), NOTHING, barred=barred)
    return rerank(candidates, k, rerank_config, context), facts


def test_a_candidate_goes_to_its_place_with_its_score(rng):
    out, _ = reranked(rng, pin(2, 13))
    assert shown(out.final) == [10, 13, 11, 12]
    assert out.final.scores[0].tolist() == [5, 2, 4, 3]
    assert out.pinned[0].tolist() == [False, True, False, False]


def test_the_best_candidate_spoken_of_is_taken(rng):
    out, _ = reranked(rng, pin(1, 14, 12, 2))
    assert shown(out.final)[0] == 12


def test_what_is_no_candidate_comes_in_without_a_score(rng):
    out, _ = reranked(rng, pin(3, 7))
    assert shown(out.final) == [10, 11, 7, 12]
    assert np.isnan(out.final.scores[0, 2])
    assert out.pinned[0].tolist() == [False, False, True, False]
    assert not out.filler.any()


def test_of_several_that_are_no_candidates_the_bestseller_comes_in(rng):
    out, facts = reranked(rng, pin(1, 3, 4, 5))
    assert shown(out.final)[0] == max((3, 4, 5), key=lambda i: facts.popularity[i])


def test_what_a_customer_may_not_see_is_not_pinned(rng):
    ban = Rule(name="Off", action="exclude", by="product", values=("i7",))
    out, _ = reranked(rng, ban, pin(1, 7))
    assert shown(out.final) == [10, 11, 12, 13]
    bought = sp.csr_matrix(([1.0], ([0], [7])), shape=(1, 30), dtype=np.float32)
    out, _ = reranked(rng, pin(1, 7), barred=bought)
    assert 7 not in shown(out.final)
    assert not out.pinned.any()


def test_two_pins_on_one_place_stand_below_one_another(rng):
    out, _ = reranked(rng, pin(1, 13), pin(1, 7), pin(1, 13))
    assert shown(out.final)[:2] == [13, 7]


def test_a_place_below_the_list_is_not_shown(rng):
    out, _ = reranked(rng, pin(9, 7))
    assert shown(out.final) == [10, 11, 12, 13]


def test_on_a_short_list_filler_keeps_the_place_and_without_it_the_list_closes(rng):
    short = Recommendations(np.array([0]), np.array([[10, 11]]), np.array([[2.0, 1.0]]), "test")
    out, _ = reranked(rng, pin(5, 7), k=6, candidates=short)
    assert shown(out.final) == [10, 11, 7]
    assert out.pinned[0, :3].tolist() == [False, False, True]
    out, _ = reranked(rng, pin(5, 7), k=6, candidates=short, fill=True)
    assert out.final.items[0, 4] == 7
    assert out.filler[0].tolist() == [False, False, True, True, False, True]


def test_pins_count_towards_caps_and_stay_when_these_are_full(rng):
    facts = make_facts(rng, 30, unknown=0.0)
    cap = Rule(name="Few", action="cap", by="product", values=("i10", "i12", "i13"), limit=1)
    both = RerankConfig(rules=(cap, pin(1, 13), pin(3, 12)))
    out = rerank(CANDIDATES, 5, both, ListContext(facts, np.array([0]), NOTHING))
    assert shown(out.final) == [13, 11, 12, 14]


def test_diversity_and_calibration_work_around_a_pin(rng):
    for kind in ("mmr", "dpp"):
        out, _ = reranked(
            rng, pin(2, 14), diversity=0.6, diversity_by=kind, calibration=0.4, category_cap=4
        )
        assert shown(out.final)[1] == 14
        assert len(set(shown(out.final))) == 4
