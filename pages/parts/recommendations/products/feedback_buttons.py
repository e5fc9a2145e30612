"""Thumbs up, thumbs down and "never this" for a product on a customer's list, and what is kept."""

import streamlit as st

from pages.kit import layout
from pages.kit.text import markdown, plain, shorten
from pages.parts.recommendations import messages as m
from recsys_core.schema.columns import Columns
from recsys_core.services.customers.feedback import (
    feedback_of,
    give_feedback,
    list_feedback,
    remove_feedback,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

VERDICTS = {
    "up": (m.LIKES, m.ABOUT_LIKES, ":material/thumb_up:"),
    "down": (m.DISLIKES, m.ABOUT_DISLIKES, ":material/thumb_down:"),
    "never": (m.NEVER, m.ABOUT_NEVER, ":material/block:"),
}
WORDS = {"up": m.LIKED, "down": m.NOT_LIKED, "never": m.NEVER_AGAIN}


def show(ws: Workspace, user: str, item: str, title: str) -> None:
    """Three buttons for the product whose evidence is open; the verdict given is marked."""
    given = feedback_of(ws, user).get(item)
    with layout.controls("feedback"), st.container(horizontal=True, gap="small"):
        st.text(say(m.WHAT_CUSTOMER_THINKS, title=shorten(title, 40)), width="content")
        for verdict, (label, about, icon) in VERDICTS.items():
            st.button(
                plain(say(label)),
                key=f"feedback-{verdict}",
                icon=icon,
                type="primary" if given == verdict else "secondary",
                help=plain(say(about)),
                on_click=_keep,
                args=(ws, user, item, None if given == verdict else verdict),
            )


def kept(ws: Workspace, user: str) -> None:
    """What is kept for the customer, each to be taken back; nothing where there is none."""
    if not feedback_of(ws, user):
        return
    with layout.controls("feedback-kept"):
        frame = list_feedback(ws, user)
        with st.expander(markdown(m.FEEDBACK, n=len(frame)), key="feedback-drawer"):
            layout.quiet(say(m.FEEDBACK_USED))
            for row in frame.to_dict("records"):
                word, item = say(WORDS[row["verdict"]]), row[Columns.Item]
                st.button(
                    markdown(
                        m.VERDICT, verdict=word, title=shorten(row[Columns.Title] or item, 44)
                    ),
                    key=f"feedback-drop-{item}",
                    icon=":material/close:",
                    help=say(m.TAKE_IT_BACK),
                    on_click=_keep,
                    args=(ws, user, item, None),
                    width="stretch",
                )


def _keep(ws: Workspace, user: str, item: str, verdict: str | None) -> None:
    if verdict is None:
        remove_feedback(ws, user, item)
    else:
        give_feedback(ws, user, item, verdict)
