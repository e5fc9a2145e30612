from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.reranking.calibrated import SMOOTHING, tastes
from recsys_core.reranking.picking import SlotPlan, pick
from recsys_core.reranking.relevance import relevance
from recsys_core.schema.recommendations import EMPTY
from tests.recsys_core.reranking.builders import make_candidates, make_context, make_facts, shown


def distance(own, codes, chosen):
    """KL(p || q) with the list's mix written out; unknown categories count in its length."""
    mix = np.bincount(codes[chosen][codes[chosen] >= 0], minlength=len(own)) / len(chosen)
    smoothed = (1 - SMOOTHING) * mix + SMOOTHING * own
    has = own > 0
    return float((own[has] * np.log(own[has] / smoothed[has])).sum())


@given(seed=st.integers(0, 10_000), weight=st.floats(0.01, 1), k=st.integers(1, 6))
@settings(max_examples=60, deadline=None)
def test_equals_the_greedy_rule_of_the_paper(seed, weight, k):
    rng = np.random.default_rng(seed)
    facts = make_facts(rng, 30)
    context = make_context(rng, 2, 30, facts=facts)
    candidates = make_candidates(rng, 2, 30, 10)
    own = tastes(context)
    codes = facts.category_codes
    out = pick(candidates, k, SlotPlan(calibration=weight, tastes=own, categories=codes))
    worth = relevance(candidates.scores, candidates.items != EMPTY)
    for row in range(2):
        p = own[row].toarray()[0]
        value = dict(zip(candidates.items[row].tolist(), worth[row], strict=True))
        chosen: list[int] = []
        for item in shown(out, row):
            gains = {
                i: (1 - weight) * value[i] - weight * distance(p, codes, np.array([*chosen, i]))
                for i in value
                if i not in chosen
            }
            assert gains[item] == pytest.approx(max(gains.values()), abs=1e-5)
            chosen.append(item)


def test_the_list_comes_nearer_to_the_customers_mix_as_the_slider_grows():
    for seed in range(3):
        rng = np.random.default_rng(seed)
        facts = make_facts(rng, 300)
        context = make_context(rng, 120, 300, share=0.03, facts=facts)
        candidates = make_candidates(rng, 120, 300, 100)
        own = tastes(context)
        codes = facts.category_codes
        errors = []
        for weight in np.linspace(0, 1, 9):
            plan = SlotPlan(calibration=weight, tastes=own, categories=codes)
            out = pick(candidates, 10, plan)
            errors.append(
                np.mean([distance(own[r].toarray()[0], codes, out.items[r]) for r in range(120)])
            )
        assert all(b <= a + 1e-3 for a, b in pairwise(errors)), errors
        assert errors[-1] < errors[0] / 2


def test_a_mix_counts_every_product_once_and_is_empty_without_a_history(rng):
    facts = make_facts(rng, 30)
    context = make_context(rng, 3, 30, facts=facts)
    own = tastes(context).toarray()
    for row in range(3):
        codes = facts.category_codes[context.histories[row].indices]
        np.testing.assert_allclose(
            own[row], np.bincount(codes[codes >= 0], minlength=own.shape[1]) / (codes >= 0).sum()
        )
    nobody = make_context(rng, 2, 30, share=0.0)
    candidates = make_candidates(rng, 2, 30, 10)
    plan = SlotPlan(calibration=0.9, tastes=tastes(nobody), categories=facts.category_codes)
    np.testing.assert_array_equal(pick(candidates, 5, plan).items, candidates.items[:, :5])
