"""Column names of well-known exports, with values as they come."""

import pytest

from recsys_core.ingestion.encoding import detect
from recsys_core.ingestion.roles.guess import guess

STAMP = "2024-03-01 09:00:00 +0100"


def rows(*cells, n=40):
    """Rows of values or of functions of the row's number."""
    return [[str(cell(i) if callable(cell) else cell) for cell in cells] for i in range(n)]


EXPORTS = {
    "Shopify": (
        "Name,Email,Financial Status,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,"
        "Lineitem price,Lineitem sku,Vendor",
        rows(
            lambda i: f"#{1001 + i // 2}", lambda i: f"k{i % 9}@example.com", "paid", "44.90",
            "49.80", STAMP, lambda i: i % 3 + 1, lambda i: f"Shirt {i % 7} - Blue", "19.90",
            lambda i: f"TS-{i % 7}", "Acme",
        ),
        {
            "order": "Name", "user": "Email", "time": "Created at", "quantity": "Lineitem quantity",
            "title": "Lineitem name", "price": "Lineitem price", "item": "Lineitem sku",
            "brand": "Vendor", "status": "Financial Status",
        },
    ),
    "WooCommerce": (
        "Order Number,Order Status,Order Date,Customer User ID,Order Total Amount,SKU,Item #,"
        "Item Name,Quantity (- Refund),Item Cost",
        rows(
            lambda i: 9000 + i // 2, "wc-completed", "2024-03-01 09:00", lambda i: i % 11, "59.00",
            lambda i: f"WOO-{i % 6}", lambda i: i % 2 + 1, lambda i: f"Hoodie {i % 6}",
            lambda i: i % 3 + 1, "29.5",
        ),
        {
            "order": "Order Number", "user": "Customer User ID", "time": "Order Date",
            "status": "Order Status",
            "item": "SKU", "title": "Item Name", "quantity": "Quantity (- Refund)",
            "price": "Item Cost",
        },
    ),
    "Google Analytics": (
        "event_date,event_timestamp,event_name,user_pseudo_id,user_id,item_id,item_name,price",
        rows(
            "20240301", lambda i: 1709283600000000 + i, lambda i: ["view_item", "purchase"][i % 2],
            lambda i: f"{10**9 + i % 13}.17", "", lambda i: f"SKU_{i % 8}",
            lambda i: f"Item {i % 8}", "12.5",
        ),
        {
            "time": "event_timestamp", "event": "event_name", "user": "user_pseudo_id",
            "item": "item_id", "title": "item_name", "price": "price",
        },
    ),
    "Magento": (
        "increment_id,customer_email,customer_id,created_at,base_grand_total,order_currency_code,"
        "sku,name,qty_ordered,base_price,row_total",
        rows(
            lambda i: f"{100000000 + i // 2}", "a@example.com", lambda i: i % 9,
            "2024-03-01 09:00:00", "120.0000", "USD", lambda i: f"24-MB{i % 6}",
            lambda i: f"Duffle Bag {i % 6}", lambda i: f"{i % 3 + 1}.0000", "34.0000",
            lambda i: f"{34 * (i % 3 + 1)}.0000",
        ),
        {
            "order": "increment_id", "user": "customer_id", "time": "created_at", "item": "sku",
            "title": "name", "quantity": "qty_ordered", "price": "base_price",
            "revenue": "row_total", "contact": "customer_email",
            "currency": "order_currency_code",
        },
    ),
    "Reviews": (
        "review_id,reviewerID,asin,overall,reviewText,summary,unixReviewTime",
        rows(
            lambda i: f"R{i}", lambda i: f"A{i % 13}XX", lambda i: f"B00{i % 8}",
            lambda i: i % 5 + 1, "Nice, really nice", "Good", lambda i: 1709283600 + i,
        ),
        {"user": "reviewerID", "item": "asin", "rating": "overall", "time": "unixReviewTime"},
    ),
    "Till": (
        "STORE,TRANS_DT,LOYALTY_CARD_NO,UPC,ITEM_DESC,DEPT,UNITS,NET_SALES",
        rows(
            "012", "01-MAR-24", lambda i: f"77{i % 9:08d}", lambda i: f"0490{i % 7}",
            lambda i: f"MILK 2% {i % 7}", "DAIRY", lambda i: i % 2 + 1, "3.49",
        ),
        {
            "time": "TRANS_DT", "user": "LOYALTY_CARD_NO", "item": "UPC", "title": "ITEM_DESC",
            "category": "DEPT", "quantity": "UNITS", "revenue": "NET_SALES",
        },
    ),
    "Products by name and number": (
        "Customer No,Product No,Product,Quantity,Amount",
        rows(
            lambda i: f"00{i % 9}", lambda i: f"P{i % 7}", lambda i: f"Cream bun {i % 7}",
            lambda i: i % 3 + 1, lambda i: f"${1234.5 + i:,.2f}",
        ),
        {
            "user": "Customer No", "item": "Product No", "title": "Product",
            "quantity": "Quantity", "revenue": "Amount",
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPORTS)
def test_roles_of_an_export(name):
    header, values, expected = EXPORTS[name]
    found = guess(header.split(","), values, "interactions")
    assert {column.role: column.name for column in found.columns if column.role} == expected


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (
            "cp932",
            "注文番号,顧客番号,商品番号,商品名\n1,K1,00100,抹茶チョコレート\n2,K2,00101,お茶セット\n",
        ),
        ("gb18030", "顾客编号,商品ID,商品名称\nC1,100,牛奶巧克力\nC2,101,食品饮料\n"),
        ("big5", "會員編號,商品編號,商品名稱\nC1,100,綠茶飲料\nC2,101,巧克力牛奶\n"),
        ("windows-1252", "Kunde,Käse,Größe\n1,Müsli „extra“,süß\n2,Crème brûlée,groß\n"),
    ],
)
def test_older_encodings_are_told_apart(encoding, text, text_file):
    assert detect(text_file(text, encoding=encoding), "file.csv") == encoding
