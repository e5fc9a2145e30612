"""Who did what: the audit log, searched, verified and taken along."""

import pandas as pd
import streamlit as st

from pages.kit import errors, layout, tables
from pages.kit.text import plain
from pages.parts.settings import messages as m
from recsys_core.services.access.actor import Role
from recsys_core.services.audit.reading import in_words
from recsys_core.services.keeping.log_view import log_entries, log_file, log_verified
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

SHOWN = 500


def line(ws: Workspace) -> str:
    """What is written down."""
    return say(m.LOG_LINE)


def show(ws: Workspace) -> None:
    layout.section(say(m.LOG), say(m.ABOUT_LOG))
    if (ws.role() or 0) < Role.STEWARD:
        st.text(say(m.STEWARDS_ONLY))
        return
    with layout.controls("audit"), st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            plain(say(m.SEARCH_LOG)), key="audit-search", help=plain(say(m.ABOUT_SEARCH)), width=320
        )
        day = st.date_input(plain(say(m.SINCE)), None, key="audit-since", width=180)
        verify = st.button(plain(say(m.VERIFY)), key="audit-verify")
    if verify:
        with errors.shown_here():
            st.text(log_verified(ws))
    since = day.isoformat() if day else ""
    found = log_entries(ws, search, since)
    if not found:
        st.text(say(m.NO_ENTRIES))
        return
    rows = [(one.n, one.at[:19].replace("T", " "), one.who, *in_words(one)) for one in found]
    names = ["n", "at", "who", "action", "outcome", "details"]
    if len(found) > SHOWN:
        layout.quiet(say(m.LATEST_SHOWN, n=SHOWN, all=len(found)))
    tables.show(
        pd.DataFrame(rows[:SHOWN], columns=names),
        {
            "n": tables.whole(say(m.NUMBER)),
            "at": tables.text(say(m.WHEN), width="small"),
            "who": tables.text(say(m.WHO), width="small"),
            "action": tables.text(say(m.WHAT), width="small"),
            "outcome": tables.text(say(m.OUTCOME), width="small"),
            "details": tables.text(say(m.DETAILS), width="large"),
        },
        key="audit-log",
        alt=say(m.LOG_ALT),
        rows=12,
    )
    layout.download(
        say(m.TAKE_LOG), lambda: log_file(ws, search, since), "audit-log.csv", "audit-file"
    )
