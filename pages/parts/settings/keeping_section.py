"""What is kept and for how long: a backup now, daily snapshots, old rows removed."""

from functools import partial

import streamlit as st

from pages.kit import background, errors, jobs_panel, layout
from pages.kit.text import plain
from pages.parts.settings import messages as m
from recsys_core.schema.contracts import Progress
from recsys_core.services.access.actor import Role
from recsys_core.services.keeping.backup import Backup, back_up, content_of
from recsys_core.services.keeping.log_view import last_backup
from recsys_core.services.keeping.retention import (
    apply_retention,
    keep_for,
    months_kept,
    preview_retention,
)
from recsys_core.services.keeping.snapshots import (
    MOST_KEPT,
    keep_snapshots,
    snapshot_sentence,
    snapshots_kept,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

BACKUP, RETENTION = "backup", "retention"
LARGEST = 200_000_000
"""Bytes of a file that a browser still takes without the server holding too much."""
MONTHS, KEPT, EVERY = "retention-months", "snapshots-kept", "retention-every"


def line(ws: Workspace) -> str:
    """When there was a backup last."""
    return last_backup(ws)


def show(ws: Workspace) -> None:
    role = ws.role() or 0
    _backup(ws, role >= Role.ADMIN)
    _snapshots(ws, role >= Role.ADMIN)
    _retention(ws, role >= Role.STEWARD)


def _backup(ws: Workspace, allowed: bool) -> None:
    layout.section(say(m.BACKUP), say(m.ABOUT_BACKUP))
    st.text(last_backup(ws))
    if not allowed:
        st.text(say(m.ADMINS_ONLY))
        return

    def begin() -> None:
        accounts = bool(st.session_state.get("backup-accounts"))

        def work(report: Progress) -> Backup:
            folder = ws.path / "exports"
            folder.mkdir(exist_ok=True)
            return back_up(ws, folder / "backup.zip", accounts, report)

        background.tasks(ws).start(BACKUP, say(m.BACKING_UP), work)

    busy = background.tasks(ws).running(BACKUP) is not None
    with layout.controls("backup"), st.container(horizontal=True, vertical_alignment="center"):
        label = plain(say(m.BACK_UP_NOW))
        st.button(label, key="backup-now", on_click=begin, disabled=busy, type="primary")
        st.checkbox(plain(say(m.ACCOUNTS_TOO)), key="backup-accounts")
    jobs_panel.task(ws, BACKUP)
    jobs_panel.failed(ws, BACKUP)
    ended = background.tasks(ws).latest(BACKUP)
    if ended is not None and ended.state == "done" and ended.result.path.is_file():
        done: Backup = ended.result
        st.text(done.sentence)
        if done.size <= LARGEST:
            take = partial(content_of, ws, done)
            layout.download(say(m.TAKE_BACKUP), take, "backup.zip", "backup-file")


def _snapshots(ws: Workspace, allowed: bool) -> None:
    layout.section(say(m.SNAPSHOTS), say(m.ABOUT_SNAPSHOTS))
    st.text(snapshot_sentence(ws))
    with layout.controls("snapshots"):
        st.number_input(
            plain(say(m.SNAPSHOTS_TO_KEEP)),
            0,
            MOST_KEPT,
            snapshots_kept(ws),
            key=KEPT,
            on_change=_keep_snapshots,
            args=(ws,),
            disabled=not allowed,
            width=180,
        )


def _retention(ws: Workspace, allowed: bool) -> None:
    layout.section(say(m.RETENTION), say(m.ABOUT_RETENTION))
    if not allowed:
        st.text(say(m.STEWARDS_ONLY))
        return
    with layout.controls("retention"), st.container(horizontal=True, vertical_alignment="bottom"):
        months = st.number_input(plain(say(m.OLDER_THAN)), 1, 600, 24, key=MONTHS, width=180)
        st.button(plain(say(m.LOOK)), key="retention-look", on_click=_look, args=(ws, months))
    seen, found = st.session_state.get(RETENTION, (None, None))
    if found is not None and seen == months:  # what goes is what was shown
        for sentence in found.sentences:
            st.text(sentence)
        if found.rows and not found.applied:
            label = plain(say(m.REMOVE_FOR_GOOD))
            with layout.controls("retention-apply"):
                st.button(label, key="retention-apply", on_click=_remove, args=(ws, months))
    with layout.controls("retention-every"):
        st.number_input(
            plain(say(m.WITH_EVERY_IMPORT)),
            0,
            600,
            months_kept(ws),
            key=EVERY,
            on_change=_keep_for,
            args=(ws,),
            help=plain(say(m.ABOUT_EVERY_IMPORT)),
            width=260,
        )


def _look(ws: Workspace, months: int) -> None:
    with errors.shown_here():
        st.session_state[RETENTION] = months, preview_retention(ws, months)


def _remove(ws: Workspace, months: int) -> None:
    with errors.shown_here():
        st.session_state[RETENTION] = months, apply_retention(ws, months)


def _keep_for(ws: Workspace) -> None:
    with errors.shown_here():
        keep_for(ws, st.session_state[EVERY])


def _keep_snapshots(ws: Workspace) -> None:
    with errors.shown_here():
        keep_snapshots(ws, st.session_state[KEPT])
