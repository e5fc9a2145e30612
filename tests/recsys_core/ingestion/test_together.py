"""Roles that only the rows of a table can tell."""

import random
from datetime import date, timedelta

import pytest

from recsys_core.ingestion.roles.guess import guess

PRODUCTS = ["Large Mug", "Blue Bag", "Fern Candle", "Mini Soap", "Gift Print", "Red Vase", "Tea"]


def orders(count=60, seed=1):
    """(order, customer, product, day) of orders with one to three lines each."""
    draw = random.Random(seed)
    found = []
    for order in range(count):
        customer = draw.randrange(18)
        for product in draw.sample(range(len(PRODUCTS)), draw.randint(1, 3)):
            found.append((order, customer, product, order))
    return found


def unnamed(rows):
    found = guess([f"column {n}" for n in range(1, len(rows[0]) + 1)], rows, "interactions", True)
    return [column.role for column in found.columns], found.notes


def named(names, rows):
    found = guess(names, rows, "interactions")
    return {column.name: column.role for column in found.columns}, found.notes


def test_rows_of_one_moment_share_their_customer():
    rows = [[f"B{p:05d}", f"A{c:04d}X", str(p % 5 + 1), str(1704362965 + 9999 * d)]
            for _, c, p, d in orders()]  # fmt: skip
    roles, notes = unnamed(rows)
    assert roles == ["item", "user", "rating", "time"]
    assert "column 2 was taken for the customer" in notes[0]


def test_words_name_the_product_and_nine_digits_no_day():
    rows = [[str(350000103 + c), PRODUCTS[p], "purchase", f"{p * c / 3:.1f}"]
            for _, c, p, _ in orders()]  # fmt: skip
    roles, notes = unnamed(rows)
    assert roles == ["user", "item", "event", None]
    assert "column 2 was taken for the product, as it holds words" in notes[0]


def test_nine_digits_are_moments_where_nothing_else_is():
    rows = [[f"C{c}", f"P{p + 10}", str(p % 5 + 1), str(881250949 + 9999 * d)]
            for _, c, p, d in orders()]  # fmt: skip
    assert unnamed(rows)[0] == ["user", "item", "rating", "time"]


def test_orders_prices_and_pieces_without_names():
    rows = [[f"2024-03-{d % 28 + 1:02d} 10:{d:02d}", str(70000 + o), f"K{c:03d}", f"SKU-{p}",
             PRODUCTS[p], str((o + p) % 4 + 1), f"{p + 2}.50"]
            for o, c, p, d in orders()]  # fmt: skip
    roles, _ = unnamed(rows)
    assert roles == ["time", "order", "user", "item", "title", "quantity", "price"]


@pytest.mark.parametrize(
    ("pieces", "role"),
    [([1] * 7 + [2] * 2 + [3], "quantity"), ([5] * 4 + [4] * 3 + [3, 2, 1], "rating"),
     ([1] * 4 + [2] * 2 + [5] * 4, "rating")],
)  # fmt: skip
def test_numbers_that_grow_rare_count_pieces_and_others_rate(pieces, role):
    rows = [[f"2024-03-{d % 28 + 1:02d} 10:{d:02d}", f"K{c:03d}", f"SKU-{p}",
             str(pieces[at % 10])]
            for at, (o, c, p, d) in enumerate(orders())]  # fmt: skip
    assert unnamed(rows)[0][3] == role


def test_where_nothing_tells_the_first_is_the_customer_and_it_is_said():
    draw = random.Random(3)
    rows = [[str(draw.randrange(100, 150)), str(draw.randrange(900, 950))] for _ in range(200)]
    roles, notes = unnamed(rows)
    assert roles == ["user", "item"]
    assert "nothing tells which is the customer" in notes[0]


def test_a_product_a_day_names_no_customer():
    first = date(2018, 1, 28)
    rows = [
        [f"{first + timedelta(days=at):%d/%m/%Y}", f"AB-{at * 37}", f"Boots of kind {at % 78}"]
        for at in range(80)
    ]
    roles, _ = unnamed(rows)
    assert "user" not in roles


