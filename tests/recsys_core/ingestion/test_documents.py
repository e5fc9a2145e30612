"""Kinds of documents in one export, told by how their numbers are written."""

import pytest

from recsys_core.ingestion.cells import kind
from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.schema.questions import UnansweredError
from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import open_workspace

HEAD = "{column},number,date,customer,product,pieces,price\n"
NUMBERS = {0: "A-{0}", 1: "B-{0}", 2: "C-{0}"}


@pytest.fixture
def imported(tmp_path):
    def run(text, **answers):
        path = tmp_path / "documents.csv"
        path.write_text(text, encoding="utf-8")
        roles = ("order", "number"), ("user", "customer"), ("item", "product"), ("time", "date")
        mapping = {**dict(roles), "quantity": "pieces", "price": "price"}
        with open_workspace(tmp_path / "workspace") as ws:
            options = ReadOptions(answers={f"event:{k}": v for k, v in answers.items()})
            done = import_files(ws, "interactions", [path], mapping, options=options)
            with ws.db.read() as cursor:
                sums = cursor.execute("SELECT sum(quantity), sum(revenue) FROM interactions")
                return done, sums.fetchall()[0]

    return run


def file(words, column="paper", numbers=NUMBERS):
    """24 sales of 2 pieces, 6 rows of the second word, 6 of the third, at 5.00 a piece each."""
    kinds = [0] * 24 + [1] * 6 + [2] * 6
    rows = [
        f"{words[at]},{numbers[at].format(100 + n)},2024-01-{n % 28 + 1:02d},c{n % 9},p{n % 5},2,5"
        for n, at in enumerate(kinds)
    ]
    return HEAD.format(column=column) + "\n".join(rows) + "\n"


def test_documents_of_known_words_count_as_what_they_are(imported):
    done, sums = imported(file(["Invoice", "Credit note", "Quotation"]))
    assert sums == (48 - 12, 240 - 60)
    assert {one.key: one.chosen for one in done.questions if "event" in one.key} == {
        "event:Credit note": "return",
        "event:Quotation": "none",
    }
    assert any("paper tells what each document is" in said for said in done.evidence)


def test_unknown_documents_are_asked_with_their_share_of_the_money(imported):
    with pytest.raises(UnansweredError) as asked:
        imported(file(["Invoice", "Zzyx", "Qwop"]))
    assert [one.key for one in asked.value.questions if one.open] == ["event:Qwop", "event:Zzyx"]
    assert "with 16.7 % of the amounts, say Qwop and are numbered C-# in number" in str(asked.value)


def test_answers_decide_unknown_documents(imported):
    _, sums = imported(file(["Invoice", "Zzyx", "Qwop"]), Zzyx="return", Qwop="none")
    assert sums == (48 - 12, 240 - 60)


def test_a_cancelled_document_is_asked_about(imported):
    with pytest.raises(UnansweredError, match="Storno"):
        imported(file(["Rechnung", "Storno", "Rechnung"]))


@pytest.mark.parametrize(
    "text",
    [
        file(["Red", "Blue", "Green"], column="sales channel"),
        file(["Red", "Blue", "Green"], numbers=dict.fromkeys(NUMBERS, "A-{0}")),
        file(["Red", "Red", "Blue"], numbers={0: "A-{0}", 1: "B-{0}", 2: "A-{0}"}),
        file(["Invoice", "Receipt", "Sale"]),
    ],
    ids=["where it was sold", "numbered alike", "numbers of both", "all are sales"],
)
def test_other_words_leave_every_row_a_purchase(imported, text):
    done, sums = imported(text)
    assert sums == (72, 360)
    assert not [one for one in done.questions if one.key.startswith("event")]


def test_numbers_with_letters_of_any_alphabet_are_codes():
    codes = ["ΤΙΜ-000002", "ТН-17", "Ä12", "SO-1"]
    assert [kind(code) for code in codes] == ["code"] * 4
    assert [kind(text) for text in ("Τιμή 3", "Größe", "12 st")] != ["code"] * 3
