"""A column of a few words under any name: events by what stands beside them, or something else."""

import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.ingestion.roles.events_by_rows import belongs_to
from recsys_core.ingestion.roles.guess import guess
from recsys_core.schema.questions import UnansweredError
from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import open_workspace

HEAD = ["When", "Customer ID", "Product ID", "Vorgang", "Order ID", "Quantity", "Amount"]
POLISH = ("wyświetlenie", "do koszyka", "zakup", "newsletter")
COINED = ("blorp", "zint", "quaf", "murn")


def log(words=POLISH):
    """Looks and additions without amounts, orders with them, and something unknown."""
    rows = []
    for at in range(80):
        who, what = f"C{at % 13}", f"P{at * 7 % 9}"
        for step, word in enumerate(words):
            if at % (step + 1):
                continue
            sold = [f"B{at}", str(at % 3 + 1), f"{at % 5 + 1}.50"] if step == 2 else ["", "", ""]
            what = "" if step == 3 else what
            rows.append([f"2024-03-{at % 28 + 1:02d} 10:{step:02d}:00", who, what, word, *sold])
    return rows


def orders(word, count=90):
    """Lines of orders of two products; the word may depend on the order and the product."""
    return [
        [f"2024-03-{at % 28 + 1:02d}", f"C{at % 13}", f"P{(at * 5 + line) % 9}",
         word(at, (at * 5 + line) % 9), f"B{at}", "1", f"{at % 5 + 1}.50"]
        for at in range(count) for line in range(2)
    ]  # fmt: skip


@pytest.fixture
def imported(tmp_path):
    def run(rows, mapping=None, head=HEAD, **options):
        path = tmp_path / "rows.csv"
        path.write_text("\n".join(map(",".join, [head, *rows])) + "\n", encoding="utf-8")
        with open_workspace(tmp_path / "workspace") as ws:
            done = import_files(
                ws, "interactions", [path], mapping, ReadOptions(**options), replace=True
            )
            with ws.db.read() as cursor:
                sql = "SELECT event, count(*) FROM interactions GROUP BY 1"
                return done, dict(cursor.execute(sql).fetchall())

    return run


def role(rows, head=HEAD):
    return guess(head, rows, "interactions").columns[3].role


def test_kinds_of_event_under_an_unknown_name_are_found_by_the_rows(imported):
    done, found = imported(log())
    assert found == {"view": 80, "cart": 40, "purchase": 27}
    assert any("Vorgang was taken for what happened" in text for text in done.warnings)


def test_words_of_no_language_are_events_where_one_alone_has_amounts(imported):
    done, found = imported(log(COINED))
    assert found == {"purchase": 27}
    assert any("only rows that say quaf have pieces or money" in text for text in done.evidence)
    assert {one.key: one.chosen for one in done.questions}["event:blorp"] == "none"
    again = imported(log(COINED), answers={"event:blorp": "view"})
    assert again[1]["view"] == 80


def test_words_of_no_language_beside_amounts_on_every_row_are_none():
    rows = [[*row[:4], f"B{at}", "1", "2.50"] for at, row in enumerate(log(COINED))]
    assert role(rows) is None


@pytest.mark.parametrize(
    "word",
    [
        lambda order, product: ["Watch", "Bag", "Ratings", "Order book"][product % 4],
        lambda order, product: ["Click & Collect", "Web order", "Basket app"][order % 3],
        lambda order, product: ["PayPal Checkout", "Klarna", "Basket card"][order % 3],
        lambda order, product: ["Paid", "Order viewed", "In basket"][order % 3],
    ],
    ids=["category", "channel", "payment", "state"],
)
def test_what_goes_with_the_product_or_the_order_is_no_event(imported, word):
    assert role(orders(word)) != "event"
    assert imported(orders(word))[1] == {"purchase": 180}


def test_a_channel_without_a_number_of_the_order_is_asked_about(imported):
    rows = [[*row[:4], *row[5:]] for row in orders(lambda o, p: ["Click in", "Web order"][o % 2])]
    head = [*HEAD[:4], *HEAD[5:]]
    known = dict(zip(("time", "user", "item"), HEAD, strict=False)) | {"quantity": "Quantity"}
    with pytest.raises(UnansweredError) as asked:
        imported(rows, known, head)
    (question,) = [one for one in asked.value.questions if one.open]
    assert question.sentence == (
        "Vorgang says Click in and Web order. Does it tell what happened in each row, or is every "
        "row a purchase?"
    )
    assert [choice.figures.rows for choice in question.choices] == [180, 180]
    known["revenue"] = "Amount"
    assert imported(rows, known, head, answers={"what-happened": "kinds"})[1] == {
        "click": 90, "purchase": 90,
    }  # fmt: skip


