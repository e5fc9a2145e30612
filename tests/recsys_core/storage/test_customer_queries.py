import pandas as pd
import pytest

from recsys_core.storage import customer_queries
from tests.recsys_core.storage.builders import add, bought, rated


def ask(db, query, *arguments):
    with db.read() as cursor:
        return query(cursor, *arguments)


def totals(db):
    what = ask(db, customer_queries.activity)
    return ask(db, customer_queries.totals, what).set_index("user_id")


def test_an_empty_workspace_has_no_activity(memory_db):
    assert ask(memory_db, customer_queries.activity) is None


@pytest.mark.parametrize(
    ("rows", "kind", "visit"),
    [
        ([{**bought("a", "p", 1), "order_id": "o1"}], "purchase", "order"),
        ([bought("a", "p", 1)], "purchase", "day"),
        ([bought("a", "p", None)], "purchase", "line"),
        ([rated("a", "p", 4), rated("a", "q", 4), bought("a", "p", 1)], "rating", "day"),
        ([rated("a", "p", 4), bought("a", "q", 1), bought("a", "p", 1)], "purchase", "day"),
        ([bought("a", "p", 1, quantity=-1)], "purchase", "line"),
    ],
)
def test_what_counts_as_a_visit(memory_db, rows, kind, visit):
    add(memory_db, "interactions", rows)
    what = ask(memory_db, customer_queries.activity)
    assert (what.kind, what.visit) == (kind, visit)


def test_lines_without_an_order_number_are_visits_by_day(memory_db):
    rows = [
        {**bought("a", "p", 1), "order_id": "o1"},
        {**bought("a", "q", 1), "order_id": "o2"},
        {**bought("a", "p", 2), "order_id": None},
        {**bought("a", "q", 2), "order_id": None},
    ]
    add(memory_db, "interactions", rows)
    found = totals(memory_db)
    assert found.loc["a", "visits"] == 3
    assert found.loc["a", "days"] == 2


def test_spend_is_net_of_returns_and_everybody_is_there(memory_db):
    rows = [bought("a", "p", 1, 2, 6.0), bought("a", "p", 4, -1, -3.0), bought("b", "p", 9, -1, -3)]
    add(memory_db, "interactions", rows)
    found = totals(memory_db)
    assert found["spend"].to_dict() == {"a": 3.0, "b": -3.0}
    assert found["visits"].to_dict() == {"a": 1, "b": 0}
    assert pd.isna(found.loc["b", "last_ts"])


def test_titles_and_categories_of_the_latest_product_list(memory_db):
    add(memory_db, "interactions", [bought("a", "1001", 1), bought("a", "soap", 2)])
    for title in ("Old milk", "New milk"):
        add(
            memory_db,
            "items",
            [{"item_id": "1001", "title": title, "category_path": "Food > Dairy > Milk"}],
        )
    what = ask(memory_db, customer_queries.activity)
    lines = ask(memory_db, customer_queries.lines_of, "a", what).set_index("item_id")
    assert lines["title"].to_dict() == {"soap": "soap", "1001": "New milk"}
    assert lines["category"].to_dict() == {"soap": "", "1001": "Dairy"}


def test_a_product_without_a_title_is_called_by_its_number(memory_db):
    add(memory_db, "interactions", [bought("a", "1001", 1)])
    what = ask(memory_db, customer_queries.activity)
    lines = ask(memory_db, customer_queries.lines_of, "a", what)
    assert lines["title"].tolist() == ["Product 1001"]


def test_average_shares_leave_out_what_has_no_category(memory_db):
    add(memory_db, "interactions", [bought("a", "m", 1), bought("a", "x", 1), bought("b", "m", 1)])
    add(
        memory_db,
        "items",
        [{"item_id": "m", "category_path": "Dairy"}, {"item_id": "x", "category_path": None}],
    )
    what = ask(memory_db, customer_queries.activity)
    shares = ask(memory_db, customer_queries.average_shares, what)
    assert shares.to_dict("records") == [
        {"category": "Dairy", "average_share": 1.0, "customers": 2}
    ]


def test_facts_without_a_value_are_left_out(memory_db):
    add(memory_db, "users", [{"user_id": "a", "attributes": '{"age": "45", "x": null, "y": " "}'}])
    assert ask(memory_db, customer_queries.attributes) == {"a": {"age": "45"}}
