"""Columns that are an order's or a customer's, and so no product's."""

from tests.recsys_core.ingestion.test_together import PRODUCTS, named, orders

NAMES = ["상품주문번호", "Order No", "Date", "구매자명"]


def lines(*columns):
    names = [*NAMES, *(name for name, _ in columns)]
    rows = [[str(77000 + n), str(9000 + o), f"2024-03-{o % 28 + 1:02d} 10:{o:02d}", f"Buyer {c}",
             *(value(o, c, p) for _, value in columns)]
            for n, (o, c, p, _) in enumerate(orders())]  # fmt: skip
    return named(names, rows)


BUYER = ("구매자ID", lambda o, c, p: f"naver{c:02d}")
RECEIVER = ("수취인명", lambda o, c, p: f"Name {c}")
GOODS = [("상품번호", lambda o, c, p: f"5012{p}"), ("상품명", lambda o, c, p: PRODUCTS[p])]


def test_what_goes_with_the_buyer_or_the_order_numbers_no_products():
    roles, _ = lines(BUYER, RECEIVER, *GOODS)
    assert (roles["상품번호"], roles["상품명"]) == ("item", "title")


def test_a_title_that_is_the_same_for_all_products_of_an_order_is_the_orders():
    word = ("Title", lambda o, c, p: "Sent on" if o % 4 else "Waits for post")
    roles, notes = lines(("SKU", lambda o, c, p: f"T-{p}"), word, GOODS[1])
    assert (roles["SKU"], roles["상품명"], roles["Title"]) == ("item", "title", None)
    assert any(note.startswith("Title is the same on all lines of an order") for note in notes)


def test_a_title_of_products_stays_beside_other_words():
    roles, notes = lines(
        ("SKU", lambda o, c, p: f"T-{p}"), ("Title", GOODS[1][1]), ("Note", lambda o, c, p: f"N{c}")
    )
    assert roles["Title"] == "title"
    assert not any("same on all lines of an order, whatever" in note for note in notes)


def test_one_event_an_order_stays_the_title_where_nothing_else_is_the_product():
    event = ("Event title", lambda o, c, p: f"Concert {o % 7}")
    roles, _ = lines(event, ("Seat", lambda o, c, p: f"Row {p}"))
    assert roles["Event title"] in ("title", "item")


def test_a_title_that_goes_with_the_customer_names_no_product():
    who = ("Product title", lambda o, c, p: f"Name {c}")
    roles, notes = lines(who, ("Size", lambda o, c, p: f"T {p}"))
    assert roles["Product title"] is None
    assert any("so Product title names no products" in note for note in notes)


def test_customers_who_came_once_show_nothing_of_the_title():
    rows = [[f"C{n}", f"Book {n}", f"2024-03-{n % 28 + 1:02d}", f"{n}.50"] for n in range(40)]
    roles, _ = named(["customer", "title", "date", "price"], rows)
    assert roles["title"] in ("title", "item")
