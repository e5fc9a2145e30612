"""Bring a file in: choose it, see it, say what the columns mean, import it."""

import dataclasses
from pathlib import Path

import streamlit as st

from pages.kit import background, errors, format_help, jobs_panel, layout, uploads
from pages.kit.formats import shorten
from pages.kit.state import KEPT
from pages.parts.data import mapping, reading, saved_mappings
from pages.parts.data.import_report import show_report
from recsys_core.schema.imports import ImportReport
from recsys_core.services.data.imports import ReadOptions, import_files
from recsys_core.services.data.preview import Preview, preview_file
from recsys_core.services.workspace.workspace import Workspace

TASK = "import"
FILES = "upload-files"
ROUND = "upload-round"
KIND = "upload-kind"
GUESS = "upload-guess"
KIND_OF_SHAPE = {
    "events": "interactions",
    "matrix": "interactions",
    "items": "items",
    "users": "users",
}


def finished(ws: Workspace) -> ImportReport | None:
    """The report of the import that ended well last, until it is closed."""
    task = background.tasks(ws).latest(TASK)
    return task.result if task and task.state == "done" else None


def outcome(ws: Workspace) -> None:
    """What the last import did, above everything else, until somebody closes it."""
    report = finished(ws)
    if report is not None:
        show_report(ws, report, close=lambda: background.tasks(ws).dismiss(TASK))


def show(ws: Workspace) -> None:
    """The section."""
    running = background.tasks(ws).running(TASK)
    if running:
        jobs_panel.task(ws, TASK)
        return
    if finished(ws) is None:
        jobs_panel.outcome(ws, TASK, str)
    st.session_state.setdefault(KIND, "interactions")
    if GUESS in st.session_state:
        st.session_state[KIND] = st.session_state.pop(GUESS)
    with layout.controls("kind"):
        kind = st.segmented_control(
            "What is in the file?",
            list(format_help.KINDS),
            format_func=format_help.KINDS.get,
            key=KIND,
            required=True,
            **KEPT,
        )
    paths = [path for path in st.session_state.get(FILES, []) if path.exists()]
    if not paths:
        _choose(ws, kind)
        return
    with errors.shown_here():
        _look(ws, kind, paths)


def _choose(ws: Workspace, kind: str) -> None:
    """The uploader; what it receives is copied to disk and the uploader emptied."""
    turn = st.session_state.get(ROUND, 0)
    chosen = st.file_uploader(
        f"A CSV or Excel file of {format_help.KINDS[kind].lower()}, or several of the same form",
        accept_multiple_files=True,
        key=f"upload-{turn}",
        help="Up to 1 GB each. Nothing counts until you have seen it and pressed Import.",
    )
    if chosen:
        with st.spinner("Copying …"):
            kept = uploads.keep(ws, chosen)
        st.session_state[FILES] = kept
        st.session_state[ROUND] = turn + 1
        with errors.shown_here():
            shape = _preview(kept[0], ReadOptions(), None).shape
            st.session_state[GUESS] = KIND_OF_SHAPE.get(shape, kind)
        st.rerun()
    with st.expander("What the file must look like", expanded=ws.is_empty()):
        format_help.show()


def _look(ws: Workspace, kind: str, paths: list[Path]) -> None:
    """Preview, roles and the import button."""
    names = ", ".join(path.name for path in paths)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(shorten(names, 90), width="stretch")
        st.button("Choose another file", on_click=_drop, args=(ws,), type="tertiary")
    key = f"{paths[0].parent.name}-{kind}"
    options = reading.options(key)
    preview = _preview(paths[0], options, kind)
    reading.show(preview, kind, key)
    title = "What each column means" if preview.matrix is None else "What the table means"
    st.subheader(title, anchor=False)
    saved_mappings.offer(ws, preview, kind, key)
    if preview.matrix is not None:
        chosen = mapping.matrix(preview, key)
    else:
        chosen = mapping.columns(preview, kind, key)
    with st.expander("More settings"):
        replace = st.toggle(
            "Replace what is in",
            help="Earlier imports of this kind are taken back in the same step.",
        )
        again = st.toggle(
            "Import even if this file was imported before",
            help="Off, the same file is recognised and refused, so that nothing counts twice.",
        )
        repeated = st.toggle(
            "Count repeated rows",
            help="Off, rows that are equal in every cell count once, where the file has dates or "
            "order numbers. They can be let in later.",
        )
    options = dataclasses.replace(options, keep_repeated=repeated)
    missing = [] if preview.matrix is not None else mapping.missing(chosen, kind)
    if missing:
        st.warning(f"Still needed: {', '.join(missing)}. Choose the column that holds it above.")
    st.button(
        "Import",
        type="primary",
        disabled=bool(missing),
        on_click=_start,
        args=(ws, kind, paths, chosen, options, replace, again),
    )


def _start(
    ws: Workspace,
    kind: str,
    paths: list[Path],
    roles: dict[str, str],
    options: ReadOptions,
    replace: bool,
    again: bool,
) -> None:
    def work(report):
        done = import_files(
            ws,
            kind,
            paths,
            mapping=roles,
            options=options,
            replace=replace,
            allow_again=again,
            report=report,
            template="none",
        )
        uploads.forget(ws, paths)
        return done

    background.tasks(ws).start(TASK, f"Importing {shorten(paths[0].name)}", work)


@st.cache_data(show_spinner="Reading the file …", max_entries=10)
def _preview(path: Path, options: ReadOptions, kind: str | None) -> Preview:
    return preview_file(path, options, kind)


def _drop(ws: Workspace) -> None:
    uploads.forget(ws, st.session_state.pop(FILES, []))
