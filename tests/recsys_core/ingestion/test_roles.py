import pytest

from recsys_core.ingestion.roles.column_look import number_of
from recsys_core.ingestion.roles.guess import guess


def roles(columns, rows, kind=None, numbered=False):
    found = guess(columns, rows, kind, numbered)
    return {c.name: c.role for c in found.columns if c.role}, found


def event_rows(count=60):
    return [
        [str(i % 7), f"P{i % 11}", f"2024-01-{i % 28 + 1:02d}", str(i % 4 + 1), f"{i % 9}.50"]
        for i in range(count)
    ]


@pytest.mark.parametrize(
    "names",
    [
        ["CustomerID", "StockCode", "InvoiceDate", "Quantity", "UnitPrice"],
        ["household_id", "product_id", "transaction_timestamp", "qty", "price"],
        ["uid", "sku", "ts", "units", "item_price"],
        ["顾客编号", "商品ID", "日期", "数量", "单价"],
        ["Kundennummer", "Artikelnummer", "Bestelldatum", "Menge", "Einzelpreis"],
        ["user_id:token", "item_id:token", "timestamp:float", "quantity:float", "price:float"],
        ["Customer Number", "Product Code", "Order Date", "Order Quantity", "Sale Price"],
        ["ＣｕｓｔｏｍｅｒＩＤ", "ＳＫＵ", "Ｄａｔｅ", "Ｑｔｙ", "Ｐｒｉｃｅ"],
        ["Référence client", "Réf. produit", "Date de la commande", "Quantité", "Prix TTC"],
        ["REFERENCE CLIENT", "REF PRODUIT", "DATE COMMANDE", "QUANTITE", "PRIX UNITAIRE"],
        ["Código de cliente", "Código del artículo", "Fecha del pedido", "Cantidad", "Precio (€)"],
        ["Codice cliente", "Codice articolo", "Data dell'ordine", "Quantità", "Prezzo unitario"],
        ["Código do cliente", "Cód. produto", "Data do pedido", "Quantidade", "Preço unitário"],
        ["Kundennr.", "Artikel-Nr.", "Rechnungsdatum", "Liefermenge", "Stückpreis netto"],
        ["Klantnummer", "Productcode", "Besteldatum", "Aantal stuks", "Prijs per stuk"],
        ["№ клиента", "Артикул товара", "Дата заказа", "Количество, шт.", "Цена за штуку"],
        ["お客様番号", "商品コード", "ご注文日時", "購入数量", "販売単価"],
        ["고객 번호", "상품 코드", "주문 일시", "주문 수량", "판매 단가"],
        ["买家会员编号", "商品 编码", "下单 日期", "购买 数量", "商品 单价"],
    ],
)
def test_names_in_many_conventions(names):
    found, guessed = roles(names, event_rows())
    assert found == dict(zip(names, ["user", "item", "time", "quantity", "price"], strict=True))
    assert guessed.shape == "events"
    assert all(c.evidence.endswith(".") for c in guessed.columns)


def test_a_persons_name_is_no_products():
    names = ["N° de commande", "Nom du client", "Réf. produit", "Nom du produit", "Date"]
    rows = [
        [str(i), f"Ann {i % 9}", f"P{i % 5}", f"Blue mug {i % 5}", "2024-01-02"] for i in range(40)
    ]
    found, _ = roles(names, rows)
    assert found == dict(zip(names, ["order", "user", "item", "title", "time"], strict=True))


def test_what_is_said_of_an_order_is_not_its_number():
    names = ["Total del pedido", "Estado del pedido", "Número de pedido", "Cliente", "Producto"]
    rows = [[f"{i}.50", "pagado", str(i), f"C{i % 5}", f"P{i % 7}"] for i in range(40)]
    assert roles(names, rows)[0]["Número de pedido"] == "order"


def test_values_overrule_names():
    rows = [[f"C{i % 5}", f"P{i}", "next week", f"good {i}"] for i in range(30)]
    found, _ = roles(["customer", "product", "shipping time", "rating"], rows)
    assert "rating" not in found.values()


def test_a_product_column_of_words_is_a_name_where_there_is_a_number():
    rows = [[f"C{i % 5}", f"{i}", f"Cotton shirt with stripes {i}"] for i in range(30)]
    found, _ = roles(["customer", "product id", "product"], rows)
    assert found["product id"] == "item"


def test_unnamed_ratings():
    rows = [
        [str(i % 50), str(i % 40 + 1000), str(i % 5 + 1), str(881250949 + i)] for i in range(200)
    ]
    found, guessed = roles([f"column {i}" for i in range(1, 5)], rows, numbered=True)
    assert list(found.values()) == ["user", "item", "rating", "time"]
    assert guessed.shape == "events"


def test_short_description_is_a_product_name():
    rows = [[f"C{i % 5}", f"P{i}", "WHITE LANTERN", "3"] for i in range(30)]
    found, _ = roles(["CustomerID", "StockCode", "Description", "Quantity"], rows)
    assert found["Description"] == "title"


def test_event_words():
    rows = [[f"C{i % 5}", f"P{i}", ["view", "cart", "purchase"][i % 3]] for i in range(30)]
    assert roles(["user", "item", "kind"], rows)[0]["kind"] == "event"


