"""Themes of products."""

import streamlit as st

from pages.kit import errors, jobs_panel, layout, offer, tables
from pages.parts.customers.groups import messages as m
from pages.parts.customers.groups.naming import rename_form
from recsys_core.schema.contracts import Progress
from recsys_core.services.customers.groups.themes import (
    rename_theme,
    themes,
    themes_known,
    themes_sentence,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

KIND = "themes"


def show(ws: Workspace) -> None:
    """The section on themes; a button before they are worked out."""
    layout.section(say(m.THEMES), say(m.ABOUT_THEMES))
    with errors.shown_here():
        jobs_panel.task(ws, KIND)
        jobs_panel.failed(ws, KIND)
        if themes_known(ws):
            _told(ws)
        else:
            _offer(ws)


def _offer(ws: Workspace) -> None:
    def work(report: Progress) -> None:
        themes(ws, progress=report)

    offer.show(ws, KIND, "themes-start", say(m.FIND_THEMES), say(m.FINDING_THEMES), work)


def _told(ws: Workspace) -> None:
    found = themes(ws)
    st.text(themes_sentence(found))
    columns = {
        "theme": tables.text(say(m.THEME)),
        "products": tables.count(say(m.PRODUCTS)),
        "customer_share": tables.share(say(m.THEME_CUSTOMERS)),
        "share": tables.share(say(m.THEME_SHARE)),
        "examples": tables.text(say(m.BOUGHT_MOST), width="large"),
    }
    alt = say(m.THEMES_ALT)
    tables.show(found.table, columns, key="themes", alt=alt, file_name="themes.csv", rows=10)

    def name(theme: int, text: str) -> None:
        rename_theme(ws, found, theme, text)

    rename_form("themes", say(m.WHICH_THEME), found.names, name)
