import numpy as np
import pytest
import scipy.sparse as sp

from recsys_core.models.registry import create
from recsys_core.schema.contracts import Recommender, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.rules import Rule
from recsys_core.schema.vectors import ItemVectors
from recsys_core.services.recommend import lists as lists_service
from recsys_core.services.recommend.lists import (
    Lists,
    ListSettings,
    best_left,
    lists_of_scores,
    make_lists,
)

NO_VECTORS = ItemVectors(np.zeros((80, 1), dtype=np.float32), "none")


@pytest.fixture
def lists_of(planted_dataset: Dataset):
    def make(name: str, *, include_seen: bool) -> Lists:
        model: Recommender = create(name, {})
        model.fit(planted_dataset, silent)
        user = np.array([0])
        settings = ListSettings(5, include_seen)
        context = ListContext(
            ItemFacts.of(planted_dataset, NO_VECTORS), user, planted_dataset.histories(user)
        )
        return make_lists(model, name, context, settings)

    return make


def test_bought_products_are_left_out_unless_asked_for(lists_of, planted_dataset: Dataset) -> None:
    past = set(planted_dataset.histories(np.array([0])).indices)
    assert not past & set(lists_of("popularity", include_seen=False).final.items[0])
    assert past & set(lists_of("popularity", include_seen=True).final.items[0])


def test_a_list_about_buying_again_keeps_bought_products_and_says_so(
    lists_of, planted_dataset: Dataset
) -> None:
    past = set(planted_dataset.histories(np.array([0])).indices)
    lists = lists_of("buy-again", include_seen=False)
    assert set(lists.final.items[0]) <= past
    steps = {step.name: step.label for step in lists.final.trace[0]}
    assert "already-bought" not in steps
    assert steps["bought-stay"].startswith("Bought products stay")
    asked = lists_of("buy-again", include_seen=True)
    np.testing.assert_array_equal(asked.final.items, lists.final.items)
    assert "bought-stay" not in {step.name for step in asked.final.trace[0]}


@pytest.mark.parametrize(
    ("knob", "likes", "bought"),
    [
        ({}, "bought", 5),
        ({"bought_cap": 2}, "bought", 2),
        ({"bought_cap": 2}, "new", 0),
        ({"new_cap": 1}, "bought", 5),
        ({"new_cap": 1}, "new", 4),
    ],
)
def test_places_are_kept_for_bought_or_for_new_products(
    planted_dataset: Dataset, knob: dict[str, int], likes: str, bought: int
) -> None:
    user = np.array([0])
    histories = planted_dataset.histories(user)
    had = histories.toarray() > 0
    every = np.where(had == (likes == "bought"), 2.0, 1.0).astype(np.float32)
    context = ListContext(ItemFacts.of(planted_dataset, NO_VECTORS), user, histories)
    settings = ListSettings(5, True, RerankConfig(**knob))
    made = lists_of_scores(every, False, "any", context, settings)
    assert had[0, made.final.items[0]].sum() == bought
    assert (made.final.items[0] != EMPTY).all()


def test_the_best_new_products_are_found_below_many_bought_ones() -> None:
    every = np.arange(50, dtype=np.float32)[None, ::-1]
    had = sp.csr_matrix((np.ones(40), (np.zeros(40, int), np.arange(40))), shape=(1, 50))
    items, scores = best_left(every, 5, [], np.array([0]), None, had=had)
    assert items[0].tolist() == [0, 1, 2, 3, 4, 40, 41, 42, 43, 44]
    assert scores[0, 5] == every[0, 40]
    few, _ = best_left(every, 5, [], np.array([0]), None, had=had[:, ::-1].tocsr())
    assert few[0].tolist() == [0, 1, 2, 3, 4, *[EMPTY] * 5]


@pytest.fixture
def reranked(planted_dataset: Dataset):
    model: Recommender = create("popularity", {})
    model.fit(planted_dataset, silent)
    other: Recommender = create("ease", {})
    other.fit(planted_dataset, silent)
    users = np.arange(6)
    facts = ItemFacts.of(planted_dataset, NO_VECTORS)
    context = ListContext(facts, users, planted_dataset.histories(users), planted_dataset.span[1])

    def make(k: int = 5, **rerank_config) -> Lists:
        settings = ListSettings(k, rerank_config=RerankConfig(**rerank_config))
        return make_lists(model, "popularity", context, settings, partner=other)

    return make


def test_a_filter_is_answered_from_the_whole_catalogue(
    reranked, planted_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists_service, "CANDIDATES", 6)
    ids = planted_dataset.items["item_id"]
    rare = planted_dataset.item_counts.argsort()[:12]
    rule = Rule(name="Rare", action="include", by="product", values=tuple(ids[rare]))
    made = reranked(rules=(rule,))
    assert not np.isin(made.candidates.items, rare).any()
    assert (made.final.items != EMPTY).all()
    assert np.isin(made.final.items, rare).all()
    counts = planted_dataset.item_counts[made.final.items]
    assert (np.diff(counts, axis=1) <= 0).all()


def test_pins_and_filler_are_told_apart_and_get_the_models_score(
    reranked, planted_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists_service, "CANDIDATES", 3)
    rarest = int(planted_dataset.item_counts.argmin())
    rule = Rule(name="Hero", action="pin", by="product", values=(f"i{rarest}",), place=2)
    made = reranked(k=3, rules=(rule,), category_cap=1, fill=True)
    assert (made.final.items[:, 1] == rarest).any()
    assert made.pinned[:, 1].any()
    assert not (made.pinned & made.filler).any()
    assert not np.isnan(made.final.scores[made.final.items != EMPTY]).any()


def test_a_partner_blends_in_only_when_the_settings_say_so(reranked) -> None:
    alone = reranked()
    np.testing.assert_array_equal(
        reranked(mix="ease", mix_share=0.0).final.items, alone.final.items
    )
    blended = reranked(mix="ease", mix_share=0.8).final
    assert (blended.items != alone.final.items).any()
    assert blended.scores.min() >= 0
    assert blended.scores.max() <= 1
