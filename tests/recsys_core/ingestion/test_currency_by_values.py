"""The currency by what a column holds."""

import pytest

from tests.recsys_core.ingestion.test_together import named, orders


def sold(name, value):
    rows = [
        [str(9000 + o), f"2024-03-{o % 28 + 1:02d}", f"C{c}", f"T-{p}", f"{p + 3}.50", value(o)]
        for o, c, p, _ in orders()
    ]
    return named(["Order No", "Date", "customer", "SKU", "price", name], rows)


@pytest.mark.parametrize("name", ["Cur", "State", "Kode", "Event"])
def test_nothing_but_currencies_is_the_currency_whatever_its_name(name):
    roles, notes = sold(name, lambda o: ["USD", "EUR", "gbp"][o % 3])
    assert roles[name] == "currency"
    assert f"{name} was taken for the currency: it holds nothing but EUR, USD and gbp." in notes


@pytest.mark.parametrize(
    "value",
    [lambda o: ["USD", "EUR", "open"][o % 3], lambda o: ["TOP", "ALL"][o % 2], lambda o: "TRY"],
    ids=["another word", "words", "one word"],
)
def test_other_words_are_no_currency(value):
    assert sold("Cur", value)[0]["Cur"] != "currency"


def test_a_column_named_for_the_currency_stays_it():
    rows = [
        [f"C{n % 5}", f"T-{n % 7}", "9.50", "EUR", "USD", f"2024-03-{n % 28 + 1:02d}"]
        for n in range(40)
    ]
    names = ["customer", "SKU", "price", "Shown in", "Currency", "Date"]
    assert named(names, rows)[0]["Currency"] == "currency"
