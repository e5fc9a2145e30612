"""Orders that were cancelled, refunded or failed leave nothing behind, and are counted."""

import pytest

from recsys_core.ingestion.order_status import is_status
from recsys_core.services.data.imports import import_files
from recsys_core.services.data.preview import preview_file

HEAD = "Order ID,Date,Order Status,Customer,SKU,Qty,Amount\n"
LINES = [
    "1,2024-01-01,Delivered,C1,P1,2,10.00",
    "2,2024-01-02,Cancelled,C1,P3,1,7.00",
    "3,2024-01-03,Shipped - Returned to Seller,C2,P1,1,5.00",
    "4,2024-01-04,partially_refunded,C2,P2,3,15.00",
    "5,2024-01-05,complete,C3,P1,1,5.00",
    "5,2024-01-05,complete,C3,P1,1,5.00",
    "6,2024-01-06,refunded,C3,P1,-1,-5.00",
    "7,2024-01-06,,C3,P3,1,7.00",
    "8,2024-01-07,Payment failed,C4,P3,,7.00",
    "9,2024-01-08,Voided,C5,P1,2,3.00",
]
KEPT = [
    ("1", "purchase", 2, 10), ("2", "return", 0, 0), ("3", "return", 0, 0),
    ("4", "purchase", 3, 15), ("5", "purchase", 1, 5), ("6", "return", -1, -5),
    ("7", "purchase", 1, 7), ("9", "return", 0, 0),
]  # fmt: skip


def rows(ws):
    with ws.db.read() as cursor:
        return cursor.execute(
            "SELECT order_id, event, quantity, revenue FROM interactions ORDER BY order_id"
        ).fetchall()


@pytest.fixture
def orders(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(HEAD + "\n".join(LINES) + "\n", encoding="utf-8")
    return path


def test_undone_orders_count_as_returned_and_are_said(ws, orders):
    done = import_files(ws, "interactions", [orders])
    assert done.mapping["status"] == "Order Status"
    assert rows(ws) == KEPT
    counts = (done.rows_accepted, done.rows_return, done.rows_duplicate, done.rows_quarantined)
    assert counts == (4, 4, 1, 1)
    assert done.rows_read == sum(counts)
    assert done.warnings == [
        "Order Status: 3 rows were cancelled, refunded or not paid, by the words Cancelled (1), "
        "Payment failed (1), Shipped - Returned to Seller (1), Voided (1) and refunded (1). Each "
        "counts as returned, and nothing of it as bought.",
        "Qty: 1 row is refused: No quantity.",
    ]


def test_without_quantities_an_undone_order_takes_nothing_else_back(ws, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(
        "order,date,status,customer,product\n"
        "1,2024-01-01,complete,C1,P1\n2,2024-02-01,canceled,C1,P1\n3,2024-02-02,complete,C2,P1\n",
        encoding="utf-8",
    )
    import_files(ws, "interactions", [path])
    assert [row[:3] for row in rows(ws)] == [
        ("1", "purchase", None), ("2", "return", 0), ("3", "purchase", None),
    ]  # fmt: skip


def test_a_large_file_is_read_alike(ws, tmp_path):
    path = tmp_path / "orders.csv"
    lines = [line for line in LINES if ",," not in line]
    many = [f"{n}-{line}" for n in range(2600) for line in lines]
    path.write_text(HEAD + "\n".join(many) + "\n", encoding="utf-8")
    done = import_files(ws, "interactions", [path])
    assert (done.rows_return, done.rows_duplicate) == (4 * 2600, 2600)
    kept = [(f"{n}-{one[0]}", *one[1:]) for n in range(2600) for one in KEPT if one[0] != "7"]
    assert rows(ws) == sorted(kept)


def test_a_status_that_is_not_of_an_order_is_left_alone(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(
        "customer,product,date,status\n" + "C1,P1,2024-01-01,gold\nC2,P1,2024-01-02,silver\n" * 9,
        encoding="utf-8",
    )
    roles = {column.name: column.role for column in preview_file(path).columns}
    assert roles["status"] not in ("status", "event")


@pytest.mark.parametrize(
    "text", ["Cancelled", "order_refunded", " paid ", "Versendet", "已退款", "on hold", "PENDING"]
)
def test_words_of_shops_are_known(text):
    assert is_status(text)


@pytest.mark.parametrize("text", ["gold", "active", "married", "", "42"])
def test_other_words_are_not(text):
    assert not is_status(text)


@pytest.mark.parametrize(
    ("day", "rest"),
    [
        ("２０２４／０３／０７", "３,１２５０．５０"),
        ("٢٠٢٤/٠٣/٠٧", "٣,١٢٥٠٫٥٠"),
        ("2024/03/07", "3,1250.50"),
    ],
)
def test_digits_of_other_widths_and_scripts_are_those_of_numbers_and_dates(ws, tmp_path, day, rest):
    path = tmp_path / "orders.csv"
    lines = "".join(f"{n},{day},C{n},P1,{rest}\n" for n in range(1, 7))
    path.write_text("order,date,customer,sku,quantity,price\n" + lines, encoding="utf-8")
    import_files(ws, "interactions", [path])
    assert rows(ws) == [(str(n), "purchase", 3, 3751.5) for n in range(1, 7)]
