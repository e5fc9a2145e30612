"""The Settings page: who may see what, and where is it kept."""

from collections.abc import Callable

import streamlit as st

from pages.kit import errors, guard, layout
from pages.kit.state import LINKED
from pages.kit.text import plain
from pages.parts.settings import audit_section, keeping_section, people, place, written
from pages.parts.settings import messages as m
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

PART = "part"

# A part is its section and its sentence at the top of the page; the first part's is the first line.
PARTS: dict[str, tuple[Callable[[Workspace], None], Callable[[Workspace], str]]] = {
    m.PEOPLE_PART: (people.show, people.line),
    m.AMOUNTS_PART: (written.show, written.line),
    m.KEEPING_PART: (keeping_section.show, keeping_section.line),
    m.LOG_PART: (audit_section.show, audit_section.line),
    m.PLACE_PART: (place.show, place.line),
}


def main() -> None:
    ws = guard.workspace()
    page = layout.page(ws, say(m.SETTINGS_QUESTION))
    with errors.shown_here():
        first, *others = (line(ws) for _, line in PARTS.values())
        page.answer(first, " ".join(others))
        tabs = st.tabs([plain(say(name)) for name in PARTS], key=PART, **LINKED)
        for tab, (show, _) in zip(tabs, PARTS.values(), strict=True):
            if tab.open:
                with tab:
                    show(ws)


main()
