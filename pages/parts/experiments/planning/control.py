"""The control group of all campaigns on the page."""

import streamlit as st

from pages.kit import layout
from pages.kit.text import plain
from pages.parts.experiments.planning import messages as m
from recsys_core.services.experiments.planning.control import control_figures, control_sentence
from recsys_core.services.workspace.lots import MOST_CONTROL, set_control_share
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


def show(ws: Workspace) -> None:
    """Who is in it, and a share to set."""
    layout.section(say(m.CONTROL_TITLE), say(m.CONTROL_ABOUT))
    figures = control_figures(ws)
    st.text(control_sentence(figures))
    with (
        layout.controls("control-group"),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        share = st.number_input(
            plain(say(m.CONTROL_SHARE)),
            0.0,
            100 * MOST_CONTROL,
            100 * figures.share,
            1.0,
            format="%.1f",
            help=plain(say(m.CONTROL_HELP)),
            width=220,
            key=f"control-share-{figures.share}",
        )
        if st.button(plain(say(m.CONTROL_SET)), key="control-set"):
            set_control_share(ws, round(share / 100, 6))
            st.rerun()
