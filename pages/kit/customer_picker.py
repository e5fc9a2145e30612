"""Finding a customer by typing; the same box on every page that is about one customer."""

import secrets
from typing import NoReturn

import pandas as pd
import streamlit as st

from pages.kit import messages as m
from pages.kit.cache import QUIETLY
from pages.kit.state import KEPT, Keys
from pages.kit.text import plain
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns
from recsys_core.schema.errors import NotFoundError
from recsys_core.services.customers.finding import search_customers
from recsys_core.services.customers.group_choice import next_in_group
from recsys_core.services.customers.profiles import (
    customer_overview,
    customer_profile,
    next_customer,
    random_customer,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

ALL_IN_ONE_BOX = 20_000
"""With more customers than this, the browser gets only those that match what is typed."""
MATCHES = 50
FIRST_SEED = 7
STEPS = (
    (-1, m.PREVIOUS, m.ABOUT_PREVIOUS, m.PREVIOUS_IN),
    (1, m.NEXT, m.ABOUT_NEXT, m.NEXT_IN),
)
_TYPED = "customer-typed"
_PROBLEM = "_customer_problem"
_NEXT = "_customer_next"


def apply_pending_choice(ws: Workspace) -> str | None:
    """Before the box is drawn: go where a click led, and refuse a customer who does not exist.

    Returns a sentence in that case. The choice is cleared, so that the page goes on with the box;
    the sentence stays until somebody is chosen.
    """
    if _NEXT in st.session_state:
        choose(st.session_state.pop(_NEXT))
    asked = st.session_state.get(Keys.CUSTOMER)
    if asked:
        if (customer_overview(ws)[Columns.User] == asked).any():
            _forget_problem()
        else:
            st.session_state[_PROBLEM] = _sentence(ws, str(asked))
            st.session_state[Keys.CUSTOMER] = None
    return st.session_state.get(_PROBLEM)


def go_to(user: str | None) -> NoReturn:
    """Leave for another customer (None: for none) after the box has been drawn."""
    st.session_state[_NEXT] = user
    st.rerun()


def choose_someone(ws: Workspace) -> None:
    """Where a page needs a customer and nobody was chosen: always the same one to begin with."""
    if not st.session_state.get(Keys.CUSTOMER):
        st.session_state[Keys.CUSTOMER] = random_customer(ws, FIRST_SEED)


def picker(ws: Workspace, label: str = "") -> str | None:
    """The box; the number of the chosen customer, None before one is chosen."""
    overview = customer_overview(ws)
    if len(overview) > ALL_IN_ONE_BOX:
        typed = st.text_input(say(m.FIND_A_CUSTOMER), key=_TYPED, placeholder=say(m.TYPE), **KEPT)
        chosen = st.session_state.get(Keys.CUSTOMER)
        frame = search_customers(ws, typed, MATCHES)
        if chosen and not (frame[Columns.User] == chosen).any():
            own = overview.loc[overview[Columns.User] == chosen, list(frame.columns)]
            frame = pd.concat([frame, own], ignore_index=True)
        labels = _labels(frame)
    else:
        labels = _all_labels(ws, ws.data_version())
    return st.selectbox(
        plain(label or say(m.CUSTOMER)),
        list(labels),
        index=None,
        format_func=lambda user: labels.get(user, user),
        key=Keys.CUSTOMER,
        placeholder=say(m.TYPE_NUMBER),
        filter_mode="contains",
        on_change=_forget_problem,
        **KEPT,
    )


def steps(ws: Workspace, user: str | None, segment: str | None, group: str | None = None) -> None:
    """Previous and next customer of the group, else of the segment, and one drawn by chance."""
    with st.container(horizontal=True, gap="small", key="customer-steps"):
        for step, label, about, within in STEPS:
            st.button(
                plain(say(label)),
                key=f"customer-step-{step}",
                help=plain(say(within, segment=of) if (of := group or segment) else say(about)),
                disabled=user is None,
                on_click=_step,
                args=(ws, user, step, segment, group),
                width="stretch",
            )
        st.button(
            say(m.SURPRISE),
            key="customer-surprise",
            help=say(m.BY_CHANCE),
            on_click=_surprise,
            args=(ws,),
            width="stretch",
        )


def choose(user: str | None) -> None:
    """Choose a customer from a button's `on_click`."""
    st.session_state[Keys.CUSTOMER] = user
    _forget_problem()


def _labels(frame: pd.DataFrame) -> dict[str, str]:
    return dict(
        zip(frame[Columns.User].tolist(), frame[CustomerColumns.Label].tolist(), strict=True)
    )


@st.cache_resource(max_entries=4, **QUIETLY)
def _all_labels(ws: Workspace, version: int) -> dict[str, str]:
    return _labels(customer_overview(ws))


def _step(ws: Workspace, user: str, step: int, segment: str | None, group: str | None) -> None:
    if group is None:
        choose(next_customer(ws, user, step, segment))
    elif (found := next_in_group(ws, user, step, group)) is not None:
        choose(found)


def _surprise(ws: Workspace) -> None:
    choose(random_customer(ws, secrets.randbelow(2**31)))


def _forget_problem() -> None:
    st.session_state.pop(_PROBLEM, None)


def _sentence(ws: Workspace, asked: str) -> str:
    try:
        customer_profile(ws, asked)
    except NotFoundError as error:
        return str(error)
    return ""
