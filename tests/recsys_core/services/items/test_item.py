"""A product's side: figures against counting by hand."""

import numpy as np
import pytest

from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.services.items.baskets import bought_together
from recsys_core.services.items.item import co_purchase, item_side
from recsys_core.services.items.new_item import new_product
from recsys_core.services.recommend.recommend import RecommendRequest, recommend
from recsys_core.services.workspace.workspace import Workspace
from tests.factories import make_dataset

pytestmark = pytest.mark.xdist_group("exporting")
DAY = 86_400


def test_co_purchase_is_the_cosine_of_customers(tiny_dataset):
    found = co_purchase(tiny_dataset, 0)
    # Products 0 and 1: customers {0, 1, 4} and {0, 1}; products 0 and 3: {0, 1, 4} and {2, 3, 4}.
    assert found[1] == pytest.approx(2 / np.sqrt(3 * 2))
    assert found[3] == pytest.approx(1 / 3)
    assert found[0] == 0
    assert found[5] == 0


def test_what_is_bought_in_one_go_with_counts_confidence_and_lift():
    events = []
    for user in range(6):  # Six baskets with 0, four of them with 1 too; two more with 2 alone.
        events.append((user, 0, 1.0, DAY))
        if user < 4:
            events.append((user, 1, 1.0, DAY))
        events.append((user, 2, 1.0, 2 * DAY))
    found, how = bought_together(make_dataset(events, 6, 3, fingerprint="baskets"), 0, 5)
    assert [one.item_id for one in found] == ["i1"]
    assert found[0].baskets == 4
    assert found[0].confidence == pytest.approx(4 / 6)
    assert found[0].lift == pytest.approx((4 / 6) / (4 / 12))
    assert "12 purchases" in how


def test_the_lists_it_is_on_are_the_lists_that_are_made(shop: Workspace):
    side = item_side(shop, "P003", "ease", k=5)
    places = []
    data = shop.dataset()
    for user in data.users["user_id"]:
        result = recommend(shop, RecommendRequest(user, "ease", 5, explain=False))
        places += [item.rank for item in result.items if item.item_id == "P003"]
    assert side.lists.with_it == len(places)
    assert side.lists.mean_rank == pytest.approx(np.mean(places))
    assert side.lists.looked_at == data.n_users - side.customers
    assert not side.lists.sampled
    assert [one.rank for one in side.wanting] == sorted(one.rank for one in side.wanting)
    assert all(one.segment for one in side.wanting)


def test_near_products_know_their_place_in_both_orders(shop: Workspace):
    side = item_side(shop, "P003", "ease")
    assert "P003" not in {one.item_id for one in (*side.by_behaviour, *side.by_text)}
    assert [one.behaviour_rank for one in side.by_behaviour] == list(range(1, 11))
    assert [one.text_rank for one in side.by_text] == list(range(1, 11))
    assert all("Yoghurt" in one.title for one in side.by_text)
    assert side.sentence.startswith("Yoghurt no. 3: ")
    with pytest.raises(NotFoundError):
        item_side(shop, "nothing", "ease")


def test_a_new_product_lands_among_its_kind(shop: Workspace):
    placed = new_product(shop, "Red wine from the south", "Wine")
    assert {one.category for one in placed.by_text[:5]} == {"Wine"}
    assert {one.category for one in placed.neighbours[:3]} == {"Wine"}
    data = shop.dataset()
    first = data.user_code(placed.wanting[0].user)
    kinds = data.items["category"].to_numpy()[data.matrix[first].indices]
    assert (kinds == "Wine").mean() > 0.5
    assert "like it, such as Wine" in placed.wanting[0].why
    assert "south" in placed.unknown
    with pytest.raises(InputError, match="cannot be placed"):
        new_product(shop, "Xylophone")
    with pytest.raises(InputError, match="title"):
        new_product(shop, "  ", "Wine")
