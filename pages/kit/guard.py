"""What every page calls first: one open workspace per server in the hands of whoever asks, or a
plain sentence.

Until `st.navigation` has been called once, Streamlit takes the folder `pages/` for its older kind
of navigation and answers a request for `/data` straight from `pages/data.py`, past `app.py`. The
guard ends that in the first run it sees: it calls `st.navigation` itself and starts the run again,
which then begins in `app.py`.
"""

import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NoReturn

import streamlit as st

from pages.kit import errors, markup, who
from pages.kit import messages as m
from pages.kit.markup import fill
from recsys_core.schema.errors import NotReadyError
from recsys_core.services.workspace.erasing import erase_removed, is_erasing
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from recsys_core.wording.amounts import write_as
from recsys_core.wording.messages import say

VARIABLE = "TASTELAB_WORKSPACE"
DEFAULT = "data/workspace"
STYLES = Path(__file__).with_name("style.css")
PAGES = Path(__file__).resolve().parents[1]


def folder() -> Path:
    """Where the workspace of this server is."""
    return _resolved(os.environ.get(VARIABLE) or DEFAULT)


@cache
def _resolved(path: str) -> Path:
    return Path(path).expanduser().resolve()


def workspace() -> Workspace:
    """The workspace this server works on, in the hands of whoever is in front of the page; stops
    the page with a sentence if it cannot be opened, or if they may not see it.
    """
    if _first_run():
        _begin_in_app()
    try:
        ws = _in_place(os.environ.get(VARIABLE) or DEFAULT).acting(who.actor(folder()))
        if ws.role() is None:
            _signed_out()
        write_as(ws.amounts())
        return ws
    except errors.EXPECTED as error:
        markup.draw(STYLES)
        st.title(say(m.CANNOT_OPEN), anchor=False)
        errors.show(error)
        if st.button(say(m.TRY_AGAIN), type="primary"):
            st.rerun()
        st.stop()


def _signed_out() -> NoReturn:
    """The session has ended meanwhile: nothing more is drawn."""
    markup.draw(STYLES)
    st.title(say(m.SIGNED_OUT), anchor=False)
    st.text(say(m.SESSION_ENDED))
    # A link of the browser's own: the login page is none of Streamlit's.
    markup.draw(fill('<a href="/login" target="_self">{label}</a>', label=say(m.SIGN_IN_AGAIN)))
    st.stop()


def _in_place(path: str) -> Workspace:
    """The open workspace; opened again where another folder has taken its place."""
    ws = opened(path)
    if ws.check_place():
        return ws
    opened.clear()
    return opened(path)


@st.cache_resource(show_spinner=m.OPENING, on_release=Workspace.close)
def opened(path: str) -> Workspace:
    ws = open_workspace(Path(path))
    if is_erasing(ws):
        from recsys_core.services.privacy.erasing import finish_erasing

        with suppress(NotReadyError):  # no room, say: it is still to be done, and nobody kept out
            finish_erasing(ws)
    erase_removed(ws)
    return ws


_seen = False


def _first_run() -> bool:
    """Whether this server has run no page before."""
    global _seen
    first, _seen = not _seen, True
    return first


def _begin_in_app() -> None:
    """Turn the older navigation off, keep the page that was asked for, and run again."""
    pages = [page for page in PAGES.glob("*.py") if page.name != "__init__.py"]
    start = st.Page(PAGES.parent / "app.py", default=True)
    st.navigation([start, *(st.Page(page) for page in pages)], position="hidden")
    st.rerun()
