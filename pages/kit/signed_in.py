"""Who is signed in, on every page: name, role, and the way out."""

import streamlit as st

from pages.kit import guard, markup, who
from pages.kit import messages as m
from pages.kit.markup import fill
from pages.kit.text import plain, shorten
from recsys_core.services.access.actor import LOCAL, OPERATOR
from recsys_core.services.access.opened import house_at
from recsys_core.services.access.sessions import close_all
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


def show(ws: Workspace) -> None:
    """The name behind a button; nothing on a server that asks nobody."""
    me, role = ws.actor, ws.role()
    if me == OPERATOR or role is None:
        return
    with st.container(key="controls-signed-in", width="content"):
        place = st.popover(plain(shorten(me.name, 24)), type="tertiary", key="signed-in")
    with place:
        st.text(say(m.YOU_ARE, name=me.name, role=role.title))
        st.button(say(m.SIGN_OUT), key="sign-out", on_click=_out)
        st.button(say(m.SIGN_OUT_EVERYWHERE), key="sign-out-all", on_click=_everywhere, args=(ws,))
        if me.issuer == LOCAL:
            label = say(m.CHANGE_PASSWORD)
            link = fill('<a href="/login/password" target="_self">{label}</a>', label=label)
            markup.draw(link)


def _out() -> None:
    who.sign_out(guard.folder())


def _everywhere(ws: Workspace) -> None:
    house = house_at(guard.folder()).acting(ws.actor)
    close_all(house, ws.actor)
