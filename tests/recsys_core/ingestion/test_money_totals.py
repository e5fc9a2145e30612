"""What the orders' totals tell of the lines, and of what else is in them."""

from pathlib import Path

import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from tests.recsys_core.ingestion.money_files import (
    PRICES,
    Rows,
    plain,
    read,
    shop,
    total,
    truth,
    write,
)


def test_a_total_that_is_shared_out_loses_its_delivery(tmp_path: Path) -> None:
    rows = [
        {
            "order": o, "customer": c, "sku": p, "quantity": q, "shipping": 4.5 + n % 2,
            "order total": total(lines) + 4.5 + n % 2,
        }
        for n, (o, c, lines) in enumerate(shop(1))
        for p, q in lines
    ]  # fmt: skip
    found = read(write(tmp_path / "a.csv", rows))
    assert found.revenue == pytest.approx(truth())
    assert "shipping is taken off order total" in found.said


def totals_only(inside: str, rate: float = 0, most: int = 3) -> tuple[Rows, float]:
    """Orders of which only the total is known, with a delivery and a discount that change; inside:
    s for delivery in it, d for the discount off it already. rate: a tax in every
    total; most: the discounts are as many tenths less one.
    """
    rows: Rows = []
    brought = 0.0
    for n, (o, c, lines) in enumerate(shop(3, 60)):
        delivery, off = (4.5 + n % 2, round(total(lines) * (n % 3 % (most or 1)) / 10, 2))
        tax = round((total(lines) - off) * rate, 2)
        come_to = total(lines) + delivery * ("s" in inside) - off * ("d" in inside) + tax
        brought += total(lines) - off
        rows += [
            {
                "order": o, "customer": c, "sku": p, "quantity": q, "shipping": delivery,
                "discount": off, "order total": f"{come_to:.2f}",
            }
            | ({"tax": tax} if rate else {})
            for p, q in lines
        ]  # fmt: skip
    return rows, brought


@pytest.mark.parametrize("inside", ["", "s", "d", "sd"])
def test_totals_alone_show_what_is_in_them(tmp_path: Path, inside: str) -> None:
    rows, brought = totals_only(inside)
    found = read(write(tmp_path / "a.csv", rows))
    assert not found.open
    assert found.revenue == pytest.approx(brought, abs=0.5)
    assert "what a piece of each product costs" in found.said


def test_a_tax_of_one_rate_may_be_in_a_total_or_not(tmp_path: Path) -> None:
    rows, brought = totals_only("d", 0.19)
    assert read(write(tmp_path / "a.csv", rows)).revenue == pytest.approx(brought, abs=0.5)
    rows, brought = totals_only("", 0.19, most=0)
    path = write(tmp_path / "a.csv", rows)
    assert read(path).open
    answered = read(path, ReadOptions(answers={"delivery": "off"}))
    assert answered.revenue == pytest.approx(brought, abs=0.5)


def test_totals_that_no_prices_explain_are_asked_about(tmp_path: Path) -> None:
    rows, _ = totals_only("sd")
    totals = {row["order"]: 20 + 13.7 * n % 31 for n, row in enumerate(rows)}
    found = read(write(tmp_path / "a.csv", [r | {"order total": totals[r["order"]]} for r in rows]))
    assert found.open
    assert "what a piece of each product costs" not in found.said


def test_an_amount_that_price_times_pieces_contradict_is_not_taken(tmp_path: Path) -> None:
    rows = [
        {
            **row, "amount": round(float(str(row["price"])) * int(str(row["quantity"])) * 0.9, 2),
            "income": float(str(row["price"])) * int(str(row["quantity"])),
        }
        for row in plain()
    ]  # fmt: skip
    found = read(write(tmp_path / "a.csv", rows))
    assert found.revenue == pytest.approx(truth())
    assert "price times quantity is not amount but income" in found.said
    without = [{k: v for k, v in row.items() if k != "income"} for row in rows]
    assert read(write(tmp_path / "b.csv", without)).open


def test_a_total_of_one_line_orders_only_shows_which_column_is_the_price(tmp_path: Path) -> None:
    rows = [
        {
            "order": o, "customer": c, "sku": p, "quantity": q, "each": PRICES[p],
            "amount": PRICES[p] * q if len(lines) == 1 else "",
        }
        for o, c, lines in shop(1, 60)
        for p, q in lines
    ]  # fmt: skip
    roles = {"order": "order", "user": "customer", "item": "sku", "quantity": "quantity"}
    found = read(write(tmp_path / "a.csv", rows), mapping={**roles, "revenue": "amount"})
    assert found.revenue == pytest.approx(sum(total(lines) for _, _, lines in shop(1, 60)))
    assert "each times the pieces equals it there" in found.said


def test_pieces_that_came_back_are_not_bought(tmp_path: Path) -> None:
    rows = [{**row, "Qty refunded": n % 2} for n, row in enumerate(plain())]
    found = read(write(tmp_path / "a.csv", rows))
    back = sum(float(str(row["price"])) * int(str(row["Qty refunded"])) for row in rows)
    pieces = sum(int(str(row["quantity"])) - int(str(row["Qty refunded"])) for row in rows)
    assert (found.revenue, found.units) == (pytest.approx(truth() - back), pieces)


def test_a_file_without_money_names_the_columns_that_look_like_it(tmp_path: Path) -> None:
    rows = [
        {**{k: v for k, v in row.items() if k != "price"}, "zzz": f"{row['price']:.2f}"}
        for row in plain()
    ]
    (question,) = [
        one for one in read(write(tmp_path / "a.csv", rows)).validated.questions if one.open
    ]
    assert question.sentence == (
        "No column is taken for money, and zzz looks like it. Is it what was paid?"
    )


def test_money_that_is_not_used_is_named_with_its_rows(tmp_path: Path) -> None:
    rows = [
        row | {"Mokestis": f"{n % 4}.25" if n % 4 else "0.00", "Likutis": n % 5, "Šalis": "LT"}
        for n, row in enumerate(plain())
    ]
    said = read(write(tmp_path / "a.csv", rows)).said
    paid = sum(n % 4 > 0 for n, _ in enumerate(plain()))
    assert f"Mokestis ({paid} rows) looks like money and is not used" in said
    assert "Likutis" not in said


def test_a_total_that_the_lines_add_up_to_is_no_unused_money(tmp_path: Path) -> None:
    rows = [
        {"order": o, "customer": c, "sku": p, "quantity": q, "price": PRICES[p]}
        | {"Viso": f"{total(lines):.2f}"}
        for o, c, lines in shop(1)
        for p, q in lines
    ]
    said = read(write(tmp_path / "a.csv", rows)).said
    assert "The lines add up to Viso" in said
    assert "looks like money" not in said
