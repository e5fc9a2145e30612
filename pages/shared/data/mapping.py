"""How a file is read, its first rows, and what each of its columns means."""

import pandas as pd
import streamlit as st

from pages.shared import tables
from pages.shared.formats import plain, plural, shorten
from recsys_core.services.imports import ROLES, Preview, ReadOptions

SHOWN_ROWS = 6
SHOWN_COLUMNS = 12
SHOWN_FLAGS = 1000
NOT_USED = ""
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "windows-1252": "Western European (Windows-1252)",
    "latin-1": "Western European (Latin-1)",
    "gb18030": "Chinese (GB18030)",
    "big5": "Chinese (Big5)",
}
DELIMITERS = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "vertical bar",
    "::": "two colons",
    "spaces": "spaces",
}


def options(key: str) -> ReadOptions:
    """What the analyst overruled about reading the file; nothing to begin with."""
    return ReadOptions(
        encoding=st.session_state.get(f"encoding-{key}"),
        delimiter=st.session_state.get(f"delimiter-{key}"),
        header_line=st.session_state.get(f"header-{key}"),
    )


def reading(preview: Preview, key: str) -> None:
    """What was decided about the file, and the way to decide otherwise."""
    encoding = ENCODINGS.get(preview.encoding.lower(), preview.encoding)
    delimiter = DELIMITERS.get(preview.delimiter, preview.delimiter)
    header = f"names in line {preview.header_line}" if preview.header_line else "no line of names"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(
            f"{plural(preview.rows, 'row')}, {plural(len(preview.columns), 'column')}; read as "
            f"{encoding}, separated by {delimiter}, {header}."
        )
        with st.popover("Read it differently", type="tertiary"):
            st.selectbox(
                "Characters",
                list(ENCODINGS),
                index=None,
                format_func=ENCODINGS.get,
                placeholder="Found automatically",
                key=f"encoding-{key}",
                help="Change this when letters look wrong in the rows below.",
            )
            st.selectbox(
                "Columns are separated by",
                list(DELIMITERS),
                index=None,
                format_func=DELIMITERS.get,
                placeholder="Found automatically",
                key=f"delimiter-{key}",
            )
            st.number_input(
                "Line with the column names",
                min_value=0,
                value=None,
                placeholder="Found automatically",
                key=f"header-{key}",
                help="0 when the file has no column names.",
            )
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


def _damaged(preview: Preview, key: str) -> None:
    """Lines that are not as they should be, and what becomes of them."""
    if not preview.flagged:
        return
    refused = sum(not flag.kept for flag in preview.flagged)
    kept = len(preview.flagged) - refused
    parts = [f"{plural(refused, 'damaged line')} will be refused"] if refused else []
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


def columns(preview: Preview, kind: str, key: str) -> dict[str, str]:
    """A select box per column, begun with the guess and its evidence; the chosen role -> column."""
    unused = "not used" if kind == "interactions" else "kept as a detail"
    titles = {NOT_USED: unused} | {role.name: role.title for role in ROLES[kind]}
    chosen: dict[str, str] = {}
    twice: set[str] = set()
    first, rest = preview.columns[:SHOWN_COLUMNS], preview.columns[SHOWN_COLUMNS:]
    places = [(first, st.container(border=True))]
    if rest:
        places.append((rest, st.expander(f"{plural(len(rest), 'further column')}")))
    for found, place in places:
        with place:
            for column in found:
                role = _column(column, preview.head, titles, key)
                if role and role in chosen:
                    twice.add(role)
                elif role:
                    chosen[role] = column.name
    for role in sorted(twice):
        st.warning(plain(f"Two columns are chosen for {titles[role]}; the first one is used."))
    return chosen


def missing(chosen: dict[str, str], kind: str) -> list[str]:
    """Titles of the needed roles that no column has."""
    return [role.title for role in ROLES[kind] if role.required and role.name not in chosen]


def _column(column, head: pd.DataFrame, titles: dict[str, str], key: str) -> str:
    """One line: the column's name and values, what it is used as, and why."""
    name, role, why = st.columns([4, 3, 5], vertical_alignment="center")
    examples = [shorten(v, 18) for v in head[column.name].unique() if v][:3]
    with name, st.container(gap=None):
        st.text(shorten(column.name, 40))
        st.caption(plain(", ".join(examples) or "empty"))
    options = list(titles)
    guess = column.role if column.role in titles else NOT_USED
    with role:
        picked = st.selectbox(
            f"Use {plain(column.name)} as",
            options,
            index=options.index(guess),
            format_func=titles.get,
            key=f"role-{key}-{column.name}",
            label_visibility="collapsed",
        )
    with why:
        st.caption(plain(column.evidence))
    return picked
