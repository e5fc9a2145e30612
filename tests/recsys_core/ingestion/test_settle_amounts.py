"""Pieces, prices, amounts and discounts by what the rows add up to."""

import pytest

from recsys_core.ingestion.roles.arithmetic import numbers
from tests.recsys_core.ingestion.test_together import named, orders

WHO = ["Order ID", "Date", "Customer ID", "SKU"]
PIECES = [at % 4 + 1 for at in range(200)]
PRICES = [12.5, 8.0, 30.0, 4.75, 19.9, 55.0, 6.2]


def table(*extra, written=lambda value: f"{value:.2f}"):
    """Lines of orders; each extra column is a function of (line number, order, product)."""
    rows = []
    for at, (order, customer, product, day) in enumerate(orders()):
        values = [column(at, order, product) for column in extra]
        rows.append(
            [str(9000 + order), f"2024-03-{day % 28 + 1:02d} 10:{day:02d}", f"C{customer:03d}",
             f"T-{product}", *(v if isinstance(v, str) else written(v) for v in values)]
        )  # fmt: skip
    return rows


def pieces(at, order, product):
    return str(PIECES[at])


def price(at, order, product):
    return PRICES[product]


def amount(at, order, product):
    return PIECES[at] * PRICES[product]


def off(at, order, product):
    return PRICES[product] * 0.1 if at % 3 == 0 else 0.0


def roles_of(names, *columns, **how):
    roles, notes = named([*WHO, *names], table(*columns, **how))
    return [roles[name] for name in names], notes


def test_pieces_price_and_amount_are_told_by_their_product():
    roles, notes = roles_of(["Kiekis", "Kaina", "Suma"], pieces, price, amount)
    assert roles == ["quantity", "price", None]
    assert notes == [
        "Kaina times Kiekis gives Suma, so these were taken for the price of a piece, the pieces "
        "and the amount of a line."
    ]


def test_numbers_that_are_no_product_are_left_alone():
    roles, notes = roles_of(
        ["Kiekis", "Kaina", "Suma"], pieces, price, lambda at, o, p: PIECES[at] + PRICES[p]
    )
    assert (roles, notes) == ([None, None, None], [])


def test_an_amount_called_a_price_is_the_amount():
    roles, _ = roles_of(["Kosten je", "Pieces", "Price"], price, pieces, amount)
    assert roles == ["price", "quantity", "revenue"]


def test_what_a_piece_cost_the_shop_takes_nothing_from_its_price():
    def cost(at, order, product):
        return PRICES[product] * 0.6

    def costs(at, order, product):
        return PIECES[at] * PRICES[product] * 0.6

    roles, notes = roles_of(["Pieces", "Price", "Kost", "Kosten"], pieces, price, cost, costs)
    assert (roles, notes) == (["quantity", "price", None, None], [])


def test_an_amount_with_the_delivery_on_top_is_not_the_lines():
    def delivery(at, order, product):
        return 4.9 if at % 2 else 0.0

    def with_delivery(at, order, product):
        return amount(at, order, product) + delivery(at, order, product)

    names = ["Pieces", "Price", "Eilute", "Siunta", "Amount"]
    roles, notes = roles_of(names, pieces, price, amount, delivery, with_delivery)
    assert roles == ["quantity", "price", "revenue", None, None]
    assert notes == ["Amount is Eilute and Siunta, so Eilute was taken for the amount of a line."]


@pytest.mark.parametrize("name", ["Discount", "Nuolaida"])
def test_the_price_that_was_paid_is_the_one_after_the_discount(name):
    def paid(at, order, product):
        return PRICES[product] - off(at, order, product)

    def sums(at, order, product):
        return PIECES[at] * paid(at, order, product)

    names = ["Pieces", "Price", name, "Mokama", "Viso"]
    roles, notes = roles_of(names, pieces, price, off, paid, sums)
    assert roles == ["quantity", None, None, "price", None]
    assert notes[-1] == (
        f"Price less {name} is Mokama, so Mokama was taken for what was paid, and {name} is off "
        "already."
    )


def test_what_is_less_on_every_row_is_a_cost_and_no_discount():
    def margin(at, order, product):
        return PRICES[product] * 0.4

    def cost(at, order, product):
        return PRICES[product] * 0.6

    roles, _ = roles_of(["Pieces", "Price", "Savik", "Marza"], pieces, price, cost, margin)
    assert roles == ["quantity", "price", None, None]


