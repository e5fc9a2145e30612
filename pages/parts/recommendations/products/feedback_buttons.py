"""Thumbs up, thumbs down and "never this" for a product on a customer's list, and what is kept."""

import streamlit as st

from pages.kit import layout
from pages.kit.formats import plain, plural, shorten
from recsys_core.schema.columns import Columns
from recsys_core.services.customers.feedback import (
    WORDS,
    feedback_of,
    give_feedback,
    list_feedback,
    remove_feedback,
)
from recsys_core.services.workspace.workspace import Workspace

SIGNS = {"up": "👍 Likes it", "down": "👎 Does not like it", "never": "🚫 Never this"}
HELP = {
    "up": "Counts as bought once from now on, but stays on offer: products like it rise.",
    "down": "From now on comes after everything else for this customer.",
    "never": "From now on on no list of this customer.",
}


def show(ws: Workspace, user: str, item: str, title: str) -> None:
    """Three buttons for the product whose evidence is open; the verdict given is marked."""
    said = feedback_of(ws, user).get(item)
    with layout.controls("feedback"), st.container(horizontal=True, gap="small"):
        st.text(f"What the customer thinks of {shorten(title, 40)}:", width="content")
        for verdict, words in SIGNS.items():
            st.button(
                words,
                key=f"feedback-{verdict}",
                type="primary" if said == verdict else "secondary",
                help=f"{HELP[verdict]} Click again to take it back.",
                on_click=_say,
                args=(ws, user, item, None if said == verdict else verdict),
            )


def kept(ws: Workspace, user: str) -> None:
    """What is kept for the customer, each to be taken back; nothing where there is none."""
    if not feedback_of(ws, user):
        return
    with layout.controls("feedback-kept"):
        frame = list_feedback(ws, user)
        with st.expander(f"Feedback: {plural(len(frame), 'product')}", key="feedback-drawer"):
            layout.quiet("Used by the next list at once, and by the next training.")
            for row in frame.to_dict("records"):
                word, item = WORDS[row["verdict"]], row[Columns.Item]
                st.button(
                    f"✕ {word}: {plain(shorten(row[Columns.Title] or item, 44))}",
                    key=f"feedback-drop-{item}",
                    help="Take it back.",
                    on_click=_say,
                    args=(ws, user, item, None),
                    width="stretch",
                )


def _say(ws: Workspace, user: str, item: str, verdict: str | None) -> None:
    if verdict is None:
        remove_feedback(ws, user, item)
    else:
        give_feedback(ws, user, item, verdict)
