"""A list with one property in each row is told from a list of products."""

import pytest

from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import open_workspace


@pytest.fixture
def warnings(tmp_path):
    def run(text, kind="items"):
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8")
        with open_workspace(tmp_path / "workspace") as ws:
            return import_files(ws, kind, [path]).warnings

    return run


@pytest.mark.parametrize(("key", "kind"), [("商品ID", "items"), ("Kundennummer", "users")])
def test_a_property_in_each_row_is_said(warnings, key, kind):
    lines = [
        f"{n},{name},{value}"
        for n in range(30)
        for name, value in (("farbe", ["rot", "blau"][n % 2]), ("groesse", f"{n % 5}XL"), ("id", n))
    ]
    said = warnings(f"{key},merkmal,wert\n" + "\n".join(lines) + "\n", kind)
    assert any("one property (merkmal) and its value (wert)" in text for text in said)


def test_variants_of_a_product_are_no_properties(warnings):
    lines = [
        f"P{n},{size},{colour}"
        for n in range(12)
        for size in ("S", "M", "L")
        for colour in ("red", "blue")
    ]
    said = warnings("product id,size,colour\n" + "\n".join(lines) + "\n")
    assert not any("one property" in text for text in said)


def test_a_plain_list_of_products_is_none(warnings):
    lines = [f"P{n},Mug {n},{['Mugs', 'Bags'][n % 2]},{n % 3}" for n in range(40)]
    said = warnings("sku,title,range,shelf\n" + "\n".join(lines) + "\n")
    assert said == []
