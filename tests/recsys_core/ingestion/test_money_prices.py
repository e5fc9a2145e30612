"""Which of several prices was paid, and whether a discount is off it already."""

from pathlib import Path

import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from tests.recsys_core.ingestion.money_files import (
    PRICES,
    Rows,
    plain,
    price,
    read,
    shop,
    total,
    truth,
    write,
)


def discounted(lines: str) -> tuple[Rows, float]:
    """Orders with a discount on the first line of two in three, and what they brought. lines: the
    line amounts are before or after it.
    """
    rows: Rows = []
    brought = 0.0
    for n, (o, c, bought) in enumerate(shop(1, 60)):
        rate = (0, 0.1, 0.2)[n % 3]
        brought += total(bought) * (1 - rate)
        for at, (p, q) in enumerate(bought):
            amount = PRICES[p] * q * (1 if lines == "before" else 1 - rate)
            off = f"{total(bought) * rate:.2f}" if not at else ""
            rows.append(
                {
                    "order": o, "customer": c, "sku": p, "quantity": q,
                    "line amount": f"{amount:.2f}", "discount": off,
                }
            )  # fmt: skip
    return rows, brought


@pytest.mark.parametrize("lines", ["before", "after"])
def test_what_a_piece_costs_with_and_without_discount_tells_whether_it_is_off(
    tmp_path: Path, lines: str
) -> None:
    rows, brought = discounted(lines)
    found = read(write(tmp_path / "a.csv", rows))
    assert found.revenue == pytest.approx(brought, abs=0.5)
    assert ("is not off yet" in found.said) == (lines == "before")
    assert ("is off already" in found.said) == (lines == "after")


def test_prices_that_differ_anyway_do_not_tell_of_a_discount(tmp_path: Path) -> None:
    rows, _ = discounted("before")
    for n, row in enumerate(rows):
        row["line amount"] = f"{float(str(row['line amount'])) * (1 + n % 7 / 10):.2f}"
    found = read(write(tmp_path / "a.csv", rows))
    assert "is not off yet" not in found.said
    assert "is off already" not in found.said


def test_an_order_that_was_paid_back_after_its_discount_was_not_bought(tmp_path: Path) -> None:
    rows: Rows = [
        {
            "order": o, "customer": c, "sku": p, "quantity": q, "price": PRICES[p],
            "discount": f"{total(lines) / 10:.2f}" if not at else "",
            "refunded amount": f"{total(lines) * 0.9 if n % 3 == 0 else 0:.2f}" if not at else "",
        }
        for n, (o, c, lines) in enumerate(shop(1))
        for at, (p, q) in enumerate(lines)
    ]  # fmt: skip
    found = read(write(tmp_path / "a.csv", rows))
    assert found.orders == 20
    assert found.units == sum(
        q for n, (_, _, lines) in enumerate(shop(1)) if n % 3 for _, q in lines
    )


def two_prices(total_at: float) -> Rows:
    """Lines with a list price and the one paid, a fifth less; total_at: the share of the list
    price that the orders' totals are made of, 0 for no total.
    """
    rows: Rows = []
    for o, c, lines in shop(1):
        come_to = sum(round(PRICES[p] * total_at, 2) * q for p, q in lines) + 4.5
        for p, q in lines:
            paid = f"{PRICES[p] * 0.8:.2f}"
            row = {"order": o, "customer": c, "sku": p, "quantity": q, "price": PRICES[p]}
            total = {"total": f"{come_to:.2f}"} if total_at else {}
            rows.append({**row, "price now": paid, "shipping": 4.5, **total})
    return rows


@pytest.mark.parametrize(("total_at", "share"), [(0.8, 0.8), (1.0, 1.0)])
def test_the_price_whose_lines_add_up_to_the_total_was_paid(
    tmp_path: Path, total_at: float, share: float
) -> None:
    found = read(write(tmp_path / "a.csv", two_prices(total_at)))
    assert not found.open
    assert found.revenue == pytest.approx(truth() * share, abs=1)
    assert "The lines add up to total in" in found.said


