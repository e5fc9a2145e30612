"""Rows that add up others are told by their sum, whatever word stands in them."""

import pytest

from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import open_workspace

HEAD = "date,order,customer,sku,qty,amount"


@pytest.fixture
def imported(tmp_path):
    def run(rows, head=HEAD):
        path = tmp_path / "lines.csv"
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        with open_workspace(tmp_path / "workspace") as ws:
            done = import_files(ws, "interactions", [path], replace=True)
            with ws.db.read() as cursor:
                stored = cursor.execute("SELECT count(*), sum(revenue) FROM interactions")
                money = stored.fetchall()[0]
                nobody = cursor.execute("SELECT count(*), sum(revenue) FROM sales_to_nobody")
                return done, money, nobody.fetchall()[0]

    return run


def line(order, sku, qty, amount, customer=None):
    who = f"c{order % 7}" if customer is None else customer
    return f"2024-06-{order % 28 + 1:02d},B{order},{who},{sku},{qty},{amount:.2f}"


def orders(word, more=0.0, count=12):
    """Three lines an order and one with another word, of the sum of the three and `more`."""
    rows, money = [], 0.0
    for order in range(count):
        prices = [order + 2.5, 2 * order + 4.0, order % 5 + 7.25]
        rows += [line(order, f"P{(order + at) % 9}", 1, each) for at, each in enumerate(prices)]
        rows.append(line(order, word, 1, sum(prices) + more))
        money += sum(prices)
    return rows, money


def test_a_line_that_is_the_sum_of_its_order_is_no_product(imported):
    rows, money = orders("Összesen")
    done, found, _ = imported(rows)
    assert found == (36, pytest.approx(money))
    assert done.rows_quarantined == 12
    assert any("rows that say Összesen are the sum of the other lines" in t for t in done.warnings)


def test_a_line_that_costs_something_else_is_a_product(imported):
    rows, money = orders("Gift set", more=0.5)
    done, found, _ = imported(rows)
    assert found == (48, pytest.approx(2 * money + 6))
    assert not any("sum of the other lines" in text for text in done.warnings)


def test_a_product_as_dear_as_the_only_other_one_is_a_product(imported):
    rows = [line(order, sku, 1, order + 3) for order in range(12) for sku in ("A1", "B2")]
    assert imported(rows)[1][0] == 24


def products():
    """Lines of five products, and what each of them comes to."""
    sold = [(order, order % 5, order % 3 + 1, order + 2.5) for order in range(40)]
    rows = [line(order, f"P{p}", qty, amount) for order, p, qty, amount in sold]
    sums = [
        (p, sum(one[2] for one in sold if one[1] == p), sum(one[3] for one in sold if one[1] == p))
        for p in range(5)
    ]
    return rows, sums


def test_totals_of_products_without_a_customer_are_no_sales_to_nobody(imported):
    rows, sums = products()
    rows += [f",,,P{p},{pieces},{money:.2f}" for p, pieces, money in sums]
    rows = [row.replace(",,,P", "2024-06-30,,,P") for row in rows]
    done, found, nobody = imported(rows)
    assert found[0] == 40
    assert nobody[0] == 0
    assert any("5 rows without a customer are the sums of others" in t for t in done.warnings)


def test_other_amounts_without_a_customer_are_sales_to_nobody(imported):
    rows, sums = products()
    rows += [f"2024-06-30,,,P{p},{pieces},{money + 1:.2f}" for p, pieces, money in sums]
    done, _, nobody = imported(rows)
    assert nobody[0] == 5
    assert not any("sums of others" in text for text in done.warnings)


def test_the_total_of_all_is_no_sale_to_nobody(imported):
    rows, sums = products()
    pieces, money = sum(one[1] for one in sums), sum(one[2] for one in sums)
    _, _, nobody = imported([*rows, f"2024-06-30,,,Mindent,{pieces},{money:.2f}", *[]])
    assert nobody[0] == 0


@pytest.mark.parametrize(("count", "said"), [(6_700, True), (100, False)])
def test_what_the_first_rows_show_of_a_longer_file_says_so(imported, count, said):
    head = "date,order,customer,sku,qty,price,amount"
    rows = [
        f"2024-06-{order % 28 + 1:02d},B{order},c{order % 97},P{at}{order % 9},2,{at + 1}.50,"
        f"{2 * at + 3}.00"
        for order in range(count) for at in range(3)
    ]  # fmt: skip
    done, _, _ = imported(rows, head)
    (shown,) = [text for text in done.evidence if "price times qty equals amount" in text]
    assert shown.endswith("(Seen in the first 20,000 of 20,100 rows.)") == said
