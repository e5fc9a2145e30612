"""Rows without a customer count for products and for money, for no customer and no model."""

import pandas as pd
import pytest

from recsys_core.schema.errors import InputError
from recsys_core.services.data.health.checkup import activity, health
from recsys_core.services.data.imports import import_files, refused_csv
from recsys_core.services.data.undo import undo_import
from recsys_core.services.workspace.workspace import Workspace

HEAD = "day,customer,product,order,pieces,price\n"
ROWS = [
    "2024-01-02,c1,P1,B1,2,10.00",
    "2024-01-03,Guest,P1,B2,3,10.00",
    "2024-01-03,,P9,B3,1,4.50",
    "2024-01-04,Guest,P1,B2,-1,10.00",
    "2024-01-04,Guest,,B5,1,10.00",
    "2024-01-05,c2,P1,B6,1,10.00",
]


def sell(ws: Workspace, rows: list[str], name: str = "sales.csv"):
    path = ws.path.parent / name
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return import_files(ws, "interactions", [path])


def sold(ws: Workspace) -> tuple[int, float]:
    week = activity(ws)
    return int(week["purchases"].sum()), float(week["revenue"].sum())


def test_rows_of_nobody_count_in_what_was_sold_and_for_no_customer(ws: Workspace) -> None:
    done = sell(ws, ROWS)
    assert (done.rows_accepted, done.rows_quarantined) == (2, 4)
    assert sold(ws) == (4, 54.5)
    found = health(ws)
    assert (found.users, found.interactions, found.items) == (2, 2, 2)
    assert any(
        "3 rows without a customer brought 3 pieces and 24.50; they count for their products"
        in text
        for text in done.warnings
    )
    (said,) = [each for each in found.findings if each["code"] == "sales_to_nobody"]
    assert said["sentence"].startswith("3 rows have no customer: their 3 pieces and 24.50 count")


def test_models_never_see_them(ws: Workspace) -> None:
    sell(ws, ROWS)
    with ws.db.read() as cursor:
        found = cursor.execute("SELECT user_id, item_id FROM interactions ORDER BY 1").fetchall()
    assert found == [("c1", "P1"), ("c2", "P1")]


def test_they_go_with_their_import(ws: Workspace) -> None:
    sell(ws, [ROWS[0], ROWS[5]], "first.csv")
    second = sell(ws, [*ROWS[1:4], "2024-01-02,c3,P1,B7,1,10.00"])
    assert sold(ws) == (5, 64.5)
    undo_import(ws, second.import_id)
    assert sold(ws) == (2, 30.0)


def test_a_correction_that_names_the_customer_counts_them_once(ws: Workspace, tmp_path) -> None:
    done = sell(ws, ROWS)
    corrected = tmp_path / "corrected.csv"
    refused = refused_csv(ws, done.import_id).decode("utf-8-sig")
    corrected.write_text(refused.replace("2024-01-03,Guest", "2024-01-03,c3"), encoding="utf-8")
    again = import_files(ws, "interactions", [corrected])
    assert again.corrects == done.import_id
    assert sold(ws) == (4, 54.5)
    assert health(ws).users == 3
    undo_import(ws, again.import_id)
    assert sold(ws) == (4, 54.5)


def test_a_row_that_lacks_more_than_the_customer_counts_nowhere(ws: Workspace) -> None:
    done = sell(ws, [*ROWS[:1], "2024-01-03,Guest,P1,B2,many,10.00", "someday,Guest,P1,B2,1,10.00"])
    assert done.rows_quarantined == 2
    assert sold(ws) == (1, 20.0)
    assert not any("without a customer" in text for text in done.warnings)


def test_repeated_rows_of_nobody_count_once(ws: Workspace) -> None:
    sell(ws, [*ROWS[:2], ROWS[1], ROWS[5]])
    week: pd.DataFrame = activity(ws)
    assert float(week["revenue"].sum()) == 60.0


def test_a_file_that_names_no_customer_counts_for_its_products(ws: Workspace) -> None:
    path = ws.path.parent / "till.csv"
    rows = [f"2024-01-{at % 28 + 1:02d},P{at % 7},B{at},{at % 3 + 1},2.50" for at in range(60)]
    path.write_text("day,product,order,pieces,price\n" + "\n".join(rows), encoding="utf-8")
    with pytest.raises(InputError, match="--map user=none counts its products"):
        import_files(ws, "interactions", [path])
    done = import_files(ws, "interactions", [path], {"user": "none"}, guess_rest=True)
    assert (done.rows_accepted, sold(ws)) == (0, (60, 300.0))
    assert health(ws).users == 0
    undo_import(ws, done.import_id)
    assert sold(ws) == (0, 0)


def test_rows_of_no_pieces_and_no_money_are_neither_bought_nor_brought_back(ws: Workspace) -> None:
    more = ["2024-01-06,c1,P1,B7,0,0.00", "2024-01-06,c1,P1,B8,0,10.00", "2024-01-06,c1,P1,B9,1,0"]
    done = sell(ws, [*ROWS, *more])
    refused = refused_csv(ws, done.import_id).decode()
    assert (done.rows_accepted, done.rows_return) == (3, 1)
    assert "B7,0,0.00" in refused
    assert "Neither pieces nor money" in refused
