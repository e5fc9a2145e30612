from datetime import datetime

from pages.parts.recommendations import history_view
from recsys_core.services.customers.history import PastProduct, Product
from recsys_core.services.recommend.side_by_side import Why

PAST = [
    PastProduct(f"i{n}", f"Product {n}", "Dairy", 1 + n, (datetime(2024, 12 - n, 3),), None)
    for n in range(4)
]


def ids(rows: list[dict]) -> list[str]:
    return [row["id"] for row in rows]


def test_latest_first_with_times_and_day():
    rows = history_view.rows(PAST, [], [], None)
    assert ids(rows) == ["i0", "i1", "i2", "i3"]
    assert rows[0]["when"] == "3 Dec"
    assert rows[1]["when"] == "2 × · 3 Nov"
    assert {row["state"] for row in rows} == {"kept"}


def test_changes_come_first_and_can_be_taken_back():
    rows = history_view.rows(PAST, [Product("new", "Wine", "Drinks", 3)], ["i3"], None)
    assert ids(rows)[:2] == ["new", "i3"]
    assert [row["state"] for row in rows[:3]] == ["added", "dropped", "kept"]
    assert [row["action"] for row in rows[:3]] == ["Take back", "Put back", "Leave out"]


def test_with_a_row_open_the_strongest_cause_is_first():
    by_item = (("i2", "Product 2", 0.4), ("i1", "Product 1", 0.1), ("i0", "Product 0", -0.3))
    why = Why("x", "X", 1.0, 0.0, "exact", (), by_item, "", None, None)
    rows = history_view.rows(PAST, [], [], why)
    assert ids(rows)[:2] == ["i2", "i1"]
    assert [row["share"] for row in rows] == [1.0, 0.25, 0.0, 0.0]


def test_a_long_past_is_cut_but_every_change_stays():
    many = [PastProduct(f"p{n}", "P", "", 1, (), None) for n in range(200)]
    rows = history_view.rows(many, [], ["p150"], None)
    assert len(rows) == history_view.SHOWN
    assert rows[0]["id"] == "p150"


def test_ratings_show_the_rating():
    rated = [PastProduct("f", "Film", "Drama", 1, (datetime(2024, 5, 1),), 4.5)]
    assert history_view.rows(rated, [], [], None)[0]["when"] == "rated 4.5 · 1 May"
