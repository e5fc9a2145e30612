import pytest

from recsys_core.ingestion.cells import kind
from recsys_core.ingestion.no_value import (
    WORDS,
    is_no_value,
    no_date_sql,
    no_number_sql,
    no_value_sql,
)
from tests.recsys_core.ingestion.test_validate import run

NOTHING = ["", " ", "NULL", r"\N", "#N/A", "n/a", "NaN", "None", "(not set)", "(NULL)", " null "]
NOTHING += ['""', '=""', '=" "']
SOMETHING = [
    "0",
    "Nan Goldin",
    "Nullius",
    "U2",
    "-1",
    "N",
    "None of it",
    "00123",
    "(set)",
    "unset 2",
    '="0"',
    '"-"',
]


@pytest.mark.parametrize("cell", [*NOTHING, *WORDS, *(word.upper() for word in WORDS)])
def test_nothing_is_told_alike_in_python_and_sql(cursor, cell):
    found = cursor.execute(f"SELECT {no_value_sql('c')} FROM (SELECT ? AS c)", [cell]).fetchall()
    assert is_no_value(cell)
    assert found == [(True,)]
    assert kind(cell) == ""


@pytest.mark.parametrize("cell", SOMETHING)
def test_what_only_begins_like_a_word_for_nothing_is_a_value(cursor, cell):
    found = cursor.execute(f"SELECT {no_value_sql('c')} FROM (SELECT ? AS c)", [cell]).fetchall()
    assert not is_no_value(cell)
    assert found == [(False,)]


def test_infinity_is_no_number_but_may_be_a_name(cursor):
    sql = f"SELECT {no_number_sql('c')}, {no_value_sql('c')} FROM (SELECT 'Inf' AS c)"
    assert cursor.execute(sql).fetchall() == [(True, False)]


def test_words_for_nothing_are_counted_by_column_and_read_as_empty(cursor, text_file):
    text = (
        "customer,product,pieces,price,name,day\n"
        "C1,P1,2,NULL,-,2024-01-01\nC2,P1,nan,5.00,Mug,2024-01-02\n"
        "(not set),P2,1,-,-,2024-01-03\nC4,P2,1,inf,Cup,2024-01-04\n"
    )
    mapping = {
        "user": "customer", "item": "product", "quantity": "pieces", "price": "price",
        "title": "name", "time": "day",
    }  # fmt: skip
    found, accepted, refused = run(cursor, text_file(text), "interactions", mapping)
    assert [(row["user_id"], row["revenue"]) for row in accepted] == [("C1", None), ("C4", None)]
    assert [(line, reason) for line, _, reason, _ in refused] == [
        (3, "No quantity"),
        (4, "No customer number"),
    ]
    titles = cursor.execute("SELECT item_id, title FROM accepted_items ORDER BY 1").fetchall()
    assert titles == [("P1", None), ("P2", "Cup")]
    assert [warning for warning in found.warnings if "read as empty" in warning] == [
        "customer: 1 cell says (not set) and was read as empty.",
        "pieces: 1 cell says nan and was read as empty.",
        "price: 3 cells say -, NULL or inf and were read as empty.",
        "name: 2 cells say - and were read as empty.",
    ]


def test_blank_cells_and_usual_values_are_not_spoken_of(cursor, text_file):
    text = "product,title,price\nP1,Mug,1.50\nP2, ,\nP3,Nonesuch,2\nP4,Nil,3\n"
    mapping = {"item": "product", "title": "title", "price": "price"}
    found, accepted, _ = run(cursor, text_file(text), "items", mapping)
    assert [row["title"] for row in accepted] == ["Mug", " ", "Nonesuch", "Nil"]
    assert not [warning for warning in found.warnings if "empty" in warning]


def test_quotes_around_nothing_are_no_id(cursor, text_file):
    text = "customer\tproduct\tday\n" + "".join(
        f'="C{n}"\t="P{n}"\t2024-01-0{n}\n' for n in range(1, 6)
    )
    text += '=""\t="P1"\t2024-01-06\n="C1"\t=""\t2024-01-07\n'
    mapping = {"user": "customer", "item": "product", "time": "day"}
    _, accepted, refused = run(cursor, text_file(text), "interactions", mapping)
    assert [(row["user_id"], row["item_id"]) for row in accepted] == [
        (f"C{n}", f"P{n}") for n in range(1, 6)
    ]
    assert [(line, reason) for line, _, reason, _ in refused] == [
        (7, "No customer number"),
        (8, "No product number"),
    ]


@pytest.mark.parametrize(
    ("cell", "nothing"),
    [("0000-00-00", True), ("0000-00-00 00:00:00", True), ("00.00.0000", True), ("", True),
     ("2024-01-01", False), ("0", False), ("0001-01-01", False)],
)  # fmt: skip
def test_a_day_of_zeros_is_no_day(cursor, cell, nothing):
    found = cursor.execute(f"SELECT {no_date_sql('c')} FROM (SELECT ? AS c)", [cell]).fetchall()
    assert found == [(nothing,)]
    assert is_no_value(cell) == nothing
