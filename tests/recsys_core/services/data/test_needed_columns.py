"""A needed column that is missing: those that it may be are named, with why and what to type."""

import pytest

from recsys_core.schema.errors import InputError
from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import open_workspace


@pytest.fixture
def refused(tmp_path):
    """The sentence with which a table of these columns is refused."""

    def run(kind, head, rows):
        path = tmp_path / "export.csv"
        lines = [",".join(map(str, row)) for row in (head, *rows)]
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")
        with open_workspace(tmp_path / "workspace") as ws:
            with pytest.raises(InputError) as error:
                import_files(ws, kind, [path])
            return str(error.value)

    return run


def test_columns_that_go_with_orders_may_be_the_customer(refused):
    rows = [
        [
            at // 2,
            f"P{at % 13}",
            at % 3 + 1,
            f"K-{at // 2 * 7 % 31}",
            f"L-{at // 2 * 5 % 29}",
            at % 5,
        ]
        for at in range(120)
    ]
    said = refused("interactions", ["order_id", "sku", "qty", "ref", "link", "shelf"], rows)
    why = "the same on all lines of an order, and again in other orders"
    assert said == (
        "No column of export.csv seems to hold the customer. "
        f"Customer may be ref ({why}) or link ({why}): say which, such as --map user=ref."
    )


def test_where_no_column_may_be_it_another_file_is_suggested(refused):
    rows = [[at // 2, f"P{at % 13}", at % 3 + 1, f"{at % 7}.50"] for at in range(60)]
    said = refused("interactions", ["order_id", "sku", "qty", "price"], rows)
    assert "It seems to name no customer" in said
    assert "they are order_id, sku, qty, price. If none does, --map user=none" in said
    assert said.endswith("name that one too: --with FILE.")


def test_a_list_needs_a_column_that_never_repeats(refused):
    rows = [[f"colour {at % 3}", "yes", at % 4] for at in range(30)]
    said = refused("users", ["alpha", "beta", "gamma"], rows)
    assert "None of its columns looks like the customer" in said
    assert "--with" not in said


WIDE = ["order_id", "customer_id", "order_total", "line_1_sku", "line_2_sku", "line_2_note"]


def wide(second):
    return [[at, f"C{at % 9}", 9.5, f"P{at % 7}", second(at), f"P{at % 7}"] for at in range(40)]


def test_several_products_in_a_row_are_refused(refused):
    said = refused("interactions", WIDE, wide(lambda at: f"P{at % 5}" if at % 2 else ""))
    assert "besides line_1_sku, products stand in line_2_sku. Import a file with a row" in said
    assert "--map item=line_1_sku counts the products of that column alone" in said


@pytest.mark.parametrize(
    ("second", "mapping", "told"),
    [
        (lambda at: f"P{at % 5}", {"item": "line_1_sku"}, True),
        (lambda at: f"blue {at % 5}", None, False),
        (lambda at: "", None, False),
    ],
    ids=["asked for", "other values", "empty"],
)
def test_one_product_in_a_row_is_taken(tmp_path, second, mapping, told):
    path = tmp_path / "export.csv"
    rows = [",".join(map(str, row)) for row in (WIDE, *wide(second))]
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    with open_workspace(tmp_path / "workspace") as ws:
        found = import_files(ws, "interactions", [path], mapping, guess_rest=True)
    assert found.mapping["item"] == "line_1_sku"
    assert any("Products stand in line_2_sku too" in said for said in found.warnings) == told


def two_tables(second):
    """Orders without products, and below them what `second` (a row of names, rows) holds."""
    orders = [["order", f"B{at}", f"C{at % 9}", f"2024-03-{at % 28 + 1:02}"] for at in range(40)]
    return ["Type", "OrderId", "Buyer", "OrderDate"], [*orders, *second]


def test_a_file_of_two_tables_says_where_the_second_starts(refused):
    lines = [["line", f"B{at}", f"P{at % 7}", at % 3 + 1, "9.50"] for at in range(40)]
    said = refused(
        "interactions", *two_tables([["Type", "OrderId", "Offer", "Pieces", "Price"], *lines])
    )
    assert "another one starts at line 42, with the columns Type, OrderId, Offer, Pieces" in said
    assert "two tables" not in refused("interactions", *two_tables([]))


def stays(*columns):
    """Bookings of rooms, each on one row, by 20 guests: the columns beside."""
    head = ["booking", "date", "email", "amount", *(name for name, _ in columns)]
    rows = []
    for at in range(120):
        room, guest = at * 7 % 5, at * 11 % 20
        start = [9000 + at, f"2024-{at // 28 + 1:02d}-{at % 28 + 1:02d}", f"m{guest}@x.example"]
        amount = (60 + 40 * room) * (1 + at % 2)
        rows.append([*start, f"{amount}.00", *(value(at, room, guest) for _, value in columns)])
    return head, rows


ROOM = ("kind of room", lambda at, room, guest: f"Room {'abcde'[room]}")


def test_the_product_proposed_first_has_the_steadiest_prices(refused):
    other = ("board", lambda at, room, guest: f"Board {'abc'[at // 7 % 3]}")
    said = refused("interactions", *stays(other, ROOM))
    assert "Product may be kind of room (5 different values in 120 rows.) or board" in said
    assert said.endswith("--map 'item=kind of room'.")


def test_what_numbers_the_rows_or_goes_with_the_customer_is_not_proposed(refused):
    guest = ("name of guest", lambda at, room, guest: f"Mr {'abcdefghijklmnopqrst'[guest]}")
    own = ("remark", lambda at, room, guest: f"Pax {at}")
    said = refused("interactions", *stays(guest, own, ("pax", lambda at, r, g: at % 4 + 1), ROOM))
    assert "Product may be kind of room (5 different values in 120 rows.): if so" in said
