"""Giving a group or a theme a name, and keeping a group as a segment."""

from collections.abc import Callable, Sequence

import streamlit as st

from pages.kit import errors, layout
from pages.kit.text import plain
from pages.parts.customers.groups import messages as m
from recsys_core.wording.messages import say


def rename_form(
    key: str,
    label: str,
    names: Sequence[str],
    rename: Callable[[int, str], None],
    keep: Callable[[int], int] | None = None,
) -> None:
    """One of `names` chosen, its new name, and what is done with it; the page then runs again.

    keep: keeps the chosen one as a segment and says of how many customers.
    """
    with layout.controls(f"{key}-naming"), errors.shown_here():
        which, text, buttons = st.columns([5, 4, 4], gap="medium", vertical_alignment="bottom")
        group = which.selectbox(
            plain(label), range(len(names)), format_func=lambda at: names[at], key=f"{key}-which"
        )
        wanted = text.text_input(say(m.NEW_NAME), key=f"{key}-name", help=say(m.NAME_HELP))
        with buttons, st.container(horizontal=True, gap="small"):
            renames = st.button(say(m.RENAME), key=f"{key}-rename")
            keeps = keep is not None and st.button(say(m.KEEP_SEGMENT), key=f"{key}-keep")
        if renames:
            rename(group, wanted)
            st.rerun()
        if keeps and keep is not None:
            n = keep(group)
            st.success(plain(say(m.SEGMENT_KEPT, name=names[group], n=n)))
