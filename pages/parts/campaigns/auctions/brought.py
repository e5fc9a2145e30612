"""A file of auctions or of banners, kept for the session, and which column is what."""

import streamlit as st

from pages.kit import layout, uploads
from pages.kit.text import plain
from pages.parts.campaigns.auctions import messages as m
from recsys_core.services.campaigns.auctions.log_columns import (
    AuctionTable,
    read_auctions,
    with_roles,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


def brought(ws: Workspace, key: str, label: str, about: str) -> AuctionTable | None:
    """The file that was brought under this key, or the place to bring one."""
    place, turn_key = f"_{key}_table", f"_{key}_turn"
    kept: AuctionTable | None = st.session_state.get(place)
    if kept is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(say(m.FILE_READ, file=kept.file, n=kept.rows), width="stretch")
            st.button(
                plain(say(m.ANOTHER_FILE)),
                key=f"{key}-drop",
                on_click=st.session_state.pop,
                args=(place, None),
                type="tertiary",
            )
        return kept
    turn = st.session_state.get(turn_key, 0)
    with layout.controls(key):
        upload = st.file_uploader(plain(label), key=f"{key}-file-{turn}", help=plain(about))
    if upload is not None:
        st.session_state[turn_key] = turn + 1
        st.session_state[place] = uploads.read(ws, upload, read_auctions)
        st.rerun()
    return None


def columns(log: AuctionTable, key: str, roles: tuple[str, ...]) -> AuctionTable:
    """The same file with what was chosen: a box for each role, with the column found for it."""
    chosen = {}
    names = ["", *log.table.columns]
    with layout.controls(f"{key}-columns"), st.container(horizontal=True, gap="medium"):
        for role in roles:
            found = log.roles.get(role, "")
            chosen[role] = st.selectbox(
                plain(say(m.ROLES[role])),
                names,
                index=names.index(found),
                format_func=lambda one: one or say(m.NO_COLUMN),
                key=f"{key}-{role}-{log.file}",
                width=170,
            )
    changed = {role: at for role, at in chosen.items() if at != log.roles.get(role, "")}
    return with_roles(log.table, changed) if changed else log
