"""The Customers page: who they are, and who this one is."""

from pathlib import Path

import streamlit as st

from pages.kit import address, customer_picker, erasing, errors, guard, layout, markup
from pages.kit.messages import BRING_A_FILE
from pages.kit.state import LINKED, Keys
from pages.kit.text import plain
from pages.parts.customers import customer_base, one_customer, values_section
from pages.parts.customers import messages as m
from pages.parts.customers.beside import section as beside
from pages.parts.customers.groups import section as groups
from pages.parts.customers.lookalikes import section as lookalikes
from pages.parts.customers.over_time import section as over_time
from pages.parts.customers.segments import section as segments
from pages.parts.customers.timing import section as timing
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

VIEW = "view"
PARTS = {
    m.WHO_THEY_ARE: customer_base.show,
    m.SEGMENTS_PART: segments.show,
    m.WHAT_WORTH: values_section.show,
    m.WHEN_THEY_COME: timing.show,
    m.OVER_TIME: over_time.show,
    m.GROUPS_FOUND: groups.show,
    m.SIDE_BY_SIDE: beside.show,
    m.LOOKALIKES: lookalikes.show,
}
STYLES = Path(__file__).parent / "kit" / "customer_page.css"


def main() -> None:
    ws = guard.workspace()
    page = layout.page(ws, say(m.QUESTION))
    if ws.is_empty():
        title, sentence = say(m.COME_WITH_PURCHASES), say(BRING_A_FILE)
        layout.no_data(page, say(m.NO_CUSTOMERS), title, sentence)
        return
    with errors.shown_here():
        _customers(ws, page)


def _customers(ws: Workspace, page: layout.Page) -> None:
    markup.draw(STYLES)
    for found in address.changed_in_url([Keys.CUSTOMER]).values():
        st.session_state[Keys.CUSTOMER] = found[0]
    problem = customer_picker.apply_pending_choice(ws)
    chosen = st.session_state.get(Keys.CUSTOMER)
    with layout.controls("customer"):
        box, moves, beside = st.columns([4, 4, 4], gap="medium", vertical_alignment="bottom")
        with box:
            user = customer_picker.picker(ws, say(m.FIND))
        with moves:
            customer_picker.steps(ws, chosen, one_customer.segment(ws, chosen))
        with beside, st.container(horizontal=True, horizontal_alignment="right"):
            one_customer.next_pages(user)
    address.write({Keys.CUSTOMER: [user] if user else []})
    erasing.told(ws)
    if problem:
        with layout.card("no-customer"):
            st.text(problem)
    if user is None:
        page.answer(*customer_base.answer(ws))
        _everybody(ws)
    else:
        profile = one_customer.profile(ws, user)
        page.answer(profile.sentence)
        one_customer.show(ws, profile)


def _everybody(ws: Workspace) -> None:
    """One part at a time, so that none waits for the others; the address says which."""
    tabs = st.tabs([plain(say(name)) for name in PARTS], key=VIEW, **LINKED)
    for tab, show in zip(tabs, PARTS.values(), strict=True):
        if tab.open:
            with tab:
                show(ws)


main()
