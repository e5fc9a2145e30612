"""Limits and terms: sliders and boxes, and behind them the tables by offer and by group."""

import math

import numpy as np
import pandas as pd
import streamlit as st

from pages.kit import group_picker, layout, number_fields
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.campaigns.offers import messages as m
from pages.parts.campaigns.offers.own_terms import group_limits, own_terms
from recsys_core.services.campaigns.offers.chances import OfferChances, budget_for_all
from recsys_core.services.campaigns.offers.terms import OfferChoices
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

BUDGET, VALUE, MARGIN, FACE, CONTACT, HANDLING, STOCK, EACH, TOTAL, ONLY = (
    "offers-budget", "offers-value", "offers-margin", "offers-face", "offers-contact",
    "offers-handling", "offers-stock", "offers-each", "offers-total", "offers-only",
)  # fmt: skip
USUAL = OfferChoices(budget=0)
MOST_EACH, MANY = 5, 1_000_000
STEPS = 200


def chosen(ws: Workspace, chances: OfferChances) -> tuple[OfferChoices, pd.DataFrame | None]:
    """What is chosen, and terms of single offers."""
    with layout.controls("offers"):
        first = st.columns([4, 3, 3, 4], gap="medium", vertical_alignment="bottom")
        with first[0]:
            most = budget_for_all(chances)
            budget = _slider(m.BUDGET, m.BUDGET_HELP, 1, most, max(most // 3, 1), BUDGET)
        with first[1]:
            margin = _slider(m.KEPT_OF, m.KEPT_HELP, 1, 100, round(USUAL.margin * 100), MARGIN)
        with first[2]:
            face = _face(chances)
        with first[3]:
            only = group_picker.one(ws, say(m.ONLY), ONLY)
        second = st.columns(6, gap="medium", vertical_alignment="bottom")
        with second[0]:
            value = _money(m.SPENT, m.SPENT_HELP, None, VALUE)
        with second[1]:
            handling = _money(m.HANDLING, m.HANDLING_HELP, USUAL.handling, HANDLING)
        with second[2]:
            contact = _money(m.CONTACT, m.CONTACT_HELP, USUAL.contact, CONTACT)
        with second[3]:
            stock = _whole(m.STOCK, m.STOCK_HELP, None, STOCK, MANY)
        with second[4]:
            total = _whole(m.TOTAL, m.TOTAL_HELP, None, TOTAL, MANY)
        with second[5]:
            each = _whole(m.EACH, m.EACH_HELP, USUAL.per_customer, EACH, MOST_EACH)
        with st.expander(plain(say(m.TABLES))):
            own = own_terms(chances)
            least, most_each = group_limits(ws)
    choices = OfferChoices(
        budget=float(budget),
        margin=margin / 100,
        face_value=face,
        handling=handling or 0.0,
        contact=contact or 0.0,
        value=value,
        stock=stock,
        per_customer=each or 1,
        total=total,
        least=least,
        most=most_each,
        segment=only,
    )
    return choices, own


def _slider(label: str, about: str, low: int, high: int, usual: int, key: str) -> int:
    title, told = plain(say(label)), plain(say(about))
    return int(st.slider(title, low, high, usual, key=key, help=told, **KEPT))


def _face(chances: OfferChances) -> float:
    """The reduction, up to what is spent on the dearest offer: more than that never pays."""
    values = chances.offers["value"].to_numpy(dtype=float)
    dearest = float(np.nanmax(values)) if np.isfinite(values).any() else 0.0
    top = float(math.ceil(max(dearest, 2 * USUAL.face_value)))
    step = max(round(top / STEPS, 2), 0.01) if top < STEPS else 1.0
    return float(
        st.slider(
            plain(say(m.FACE)),
            0.0,
            top,
            USUAL.face_value,
            step,
            key=FACE,
            help=plain(say(m.FACE_HELP)),
            **KEPT,
        )
    )


def _money(label: str, about: str, usual: float | None, key: str) -> float | None:
    return number_fields.amount(say(label), say(about), usual, key, say(m.AS_DATA))


def _whole(label: str, about: str, usual: int | None, key: str, most: int) -> int | None:
    count = st.number_input(
        plain(say(label)),
        1,
        most,
        usual,
        key=key,
        help=plain(say(about)),
        placeholder=plain(say(m.ANY_NUMBER)),
        **KEPT,
    )
    return None if count is None else int(count)
