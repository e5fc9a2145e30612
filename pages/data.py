"""The page Data answers: is my data in, and is it sound."""

import streamlit as st

from pages.kit import amounts, erasing, errors, guard, layout, who
from pages.kit.state import LINKED, Keys
from pages.kit.text import plain
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
        if not who.works(ws):
            layout.quiet(say(m.VIEWERS_LOOK))
        else:
            amounts.ask(ws)
        if ws.is_empty():
            if who.works(ws):
                adding.show(ws)
            return
        parts = {m.SOUNDNESS: soundness, m.READINESS: readiness, m.IMPORTS: imports}
        if who.works(ws):
            parts[m.ADD_DATA] = adding
        if erasing.may(ws):
            parts[m.PERSONS] = persons
        tabs = st.tabs([plain(say(name)) for name in parts], key=Keys.SECTION, **LINKED)
        for tab, section in zip(tabs, parts.values(), strict=True):
            if tab.open:
                with tab:
                    section.show(ws)


main()
