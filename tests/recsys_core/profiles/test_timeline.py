import numpy as np
import pandas as pd

from recsys_core.profiles.timeline import by_month, visits


def lines(*rows):
    """(when, order, item, title, category, quantity, revenue)."""
    frame = pd.DataFrame(
        rows, columns=["ts", "order_id", "item_id", "title", "category", "quantity", "revenue"]
    )
    frame["ts"] = pd.to_datetime(frame["ts"])
    return frame


SHOP = lines(
    ("2024-01-02 10:00", "o1", "a", "Milk", "Dairy", 2.0, 3.0),
    ("2024-01-02 10:00", "o1", "b", "Wine", "Drinks", 1.0, 9.0),
    ("2024-01-02 10:00", "o1", "c", "Milk", "Dairy", 1.0, 1.5),
    ("2024-01-02 18:00", "o2", "d", "Bread", "Bakery", 1.0, 2.0),
    ("2024-03-05 09:00", None, "a", "Milk", "Dairy", 1.0, 1.5),
    ("2024-03-05 17:00", None, "d", "Bread", "Bakery", 1.0, 2.0),
)


def test_an_order_is_a_visit_and_lines_without_one_a_visit_a_day():
    out = visits(SHOP)
    assert out["order_id"].fillna("").tolist() == ["", "o2", "o1"]
    assert out["ts"].tolist() == list(
        pd.to_datetime(["2024-03-05 09:00", "2024-01-02 18:00", "2024-01-02 10:00"])
    )
    assert out["products"].tolist() == [2, 1, 3]
    assert out["units"].tolist() == [2, 1, 4]
    assert out["spend"].tolist() == [3.5, 2, 13.5]


def test_titles_are_named_once_dearest_first():
    assert visits(SHOP)["titles"].tolist() == ["Bread, Milk", "Bread", "Wine, Milk"]


def test_long_lists_of_titles_are_counted():
    many = lines(*[("2024-01-01", "o", str(i), f"T{i}", "", 1.0, 9.0 - i) for i in range(5)])
    assert visits(many)["titles"].tolist() == ["T0, T1, T2 and 2 more"]


def test_without_order_and_date_there_is_no_visit():
    undated = lines((None, None, "a", "Milk", "Dairy", 1.0, 1.0))
    assert visits(undated).empty
    assert by_month(undated).empty
    assert list(visits(undated).columns) == list(visits(SHOP).columns)
    assert list(by_month(undated).columns) == list(by_month(SHOP).columns)


def test_unknown_spend_stays_unknown():
    rated = lines(("2024-01-01", None, "a", "Film", "Drama", np.nan, np.nan))
    assert visits(rated)["spend"].isna().all()
    assert by_month(rated)["spend"].isna().all()


def test_every_month_has_every_category():
    out = by_month(SHOP)
    assert len(out) == 3 * 3
    table = out.pivot(index="month", columns="category", values="purchases")
    assert table["Dairy"].tolist() == [2, 0, 1]
    assert out["purchases"].sum() == len(SHOP)
    assert out["spend"].sum() == SHOP["revenue"].sum()


def test_small_categories_are_gathered():
    out = by_month(SHOP, categories=1)
    assert out["category"].unique().tolist() == ["Dairy", "Other"]
    assert out["purchases"].sum() == len(SHOP)
