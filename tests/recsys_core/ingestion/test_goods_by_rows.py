"""Products and people that no name tells."""

import pytest

from tests.recsys_core.ingestion.test_together import PRODUCTS, named, orders

NAMES = ["Order No", "Date", "customer"]


def sold(*columns):
    names = [*NAMES, *(name for name, _ in columns)]
    rows = [[str(9000 + o), f"2024-03-{o % 28 + 1:02d} 10:{o:02d}", f"C{c}",
             *(value(o, c, p) for _, value in columns)] for o, c, p, _ in orders()]  # fmt: skip
    return named(names, rows)


EVENT = ("Evento", lambda o, c, p: PRODUCTS[p])


def test_words_with_a_number_of_their_own_that_come_back_are_the_product():
    roles, notes = sold(EVENT, ("Codice evento", lambda o, c, p: f"EV-{p}"))
    assert (roles["Codice evento"], roles["Evento"]) == ("item", "title")
    assert any("each of 7 different Evento has its own" in note for note in notes)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        (lambda o, c, p: f"Country {'abcdefgh'[c % 8]}", lambda o, c, p: f"X-{c % 8}"),
        (lambda o, c, p: f"Batch {'abcdefgh'[o // 8]}", lambda o, c, p: f"X-{o}"),
        (lambda o, c, p: ["Small", "Large"][p % 2], lambda o, c, p: f"X-{p % 2}"),
    ],
    ids=["the customer's", "no code of its own", "few"],
)
def test_other_words_are_no_products(word, code):
    roles, _ = sold(("Mahali", word), ("Codice mahali", code))
    assert roles["Codice mahali"] != "item"
    assert roles["Mahali"] != "title"


def test_the_article_number_goes_before_the_words():
    words = ("Наименование товара", lambda o, c, p: PRODUCTS[p])
    roles, _ = sold(words, ("Артикул", lambda o, c, p: f"AC-{p}"))
    assert (roles["Артикул"], roles["Наименование товара"]) == ("item", "title")
    roles, _ = sold(words, ("Размер", lambda o, c, p: f"S-{o % 3}"))
    assert roles["Наименование товара"] in ("item", "title")


def people(*columns):
    names = [*NAMES[:2], "Email", "SKU", *(name for name, _ in columns)]
    rows = [[str(9000 + o), f"2024-03-{o % 28 + 1:02d} 10:{o:02d}", f"m{o}@relay.example",
             f"T-{p}", *(value(c) for _, value in columns)] for o, c, p, _ in orders()]  # fmt: skip
    return named(names, rows)[0]


def test_a_document_tells_people_apart_before_a_first_name():
    first = ("Client Name", lambda c: ["Ana", "Rui", "Eva", "Leo"][c % 4])
    roles = people(first, ("Client Document", lambda c: str(76143490300 + c)))
    assert (roles["Client Document"], roles["Client Name"]) == ("user", None)
    assert (
        people(("Client Name", lambda c: f"Ana {'abcdefghijklmnopqr'[c]}"))["Client Name"] == "user"
    )


def test_how_an_order_was_paid_is_no_event_by_its_words():
    assert (
        sold(("SKU", lambda o, c, p: f"T-{p}"), ("Namna", lambda o, c, p: "Ví ShopeePay"))[0][
            "Namna"
        ]
        is None
    )
    assert (
        sold(
            ("SKU", lambda o, c, p: f"T-{p}"),
            ("Namna", lambda o, c, p: ["view", "purchase"][(o + p) % 2]),
        )[0]["Namna"]
        == "event"
    )


@pytest.mark.parametrize(
    ("number", "role"),
    [
        (lambda p: 4613 + 11 * p, "item"),
        (lambda p: 4500 + 100 * p, None),
        (lambda p: 1984 + 3 * p, None),
        (lambda p: 4613 + 11 * (p // 2), None),
        (lambda p: 41 + 3 * p, None),
    ],
    ids=["of the work", "ends as prices", "years", "of two works", "two digits"],
)
def test_a_short_number_that_goes_with_the_words_is_the_product_and_a_finer_one_the_copy(
    number, role
):
    roles, _ = sold(
        ("Kopio", lambda o, c, p: f"30{number(p)}{o % 4}"),
        ("Teos", lambda o, c, p: str(number(p))),
        ("Mahali", lambda o, c, p: PRODUCTS[p]),
    )
    assert (roles["Teos"], roles["Mahali"]) == (role, "title" if role else None)
    assert roles["Kopio"] is None
