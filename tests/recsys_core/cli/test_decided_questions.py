"""What an import decided by itself is said in words, with the option that changes it."""

from pathlib import Path

import pytest

from recsys_core.cli.main import main


def said(tmp_path: Path, capsys: pytest.CaptureFixture[str], word: str, *more: str) -> str:
    lines = [f"{n},2024-01-0{n},{word if n > 6 else 'paid'},C{n},P1" for n in range(1, 9)]
    path = tmp_path / "orders.csv"
    path.write_text("order,date,status,customer,sku\n" + "\n".join(lines) + "\n")
    where = str(tmp_path / "ws")
    assert main(["--workspace", where, "import", "interactions", str(path), *more]) == 0
    return capsys.readouterr().out


def test_an_unknown_state_is_named_with_its_rows_and_the_way_to_answer(tmp_path, capsys):
    told = said(tmp_path, capsys, "frozen zurgel")
    assert "status: what frozen zurgel (2) means for an order is not known; these rows" in told
    assert (
        "status: 2 rows say frozen zurgel. Did the customer keep the goods? Decided: Yes, it "
        "counts as bought. To change that: --answer 'state:frozen zurgel=not-bought'." in told
    )


def test_the_way_to_answer_changes_it(tmp_path, capsys):
    told = said(tmp_path, capsys, "zurgel", "--answer", "state:zurgel=not-bought")
    assert "8 rows read: 6 accepted, 2 returns" in told


def test_nothing_is_said_of_questions_where_none_was_asked(tmp_path, capsys):
    assert "--answer" not in said(tmp_path, capsys, "cancelled")
