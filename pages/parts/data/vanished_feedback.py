"""Verdicts of customers who are no longer in the data: who they are, and the way to remove them."""

import streamlit as st

from pages.kit import errors, tables
from pages.kit.text import markdown
from pages.parts.data import messages as m
from recsys_core.services.customers.feedback import list_vanished, remove_vanished
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


def show(ws: Workspace) -> None:
    """The verdicts and a button, where there are any."""
    found = list_vanished(ws)
    if found.empty:
        return
    with st.expander(markdown(m.VANISHED_FEEDBACK, n=len(found))):
        tables.show(
            found.assign(created_at=tables.local_time(found["created_at"])),
            {
                "user_id": tables.text(say(m.CUSTOMER)),
                "item_id": tables.text(say(m.PRODUCT)),
                "verdict": tables.text(say(m.VERDICT)),
                "created_at": tables.moment(say(m.WHEN)),
            },
            key="vanished-feedback",
            alt=say(m.VANISHED_TABLE),
            rows=6,
        )
        if st.button(say(m.REMOVE_THEM), key="remove-vanished"):
            with errors.shown_here():
                remove_vanished(ws)
                st.rerun()
