"""How a file is read: what was found, the way to decide otherwise, and its first rows."""

import pandas as pd
import streamlit as st

from pages.kit import tables
from pages.kit.formats import plain, plural, shorten
from recsys_core.services.data.imports import ReadOptions
from recsys_core.services.data.preview import Preview

SHOWN_ROWS = 6
SHOWN_FLAGS = 1000
FOUND = "Found automatically"
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "windows-1252": "Western European (Windows-1252)",
    "latin-1": "Western European (Latin-1)",
    "gb18030": "Chinese (GB18030)",
    "big5": "Chinese (Big5)",
    "cp932": "Japanese (Shift-JIS)",
}
DELIMITERS = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "vertical bar",
    "::": "two colons",
    " ": "one space",
    "spaces": "spaces",
}
QUOTES = {'"': 'quotation mark (")', "'": "apostrophe (')", "": "none"}
ORDERS = {"day": "the day (1 February 2024)", "month": "the month (2 January 2024)"}
SIGNS = {".": "a point (1,234.50)", ",": "a comma (1.234,50)"}
FORMS = {False: "one line per purchase or rating", True: "a customer per row, a product per column"}


def options(key: str) -> ReadOptions:
    """What the analyst overruled about reading the file; nothing to begin with."""

    def said(name: str):
        return st.session_state.get(f"{name}-{key}")

    return ReadOptions(
        encoding=said("encoding"),
        delimiter=said("delimiter"),
        quote=said("quote"),
        header_line=said("header"),
        sheet=said("sheet"),
        date_order=said("dates"),
        decimal=said("decimal"),
        matrix=said("matrix"),
        missing=said("missing") or None,
    )


def show(preview: Preview, kind: str, key: str) -> None:
    """What was decided about the file, and the way to decide otherwise."""
    if len(preview.sheets) > 1:
        _sheet(preview, key)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(_sentence(preview))
        with st.popover("Read it differently", type="tertiary"):
            _choices(preview, kind, key)
    for warning in preview.warnings:
        st.warning(plain(warning))
    _damaged(preview, key)
    head = preview.head.head(SHOWN_ROWS)
    tables.show(
        head,
        {name: tables.text(shorten(name, 30)) for name in head.columns},
        key=f"head-{key}",
        alt="The first rows of the file",
        rows=SHOWN_ROWS,
    )


def _sentence(preview: Preview) -> str:
    parts = [f"{plural(preview.rows, 'row')}, {plural(len(preview.columns), 'column')}; read as "]
    how = []
    if preview.encoding:
        how.append(ENCODINGS.get(preview.encoding.lower(), preview.encoding))
    elif preview.sheets:
        how.append("an Excel workbook")
    else:
        how.append("Parquet")
    if preview.delimiter:
        how.append(f"separated by {DELIMITERS.get(preview.delimiter, preview.delimiter)}")
    if preview.header_line:
        how.append(f"names in line {preview.header_line}")
    elif preview.numbered:
        how.append("no line of names")
    if preview.date_order:
        how.append(f"dates with {preview.date_order} first")
    if preview.decimal == ",":
        how.append("decimal comma")
    return f"{''.join(parts)}{', '.join(how)}."


def _sheet(preview: Preview, key: str) -> None:
    together = [sheet.name for sheet in preview.sheets if sheet.read]
    labels = {
        sheet.name: f"{sheet.name}: {plural(sheet.rows, 'row')}{', hidden' if sheet.hidden else ''}"
        for sheet in preview.sheets
    }
    st.selectbox(
        "Sheet",
        list(labels),
        index=None,
        format_func=lambda name: plain(labels[name]),
        placeholder=shorten(", ".join(together), 60),
        key=f"sheet-{key}",
        help="Sheets with the same columns are read together until you choose one.",
        width=420,
    )


def _choices(preview: Preview, kind: str, key: str) -> None:
    """One control for each decision; empty means as found."""
    if preview.encoding:
        _one("Characters", ENCODINGS, f"encoding-{key}", "Change this when letters look wrong.")
        _one("Columns are separated by", DELIMITERS, f"delimiter-{key}")
        _one("Cells are enclosed in", QUOTES, f"quote-{key}")
    if preview.encoding or preview.sheets:
        st.number_input(
            "Line with the column names",
            min_value=0,
            value=None,
            placeholder=FOUND,
            key=f"header-{key}",
            help="0 when the file has no column names.",
        )
    _one("In 01/02/2024, first comes", ORDERS, f"dates-{key}")
    _one("Decimals stand behind", SIGNS, f"decimal-{key}")
    if kind == "interactions":
        _one("The table has", FORMS, f"matrix-{key}")


def _one(label: str, choices: dict, key: str, help: str | None = None) -> None:
    st.selectbox(
        label,
        list(choices),
        index=None,
        format_func=choices.get,
        placeholder=FOUND,
        key=key,
        help=help,
    )


def _damaged(preview: Preview, key: str) -> None:
    """Lines that are not as they should be, and what becomes of them."""
    if not preview.flagged:
        return
    refused = sum(not flag.kept for flag in preview.flagged)
    kept = len(preview.flagged) - refused
    parts = [f"{plural(refused, 'line')} will not be imported"] if refused else []
    parts += [f"{plural(kept, 'odd line')} could still be read"] if kept else []
    with st.expander("; ".join(parts)):
        rows = [(flag.line, flag.reason, flag.raw) for flag in preview.flagged[:SHOWN_FLAGS]]
        tables.show(
            pd.DataFrame(rows, columns=["line", "reason", "raw"]),
            {
                "line": tables.whole("Line"),
                "reason": tables.text("What is odd", width="medium"),
                "raw": tables.text("The line as it stands in the file", width="large"),
            },
            key=f"damaged-{key}",
            alt="Damaged lines of the file",
            rows=6,
        )
