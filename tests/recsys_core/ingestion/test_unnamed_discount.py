"""A discount in a column whose name no list of words holds."""

import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from tests.recsys_core.ingestion.money_files import PRICES, read, shop, total, write


def rows_of(cells, seed=1):
    """Lines of orders of which `cells` (order, goods, line, goods of the line) give more."""
    return [
        {"order": o, "customer": c, "sku": p, "quantity": q, "price": PRICES[p],
         **cells(n, total(lines), at, PRICES[p] * q)}
        for n, (o, c, lines) in enumerate(shop(seed))
        for at, (p, q) in enumerate(lines)
    ]  # fmt: skip


def of_orders(rates):
    """A share of what an order comes to, on its first line."""

    def cells(n, goods, at, _):
        return {"Alennus": "" if at else f"{goods * rates[n % len(rates)]:.2f}"}

    return cells


def of_lines(rates):
    return lambda n, _, at, line: {"Alennus": f"{line * rates[(n + at) % len(rates)]:.2f}"}


def off(rows):
    return sum(float(row["Alennus"] or 0) for row in rows)


def came_to(rows):
    return sum(row["price"] * row["quantity"] for row in rows)


@pytest.mark.parametrize(
    "cells",
    [
        of_orders([0.1, 0.2, 0]),
        of_orders([0.1, 0.15, 0.2]),
        of_orders([0.25, 0, 0, 0]),
        of_lines([0.1, 0, 0.25, 0]),
    ],
    ids=["orders", "every order", "few orders", "lines"],
)
def test_whole_percentages_of_some_are_asked_about(tmp_path, cells):
    rows = rows_of(cells)
    path = write(tmp_path / "a.csv", rows)
    asked = read(path)
    assert [one.key for one in asked.validated.questions if one.open] == ["money-off"]
    taken = read(path, ReadOptions(answers={"money-off": "off"}))
    assert not taken.open
    assert taken.revenue == pytest.approx(came_to(rows) - off(rows), abs=0.02)
    left = read(path, ReadOptions(answers={"money-off": "kept"}))
    assert not left.open
    assert left.revenue == pytest.approx(came_to(rows), abs=0.02)


@pytest.mark.parametrize(
    "cells",
    [
        of_orders([0.19]),
        of_lines([0.07, 0.19]),
        of_lines([0.05, 0.07, 0.19]),
        of_orders([0, 0.1, 0.1]),
        of_lines([1, 0, 0, 0]),
        lambda n, goods, at, _: {"Alennus": "" if at else ["0.00", "4.90", "5.90"][n % 3]},
        lambda n, goods, at, _: {"Alennus": "" if at else f"{(n * 7) % 11 / 9:.2f}"},
    ],
    ids=[
        "one rate of all",
        "two rates of all",
        "three rates of all lines",
        "one rate of most",
        "all of some",
        "delivery",
        "anything",
    ],
)
def test_taxes_fees_and_deliveries_are_not(tmp_path, cells):
    rows = rows_of(cells)
    found = read(write(tmp_path / "a.csv", rows))
    assert not found.open
    assert found.revenue == pytest.approx(came_to(rows), abs=0.02)


def of_every_order(less):
    def cells(n, goods, at, _):
        off = round(goods * [0.1, 0.15][n % 2], 2)
        return {"Alennus": f"{off:.2f}", "Summa": f"{goods - less * off:.2f}"}

    return cells


def test_what_totals_are_less_than_their_lines_is_asked_about(tmp_path):
    rows = rows_of(of_every_order(1))
    path = write(tmp_path / "a.csv", rows)
    assert [one.key for one in read(path).validated.questions if one.open] == ["money-off"]
    taken = read(path, ReadOptions(answers={"money-off": "off"}))
    expected = sum(total(lines) * (1 - [0.1, 0.15][n % 2]) for n, (*_, lines) in enumerate(shop(1)))
    assert not taken.open
    assert taken.revenue == pytest.approx(expected, abs=0.3)


def test_totals_that_are_their_lines_take_nothing_off(tmp_path):
    rows = rows_of(of_every_order(0))
    found = read(write(tmp_path / "a.csv", rows))
    assert not found.open
    assert found.revenue == pytest.approx(came_to(rows), abs=0.02)


ORDERS = of_orders([0.1, 0.2, 0])


@pytest.mark.parametrize("cells", [ORDERS, of_lines([0.1, 0, 0.25, 0])], ids=["orders", "lines"])
def test_what_an_amount_beside_the_price_is_without_already_is_not_asked_about(tmp_path, cells):
    rows = rows_of(cells)
    for row in rows:
        goods = [one for one in rows if one["order"] == row["order"]]
        less = off(goods) / came_to(goods) if cells is ORDERS else off([row]) / came_to([row])
        row["line amount"] = f"{came_to([row]) * (1 - less):.2f}"
    found = read(write(tmp_path / "a.csv", rows))
    assert [one.key for one in found.validated.questions if one.open] == []
    assert found.revenue == pytest.approx(came_to(rows) - off(rows), abs=0.5)


def test_the_share_of_an_amount_of_the_line_called_price_is_asked_about(tmp_path):
    rows = rows_of(of_orders([0.1, 0.2, 0]))
    for row in rows:
        row["price"] *= row["quantity"]
    path = write(tmp_path / "a.csv", rows)
    assert [one.key for one in read(path).validated.questions if one.open] == ["money-off"]
    taken = read(path, ReadOptions(answers={"money-off": "off"}))
    expected = sum(row["price"] for row in rows) - off(rows)
    assert taken.revenue == pytest.approx(expected, abs=0.02)
