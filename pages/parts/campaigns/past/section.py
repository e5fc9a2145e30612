"""All campaigns in a chart and a table, and one of them looked back on."""

import streamlit as st

from pages.kit import errors, layout, tables
from pages.kit.state import LINKED
from pages.kit.text import plain
from pages.parts.campaigns.past import messages as m
from pages.parts.campaigns.past.charts import (
    answers_over_days,
    campaign_rates,
    groups_title,
    rates_by_group,
    rates_title,
    spend_by_window,
    spend_title,
)
from recsys_core.services.campaigns.past.by_group import (
    ResponseByGroup,
    group_sentence,
    judged_sentence,
    response_by_group,
)
from recsys_core.services.campaigns.past.handing_over import people_frame
from recsys_core.services.campaigns.past.looking_back import (
    CampaignReview,
    PastCampaigns,
    campaign_review,
    offers_with_rates,
    past_campaigns,
)
from recsys_core.services.campaigns.past.words import (
    caution_sentences,
    control_sentences,
    half_of_answers,
    offer_sentence,
    review_sentence,
    spend_sentences,
    when_sentence,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import UNKNOWN, count, share

CHOSEN, CLICKED = "campaign", "campaign-clicked"


def show(ws: Workspace) -> None:
    """The part of the Campaigns page."""
    with errors.shown_here():
        found = past_campaigns(ws)
        layout.section(say(m.ALL_CAMPAIGNS), say(m.ABOUT_ALL))
        picture, listed = st.columns([5, 7], gap="medium")
        with listed:
            _listed(found)
        with picture:
            title = rates_title(found.rows)
            if found.rows["rate"].notna().any():
                figure = campaign_rates(found.rows, _chosen(found), title)
                layout.chart(figure, "campaign-rates", alt=say(m.RATES_ALT, finding=title))
        _one(ws, found)


def _chosen(found: PastCampaigns) -> str:
    """The campaign looked back on: the one asked for, else the one that reached most."""
    known = list(found.rows["campaign_id"])
    chosen = st.session_state.get(CHOSEN)
    if chosen not in known:
        chosen = str(found.rows.loc[found.rows["targeted"].idxmax(), "campaign_id"])
        st.session_state[CHOSEN] = chosen
    return str(chosen)


def _listed(found: PastCampaigns) -> None:
    columns = {
        "name": tables.text(say(m.CAMPAIGN), width=118),
        "type": tables.text(say(m.KIND)),
        "start_ts": tables.day(say(m.BEGAN)),
        "targeted": tables.count(say(m.REACHED), say(m.REACHED_HELP)),
        "responded": tables.count(say(m.ANSWERED), say(m.ANSWERED_HELP)),
        "rate": tables.decimal(say(m.SHARE), unit="share"),
        "low": tables.decimal(say(m.FROM), say(m.INTERVAL_HELP), unit="share"),
        "high": tables.decimal(say(m.TO), say(m.INTERVAL_HELP), unit="share"),
    }
    rows = found.rows.iloc[::-1].reset_index(drop=True)
    rows["type"] = rows["type"].where(rows["type"] != "")
    clicked = tables.show(
        rows,
        {name: one for name, one in columns.items() if rows[name].notna().any()},
        key="campaigns-listed",
        alt=say(m.CAMPAIGNS_ALT),
        file_name="campaigns.csv",
        rows=9,
        select="single-row",
    )
    # A click counts once, so that the box below may choose another one after it.
    if clicked != st.session_state.get(CLICKED):
        st.session_state[CLICKED] = clicked
        if clicked:
            st.session_state[CHOSEN] = str(rows["campaign_id"].iloc[clicked[0]])


def _one(ws: Workspace, found: PastCampaigns) -> None:
    layout.section(say(m.LOOK_BACK), say(m.ABOUT_LOOK_BACK))
    names = dict(zip(found.rows["campaign_id"], found.rows["name"], strict=True))
    _chosen(found)
    with layout.controls("campaign"):
        chosen = st.selectbox(
            plain(say(m.WHICH_CAMPAIGN)),
            [*reversed(names)],
            format_func=lambda one: names[one],
            key=CHOSEN,
            width=320,
            **LINKED,
        )
    review = campaign_review(ws, str(chosen))
    groups = response_by_group(ws, review)
    st.text(review_sentence(review))
    _figures(review)
    for sentence in caution_sentences(review, found.until):
        layout.quiet(sentence)
    left, right = st.columns(2, gap="large")
    with left:
        _when(review)
    with right:
        _spend(review)
    left, right = st.columns(2, gap="large")
    with left:
        _groups(review, groups)
    with right:
        _offers(review)
    _products(review)
    key = f"campaign-people-{review.campaign_id}"
    label = say(m.PEOPLE_CSV)
    layout.table_downloads(label, lambda: people_frame(review), "campaign_customers.csv", key=key)


def _figures(review: CampaignReview) -> None:
    row = review.row
    rate, low, high = (share(float(str(row[name]))) for name in ("rate", "low", "high"))
    half = half_of_answers(review)
    layout.figures(
        [
            (say(m.REACHED), count(len(review.reached)), say(m.REACHED_HELP)),
            (say(m.ANSWERED), count(float(str(row["responded"]))), say(m.ANSWERED_HELP)),
            (say(m.SHARE), rate, say(m.SHARE_HELP, low=low, high=high)),
            (say(m.ANSWERS), count(float(str(row["responses"]))), say(m.ANSWERS_HELP)),
            (
                say(m.HALF),
                UNKNOWN if half is None else say(m.DAY_NUMBER, n=half),
                say(m.HALF_HELP),
            ),
        ],
        key="campaign",
    )


def _when(review: CampaignReview) -> None:
    half = half_of_answers(review)
    if half is None:
        if sentence := when_sentence(review):
            st.text(sentence)
        return
    title = say(m.CURVE_TITLE, n=max(half, 1))
    figure = answers_over_days(review, title)
    layout.chart(figure, "campaign-curve", alt=say(m.CURVE_ALT, finding=title))


def _spend(review: CampaignReview) -> None:
    during = [one.mean for one in review.spend if one.window == "during"]
    if review.paid and all(one == one for one in during):
        title = spend_title(review)
        figure = spend_by_window(review, title)
        layout.chart(figure, "campaign-spend", alt=say(m.SPEND_ALT, finding=title))
    for sentence in spend_sentences(review):
        layout.quiet(sentence)
    for sentence in control_sentences(review):
        st.text(sentence)


def _groups(review: CampaignReview, groups: ResponseByGroup) -> None:
    if len(groups.rows) < 2:
        layout.quiet(group_sentence(groups))
        return
    title = groups_title(groups)
    figure = rates_by_group(groups, float(str(review.row["rate"])), title)
    layout.chart(figure, "campaign-groups", alt=say(m.GROUPS_ALT, finding=title))
    layout.quiet(judged_sentence(groups))


def _offers(review: CampaignReview) -> None:
    layout.section(say(m.OFFERS), say(m.ABOUT_OFFERS))
    st.text(offer_sentence(review))
    frame = offers_with_rates(review)
    if frame.empty:
        return
    columns = {
        "offer_id": tables.text(say(m.OFFER)),
        "about": tables.text(say(m.ABOUT_OFFER), width=230),
        "products": tables.count(say(m.PRODUCTS)),
        "customers": tables.count(say(m.CUSTOMERS), say(m.ANSWERED_HELP)),
        "rate": tables.decimal(say(m.SHARE), unit="share"),
    }
    tables.show(
        frame,
        columns,
        key=f"campaign-offers-{review.campaign_id}",
        alt=say(m.OFFERS_ALT),
        file_name="campaign_offers.csv",
        rows=8,
    )


def _products(review: CampaignReview) -> None:
    if review.products.empty:
        return
    columns = {
        "title": tables.text(say(m.PRODUCT), width="large"),
        "category": tables.text(say(m.CATEGORY)),
        "responders": tables.count(say(m.BY_ANSWERED), say(m.PRODUCTS_HELP)),
        "others": tables.count(say(m.BY_OTHERS), say(m.PRODUCTS_HELP)),
        "spend": tables.money(say(m.SPENT)),
    }
    tables.behind(
        say(m.ALL_PRODUCTS),
        review.products,
        {name: one for name, one in columns.items() if review.products[name].notna().any()},
        f"campaign-products-{review.campaign_id}",
        alt=say(m.PRODUCTS_ALT),
        file_name="campaign_products.csv",
    )
