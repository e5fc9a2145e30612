import datetime as dt
import gzip
import zipfile

import openpyxl
import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.schema.errors import InputError

HEADER = ["Order No", "Customer", "SKU", "Qty", "Date"]


def book(path, sheets):
    """A workbook of sheets: name -> rows, or a function that fills the sheet."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        if callable(rows):
            rows(sheet)
        else:
            for row in rows:
                sheet.append(row)
    made.save(path)
    return path


def orders(month, count=4):
    day = dt.date(2024, month, 1)
    return [HEADER] + [[100 * month + i, f"C{i}", f"00{i}", i + 1, day] for i in range(count)]


def test_cells_keep_what_the_sheet_shows(read, tmp_path):
    def fill(sheet):
        sheet.append(["text", "whole", "long", "part", "day", "moment", "padded", "yes", "free"])
        values = [
            "00123", 12345, 123456789012, 0.1 + 0.2, dt.date(2024, 3, 31),
            dt.datetime(2024, 3, 31, 14, 5), 42, True, " a,\n\"b\" ",
        ]  # fmt: skip
        for _ in range(3):
            sheet.append(values)
            sheet.cell(sheet.max_row, 7).number_format = "00000"

    result = read(book(tmp_path / "cells.xlsx", {"Data": fill}))
    assert result.rows[0] == [
        "00123", "12345", "123456789012", "0.3", "2024-03-31", "2024-03-31 14:05:00", "00042",
        "TRUE", ' a,\n"b" ',
    ]  # fmt: skip
    assert result.lines == [2, 3, 4]


def test_numbers_beyond_fifteen_digits_are_written_out_and_reported(read, tmp_path):
    path = book(tmp_path / "long.xlsx", {"S": [["id", "n"], [1.2345678901234567e19, 1], [5, 2]]})
    result = read(path)
    assert result.rows[0] == ["12345678901234600000", "1"]
    assert any("15 digits" in warning for warning in result.staged.warnings)


def test_titles_blank_rows_margins_merged_cells_and_totals(read, tmp_path):
    def fill(sheet):
        sheet["B2"] = "Orders of March"
        sheet.merge_cells("B2:F2")
        for at, name in enumerate(HEADER):
            sheet.cell(4, 2 + at, name)
        for row in range(5, 11):
            for at, value in enumerate([7000 + row, f"C{row}", f"00{row}", 1, dt.date(2024, 3, 1)]):
                sheet.cell(row if row < 8 else row + 1, 2 + at, value)
        sheet.merge_cells("B5:B6")
        sheet.cell(13, 2, "Total")
        sheet.cell(13, 5, 6)

    result = read(book(tmp_path / "report.xlsx", {"March": fill}))
    assert result.names == HEADER
    assert result.dialect.header_line == 4
    assert [row[0] for row in result.rows[:2]] == ["7005", "7005"]
    assert result.lines == [5, 6, 7, 9, 10, 11, 13]
    assert [(flag.line, flag.kept) for flag in result.flags] == [(2, False), (13, False)]
    assert any("merged" in warning for warning in result.staged.warnings)


def test_equal_sheets_are_one_table_and_the_others_are_named(read, tmp_path):
    path = book(
        tmp_path / "year.xlsx",
        {"Read me": [["Made by", "somebody"]], "Jan": orders(1), "Feb": orders(2, 3), "Empty": []},
    )
    result = read(path)
    assert len(result.rows) == 7
    assert result.staged.files == ("year.xlsx: Jan", "year.xlsx: Feb")
    assert any("Left out: Read me (1 row)" in warning for warning in result.staged.warnings)
    only = read(path, options=ReadOptions(sheet="feb"))
    assert [row[0] for row in only.rows] == ["200", "201", "202"]
    with pytest.raises(InputError, match="Its sheets are: Read me, Jan, Feb"):
        read(path, options=ReadOptions(sheet="March"))


def test_a_sheet_of_a_file_that_has_none_is_refused(read, text_file):
    path = text_file("customer,product\n1,2\n")
    with pytest.raises(InputError, match="is no workbook and has no sheets"):
        read(path, options=ReadOptions(sheet="Jan"))


def test_hidden_sheets_are_read_only_when_asked_for(read, tmp_path):
    path = book(tmp_path / "hidden.xlsx", {"Shown": orders(1), "Old": orders(2)})
    made = openpyxl.load_workbook(path)
    made["Old"].sheet_state = "hidden"
    made.save(path)
    assert len(read(path).rows) == 4
    assert read(path, options=ReadOptions(sheet="Old")).rows[0][0] == "200"


def test_inside_archives_and_beside_other_files(read, tmp_path, text_file):
    path = book(tmp_path / "jan.xlsx", {"Jan": orders(1)})
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(path, "jan.xlsx")
        archive.writestr("feb.csv", "SKU,Qty,Customer,Order No,Date\n009,2,C9,900,2024-02-01\n")
    result = read(tmp_path / "all.zip")
    assert sorted(row[0] for row in result.rows) == ["000", "001", "002", "003", "009"]
    (tmp_path / "jan.xlsx.gz").write_bytes(gzip.compress(path.read_bytes()))
    assert len(read(tmp_path / "jan.xlsx.gz").rows) == 4


def test_a_large_sheet_takes_the_fast_way_to_the_same_rows(read, tmp_path, monkeypatch):
    path = book(tmp_path / "large.xlsx", {"S": orders(1, 500)})
    careful = read(path)
    monkeypatch.setattr("recsys_core.ingestion.read.SMALL", 10)
    fast = read(path)
    assert (fast.rows, fast.lines) == (careful.rows, careful.lines)


def rewritten(path, part, content):
    """A workbook with one part replaced."""
    out = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return out


@pytest.mark.parametrize(
    "content",
    [
        b"<worksheet>" + b" " * 90_000_000 + b"</worksheet>",
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
    ],
    ids=["blanks", "far corner"],
)
def test_bombs_are_refused(read, tmp_path, content):
    path = book(tmp_path / "bomb.xlsx", {"S": orders(1)})
    with pytest.raises(InputError, match="too large to be read as a workbook"):
        read(rewritten(path, "xl/worksheets/sheet1.xml", content))


def test_a_damaged_workbook_gets_a_sentence(read, tmp_path):
    path = book(tmp_path / "damaged.xlsx", {"S": orders(1)})
    with pytest.raises(InputError, match="locked or damaged"):
        read(rewritten(path, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"))
    with pytest.raises(InputError, match="without any filled cell"):
        read(book(tmp_path / "empty.xlsx", {"S": []}))
