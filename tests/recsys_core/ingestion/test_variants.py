"""Variants without a title have their parent's, told by a handle or by the parent's number."""

import pytest

from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import open_workspace


@pytest.fixture
def titles(tmp_path):
    def run(rows, mapping=None):
        path = tmp_path / "products.csv"
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        with open_workspace(tmp_path / "workspace") as ws:
            done = import_files(ws, "items", [path], mapping)
            with ws.db.read() as cursor:
                found = cursor.execute("SELECT item_id, title, category_path, price FROM catalogue")
                return done, {row[0]: row[1:] for row in found.fetchall()}

    return run


def handles(own=""):
    """Six products of three variants; the first row of each alone says what it is."""
    return ["Handle,Title,Product Category,Variant SKU,Variant Price"] + [
        f"mug-{at},{own if n else f'Mug {at}'},{'' if n else 'Mugs'},M{at}-{n},{at + n}.5"
        for at in range(6) for n in range(3)
    ]  # fmt: skip


def parents(number=lambda at: f"M{at}"):
    """Six products, then two variants of each, which name their parent."""
    rows = ["ID,Type,SKU,Name,Categories,Parent,Price"]
    rows += [f"{at + 10},variable,M{at},Mug {at},Mugs,,9.5" for at in range(6)]
    return rows + [
        f"{at * 2 + n + 50},variation,M{at}-{n},,,{number(at)},{at + n}.5"
        for at in range(6) for n in range(2)
    ]  # fmt: skip


def test_the_first_row_of_a_handle_names_its_variants(titles):
    done, found = titles(handles())
    assert found["M4-0"] == ("Mug 4", "Mugs", 4.5)
    assert found["M4-2"] == ("Mug 4", "Mugs", 6.5)
    assert any("taken from their parent, by Handle" in text for text in done.evidence)


@pytest.mark.parametrize("number", [lambda at: f"M{at}", lambda at: f"id:{at + 10}"])
def test_the_parents_number_names_the_variants(titles, number):
    done, found = titles(parents(number))
    assert found["M3-1"] == ("Mug 3", "Mugs", 4.5)
    assert any("taken from their parent, by Parent" in text for text in done.evidence)


def test_variants_with_a_title_of_their_own_keep_it(titles):
    done, found = titles(handles("Small one"))
    assert found["M4-2"][0] == "Small one"
    assert not any("their parent" in text for text in done.evidence)


def test_a_product_without_a_title_beside_a_brand_takes_none(titles):
    rows = ["sku,title,brand,price"] + [
        f"M{at},{f'Mug {at}' if at % 4 else ''},{'Acme' if at < 10 else 'Zeta'},1.5"
        for at in range(20)
    ]  # fmt: skip
    done, found = titles(rows)
    assert found["M4"][0] is None
    assert not any("their parent" in text for text in done.evidence)


def test_a_parent_that_is_not_listed_names_nothing(titles):
    done, found = titles(parents(lambda at: f"X{at}"))
    assert found["M3-1"][0] is None
    assert not any("their parent" in text for text in done.evidence)
