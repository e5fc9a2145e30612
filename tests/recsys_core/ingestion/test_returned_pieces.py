"""Pieces that came back in a column of their own, and states that a reason explains."""

import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.schema.questions import UnansweredError
from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import open_workspace

HEAD = "order,customer,product,date,quantity,price,{}\n"


@pytest.fixture
def imported(tmp_path):
    def run(names, rows, answers=None):
        path = tmp_path / "orders.csv"
        path.write_text(HEAD.format(names) + "\n".join(rows) + "\n", encoding="utf-8")
        with open_workspace(tmp_path / "workspace") as ws:
            options = ReadOptions(answers=answers or {})
            done = import_files(ws, "interactions", [path], options=options)
            with ws.db.read() as cursor:
                sums = cursor.execute("SELECT sum(quantity), sum(revenue) FROM interactions")
                return done, sums.fetchall()[0]

    return run


def rows(*more):
    """30 rows of 3 pieces at 5.00 each, and what `more` gives for each of them"""
    found = [f"O{n},C{n % 7},P{n % 6},2024-01-{n % 28 + 1:02d},3,5.00" for n in range(30)]
    return [",".join([row, *(each(n) for each in more)]) for n, row in enumerate(found)]


def some(n):
    return str(n % 3 + 1) if n < 6 else "0"


def state(n):
    return "Returned" if n < 6 else "Delivered"


WHOLE, BACK = 90, 1 + 2 + 3 + 1 + 2 + 3


@pytest.mark.parametrize(
    ("names", "cells"),
    [("order_quantity_refunded", [some]), ("zzyx,status", [some, state])],
    ids=["by name", "by state"],
)
def test_pieces_that_came_back_are_taken_off(imported, names, cells):
    done, sums = imported(names, rows(*cells))
    assert sums == (WHOLE - BACK, 5 * (WHOLE - BACK))
    assert any("came back: they and their share" in said for said in done.evidence)


def test_of_two_columns_of_pieces_the_empty_one_hides_nothing(imported):
    _, sums = imported("qty_refunded,line_quantity_returned", rows(lambda n: "0", some))
    assert sums == (WHOLE - BACK, 5 * (WHOLE - BACK))


def test_what_may_have_come_back_is_asked(imported):
    with pytest.raises(UnansweredError, match="zzyx is never above quantity"):
        imported("zzyx", rows(some))


@pytest.mark.parametrize(("answer", "back"), [("back", BACK), ("not", 0)])
def test_the_answer_decides_what_came_back(imported, answer, back):
    _, sums = imported("zzyx", rows(some), {"pieces-back": answer})
    assert sums == (WHOLE - back, 5 * (WHOLE - back))


@pytest.mark.parametrize(
    "cells",
    [
        lambda n: "4" if n == 3 else some(n),
        lambda n: "1" if n < 6 else "0",
        lambda n: "0.5" if n == 3 else some(n),
        lambda n: str(n % 3 + 1),
    ],
    ids=["above the pieces", "yes or no", "fractions", "on every row"],
)
def test_other_numbers_are_no_pieces_that_came_back(imported, cells):
    done, sums = imported("zzyx", rows(cells))
    assert sums == (WHOLE, 5 * WHOLE)
    assert "pieces-back" not in [one.key for one in done.questions]


def void(n):
    return "Zzyx" if n < 6 else "Delivered"


def reason(n):
    return "Buyer" if n < 6 else ""


def finished(n):
    return "" if n < 6 else "2024-02-01"


def test_a_state_with_a_reason_and_no_end_was_not_bought(imported):
    done, sums = imported("status,why,finished", rows(void, reason, finished))
    assert sums == (WHOLE - 18, 5 * (WHOLE - 18))
    told = "Rows that say Zzyx alone have a why, and alone lack a finished"
    assert f"{told}, so they count as not bought." in done.evidence


@pytest.mark.parametrize(
    "cells",
    [(reason, lambda n: "2024-02-01"), (lambda n: "Buyer", finished), (lambda n: "", finished)],
    ids=["finished all the same", "reason for all", "no reason"],
)
def test_a_state_with_one_of_both_counts_until_it_is_answered(imported, cells):
    done, sums = imported("status,why,finished", rows(void, *cells))
    assert sums == (WHOLE, 5 * WHOLE)
    assert [one.chosen for one in done.questions if one.key == "state:Zzyx"] == ["bought"]


@pytest.mark.parametrize("name", ["Palautettu määrä", "Antall returnert", "Возвращено шт."])
@pytest.mark.parametrize("most", [2, 3])
def test_whole_numbers_up_to_the_pieces_are_no_words_of_a_state(imported, name, most):
    counts = [1, 1, 1, 1, 1, most]
    done, sums = imported(name, rows(lambda n: str(counts[n]) if n < len(counts) else "0"))
    assert sums == (WHOLE - sum(counts), 5 * (WHOLE - sum(counts)))
    assert not any("were cancelled" in said for said in done.warnings)


@pytest.mark.parametrize("word", ["void", "Kansellert", "cancelled"])
def test_a_cancelled_order_of_which_pieces_came_back_was_not_bought_at_all(imported, word):
    cells = (lambda n: "1" if n < 6 else "0", lambda n: word if n < 6 else "paid")
    assert imported("qty returned,status", rows(*cells))[1] == (WHOLE - 18, 5 * (WHOLE - 18))


def test_yes_and_no_say_whether_a_row_came_back(imported):
    _, sums = imported("returned", rows(lambda n: "1" if n < 6 else "0"))
    assert sums == (WHOLE - 6 * 3, 5 * (WHOLE - 6 * 3))
