"""Freight, fees and gift cards among the products of orders."""

import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.schema.questions import UnansweredError
from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import open_workspace

HEAD = "order id,date,customer id,sku,product name,quantity,price\n"


def orders(name, pieces="1", price="9.00", alone=False, first=False, number="X9", every=2):
    """60 orders of one or two goods at 10.00 in one to three pieces, every second one with a
    line of a further product, of the name given, 60 / `every` in all.
    """
    found = []
    for order in range(60):
        who = f"A{order},2024-03-{order % 28 + 1:02d},C{order % 9}"
        goods = [f"{who},P{at % 7},Mug {at % 7},{order % 3 + 1},10.00"
                 for at in range(order, order + 1 + order % 2)]  # fmt: skip
        more = [f"{who},{number},{name},{pieces},{price}"] if order % every == 0 else []
        goods = [] if alone and more else goods
        found += more + goods if first else goods + more
    return HEAD + "\n".join(found) + "\n"


@pytest.fixture
def imported(tmp_path):
    def run(text, **answers):
        path = tmp_path / "lines.csv"
        path.write_text(text, encoding="utf-8")
        options = ReadOptions(answers={key.replace("_", "-"): v for key, v in answers.items()})
        with open_workspace(tmp_path / "workspace") as ws:
            done = import_files(ws, "interactions", [path], options=options, replace=True)
            with ws.db.read() as cursor:
                items = cursor.execute("SELECT DISTINCT item_id FROM interactions").fetchall()
        asked = {one.key: one.chosen for one in done.questions if one.key != "price"}
        return "X9" in {item for (item,) in items}, asked

    return run


@pytest.mark.parametrize("name", ["Frakt och emballage", "Versandkosten", "Доставка", "送料"])
def test_freight_below_the_goods_is_left_out(imported, name):
    assert imported(orders(name)) == (False, {"charges": "out"})


def test_freight_counts_where_the_analyst_says_so(imported):
    assert imported(orders("Freight"), charges="goods") == (True, {"charges": "goods"})


@pytest.mark.parametrize(
    "more",
    [{"alone": True}, {"pieces": "4"}, {"first": True}, {"every": 20}],
    ids=["bought alone", "several pieces", "above the goods", "too few"],
)
def test_a_product_called_freight_that_stands_as_goods_is_one(imported, more):
    assert imported(orders("Moon delivery", **more)) == (True, {})


def test_what_stands_as_a_charge_under_another_name_is_asked(imported):
    with pytest.raises(UnansweredError, match=r"X9 \(Zzyx\): 20 of the rows looked at"):
        imported(orders("Zzyx", every=3))
    assert imported(orders("Zzyx", every=3), perhaps_charges="out")[0] is False


@pytest.mark.parametrize("more", [{"pieces": "2"}, {"alone": True}, {"first": True}, {"every": 4}])
def test_other_products_are_not_asked_about(imported, more):
    assert imported(orders("Zzyx", **{"every": 3, **more})) == (True, {})


def test_where_all_is_bought_in_single_pieces_a_charge_is_like_the_rest(imported):
    text = orders("Zzyx", every=3).replace(",2,10.00", ",1,10.00").replace(",3,10.00", ",1,10.00")
    assert imported(text) == (True, {})


def test_gift_cards_are_named_and_count_until_it_is_said_otherwise(imported):
    text = orders("Bon podarunkowy 100", first=True)
    assert imported(text) == (True, {"gift-cards": "goods"})
    assert imported(text, gift_cards="out")[0] is False
