"""Customers, lines and pieces in columns whose names are in no list."""

import pytest

from tests.recsys_core.ingestion.test_together import PRODUCTS, named, orders

NAMES = ["Rendelés invoice", "Mikor date", "Vevő", "Termék SKU", "Megnevezés title"]
"""The first, second, fourth and fifth give themselves away."""


def lines(customer=lambda o, c, p: f"Kiss {c}"):
    return [[str(9000 + o), f"2024-03-{d % 28 + 1:02d} 10:{d:02d}", customer(o, c, p),
             f"T-{p}", PRODUCTS[p]] for o, c, p, d in orders()]  # fmt: skip


def test_what_comes_back_in_other_orders_is_the_customer():
    roles, notes = named(NAMES, lines())
    assert roles["Vevő"] == "user"
    assert notes == [
        "Vevő (18 different) was taken for the customer: it is the same on all lines of an order "
        "and comes back in others. If that is wrong, choose another column."
    ]


@pytest.mark.parametrize(
    "value",
    [
        lambda o, c, p: f"Kiss {o}",
        lambda o, c, p: f"Kiss {p}",
        lambda o, c, p: f"Kiss {(o + p) % 18}",
        lambda o, c, p: ["card", "cash", "PayPal"][c % 3],
        lambda o, c, p: str(c * 5 + 20),
        lambda o, c, p: f"{c + 20},50",
        lambda o, c, p: f"weekday {o % 28}",
    ],
    ids=["once", "of the product", "of the line", "few", "a charge", "money", "of the day"],
)
def test_what_does_not_is_nobody(value):
    assert named(NAMES, lines(value))[0]["Vevő"] is None


def test_the_town_of_a_customer_is_not_the_customer():
    rows = [[*row, f"Town {int(row[2].split()[1]) // 2}"] for row in lines()]
    roles, _ = named([*NAMES, "Hol"], rows)
    assert (roles["Vevő"], roles["Hol"]) == ("user", None)


def test_several_that_may_be_the_customer_are_not_decided():
    rows = [[*row, f"Agent {int(row[0]) * 7 % 13}"] for row in lines()]
    assert set(named([*NAMES, "Ki"], rows)[0].values()) == {"order", "time", "item", "title", None}


def test_the_number_of_an_order_is_no_customer():
    rows = [[row[1], row[0], *row[3:]] for row in lines()]
    assert named(["Mikor date", "No. Pes", *NAMES[3:]], rows)[0]["No. Pes"] is None


def test_a_code_called_nothing_that_decides_the_name_is_the_product():
    rows = [[*row[:2], f"C{row[2]}", row[4], row[3]] for row in lines()]
    roles, _ = named([*NAMES[:2], "customer", NAMES[4], "Cikk code"], rows)
    assert (roles["Cikk code"], roles["customer"]) == ("item", "user")
    roles, _ = named([*NAMES[:2], "Vevő", "Cikk kod", NAMES[4]], [
        [*row[:2], row[2], row[3], row[4]] for row in lines()])  # fmt: skip
    assert (roles["Cikk kod"], roles["Vevő"]) == ("item", "user")


def test_a_number_for_each_line_is_no_product():
    rows = [[str(5000 + at), *row] for at, row in enumerate(lines())]
    columns = ["Order Item ID", NAMES[0], NAMES[1], "customer", "Seller SKU", NAMES[4]]
    roles, notes = named(columns, rows)
    assert (roles["Order Item ID"], roles["Seller SKU"]) == (None, "item")
    assert "numbers lines and not products; Seller SKU (7 different)" in notes[0]


def test_single_things_stay_products():
    rows = [[str(5000 + at), *row[:4], f"Painting {at}"] for at, row in enumerate(lines())]
    columns = ["Item ID", NAMES[0], NAMES[1], "customer", "Studio", NAMES[4]]
    assert named(columns, rows)[0]["Item ID"] == "item"


def test_lines_of_delivery_without_a_code_leave_the_code_to_products():
    rows = lines()
    rows += [[*row[:3], "", "Delivery"] for row in rows[::4]]
    columns = [*NAMES[:2], "customer", "Cikk", NAMES[4]]
    assert named(columns, rows)[0]["Cikk"] == "item"
    bare = [[*row[:3], row[3] if at % 2 else "", row[4]] for at, row in enumerate(lines())]
    assert named(columns, bare)[0][NAMES[4]] == "item"


def sold(pieces, total):
    rows = [[*row, str(pieces(at)), f"{at % 7 + 2},50"] for at, row in enumerate(lines())]
    return [[*row, f"{total(int(row[5]), at % 7 + 2.5):.2f}".replace(".", ",")]
            for at, row in enumerate(rows)]  # fmt: skip


