"""Tables as files that spreadsheets open as they are and never run."""

import io
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from recsys_core.schema.errors import InputError
from recsys_core.services.export import messages as m
from recsys_core.wording.messages import say

AS_THEY_ARE = {f"strings_to_{kind}": False for kind in ("formulas", "urls", "numbers")}
"""Text is never read as a formula, a link or a number."""
SHEET_ROWS = 1_048_576
"""Lines of a sheet, its header among them."""
CELL_LENGTH = 32_767
EXACT_DIGITS = 15
"""A spreadsheet keeps no more of a number."""
FIRST_YEAR = 1900
"""Before it a spreadsheet knows no dates."""


def xlsx_bytes(frame: pd.DataFrame) -> bytes:
    """A table as an Excel workbook of one sheet: numbers and dates as such, text as text.

    Text is never read as a formula, a link or a number, so `00123` stays an identifier. Whole
    numbers of more digits than Excel keeps are written as text, and text longer than a cell is cut
    with an ellipsis. Raises `InputError` for a table of more lines than a sheet has.
    """
    from xlsxwriter import Workbook

    _fits(len(frame))
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, **AS_THEY_ARE}) as book:
        sheet = book.add_worksheet()
        names, bold = [str(name) for name in frame.columns], book.add_format({"bold": True})
        for at, name in enumerate(names):
            sheet.write_string(0, at, name, bold)
        day, moment = (book.add_format({"num_format": f"yyyy-mm-dd{t}"}) for t in ("", " hh:mm"))
        for at in range(len(names)):
            for line, value in enumerate(map(_cell, frame.iloc[:, at]), start=1):
                midnight = isinstance(value, datetime) and not (value.hour or value.minute)
                shown = day if midnight else moment if isinstance(value, datetime) else None
                sheet.write(line, at, value, shown)
        sheet.freeze_panes(1, 0)
        sheet.autofit(max_width=360)
    return out.getvalue()


@contextmanager
def sheet_writer(path: Path) -> Iterator[Callable[[pd.DataFrame], None]]:
    """What writes frames of the same columns one below the other into a workbook of one sheet, as
    `xlsx_bytes` writes one; a line leaves memory when the next begins.
    """
    from xlsxwriter import Workbook

    with Workbook(path, {"constant_memory": True, **AS_THEY_ARE}) as book:
        sheet, bold, written = book.add_worksheet(), book.add_format({"bold": True}), 0
        sheet.freeze_panes(1, 0)

        def write(frame: pd.DataFrame) -> None:
            nonlocal written
            _fits(written + len(frame))
            if not written:
                for at, name in enumerate(frame.columns):
                    sheet.write_string(0, at, str(name), bold)
            for values in frame.itertuples(index=False):
                written += 1
                for at, value in enumerate(map(_cell, values)):
                    sheet.write(written, at, value)

        yield write


def _fits(lines: int) -> None:
    if lines >= SHEET_ROWS:
        raise InputError(say(m.TOO_LONG_FOR_A_SHEET, most=SHEET_ROWS - 1))


def _cell(value: object) -> object:
    """A value as a sheet can hold it; None where there is nothing."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    if isinstance(value, date) and value.year >= FIRST_YEAR:
        return pd.Timestamp(value).tz_localize(None)
    if pd.api.types.is_bool(value):
        return bool(value)
    if pd.api.types.is_integer(value) and len(str(value)) <= EXACT_DIGITS:
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    text = str(value)
    return text if len(text) <= CELL_LENGTH else text[: CELL_LENGTH - 1] + "…"
