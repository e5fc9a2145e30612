"""Money in another currency than what is in already is never added without a word."""

import pytest

from recsys_core.cli.main import main
from recsys_core.ingestion.currencies import alike
from recsys_core.schema.questions import UnansweredError
from recsys_core.services.data.imports import (
    ReadOptions,
    import_files,
    list_imports,
    stored_currency,
)
from recsys_core.services.data.undo import undo_import

ROWS = 24


@pytest.fixture
def sales(tmp_path):
    """Sales of 10 each, in currencies that take turns; none without any."""

    def write(name, *currencies, sign=""):
        coins = currencies or ("",)
        lines = [
            f"{name}{at % 7},P{at % 5},1,{sign}10.00,{coins[at % len(coins)]},2024-01-{at + 1:02d}"
            for at in range(ROWS)
        ]
        path = tmp_path / f"{name}.csv"
        head = "customer,sku,quantity,price,currency,date"
        path.write_text("\n".join([head, *lines, ""]), encoding="utf-8")
        return path

    return write


def money(ws):
    with ws.db.read() as cursor:
        return float(
            cursor.execute("SELECT coalesce(sum(revenue), 0) FROM interactions").fetchone()[0]
        )


def test_another_currency_is_asked_about(ws, sales):
    import_files(ws, "interactions", [sales("a", "EUR")])
    assert stored_currency(ws) == "EUR"
    with pytest.raises(
        UnansweredError, match=r"USD \(24 rows\).*imported so far is in EUR"
    ) as asked:
        import_files(ws, "interactions", [sales("b", "USD")])
    (question,) = [one for one in asked.value.questions if one.open]
    assert [(c.name, c.figures.revenue) for c in question.choices] == [
        ("EUR", None),
        ("as-is", 240),
    ]
    assert len(list_imports(ws)) == 1


def test_as_much_in_one_currency_as_in_the_other_is_asked_about_too(ws, sales):
    with pytest.raises(UnansweredError, match=r"currency=EUR .*currency=USD "):
        import_files(ws, "interactions", [sales("a", "EUR", "USD")])


def test_a_rate_converts_it(ws, sales):
    import_files(ws, "interactions", [sales("a", "EUR")])
    done = import_files(
        ws, "interactions", [sales("b", "USD")], options=ReadOptions(rates={"USD": 0.5})
    )
    assert money(ws) == 240 + 120
    assert "24 rows in USD were converted to EUR at 0.5." in done.evidence
    assert stored_currency(ws) == "EUR"


@pytest.mark.parametrize(("answer", "brought"), [("as-is", 240), ("EUR", 0)])
def test_an_answer_counts_it_as_it_is_or_not_at_all(ws, sales, answer, brought):
    import_files(ws, "interactions", [sales("a", "EUR")])
    options = ReadOptions(answers={"stored-currency": answer})
    import_files(ws, "interactions", [sales("b", "USD")], options=options)
    assert money(ws) == 240 + brought
    assert stored_currency(ws) == "EUR"


def test_of_several_currencies_the_stored_one_counts(ws, sales):
    import_files(ws, "interactions", [sales("a", "EUR")])
    with pytest.raises(UnansweredError, match=r"stored-currency=EUR.*stored-currency=none"):
        import_files(ws, "interactions", [sales("b", "USD", "EUR")])
    import_files(
        ws, "interactions", [sales("b", "USD", "EUR")], options=ReadOptions(rates={"USD": 2})
    )
    assert money(ws) == 240 + 120 + 240


def test_the_same_currency_is_not_asked_about_however_it_is_written(ws, sales):
    import_files(ws, "interactions", [sales("a", "EUR")])
    import_files(ws, "interactions", [sales("b", sign="€")])
    import_files(ws, "interactions", [sales("c", "EUR")])
    assert money(ws) == 720
    assert stored_currency(ws) == "EUR"


def test_amounts_without_a_currency_are_taken_for_the_stored_one_and_said(ws, sales):
    import_files(ws, "interactions", [sales("a", "EUR")])
    done = import_files(ws, "interactions", [sales("b")])
    assert any("they are taken for EUR" in text for text in done.evidence)


def test_what_is_taken_back_or_replaced_is_not_compared(ws, sales):
    first = import_files(ws, "interactions", [sales("a", "EUR")])
    import_files(ws, "interactions", [sales("b", "USD")], replace=True)
    assert stored_currency(ws) == "USD"
    with pytest.raises(UnansweredError):
        import_files(ws, "interactions", [sales("c", "GBP")])
    undo_import(ws, str(list_imports(ws).iloc[0]["import_id"]))
    assert first.import_id != import_files(ws, "interactions", [sales("c", "GBP")]).import_id


def test_the_command_line_asks_and_takes_a_rate(tmp_path, sales, capsys):
    place = ["--workspace", str(tmp_path / "w"), "import", "interactions"]
    assert main([*place, str(sales("a", "EUR"))]) == 0
    other = str(sales("b", "USD"))
    assert main([*place, other]) == 2
    assert "--answer stored-currency=EUR" in capsys.readouterr().err
    assert main([*place, other, "--rate", "USD=0.92"]) == 0
    assert "converted to EUR at 0.92" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("€", "EUR", True), ("$", "cad", True), ("US$", "USD", True), ("Rs.", "INR", True),
     ("$", "EUR", False), ("¥", "CNY", True), ("kr", "SEK", True), ("R$", "USD", False)],
)  # fmt: skip
def test_ways_of_writing_a_currency(one, other, same):
    assert alike(one, other) is same
