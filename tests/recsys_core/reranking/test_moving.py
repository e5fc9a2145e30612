from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.reranking import boosting, damping, newness, novelty, price, temperature
from recsys_core.reranking.moving import Move, falling, percentile
from recsys_core.reranking.registry import MOVERS, USEFUL
from recsys_core.reranking.relevance import relevance
from recsys_core.schema.histories import NO_TIME
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.rerank_config import RerankConfig, knobs
from recsys_core.schema.rules import Rule
from tests.recsys_core.reranking.builders import make_candidates, make_context, make_facts, shown


def run(stage, candidates):
    return stage(candidates)


@given(st.lists(st.floats(-5, 5, width=32) | st.just(-np.inf), min_size=1, max_size=30))
def test_falling_is_a_stable_argsort(values):
    row = np.array([values], dtype=np.float32)
    np.testing.assert_array_equal(falling(row), np.argsort(-row, axis=1, kind="stable"))


def test_what_a_move_makes_of_relevance_and_feature(rng):
    candidates = make_candidates(rng, 3, 20, 12, empty=True)
    feature = rng.random(20)
    feature[4] = np.nan
    out = run(Move(feature, 0.4), candidates)
    for row in range(3):
        own = relevance(candidates.scores, candidates.items != EMPTY)[row]
        worth = {
            int(i): 0.6 * r + 0.4 * (0.5 if i == 4 else feature[i])
            for i, r in zip(candidates.items[row], own, strict=True)
            if i != EMPTY
        }
        assert shown(out, row) == sorted(worth, key=lambda i: -worth[i])
        scores = dict(zip(candidates.items[row], candidates.scores[row], strict=True))
        assert [scores[i] for i in shown(out, row)] == list(out.scores[row][: len(worth)])


@pytest.mark.parametrize("name", sorted(MOVERS))
def test_every_mover_is_a_field_and_all_unknown_moves_nothing(name, rng):
    mover = MOVERS[name]
    assert mover.name == name
    assert mover.field in RerankConfig.model_fields
    facts = make_facts(rng, 40)
    flat = type(facts)(
        **{
            **{field: getattr(facts, field) for field in facts.__dataclass_fields__},
            "prices": np.full(40, np.nan),
            "popularity": np.full(40, 0.2),
            "first_ts": np.full(40, NO_TIME),
        }
    )
    candidates = make_candidates(rng, 2, 40, 12)
    out = run(mover.stage(flat, 1.0), candidates)
    np.testing.assert_array_equal(out.items, candidates.items)


def test_in_full_each_knob_orders_by_what_it_is_about(rng):
    facts = make_facts(rng, 40, unknown=0.0)
    candidates = make_candidates(rng, 1, 40, 20)

    def order(stage):
        return run(stage, candidates).items[0]

    assert (np.diff(facts.popularity[order(damping.stage(facts, 1.0))]) <= 0).sum() == 0
    assert (np.diff(facts.popularity[order(novelty.stage(facts, 1.0))]) >= 0).all()
    assert (np.diff(facts.prices[order(price.stage(facts, 1.0))]) <= 0).all()
    assert (np.diff(facts.prices[order(price.stage(facts, -1.0))]) >= 0).all()
    assert (np.diff(facts.first_ts[order(newness.stage(facts, 1.0))]) <= 0).all()


def test_damping_takes_hold_of_bestsellers_and_novelty_of_the_rare(rng):
    facts = make_facts(rng, 4)
    facts.popularity[:] = [0.8, 0.04, 0.02, 0.01]
    down, up = damping.feature(facts), novelty.feature(facts)
    assert down[0] == 0
    assert down[1:].min() > 0.94  # hardly any difference between those few know
    assert np.diff(up).min() > 0.15


def test_percentiles_put_ties_in_the_middle_and_leave_unknown_alone():
    found = percentile(np.array([1.0, 1.0, np.nan, 9.0]))
    np.testing.assert_allclose(found, [1 / 3, 1 / 3, np.nan, 5 / 6])


def rule(action, **more):
    return Rule(name="x", action=action, by="product", values=("i3", "i5"), **more)


def test_boosts_and_buries_go_all_the_way_and_only_for_their_segment(rng):
    context = make_context(rng, 30, 40)
    candidates = make_candidates(rng, 30, 40, 40)
    up = run(boosting.stage(rule("boost", strength=1.0), context), candidates)
    down = run(boosting.stage(rule("bury", strength=1.0), context), candidates)
    assert all(set(row[:2]) == {3, 5} for row in up.items)
    assert all(set(row[-2:]) == {3, 5} for row in down.items)
    loyal = context.groups["Segment: Loyal"]
    some = run(
        boosting.stage(rule("boost", strength=1.0, segment="Segment: Loyal"), context),
        candidates,
    )
    assert all(set(row[:2]) == {3, 5} for row in some.items[loyal])
    np.testing.assert_array_equal(some.items[~loyal], candidates.items[~loyal])


def test_more_temperature_means_more_change(rng):
    candidates = make_candidates(rng, 200, 300, 100)
    users = np.arange(200)
    place = np.arange(100)
    moved = []
    for t in (0.02, 0.2, 1.0):
        out = run(temperature.stage(users, t, 1), candidates)
        own = np.argsort(out.items, axis=1)
        was = np.argsort(candidates.items, axis=1)
        moved.append(np.abs(place[own] - place[was]).mean())
    assert moved[0] < moved[1] < moved[2]


def test_every_mover_stands_in_a_group_on_screen_and_is_tried_where_it_is_useful(rng):
    for mover in MOVERS.values():
        assert mover.field in knobs("view", "strength")
        assert USEFUL[mover.field](make_facts(rng, 40))
    nothing = replace(
        make_facts(rng, 40),
        prices=np.full(40, np.nan),
        categories=np.full(40, "", dtype=object),
        first_ts=np.full(40, NO_TIME),
    )
    tried = [name for name in knobs("view", "strength") if name in USEFUL and USEFUL[name](nothing)]
    assert tried == ["novelty", "damping"]
