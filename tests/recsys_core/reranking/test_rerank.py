"""The promises every re-ranking keeps, whatever is asked for together."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.reranking.filters import barred_cells, filters_of
from recsys_core.reranking.rerank import rerank
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.rules import Rule
from recsys_core.schema.rules.matching import applies_to, in_force, products_matched
from tests.recsys_core.reranking.builders import (
    NOW,
    make_candidates,
    make_context,
    make_facts,
    one_of,
    row_of,
    shown,
)

weights = st.sampled_from([0.0, 0.2, 0.6, 1.0])
subjects = st.sampled_from(
    [
        {"by": "product", "values": ("i1", "i7", "i30")},
        {"by": "category", "values": ("Category 1", "Category 4")},
        {"by": "brand", "values": ("Brand 2",)},
        {"by": "attribute", "attribute": "size", "values": ("small",)},
    ]
)
details = {
    "in-stock": {},
    "price-range": {"low": 2.0, "high": 15.0},
    "margin-floor": {"low": 1.0},
    "bought-within": {"days": 40},
    "cap": {"limit": 2},
}


@st.composite
def rules(draw):
    action = draw(st.sampled_from(["exclude", "include", "boost", "bury", "pin", *details]))
    return Rule(
        name=action,
        action=action,
        segment=draw(st.sampled_from(["", "Segment: Loyal"])),
        strength=draw(st.sampled_from([0.3, 1.0])),
        place=draw(st.integers(1, 8)),
        **draw(subjects),
        **details.get(action, {}),
    )


rerank_configs = st.builds(
    RerankConfig,
    diversity=weights,
    diversity_by=st.sampled_from(["mmr", "dpp"]),
    calibration=weights,
    novelty=weights,
    damping=weights,
    price=st.sampled_from([-1.0, -0.3, 0.0, 0.5]),
    recency=weights,
    temperature=weights,
    exploration=st.sampled_from([0.0, 0.15, 0.5]),
    category_cap=st.sampled_from([None, 1, 3]),
    brand_cap=st.sampled_from([None, 2]),
    bought_cap=st.sampled_from([None, 1, 3]),
    new_cap=st.sampled_from([None, 2]),
    fill=st.booleans(),
    seed=st.integers(0, 5),
    rules=st.lists(rules(), max_size=4).map(tuple),
)


def case(seed, n=6, n_items=50, width=20):
    rng = np.random.default_rng(seed)
    facts = make_facts(rng, n_items)
    context = make_context(rng, n, n_items, facts=facts)
    return facts, context, make_candidates(rng, n, n_items, width, empty=True)


@given(seed=st.integers(0, 10_000), k=st.integers(1, 10), rerank_config=rerank_configs)
@settings(max_examples=80, deadline=None)
def test_every_list_keeps_its_promises(seed, k, rerank_config):
    facts, context, candidates = case(seed)
    barred = context.histories
    context = replace(context, barred=barred)
    reranked = rerank(candidates, k, rerank_config, context)
    final, active = reranked.final, in_force(rerank_config.rules, context.now)
    off = barred_cells(filters_of(active, context), np.arange(6), np.arange(50))
    assert final.k <= max(k, 1)
    for row in range(6):
        items = shown(final, row)
        assert len(set(items)) == len(items)
        assert (final.items[row, len(items) :] == EMPTY).all()  # no holes
        assert not off[row, items].any()  # never an excluded one
        offered = set(shown(candidates, row))
        fillers = final.items[row][reranked.filler[row]]
        pinned = final.items[row][reranked.pinned[row]]
        assert not set(fillers) & set(barred[row].indices)
        assert set(items) <= offered | set(fillers) | set(pinned)
        assert np.isnan(final.scores[row][reranked.filler[row]]).all()
        own = dict(zip(candidates.items[row], candidates.scores[row], strict=True))
        for item, score in zip(items, final.scores[row], strict=False):
            if item not in fillers and item in offered:
                assert score == own[item]  # scores stay the model's own
        if not rerank_config.fill:
            assert not reranked.filler[row].any()
        # Caps hold for all that was not pinned.
        free = [i for i in items if i not in set(pinned)]
        for codes, cap in (
            (facts.category_codes, rerank_config.category_cap),
            (facts.brand_codes, rerank_config.brand_cap),
        ):
            if cap is not None and not len(pinned):
                assert max(np.bincount(codes[free][codes[free] >= 0]), default=0) <= cap
        had = np.isin(free, context.histories[row].indices)
        for of_it, cap in ((had, rerank_config.bought_cap), (~had, rerank_config.new_cap)):
            assert cap is None or len(pinned) or of_it.sum() <= cap
        for rule in active:
            if rule.action == "cap" and not len(pinned) and applies_to(rule, context)[row]:
                assert products_matched(rule, facts)[free].sum() <= rule.limit
    together = reranked.filler.astype(int) + reranked.pinned + reranked.explored
    assert together.max(initial=0) <= 1


@given(seed=st.integers(0, 10_000), k=st.integers(1, 10), rerank_config=rerank_configs)
@settings(max_examples=25, deadline=None)
def test_a_block_gives_what_single_lists_give_and_the_record_changes_nothing(
    seed, k, rerank_config
):
    _, context, candidates = case(seed)
    context = replace(context, barred=context.histories)
    whole = rerank(candidates, k, rerank_config, context)
    again = rerank(candidates, k, rerank_config, context)
    np.testing.assert_array_equal(whole.final.items, again.final.items)
    for row in range(6):
        own = one_of(context, row)
        single = rerank(row_of(candidates, row), k, rerank_config, own, trace=True)
        assert shown(single.final) == shown(whole.final, row)
        size = len(shown(single.final))
        for mark in ("filler", "pinned", "explored"):
            np.testing.assert_array_equal(
                getattr(single, mark)[0, :size], getattr(whole, mark)[row, :size]
            )
        assert single.final.trace[0][-1].kept == size


def test_all_zero_is_the_original_order():
    _, context, candidates = case(3)
    out = rerank(candidates, 8, RerankConfig(seed=7, diversity_by="dpp"), context).final
    np.testing.assert_array_equal(out.items, candidates.items[:, :8])
    np.testing.assert_array_equal(out.scores, candidates.scores[:, :8])


@pytest.mark.parametrize(
    "knob", ["damping", "novelty", "price", "recency", "temperature", "diversity", "calibration"]
)
@pytest.mark.parametrize("kind", ["mmr", "dpp"])
def test_a_breath_of_any_knob_keeps_the_order(knob, kind):
    _, context, candidates = case(4)
    rerank_config = RerankConfig(**{knob: 1e-9, "diversity_by": kind})
    out = rerank(candidates, 8, rerank_config, context).final
    np.testing.assert_array_equal(out.items, candidates.items[:, :8])


def test_the_seed_decides_what_is_left_to_chance():
    _, context, candidates = case(5)
    for knob in ("temperature", "exploration"):
        one, same, other = (
            rerank(candidates, 8, RerankConfig(**{knob: 0.6, "seed": seed}), context).final.items
            for seed in (1, 1, 2)
        )
        np.testing.assert_array_equal(one, same)
        assert (one != other).any()


def test_capped_lists_are_full_where_candidates_suffice():
    rng = np.random.default_rng(0)
    facts = make_facts(rng, 400, unknown=0.0)
    context = make_context(rng, 40, 400, facts=facts)
    candidates = make_candidates(rng, 40, 400, 200)
    for extra in (
        {},
        {"diversity": 0.5},
        {"diversity": 0.5, "diversity_by": "dpp"},
        {"calibration": 0.8},
    ):
        rerank_config = RerankConfig(category_cap=2, brand_cap=2, **extra)
        out = rerank(candidates, 10, rerank_config, context).final
        assert (out.items != EMPTY).all()
        for row in out.items:
            assert np.bincount(facts.category_codes[row]).max() <= 2
            assert np.bincount(facts.brand_codes[row]).max() <= 2


def test_a_product_of_unknown_category_is_never_capped():
    rng = np.random.default_rng(0)
    facts = make_facts(rng, 50, unknown=1.0)
    candidates = make_candidates(rng, 2, 50, 20)
    out = rerank(
        candidates, 8, RerankConfig(category_cap=1), make_context(rng, 2, 50, facts=facts)
    ).final
    np.testing.assert_array_equal(out.items, candidates.items[:, :8])


def test_filters_give_way_to_the_models_next_best():
    _, context, candidates = case(6, n=1)
    ban = Rule(
        name="No big ones", action="exclude", by="attribute", attribute="size", values=("big",)
    )
    rng = np.random.default_rng(1)
    deeper = make_candidates(rng, 1, 50, 50)
    small = np.flatnonzero(np.arange(50) % 3 != 0)
    reserve = row_of(deeper, 0)
    keep = np.isin(reserve.items[0], small)
    reserve = type(reserve)(reserve.users, reserve.items[:, keep], reserve.scores[:, keep], "test")
    reranked = rerank(
        candidates, 10, RerankConfig(rules=(ban,)), context, reserve=lambda filters: reserve
    )
    assert shown(reranked.final) == reserve.items[0, :10].tolist()
    names = [step.name for step in reranked.final.trace[0]]
    assert names == ["candidates", "rule-exclude", "next-best", "list"]


def test_the_trace_names_every_step_in_order():
    _, context, candidates = case(8, n=1, width=30)
    pin = Rule(name="Hero", action="pin", by="product", values=("i49",), place=2)
    boost = Rule(name="Push", action="boost", by="brand", values=("Brand 2",))
    rerank_config = RerankConfig(
        damping=0.2,
        novelty=0.2,
        price=-0.1,
        recency=0.1,
        temperature=0.1,
        diversity=0.3,
        calibration=0.3,
        category_cap=2,
        exploration=0.2,
        fill=True,
        rules=(pin, boost),
    )
    out = rerank(candidates, 10, rerank_config, context).final
    assert [step.name for step in out.trace[0]] == [
        "candidates",
        "damping",
        "novelty",
        "price",
        "newness",
        "rule-boost",
        "temperature",
        "caps",
        "calibration",
        "mmr",
        "rule-pin",
        "exploration",
        "filler",
        "list",
    ]
    assert all(step.label for step in out.trace[0])


def test_a_day_long_past_or_a_rule_switched_off_has_no_effect():
    _, context, candidates = case(9)
    ban = {
        "name": "x",
        "action": "exclude",
        "by": "attribute",
        "attribute": "size",
        "values": ("big", "small"),
    }
    assert context.now == NOW
    for rule, empty in (
        (Rule(**ban), True),
        (Rule(**ban, enabled=False), False),
        (Rule(**ban, end="2023-11-13"), False),
        (Rule(**ban, end="2023-11-14"), True),
        (Rule(**ban, start="2023-11-15"), False),
        (Rule(**ban, segment="Segment: Nobody"), False),
    ):
        out = rerank(candidates, 5, RerankConfig(rules=(rule,)), context).final
        assert (out.items == EMPTY).all() == empty