def test_a_number_for_each_order_is_no_customer():
    rows = [[str(o), f"x{o}", f"u{c}", f"P{p}", f"2024-01-{d % 28 + 1:02d}"]
            for o, c, p, d in orders()]  # fmt: skip
    names = ["order_id", "customer_id", "customer_unique_id", "product_id", "date"]
    roles, notes = named(names, rows)
    assert roles["customer_unique_id"] == "user"
    assert "customer_id has a value of its own for each of the 60 orders" in notes[0]


def test_customers_that_come_back_stay_customers():
    rows = [[str(o), f"x{c}", f"u{c % 9}@x.com", f"P{p}", f"2024-01-{d % 28 + 1:02d}"]
            for o, c, p, d in orders()]  # fmt: skip
    roles, notes = named(["order_id", "customer_id", "email", "product_id", "date"], rows)
    assert (roles["customer_id"], roles["email"], notes) == ("user", "contact", [])


def test_the_code_that_goes_with_the_name_is_the_product():
    rows = [[str(o), f"c{c}", PRODUCTS[p], f"W-{o % 3}", f"A-{p}", f"2024-01-{d % 28 + 1:02d}"]
            for o, c, p, d in orders()]  # fmt: skip
    names = ["order no", "customer", "title", "warehouse code", "merchant code", "date"]
    roles, notes = named(names, rows)
    assert (roles["merchant code"], roles["warehouse code"]) == ("item", None)
    assert notes == ["merchant code was taken for the product's number: each title has its own."]


def test_without_any_code_the_name_is_the_product():
    rows = [[str(o), f"c{c}@x.com", PRODUCTS[p], f"2024-01-{d % 28 + 1:02d}"]
            for o, c, p, d in orders()]  # fmt: skip
    roles, _ = named(["order no", "Bill to", "Product title", "date"], rows)
    assert (roles["Product title"], roles["Bill to"]) == ("item", "user")


def test_links_and_constant_remarks_are_no_names_of_products():
    rows = [[f"c{c}", f"A-{p}", PRODUCTS[p], "https://shop.example/x", f"2024-01-{d % 28 + 1:02d}"]
            for _, c, p, d in orders()]  # fmt: skip
    roles, _ = named(["customer", "sku", "Item", "Details", "date"], rows)
    assert (roles["Item"], roles["Details"]) == ("title", None)


def test_the_only_number_that_comes_again_is_the_product():
    rows = [[str(o), f"c{c}", str(p + 500), f"s{o}", f"2024-01-{d % 28 + 1:02d}"]
            for o, c, p, d in orders()]  # fmt: skip
    roles, notes = named(["order no", "customer", "Referencia", "visit id", "date"], rows)
    assert (roles["Referencia"], roles["visit id"]) == ("item", None)
    assert "Referencia was taken for the product" in notes[0]


def test_the_number_of_a_shop_is_no_product():
    rows = [[f"c{c}", str(p + 500), f"2024-01-{d % 28 + 1:02d}"] for _, c, p, d in orders()]
    roles, notes = named(["customer", "store no", "date"], rows)
    assert "item" not in roles.values()
    assert notes == []


def test_a_column_called_goods_is_the_product_though_it_holds_words():
    rows = [[str(o), f"Клиент {c}", PRODUCTS[p], f"{d % 28 + 1:02d}.02.2024"]
            for o, c, p, d in orders()]  # fmt: skip
    roles, notes = named(["Номер заказа", "Покупатель", "Товар", "Дата заказа"], rows)
    assert roles["Товар"] == "item"
    assert notes == ["No column numbers the products, so Товар tells them apart."]


def with_states(words, state_of, name="Durum"):
    names = ["Sipariş No", "Müşteri", "Ürün Kodu", name]
    rows = [[str(9000 + o), f"M{c}", f"U{p}", words[state_of(o, c, p) % len(words)]]
            for o, c, p, _ in orders()]  # fmt: skip
    return named(names, rows)[0][name]


FOREIGN = ["Imekamilika", "Imeghairiwa", "Imerudishwa"]


def test_a_column_named_as_a_state_is_one_whatever_its_words():
    assert with_states(FOREIGN, lambda o, c, p: o) == "status"
    assert with_states(FOREIGN, lambda o, c, p: o, name="Order Status") == "status"