def test_what_the_price_is_multiplied_by_is_the_quantity():
    columns = [*NAMES, "Db", "price", "Összeg"]
    roles, notes = named(columns, sold(lambda at: at % 4 + 1, lambda n, price: n * price))
    assert roles["Db"] == "quantity"
    assert notes[-1].startswith("price times Db gives Összeg, so these were taken for")
    other = sold(lambda at: at % 4 + 1, lambda n, price: price + n)
    assert named(columns, other)[0]["Db"] is None


@pytest.mark.parametrize("name", ["Liczba sztuk", "Q.tà", "Jumlah", "Aantal stuks", "Ürün Adedi"])
def test_pieces_in_other_forms_of_the_word(name):
    rows = [[*row, str(at % 4 + 1)] for at, row in enumerate(lines())]
    assert named([*NAMES, name], rows)[0][name] == "quantity"


def test_an_order_by_what_was_bought_at_a_time():
    rows = lines()
    columns = ["#", NAMES[1], "customer", *NAMES[3:]]
    roles, notes = named(columns, rows)
    assert (roles["#"], len(notes)) == ("order", 1)
    single = [[str(at), *row[1:]] for at, row in enumerate(rows)]
    assert named(columns, single)[0]["#"] is None
    assert named(columns, [[f"{len(row[4])}", *row[1:]] for row in rows])[0]["#"] is None


def priced(full):
    """Orders with a column that is called a product's and holds what `full` makes of its price."""
    names = ["order no", "date", "customer", "product full", "title", "price", "code"]
    rows = []
    for o, c, p, d in orders():
        price = 40 + 10 * (p // 2)
        paid = price - 5 * (o % 2)
        day = f"2024-03-{d % 28 + 1:02d}"
        rows.append([f"{o}", day, f"C{c}", full(price, p), PRODUCTS[p], f"{paid}", f"T-{p}"])
    return named(names, rows)


def test_a_list_price_called_the_products_is_not_its_number():
    roles, notes = priced(lambda price, p: str(price))
    assert (roles["product full"], roles["code"], roles["title"]) == (None, "item", "title")
    assert "product full is the same as price on many rows" in " ".join(notes)


@pytest.mark.parametrize(
    "number", [lambda price, p: str(400 + p), lambda price, p: str(20 + 10 * p)]
)
def test_numbers_that_are_no_prices_number_products(number):
    assert priced(number)[0]["product full"] == "item"


@pytest.mark.parametrize(
    ("customers", "role"), [(36, "user"), (8, None)], ids=["customers", "tills"]
)
def test_short_numbers_with_few_orders_each_are_customers(customers, role):
    rows = [[f"R-{9000 + o}", f"2024-03-{d % 28 + 1:02d} 10:{d:02d}", str(1003 + o % customers),
             f"T-{p}", PRODUCTS[p], "2", f"{p + 2}.50"]
            for o, _, p, d in orders()]  # fmt: skip
    names = ["Rendelésszám", "Dátum", "Vevőkód", "Cikkszám", "Megnevezés", "Mennyiség", "Ár"]
    assert named(names, rows)[0]["Vevőkód"] == role


def test_a_day_for_all_rows_makes_no_orders_of_people():
    rows = [[f"user{c}", f"T-{p}", str(p % 5 + 1), "2024-02-05"] for _, c, p, _ in orders()]
    assert named(["Reviewer", "Product ID", "Stars", "On"], rows)[0]["Reviewer"] == "user"


def strangers(customer):
    """Lines whose names no list knows, orders together."""
    lines = sorted(orders())
    return [[str(1001 + o), f"2024-03-{d % 28 + 1:02d} 10:{d:02d}", customer(o, c), f"T-{p}",
             PRODUCTS[p], "2", f"{p + 2}.50"] for o, c, p, d in lines]  # fmt: skip


STRANGE = ["Narudžba", "Datum", "Šifra K", "Šifra A", "Naziv A", "Količina", "Cijena"]


def test_orders_and_customers_of_short_numbers_tell_each_other():
    roles, notes = named(STRANGE, strangers(lambda o, c: str(3003 + o % 36)))
    assert (roles["Narudžba"], roles["Šifra K"]) == ("order", "user")
    assert sum("If that is wrong, choose another column" in note for note in notes) >= 2
    roles, _ = named(STRANGE, strangers(lambda o, c: "0" if o % 4 == 0 else str(3003 + o % 36)))
    assert (roles["Narudžba"], roles["Šifra K"]) == ("order", "user")


def test_years_of_birth_are_no_customers():
    roles, _ = named(STRANGE, strangers(lambda o, c: str(1960 + o % 36)))
    assert "user" not in roles.values()
