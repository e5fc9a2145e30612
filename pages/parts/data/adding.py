"""Bring a file in: choose it, see it, say what the columns mean, import it."""

import dataclasses
from pathlib import Path
from typing import cast

import streamlit as st

from pages.kit import background, errors, format_help, jobs_panel, layout, uploads
from pages.kit.messages import KINDS
from pages.kit.state import KEPT
from pages.kit.text import markdown, plain, shorten
from pages.parts.data import belonging, mapping, questions, reading, saved_mappings
from pages.parts.data import messages as m
from pages.parts.data.import_report import show_report
from recsys_core.schema.contracts import Progress
from recsys_core.schema.imports import ImportReport, JoinFix
from recsys_core.services.data.imports import ReadOptions, import_files, stored_currency
from recsys_core.services.data.preview import Preview, preview_file
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

TASK = background.IMPORT
FILES = "upload-files"
ROUND = "upload-round"
KIND = "upload-kind"
GUESS = "upload-guess"
KIND_OF_SHAPE = {
    "events": "interactions",
    "matrix": "interactions",
    "items": "items",
    "users": "users",
    "campaigns": "campaigns",
    "exposures": "exposures",
}


@dataclasses.dataclass(frozen=True)
class AskedImport:
    """What was asked of an import. held: keeps the copies of its files on disk."""

    kind: str
    paths: list[Path]
    roles: dict[str, str]
    options: ReadOptions
    replace: bool
    again: bool
    held: list[Path] | None


@dataclasses.dataclass(frozen=True)
class EndedImport:
    """An import that ended well, and what was asked."""

    report: ImportReport
    asked: AskedImport


def finished(ws: Workspace) -> EndedImport | None:
    """The import that ended well last, until it is closed."""
    task = background.tasks(ws).latest(TASK)
    return task.result if task and task.state == "done" else None


def outcome(ws: Workspace) -> None:
    """What the last import did, above everything else, until somebody closes it."""
    done = finished(ws)
    if done is None:
        return
    show_report(ws, done.report, close=lambda: _close(ws, done.asked))
    if all(path.exists() for path in done.asked.paths):
        belonging.offer(done.report, done.asked.kind, lambda fix: _again(ws, done.asked, fix))


def show(ws: Workspace) -> None:
    """The section."""
    running = background.tasks(ws).running(TASK)
    if running:
        st.text(say(m.IMPORT_RUNS))
        return
    if finished(ws) is None:
        jobs_panel.outcome(ws, TASK, str)
    st.session_state.setdefault(KIND, "interactions")
    if GUESS in st.session_state:
        st.session_state[KIND] = st.session_state.pop(GUESS)
    with layout.controls("kind"):
        picked = st.segmented_control(
            say(m.WHAT_IS_IN),
            list(KINDS),
            format_func=lambda one: plain(say(KINDS[one])),
            key=KIND,
            required=True,
            **KEPT,
        )
    kind = cast(str, picked)  # required, and its first value stands in the session
    paths = [path for path in st.session_state.get(FILES, []) if path.exists()]
    done = finished(ws)
    if not paths or (done is not None and done.asked.paths == paths):
        _choose(ws, kind)
        return
    with errors.shown_here():
        _look(ws, kind, paths)


def _choose(ws: Workspace, kind: str) -> None:
    """The uploader; what it receives is copied to disk and the uploader emptied."""
    turn = st.session_state.get(ROUND, 0)
    message = m.A_FILE_OR_TOGETHER if kind == "interactions" else m.A_FILE_OR_SEVERAL
    chosen = st.file_uploader(
        markdown(message, kind=say(KINDS[kind]).lower()),
        accept_multiple_files=True,
        key=f"upload-{turn}",
        help=say(m.ABOUT_UPLOAD),
    )
    if chosen:
        st.session_state[ROUND] = turn + 1
        with errors.shown_here(), st.spinner(say(m.COPYING)):
            kept = uploads.keep(ws, chosen)
            st.session_state[FILES] = kept
            shape = _preview(tuple(kept), ReadOptions(), None).shape
            st.session_state[GUESS] = KIND_OF_SHAPE.get(shape, kind)
        st.rerun()
    with st.expander(say(m.FILE_MUST_LOOK), expanded=ws.is_empty()):
        format_help.show()


