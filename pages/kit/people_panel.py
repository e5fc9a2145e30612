"""A group of customers taken along: columns, how people are named, and the kinds of file."""

import os
from collections.abc import Callable

import pandas as pd
import streamlit as st

from pages.kit import errors, layout
from pages.kit import messages as m
from pages.kit.text import plain
from pages.kit.tool_file import mail_facts
from recsys_core.services.export.people import (
    ENDINGS,
    KEY_VARIABLE,
    HandOver,
    Ids,
    hand_over_columns,
    people,
    people_file,
    smallest_group,
    with_control,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

NAMED: dict[Ids, str] = {"plain": m.IDS_PLAIN, "email": m.IDS_EMAIL, "keyed": m.IDS_KEYED}
"""What the name of a fact has in it that holds an e-mail."""


def show(
    ws: Workspace, users: list[str], stem: str, key: str, extra: pd.DataFrame | None = None
) -> None:
    """A closed part; the table is made when it is open. stem: of the file's name."""
    part = st.expander(plain(say(m.HAND_OVER)), key=f"{key}-hand-over", on_change="rerun")
    if not part.open:
        return
    with part, errors.shown_here():
        if len(users) < smallest_group(ws):
            st.text(say(m.GROUP_TOO_SMALL, n=len(users), least=smallest_group(ws)))
            return
        how = _choice(ws, key)
        frame, account = people(ws, users, how, extra)
        rows = with_control(say(m.ROWS_AND_COLUMNS, n=len(frame)), account.control_inside)
        st.text(account.sentence if how.ids == "email" else rows)
        with st.container(horizontal=True, gap="small"):
            for ending in ENDINGS:
                label = say(m.AS_FILE, kind=ending.removeprefix("."))
                name = f"{stem}{ending}"
                made = _made(ws, frame, ending)
                layout.download(label, made, name, f"{key}-{ending}")


def _made(ws: Workspace, frame: pd.DataFrame, ending: str) -> Callable[[], bytes]:
    return lambda: people_file(ws, frame, ending)


def _choice(ws: Workspace, key: str) -> HandOver:
    mails = mail_facts(ws)
    ways: list[Ids] = ["plain"]
    ways += ["email"] if mails else []
    ways += ["keyed"] if os.environ.get(KEY_VARIABLE) else []
    with layout.controls(f"{key}-hand-over"):
        columns = st.multiselect(
            say(m.COLUMNS_TOO), hand_over_columns(ws), key=f"{key}-columns", width=640
        )
        ids = st.radio(
            say(m.NAMED_BY),
            ways,
            format_func=lambda way: plain(say(NAMED[way])),
            key=f"{key}-ids",
            horizontal=True,
            help=plain(say(m.ABOUT_NAMED_BY, variable=KEY_VARIABLE)),
        )
    return HandOver(columns, ids, None, mails[0] if ids == "email" else "")