@pytest.mark.parametrize("total_at", [0.0, 0.7])
def test_prices_of_which_no_total_tells_are_asked_about(tmp_path: Path, total_at: float) -> None:
    path = write(tmp_path / "a.csv", two_prices(total_at))
    roles = {"order": "order", "user": "customer", "item": "sku", "quantity": "quantity"}
    roles |= {"price": "price", **({"revenue": "total"} if total_at else {})}
    asked = next(one for one in read(path, None, roles).validated.questions if one.open)
    assert [choice.name for choice in asked.choices] == ["price", "price now"]
    answered = read(path, ReadOptions(answers={"price-column": "price now"}), roles)
    assert answered.revenue == pytest.approx(truth() * 0.8, abs=1)
    assert ("The lines add up to total in 0 of 26 orders only" in answered.said) == bool(total_at)


def test_a_price_of_which_a_line_is_made_is_not_asked_about(tmp_path: Path) -> None:
    rows = [
        {**row, "price of line": f"{float(str(row['price'])) * int(str(row['quantity'])):.2f}"}
        for row in plain()
    ]
    found = read(write(tmp_path / "a.csv", rows))
    assert not found.open
    assert found.revenue == pytest.approx(truth())


def test_a_price_less_the_discount_that_comes_off_is_not_asked_about(tmp_path: Path) -> None:
    rows = [
        row
        | {"discount": 1.0, "paid price": PRICES[str(row["sku"])] - 1 / int(str(row["quantity"]))}
        for row in plain()
    ]
    assert "price-column" not in [
        one.key for one in read(write(tmp_path / "a.csv", rows)).validated.questions
    ]


@pytest.mark.parametrize("off", ["discount", "weight"])
def test_a_price_from_which_a_discount_leaves_the_one_taken_is_not_asked_about(
    tmp_path: Path, off: str
) -> None:
    """Only what is called a discount: else it may be what the price paid has more."""
    rows = [
        row | {"net price": f"{row['price']}", "gross price": f"{price(row) + n % 3}", off: n % 3}
        for n, row in enumerate(plain())
    ]
    for row in rows:
        del row["price"]
    roles = {"order": "order", "user": "customer", "item": "sku", "quantity": "quantity"}
    found = read(write(tmp_path / "a.csv", rows), None, {**roles, "price": "net price"})
    assert found.revenue == pytest.approx(truth())
    assert found.open == (off == "weight")


@pytest.mark.parametrize("mine", ["before", "after", "sale"])
def test_a_price_beside_tells_whether_a_discount_in_percent_is_off(
    tmp_path: Path, mine: str
) -> None:
    """The discount leads from one to the other, or to neither: then it is asked."""
    rows: Rows = []
    for n, row in enumerate(plain()):
        rate, before = 10 * (n % 3), price(row)
        rows.append(row | {"discount %": rate, "before": before, "sale": before - n % 2})
        rows[-1]["after"] = f"{before * (1 - rate / 100):.4f}"
        del rows[-1]["price"], rows[-1]["after" if mine == "sale" else "sale"]
    roles = {"order": "order", "user": "customer", "item": "sku", "quantity": "quantity"}
    found = read(
        write(tmp_path / "a.csv", rows), None, {**roles, "price": mine, "discount": "discount %"}
    )
    less = sum(price(r) * float(str(r["quantity"])) * (n % 3) / 10 for n, r in enumerate(plain()))
    assert found.open == (mine == "sale")
    if mine != "sale":
        assert found.revenue == pytest.approx(truth() - less, abs=0.1)


@pytest.mark.parametrize("proven", [True, False])
def test_an_amount_less_a_percent_is_proved_by_totals_with_rows_of_no_product(
    tmp_path: Path, proven: bool
) -> None:
    """The freight is a row of its own: what an order came to is known of all its rows only."""
    rows: Rows = []
    brought = 0.0
    for n, (o, c, lines) in enumerate(shop(1)):
        rates = [10 * ((n + at) % 3) for at in range(len(lines))]
        goods = [PRICES[p] * q * (1 - r / 100) for (p, q), r in zip(lines, rates, strict=True)]
        total_of = sum(goods) + 4.9 + (0 if proven else 3 * (n % 5))
        shared = {"order": o, "customer": c}
        for (p, q), rate in zip([*lines, ("", 1)], [*rates, 0], strict=True):
            each = PRICES[p] if p else 4.9
            row = {"sku": p, "quantity": q, "worth": f"{each:.2f}", "rabatt %": f"{rate:.2f}"}
            rows.append({**shared, **row, "order total": f"{total_of:.2f}"})
        brought += sum(goods)
    found = read(write(tmp_path / "a.csv", rows))
    assert found.open != proven
    if proven:
        assert found.revenue == pytest.approx(brought, abs=0.5)
        assert "The lines add up to order total in 30 of 30 orders" in found.said