def _look(ws: Workspace, kind: str, paths: list[Path]) -> None:
    """Preview, roles and the import button."""
    names = shorten(", ".join(path.name for path in paths), 90)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(say(m.CHOSEN_FILES, n=len(paths), names=names), width="stretch")
        st.button(say(m.ANOTHER_FILE), on_click=_drop, args=(ws,), type="tertiary")
    key = f"{paths[0].parent.name}-{kind}"
    options = reading.options(key)
    preview = _preview(tuple(paths), options, kind)
    belonging.show(preview)
    reading.show(preview, kind, key)
    title = say(m.COLUMNS_MEAN) if preview.matrix is None else say(m.TABLE_MEANS)
    st.subheader(title, anchor=False)
    saved = saved_mappings.offer(ws, preview, kind, key)
    if preview.matrix is not None:
        chosen = mapping.matrix(preview, preview.matrix, key)
    else:
        chosen = mapping.columns(preview, kind, key)
    if kind == "campaigns" and "campaign" not in chosen:
        options = dataclasses.replace(options, campaign=mapping.campaign(paths, key))
    with st.expander(say(m.MORE_SETTINGS)):
        replace = st.toggle(
            say(m.REPLACE),
            help=say(m.ABOUT_REPLACE),
        )
        again = st.toggle(
            say(m.IMPORT_AGAIN),
            help=say(m.ABOUT_AGAIN),
        )
        repeated = st.toggle(
            say(m.COUNT_REPEATED),
            help=say(m.ABOUT_REPEATED),
        )
    options = dataclasses.replace(
        options, keep_repeated=repeated, stored_currency=None if replace else stored_currency(ws)
    )
    missing = [] if preview.matrix is not None else mapping.missing(chosen, kind, options.campaign)
    unanswered = False
    if missing:
        st.warning(markdown(m.STILL_NEEDED, roles=", ".join(missing)))
    elif preview.matrix is None and not preview.corrected:
        options, unanswered = questions.show(
            paths, kind, chosen, options, saved, key, preview.warnings
        )
    if unanswered:
        questions.missing_answer()
    st.button(
        say(m.IMPORT),
        type="primary",
        disabled=bool(missing) or unanswered,
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
    asked = AskedImport(kind, paths, roles, options, replace, again, st.session_state.get(FILES))
    _begin(ws, asked)


def _begin(ws: Workspace, asked: AskedImport) -> None:
    """Import in the background. The copies stay while there is something to put right."""

    def work(report: Progress) -> EndedImport:
        done = import_files(
            ws,
            asked.kind,
            asked.paths,
            mapping=asked.roles,
            options=asked.options,
            replace=asked.replace,
            allow_again=asked.again,
            report=report,
        )
        if not done.fixes:
            uploads.forget(ws, asked.paths)
        return EndedImport(done, asked)

    background.tasks(ws).start(TASK, say(m.IMPORTING, file=shorten(asked.paths[0].name)), work)


def _again(ws: Workspace, asked: AskedImport, fix: JoinFix) -> None:
    """Import the same files once more, with what brings more IDs together."""
    options = dataclasses.replace(asked.options, join={fix.role: fix.value})
    roles = asked.roles if fix.spelling else asked.roles | {fix.role: fix.value}
    _begin(ws, dataclasses.replace(asked, options=options, roles=roles))


def _close(ws: Workspace, asked: AskedImport) -> None:
    background.tasks(ws).dismiss(TASK)
    uploads.forget(ws, asked.paths)


@st.cache_data(show_spinner=m.READING_FILE, max_entries=10)
def _preview(paths: tuple[Path, ...], options: ReadOptions, kind: str | None) -> Preview:
    return preview_file(paths[0], options, kind, paths[1:])


def _drop(ws: Workspace) -> None:
    uploads.forget(ws, st.session_state.pop(FILES, []))
