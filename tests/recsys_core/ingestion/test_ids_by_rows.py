"""Columns that cannot tell customers or products apart."""

import pytest

from tests.recsys_core.ingestion.test_together import PRODUCTS, named, orders

NAMES = ["Order ID", "Date", "Customer", "SKU", "Product name"]


def lines(customer):
    return [[f"B-{9000 + o}", f"2024-03-{d % 28 + 1:02d} 10:{d:02d}", customer(at, o, c),
             f"T-{p}", PRODUCTS[p]] for at, (o, c, p, d) in enumerate(orders())]  # fmt: skip


def test_numbers_of_rows_are_nobodys():
    rows = [[str(at + 1), row[1], row[3]] for at, row in enumerate(lines(lambda at, o, c: ""))]
    roles, notes = named(["№", "Date", "Code"], rows)
    assert roles["№"] is None
    assert notes[0] == "№ counts the rows of the file, so it is nobody's number."
    assert named(["Customer", "Date", "Code"], rows)[0]["Customer"] == "user"


def test_a_masked_name_gives_way_to_the_account():
    def masked(at, o, c):
        return f"{'KLMN'[c % 4]}***"

    rows = [[*row, f"acc{c:03d}"] for row, (_, c, _, _) in
            zip(lines(masked), orders(), strict=True)]  # fmt: skip
    roles, notes = named([*NAMES, "Login"], rows)
    assert (roles["Customer"], roles["Login"]) == (None, "user")
    assert "masked with signs such as *" in notes[0]
    whole = [[*row[:2], row[2].strip("*"), *row[3:]] for row in rows]
    assert named([*NAMES, "Login"], whole)[0]["Customer"] == "user"


def test_numbers_of_bookings_are_no_products():
    rows = [[f"txn_{at * 7919 % 100_000:05d}a", *row[1:3]]
            for at, row in enumerate(lines(lambda at, o, c: f"C{c:02d}"))]  # fmt: skip
    roles, notes = named(["Item ID", "Date", "Customer ID"], rows)
    assert roles["Item ID"] is None
    assert "numbers bookings and not products" in notes[0]


def test_the_number_that_stands_on_every_row_is_the_customer():
    rows = [[*row[:2], f"U{c:03d}" if o % 5 == 0 else "", *row[3:], f"dev{c:04d}x", f"s{o}",
             row[1][:10]]
            for row, (o, c, _, _) in zip(lines(lambda at, o, c: ""), orders(), strict=True)
            ]  # fmt: skip
    names = [*NAMES[:2], "user_id", *NAMES[3:], "pseudo", "visit", "day"]
    roles, notes = named(names, rows)
    assert (roles["user_id"], roles["pseudo"], roles["visit"]) == (None, "user", None)
    assert roles["day"] is None
    assert "stands on" in notes[-1] or "stands on" in notes[0]
    full = [[*row[:2], f"U{c:03d}", *row[3:]] for row, (_, c, _, _) in
            zip(rows, orders(), strict=True)]  # fmt: skip
    assert named(names, full)[0]["user_id"] == "user"


def test_a_description_of_its_own_on_each_row_is_no_product():
    rows = [[f"T{at * 7919 % 100_000:05d}x", *row[1:3], f"Payment for order {at}"]
            for at, row in enumerate(lines(lambda at, o, c: f"C{c:02d}"))]  # fmt: skip
    roles, _ = named(["id", "Date", "Customer ID", "Description"], rows)
    assert "item" not in roles.values()
    again = [[*row[:3], PRODUCTS[at % 7]] for at, row in enumerate(rows)]
    assert named(["id", "Date", "Customer ID", "Description"], again)[0]["Description"] == "item"


def with_phones(phone):
    """Lines of eighteen customers who share five names, with a telephone each."""
    found = lines(lambda at, o, c: f"{['Ali', 'Ida', 'Eva', 'Ben', 'Leo'][c % 5]} Khan")
    phones = [phone(o, c) for o, c, _, _ in orders()]
    return named([*NAMES, "جوال"], [[*r, p] for r, p in zip(found, phones, strict=True)])


def test_telephones_that_part_names_into_people_are_the_customers():
    roles, notes = with_phones(lambda o, c: f"+9665{c * 7919:08d}")
    assert (roles["Customer"], roles["جوال"]) == (None, "user")
    assert "The 5 names in Customer belong to" in notes[0]


