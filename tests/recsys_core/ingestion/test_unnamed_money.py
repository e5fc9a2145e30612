"""What was paid, in a column whose name no list of words holds."""

import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from tests.recsys_core.ingestion.money_files import PRICES, read, shop, total, truth, write

BEFORE = {
    "of a piece": lambda lines, at: PRICES[lines[at][0]],
    "of a line": lambda lines, at: PRICES[lines[at][0]] * lines[at][1],
    "of an order": lambda lines, at: total(lines),
    "on its first line": lambda lines, at: "" if at else total(lines),
}


def rows_of(cell, column="Zzyx"):
    return [
        {"order": o, "customer": c, "sku": lines[at][0], "quantity": lines[at][1],
         "Qqw": "4.90" if at % 2 else "0.00",
         column: cell(lines, at) if isinstance(cell(lines, at), str) else f"{cell(lines, at):.2f}"}
        for o, c, lines in shop(1) for at in range(len(lines))
    ]  # fmt: skip


@pytest.mark.parametrize("cell", BEFORE.values(), ids=BEFORE)
def test_money_of_an_unknown_name_is_asked_about_and_counts(tmp_path, cell):
    path = write(tmp_path / "a.csv", rows_of(cell))
    (question,) = [one for one in read(path).validated.questions if one.open]
    assert question.key == "money"
    assert question.choices[0].name == "Zzyx"
    found = read(path, ReadOptions(answers={"money": "Zzyx"}))
    assert not found.open
    assert found.revenue == pytest.approx(truth(), abs=0.02)
    assert read(path, ReadOptions(answers={"money": "none"})).revenue is None


def test_without_anything_like_money_nothing_is_asked(tmp_path):
    rows = rows_of(lambda lines, at: str(lines[at][1] * 3))
    for row in rows:
        row["Qqw"] = "web"
    found = read(write(tmp_path / "a.csv", rows))
    assert not found.open
    assert found.revenue is None


def test_where_money_is_known_none_is_asked_for(tmp_path):
    found = read(write(tmp_path / "a.csv", rows_of(BEFORE["of a piece"], "price")))
    assert not found.open
    assert found.revenue == pytest.approx(truth(), abs=0.02)
