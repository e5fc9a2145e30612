"""The bookmarks behind a button: states to go back to, and a box that keeps the page as it is."""

import streamlit as st

from pages.kit import errors, markup, who
from pages.kit import messages as m
from pages.kit.address import here
from pages.kit.markup import fill
from pages.kit.text import plain
from recsys_core.services.workspace.bookmarks import bookmarks, forget_bookmark, keep_bookmark
from recsys_core.services.workspace.storyboard import LONGEST_LINE
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

NAME, PROBLEM = "bookmark-name", "_bookmark_problem"


def show(ws: Workspace) -> None:
    """The button; the presenter view hides it."""
    with st.container(key="controls-bookmarks", width="content"):
        place = st.popover(say(m.BOOKMARKS), key="bookmarks", type="tertiary", on_change="rerun")
    if not place.open:
        return
    with place:
        for number, (name, address) in enumerate(bookmarks(ws).items()):
            _line(ws, number, name, address)
        if not who.works(ws):
            return
        st.text_input(say(m.BOOKMARK_NAME), key=NAME, max_chars=LONGEST_LINE)
        st.button(say(m.KEEP_PAGE), key="bookmark-keep", on_click=_keep, args=(ws,))
        if problem := st.session_state.pop(PROBLEM, ""):
            st.error(plain(problem))


def _line(ws: Workspace, number: int, name: str, address: str) -> None:
    # A link of the browser's own: the server's would lose a part of the address.
    link = fill('<a href="./{address}" target="_self">{name}</a>', address=address, name=name)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        markup.draw(link)
        if not who.works(ws):
            return
        st.button(
            say(m.FORGET_BOOKMARK),
            key=f"bookmark-forget-{number}",
            type="tertiary",
            on_click=forget_bookmark,
            args=(ws, name),
        )


def _keep(ws: Workspace) -> None:
    try:
        keep_bookmark(ws, st.session_state[NAME], here())
        st.session_state[NAME] = ""
    except errors.EXPECTED as error:
        # Shown in the next run.
        st.session_state[PROBLEM] = errors.words(error)
