"""The left third: who the customer is, what they bought, and what if it had been otherwise."""

import streamlit as st

from pages.kit import choices, customer_picker, group_picker, layout
from pages.kit.text import plain
from pages.parts.recommendations import history_view, product_search
from pages.parts.recommendations import messages as m
from pages.parts.recommendations.studio import View
from recsys_core.services.customers import summary
from recsys_core.services.customers.history import find_products
from recsys_core.services.customers.profiles import CustomerProfile
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

GROUP = "step-within"
_SEARCH = "product-typed"
FOUND = 6
HEIGHT = 28.5


def customer(ws: Workspace, profile: CustomerProfile | None) -> None:
    """The box, the steps and four figures."""
    segment = profile.rfm["segment"] if profile else None
    with layout.controls("customer"):
        group = group_picker.one(ws, say(m.STEP_WITHIN), GROUP, empty=say(m.OWN_SEGMENT))
        customer_picker.steps(ws, profile.user_id if profile else None, segment, group)
    if profile is None:
        return
    with st.container(key="who", gap="small"):
        for column, (label, value, about) in zip(
            st.columns(4, gap="small"), summary.figures(profile), strict=True
        ):
            column.metric(plain(label), plain(value), help=plain(about))


def what_if(ws: Workspace, view: View) -> None:
    """The past with its changes, and a box to add a product."""
    why = view.opened[2] if view.opened and view.opened[2].shares else None
    if why:
        st.caption(say(m.LONGEST_BARS))
    else:
        had = {one.item_id for one in view.past} | {one.item_id for one in view.added}
        st.caption(plain(say(m.BASED_ON, n=len(had - set(view.dropped)))))
    with layout.controls("what-if"):
        typed = st.text_input(
            say(m.ADD_A_PRODUCT),
            key=_SEARCH,
            placeholder=say(m.WHAT_IF_RATINGS if view.rated else m.WHAT_IF_PURCHASES),
            label_visibility="collapsed",
        )
        if typed:
            with st.container(key="found-products", gap=None):
                product_search.buttons(
                    find_products(ws, typed, view.settings, FOUND),
                    typed,
                    "add",
                    m.CUSTOMERS_HAVE_IT,
                    _add,
                    type="tertiary",
                    width="stretch",
                )
    history_view.show(view.past, view.added, view.dropped, why, HEIGHT)


def _add(item: str) -> None:
    choices.add(item)
    st.session_state[_SEARCH] = ""
