"""What an audience is asked for, and the widgets that ask it."""

import datetime
from collections.abc import Callable

import pandas as pd
import streamlit as st

from pages.kit import group_picker, layout
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.campaigns.audience import messages as m
from pages.parts.campaigns.messages import AUDIENCE_PART
from recsys_core.services.campaigns.audience.request import (
    BUYERS,
    LEAST_DAYS,
    MOST_DAYS,
    MOST_HOLDOUT,
    AudienceRequest,
    Buyers,
    ContactLimits,
    MessageMoney,
)
from recsys_core.services.campaigns.audience.target import (
    TargetKind,
    product_titles,
    target_values,
)
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

PART = "part"
"""Key of the tabs of the Campaigns page."""
FIRST_SHARE = 0.2
"""Of the customers, until somebody asks for another number."""


def request(ws: Workspace) -> AudienceRequest | None:
    """What the widgets say; None where there is nothing of a kind."""
    with layout.controls("audience"):
        chosen = _target(ws)
        if chosen is None:
            return None
        kind, value, buyers = chosen
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            everybody = len(customer_overview(ws))
            usual = max(round(everybody * FIRST_SHARE), 1)
            size = _whole(m.SIZE, m.SIZE_HELP, "audience-size", usual, 1, everybody, width=170)
            group = group_picker.one(ws, say(m.OUT_OF), "audience-group")
            days = _whole(m.DAYS, m.DAYS_HELP, "audience-days", 28, LEAST_DAYS, MOST_DAYS)
            kept_back = _whole(
                m.HOLDOUT, m.HOLDOUT_HELP, "audience-holdout", 10, 0, round(100 * MOST_HOLDOUT)
            )
        money, limits = _money(), _limits()
    return AudienceRequest(kind, value, size, group, buyers, days, kept_back / 100, limits, money)


def ask_among(group: str, campaign: str | None) -> None:
    """Have the Campaigns page open with the question whom of a group to write to, for the offers of
    a campaign if one is given.
    """
    st.session_state[PART] = plain(say(AUDIENCE_PART))
    st.session_state["audience-group"] = group
    if campaign is not None:
        st.session_state["audience-kind"] = "campaign"
        st.session_state["audience-campaign"] = campaign


def _target(ws: Workspace) -> tuple[TargetKind, str, Buyers] | None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        kinds: list[TargetKind] = ["category", "brand", "item", "campaign", "offer"]
        kind = st.selectbox(
            plain(say(m.FOR)),
            kinds,
            format_func=lambda one: say(m.KINDS[one]),
            key="audience-kind",
            width=220,
            **KEPT,
        )
        values = target_values(ws, kind)
        if not values:
            layout.quiet(say(m.NONE_OF_KIND[kind]))
            return None
        value = st.selectbox(
            plain(say(m.WHICH[kind])),
            values,
            format_func=_named(ws, kind),
            key=f"audience-{kind}",
            width=420,
            **KEPT,
        )
        buyers = st.segmented_control(
            plain(say(m.BUYERS)),
            BUYERS,
            format_func=lambda one: plain(say(m.BUYER_KINDS[one])),
            default="all",
            required=True,
            key="audience-buyers",
            **KEPT,
        )
    return kind, value, buyers


def _named(ws: Workspace, kind: TargetKind) -> Callable[[str], str]:
    if kind != "item":
        return str
    titles = product_titles(ws)
    return lambda item: f"{titles[item]} · {item}" if item in titles else item


def _limits() -> ContactLimits:
    with (
        st.expander(plain(say(m.LEFT_OUT_TITLE)), key="audience-limits"),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        contacted = _whole(m.CONTACTED, m.CONTACTED_HELP, "audience-contacted", 0, 0, 365)
        bought = _whole(m.BOUGHT, m.BOUGHT_HELP, "audience-bought", 0, 0, 365)
        weekly = _whole(m.WEEKLY, m.WEEKLY_HELP, "audience-weekly", 0, 0, 50)
        sends = st.date_input(
            plain(say(m.SENDS)), None, key="audience-sends", width=170, format="YYYY-MM-DD"
        )
    day = pd.Timestamp(sends) if isinstance(sends, datetime.date) else None
    return ContactLimits(contacted, bought, weekly, day)


def _money() -> MessageMoney:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        cost = _amount(m.COST, None, "audience-cost")
        margin = _amount(m.MARGIN, None, "audience-margin", most=100.0)
        basket = _amount(m.BASKET, m.BASKET_HELP, "audience-basket")
        redemption = _amount(m.REDEMPTION, m.REDEMPTION_HELP, "audience-redemption")
    return MessageMoney(cost, None if margin is None else margin / 100, basket, redemption or 0.0)


def _whole(
    label: str, about: str, key: str, usual: int, least: int, most: int, width: int = 150
) -> int:
    found = st.number_input(
        plain(say(label)),
        least,
        max(most, least),
        min(usual, most),
        key=key,
        help=plain(say(about)),
        width=width,
        **KEPT,
    )
    return int(found)


def _amount(label: str, about: str | None, key: str, most: float | None = None) -> float | None:
    found = st.number_input(
        plain(say(label)),
        0.0,
        most,
        None,
        step=0.1,
        key=key,
        help=None if about is None else plain(say(about)),
        width=190,
        **KEPT,
    )
    return None if found is None else float(found)
