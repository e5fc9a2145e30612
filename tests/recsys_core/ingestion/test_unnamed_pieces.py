"""Pieces under a name that no list of words holds."""

import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.schema.questions import UnansweredError
from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import open_workspace

ROWS = 60
PIECES = [(n * n // 7 + n) % 4 + 1 for n in range(ROWS)]


@pytest.fixture
def imported(tmp_path):
    """20 orders of three lines of 12 products at 5.00 to 16.00, and what `zzyx` says of each."""

    def run(zzyx, more="", answers=None):
        head = "order,customer,product,date,price,zzyx" + (",wwyx" if more else "")
        rows = [
            f"O{n // 3},C{n // 3 % 6},P{n % 12},2024-01-{n // 3 + 1:02d},{5 + n % 12}.00,{zzyx(n)}"
            + (f",{(5 + n % 12) * PIECES[n]}.00" if more else "")
            for n in range(ROWS)
        ]
        path = tmp_path / "orders.csv"
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        with open_workspace(tmp_path / "workspace") as ws:
            options = ReadOptions(answers=answers or {})
            done = import_files(ws, "interactions", [path], options=options)
            with ws.db.read() as cursor:
                sums = cursor.execute(
                    "SELECT coalesce(sum(quantity), count(*)), sum(revenue) FROM interactions"
                )
                return done, sums.fetchall()[0]

    return run


def pieces(n):
    return PIECES[n]


WHOLE = (sum(PIECES), sum((5 + n % 12) * PIECES[n] for n in range(ROWS)))
SINGLE = (ROWS, sum(5 + n % 12 for n in range(ROWS)))


def test_numbers_with_which_an_amount_grows_are_the_pieces(imported):
    _, sums = imported(pieces, more="amounts")
    assert sums == WHOLE


def test_numbers_that_may_be_pieces_are_asked_about(imported):
    with pytest.raises(UnansweredError, match="zzyx holds small whole numbers"):
        imported(pieces)


@pytest.mark.parametrize(("answer", "sums"), [("pieces", WHOLE), ("none", SINGLE)])
def test_the_answer_decides_how_many_there_are(imported, answer, sums):
    assert imported(pieces, answers={"pieces": answer})[1] == sums


@pytest.mark.parametrize(
    "zzyx",
    [
        lambda n: n % 3 + 1,
        lambda n: n // 3 % 4 + 1,
        lambda n: n % 12 % 4 + 1,
        lambda n: f"{PIECES[n]}.5",
        lambda n: PIECES[n] - 1,
        lambda n: 100 + PIECES[n],
        lambda n: "" if n % 5 else PIECES[n],
    ],
    ids=["lines", "of the order", "of the product", "fractions", "zeros", "large", "on few rows"],
)
def test_other_numbers_count_no_pieces(imported, zzyx):
    done, sums = imported(zzyx)
    assert sums == SINGLE
    assert "pieces" not in [one.key for one in done.questions]
