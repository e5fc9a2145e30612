from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from recsys_core.reranking.filters import barred_cells
from recsys_core.reranking.rerank import rerank
from recsys_core.schema.ranking import top_k
from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.rules import Rule
from tests.recsys_core.reranking.builders import make_context, make_facts, shown

N, ITEMS, WIDTH, K = 8, 40, 12, 5


def floor(least: int, brand: str = "Brand 1", **more: object) -> Rule:
    return Rule(name="Own", action="at-least", by="brand", values=(brand,), limit=least, **more)


def lists(rng, rules, k=K, n_items=ITEMS, **config):
    """The lists of a random model, the 12 best products of which are the shortlist."""
    facts = make_facts(rng, n_items)
    context = make_context(rng, N, n_items, facts=facts)
    every = rng.random((N, n_items))

    def reserve(filters):
        off = barred_cells(filters, np.arange(N), np.arange(n_items))
        found = top_k(np.where(off, -np.inf, every), WIDTH)
        return Recommendations(context.users, *found, "model")

    made = rerank(reserve(()), k, RerankConfig(rules=tuple(rules), **config), context, reserve)
    return facts, context, every, made


@pytest.mark.parametrize("seed", range(12))
def test_the_list_is_the_best_of_all_that_hold_as_many(seed: int) -> None:
    facts, _, every, made = lists(np.random.default_rng(seed), [floor(2)], n_items=16)
    own = facts.brands == "Brand 1"
    least = min(2, int(own.sum()))
    possible = [list(c) for c in combinations(range(16), K) if own[list(c)].sum() >= least]
    for row in range(N):
        items = shown(made.final, row)
        assert own[items].sum() >= least
        # The best of all 4,368 lists of five of sixteen that hold as many.
        best = every[row][np.array(possible)].sum(axis=1).max()
        assert every[row, items].sum() == pytest.approx(best)
        assert (np.diff(every[row, items]) <= 0).all()
        np.testing.assert_allclose(made.final.scores[row, : len(items)], every[row, items])


def test_a_floor_the_model_meets_by_itself_changes_nothing(rng: np.random.Generator) -> None:
    state = rng.bit_generator.state
    *_, plain = lists(rng, [])
    rng.bit_generator.state = state
    facts, *_, made = lists(rng, [floor(1)])
    own = np.take(facts.brands == "Brand 1", plain.final.items)
    met = own.any(axis=1)
    assert 0 < met.sum() < N
    np.testing.assert_array_equal(made.final.items[met], plain.final.items[met])
    changed = (made.final.items[~met] != plain.final.items[~met]).sum(axis=1)
    assert (changed == 1).all()  # the last place


def test_it_holds_beside_variety_chance_pins_and_other_floors(rng: np.random.Generator) -> None:
    pin = Rule(name="Hero", action="pin", by="product", values=("i3",), place=1)
    rules = [pin, floor(2), floor(1, "Brand 2")]
    facts, _, _, made = lists(rng, rules, diversity=0.6, exploration=0.5, fill=True)
    for row in range(N):
        items = shown(made.final, row)
        assert items[0] == 3
        assert (facts.brands[items] == "Brand 1").sum() >= 2
        assert (facts.brands[items] == "Brand 2").sum() >= 1
        assert len(set(items)) == len(items) == K


def test_filters_and_caps_win_and_the_list_stays_full(rng: np.random.Generator) -> None:
    gone = Rule(name="No", action="exclude", by="brand", values=("Brand 1",))
    facts, *_, made = lists(rng, [gone, floor(3)])
    assert (made.final.items != EMPTY).all()
    assert not np.isin(facts.brands[made.final.items], ["Brand 1"]).any()
    few = Rule(name="Few", action="cap", by="brand", values=("Brand 1",), limit=1)
    facts, *_, made = lists(rng, [few, floor(3)])
    assert (made.final.items != EMPTY).all()
    assert ((facts.brands[made.final.items] == "Brand 1").sum(axis=1) == 1).all()


def test_it_is_for_the_customers_it_names(rng: np.random.Generator) -> None:
    state = rng.bit_generator.state
    *_, plain = lists(rng, [])
    rng.bit_generator.state = state
    facts, context, _, made = lists(rng, [floor(K, segment="Segment: Loyal")])
    loyal = context.groups["Segment: Loyal"]
    assert 0 < loyal.sum() < N
    own = (facts.brands[made.final.items[loyal]] == "Brand 1").sum(axis=1)
    assert (own == min(K, (facts.brands == "Brand 1").sum())).all()
    np.testing.assert_array_equal(made.final.items[~loyal], plain.final.items[~loyal])


def test_without_more_of_the_catalogue_the_shortlist_has_to_do(rng: np.random.Generator) -> None:
    facts, context, every, _ = lists(rng, [])
    found = Recommendations(context.users, *top_k(every, WIDTH), "model")
    made = rerank(found, K, RerankConfig(rules=(floor(4),)), replace(context, barred=None))
    there = (facts.brands[found.items] == "Brand 1").sum(axis=1)
    shown_own = (facts.brands[made.final.items] == "Brand 1").sum(axis=1)
    np.testing.assert_array_equal(shown_own, np.minimum(there, 4))
    assert (made.final.items != EMPTY).all()
