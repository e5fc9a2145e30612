"""Files that belong together are one import: lines with their orders, lists beside them."""

import csv
import random
from hashlib import md5

import pytest

from recsys_core.cli.main import main
from recsys_core.schema.errors import InputError
from recsys_core.services.data.imports import import_files, list_imports, quarantine_rows


@pytest.fixture
def write(tmp_path):
    def table(name, head, rows):
        with (tmp_path / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([head, *rows])
        return tmp_path / name

    return table


def bought(ws):
    with ws.db.read() as cursor:
        return cursor.execute(
            "SELECT round(sum(revenue), 2), count(DISTINCT user_id), count(DISTINCT order_id), "
            "count(*) FROM interactions WHERE event = 'purchase'"
        ).fetchone()


def code(kind, number):
    return md5(f"{kind}{number}".encode()).hexdigest()


@pytest.fixture
def marketplace(write):
    """Six files of hashes; a customer of an order is not the person. What was kept."""
    chance = random.Random(4)
    orders, lines, customers, payments, kept = [], [], [], [], 0.0
    persons = set()
    for at in range(120):
        state, person = "canceled" if at % 24 == 0 else "delivered", code("p", at % 37)
        day = f"2018-0{1 + at % 9}-{1 + at % 28:02d} 10:0{at % 10}:12"
        orders.append([code("o", at), code("c", at), state, day])
        customers.append([code("c", at), person, 10_000 + at % 11, "sao paulo"])
        persons |= {person} if state == "delivered" else set()
        for line in range(chance.choice([1, 1, 2, 3])):
            product = chance.randrange(25)
            price = round(20 + product * 3.37, 2)
            kept += price * (state == "delivered")
            lines.append([code("o", at), line + 1, code("i", product), code("s", product % 6),
                          f"{price:.2f}", "9.90"])  # fmt: skip
            payments.append([code("o", at), line + 1, "boleto", f"{price + 9.9:.2f}"])
    files = [
        write("order_payments.csv", ["order_id", "payment_no", "kind", "payment_value"], payments),
        write("customers.csv", ["customer_id", "customer_unique_id", "zip", "city"], customers),
        write("order_items.csv",
              ["order_id", "order_item_id", "product_id", "seller_id", "price", "freight"], lines),
        write("orders.csv", ["order_id", "customer_id", "order_status", "purchased_at"], orders),
        write("products.csv", ["product_id", "category", "weight_g"],
              [[code("i", at), f"category {at % 4}", 200 + at] for at in range(25)]),
        write("sellers.csv", ["seller_id", "seller_zip", "seller_city"],
              [[code("s", at), 20_000 + at, "ibitinga"] for at in range(6)]),
    ]  # fmt: skip
    return files, round(kept, 2), len(persons)


def test_six_files_of_a_marketplace_are_one_import(ws, marketplace):
    files, kept, persons = marketplace
    done = import_files(ws, "interactions", files)
    assert bought(ws)[:3] == (kept, persons, 115)
    assert done.mapping["user"] == "customer_unique_id"
    assert [(each.mapping, each.rows_read) for each in done.lists] == [
        ({"item": "product_id", "category": "category"}, 25),
        ({"user": "customer_unique_id"}, 120),
    ]
    lines = done.rows_read
    assert done.evidence[0] == (
        f"order_items.csv and orders.csv are joined by order_id: {lines} of {lines} rows of "
        "order_items.csv find their row in orders.csv, and 120 of its 120 rows are used."
    )
    assert any(text.startswith("order_payments.csv and sellers.csv were left out") for text in
               done.evidence)  # fmt: skip
    assert "25 of the 25 products in the purchases stand in the product list." in (
        done.lists[0].evidence
    )


@pytest.fixture
def numbered(write):
    """Order numbers from one on, beside products and pieces that are counted from one on too;
    totals of orders hold the delivery.
    """
    chance = random.Random(7)
    orders, lines, kept = [], [], 0
    for at in range(1, 101):
        total = 0
        for _ in range(chance.choice([1, 2, 3])):
            product, pieces = chance.randint(1, 60), chance.choice([1, 1, 2, 4])
            amount = (20 + product) * pieces
            total += amount
            lines.append([len(lines) + 1, at, product, f"Jacket {product}", f"{pieces}.0000",
                          f"{20 + product}.0000", f"{amount}.0000"])  # fmt: skip
        orders.append([at, f"1000{at:05d}", "complete", chance.randint(1, 40), f"{total + 5}.0000",
                       "5.0000", f"2023-03-{1 + at % 28:02d} 10:00:00"])  # fmt: skip
        kept += total
    return kept, orders, lines


ORDER = ["entity_id", "increment_id", "status", "customer_id", "grand_total", "shipping_amount",
         "created_at"]  # fmt: skip
LINE = ["item_id", "order_id", "product_id", "name", "qty_ordered", "price", "row_total"]


def test_numbers_from_one_on_are_told_apart_and_totals_are_no_amounts(ws, write, numbered):
    kept, orders, lines = numbered
    done = import_files(
        ws,
        "interactions",
        [write("sales_order.csv", ORDER, orders), write("sales_order_item.csv", LINE, lines)],
        beside=[],
    )
    customers = len({row[3] for row in orders})
    assert bought(ws) == (kept, customers, 100, len(lines))
    assert any("joined by order_id = entity_id" in text for text in done.evidence)


def test_another_language_with_an_order_named_alike(ws, write):
    lines = [[f"S{at // 2:05d}", f"[FURN_{at % 19}] Tisch", f"{at % 3 + 1},00", "10,50"]
             for at in range(160)]  # fmt: skip
    orders = [[f"S{at:05d}", f"{1 + at % 28:02d}.03.2024 09:12:00", f"Firma {at % 23} GmbH"]
              for at in range(80)]  # fmt: skip
    import_files(
        ws,
        "interactions",
        [
            write("auftragszeilen.csv", ["Auftragsreferenz", "Produkt", "Menge", "Einzelpreis"],
                  lines),
            write("auftraege.csv", ["Auftragsreferenz", "Auftragsdatum", "Kunde"], orders),
        ],
    )  # fmt: skip
    pieces = sum(at % 3 + 1 for at in range(160))
    assert bought(ws) == (10.5 * pieces, 23, 80, 160)


def test_rows_without_partner_are_counted_and_refused(ws, write, numbered):
    _, orders, lines = numbered
    line = write("sales_order_item.csv", LINE, lines)
    order = write("sales_order.csv", ORDER, orders[:90])
    done = import_files(ws, "interactions", [line], beside=[order])
    lost = sum(row[1] > 90 for row in lines)
    assert done.rows_quarantined == lost
    assert f"{len(lines) - lost} of {len(lines)} rows" in done.evidence[0]
    assert set(quarantine_rows(ws, done.import_id)["column_name"]) == {"customer_id"}


def test_lines_given_beside_their_orders_are_the_rows_too(ws, write, numbered):
    kept, orders, lines = numbered
    line = write("sales_order_item.csv", LINE, lines)
    import_files(ws, "interactions", [write("sales_order.csv", ORDER, orders)], beside=[line])
    assert bought(ws)[0] == kept


def test_a_line_keeps_its_place_in_its_own_file(ws, write, numbered):
    _, orders, lines = numbered
    line = write("sales_order_item.csv", LINE, [*lines, [9_000, 999, 3, "Jacket 3", 1, 23, 23]])
    done = import_files(ws, "interactions", [line], beside=[write("o.csv", ORDER, orders)])
    assert list(quarantine_rows(ws, done.import_id)["line"]) == [len(lines) + 2]


def test_files_that_nothing_joins_are_refused(ws, write):
    shops = write("shops.csv", ["shop", "town"], [[f"X{at}", "Ulm"] for at in range(30)])
    sales = write("sales.csv", ["customer", "sku", "qty"],
                  [[f"C{at % 9}", f"P{at % 11}", at % 4 + 1] for at in range(60)])  # fmt: skip
    with pytest.raises(InputError, match="no column of one holds the values"):
        import_files(ws, "interactions", [sales, shops])
    assert list_imports(ws).empty


def test_pieces_from_one_to_four_are_no_link_to_numbers_from_one_on(ws, write):
    colours = write("colours.csv", ["id", "colour", "seen"],
                    [[at, f"tint {at}", "2024-01-01"] for at in range(1, 200)])  # fmt: skip
    sales = write("sales.csv", ["customer", "sku", "qty"],
                  [[f"C{at % 9}", f"P{at % 11}", at % 4 + 1] for at in range(60)])  # fmt: skip
    with pytest.raises(InputError, match="no column of one holds the values"):
        import_files(ws, "interactions", [sales, colours])


def test_files_of_the_same_columns_are_still_one_below_the_other(ws, write, numbered):
    _, orders, lines = numbered
    half = len(lines) // 2
    parts = [write("a.csv", LINE, lines[:half]), write("b.csv", LINE, lines[half:])]
    done = import_files(ws, "interactions", parts, beside=[write("o.csv", ORDER, orders)])
    assert done.rows_read == len(lines)
    assert done.files == ["a.csv", "b.csv", "o.csv"]


def test_lists_of_products_are_not_joined(ws, write):
    one = write("one.csv", ["sku", "title"], [["A1", "Mug"]])
    other = write("other.csv", ["sku", "colour"], [["A1", "red"]])
    with pytest.raises(InputError, match="has other columns than"):
        import_files(ws, "items", [one, other])


def test_the_command_line_joins_with_another_file(tmp_path, write, numbered, capsys):
    _, orders, lines = numbered
    files = write("lines.csv", LINE, lines), write("orders.csv", ORDER, orders)
    place = ["--workspace", str(tmp_path / "w")]
    asked = [*place, "import", "interactions", str(files[0]), "--with", str(files[1])]
    assert main(asked) == 0
    assert "lines.csv and orders.csv are joined by order_id = entity_id" in capsys.readouterr().out
    assert main(asked) == 2
    assert "imported before" in capsys.readouterr().err


STATES = [[2, "Paiement accepté"], [4, "Expédié"], [5, "Livré"], [6, "Annulé"], [7, "Remboursé"]]


def shop_with_numbered_states(write):
    """Orders whose state is a number that another file names; what was kept."""
    lines, orders, kept = [], [], 0
    for at in range(301, 381):
        state = 6 if at % 10 == 0 else 5 if at % 3 else 4
        for line in range(at % 2 + 1):
            product = (at * 7 + line) % 23
            lines.append([at, f"L{product}", at % 3 + 1, f"{10 + product}.00"])
            kept += (10 + product) * (at % 3 + 1) * (state != 6)
        orders.append([at, at * 13 % 29, state, f"2023-0{1 + at % 9}-{1 + at % 28:02d} 11:22:33"])
    files = [
        write("order_detail.csv", ["id_order", "sku", "quantity", "price"], lines),
        write("orders.csv", ["id_order", "id_customer", "current_state", "date_add"], orders),
    ]
    return files, kept


def test_a_list_of_states_by_number_says_what_became_of_an_order(ws, write):
    files, kept = shop_with_numbered_states(write)
    states = write("state_lang.csv", ["id_state", "name"], STATES)
    done = import_files(ws, "interactions", [*files, states])
    assert bought(ws)[0] == kept
    assert any("joined by current_state = id_state" in text for text in done.evidence)
    assert done.lists == []


def test_a_list_of_other_words_by_number_is_not_taken_for_states(ws, write):
    files, _ = shop_with_numbered_states(write)
    colours = ["red", "blue", "green", "pink", "grey"]
    words = [[row[0], colour] for row, colour in zip(STATES, colours, strict=True)]
    done = import_files(ws, "interactions", [*files, write("x.csv", ["id_state", "name"], words)])
    assert not any("joined by current_state" in text for text in done.evidence)


def test_an_order_that_stands_twice_is_still_one(ws, write, numbered):
    kept, orders, lines = numbered
    order = write("sales_order.csv", ORDER, [*orders, orders[3]])
    import_files(ws, "interactions", [write("l.csv", LINE, lines)], beside=[order])
    assert bought(ws)[0] == kept


def test_orders_under_one_number_that_differ_are_no_key(ws, write, numbered):
    _, orders, lines = numbered
    other = [orders[3][0], "x", *orders[4][2:]]
    order = write("sales_order.csv", ORDER, [*orders, other])
    with pytest.raises(InputError, match="no column of one holds the values"):
        import_files(ws, "interactions", [write("l.csv", LINE, lines)], beside=[order])


@pytest.mark.parametrize(("again", "counted"), [(3, 83), (80, 80)])
def test_few_equal_lines_are_lines_and_many_are_an_export_twice(ws, write, again, counted):
    lines = [[f"O-{at:04d}", f"S{at % 13}", 1, "5.00"] for at in range(80)]
    orders = [[f"O-{at:04d}", f"C{at % 19}", f"2024-01-{1 + at % 28:02d}"] for at in range(80)]
    done = import_files(
        ws,
        "interactions",
        [
            write("lines.csv", ["order", "sku", "qty", "price"], [*lines, *lines[:again]]),
            write("orders.csv", ["order", "customer", "date"], orders),
        ],
    )
    assert bought(ws)[3] == counted
    said = any("the same line twice" in text for text in done.evidence)
    assert said is (again == 3)


def test_the_lines_amounts_go_before_the_orders_total(ws, write):
    lines, orders, kept = [], [], {}
    for at in range(60):
        total = 0
        for line in range(at % 2 + 1):
            product, pieces = (at * 7 + line * 3) % 17, at % 3 + 1
            amount = (5 + product) * pieces
            total += amount
            kept[f"P{product}"] = kept.get(f"P{product}", 0) + amount
            lines.append([9_000 + len(lines), 100 + at, f"P{product}", pieces, amount])
        orders.append([100 + at, f"C{at % 13}", f"2024-03-{1 + at % 28:02d}", total, "completed"])
    done = import_files(
        ws,
        "interactions",
        [
            write("lookup.csv", ["line", "order_id", "sku", "product_qty", "product_net_revenue"],
                  lines),
            write("stats.csv", ["order_id", "customer", "date", "net_total", "status"], orders),
        ],
    )  # fmt: skip
    assert done.mapping["revenue"] == "product_net_revenue"
    with ws.db.read() as cursor:
        sql = "SELECT item_id, sum(revenue) FROM interactions GROUP BY 1"
        assert dict(cursor.execute(sql).fetchall()) == kept
