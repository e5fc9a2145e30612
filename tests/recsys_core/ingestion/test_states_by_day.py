"""Orders that were undone on a day: the date says it, and the name of its column is no word."""

import pytest

from recsys_core.schema.questions import UnansweredError
from tests.recsys_core.ingestion.test_states import imported


def table(column, days, more=""):
    head = f"order,date,customer,sku,{column}{',status' if more else ''}\n"
    lines = [
        f"{n},2024-01-0{n},C{n},P{n % 3},{day}{',' + more.split()[n - 1] if more else ''}"
        for n, day in enumerate(days, 1)
    ]
    return head + "\n".join(lines) + "\n"


SOME = ["", "2024-01-03", "", "", "", ""]


def test_a_date_is_said_to_be_one_and_no_word(ws, tmp_path):
    done, bought = imported(ws, tmp_path, table("Cancelled at", SOME))
    assert bought == ["1", "3", "4", "5", "6"]
    said = next(warning for warning in done.warnings if "counts as returned" in warning)
    assert "not paid, by a date in Cancelled at (1)." in said
    assert "the words" not in said


def test_words_and_dates_are_told_apart(ws, tmp_path):
    text = table("Cancelled at", SOME, "paid cancelled paid paid cancelled paid")
    done, bought = imported(ws, tmp_path, text)
    assert bought == ["1", "3", "4", "6"]
    said = next(warning for warning in done.warnings if "counts as returned" in warning)
    assert "by the words cancelled (2) and a date in Cancelled at (1)." in said


def test_a_day_of_return_on_every_row_of_a_short_file_is_asked_about(ws, tmp_path):
    every = [f"2024-01-1{n}" for n in range(6)]
    with pytest.raises(UnansweredError, match="6 of 6 rows, more than half of the file, by a date"):
        imported(ws, tmp_path, table("Return date", every))