def test_products():
    rows = [[str(i), f"{i:09d}" if i % 9 else "", f"Title {i}", "A, B", "2001"] for i in range(50)]
    found, guessed = roles(["book_id", "isbn", "title", "authors", "year"], rows)
    assert guessed.shape == "items"
    assert (found["book_id"], found["title"], found["authors"]) == ("item", "title", "brand")
    assert found["isbn"] == found["year"] == "attribute"


def test_customers():
    rows = [[str(i), "M", "35-44"] for i in range(50)]
    found, guessed = roles(["household_id", "gender", "age"], rows)
    assert guessed.shape == "users"
    assert found == {"household_id": "user", "gender": "attribute", "age": "attribute"}


def test_matrix_of_ratings():
    columns = ["reader", *[f"Book {i}" for i in range(12)]]
    rows = [
        [f"R{i}", *[str((i + j) % 5 + 1) if (i + j) % 3 else "" for j in range(12)]]
        for i in range(40)
    ]
    assert guess(columns, rows).shape == "matrix"


def test_campaigns_and_exposures():
    assert guess(["campaign_id", "household_id"], [["1", "5"], ["2", "6"]]).shape == "campaigns"
    columns = ["user_id", "item_id", "position", "clicked", "propensity"]
    rows = [[str(i), str(i), "1", "0", "0.2"] for i in range(20)]
    assert guess(columns, rows).shape == "exposures"


def test_how_an_order_was_paid_and_whether_feedback_was_left_are_no_events():
    columns = ["buyer", "sku", "qty", "Payment Method", "Feedback Left", "sale date"]
    rows = [
        [f"u{i % 9}", f"P{i % 7}", "1", "PayPal", "No", f"2024-01-{i + 1:02d}"] for i in range(28)
    ]
    assert "event" not in [column.role for column in guess(columns, rows, "interactions").columns]
    columns[3] = "what"
    for at, row in enumerate(rows):
        row[3] = "purchase" if at % 3 else "view"
    assert guess(columns, rows, "interactions").columns[3].role == "event"


@pytest.mark.parametrize(
    ("text", "number"),
    [("12,00", 12), ("1.234,5", 1234.5), ("12,000", 12000), ("1,234.50", 1234.5), ("€ 8,50", 8.5),
     ("5 565,90 €", 5565.9), ("1e3", 1000), ("Rp 24.500", 24.5), ("mug", None), ("1,2,x", None)],
)  # fmt: skip
def test_a_comma_before_the_last_one_or_two_digits_is_decimal(text, number):
    assert number_of(text) == number


def test_prices_with_a_comma_are_no_categories():
    rows = [[f"k{i % 9}@example.nl", f"P{i % 7}", f"{i % 7 + 120},50"] for i in range(60)]
    found, _ = roles(["column 1", "column 2", "column 3"], rows, numbered=True)
    assert found == {"column 1": "user", "column 2": "item", "column 3": "price"}
    whole = [[user, item, price.replace(",50", "")] for user, item, price in rows]
    found, _ = roles(["column 1", "column 2", "column 3"], whole, numbered=True)
    assert found["column 3"] == "category"


@pytest.mark.parametrize(
    "name",
    ["Prijs (incl. btw)", "Preis inkl. MwSt", "Prix unitaire TTC", "Precio IVA incl.", "税込価格"],
)
def test_what_a_name_says_in_passing_gives_no_role(name):
    names = ["Klantnummer", "Productcode", name, "Waarvan btw"]
    rows = [[f"k{i % 9}", f"P{i % 7}", f"{i % 7},50", f"0,{i % 7 + 10}"] for i in range(60)]
    assert list(roles(names, rows)[0].values()) == ["user", "item", "price", "tax"]


def test_what_a_piece_was_sold_for_is_its_price():
    columns = ["Buyer Username", "Custom Label", "Quantity", "Sold For", "Total Price"]
    rows = [[f"u{i % 9}", f"P{i % 7}", "2", "$39.90", "$79.80"] for i in range(28)]
    roles = {c.name: c.role for c in guess(columns, rows, "interactions").columns}
    assert roles["Sold For"] == "price"


def test_no_range_is_said_where_a_sign_may_divide_thousands():
    rows = [[f"K{at}", f"A{at % 5}", ["2.992", "181", "1.200"][at % 3]] for at in range(30)]
    amount = guess(["Kunde", "Artikel", "Umsatz"], rows, "interactions").columns[2]
    assert amount.evidence == "Named like an amount of money; 3 different values in 30 rows."
    late = [[*row[:2], ["2,9", "181", "3,5", "1,200"][at % 4]] for at, row in enumerate(rows)]
    amount = guess(["Kunde", "Artikel", "Umsatz"], late, "interactions").columns[2]
    assert "different numbers" not in amount.evidence, "1,200 comes after the first three values"
    plain = [[*row[:2], ["2.50", "181", "1.20"][at % 3]] for at, row in enumerate(rows)]
    amount = guess(["Kunde", "Artikel", "Umsatz"], plain, "interactions").columns[2]
    assert "3 different numbers from 1.2 to 181" in amount.evidence
