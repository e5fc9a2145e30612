"""Orders, days and states that only the rows tell, in columns of any name."""

import pytest

from recsys_core.ingestion.order_status import meaning_of
from tests.recsys_core.ingestion.test_together import PRODUCTS, named, orders

NAMES = ["Kodi", "Mteja customer", "Hali", "Bidhaa SKU", "Jina title"]
STATES = ["Imekamilika", "Imeghairiwa", "Imetumwa"]


def report(blank_number=False, code=lambda o, c: str(9000 + o)):
    """An export whose customer and state stand on the first line of an order only."""
    rows, seen = [], set()
    for o, c, p, _ in orders():
        first = o not in seen
        seen.add(o)
        number = code(o, c) if first or not blank_number else ""
        head = [f"Kiss {c}", STATES[o % 3]] if first else ["", ""]
        rows.append([number, *head, f"T-{p}", PRODUCTS[p], f"{o}.5" if first else ""])
    return rows


@pytest.mark.parametrize("blank", [False, True])
def test_the_order_is_what_the_rows_below_its_first_line_share(blank):
    roles, notes = named([*NAMES, "Jumla amount"], report(blank))
    assert roles["Kodi"] == "order"
    assert "Kodi (60 different) was taken for the order" in notes[0]


@pytest.mark.parametrize(
    "code",
    [lambda o, c: f"K{c}", lambda o, c: f"{o + 9000}.50", lambda o, c: f"K{o % 7}"],
    ids=["the customer's", "money", "of many orders"],
)
def test_what_the_rows_do_not_share_is_no_order(code):
    assert named([*NAMES, "Jumla amount"], report(code=code))[0]["Kodi"] != "order"


def dated(first, second):
    names = ["Order No", "customer", "SKU", *first[:1], *second[:1]]
    rows = [[str(9000 + o), f"C{c}", f"T-{p}", first[1](o, c, p), second[1](o, c, p)]
            for o, c, p, _ in orders()]  # fmt: skip
    return named(names, rows)


