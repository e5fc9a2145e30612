"""Money that went back in a column of its own, under a name that no list of words holds."""

import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.schema.questions import UnansweredError
from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import open_workspace

WHOLE = 30 * 15.0


@pytest.fixture
def imported(tmp_path):
    """30 orders of one line, 3 pieces at 5.00, and what `cells` give for each of them."""

    def run(names, *cells, answers=None):
        rows = [
            f"O{n},C{n % 7},P{n % 6},2024-01-{n % 28 + 1:02d},3,5.00,"
            + ",".join(each(n) for each in cells)
            for n in range(30)
        ]
        path = tmp_path / "orders.csv"
        head = f"order,customer,product,date,quantity,price,{names}"
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        with open_workspace(tmp_path / "workspace") as ws:
            options = ReadOptions(answers=answers or {})
            done = import_files(ws, "interactions", [path], options=options)
            with ws.db.read() as cursor:
                sums = "SELECT sum(revenue) FROM interactions"
                return done, cursor.execute(sums).fetchall()[0][0]

    return run


def part(n):
    return "2.50" if n < 6 else "0.00"


def whole(n):
    return "15.00" if n < 6 else ""


def state(n):
    return "部分退款成功" if n < 6 else ""


@pytest.mark.parametrize(
    ("names", "cells", "back"),
    [
        ("商品已退款金额", [part], 6 * 2.5),
        ("Сумма возврата", [whole], 6 * 15.0),
        ("zzyx,商品退款状态", [part, state], 6 * 2.5),
    ],
    ids=["by name", "all of it by name", "beside a return"],
)
def test_money_that_went_back_is_taken_off(imported, names, cells, back):
    done, revenue = imported(names, *cells)
    assert revenue == WHOLE - back
    assert any("The money paid back in" in said for said in done.evidence)


def test_money_that_is_all_of_some_orders_is_asked_about(imported):
    with pytest.raises(UnansweredError, match="zzyx is hardly ever above price times quantity"):
        imported("zzyx", whole)


@pytest.mark.parametrize(("answer", "back"), [("off", 6 * 15.0), ("kept", 0)])
def test_the_answer_decides_whether_it_is_taken_off(imported, answer, back):
    _, revenue = imported("zzyx", whole, answers={"money-back": answer})
    assert revenue == WHOLE - back


def test_of_price_and_pieces_what_went_back_is_not_the_amount(imported):
    done, revenue = imported("Сумма возврата,zzyx", part, lambda n: "15.00")
    assert revenue == WHOLE - 6 * 2.5
    assert any("The money paid back in" in said for said in done.evidence)


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("zzyx", part),
        ("zzyx", lambda n: "15.00" if n < 20 else "0.00"),
        ("zzyx", lambda n: "90.00" if n < 6 else "15.00" if n < 9 else "0.00"),
        ("zzyx возврата", lambda n: "90.00" if n < 6 else "0.00"),
    ],
    ids=["a part", "on most rows", "above the amount", "named, above it"],
)
def test_other_money_is_not_taken_off(imported, name, cell):
    done, revenue = imported(name, cell)
    assert revenue == WHOLE
    assert "money-back" not in [one.key for one in done.questions]


def test_money_on_rows_that_sold_nothing_did_not_go_back(tmp_path):
    """Rows of parcels, which hold what their articles below them came to."""
    sold = [f"O{n},C{n % 7},P{n % 6},2024-01-{n % 28 + 1:02d},3,5.00," for n in range(30)]
    parcels = [f"X{n},C{n % 7},,2024-01-{n % 28 + 1:02d},,,30.00" for n in range(8)]
    both = [f"{line}15.00" if n < 8 else line for n, line in enumerate(sold)]
    path = tmp_path / "orders.csv"
    path.write_text(
        "\n".join(["order,customer,product,date,quantity,price,zzyx", *both, *parcels]) + "\n",
        encoding="utf-8",
    )
    with open_workspace(tmp_path / "workspace") as ws:
        done = import_files(ws, "interactions", [path])
        assert not [one for one in done.questions if one.key == "money-back"]
