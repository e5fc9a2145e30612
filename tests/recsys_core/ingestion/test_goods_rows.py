"""Charges in rows of their own are no goods."""

import pytest

from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import open_workspace


def export(words, charge=lambda order: "DPD", pieces=lambda order: "1"):
    """Orders of one or two goods and a charge each; words: of goods and of charges."""
    goods, beside = words
    rows = ["order id,date,customer id,Art,sku,product name,quantity,price"]
    for order in range(40):
        who = f"A{order},2024-03-{order % 28 + 1:02d},C{order % 9}"
        for line in range(order % 2 + 1):
            product = (order + line) % 6
            rows.append(f"{who},{goods},P{product},Mug {product},{order % 3 + 1},1{product}.50")
        rows.append(f"{who},{beside},{charge(order)},{charge(order)},{pieces(order)},4.90")
    return "\n".join(rows) + "\n"


@pytest.fixture
def imported(tmp_path):
    def run(text):
        path = tmp_path / "lines.csv"
        path.write_text(text, encoding="utf-8")
        with open_workspace(tmp_path / "workspace") as ws:
            done = import_files(ws, "interactions", [path])
            with ws.db.read() as cursor:
                sql = "SELECT count(DISTINCT item_id), round(sum(revenue), 2) FROM interactions"
                return done, cursor.execute(sql).fetchall()[0]

    return run


WITHOUT = round(
    sum(
        (order % 3 + 1) * (10.5 + (order + line) % 6)
        for order in range(40)
        for line in range(order % 2 + 1)
    ),
    2,
)


@pytest.mark.parametrize(
    "words", [("product", "shipping"), ("Artikel", "Versandkosten"), ("товар", "доставка")]
)
def test_delivery_in_its_own_rows_is_not_sold(imported, words):
    done, found = imported(export(words))
    assert found == (6, WITHOUT)
    assert any(f"Art: rows that say {words[1]} are charges" in said for said in done.warnings)


def test_supplies_for_shipping_are_goods(imported):
    text = export(("kitchen", "shipping boxes"), lambda order: f"Box {order % 3}", str)
    _, found = imported(text)
    assert found[0] == 9
    assert found[1] > WITHOUT
