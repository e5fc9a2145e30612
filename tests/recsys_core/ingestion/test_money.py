"""What a line brought is read from the figures of the file, whatever its layout, or asked."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.ingestion.read import IrregularError, prepared, stage
from recsys_core.ingestion.validate import ACCEPTED, HEAD_ROWS
from recsys_core.ingestion.validate_kinds import Validated, validate
from recsys_core.schema.errors import InputError
from recsys_core.services.data.preview import cells, guess_roles

Rows = list[dict[str, object]]


@dataclass(frozen=True)
class Found:
    """What an import of a file would come to."""

    revenue: float | None
    units: float
    customers: int
    orders: int
    validated: Validated

    @property
    def said(self) -> str:
        return " ".join([*self.validated.evidence, *self.validated.warnings])

    @property
    def open(self) -> bool:
        return any(question.open for question in self.validated.questions)


def write(path: Path, rows: Rows, delimiter: str = ",") -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(
    path: Path, options: ReadOptions | None = None, mapping: Mapping[str, str] | None = None
) -> Found:
    options = options or ReadOptions()
    with prepared([path], options) as files, duckdb.connect() as cursor:
        for unread in (True, False):
            staged = stage(cursor, files, "rows", unread)
            guessed = guess_roles(staged, cells(cursor, staged, 1000), "interactions").columns
            roles = dict(mapping or {one.role: one.name for one in guessed if one.role})
            try:
                found = validate(cursor, staged, "interactions", roles, options)
                break
            except IrregularError:
                continue
        given = {row[0] for row in cursor.execute(f"DESCRIBE {ACCEPTED}").fetchall()}
        money = "sum(revenue)" if "revenue" in given else "NULL"
        units = "sum(quantity)" if "quantity" in given else "count(*)"
        orders = "count(DISTINCT order_id) FILTER (event = 'purchase')"
        people = "count(DISTINCT user_id) FILTER (event = 'purchase')"
        figures = cursor.execute(
            f"SELECT {money}, {units}, {people}, {orders} FROM {ACCEPTED}"
        ).fetchall()[0]
    return Found(*figures, found)


PRICES = {f"P{n}": 3.5 + 2.25 * n for n in range(12)}


def shop(seed: int, orders: int = 30) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """(order, customer, [(product, pieces)])"""
    random = Random(seed)
    return [
        (
            f"A{1000 + n}",
            f"C{random.randrange(12):02}",
            [
                (p, random.randint(1, 4))
                for p in random.sample(sorted(PRICES), random.randint(1, 4))
            ],
        )
        for n in range(orders)
    ]


def price(row: dict[str, object]) -> float:
    return float(str(row["price"]))


def total(lines: list[tuple[str, int]]) -> float:
    return sum(PRICES[p] * q for p, q in lines)


def plain(seed: int = 1) -> Rows:
    return [
        {"order": o, "customer": c, "sku": p, "quantity": q, "price": PRICES[p]}
        for o, c, lines in shop(seed)
        for p, q in lines
    ]


def truth(seed: int = 1) -> float:
    return round(sum(total(lines) for _, _, lines in shop(seed)), 2)


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


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    seed=st.integers(0, 10_000),
    status=st.sampled_from(["first", "every", "none"]),
    amounts=st.sampled_from(["price", "line", "both", "total", "price and total"]),
    refunds=st.sampled_from(["none", "partial", "whole"]),
    locale=st.sampled_from(sorted(LOCALES)),
    currencies=st.integers(1, 3),
)
def test_no_layout_changes_the_money_in_silence(
    tmp_path: Path,
    seed: int,
    status: str,
    amounts: str,
    refunds: str,
    locale: str,
    currencies: int,
) -> None:
    random = Random(seed)
    text = LOCALES[locale]
    rows: Rows = []
    revenue, units, customers, orders = 0.0, 0, set(), set()
    for n, (o, c, lines) in enumerate(shop(seed)):
        gone = status != "none" and random.random() < 0.2
        back = 0.0
        if refunds != "none" and random.random() < 0.3:
            back = total(lines) if refunds == "whole" else round(total(lines) / 4, 2)
        if not gone and back < total(lines):
            revenue += total(lines) - back
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
            if refunds != "none":
                row["refunded amount"] = text(back) if not at else ""
            row["currency"] = ["EUR", "USD", "GBP"][n % currencies]
            rows.append(row)
    found = read(write(tmp_path / "a.csv", rows, ";"))
    if found.open:
        return
    assert found.revenue == pytest.approx(revenue, abs=0.02)
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
    found = read(write(tmp_path / "a.csv", rows))
    assert found.revenue is None
    assert "zzz looks like an amount" in found.said


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