def order_sums():
    sums = {}
    for at, (order, _, product, _) in enumerate(orders()):
        sums[order] = sums.get(order, 0) + PIECES[at] * PRICES[product]
    return sums


@pytest.mark.parametrize(("name", "found"), [("Kuponas", "discount"), ("Bonus points", None)])
def test_a_coupon_is_what_the_order_came_to_less(name, found):
    sums = order_sums()

    def delivery(at, order, product):
        return 5.0 if order % 2 else 0.0

    def coupon(at, order, product):
        return 3.0 if order % 4 == 0 else 0.0

    def billed(at, order, product):
        return sums[order] + delivery(at, order, product) - coupon(at, order, product)

    names = ["Pieces", "Price", "Siunta", name, "Moketi"]
    roles, notes = roles_of(names, pieces, price, delivery, coupon, billed)
    assert roles == ["quantity", "price", None, found, None]
    assert [("was taken for a discount" in note) for note in notes] == [True] * bool(found)


def test_the_sign_under_which_the_rows_add_up_is_the_decimal_sign():
    def written(value):
        return f"{value * 100:,.0f}".replace(",", ".")

    rows = table(pieces, price, amount, written=written)
    cells = list(zip(*rows, strict=True))
    found = numbers(cells, [4, 5, 6], cells[0])
    assert found.columns[5].max() == 5_500
    assert (5, 4, 6) in [one[:3] for one in found.products]


def test_what_is_left_after_a_percent_is_the_amount():
    def percent(at, order, product):
        return f"{10 * (at % 3)} %"

    def left(at, order, product):
        return amount(at, order, product) * (1 - 0.1 * (at % 3))

    names = ["Pieces", "Price", "Nuolaida", "Viso"]
    roles, notes = roles_of(names, pieces, price, percent, left)
    assert roles == ["quantity", "price", "discount", "revenue"]
    assert notes == [
        "Price times Pieces less Nuolaida in percent gives Viso, so these were taken for the price "
        "of a piece, the pieces and the amount of a line."
    ]


def test_a_price_by_what_the_orders_come_to():
    sums = order_sums()
    names = ["Pieces", "Kaina", "Viso"]
    roles, notes = roles_of(names, pieces, price, lambda at, order, product: sums[order])
    assert roles == ["quantity", "price", None]
    assert "over the lines of an order, gives Viso in" in notes[0]
    roles, _ = roles_of(names, pieces, price, lambda at, order, product: sums[order] + order % 7)
    assert roles == ["quantity", None, None]


@pytest.mark.parametrize("every", [False, True])
def test_what_is_left_after_a_discount_in_money_is_the_amount(every):
    """A discount on every row would be any difference at all: it shows nothing."""

    def less(at, order, product):
        return 0.5 if every or at % 3 == 0 else 0.0

    def left(at, order, product):
        return amount(at, order, product) - less(at, order, product)

    roles, notes = roles_of(["Kiekis", "Kaina", "Nuol", "Suma"], pieces, price, less, left)
    if every:
        assert (roles, notes) == ([None] * 4, [])
        return
    assert roles == ["quantity", "price", "discount", "revenue"]
    assert notes[0].startswith("Kaina times Kiekis less Nuol gives Suma")


@pytest.mark.parametrize("places", [0, 1])
def test_an_amount_may_be_rounded_to_its_own_last_place(places):
    def litres(at, order, product):
        return f"{10 + at * 0.317:.3f}"

    def per_litre(at, order, product):
        return f"{PRICES[product] * 9.7:.1f}"

    def coins(at, order, product):
        exact = float(litres(at, order, product)) * float(per_litre(at, order, product))
        return f"{exact:.{places}f}"

    def wrong(at, order, product):
        return f"{float(coins(at, order, product)) * 1.03:.{places}f}"

    roles, _ = roles_of(["A", "B", "C"], litres, per_litre, coins)
    assert roles == ["quantity", "price", "revenue"]
    assert roles_of(["A", "B", "C"], litres, per_litre, wrong)[0] == [None] * 3


def test_an_amount_times_a_rate_is_no_weight():
    def rate(at, order, product):
        return f"{1.08 + at % 9 * 0.003:.3f}"

    def other(at, order, product):
        return amount(at, order, product) * float(rate(at, order, product))

    roles, _ = roles_of(["Amount", "Rate", "Base"], amount, rate, other)
    assert "quantity" not in roles


