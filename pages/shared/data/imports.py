"""What is in: every import with its counts, its refused rows, and the way back."""

import pandas as pd
import streamlit as st

from pages.shared import background, jobs_panel, layout, tables
from pages.shared.formats import UNKNOWN, plural
from recsys_core.services.imports import list_imports, quarantine_rows, undo_import
from recsys_core.services.samples import SAMPLES
from recsys_core.services.workspace import Workspace

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
        _details(ws, frame.iloc[chosen[0]])
    elif len(frame) == 1:
        _details(ws, frame.iloc[0])


def _details(ws: Workspace, row: pd.Series) -> None:
    import_id = row["import_id"]
    with layout.card("import"):
        title, undo = st.columns([5, 1], vertical_alignment="center")
        with title:
            st.text(f"{row['file_name']}: {plural(int(row['rows_quarantined']), 'row')} refused")
        with undo, layout.controls("undo"):
            if row["state"] == "in use" and st.button("Take back …", key=f"undo-{import_id}"):
                _confirm(ws, import_id, row["file_name"], int(row["rows_read"]))
        if row["rows_quarantined"]:
            refused(ws, import_id)


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
        file_name=f"refused-{import_id}.csv",
        rows=8,
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
