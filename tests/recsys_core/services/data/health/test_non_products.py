from typing import Any

import pytest

from recsys_core.services.data.health.non_products import findings, proposals
from recsys_core.storage.database import Database, open_database
from tests.recsys_core.storage.builders import add, bought


def shop(titles: dict[str, str], rows: list[dict[str, Any]] | None = None) -> Database:
    """A shop with fifty ordinary products beside those of `titles`, each sold once."""
    db = open_database(":memory:")
    ordinary = {f"85{n:03d}A": f"Ceramic mug no. {n}" for n in range(50)}
    catalogue = [{"item_id": i, "title": t} for i, t in {**ordinary, **titles}.items()]
    add(db, "items", catalogue)
    sold = [bought("a", item, revenue=2.0) for item in [*ordinary, *titles]]
    add(db, "interactions", sold + (rows or []))
    return db


def proposed(db: Database, left_out: tuple[str, ...] = ()) -> dict[str, str]:
    with db.read() as cursor:
        found = proposals(cursor, left_out)
    return dict(zip(found["item_id"], found["what"], strict=True))


def test_fees_of_a_real_shop_are_proposed() -> None:
    db = shop(
        {
            "POST": "POSTAGE",
            "D": "Discount",
            "M": "Manual",
            "BANK CHARGES": "Bank Charges",
            "AMAZONFEE": "AMAZON FEE",
            "C2": "CARRIAGE",
            "gift_0001_20": "Dotcomgiftshop Gift Voucher £20.00",
            "S": "SAMPLES",
            "B": "Adjust bad debt",
            "TEST001": "This is a test product.",
        }
    )
    assert proposed(db) == {
        "POST": "postage or delivery",
        "D": "a discount",
        "M": "a correction",
        "BANK CHARGES": "a fee",
        "AMAZONFEE": "a fee",
        "C2": "postage or delivery",
        "gift_0001_20": "a gift card or voucher",
        "S": "a sample",
        "B": "a correction",
        "TEST001": "a test",
    }
    assert "POST" not in proposed(db, ("POST", "M"))


@pytest.mark.parametrize(
    "title",
    ["Versandkosten", "Gebühr", "Frais de port", "Chèque cadeau", "Gastos de envío", "运费"],
)
def test_other_languages_are_read(title: str) -> None:
    assert list(proposed(shop({"999": title}))) == ["999"]


@pytest.mark.parametrize(
    "title",
    [
        "SET OF 12 VINTAGE POSTCARD SET",
        "Wooden bed post shelf bracket",
        "Large hanging sampler embroidery",
        "Fast charger cable for travelling",
        "Manually operated coffee grinder",
    ],
)
def test_ordinary_products_are_not(title: str) -> None:
    assert proposed(shop({"12345": title})) == {}


def test_an_odd_number_with_any_price_is_proposed_and_says_why() -> None:
    rows = [bought("b", "MISC", 2, 1, price) for price in (0.5, 8.0, 120.0)]
    rows += [bought("b", "PADS", 2, 1, 3.0) for _ in range(4)]
    db = shop({"MISC": "Various", "PADS": "Pads to match all cushions"}, rows)
    with db.read() as cursor:
        found = proposals(cursor, ())
    assert found["item_id"].tolist() == ["MISC"]
    assert found["why"].tolist() == [
        "a number without digits, unlike the others; price from 0.50 to 120.00"
    ]
    assert (found["rows"].tolist(), found["customers"].tolist()) == ([4], [2])
    assert found["revenue"].tolist() == [130.5]
    finding = next(findings(found))
    assert finding["fix"] == "exclude_products"
    assert finding["sentence"].startswith("1 product looks like")


def test_where_all_numbers_are_words_a_word_is_not_odd() -> None:
    db = open_database(":memory:")
    rows = [bought("a", item, 1, 1, price) for item in ("mug", "cup") for price in (1, 50, 99)]
    add(db, "interactions", rows)
    assert proposed(db) == {}
