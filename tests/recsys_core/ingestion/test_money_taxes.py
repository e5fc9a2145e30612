"""Amounts with and without tax, told apart by rates, by the tax itself, or by the analyst."""

from pathlib import Path

import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from tests.recsys_core.ingestion.money_files import PRICES, Found, Rows, read, shop, truth, write

ROLES = {"order": "order", "user": "customer", "item": "sku", "quantity": "quantity"}


def lines(rate: float, **more: object) -> Rows:
    """Lines of orders with prices and amounts before and after tax; more: further columns."""
    return [
        {
            "order": o, "customer": c, "sku": p, "quantity": q,
            "with": f"{PRICES[p] * (1 + rate):.2f}", "without": f"{PRICES[p]:.2f}",
            "sum with": f"{PRICES[p] * q * (1 + rate):.2f}", "sum without": f"{PRICES[p] * q:.2f}",
            **more,
        }
        for o, c, bought in shop(1)
        for p, q in bought
    ]  # fmt: skip


def found_in(tmp_path: Path, rows: Rows, answers: dict[str, str] | None = None, **money: str):
    options = ReadOptions(answers=answers or {})
    return read(write(tmp_path / "a.csv", rows), options, ROLES | money)


def asked(found: Found) -> list[str]:
    return [each.sentence for each in found.validated.questions if each.key == "with-tax"]


@pytest.mark.parametrize("rate", ["21", "21 %", "0.21"])
def test_a_column_of_rates_tells_which_amount_is_without_tax(tmp_path: Path, rate: str) -> None:
    found = found_in(tmp_path, lines(0.21, r=rate), price="with", revenue="sum with")
    assert found.revenue == pytest.approx(truth(), abs=0.01)
    assert not found.open
    assert "sum with is sum without and a tax of 21 %, by r" in found.said


def test_the_analyst_may_count_the_amount_with_tax(tmp_path: Path) -> None:
    rows = lines(0.21, r="21")
    found = found_in(tmp_path, rows, {"with-tax": "with"}, revenue="sum with")
    assert found.revenue == pytest.approx(truth() * 1.21, abs=1)


def test_without_a_column_of_rates_it_is_asked_which_amount_counts(tmp_path: Path) -> None:
    found = found_in(tmp_path, lines(0.21), revenue="sum with")
    assert found.open
    (question,) = [one for one in found.validated.questions if one.key == "with-tax"]
    assert [choice.label for choice in question.choices] == ["sum without", "sum with"]
    assert found.revenue == pytest.approx(truth(), abs=0.01)


@pytest.mark.parametrize("rate", [0.0, 0.137, 0.6])
def test_what_is_no_rate_of_tax_is_not_asked_about(tmp_path: Path, rate: float) -> None:
    rows = [{k: v for k, v in row.items() if "with" not in str(k) or "sum" in str(k)}
            for row in lines(rate)]  # fmt: skip
    assert not asked(found_in(tmp_path, rows, revenue="sum with"))


def test_an_amount_without_tax_stays(tmp_path: Path) -> None:
    found = found_in(tmp_path, lines(0.21, r="21"), price="without", revenue="sum without")
    assert found.revenue == pytest.approx(truth(), abs=0.01)
    assert not asked(found)


def test_price_times_pieces_with_tax_gives_way_to_the_amount_without(tmp_path: Path) -> None:
    """A tax whose name has a percent sign, in money."""
    rows = lines(0.12)
    for row in rows:
        tax = float(str(row["sum with"])) - float(str(row["sum without"]))
        row["GST @12% (incl.)"] = f"₹ {tax:.2f}"
        del row["without"], row["sum with"]
    found = found_in(tmp_path, rows, price="with", tax="GST @12% (incl.)")
    assert found.revenue == pytest.approx(truth(), abs=0.01)
    assert "by GST @12% (incl.): the amount without tax counts" in found.said
    assert "is a percentage" not in found.said


@pytest.mark.parametrize("told", [True, False])
def test_rows_without_tax_need_the_column_of_rates(tmp_path: Path, told: bool) -> None:
    """Without one, what is off some rows only may be a discount."""
    rows = [
        free if str(free["sku"]) < "P5" else taxed
        for free, taxed in zip(lines(0.0, r="0"), lines(0.2, r="20"), strict=True)
    ]
    rows = [row | ({} if told else {"r": ""}) for row in rows]
    found = found_in(tmp_path, rows, revenue="sum with")
    assert bool(asked(found)) == told
    if told:
        assert found.revenue == pytest.approx(truth(), abs=0.01)
