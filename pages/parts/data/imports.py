"""What is in: every import with its counts, its refused rows, and the way back."""

import pandas as pd
import streamlit as st

from pages.kit import background, errors, jobs_panel, layout, tables
from pages.kit.formats import UNKNOWN, plural, shorten
from pages.parts.data import saved_mappings
from recsys_core.services.data.imports import (
    let_repeated_in,
    list_imports,
    quarantine_rows,
    refused_csv,
    undo_import,
)
from recsys_core.services.data.samples import SAMPLES
from recsys_core.services.workspace.workspace import Workspace

TASK = "undo"
KINDS = {
    "interactions": "Purchases or ratings",
    "items": "Products",
    "users": "Customers",
    "campaigns": "Campaigns",
    "exposures": "What was shown",
    "sample": "Sample",
}
COLUMNS = {
    "what": tables.text("What"),
    "file_name": tables.text("File"),
    "rows_read": tables.count("Rows read"),
    "rows_accepted": tables.count("Accepted"),
    "rows_return": tables.count("Returns", "Returns and zero quantities; kept, and netted."),
    "rows_duplicate": tables.count("Repeated", "Rows that were there already, word for word."),
    "rows_quarantined": tables.count("Refused", "Rows that could not be used; kept aside."),
    "created_at": tables.moment("When"),
    "state": tables.text("State", width="small"),
    "import_id": tables.text("Number", width="small"),
}


def show(ws: Workspace) -> None:
    """The section."""
    jobs_panel.outcome(ws, TASK, lambda removed: f"{plural(removed, 'row')} taken back.")
    jobs_panel.task(ws, TASK)
    frame = list_imports(ws).reset_index(drop=True)
    frame["what"] = frame["kind"].map(KINDS).fillna(frame["kind"])
    frame["state"] = frame["undone_at"].isna().map({True: "in use", False: "taken back"})
    sample = frame["source"].map({name: about.title for name, about in SAMPLES.items()})
    frame["file_name"] = sample.fillna(frame["file_name"])
    frame["created_at"] = tables.local_time(frame["created_at"])
    layout.quiet("Choose a row to see what was refused, or to take the import back.")
    chosen = tables.show(
        frame,
        COLUMNS,
        key="imports",
        alt="Imports with the rows read, accepted, returned, repeated and refused",
        file_name="imports.csv",
        rows=6,
        select="single-row",
    )
    if chosen:
        _details(ws, frame, frame.iloc[chosen[0]])
    elif len(frame) == 1:
        _details(ws, frame, frame.iloc[0])
    saved_mappings.show(ws)


def _corrections(frame: pd.DataFrame, import_id: str) -> str:
    """What is known of corrected rows, as the end of a sentence."""
    by = frame[(frame["corrects"] == import_id) & (frame["state"] == "in use")]["import_id"]
    of = frame.loc[frame["import_id"] == import_id, "corrects"].dropna()
    parts = [f"corrected rows came back with {', '.join(sorted(by))}"] if len(by) else []
    parts += [f"brings back rows of {of.iloc[0]}"] if len(of) and of.iloc[0] else []
    return "".join(f"; {part}" for part in parts)


def _details(ws: Workspace, frame: pd.DataFrame, row: pd.Series) -> None:
    import_id = row["import_id"]
    with layout.card("import"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(
                f"{shorten(row['file_name'], 60)}: {plural(int(row['rows_quarantined']), 'row')} "
                f"refused{_corrections(frame, import_id)}",
                width="stretch",
            )
            with layout.controls("undo"):
                if row["state"] == "in use" and st.button("Take back …", key=f"undo-{import_id}"):
                    _confirm(ws, import_id, row["file_name"], int(row["rows_read"]))
        if row["state"] == "in use":
            repeated(ws, import_id, int(row["rows_duplicate"]), "imports")
        if row["rows_quarantined"] and row["state"] == "in use":
            refused(ws, import_id)


def repeated(ws: Workspace, import_id: str, rows: int, place: str) -> None:
    """Rows left out as equal to another one, and the button that counts them after all."""
    if not rows:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"{plural(rows, 'row')} equal to another one in every cell: left out.")
        if st.button(f"Let {'it' if rows == 1 else 'them'} in", key=f"let-in-{place}-{import_id}"):
            with errors.shown_here():
                let_repeated_in(ws, import_id)
                st.rerun()


def refused(ws: Workspace, import_id: str, place: str = "imports") -> None:
    """The refused rows of an import, and their download."""
    tables.show(
        quarantine_rows(ws, import_id),
        {
            "line": tables.whole("Line"),
            "column_name": tables.text("Column", width="small"),
            "reason": tables.text("Why it was refused", width="large"),
            "raw": tables.text("The row as it stands in the file", width="large"),
            "file_name": tables.text("File", width="small"),
        },
        key=f"refused-{place}-{import_id}",
        alt="Refused rows with line number and reason",
        rows=8,
    )
    layout.download(
        "Download to correct",
        lambda: refused_csv(ws, import_id),
        f"refused-{import_id}.csv",
        key=f"refused-{place}-{import_id}-csv",
    )
    layout.quiet(
        "It has the file's own columns, and behind them what was wrong. Correct it in a "
        "spreadsheet and import it: it is read like this file, and the added columns are ignored."
    )


@st.dialog("Take this import back?")
def _confirm(ws: Workspace, import_id: str, name: str, rows: int) -> None:
    st.text(
        f"{plural(rows, 'row')} of {name or UNKNOWN} will be removed and everything is as it was "
        "before this import. Trained models stay, but no longer fit the data."
    )
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Keep it"):
            st.rerun()
        if st.button("Take it back", type="primary", on_click=_undo, args=(ws, import_id, name)):
            st.rerun()


def _undo(ws: Workspace, import_id: str, name: str) -> None:
    background.tasks(ws).start(
        TASK, f"Taking {name} back", lambda report: undo_import(ws, import_id)
    )