@pytest.mark.parametrize("sign", [-1, 1])
def test_an_amount_named_for_a_discount_that_is_one_was_not_paid(sign):
    roles, notes = roles_of(
        ["Seller discount total", "Paid price"], lambda *row: sign * off(*row), price
    )
    assert roles == ["discount", "price"]
    assert "is named for a discount" in notes[-1]


def test_an_amount_after_the_discount_was_paid():
    roles, _ = roles_of(
        ["Discounted total", "Qty", "Unit price"],
        lambda at, o, p: amount(at, o, p) - off(at, o, p),
        pieces,
        price,
    )
    assert roles == ["revenue", "quantity", "price"]


def test_what_leads_from_one_price_to_another_is_no_amount():
    roles, notes = roles_of(
        ["Unit price", "Seller discount total", "Price paid"],
        price,
        lambda *row: -off(*row),
        lambda *row: price(*row) - off(*row),
    )
    assert roles == [None, None, "price"]
    assert "Unit price less Seller discount total is Price paid" in notes[-1]


@pytest.mark.parametrize(
    ("telephone", "role"), [(60_112_242_182, None), (4, "shipping"), (60_112_242_182.5, "shipping")]
)
def test_ten_digits_without_decimals_are_no_money(telephone, role):
    roles, _ = roles_of(
        ["Shipping line"], lambda at, o, p: str(telephone + o % 9), written=lambda value: value
    )
    assert roles == [role]


def of_order(figure, plus=0.0):
    """The sum over the lines of an order, and something on top."""
    sums = {}
    for at, (order, _, product, _) in enumerate(orders()):
        sums[order] = sums.get(order, plus) + float(figure(at, order, product))
    return lambda at, order, product: sums[order]


def test_an_amount_of_which_the_lines_come_to_the_orders_total_is_the_lines():
    names = ["Suma", "Vežimas", "Iš viso"]
    roles, notes = roles_of(
        names, amount, lambda at, o, p: 3.9 if o % 2 else 0.0, of_order(amount, 3.9)
    )
    assert roles == [None, None, None]
    shipped = lambda at, o, p: 3.9 + o % 2  # noqa: E731
    whole = lambda at, o, p: of_order(amount)(at, o, p) + shipped(at, o, p)  # noqa: E731
    roles, notes = roles_of(names, amount, shipped, whole)
    assert roles == ["revenue", None, None]
    assert "with Vežimas it gives Iš viso in 60 of 60 orders looked at" in notes[0]


def test_pieces_of_which_the_lines_come_to_the_orders_pieces_are_no_amount():
    roles, _ = roles_of(["Kiekis", "Viso vnt"], pieces, of_order(pieces))
    assert "revenue" not in roles


FEES = ["Pieces", "Price", "Kostas", "Amount"]


def row_price(at, order, product):
    return PRICES[product] * PIECES[at] + at % 7


@pytest.mark.parametrize(
    ("fee", "dropped"),
    [
        (lambda paid, at: paid * 0.1 + 0.5, True),
        (lambda paid, at: paid * (0.19, 0.07)[at % 2] / (1.19, 1.07)[at % 2], False),
        (lambda paid, at: (paid * 0.1 + 0.5) * (at % 2), False),
        (lambda paid, at: -paid * 0.13, True),
    ],
    ids=["a share and a bit more", "tax at two rates", "on every other row", "charged"],
)
def test_what_is_left_after_fees_is_not_what_was_paid(fee, dropped):
    """A tenth of the rows were paid back in part, so that less is left of them."""

    def fees(at, order, product):
        return round(fee(row_price(at, order, product), at), 2)

    def left(at, order, product):
        came_to = row_price(at, order, product)
        return came_to - abs(fees(at, order, product)) - (came_to * 0.4 if at % 10 == 0 else 0)

    roles, notes = roles_of(FEES, pieces, row_price, fees, left)
    assert roles[1] == "price"
    assert (roles[3] is None) == dropped
    assert any("what was left after fees, so Price counts" in note for note in notes) == dropped


@pytest.mark.parametrize("charge", ["€ 12.00", "12"])
def test_one_charge_for_all_orders_is_counted_where_it_is_money(charge):
    sums = order_sums()
    roles, _ = roles_of(
        ["Pieces", "Kaina", "Vežimas", "Viso"],
        pieces,
        price,
        lambda at, order, product: charge,
        lambda at, order, product: sums[order] + 12,
    )
    assert roles == ["quantity", "price" if "€" in charge else None, None, None]


