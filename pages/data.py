"""The page Data answers: is my data in, and is it sound."""

import streamlit as st

from pages.kit import cached, errors, guard, layout
from pages.kit.state import LINKED, Keys
from pages.parts.data import adding, imports, readiness, soundness
from recsys_core.services.data.imports import list_imports
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.numbers import plural, share

SOUNDNESS, READINESS, IMPORTS, ADD = "Soundness", "Readiness", "Imports", "Add data"


def main() -> None:
    ws = guard.workspace()
    page = layout.page(ws, "Is my data in, and is it sound?")
    with errors.shown_here():
        page.answer(_answer(ws))
        adding.outcome(ws)
        if ws.is_empty():
            adding.show(ws)
            return
        names = [SOUNDNESS, READINESS, IMPORTS, ADD]
        sound, ready, brought, add = st.tabs(names, key=Keys.SECTION, **LINKED)
        if sound.open:
            with sound:
                soundness.show(ws)
        if ready.open:
            with ready:
                readiness.show(ws)
        if brought.open:
            with brought:
                imports.show(ws)
        if add.open:
            with add:
                adding.show(ws)


def _answer(ws: Workspace) -> str:
    """All in one line: what was read, what was set aside, and how long the tail is."""
    live = list_imports(ws)
    live = live[live["undone_at"].isna()] if not live.empty else live
    if live.empty:
        return "No data yet. Add a file of purchases or ratings to begin."
    counts = live[["rows_read", "rows_quarantined", "rows_duplicate", "rows_return"]].sum()
    aside = [
        plural(int(counts[name]), word, words)
        for name, word, words in (
            ("rows_quarantined", "row refused", "rows refused"),
            ("rows_return", "return or zero quantity", "returns or zero quantities"),
            ("rows_duplicate", "repeated row", "repeated rows"),
        )
        if counts[name]
    ]
    parts = [f"{plural(int(counts['rows_read']), 'row')} read"]
    parts.append(f"set aside: {', '.join(aside)}" if aside else "nothing set aside")
    found = cached.health(ws)
    tail = ""
    if found.items and found.cold_items:
        verb = "sold" if found.kind == "implicit" else "were rated"
        tail = f" {share(found.cold_items / found.items)} of products {verb} fewer than five times."
    return f"{'; '.join(parts)}.{tail}"


main()
