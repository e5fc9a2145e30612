from dataclasses import replace

import numpy as np
import pytest

from recsys_core.schema.config import DataSettings
from recsys_core.schema.errors import NotFoundError
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.vectors import ItemVectors
from recsys_core.services.customers.history import find_products, past_products, products
from recsys_core.services.recommend import side_by_side
from recsys_core.services.recommend.recommend import RecommendRequest, recommend
from recsys_core.services.workspace.frame_file import csv_bytes
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.market import LOYAL, NEW, ODD_TITLE

pytest_plugins = ["tests.pages.market"]

EASE = RecommendRequest(LOYAL, "ease", k=8)


def test_a_list_is_what_recommend_gives(market_alone: Workspace):
    mine, theirs = side_by_side.one_list(market_alone, EASE), recommend(market_alone, EASE)
    assert [i.item_id for i in mine.result.items] == [i.item_id for i in theirs.items]
    assert [i.reason for i in mine.result.items] == [i.reason for i in theirs.items]
    assert [i.method for i in mine.result.items] == [i.method for i in theirs.items]
    assert mine.mean_score == pytest.approx(np.mean([i.score for i in theirs.items]))
    # From memory now, and still the same.
    assert side_by_side.one_list(market_alone, EASE) == mine


def test_reasons_follow_the_what_if(market_alone: Workspace):
    before = side_by_side.one_list(market_alone, EASE)
    dropped = past_products(market_alone, LOYAL, DataSettings())[0].item_id
    after = side_by_side.one_list(market_alone, replace(EASE, drop=(dropped,)))
    reasons = {i.item_id: i.reason for i in after.result.items}
    assert any(reasons.get(i.item_id, i.reason) != i.reason for i in before.result.items)


def test_differences_are_counted(market_alone: Workspace):
    before = side_by_side.one_list(market_alone, EASE)
    after = side_by_side.one_list(
        market_alone, replace(EASE, rerank_config=RerankConfig(diversity=0.9))
    )
    found = side_by_side.difference(after, before)
    assert side_by_side.difference(before, before).same
    assert set(found.new) == set(after.places) - set(before.places)
    assert set(found.gone) == set(before.places) - set(after.places)
    assert found.categories == (len(before.categories), len(after.categories))
    assert found.variety[1] > found.variety[0]
    assert 0 < found.score_kept < 1
    assert (
        side_by_side.unchanged(
            replace(EASE, rerank_config=RerankConfig(diversity=0.9), add=("p1",))
        )
        == EASE
    )


def test_shared_products_keep_the_order_of_the_first_list(market_alone: Workspace):
    best = side_by_side.one_list(market_alone, replace(EASE, model="popularity"))
    ease = side_by_side.one_list(market_alone, EASE)
    both = side_by_side.shared([best, ease])
    assert set(both) == set(best.places) & set(ease.places)
    assert list(both) == sorted(both, key=best.places.__getitem__)
    assert side_by_side.shared([]) == ()


def test_variety_is_the_mean_of_one_minus_cosine(rng: np.random.Generator):
    values = rng.normal(size=(6, 4))
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    values[5] = 0
    vectors = ItemVectors(values.astype(np.float32), "test")
    pairs = [1 - values[a] @ values[b] for a in range(5) for b in range(a)]
    assert side_by_side.variety(range(6), vectors) == pytest.approx(np.mean(pairs), abs=1e-6)
    assert side_by_side.variety([0, 5], vectors) is None


def test_exact_evidence_sums_to_the_score(market_alone: Workspace):
    first = side_by_side.one_list(market_alone, EASE).result.items[0]
    found = side_by_side.why(market_alone, EASE, first.item_id)
    total = found.base + sum(value for _, _, value in found.by_item)
    assert found.method == "exact"
    assert total == pytest.approx(first.score, abs=1e-5)
    assert sum(one.contribution for one in found.shares) == pytest.approx(total - found.base)
    assert found.check.startswith("Without ")


def test_what_is_not_personal_has_no_evidence(market_alone: Workspace):
    found = side_by_side.why(market_alone, replace(EASE, model="popularity"), "p1")
    assert (found.method, found.shares, found.by_item) == ("none", (), ())
    assert found.check is None
    with pytest.raises(NotFoundError):
        side_by_side.why(market_alone, EASE, "no-such-product")


def test_the_csv_runs_nothing(market_alone: Workspace):
    wide = replace(EASE, user="c1", k=40, include_seen=True)
    frame = side_by_side.lists_frame([side_by_side.one_list(market_alone, wide)])
    text = csv_bytes(frame).decode("utf-8-sig")
    assert ODD_TITLE in text
    assert f",{ODD_TITLE}" not in text
    assert text.splitlines()[0].startswith("user_id,rank,title")


def test_the_past_is_latest_first_and_counts_occasions(market_alone: Workspace):
    past = past_products(market_alone, LOYAL, DataSettings())
    lasts = [one.last for one in past]
    assert lasts == sorted(lasts, reverse=True)
    assert sum(one.times for one in past) == sum(len(one.moments) for one in past) == 8
    (only,) = past_products(market_alone, NEW, DataSettings())
    assert (only.item_id, only.times, only.category) == ("p1", 1, "Yoghurt")
    with pytest.raises(NotFoundError):
        past_products(market_alone, "nobody", DataSettings())


def test_products_are_found_by_every_word(market_alone: Workspace):
    found = find_products(market_alone, "WINE no", DataSettings(), limit=4)
    assert len(found) == 4
    assert {one.category for one in found} == {"Wine"}
    counts = [one.customers for one in found]
    assert counts == sorted(counts, reverse=True)
    assert find_products(market_alone, "wïne NÓ", DataSettings(), limit=4) == found
    assert find_products(market_alone, "  ", DataSettings()) == ()
    assert [p.item_id for p in products(market_alone, ("p3", "gone"), DataSettings())] == ["p3"]