@pytest.mark.parametrize("per_line", [True, False])
def test_a_price_that_grows_with_the_pieces_is_offered_as_it_is(
    tmp_path: Path, per_line: bool
) -> None:
    rows = [
        row
        | {"price": price(row) * (int(str(row["quantity"])) if per_line else 1)}
        | {"amount": f"{price(row) * int(str(row['quantity'])) * 0.88 - 0.5:.2f}"}
        for row in plain()
    ]
    path = write(tmp_path / "a.csv", rows)
    asked = next(one for one in read(path).validated.questions if one.open)
    other = "price" if per_line else "product"
    assert [choice.name for choice in asked.choices] == ["line", other]
    answered = read(path, ReadOptions(answers={"amount": other}))
    assert answered.revenue == pytest.approx(truth())


@pytest.mark.parametrize("amount", [True, False])
def test_a_mark_beside_the_money_paid_back_undoes_only_what_went_back_whole(
    tmp_path: Path, amount: bool
) -> None:
    """Refunded: 1 is no money; where an amount says that a part went back, the rest counts."""
    rows = [
        row
        | {"refunded": int(n % 5 == 0)}
        | ({"partial refund": 1.5 if n % 10 == 0 else 0} if amount else {})
        for n, row in enumerate(plain())
    ]
    found = read(write(tmp_path / "a.csv", rows))
    kept = [row for row in rows if not row["refunded"] or row.get("partial refund")]
    parts = sum(float(str(row.get("partial refund", 0))) for row in rows)
    brought = sum(price(row) * int(str(row["quantity"])) for row in kept)
    assert found.revenue == pytest.approx(brought - parts)
    assert found.units == sum(int(str(row["quantity"])) for row in kept)


@pytest.mark.parametrize("own", [True, False])
def test_a_return_in_an_order_of_its_own_takes_pieces_and_money_off(
    tmp_path: Path, own: bool
) -> None:
    """Where nobody had bought the product before, the order itself was undone."""
    rows: Rows = [
        row | {"date": f"2024-03-{int(str(row['order'])[1:]) - 999:02}", "kind": "completed"}
        for row in plain()
    ]
    back = {"date": "2024-05-01", "kind": "returned"}
    first = {str(row["customer"]): row for row in reversed(rows)}.values()
    taken = [
        row | back | {"order": f"B{n}"} | ({} if own else {"customer": f"X{n}"})
        for n, row in enumerate(first)
    ]
    found = read(write(tmp_path / "a.csv", [*rows, *taken]))
    less = sum(price(row) * int(str(row["quantity"])) for row in taken)
    assert found.revenue == pytest.approx(truth() - (less if own else 0))
    assert ("they take pieces and money back" in found.said) == own


@pytest.mark.parametrize(("sign", "told"), [(-1, True), (1, False)])
def test_sales_that_come_to_less_than_nothing_are_told(
    tmp_path: Path, sign: int, told: bool
) -> None:
    rows = [
        {**{k: v for k, v in row.items() if k not in ("price", "quantity")}, "amount": sign * 2.5}
        for row in plain()
    ]
    found = read(write(tmp_path / "a.csv", rows))
    assert ("less than nothing: amount may not be what was paid" in found.said) == told


def test_columns_of_prices_are_read_with_one_sign(tmp_path: Path) -> None:
    money = ("price", "price now", "total")
    rows = [
        row
        | {k: f"Rp {float(str(row[k])) * 10_000:,.0f}".replace(",", ".") for k in money if row[k]}
        for row in two_prices(0.7)
    ]
    roles = {"order": "order", "user": "customer", "item": "sku", "quantity": "quantity"}
    roles |= {"price": "price", "revenue": "total"}
    options = ReadOptions(answers={"price-column": "price now"})
    found = read(write(tmp_path / "a.csv", rows), options, roles)
    assert found.revenue == pytest.approx(truth() * 8000, rel=1e-6)


def test_a_price_that_is_zero_throughout_is_not_asked_about(tmp_path: Path) -> None:
    rows: Rows = [row | {"price of options": 0} for row in plain()]
    assert not read(write(tmp_path / "a.csv", rows)).open
    rows = [row | {"price of options": 2.0 + n % 3} for n, row in enumerate(plain())]
    assert read(write(tmp_path / "a.csv", rows)).open
