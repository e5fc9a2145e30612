"""What is in: every import with its counts, its refused rows, and the way back."""

import pandas as pd
import streamlit as st

from pages.kit import background, errors, jobs_panel, layout, tables, who
from pages.kit.text import markdown, shorten
from pages.parts.data import messages as m
from pages.parts.data import saved_mappings, vanished_feedback
from recsys_core.services.data.imports import (
    let_repeated_in,
    list_imports,
    quarantine_rows,
    refused_csv,
)
from recsys_core.services.data.samples import SAMPLES
from recsys_core.services.data.undo import leftovers, undo_import
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import UNKNOWN

TASK = "undo"
KINDS = {
    "interactions": m.PURCHASES_OR_RATINGS,
    "items": m.PRODUCTS,
    "users": m.CUSTOMERS,
    "campaigns": m.CAMPAIGNS,
    "exposures": m.WHAT_WAS_SHOWN,
    "sample": m.SAMPLE,
}


def show(ws: Workspace) -> None:
    """The section."""
    jobs_panel.outcome(ws, TASK, " ".join)
    vanished_feedback.show(ws)
    frame = list_imports(ws).reset_index(drop=True)
    frame["what"] = [say(KINDS.get(kind, kind)) for kind in frame["kind"]]
    frame["state"] = (
        frame["undone_at"].isna().map({True: say(m.IN_USE), False: say(m.STATE_TAKEN_BACK)})
    )
    sample = frame["source"].map({name: say(about.title) for name, about in SAMPLES.items()})
    frame["file_name"] = sample.fillna(frame["file_name"])
    frame["created_at"] = tables.local_time(frame["created_at"])
    layout.quiet(say(m.CHOOSE_A_ROW))
    chosen = tables.show(
        frame,
        _columns(),
        key="imports",
        alt=say(m.IMPORTS_TABLE),
        file_name="imports.csv",
        rows=6,
        select="single-row",
    )
    if chosen:
        _details(ws, frame, frame.iloc[chosen[0]])
    elif len(frame) == 1:
        _details(ws, frame, frame.iloc[0])
    saved_mappings.show(ws)


def _columns() -> dict[str, tables.Column]:
    return {
        "what": tables.text(say(m.WHAT)),
        "file_name": tables.text(say(m.FILE)),
        "rows_read": tables.count(say(m.ROWS_READ)),
        "rows_accepted": tables.count(say(m.ACCEPTED)),
        "rows_return": tables.count(say(m.RETURNS), say(m.RETURNS_NETTED)),
        "rows_duplicate": tables.count(say(m.REPEATED), say(m.THERE_ALREADY)),
        "rows_quarantined": tables.count(say(m.REFUSED), say(m.ABOUT_REFUSED)),
        "created_at": tables.moment(say(m.WHEN)),
        "state": tables.text(say(m.STATE), width="small"),
        "import_id": tables.text(say(m.NUMBER), width="small"),
    }


def _corrections(frame: pd.DataFrame, import_id: str) -> str:
    """What is known of corrected rows, each after a semicolon."""
    by = frame[(frame["corrects"] == import_id) & (frame["state"] == say(m.IN_USE))]["import_id"]
    of = frame.loc[frame["import_id"] == import_id, "corrects"].dropna()
    parts = [say(m.CAME_BACK_WITH, imports=", ".join(sorted(by)))] if len(by) else []
    parts += [say(m.BRINGS_BACK, source=of.iloc[0])] if len(of) and of.iloc[0] else []
    return "".join(f"; {part}" for part in parts)


def _details(ws: Workspace, frame: pd.DataFrame, row: pd.Series) -> None:
    import_id = row["import_id"]
    with layout.card("import"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(
                say(
                    m.ROWS_REFUSED,
                    file=shorten(row["file_name"], 60),
                    n=int(row["rows_quarantined"]),
                )
                + _corrections(frame, import_id),
                width="stretch",
            )
            with layout.controls("undo"):
                offered = who.works(ws) and row["state"] == say(m.IN_USE)
                if offered and st.button(say(m.TAKE_BACK), key=f"undo-{import_id}"):
                    st.dialog(say(m.TAKE_IMPORT_BACK))(_confirm)(
                        ws, import_id, row["file_name"], int(row["rows_read"])
                    )
        if row["state"] == say(m.IN_USE):
            repeated(ws, import_id, int(row["rows_duplicate"]), "imports")
        if row["rows_quarantined"] and row["state"] == say(m.IN_USE):
            refused(ws, import_id)


def repeated(ws: Workspace, import_id: str, rows: int, place: str) -> None:
    """Rows left out as equal to another one, and the button that counts them after all."""
    if not rows:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(say(m.EQUAL_ROWS, n=rows))
        label, key = markdown(m.LET_IN, n=rows), f"let-in-{place}-{import_id}"
        if who.works(ws) and st.button(label, key=key):
            with errors.shown_here():
                let_repeated_in(ws, import_id)
                st.rerun()


def refused(ws: Workspace, import_id: str, place: str = "imports") -> None:
    """The refused rows of an import, and their download."""
    tables.show(
        quarantine_rows(ws, import_id),
        {
            "line": tables.whole(say(m.LINE)),
            "column_name": tables.text(say(m.COLUMN), width="small"),
            "reason": tables.text(say(m.WHY_REFUSED), width="large"),
            "raw": tables.text(say(m.ROW_IN_FILE), width="large"),
            "file_name": tables.text(say(m.FILE), width="small"),
        },
        key=f"refused-{place}-{import_id}",
        alt=say(m.REFUSED_TABLE),
        rows=8,
    )
    layout.download(
        say(m.DOWNLOAD_TO_CORRECT),
        lambda: refused_csv(ws, import_id),
        f"refused-{import_id}.csv",
        key=f"refused-{place}-{import_id}-csv",
    )
    layout.quiet(say(m.ABOUT_CORRECTING))


def _confirm(ws: Workspace, import_id: str, name: str, rows: int) -> None:
    st.text(say(m.WILL_BE_REMOVED, n=rows, file=name or UNKNOWN))
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(say(m.KEEP_IT)):
            st.rerun()
        if st.button(
            say(m.TAKE_IT_BACK), type="primary", on_click=_undo, args=(ws, import_id, name)
        ):
            st.rerun()


def _undo(ws: Workspace, import_id: str, name: str) -> None:
    # What is said of the latest import is about what goes.
    background.tasks(ws).dismiss(background.IMPORT)
    background.tasks(ws).start(
        TASK, say(m.TAKING_BACK, file=name), lambda report: _taken_back(ws, import_id)
    )


def _taken_back(ws: Workspace, import_id: str) -> list[str]:
    removed = undo_import(ws, import_id)
    return [say(m.ROWS_TAKEN_BACK, n=removed), *leftovers(ws, import_id).sentences]
