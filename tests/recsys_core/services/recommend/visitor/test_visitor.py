"""A list for somebody who has bought nothing yet."""

import numpy as np
import pytest

from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.services.recommend.recommend import RecommendRequest, recommend
from recsys_core.services.recommend.visitor.text import WordIndex
from recsys_core.services.recommend.visitor.visitor import visitor_list
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
    assert "No product's text" in found.how


def test_plural_and_singular_are_one_word_and_idle_words_none():
    index = WordIndex(["Kids snack", "Red wine for the table", ""])
    near = index.nearness("snacks for kid")
    assert near[0] == pytest.approx(1.0)
    assert not near[1:].any()
    assert index.shared("snacks for kids", 0) == ("snacks", "kids")
    assert index.unknown("snacks beer") == ("beer",)
    assert not WordIndex(["", ""]).nearness("snack").any()


def test_typed_markup_is_only_words(shop: Workspace):
    found = visitor_list(shop, text="<img src=x> wine \x00", model="ease", k=3)
    assert np.isfinite([item.score for item in found.items]).all()
