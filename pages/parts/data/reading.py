"""How a file is read: what was found, the way to decide otherwise, and its first rows."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.kit import tables
from pages.kit.text import plain, shorten
from pages.parts.data import messages as m
from recsys_core.services.data.imports import ReadOptions
from recsys_core.services.data.preview import Preview
from recsys_core.wording.messages import say

SHOWN_ROWS = 6
SHOWN_FLAGS = 1000
FOUND = m.FOUND_AUTOMATICALLY
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "windows-1252": m.WESTERN_WINDOWS,
    "latin-1": m.WESTERN_LATIN,
    "gb18030": m.CHINESE_GB18030,
    "big5": m.CHINESE_BIG5,
    "cp932": m.JAPANESE,
    "cp949": m.KOREAN,
}
DELIMITERS = {
    ",": m.COMMA,
    ";": m.SEMICOLON,
    "\t": m.TAB,
    "|": m.VERTICAL_BAR,
    "::": m.TWO_COLONS,
    " ": m.ONE_SPACE,
    "spaces": m.SPACES,
}
QUOTES = {'"': m.QUOTATION_MARK, "'": m.APOSTROPHE, "": m.NO_QUOTES}
ORDERS = {"day": m.DAY_FIRST, "month": m.MONTH_FIRST}
SIGNS = {".": m.POINT, ",": m.DECIMAL_COMMA_SIGN}
FORMS = {False: m.LINE_PER_ROW, True: m.CUSTOMER_PER_ROW}


def options(key: str) -> ReadOptions:
    """What the analyst overruled about reading the file; nothing to begin with."""

    def chosen(name: str) -> Any:
        return st.session_state.get(f"{name}-{key}")

    return ReadOptions(
        encoding=chosen("encoding"),
        delimiter=chosen("delimiter"),
        quote=chosen("quote"),
        header_line=chosen("header"),
        sheet=chosen("sheet"),
        date_order=chosen("dates"),
        decimal=chosen("decimal"),
        matrix=chosen("matrix"),
        missing=chosen("missing") or None,
    )


def show(preview: Preview, kind: str, key: str) -> None:
    """What was decided about the file, and the way to decide otherwise."""
    if len(preview.sheets) > 1:
        _sheet(preview, key)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(_sentence(preview))
        with st.popover(say(m.READ_DIFFERENTLY), type="tertiary"):
            _choices(preview, kind, key)
    for warning in preview.warnings:
        st.warning(plain(warning))
    _damaged(preview, key)
    head = preview.head.head(SHOWN_ROWS)
    tables.show(
        head,
        {name: tables.text(shorten(name, 30)) for name in head.columns},
        key=f"head-{key}",
        alt=say(m.FIRST_ROWS),
        rows=SHOWN_ROWS,
    )


def _sentence(preview: Preview) -> str:
    how = []
    if preview.encoding:
        how.append(ENCODINGS.get(preview.encoding.lower(), preview.encoding))
    elif preview.sheets:
        how.append(say(m.EXCEL))
    else:
        how.append("Parquet")
    if preview.delimiter:
        how.append(
            say(m.SEPARATED_BY, sign=say(DELIMITERS.get(preview.delimiter, preview.delimiter)))
        )
    if preview.header_line:
        how.append(say(m.NAMES_IN_LINE, line=str(preview.header_line)))
    elif preview.numbered:
        how.append(say(m.NO_LINE_OF_NAMES))
    if preview.date_order:
        how.append(say(m.DATES_FIRST, part=preview.date_order))
    if preview.decimal == ",":
        how.append(say(m.DECIMAL_COMMA))
    rows, columns = say(m.ROWS_READ_AS, n=preview.rows), say(m.COLUMNS_READ, n=len(preview.columns))
    return say(m.READ_AS, rows=rows, columns=columns, how=", ".join(how))


def _sheet(preview: Preview, key: str) -> None:
    together = [sheet.name for sheet in preview.sheets if sheet.read]
    labels = {
        sheet.name: say(
            m.HIDDEN_SHEET if sheet.hidden else m.SHEET_ROWS, name=sheet.name, n=sheet.rows
        )
        for sheet in preview.sheets
    }
    st.selectbox(
        say(m.SHEET),
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        placeholder=shorten(", ".join(together), 60),
        key=f"sheet-{key}",
        help=say(m.ABOUT_SHEETS),
        width=420,
    )


def _choices(preview: Preview, kind: str, key: str) -> None:
    """One control for each decision; empty means as found."""
    if preview.encoding:
        _one(say(m.CHARACTERS), ENCODINGS, f"encoding-{key}", say(m.ABOUT_CHARACTERS))
        _one(say(m.COLUMNS_SEPARATED), DELIMITERS, f"delimiter-{key}")
        _one(say(m.CELLS_ENCLOSED), QUOTES, f"quote-{key}")
    if preview.encoding or preview.sheets:
        st.number_input(
            say(m.LINE_OF_NAMES),
            min_value=0,
            value=None,
            placeholder=FOUND,
            key=f"header-{key}",
            help=say(m.ABOUT_LINE_OF_NAMES),
        )
    _one(say(m.FIRST_COMES), ORDERS, f"dates-{key}")
    _one(say(m.DECIMALS_BEHIND), SIGNS, f"decimal-{key}")
    if kind == "interactions":
        _one(say(m.TABLE_HAS), FORMS, f"matrix-{key}")


def _one(label: str, choices: dict[Any, str], key: str, help: str | None = None) -> None:
    st.selectbox(
        plain(label),
        list(choices),
        index=None,
        format_func=lambda one: say(choices[one]),
        placeholder=FOUND,
        key=key,
        help=help and plain(help),
    )


def _damaged(preview: Preview, key: str) -> None:
    """Lines that are not as they should be, and what becomes of them."""
    if not preview.flagged:
        return
    refused = sum(not flag.kept for flag in preview.flagged)
    kept = len(preview.flagged) - refused
    parts = [say(m.NOT_IMPORTED, n=refused)] if refused else []
    parts += [say(m.STILL_READ, n=kept)] if kept else []
    with st.expander(plain("; ".join(parts))):
        rows = [(flag.line, flag.reason, flag.raw) for flag in preview.flagged[:SHOWN_FLAGS]]
        tables.show(
            pd.DataFrame(rows, columns=["line", "reason", "raw"]),
            {
                "line": tables.whole(say(m.LINE)),
                "reason": tables.text(say(m.WHAT_IS_ODD), width="medium"),
                "raw": tables.text(say(m.LINE_IN_FILE), width="large"),
            },
            key=f"damaged-{key}",
            alt=say(m.DAMAGED_LINES),
            rows=6,
        )
