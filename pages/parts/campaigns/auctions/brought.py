"""A file of auctions or of banners, kept for the session, and which column is what."""

import streamlit as st

from pages.kit import brought_file, layout
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
    found = brought_file.show(
        ws,
        key,
        label,
        about,
        read_auctions,
        lambda log: say(m.FILE_READ, file=log.file, n=log.rows),
    )
    return None if found is None else found.content


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