def day(at, form="{d:02d}.{m:02d}.2024 10:30"):
    return form.format(d=at % 28 + 1, m=at // 28 + 1)


def test_the_earliest_day_is_the_orders():
    late, early = ("Termin date", lambda o, c, p: day(o + 2)), ("Tarehe", lambda o, c, p: day(o))
    roles, notes = dated(late, early)
    assert (roles["Tarehe"], roles["Termin date"]) == ("time", None)
    assert "Tarehe was taken for the date: it is never later than Termin date." in notes[-1]


def test_later_days_are_named_and_left():
    early, late = ("Date", lambda o, c, p: day(o)), ("Paid", lambda o, c, p: day(o + o % 3))
    roles, notes = dated(early, late)
    assert roles["Date"] == "time"
    assert "Date was taken for the date; Paid holds dates too and is not used." in notes


@pytest.mark.parametrize(
    "other",
    [
        lambda o, c, p: f"{c % 28 + 1:02d}.05.2023",
        lambda o, c, p: f"{p % 28 + 1:02d}.05.2023",
        lambda o, c, p: "01.01.2023",
        lambda o, c, p: f"{o % 28 + 1:02d}.05.1980",
        lambda o, c, p: day(o + 4 + o % 3),
    ],
    ids=["customer since", "release", "always", "birthday", "now earlier, now later"],
)
def test_other_earlier_days_are_no_orders(other):
    roles, _ = dated(("Date", lambda o, c, p: day(o + 5)), ("Siku", other))
    assert (roles["Date"], roles["Siku"]) == ("time", None)


def stated(*columns):
    names = ["Order No", "customer", "SKU", *(name for name, _ in columns)]
    rows = [[str(9000 + o), f"C{c}", f"T-{p}", *(word(o) for _, word in columns)]
            for o, c, p, _ in orders()]  # fmt: skip
    return named(names, rows)


def test_a_province_is_no_state_beside_one():
    words = ["Abierta", "Archivada", "Cancelada"]
    roles, _ = stated(
        ("Provincia o estado", lambda o: "Córdoba"), ("Estado de la orden", lambda o: words[o % 3])
    )
    assert (roles["Estado de la orden"], roles["Provincia o estado"]) == ("status", None)
    assert stated(("Provincia o estado", lambda o: "Córdoba"))[0]["Provincia o estado"] is None
    assert stated(("Estado", lambda o: "Cancelada"))[0]["Estado"] == "status"


def test_words_of_an_order_that_no_column_was_taken_for_are_named():
    _, notes = stated(("Hali", lambda o: STATES[min(o % 5, 2)]))
    assert "Hali holds Imetumwa" in notes[-1]
    assert "does it say so?" in notes[-1]
    _, notes = stated(("Hali", lambda o: STATES[o % 3]), ("Status", lambda o: "Paid"))
    assert not any("Hali" in note for note in notes)
    assert not any("Hali" in note for note in stated(("Hali", lambda o: "Imetumwa"))[1])


@pytest.mark.parametrize(
    "text",
    [
        "pending payment",
        "AWAITING_PAYMENT",
        "payment due",
        "Zahlung ausstehend",
        "wartet auf Zahlung",
        "支払待ち\n    Pendiente de pago",
        "Paiement en attente",
        "In attesa di pagamento",
        "not paid",
        "pending",
    ],
)
def test_a_payment_that_is_awaited_was_not_made_whatever_its_column(text):
    assert meaning_of(text, "payment") == "unpaid"


@pytest.mark.parametrize("text", ["Payment received", "Zahlung erhalten", "paid", "authorized"])
def test_a_payment_that_was_made_was(text):
    assert meaning_of(text, "payment") == "kept"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Return Request Rejected", "kept"), ("Return cancelled by customer", "kept"),
        ("Returned and cancelled", "undone"), ("return requested", None),
        ("cancellation requested", None), ("Angebot versendet", "unpaid"),
        ("Presupuesto enviado", "unpaid"), ("Quote accepted", "kept"),
    ],
)  # fmt: skip
def test_what_was_called_off_asked_for_or_only_offered(text, meaning):
    assert meaning_of(text) == meaning


def lent(*more, due=28):
    """Loans of books: the day, the day when each is due, and the day when most came back."""
    rows = [[f"C{c}", f"T-{p}", PRODUCTS[p], f"2024-01-{o % 28 + 1:02d}",
             f"2024-{1 + (o % 28 + due) // 28:02d}-{(o + due) % 28 + 1:02d}",
             f"2024-02-{o % 14 + 1:02d}" if o % 9 else "", *["9.50" for _ in more]]
            for o, c, p, _ in orders()]  # fmt: skip
    names = ["Customer ID", "Work ID", "Title", "Date", "Due", "Returned", *more]
    roles, notes = named(names, rows)
    return roles["Returned"], any("something lent" in note for note in notes)


def test_a_loan_that_came_back_is_not_undone():
    assert lent(due=40) == (None, True)


def test_a_day_of_return_beside_money_or_behind_the_other_day_undoes():
    assert lent("Price", due=40) == ("return_status", False)
    assert lent(due=2) == ("return_status", False)


@pytest.mark.parametrize(
    ("begun", "role"), [("0000-00-00", "last_updated"), ("2023-05-01", "start_date")]
)
def test_a_day_that_many_rows_lack_gives_way_to_a_moment_on_all(begun, role):
    rows = [[f"U{c}", f"A{p}", begun if o % 3 else "2023-01-07", str(o % 5 + 5),
             str(1_705_000_000 + o * 7919)] for o, c, p, _ in orders()]  # fmt: skip
    names = ["user_id", "anime_id", "start_date", "score", "last_updated"]
    assert named(names, rows)[0][role] == "time"
