"""Weights and thousandths beside pieces, percentages and hundredths are never added up silently."""

import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import open_workspace

HEAD = ["date", "customer", "sku", "qty", "price", "amount", "unit"]


@pytest.fixture
def imported(tmp_path):
    def run(rows, head=HEAD, mapping=None, **options):
        path = tmp_path / "lines.csv"
        text = "\n".join(",".join(map(str, row)) for row in [head, *rows])
        path.write_text(text + "\n", encoding="utf-8")
        with open_workspace(tmp_path / "workspace") as ws:
            done = import_files(
                ws, "interactions", [path], mapping, ReadOptions(**options), replace=True
            )
            with ws.db.read() as cursor:
                sql = "SELECT sum(quantity), round(sum(revenue), 2) FROM interactions"
                return done, cursor.execute(sql).fetchall()[0]

    return run


def lines(pieces=lambda p, at: at % 3 + 1, unit=lambda p: "Stk", cost=lambda p: p + 2.5, count=60):
    """Ten products; product 9 may be sold by weight."""
    rows = []
    for at in range(count):
        p = at % 10
        q, price = pieces(p, at), cost(p)
        day, who = f"2024-05-{at % 28 + 1:02d}", f"c{at % 7}"
        rows.append([day, who, f"P{p}", q, price, round(q * price, 2), unit(p)])
    return rows


def said(done):
    return [text for text in done.warnings if "added up as they stand" in text]


def test_a_column_of_units_is_said_and_can_count_each_weight_as_a_piece(imported):
    rows = lines(lambda p, at: 250 if p == 9 else 1, lambda p: "Gr." if p == 9 else "Stk")
    done, found = imported(rows)
    assert found[0] == 54 + 6 * 250
    assert said(done)[0].startswith("qty has several units by unit: Stk (54) and Gr. (6).")
    again, changed = imported(rows, answers={"measures": "one-piece"})
    assert changed == (60, found[1])
    assert any("Each row that measures counts as one piece" in text for text in again.warnings)


def test_units_that_only_count_or_are_one_say_nothing(imported):
    assert not said(imported(lines(unit=lambda p: "Stk" if p % 2 else "Paar"))[0])
    assert not said(imported(lines(unit=lambda p: "kg"))[0])
    assert not said(imported(lines(unit=lambda p: "SML"[p % 3]))[0])
    assert said(imported(lines(unit=lambda p: ["ST", "M", "L"][p % 3]))[0])


def test_fractions_of_some_products_are_said(imported):
    done, _ = imported(lines(lambda p, at: 0.75 if p == 9 else at % 3 + 1))
    assert "qty has fractions for 1 product, P9," in said(done)[0]


def test_fractions_of_all_products_and_of_none_say_nothing(imported):
    assert not said(imported(lines(lambda p, at: at % 3 + 0.5))[0])
    assert not said(imported(lines())[0])


def fuel(p, at):
    return 14055 + at if p == 9 else at % 3 + 1


def test_thousandths_are_told_by_what_their_lines_bring(imported):
    done, _ = imported(lines(fuel, cost=lambda p: 0.002 if p == 9 else p + 2.5))
    assert "for 1 product, P9, whose lines bring no more money" in said(done)[0]


def test_many_pieces_that_bring_as_much_more_are_pieces(imported):
    assert not said(imported(lines(fuel))[0])


def test_an_amount_in_hundredths_beside_a_price_in_units_is_divided(imported):
    plain, found = imported(lines())
    rows = [[*row[:5], round(row[5] * 100), row[6]] for row in lines()]
    done, changed = imported(rows)
    assert changed == found
    assert "amount is a hundred times price times qty in 60 of 60 rows" in " ".join(done.evidence)
    assert not any("hundred times" in text for text in plain.evidence)


def test_a_price_in_hundredths_beside_an_amount_in_units_is_divided(imported):
    _, found = imported(lines())
    rows = [[*row[:4], round(row[4] * 100), *row[5:]] for row in lines()]
    done, changed = imported(rows)
    assert changed == found
    assert "so price counts hundredths" in " ".join(done.evidence)


@pytest.mark.parametrize(("tax", "said_so"), [("19%", True), ("0.40", False)])
def test_a_tax_in_percent_is_no_amount(imported, tax, said_so):
    head = ["date", "order", "customer", "sku", "qty", "order total", "tax"]
    rows = [
        [f"2024-05-{at % 28 + 1:02d}", f"B{at // 2}", f"c{at // 2 % 7}", f"P{at % 9}", 1,
         f"{at // 2 + 20}.00", tax] for at in range(60)
    ]  # fmt: skip
    roles = ("time", "order", "user", "item", "quantity", "revenue", "tax")
    known = dict(zip(roles, head, strict=True))
    # Nothing in the file tells whether the total has the tax in it, so that is asked.
    answers = {} if said_so else {"delivery": "off"}
    done, (_, money) = imported(rows, head, known, answers=answers)
    whole = sum(n + 20 for n in range(30))
    assert any("tax is a percentage" in text for text in done.evidence) == said_so
    assert money == (whole if said_so else whole - 30 * 0.4)
