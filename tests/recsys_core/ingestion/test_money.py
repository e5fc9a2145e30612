"""What a line brought is read from the figures of the file, whatever its layout, or asked."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.ingestion.validate import HEAD_ROWS
from recsys_core.schema.errors import InputError
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


def test_a_price_that_grows_with_the_pieces_is_the_amount_of_the_line(tmp_path: Path) -> None:
    rows = [
        {**row, "price": PRICES[str(row["sku"])] * int(str(row["quantity"]))} for row in plain()
    ]
    found = read(write(tmp_path / "a.csv", rows))
    assert found.revenue == pytest.approx(truth())
    assert "price grows with the quantity for 12 products" in found.said


def test_a_price_that_stays_is_that_of_a_piece(tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.csv", plain()))
    assert found.revenue == pytest.approx(truth())
    assert "the price of a piece" in found.said


def test_what_was_decided_can_be_overruled(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", plain())
    found = read(path, ReadOptions(answers={"price": "line"}))
    assert found.revenue == pytest.approx(sum(float(str(row["price"])) for row in plain()))


def test_a_total_on_every_line_is_not_the_amount_of_the_line(tmp_path: Path) -> None:
    rows = [
        {"order": o, "customer": c, "sku": p, "quantity": q, "amount": total(lines)}
        for o, c, lines in shop(1)
        for p, q in lines
    ]
    found = read(write(tmp_path / "a.csv", rows))
    assert found.revenue == pytest.approx(truth())
    assert "amount is an order's total" in found.said


def test_equal_amounts_of_a_shop_with_one_price_are_no_totals(tmp_path: Path) -> None:
    rows = [{**row, "amount": 10, "quantity": 1} for row in plain()]
    rows = [{k: v for k, v in row.items() if k != "price"} for row in rows]
    assert read(write(tmp_path / "a.csv", rows)).revenue == 10 * len(rows)


def test_an_orders_discount_is_shared_out_where_the_total_shows_it(tmp_path: Path) -> None:
    rows = [
        {
            "order": o, "customer": c, "sku": p, "quantity": q, "price": PRICES[p],
            "discount": 2.5 if not at else "", "order total": total(lines) - 2.5 if not at else "",
        }
        for o, c, lines in shop(1)
        for at, (p, q) in enumerate(lines)
    ]  # fmt: skip
    found = read(write(tmp_path / "a.csv", rows))
    assert found.revenue == pytest.approx(truth() - 2.5 * 30)
    assert "The lines add up to order total in 26 of 26 orders" in found.said


@pytest.mark.parametrize("delivery", [0.0, 4.5])
def test_a_discount_that_the_total_shows_to_be_off_already_is_left(
    tmp_path: Path, delivery: float
) -> None:
    """A total with the delivery in it was paid; one of the lines may be before the discount."""
    rows: Rows = [
        {**row, "discount": 1.0, "shipping": delivery + at % 3, "total": total(lines)}
        for at, (_, _, lines) in enumerate(shop(1))
        for row in [r for r in plain() if r["order"] == _order_of(lines)]
    ]
    for row in rows if delivery else ():
        row["total"] = float(str(row["total"])) + float(str(row["shipping"]))
    found = read(write(tmp_path / "a.csv", rows))
    assert found.revenue == pytest.approx(truth() - (0 if delivery else len(rows)))
    assert ("without the discount in discount already" in found.said) == bool(delivery)


def _order_of(lines: list[tuple[str, int]]) -> str:
    return next(o for o, _, those in shop(1) if those == lines)


def test_money_paid_back_in_part_is_taken_off(tmp_path: Path) -> None:
    back = {o: 3.0 for o, _, _ in shop(1)[:8]}
    rows = [{**row, "refunded amount": back.get(str(row["order"]), 0)} for row in plain()]
    found = read(write(tmp_path / "a.csv", rows))
    assert found.revenue == pytest.approx(truth() - 3.0 * 8)


def test_cents_are_brought_to_whole_units(tmp_path: Path) -> None:
    rows = [{**row, "price": round(PRICES[str(row["sku"])] * 100)} for row in plain()]
    rows = [{("price_cents" if k == "price" else k): v for k, v in row.items()} for row in rows]
    found = read(write(tmp_path / "a.csv", rows))
    assert found.revenue == pytest.approx(truth())
    assert "price_cents counts hundredths" in found.said


@pytest.mark.parametrize(("sku", "asked"), [("", False), ("P2", True)])
def test_signs_of_rows_that_count_nowhere_are_no_currencies(
    tmp_path: Path, sku: str, asked: bool
) -> None:
    rows = [{**row, "price": f"€{PRICES[str(row['sku'])]:.2f}"} for row in plain()]
    rows.append({**rows[0], "order": "", "sku": sku, "price": "$99.50"})
    assert bool(read(write(tmp_path / "a.csv", rows)).open) == asked


def test_two_currencies_are_never_added_up(tmp_path: Path) -> None:
    coin = {o: "EUR" if n % 3 else "USD" for n, (o, _, _) in enumerate(shop(1))}
    rows = [{**row, "currency": coin[str(row["order"])]} for row in plain()]
    path = write(tmp_path / "a.csv", rows)
    sums = {
        name: sum(total(lines) for o, _, lines in shop(1) if coin[o] == name)
        for name in ("EUR", "USD")
    }
    assert read(path).open
    counted = read(path, ReadOptions(answers={"currency": "EUR"}))
    assert counted.revenue == pytest.approx(sums["EUR"])
    assert "in USD is not counted beside EUR" in counted.said
    both = read(path, ReadOptions(rates={"USD": 0.5}))
    assert not both.open
    assert both.revenue == pytest.approx(sums["EUR"] + 0.5 * sums["USD"])


def test_signs_beside_the_amounts_are_currencies_too(tmp_path: Path) -> None:
    rows = [
        {**row, "price": f"{'$' if n % 2 else '€'}{row['price']}"} for n, row in enumerate(plain())
    ]
    assert read(write(tmp_path / "a.csv", rows)).open


def test_a_rate_is_a_number_above_nothing() -> None:
    with pytest.raises(InputError, match="0 is no rate for USD"):
        ReadOptions(rates={"USD": 0})


def test_a_state_on_the_first_line_holds_for_the_order(tmp_path: Path) -> None:
    gone = {o for n, (o, _, _) in enumerate(shop(1)) if n % 5 == 0}
    rows = [
        {
            "order": o, "customer": c if not at else "", "sku": p, "quantity": q,
            "price": PRICES[p], "status": ("" if at else "cancelled" if o in gone else "paid"),
        }
        for o, c, lines in shop(1)
        for at, (p, q) in enumerate(lines)
    ]  # fmt: skip
    found = read(write(tmp_path / "a.csv", rows))
    kept = [one for one in shop(1) if one[0] not in gone]
    assert found.revenue == pytest.approx(sum(total(lines) for _, _, lines in kept))
    assert found.customers == len({c for _, c, _ in kept})
    assert "stand on the first line of an order only" in found.said


def test_a_mark_of_single_lines_is_not_carried(tmp_path: Path) -> None:
    random = Random(3)
    rows = [{**row, "status": random.choice(["returned", "", "", ""])} for row in plain()]
    back = sum(
        float(str(row["price"])) * int(str(row["quantity"])) for row in rows if row["status"]
    )
    assert read(write(tmp_path / "a.csv", rows)).revenue == pytest.approx(truth() - back)


def test_a_number_left_out_below_the_first_line_is_carried(tmp_path: Path) -> None:
    rows = [
        {
            "order": "" if at else o, "customer": "" if at else c, "sku": p, "quantity": q,
            "price": PRICES[p],
        }
        for o, c, lines in shop(1)
        for at, (p, q) in enumerate(lines)
    ]  # fmt: skip
    found = read(write(tmp_path / "a.csv", rows))
    assert (found.orders, found.revenue) == (30, pytest.approx(truth()))


LOCALES = {
    "point": lambda x: f"{x:.2f}",
    "comma": lambda x: f"{x:.2f}".replace(".", ","),
    "thousands": lambda x: f"{x:,.2f}",
    "german": lambda x: f"{x:,.2f}".translate(str.maketrans(",.", ".,")),
}


UNKNOWN = {
    "order id": "Rendelésszám", "customer": "Ügyfélkód", "quantity": "Mennyiség",
    "unit price": "Egységár", "line amount": "Tétel összesen", "order total": "Végösszeg",
    "discount": "Kedvezmény", "status": "Állapot", "refunded amount": "Visszatérített összeg",
    "currency": "Pénznem",
}  # fmt: skip
"""The same columns in a language of which few words are known."""


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    seed=st.integers(0, 10_000),
    status=st.sampled_from(["first", "every", "none"]),
    amounts=st.sampled_from(["price", "line", "both", "total", "price and total"]),
    refunds=st.sampled_from(["none", "partial", "whole"]),
    discount=st.sampled_from(["none", "none", "order", "line"]),
    unknown=st.booleans(),
    locale=st.sampled_from(sorted(LOCALES)),
    currencies=st.integers(1, 3),
)
def test_no_layout_changes_the_money_in_silence(
    tmp_path: Path,
    seed: int,
    status: str,
    amounts: str,
    refunds: str,
    discount: str,
    unknown: bool,
    locale: str,
    currencies: int,
) -> None:
    random = Random(seed)
    text = LOCALES[locale]
    rows: Rows = []
    named: dict[str, str] = {}
    revenue, units, customers, orders = 0.0, 0, set(), set()
    for n, (o, c, lines) in enumerate(shop(seed)):
        gone = status != "none" and random.random() < 0.2
        # No figure tells a discount where only the orders' totals before it are known.
        kind = "none" if amounts == "total" and unknown else discount
        each = [[0, 0.1, 0.2][(n + at) % 3] for at in range(len(lines))]
        rates = {"order": [each[0]] * len(lines), "line": each, "none": [0.0] * len(lines)}[kind]
        off = [round(PRICES[p] * q * rate, 2) for (p, q), rate in zip(lines, rates, strict=True)]
        paid, back = total(lines) - sum(off), 0.0
        if refunds != "none" and random.random() < 0.3:
            back = paid if refunds == "whole" else round(paid / 4, 2)
        if not gone and back < paid:
            revenue += paid - back
            units += sum(q for _, q in lines)
            customers.add(c)
            orders.add(o)
        for at, (p, q) in enumerate(lines):
            row: dict[str, object] = {"order id": o, "customer": c, "sku": p, "quantity": q}
            if amounts in ("price", "both", "price and total"):
                row["unit price"] = text(PRICES[p])
            if amounts in ("line", "both"):
                row["line amount"] = text(PRICES[p] * q)
            if "total" in amounts:
                row["order total"] = text(total(lines))
            if status != "none":
                shown = "cancelled" if gone else "paid"
                row["status"] = shown if status == "every" or not at else ""
            if kind == "line":
                row["discount"] = text(off[at])
            elif kind == "order":
                row["discount"] = "" if at else text(sum(off))
            if refunds != "none":
                row["refunded amount"] = text(back) if not at else ""
            row["currency"] = ["EUR", "USD", "GBP"][n % currencies]
            named = {k: UNKNOWN.get(k, k) if unknown else k for k in row}
            rows.append({named[k]: v for k, v in row.items()})
    # What is asked is answered as it is; an answer to what is not asked changes nothing.
    money = next(k for k in ("unit price", "line amount", "order total") if k in named)
    answers = {"money": named[money], "money-off": "off", "pieces": "pieces"}
    rates = {"USD": 1.0, "GBP": 1.0} if seed % 2 else {}
    found = read(write(tmp_path / "a.csv", rows, ";"), ReadOptions(rates=rates, answers=answers))
    if found.open:
        return
    assert found.revenue == pytest.approx(revenue, abs=0.05)
    assert (found.units, found.customers, found.orders) == (units, len(customers), len(orders))


def test_what_comes_after_the_first_rows_counts_too(tmp_path: Path) -> None:
    rows: Rows = [
        {
            "order": n, "customer": n % 90, "sku": f"P{n % 12}", "quantity": 1, "price": 5,
            "status": "paid", "currency": "EUR",
        }
        for n in range(HEAD_ROWS + 50)
    ]  # fmt: skip
    rows[-1]["status"] = "cancelled"
    found = read(write(tmp_path / "a.csv", rows))
    assert found.revenue == 5 * (len(rows) - 1)
    assert "cancelled (1)" in found.said
    rows[-1]["currency"] = "USD"
    assert read(write(tmp_path / "b.csv", rows)).open


def test_a_discount_in_percent_never_comes_off_as_money(tmp_path: Path) -> None:
    rows = [{**row, "discount %": f"{10 * (n % 3)}%"} for n, row in enumerate(plain())]
    path = write(tmp_path / "a.csv", rows)
    assert read(path).open
    less = sum(
        float(str(r["price"])) * int(str(r["quantity"])) * int(str(r["discount %"])[:-1]) / 100
        for r in rows
    )
    off = read(path, ReadOptions(answers={"discount": "off"}))
    assert off.revenue == pytest.approx(truth() - less)
    assert read(path, ReadOptions(answers={"discount": "done"})).revenue == pytest.approx(truth())


def test_a_subtotal_does_not_hide_that_the_discount_is_still_in(tmp_path: Path) -> None:
    rows = [
        {
            "order": o, "customer": c, "sku": p, "quantity": q, "price": PRICES[p],
            "subtotal": total(lines), "discount": 2.0 + n % 3,
            "order total": total(lines) - 2.0 - n % 3,
        }
        for n, (o, c, lines) in enumerate(shop(1))
        for p, q in lines
    ]  # fmt: skip
    off = sum(2.0 + n % 3 for n in range(30))
    assert read(write(tmp_path / "a.csv", rows)).revenue == pytest.approx(truth() - off)