WEIGHTS = [(1 + at % 5) / 2 for at in range(200)]
FORINT = [3490, 2890, 5980, 1690, 990, 7450, 2200]


def weight(at, order, product):
    return f"{WEIGHTS[at]:g}"


def forint(at, order, product):
    return str(FORINT[product])


def weighed(at, order, product):
    return str(round(WEIGHTS[at] * FORINT[product]))


def test_of_two_factors_the_one_that_a_product_keeps_is_the_price():
    roles, notes = roles_of(["Első", "Másik", "Harmadik"], weight, forint, weighed)
    assert roles[:2] == ["quantity", "price"]
    assert "Másik times Első gives Harmadik" in notes[0]


def test_a_pack_of_one_size_is_counted_where_its_name_says_so():
    def pack(at, order, product):
        return str(6 * (product + 1))

    def agreed(at, order, product):
        return f"{PRICES[product] + at % 9 / 4:.2f}"

    def packs(at, order, product):
        return f"{float(agreed(at, order, product)) * 6 * (product + 1):.2f}"

    roles, _ = roles_of(["Quantity", "Zzz", "Yyy"], pack, agreed, packs)
    assert roles[:2] == ["quantity", "price"]


DISCOUNTED = ["Jumlah", "Harga Awal", "Harga Setelah Diskon", "Total Harga"]


def before(at, order, product):
    return PRICES[product] * (1.25 if product % 2 else 1)


def test_a_price_after_the_discount_is_no_discount():
    roles, notes = roles_of(DISCOUNTED, pieces, before, price, amount)
    assert roles == ["quantity", None, "price", "revenue"]
    assert any("what a piece cost after the discount" in note for note in notes)


def test_a_discount_a_piece_stays_one():
    def off_line(at, order, product):
        return PIECES[at] * off(at, order, product)

    names = ["Jumlah", "Harga", "Diskon", "Total Diskon", "Total Harga"]
    roles, notes = roles_of(names, pieces, price, off, off_line, amount)
    assert roles[1] == "price"
    assert "discount" in roles[2:4]
    assert not any("what a piece cost after" in note for note in notes)


def test_small_whole_numbers_below_the_price_are_pieces():
    roles, notes = roles_of(["AMOUNT", "SALES_PRICE"], pieces, lambda *a: 3 * amount(*a))
    assert roles == ["quantity", "price"]
    assert "AMOUNT holds small whole numbers below SALES_PRICE" in notes[-1]


def test_whole_amounts_of_lines_are_no_pieces():
    roles, _ = roles_of(["AMOUNT", "PRICE"], lambda at, o, p: str((p + 2) * PIECES[at]),
                        lambda at, o, p: str(p + 2))  # fmt: skip
    assert roles[0] == "revenue"


def without_orders(column):
    roles, notes = named([*WHO[1:], "qty", "amt"], [row[1:] for row in table(pieces, column)])
    return [roles["qty"], roles["amt"]], notes


def test_one_name_that_says_nothing_is_the_amount_by_the_products():
    roles, notes = without_orders(amount)
    assert roles == ["quantity", "revenue"]
    assert "amt grows with qty for 7 of the 7 products" in notes[-1]
    roles, notes = without_orders(price)
    assert roles == ["quantity", "price"]
    assert "amt is the same whatever qty says for 7 of the 7 products" in notes[-1]


@pytest.mark.parametrize(
    "other",
    [lambda *a: f"{amount(*a) * 1.37:.3f}", lambda at, o, p: f"{(at * 7919) % 100 / 10:.2f}"],
    ids=["weights", "anything"],
)
def test_what_no_product_explains_is_no_amount(other):
    assert without_orders(other)[0] == ["quantity", None]


TAXED = ["Qté", "PU HT", "Montant HT", "Taxe", "Montant TTC"]


@pytest.mark.parametrize(
    ("extra", "role"),
    [(lambda *a: round(amount(*a) * 0.2, 2), "tax"), (lambda at, o, p: (at % 5) + 0.5, None)],
    ids=["one rate", "a fee of each line"],
)
def test_an_amount_with_a_tax_on_top_is_not_the_lines(extra, role):
    roles, _ = roles_of(TAXED, pieces, price, amount, extra, lambda *a: amount(*a) + extra(*a))
    assert roles[3] == role
    assert (roles[2] == "revenue") is (role == "tax")
