import numpy as np
import pandas as pd

from recsys_core.services.data.health.checkup import checkup
from recsys_core.services.data.health.unusual_customers import findings, unusual
from recsys_core.services.workspace.workspace import open_workspace
from tests.recsys_core.storage.builders import add, bought


def totals(**extreme: list[float]) -> pd.DataFrame:
    """99 ordinary customers and one who differs in the columns given."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "user_id": [f"c{n}" for n in range(99)],
            "rows": rng.integers(10, 30, 99),
            "days": rng.integers(5, 10, 99),
            "lot": rng.uniform(1, 2, 99),
            "spend": rng.uniform(50, 150, 99),
        }
    )
    usual = {"rows": 20, "days": 7, "lot": 1.5, "spend": 100.0}
    return pd.concat([frame, pd.DataFrame([{"user_id": "x", **usual, **extreme}])])


def test_nobody_stands_out_among_ordinary_customers() -> None:
    assert unusual(totals(), ()).empty


def test_far_more_rows_a_day_look_like_a_program() -> None:
    found = unusual(totals(rows=5000, days=7), ())
    assert found["user_id"].tolist() == ["x"]
    assert found["what"].tolist() == ["a program or a shared account"]
    assert "a typical customer" in found["why"].iat[0]
    finding = next(findings(found))
    assert (finding["code"], finding["fix"]) == ("suspected_bots", "exclude_customers")
    assert finding["severity"] == "warning"


def test_large_lots_look_like_a_reseller_unless_left_out_already() -> None:
    found = unusual(totals(lot=144.0), ())
    assert found["what"].tolist() == ["a reseller"]
    assert unusual(totals(lot=144.0), ("x",)).empty
    assert unusual(totals(lot=144.0, rows=2), ()).empty


def test_with_few_customers_nobody_is_unusual() -> None:
    assert unusual(totals(rows=5000).tail(20), ()).empty


def test_one_person_under_two_numbers_is_found(tmp_path) -> None:
    lived = [(str(n), n + 1) for n in range(6)]
    rows = [bought(user, item, day) for user in ("17850", "copy") for item, day in lived]
    rows += [bought("17850.0", "9", 3), bought("0042", "1"), bought("42", "2"), bought("5", "1")]
    with open_workspace(tmp_path) as ws:
        add(ws.db, "interactions", rows)
        found = checkup(ws)
    same = {(why, tuple(ids)) for why, ids in found.same_customers[["why", "numbers"]].values}
    assert same == {
        ("number", ("17850", "17850.0")),
        ("number", ("0042", "42")),
        ("history", ("17850", "copy")),
    }
    codes = {one["code"] for one in found.health.findings}
    assert {"duplicate_customers", "duplicate_customer_numbers"} <= codes


def test_one_product_under_two_numbers_is_found(tmp_path) -> None:
    items = [{"item_id": str(n), "title": f"Mug {n}"} for n in range(20)]
    items += [{"item_id": "a", "title": "Mug 1 "}, {"item_id": "b", "title": "MUG 2"}]
    with open_workspace(tmp_path) as ws:
        add(ws.db, "items", items)
        add(ws.db, "interactions", [bought("a", str(n)) for n in range(20)])
        found = checkup(ws)
    assert [list(ids) for ids in found.same_products["numbers"]] == [["1", "a"], ["2", "b"]]
    codes = {one["code"] for one in found.health.findings}
    assert "duplicate_products" in codes or "titles_not_unique" in codes


def shoppers(ws, one_buys: int, fuel: int) -> None:
    """40 customers who buy bread by the piece and fuel by `fuel` units, and one who buys
    `one_buys` loaves at a time.
    """
    rows = []
    for day in range(1, 9):
        rows += [bought(f"c{n}", "bread", day, quantity=1, revenue=2.0) for n in range(40)]
        rows += [bought(f"c{n}", "fuel", day, quantity=fuel, revenue=2.0) for n in range(5)]
        rows.append(bought("x", "bread", day, quantity=one_buys, revenue=2.0 * one_buys))
    add(ws.db, "interactions", rows)


def test_fuel_by_the_litre_makes_no_reseller_and_bread_by_the_hundred_does(tmp_path) -> None:
    with open_workspace(tmp_path) as ws:
        shoppers(ws, one_buys=1, fuel=9_000)
        assert checkup(ws).unusual_customers.empty
        shoppers(ws, one_buys=100, fuel=9_000)
        found = checkup(ws).unusual_customers
    assert found["user_id"].tolist() == ["x"]


def test_what_was_sent_back_was_not_spent(tmp_path) -> None:
    with open_workspace(tmp_path) as ws:
        shoppers(ws, one_buys=1, fuel=1)
        big = {"revenue": 9_000.0, "quantity": 1}
        add(ws.db, "interactions", [bought("x", "ring", 9, **big)])
        assert checkup(ws).unusual_customers["user_id"].tolist() == ["x"]
        back = {"revenue": -9_000.0, "quantity": -1}
        add(ws.db, "interactions", [bought("x", "ring", 10, **back)])
        assert checkup(ws).unusual_customers.empty