def test_telephones_of_an_order_each_leave_the_name():
    roles, notes = with_phones(lambda o, c: f"+9665{o * 7919:08d}")
    assert roles["Customer"] == "user"
    assert "told apart by Customer: its 5 names have" in notes[0]


@pytest.mark.parametrize(("column", "user"), [("DNI", "DNI"), ("Código postal", "Customer")])
def test_documents_are_peoples_and_postcodes_are_not(column, user):
    found = lines(lambda at, o, c: f"{['Ali', 'Ida', 'Eva', 'Ben', 'Leo'][c % 5]} Khan")
    rows = [[*r, str(2_000_0000 + c * 7919)] for r, (_, c, *_) in zip(found, orders(), strict=True)]
    roles, _ = named([*NAMES, column], rows)
    assert roles[user] == "user"


def test_a_second_telephone_of_one_person_parts_no_name():
    names = [
        f"{a} {b}" for a in ["Ali", "Ida", "Eva"] for b in ["Ox", "Li", "Bo", "Ek", "Um", "Si"]
    ]
    found = lines(lambda at, o, c: names[c])
    rows = [[*r, f"+9665{c * 7919 + (c == 3) * (o % 2):08d}"]
            for r, (o, c, _, _) in zip(found, orders(), strict=True)]  # fmt: skip
    assert named([*NAMES, "Phone"], rows)[0]["Customer"] == "user"


def test_some_ids_of_one_width_look_like_numbers():
    def visitor(at, o, c):
        return ["12e4567890123450", "4500000000000e12"][c] if c < 2 else f"{c * 7919:012d}beef"

    names = ["Identyfikator", *NAMES[1:2], "Kto", *NAMES[3:]]
    roles, _ = named(names, lines(visitor))
    assert roles["Kto"] == "user"
    assert named(names, lines(lambda at, o, c: f"{c * 1.37:.2f}"))[0]["Kto"] is None


def test_an_address_of_each_title_is_the_product():
    rows = [[*r[:3], f"spotify:track:{PRODUCTS.index(r[4]) * 7919:07d}x", r[4]]
            for r in lines(lambda at, o, c: f"C{c:02d}")]  # fmt: skip
    names = [*NAMES[:2], "Customer ID", "uri", "track name"]
    many = [[*r[:3], f"{r[3]}{at % 9}", f"{r[4]} {at % 9}"] for at, r in enumerate(rows)]
    assert named(names, many)[0]["uri"] == "item"
    other = [[*r[:3], f"spotify:track:{at:07d}x", r[4]] for at, r in enumerate(many)]
    assert named(names, other)[0]["track name"] == "item"


def test_one_text_for_the_whole_file_is_no_product():
    rows = [[*r[:3], r[4], r[4]] for r in lines(lambda at, o, c: f"C{c:02d}")]
    thanks = [[*r[:3], "Thank you", r[4]] for r in rows]
    names = [*NAMES[:3], "Description", "Wares"]
    assert named(names, thanks)[0]["Description"] != "item"
    assert named(names, rows)[0]["Description"] == "item"
    assert named([*names[:4], "Product/Service"], thanks)[0]["Product/Service"] == "item"


def test_the_only_customer_of_a_file_stays_where_nobody_else_may_be():
    rows = lines(lambda at, o, c: "me")
    assert named(NAMES, rows)[0]["Customer"] == "user"
    more = [[*r, f"{c}@example.org"] for r, (_, c, _, _) in zip(rows, orders(), strict=True)]
    assert named([*NAMES, "Mail"], more)[0]["Mail"] == "user"


def test_a_number_that_customers_have_several_of_a_day_is_the_order():
    def roles(number):
        rows = [[r[1][:8] + "01", f"C{c}", *r[3:], number(o, c)] for r, (o, c, _, _) in
                zip(lines(lambda at, o, c: ""), orders(), strict=True)]  # fmt: skip
        return named(["Date", "Customer ID", "SKU", "Product name", "Num"], rows)[0]

    assert roles(lambda o, c: str(1001 + o))["Num"] == "order"
    assert roles(lambda o, c: str(1001 + o % 25))["Num"] != "order"


