"""Which offer to whom: limits and costs above, what they lead to below, redrawn at once."""

import pandas as pd
import streamlit as st

from pages.kit import errors, failures, jobs_panel, layout, offer, tables
from pages.kit.text import plain
from pages.parts.campaigns.offers import messages as m
from pages.parts.campaigns.offers.charts import ways, ways_title
from pages.parts.campaigns.offers.choices import chosen
from recsys_core.schema.contracts import Progress
from recsys_core.services.campaigns.offers import search, words
from recsys_core.services.campaigns.offers.chances import (
    OfferChances,
    chances_are_known,
    offer_chances,
)
from recsys_core.services.campaigns.offers.plan import (
    OfferPlan,
    limits_cost,
    offer_plan,
    other_ways,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, money, number, seconds

KIND = "offers"
ANSWER, PRICES = "_offers_answer", "_offers_prices"
ROWS = 1_000


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
    choices, own = chosen(ws, chances)
    start = st.session_state.get(PRICES)
    known = start if start is not None and len(start.offers) == len(chances.offers) else None
    plan = offer_plan(ws, chances, choices, own, exact=False, start=known)
    st.session_state[PRICES] = plan.prices
    found = search.searched(ws, plan)
    plan = plan if found is None else found.plan
    st.session_state[ANSWER] = words.first_line(plan)
    _figures(plan)
    said = [words.gap_sentence(plan)]
    if found is not None:
        said.append(words.search_sentence(seconds(found.seconds)))
    said += [*words.price_sentences(plan), words.subsidy_sentence(plan)]
    layout.quiet(" ".join(one for one in said if one))
    if found is None:
        _search(ws, plan)
    left, right = st.columns([6, 5], gap="large")
    with left:
        others = other_ways(plan)
        title = ways_title(plan, others)
        alt = say(m.WAYS_ALT, finding=title)
        layout.chart(ways(plan, others, title), "offers-ways", alt=alt)
    if not plan.coupons.empty:
        _by_offer(plan)
        _coupons(plan)
    with st.expander(plain(say(m.BASIS))):
        for sentence in words.basis_sentences(plan):
            st.text(sentence)
    # Last: the profit need not wait for it.
    with right:
        _ledger(plan)


def _search(ws: Workspace, plan: OfferPlan) -> None:
    """The button for the search in the worker, where there is something to find."""

    def begin() -> None:
        search.start_search(ws, plan)

    jobs_panel.jobs(ws, search.KIND)
    failures.show(ws, search.KIND, lambda _: begin())
    busy = any(job.kind == search.KIND for job in ws.jobs.running())
    if search.searchable(plan) and not busy:
        with layout.controls("offers-search"):
            st.button(
                plain(say(m.SEARCH)),
                key="offers-search",
                help=plain(say(m.SEARCH_HELP)),
                on_click=begin,
            )


def _figures(plan: OfferPlan) -> None:
    tiles = [
        (say(m.PROFIT), money(plan.assignment.profit), say(m.PROFIT_HELP)),
        (say(m.COST), money(plan.cost), say(m.COST_HELP)),
        (say(m.COUPONS), count(len(plan.coupons)), say(m.COUPONS_HELP)),
        (say(m.TAKEN), number(plan.redeemed), say(m.TAKEN_HELP)),
        (say(m.ANYWAY), words.subsidy_of(plan.subsidy), say(m.ANYWAY_HELP)),
    ]
    layout.figures(tiles, key="offers")


def _ledger(plan: OfferPlan) -> None:
    rows = limits_cost(plan)
    about = " ".join([say(m.ABOUT_LEDGER), words.ledger_sentence(plan, rows)]).strip()
    dearest = rows[0]
    title = say(m.LEDGER_FREE)
    if dearest.cost >= words.LEAST_MONEY:
        title = say(m.LEDGER, limit=words.limit_name(dearest), cost=money(dearest.cost))
    with st.container(key="finding-offers-ledger"):
        st.text(title)
    layout.quiet(about)
    frame = pd.DataFrame(
        {"limit": [words.limit_name(row) for row in rows], "cost": [row.cost for row in rows]}
    )
    columns = {"limit": tables.text(say(m.LIMIT)), "cost": tables.money(say(m.LIMIT_COST))}
    tables.show(frame, columns, "offers-ledger", alt=say(m.LEDGER_ALT), rows=5)


def _by_offer(plan: OfferPlan) -> None:
    layout.section(say(m.BY_OFFER), words.formula_sentence())
    columns = {
        "offer_id": tables.text(say(m.OFFER)),
        "about": tables.text(say(m.OF_WHAT)),
        "coupons": tables.count(say(m.COUPONS)),
        "redeemed": tables.decimal(say(m.TAKEN)),
        "kept": tables.money(say(m.KEPT)),
        "face_value": tables.money(say(m.OFF)),
        "handling": tables.money(say(m.HANDLED)),
        "contact": tables.money(say(m.SENT)),
        "subsidy": tables.money(say(m.ANYWAY), say(m.ANYWAY_HELP)),
        "profit": tables.money(say(m.PROFIT)),
    }
    if plan.subsidy is None:
        del columns["subsidy"]
    frame = words.with_total(plan)
    tables.show(frame, columns, "offers-totals", alt=say(m.BY_OFFER_ALT), rows=9)


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
