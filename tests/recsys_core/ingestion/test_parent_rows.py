"""Lines below another line of their order: the same goods again, or goods of their own."""

import pytest

from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import open_workspace

HEAD = "line_key,above,order id,date,customer id,sku,quantity,row_total\n"


def export(above=lambda line, order: str(line), pieces=lambda q: q, amount=lambda q: "0.00"):
    """30 orders of one article at 10.00 a piece and a line below it, as given by its parent's
    number, pieces and amount.
    """
    rows = []
    for n in range(30):
        line, q = 5000 + 2 * n, n % 3 + 1
        of = f"A{n},2024-03-{n % 28 + 1:02d},C{n % 9}"
        rows.append(f"{line},NULL,{of},P{n % 6},{q},{10 * q}.00")
        rows.append(f"{line + 1},{above(line, n)},{of},P{n % 6}-L,{pieces(q)},{amount(q)}")
    return HEAD + "\n".join(rows) + "\n"


@pytest.fixture
def imported(tmp_path):
    def run(text):
        path = tmp_path / "lines.csv"
        path.write_text(text, encoding="utf-8")
        with open_workspace(tmp_path / "workspace") as ws:
            done = import_files(ws, "interactions", [path])
            with ws.db.read() as cursor:
                sums = cursor.execute("SELECT sum(quantity), sum(revenue) FROM interactions")
                return done, sums.fetchall()[0]

    return run


def test_a_variant_below_the_article_that_was_paid_counts_once(imported):
    done, sums = imported(export())
    assert sums == (60, 600)
    assert any(said.startswith("above gives the line of the same order") for said in done.warnings)


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        (export(amount=lambda q: f"{q}.00"), (120, 660)),
        (export(pieces=lambda q: q + 1), (150, 600)),
        (export(above=lambda line, n: str(line + 2 if n < 29 else 5000)), (120, 600)),
        (export(above=lambda line, n: str(900 + n)), (120, 600)),
    ],
    ids=["paid for itself", "other pieces", "of another order", "no line of the file"],
)
def test_other_lines_below_are_goods_of_their_own(imported, text, sums):
    done, found = imported(text)
    assert found == sums
    assert not any("gives the line" in said for said in done.warnings)
