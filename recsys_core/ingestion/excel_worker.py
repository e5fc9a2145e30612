"""The process that turns a workbook into one CSV file per sheet.

`python -m recsys_core.ingestion.excel_worker WORKBOOK FOLDER` prints a JSON list of the sheets.
Exit 3: the workbook cannot be opened; anything else but 0: it did not fit into the memory.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from recsys_core.ingestion import limits
from recsys_core.ingestion.excel import Sheet
from recsys_core.ingestion.excel_formats import padding
from recsys_core.schema.csv_lines import csv_writer

UNREADABLE = 3
EXACT = 10**15
"""From here on Excel keeps fifteen digits and fills up with zeros."""

Value = int | float | str | bool | time | date | datetime | timedelta


def text(value: Value) -> str:
    """A cell as text: dates as year-month-day, numbers without exponent or a needless ".0"."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number(float(value))
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return value.isoformat()


def number(value: float) -> str:
    """The digits Excel shows: fifteen at most, never an exponent."""
    if value == int(value) and abs(value) < EXACT:
        return str(int(value))
    return format(Decimal(f"{value:.15g}"), "f")


def write(sheet: CalamineSheet, target: Path, hidden: bool, pads: dict[int, int]) -> Sheet:
    """One sheet as CSV: record n is row n, empty rows are empty lines, margins are left out."""
    if sheet.start is None or sheet.end is None:
        return Sheet(sheet.name, 0, 0, hidden)
    done = Sheet(sheet.name, 0, 0, hidden, target.name)
    first = sheet.start[1]
    lowest, highest = _filled_columns(sheet)
    with target.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        writer = csv_writer(stream)
        rows = fused = cut = 0
        for values, filled_down in _rows(sheet):
            cells = [value if type(value) is str else text(value) for value in values]
            for column, digits in pads.items():
                value = values[column - first] if 0 <= column - first < len(values) else ""
                if isinstance(value, float) and cells[column - first].isdigit():
                    cells[column - first] = cells[column - first].zfill(digits)
            cells = cells[lowest : highest + 1]
            cut += sum(type(v) is float and abs(v) >= EXACT for v in values)
            fused += filled_down
            if any(cells):
                rows += 1
                writer.writerow(cells)
            else:
                stream.write("\n")
    return replace(done, rows=rows, columns=highest - lowest + 1, fused=fused, cut=cut)


def _filled_columns(sheet: CalamineSheet) -> tuple[int, int]:
    """The first and the last column with anything in it, counted from the sheet's own first."""
    used: set[int] = set()
    for row in sheet.iter_rows():
        if len(used) == len(row):
            break
        used.update(at for at, value in enumerate(row) if at not in used and value != "")
    return min(used, default=0), max(used, default=0)


def _rows(sheet: CalamineSheet) -> Iterator[tuple[list[Value], int]]:
    """The rows, each with how many cells were filled from an area merged downwards."""
    start = sheet.start[1] if sheet.start else 0
    tall: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if left == right and bottom > top:
            tall.setdefault(top, []).append((left - start, bottom))
    open_areas: dict[int, tuple[Value, int]] = {}
    for at, row in enumerate(sheet.iter_rows()):
        filled = 0
        for column, (value, bottom) in list(open_areas.items()):
            if at > bottom:
                del open_areas[column]
            elif row[column] == "" and value != "":
                row[column] = value
                filled += 1
        for column, bottom in tall.get(at, []):
            if 0 <= column < len(row):
                open_areas[column] = (row[column], bottom)
        yield row, filled


def main(workbook: Path, folder: Path) -> int:
    _limit_memory()
    try:
        book = CalamineWorkbook.from_path(str(workbook))
        sheets = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
        found = []
        for at, about in enumerate(sheets):
            hidden = about.visible != SheetVisibleEnum.Visible
            target = folder / f"{workbook.name}-sheet-{at}.csv"
            pads = padding(workbook, about.name)
            found.append(write(book.get_sheet_by_name(about.name), target, hidden, pads))
    except CalamineError:
        return UNREADABLE
    json.dump([asdict(sheet) for sheet in found], sys.stdout)
    return 0


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the check of the cells has to do there.
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = limits.WORKBOOK_MEMORY if hard == resource.RLIM_INFINITY else hard
    resource.setrlimit(resource.RLIMIT_AS, (min(limits.WORKBOOK_MEMORY, most), hard))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