def test_the_number_of_a_customers_order_counts_no_pieces():
    def roles(number):
        rows = [[*r[:4], number(orders()[at][0], at)]
                for at, r in enumerate(lines(lambda at, o, c: f"C{c:02d}"))]  # fmt: skip
        return named([*NAMES[:4], "visit number"], rows)[0]

    assert roles(lambda o, at: str(o % 7 + 1))["visit number"] is None
    assert roles(lambda o, at: str(at % 3 + 1))["visit number"] == "quantity"


def test_a_number_of_one_moment_each_is_no_customer():
    rows = [[r[1], str(1001 + o), r[3]] for r, (o, *_) in
            zip(lines(lambda at, o, c: ""), orders(), strict=True)]  # fmt: skip
    assert named(["Date", "Num", "Wares number"], rows)[0]["Num"] != "user"


def test_telephones_in_groups_name_people_where_no_name_says_so():
    found = lines(lambda at, o, c: "")
    rows = [[*r[:2], f"+48 {600 + c} 120 {c}77", *r[3:]]
            for r, (_, c, *_) in zip(found, orders(), strict=True)]  # fmt: skip
    assert named([*NAMES[:2], "Kontakt", *NAMES[3:]], rows)[0]["Kontakt"] == "user"
    other = [[*r[:2], f"+48 {600 + o} 120 177", *r[3:]]
             for r, (o, *_) in zip(found, orders(), strict=True)]  # fmt: skip
    assert named([*NAMES[:2], "Kontakt", *NAMES[3:]], other)[0]["Kontakt"] != "user"


def test_the_telephone_beside_a_mail_address_stands_by():
    found = lines(lambda at, o, c: f"u{c}@x.org" if o % 4 else "")
    phones = [f"+1 415 555 {1000 + c}" for _, c, *_ in orders()]
    rows = [[*r, phone] for r, phone in zip(found, phones, strict=True)]
    roles, _ = named([*NAMES[:2], "account_email", *NAMES[3:], "phone"], rows)
    assert (roles["account_email"], roles["phone"]) == ("user", "contact")


@pytest.mark.parametrize(
    ("name", "number", "role"),
    [
        ("Order quantity number", lambda at, o: f"B-{9000 + o}", None),
        ("Number", lambda at, o: str(48_210 + at * 7919 % 10_007), None),
        ("Number", lambda at, o: str(at * 7919 % 13 + 1), "quantity"),
        ("Quantity", lambda at, o: str(48_210 + at * 7919 % 10_007), "quantity"),
        ("Quantity", lambda at, o: str(at + 1), None),
    ],
    ids=["a word", "of rows", "of pieces", "named in full", "counts rows"],
)
def test_what_differs_on_every_row_counts_no_pieces(name, number, role):
    rows = [[*row, number(at, o)] for at, (row, (o, *_)) in
            enumerate(zip(lines(lambda at, o, c: f"C{c:03d}"), orders(), strict=True))]  # fmt: skip
    roles, notes = named([*NAMES, name], rows)
    assert roles[name] == role
    told = f"{name} is another number on nearly all of the {len(rows)} rows looked at"
    assert (f"{told}, so it counts no pieces." in notes) == (
        role is None and number(0, 0)[0] != "B"
    )


def test_the_number_of_the_order_counts_no_pieces_and_what_does_is_found():
    rows = [[row[0][2:], row[0][2:], *row[1:], str(at % 3 + 1)]
            for at, row in enumerate(lines(lambda at, o, c: f"C{c:03d}"))]  # fmt: skip
    roles, notes = named([NAMES[0], "Order_number", *NAMES[1:], "Sold quantity today"], rows)
    assert (roles["Order_number"], roles["Sold quantity today"]) == (None, "quantity")
    assert "Order_number is the order's number, so it counts no pieces." in notes


def test_a_telephone_tells_masked_names_apart():
    rows = [[*row, f"6011224{c:04d}", ""] for row, (_, c, *_) in
            zip(lines(lambda at, o, c: f"{'KLMN'[c % 4]}***"), orders(), strict=True)]  # fmt: skip
    roles, notes = named([*NAMES, "Shipping phone", "Customer email"], rows)
    assert roles["Shipping phone"] == "user"
    assert not any("Customer (" in note for note in notes)
    hidden = [[*row[:5], row[5][:7] + "****", row[6]] for row in rows]
    assert (
        named([*NAMES, "Shipping phone", "Customer email"], hidden)[0]["Shipping phone"] != "user"
    )
