"""Which offer to whom: limits and costs above, what they lead to below, redrawn at once."""

import pandas as pd
import streamlit as st

from pages.kit import errors, group_picker, jobs_panel, layout, number_fields, offer, tables
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.campaigns.offers import messages as m
from pages.parts.campaigns.offers.charts import ways, ways_title
from recsys_core.schema.contracts import Progress
from recsys_core.services.campaigns.offers import words
from recsys_core.services.campaigns.offers.chances import (
    OfferChances,
    budget_for_all,
    chances_are_known,
    offer_chances,
)
from recsys_core.services.campaigns.offers.plan import (
    OfferChoices,
    OfferPlan,
    limits_cost,
    offer_plan,
    other_ways,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, money, number

KIND = "offers"
ANSWER, PRICES = "_offers_answer", "_offers_prices"
BUDGET, VALUE, MARGIN, FACE, CONTACT, STOCK, EACH, ONLY = (
    "offers-budget", "offers-value", "offers-margin", "offers-face", "offers-contact",
    "offers-stock", "offers-each", "offers-only",
)  # fmt: skip
USUAL = OfferChoices(budget=0)
MOST_EACH, ROWS = 5, 1_000


def answer(ws: Workspace) -> str:
    """The first line of the page, once a choice is there."""
    return str(st.session_state.get(ANSWER, ""))


def show(ws: Workspace) -> None:
    """The part of the Campaigns page."""
    layout.section(say(m.TITLE), say(m.ABOUT))
    st.session_state[ANSWER] = ""
    with errors.shown_here():
        jobs_panel.task(ws, KIND)
        jobs_panel.failed(ws, KIND)
        if chances_are_known(ws):
            _told(ws, offer_chances(ws))
        else:
            _offer(ws)


def _offer(ws: Workspace) -> None:
    def work(report: Progress) -> None:
        report(0.0)
        offer_chances(ws)

    offer.show(ws, KIND, "offers-start", say(m.START), say(m.WORKING), work)


def _told(ws: Workspace, chances: OfferChances) -> None:
    choices = _choices(ws, chances)
    start = st.session_state.get(PRICES)
    known = start if start is not None and len(start.offers) == len(chances.offers) else None
    plan = offer_plan(ws, chances, choices, exact=False, start=known)
    st.session_state[PRICES] = plan.prices
    st.session_state[ANSWER] = words.first_line(plan)
    _figures(plan)
    said = (
        words.gap_sentence(plan),
        *words.price_sentences(plan),
        words.subsidy_sentence(plan),
    )
    layout.quiet(" ".join(one for one in said if one))
    left, right = st.columns([6, 5], gap="large")
    with left:
        others = other_ways(plan)
        title = ways_title(plan, others)
        alt = say(m.WAYS_ALT, finding=title)
        layout.chart(ways(plan, others, title), "offers-ways", alt=alt)
    with right:
        _ledger(plan)
    if not plan.coupons.empty:
        _coupons(plan)
    with st.expander(plain(say(m.BASIS))):
        for sentence in words.basis_sentences(plan):
            st.text(sentence)


def _choices(ws: Workspace, chances: OfferChances) -> OfferChoices:
    most = budget_for_all(chances)
    with layout.controls("offers"):
        first = st.columns([5, 3, 3, 3], gap="medium", vertical_alignment="bottom")
        with first[0]:
            budget = st.slider(
                plain(say(m.BUDGET)),
                1,
                most,
                max(most // 3, 1),
                key=BUDGET,
                help=plain(say(m.BUDGET_HELP)),
                **KEPT,
            )
        with first[1]:
            margin = st.slider(
                plain(say(m.KEPT_OF)),
                1,
                100,
                round(USUAL.margin * 100),
                key=MARGIN,
                help=plain(say(m.KEPT_HELP)),
                **KEPT,
            )
        with first[2]:
            value = _money(m.SPENT, m.SPENT_HELP, None, VALUE)
        with first[3]:
            only = group_picker.one(ws, say(m.ONLY), ONLY)
        second = st.columns([3, 3, 3, 3, 2], gap="medium", vertical_alignment="bottom")
        with second[0]:
            face = _money(m.FACE, m.FACE_HELP, USUAL.face_value, FACE)
        with second[1]:
            contact = _money(m.CONTACT, m.CONTACT_HELP, USUAL.contact, CONTACT)
        with second[2]:
            stock = _whole(m.STOCK, m.STOCK_HELP, None, STOCK, 1_000_000)
        with second[3]:
            each = _whole(m.EACH, m.EACH_HELP, USUAL.per_customer, EACH, MOST_EACH)
    return OfferChoices(
        budget=float(budget),
        margin=margin / 100,
        face_value=face or 0.0,
        contact=contact or 0.0,
        value=value,
        stock=stock,
        per_customer=each or 1,
        segment=only,
    )


def _money(label: str, about: str, usual: float | None, key: str) -> float | None:
    return number_fields.amount(say(label), say(about), usual, key, say(m.AS_DATA))


def _whole(label: str, about: str, usual: int | None, key: str, most: int) -> int | None:
    chosen = st.number_input(
        plain(say(label)),
        1,
        most,
        usual,
        key=key,
        help=plain(say(about)),
        placeholder=plain(say(m.ANY_NUMBER)),
        **KEPT,
    )
    return None if chosen is None else int(chosen)


def _figures(plan: OfferPlan) -> None:
    tiles = [
        (say(m.PROFIT), money(plan.assignment.profit), say(m.PROFIT_HELP)),
        (say(m.COST), money(plan.cost), say(m.COST_HELP)),
        (say(m.COUPONS), count(len(plan.coupons)), say(m.COUPONS_HELP)),
        (say(m.TAKEN), number(plan.redeemed), say(m.TAKEN_HELP)),
    ]
    layout.figures(tiles, key="offers")


def _ledger(plan: OfferPlan) -> None:
    layout.section(say(m.LEDGER), say(m.ABOUT_LEDGER))
    rows = limits_cost(plan)
    frame = pd.DataFrame(
        {"limit": [words.limit_name(row) for row in rows], "cost": [row.cost for row in rows]}
    )
    columns = {"limit": tables.text(say(m.LIMIT)), "cost": tables.money(say(m.LIMIT_COST))}
    tables.show(frame, columns, "offers-ledger", alt=say(m.LEDGER_ALT), rows=5)


def _coupons(plan: OfferPlan) -> None:
    layout.section(say(m.WHO), say(m.ABOUT_WHO))
    frame = plan.coupons.sort_values("expected_profit", ascending=False, kind="stable")
    columns = {
        "user_id": tables.text(say(m.CUSTOMER)),
        "offer_id": tables.text(say(m.OFFER)),
        "about": tables.text(say(m.OF_WHAT)),
        "probability": tables.share(say(m.CHANCE)),
        "expected_profit": tables.money(say(m.PROFIT)),
        "expected_cost": tables.money(say(m.COST)),
    }
    tables.show(frame.head(ROWS), columns, "offers-coupons", alt=say(m.WHO_ALT), rows=9)
    layout.table_downloads(say(m.EVERY_COUPON), lambda: frame, "offers.csv", key="offers-csv")