def test_what_is_said_of_customers_products_or_lines_is_no_orders_state():
    assert with_states(FOREIGN, lambda o, c, p: c) is None
    assert with_states(FOREIGN, lambda o, c, p: p) is None
    assert with_states(FOREIGN, lambda o, c, p: o + p) is None


def test_a_third_of_known_words_makes_states_without_a_name():
    words = ["Geleverd", "Xyzzy", "Plugh", "Geannuleerd", "Frobozz", "Zork"]
    assert with_states(words, lambda o, c, p: o, name="Spalte") == "status"
    assert with_states([*words[1:4], "a", "b", "c"], lambda o, c, p: o, name="Spalte") is None
    kept = ["Geleverd", "Verzonden", "Plugh"]
    assert with_states(kept, lambda o, c, p: o, name="Spalte") is None


NAMES_ELSEWHERE = [
    "Mã đơn hàng|Ngày đặt hàng|Người mua|SKU sản phẩm|Tên sản phẩm|Trạng Thái Đơn Hàng",
    "رقم الطلب|تاريخ الطلب|اسم العميل|رمز المنتج (SKU)|اسم المنتج|حالة الطلب",
    "Αριθμός παραγγελίας|Ημερομηνία|Πελάτης|Κωδικός προϊόντος|Όνομα προϊόντος|Κατάσταση",
    'מספר הזמנה|תאריך|שם לקוח|מק"ט|שם מוצר|סטטוס',
    "เลขที่คำสั่งซื้อ|วันที่สั่งซื้อ|อีเมลลูกค้า|รหัสสินค้า|ชื่อสินค้า|สถานะคำสั่งซื้อ",
    "Číslo objednávky|Datum|Zákazník|Kód zboží|Název zboží|Stav objednávky",
    "Tilausnumero|Tilauspäivä|Asiakas|Tuotekoodi|Tuotteen nimi|Tilauksen tila",
    "Номер замовлення|Дата|Покупець|Артикул|Назва товару|Статус замовлення",
    "Ordrenummer|Ordredato|Kunde|Varenummer|Varenavn|Ordrestatus",
    "Número de orden|Fecha|Cliente|SKU|Nombre del producto|Estado de la orden",
    "Bestellnr.|Datum|Kunde|Artikelnr.|Bezeichnung|Status",
    "Nº do pedido|Data|Cliente|Código do produto|Nome do produto|Situação do pedido",
]


@pytest.mark.parametrize("names", NAMES_ELSEWHERE)
def test_names_of_many_languages_are_known(names):
    state = ["Delivered", "Cancelled", "Shipped"]
    rows = [[str(9000 + o), f"2024-03-{d % 28 + 1:02d}", f"K {c}", f"T-{p}", PRODUCTS[p],
             state[o % 3]] for o, c, p, d in orders()]  # fmt: skip
    roles, _ = named(names.split("|"), rows)
    assert list(roles.values()) == ["order", "time", "user", "item", "title", "status"]


def till(taken_back=True):
    """Lines of a till without names: day, time, number of the day, EAN, name, pieces, price,
    amount, card.
    """
    rows = []
    for at, (order, c, p, d) in enumerate(orders()):
        count = -1 if taken_back and at % 40 == 0 else at % 3 + 1
        price = 4.5 + 3.25 * p
        rows.append(
            [f"2024{d // 28 + 1:02d}{d % 28 + 1:02d}", f"{order % 12 + 8:02d}{order % 60:02d}17",
             f"{order % 3 + 1:04d}", f"40063813339{p:02d}", f"Article no {p + 10}", str(count),
             f"{price:.2f}", f"{count * price:.2f}", f"0062{c:04d}"]
        )  # fmt: skip
    return rows


def test_a_product_of_three_columns_is_found_first_without_names():
    roles, notes = unnamed(till())
    assert roles == ["time", None, None, "item", "title", "quantity", "price", "revenue", "user"]
    assert "column 7 times column 6 gives column 8" in notes[0]


def test_numbers_filled_up_with_zeros_count_nothing():
    rows = [[*row[:5], *row[6:7], row[8]] for row in till(taken_back=False)]
    roles, _ = unnamed(rows)
    assert "quantity" not in roles
    assert roles[2] != "rating"
    bare = [[*row[:2], row[2].lstrip("0"), *row[3:]] for row in rows]
    assert "quantity" in unnamed(bare)[0]
