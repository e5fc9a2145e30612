"""The page Data answers: is my data in, and is it sound."""

import streamlit as st

from pages.kit import amounts, errors, guard, layout
from pages.kit.state import LINKED, Keys
from pages.parts.data import adding, imports, readiness, soundness
from pages.parts.data import messages as m
from pages.parts.data.persons import section as persons
from recsys_core.services.data import summary
from recsys_core.wording.messages import say


def main() -> None:
    ws = guard.workspace()
    page = layout.page(ws, say(m.QUESTION))
    with errors.shown_here():
        page.answer(summary.first_line(ws))
        adding.outcome(ws)
        amounts.ask(ws)
        if ws.is_empty():
            adding.show(ws)
            return
        names = [
            say(m.SOUNDNESS),
            say(m.READINESS),
            say(m.IMPORTS),
            say(m.ADD_DATA),
            say(m.PERSONS),
        ]
        tabs = st.tabs(names, key=Keys.SECTION, **LINKED)
        sections = (soundness, readiness, imports, adding, persons)
        for tab, section in zip(tabs, sections, strict=True):
            if tab.open:
                with tab:
                    section.show(ws)


main()
