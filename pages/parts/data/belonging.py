"""Files that belong together, and lists that do not go with what was sold."""

from collections.abc import Callable

import streamlit as st

from pages.kit import layout
from pages.kit.text import markdown, plain, shorten
from pages.parts.data import messages as m
from recsys_core.schema.imports import ImportReport, JoinFix
from recsys_core.services.data.preview import Preview
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share


def show(preview: Preview) -> None:
    """What becomes of several files of different columns; nothing for others."""
    found = preview.belonging
    if found is None or not found.joins:
        return
    with st.container(border=True):
        st.markdown(markdown(m.READ_TOGETHER))
        for sentence in found.sentences:
            layout.quiet(sentence)


def offer(report: ImportReport, kind: str, apply: Callable[[JoinFix], None]) -> None:
    """What would bring more IDs together, with how many before and after, and one button. kind:
    what was imported.
    """
    for fix in report.fixes:
        what = FOUND[fix.role][kind != "interactions"]
        with layout.card("join-fix"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(say(what, before=fix.before, n=fix.known), width="stretch")
                by_column = say(m.JOIN_BY_COLUMN, column=shorten(fix.value, 30))
                st.button(
                    plain(say(WAYS[fix.value]) if fix.spelling else by_column),
                    type="primary",
                    key=f"join-{fix.role}",
                    on_click=apply,
                    args=(fix,),
                )
            figures = [
                (say(m.NOW), share(fix.before / fix.known), ""),
                (say(m.AFTERWARDS), share(fix.after / fix.known), ""),
            ]
            layout.figures(figures, key=f"join-{fix.role}")
            layout.quiet(say(m.ABOUT_JOINING))


FOUND = {
    "item": (m.OF_PRODUCTS, m.OF_PRODUCTS_HERE),
    "user": (m.OF_CUSTOMERS, m.OF_CUSTOMERS_HERE),
}
"""By role: of a list that is in, and of the one that was imported."""
WAYS = {"case": m.JOIN_BY_CASE, "zeros": m.JOIN_BY_ZEROS, "signs": m.JOIN_BY_SIGNS}
