"""The amount of a line beside an order's total, with a tax or a delivery of each line."""

import pytest

from tests.recsys_core.ingestion.money_files import read, write
from tests.recsys_core.ingestion.test_together import named, orders

NAMES = ["Order", "Account", "Article", "Pcs", "Extended", "GST", "Invoice total"]


def table(tax_in, more=lambda o: 0):
    lines = [(o, c, p, n % 3 + 1) for n, (o, c, p, _) in enumerate(orders())]
    totals = dict.fromkeys((o for o, *_ in lines), 0.0)
    for o, _, p, q in lines:
        goods = (p + 3.5) * q
        totals[o] += goods + (round(0.19 * goods, 2) if tax_in else 0)
    rows = []
    for o, c, p, q in lines:
        goods = (p + 3.5) * q
        money = [f"{goods:.2f}", f"{round(0.19 * goods, 2):.2f}", f"{totals[o] + more(o):.2f}"]
        rows.append([f"A{1000 + o}", f"C{c:02d}", f"P{p}", str(q), *money])
    return rows


@pytest.mark.parametrize("tax_in", [True, False])
def test_what_comes_to_the_total_with_the_tax_of_each_line_is_the_amount(tax_in):
    roles, notes = named(NAMES, table(tax_in))
    assert (roles["Extended"], roles["GST"], roles["Invoice total"]) == ("revenue", "tax", None)
    plus = " with GST" if tax_in else ""
    said = f"over the lines of an order{plus} it gives Invoice total in 60 of 60 orders"
    assert any(said in note for note in notes)


def test_a_total_that_the_lines_do_not_come_to_proves_no_amount():
    roles, notes = named(NAMES, table(True, more=lambda o: o * 37 % 23 + 1.5))
    assert roles["Extended"] != "revenue"
    assert not any("taken for the amount of a line" in note for note in notes)


def test_the_tax_of_the_lines_is_in_the_total_and_not_in_the_amount(tmp_path):
    rows = table(True)
    found = read(write(tmp_path / "a.csv", [dict(zip(NAMES, row, strict=True)) for row in rows]))
    assert found.revenue == pytest.approx(sum(float(row[4]) for row in rows))
    assert not found.open
