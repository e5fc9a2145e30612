import io
from datetime import datetime

import openpyxl
import pandas as pd
import pytest

from recsys_core.schema.errors import InputError
from recsys_core.services.export import spreadsheet
from recsys_core.services.export.spreadsheet import sheet_writer, xlsx_bytes


def opened(frame: pd.DataFrame) -> list[tuple]:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(frame))).active
    return list(sheet.iter_rows(values_only=True))


def test_a_workbook_keeps_identifiers_as_text_and_numbers_as_numbers():
    texts = ["00123", "=1+1", "https://shop.example", "1e5"]
    times = pd.to_datetime(["2023-01-01", "2023-01-02 03:04", None, "1850-06-01"], format="ISO8601")
    frame = pd.DataFrame({"id": texts, "n": [1, 2, 3, 4], "=x": [1.5, None, 2.25, 0.1], "t": times})
    head, *rows = opened(frame)
    assert head == ("id", "n", "=x", "t")
    assert rows[0] == ("00123", 1, 1.5, datetime(2023, 1, 1))
    assert rows[1] == ("=1+1", 2, None, datetime(2023, 1, 2, 3, 4))
    assert [row[0] for row in rows] == texts
    assert rows[3][3] == "1850-06-01 00:00:00"


def test_no_number_of_a_workbook_loses_digits_and_no_long_text_goes():
    frame = pd.DataFrame({"code": [12_345_678_901_234_567, 15], "text": ["x" * 40_000, "y"]})
    _, first, second = opened(frame)
    assert first[0] == "12345678901234567"
    assert (len(first[1]), first[1][-1]) == (32_767, "…")
    assert second == (15, "y")


def test_a_table_longer_than_a_sheet_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(spreadsheet, "SHEET_ROWS", 3)
    assert len(opened(pd.DataFrame({"n": range(2)}))) == 3
    with pytest.raises(InputError, match="holds 2 lines and this table has more"):
        xlsx_bytes(pd.DataFrame({"n": range(3)}))


def test_frames_go_into_a_sheet_one_below_the_other_until_it_is_full(tmp_path, monkeypatch):
    parts = [
        pd.DataFrame({"id": ["007", "=1"], "n": [1, 2.5]}),
        pd.DataFrame({"id": [""], "n": [3]}),
    ]
    with sheet_writer(tmp_path / "a.xlsx") as write:
        for part in parts:
            write(part)
    cells = list(openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows(values_only=True))
    assert cells == [("id", "n"), ("007", 1), ("=1", 2.5), (None, 3)]
    monkeypatch.setattr(spreadsheet, "SHEET_ROWS", 3)
    with sheet_writer(tmp_path / "b.xlsx") as write:
        write(parts[0])
        with pytest.raises(InputError, match="holds 2 lines and this table has more"):
            write(parts[1])
