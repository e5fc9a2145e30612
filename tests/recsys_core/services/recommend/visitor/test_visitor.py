"""A list for somebody who has bought nothing yet."""

from collections import Counter

import numpy as np
import pytest

from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.services.recommend.recommend import RecommendRequest, recommend
from recsys_core.services.recommend.visitor.text import (
    WordIndex,
    make_ready,
    typed_words,
    word_index,
)
from recsys_core.services.recommend.visitor.visitor import VISITOR_RERANKING, prepare, visitor_list
from recsys_core.services.workspace.runs import fitted, trained_model
from recsys_core.services.workspace.workspace import Workspace

pytestmark = pytest.mark.xdist_group("exporting")


def test_picked_products_alone_give_the_model_s_own_list(shop: Workspace):
    found = visitor_list(shop, ["P001", "P004"], model="ease", k=5)
    asked = RecommendRequest(None, "ease", 5, add=("P001", "P004"))
    assert [i.item_id for i in found.items] == [i.item_id for i in recommend(shop, asked).items]
    assert all("Yoghurt" in item.title for item in found.items)
    assert not {"P001", "P004"} & {item.item_id for item in found.items}
    assert found.items[0].fits is None


def test_words_find_what_they_name_best_sellers_first_among_equals(shop: Workspace):
    found = visitor_list(shop, text="some wines for the weekend", model="ease", k=6)
    assert {item.category for item in found.items} == {"Wine"}
    assert found.unknown == ("weekend",)
    assert "wines" in found.items[0].reason
    assert all(item.fits > 0 for item in found.items)


def test_both_together_weigh_half_each(shop: Workspace):
    found = visitor_list(shop, ["P001"], "soap", model="ease", k=10)
    kinds = {item.category for item in found.items}
    assert "Soap" in kinds
    assert found.how.startswith("Half")
    assert all(0 <= item.score <= 1 for item in found.items)


def test_words_that_say_nothing_are_told(shop: Workspace):
    with pytest.raises(InputError, match="Try others"):
        visitor_list(shop, text="xylophone", model="ease")
    with pytest.raises(InputError, match="Pick a product or type"):
        visitor_list(shop, text="  ", model="ease")
    with pytest.raises(NotFoundError):
        visitor_list(shop, ["nothing"], model="ease")
    found = visitor_list(shop, ["P001"], "xylophone", model="ease")
    assert found.unknown == ("xylophone",)
    assert "No product's text says “xylophone”." in found.how


def test_plural_and_singular_are_one_word_and_idle_words_none():
    index = WordIndex(["Kids snack", "Red wine for the table", ""])
    near = index.nearness("snacks for kid")
    assert near[0] == pytest.approx(1.0)
    assert not near[1:].any()
    assert index.shared("snacks for kids", 0) == ("snacks", "kids")
    assert index.unknown("snacks beer") == ("beer",)
    weights = index.weights("red kids wine beer")
    np.testing.assert_allclose(weights.sum(axis=0), [1 / 3, 2 / 3, 0.0], atol=1e-9)
    assert not WordIndex(["", ""]).nearness("snack").any()


def test_a_word_with_a_hyphen_is_one_word():
    index = WordIndex(["Gluten free bread", "Free samples", "Sugar", "T-shirt"])
    assert index.having("gluten-free").tolist() == [True, False, False, False]
    assert typed_words("Sugar-free, sugar and free 无糖") == (
        "sugar-free",
        "sugar",
        "free",
        *"无糖",
        "无糖",
    )
    assert index.unknown("sugar-free t-shirt") == ("sugar-free",)
    assert index.nearness("sugar-free").tolist() == [0, 0, 0, 0], "sugar is not what was asked"
    assert index.named("t-shirt sugar", np.array(["T-shirts", "Salt"], dtype=object)).tolist() == [
        True,
        False,
    ]


def test_unknown_words_are_said_beside_those_that_are_known(shop: Workspace):
    found = visitor_list(shop, text="gluten-free bread", model="ease", k=4)
    assert found.unknown == ("gluten-free",)
    assert "No product's text says “gluten-free”." in found.how
    assert {item.category for item in found.items} == {"Bread"}


def test_reasons_name_every_word_that_was_typed(shop: Workspace):
    found = visitor_list(shop, text="wine and soap", model="ease", k=6)
    named = [item.category for item in found.items]
    assert named.count("Wine") == named.count("Soap") == 3
    assert len({item.reason for item in found.items}) == 2


def test_a_category_is_capped_until_places_would_stay_empty(shop: Workspace):
    wide = visitor_list(shop, ["P001"], model="ease", k=6, rerank_config=VISITOR_RERANKING)
    kinds = Counter(item.category for item in wide.items)
    assert max(kinds.values()) == 2
    assert "Too few" not in wide.how
    narrow = visitor_list(shop, text="wine", model="ease", k=6, rerank_config=VISITOR_RERANKING)
    assert [item.category for item in narrow.items] == ["Wine"] * 6
    assert "up to 6 products of one stand here" in narrow.how


def test_what_the_first_list_waits_for_is_made_beforehand(shop: Workspace):
    trained = trained_model(shop, "ease")
    prepare(shop, trained)
    _, data = fitted(shop, trained)
    index = word_index(shop, data)
    make_ready(shop, data)
    assert visitor_list(shop, text="wine", model="ease").items
    assert word_index(shop, data) is index


def test_typed_markup_is_only_words(shop: Workspace):
    found = visitor_list(shop, text="<img src=x> wine \x00", model="ease", k=3)
    assert np.isfinite([item.score for item in found.items]).all()