def test_a_sparse_log_shows_no_tie_to_products():
    words = ["pv"] * 97 + ["buy"] * 3
    assert not belongs_to(words, [f"P{at // 2}" for at in range(100)])
    assert belongs_to(["Bag", "Watch"] * 20, [f"P{at % 8}" for at in range(40)])
    assert not belongs_to(["Bag", "Watch"] * 20, [f"P{at % 7}" for at in range(40)])


@pytest.mark.parametrize(
    ("word", "role"),
    [("Landing page", None), ("clickrow", None), ("purchase", "event"), ("page view", "event")],
)
def test_one_word_for_every_sale_says_what_happened_only_by_itself(word, role):
    head = [*HEAD[:3], "Referrer", *HEAD[4:]]
    found = guess(head, orders(lambda order, product: word), "interactions")
    assert found.columns[3].role == role


@pytest.mark.parametrize(("sold", "asked"), [(False, True), (True, False)])
def test_one_known_kind_is_enough_where_nothing_says_that_something_was_sold(imported, sold, asked):
    words = ["Laina", "Palautus", "Uusinta"]
    rows = [row if sold else row[:4] for row in orders(lambda o, p: words[(o + p) % 3])]
    roles = ("time", "user", "item", "", "order", "quantity", "revenue")
    head = HEAD if sold else HEAD[:4]
    known = {role: name for role, name in zip(roles, head, strict=False) if role}
    if asked:
        with pytest.raises(UnansweredError, match="Does it tell what happened in each row"):
            imported(rows, known, head)
    else:
        assert imported(rows, known, head)[1] == {"purchase": 180}


STREAM = ["When", "Customer ID", "Product ID", "Vorgang", "kaina_EUR", "vertinimas"]


def stream(price=lambda at, sold: "4.50" if sold else "", rating=lambda at, sold: at % 6 * sold):
    """Looks, additions and purchases of words of no language, one of three rows each."""
    return [
        [f"2024-03-{at % 28 + 1:02d} 10:{at % 60:02d}:00", f"C{at % 13}", f"P{at * 7 % 11}",
         COINED[at % 3], price(at, at % 3 == 2), str(rating(at // 3, at % 3 == 2))]
        for at in range(180)
    ]  # fmt: skip


def test_a_price_on_the_rows_of_one_word_makes_it_the_purchase(imported):
    done, found = imported(stream(), head=STREAM)
    assert found == {"purchase": 60}
    assert done.mapping["price"] == "kaina_EUR"
    assert {one.key: one.chosen for one in done.questions}["event:blorp"] == "none"


def test_a_price_on_all_rows_is_what_a_product_costs(imported):
    done, found = imported(stream(price=lambda at, sold: f"{at % 9 + 1}.50"), head=STREAM)
    assert found == {"purchase": 180}
    assert "event" not in done.mapping


@pytest.mark.parametrize(
    ("given", "rated"),
    [
        (lambda at, sold: at % 6 * sold, True),
        (lambda at, sold: (at % 5 + 1) * sold, False),
        (lambda at, sold: at % 6, False),
        (lambda at, sold: at % 2 * 5 * sold, False),
    ],
    ids=["a scale", "0 on no purchase", "on looks too", "two values only"],
)
def test_a_scale_with_zero_wherever_nothing_was_bought_is_a_rating(imported, given, rated):
    done, _ = imported(stream(rating=given), head=STREAM)
    assert done.mapping.get("rating") == ("vertinimas" if rated else None)
    assert any("0 means no rating" in text for text in done.warnings) == rated


@pytest.mark.parametrize(
    ("name", "taken"),
    [("kaina Kč", True), ("kaina ($)", True), ("kaina_all", False), ("kainaEUR", False)],
)
def test_a_currency_at_the_end_of_a_name_tells_money(name, taken):
    head = [*STREAM[:4], name, STREAM[5]]
    found = guess(head, stream(), "interactions").columns[4].role
    assert found == ("price" if taken else None)


def test_two_columns_of_a_currency_tell_nothing():
    head = [*STREAM[:5], "mokestis_EUR"]
    found = [column.role for column in guess(head, stream(), "interactions").columns]
    assert "price" not in found


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        (lambda order, product: "void" if order % 5 == 0 else "paid", "status"),
        (lambda order, product: "void" if product == 3 else "paid", "event"),
        (lambda order, product: "return" if order % 5 == 0 else "sale", "event"),
    ],
    ids=["states of orders", "of lines", "kinds of documents"],
)
def test_states_that_all_lines_of_an_order_share_are_no_events(word, kept):
    assert role(orders(word)) == kept


def test_a_void_order_takes_nothing_off_the_others(imported):
    done, found = imported(orders(lambda order, product: "void" if order % 5 == 0 else "paid"))
    assert found == {"purchase": 144, "return": 36}
    assert any("36 rows were cancelled" in text for text in done.warnings)
