"""The product's side, on the Recommendations page: one of the catalogue, or a new one."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import cast

import pandas as pd
import streamlit as st

from pages.kit import background, errors, jobs_panel, layout, tables
from pages.kit.layout import Figure
from pages.kit.state import KEPT
from pages.kit.text import plain, shorten
from pages.parts.recommendations import messages as m
from pages.parts.recommendations import product_search
from pages.parts.recommendations.products.charts.neighbours import near as near_figure
from recsys_core.services.customers.history import find_products
from recsys_core.services.items.item import (
    InterestedCustomer,
    ItemSide,
    Neighbour,
    item_side,
    model_words,
)
from recsys_core.services.items.new_item import NewProduct, new_product
from recsys_core.services.workspace.runs import trained_model
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, number, share

DRAWER, SEARCH, CHOSEN, KIND = "product-side", "product-search", "product-chosen", "product-kind"
TASK = "product-lists"
OURS, NEW = m.OF_CATALOGUE, m.NEW_PRODUCT
FOUND = 8


def show(ws: Workspace, model: str) -> None:
    """A drawer: what is near a product, who would want it, on whose lists it is."""
    with layout.controls("product-side"):
        drawer = st.expander(say(m.PRODUCT_SIDE), key=DRAWER, on_change="rerun")
        if not drawer.open:
            return
        with drawer, errors.shown_here():
            kind = st.segmented_control(
                say(m.WHICH_PRODUCT),
                [OURS, NEW],
                format_func=lambda one: plain(say(one)),
                default=OURS,
                required=True,
                key=KIND,
                label_visibility="collapsed",
                **KEPT,
            )
            if kind == NEW:
                _new(ws)
            else:
                _ours(ws, model)


def _ours(ws: Workspace, model: str) -> None:
    settings = trained_model(ws, model).data_settings
    typed = st.text_input(say(m.FIND_A_PRODUCT), key=SEARCH, placeholder=say(m.PART_OF_PRODUCT))
    if typed:
        with st.container(horizontal=True, gap="small"):
            product_search.buttons(
                find_products(ws, typed, settings, FOUND),
                typed,
                "product",
                m.CATEGORY_HAS_CUSTOMERS,
                partial(_choose, ws),
                44,
                icon=None,
            )
    chosen = st.session_state.get(CHOSEN)
    if not chosen:
        layout.quiet(say(m.CHOOSE_A_PRODUCT))
    elif (side := _asked(ws, trained_model(ws, model).run_id, chosen)) is not None:
        _side(side)
    jobs_panel.failed(ws, TASK)


def _asked(ws: Workspace, run_id: str, item: str) -> ItemSide | None:
    """The side of a product; None while it is worked out, or where that was cancelled or failed."""
    key, tasks = (TASK, ws.data_version(), run_id, item), background.tasks(ws)
    if (kept := tasks.kept(key)) is not None:
        return cast(ItemSide, kept)
    latest = tasks.latest(TASK)
    if latest is not None and latest.key == key and latest.state != "running":
        st.session_state[CHOSEN] = None
        return None
    work = partial(item_side, ws, item, run_id)
    tasks.start(TASK, say(m.ASKING_LISTS), lambda report: work(report=report), key)
    jobs_panel.task(ws, TASK)
    return None


def _side(found: ItemSide) -> None:
    layout.section(found.title, found.category)
    st.text(found.sentence)
    seen = found.lists
    layout.figures(
        [
            Figure(say(m.CUSTOMERS_WHO_HAVE_IT), count(found.customers)),
            Figure(
                say(m.ON_LISTS, k=seen.k),
                share(seen.with_it / seen.looked_at if seen.looked_at else None),
                model_words(found),
            ),
            Figure(say(m.MEAN_PLACE), number(seen.mean_rank), say(m.FIRST_IS_ONE)),
        ],
        key="product-side",
    )
    picture, beside = st.columns([6, 4], gap="large")
    every = list({one.item_id: one for one in (*found.by_behaviour, *found.by_text)}.values())
    with picture:
        if every:
            title = _near_title(found)
            layout.chart(near_figure(every, title), "product-near", alt=title)
    with beside:
        st.markdown(f"**{say(m.DISAGREE)}**")
        for sentence in found.disagreements or (say(m.AGREE),):
            st.text(sentence)
    left, right = st.columns(2, gap="large")
    with left:
        _near_table(say(m.NEAREST_BY_BEHAVIOUR), found.by_behaviour, "behaviour")
        _wanting(found.wanting, model_words(found))
    with right:
        _near_table(say(m.NEAREST_BY_TEXT), found.by_text, "text")
        _together(found)


def _near_title(found: ItemSide) -> str:
    agreed = {one.item_id for one in found.by_behaviour} & {one.item_id for one in found.by_text}
    whole = max(len(found.by_behaviour), len(found.by_text))
    message = m.NEAR_BOTH_WAYS if agreed else m.NONE_NEAR_BOTH_WAYS
    return say(message, n=len(agreed), whole=whole)


def _near_table(title: str, found: Sequence[Neighbour], first: str) -> None:
    st.markdown(f"**{plain(title)}**")
    if not found:
        layout.quiet(say(m.NOTHING_NEAR))
        return
    other, place = (
        ("text", m.PLACE_BY_TEXT) if first == "behaviour" else ("behaviour", m.PLACE_BY_BEHAVIOUR)
    )
    tables.show(
        pd.DataFrame([asdict(one) for one in found]),
        {
            "title": tables.text(say(m.PRODUCT), width="medium"),
            first: tables.decimal(say(m.LIKENESS), help=say(m.ABOUT_LIKENESS)),
            f"{other}_rank": tables.count(say(place)),
            "both": tables.count(say(m.CUSTOMERS_OF_BOTH)),
            "item_id": tables.text(say(m.PRODUCT_NUMBER)),
        },
        key=f"product-near-{first}",
        alt=title,
        file_name=f"near-by-{first}.csv",
        rows=8,
    )


def _wanting(found: Sequence[InterestedCustomer], how: str) -> None:
    title = say(m.WOULD_WANT_IT)
    st.markdown(f"**{plain(title)}**")
    layout.quiet(how)
    frame = pd.DataFrame([asdict(one) for one in found], columns=["user", "segment", "rank", "why"])
    columns = {
        "user": tables.text(say(m.CUSTOMER)),
        "segment": tables.text(say(m.SEGMENT)),
        "rank": tables.count(say(m.PLACE), help=say(m.ABOUT_PLACE)),
        "why": tables.text(say(m.WHY), width="large"),
    }
    if not frame["why"].any():
        columns.pop("why")
    tables.show(frame, columns, key="product-wanting", alt=title, file_name="customers.csv", rows=8)


def _together(found: ItemSide) -> None:
    st.markdown(f"**{say(m.IN_ONE_GO)}**")
    layout.quiet(found.together_how)
    if not found.together:
        return
    tables.show(
        pd.DataFrame([asdict(one) for one in found.together]),
        {
            "title": tables.text(say(m.PRODUCT), width="medium"),
            "baskets": tables.count(say(m.PURCHASES_OF_BOTH)),
            "confidence": tables.share(say(m.SHARE_OF_PURCHASES)),
            "lift": tables.decimal(say(m.TIMES_AS_OFTEN), help=say(m.ABOUT_TIMES)),
            "item_id": tables.text(say(m.PRODUCT_NUMBER)),
        },
        key="product-together",
        alt=say(m.PRODUCTS_IN_ONE_GO),
        file_name="bought-together.csv",
        rows=8,
    )


def _new(ws: Workspace) -> None:
    left, right = st.columns(2, gap="large")
    title = left.text_input(say(m.TITLE), key="product-new-title", max_chars=200, **KEPT)
    category = right.text_input(say(m.CATEGORY), key="product-new-category", max_chars=200, **KEPT)
    brand = left.text_input(say(m.BRAND_IF_ANY), key="product-new-brand", max_chars=200, **KEPT)
    about = right.text_input(
        say(m.DESCRIPTION_IF_ANY), key="product-new-description", max_chars=1000, **KEPT
    )
    if not title.strip():
        layout.quiet(say(m.TYPE_A_TITLE))
        return
    try:
        with st.spinner(say(m.PLACING)):
            _placed(new_product(ws, title, category, about, brand))
    except errors.EXPECTED as error:
        errors.show(error)


def _placed(found: NewProduct) -> None:
    layout.quiet(found.how)
    if found.unknown:
        words = ", ".join(say(m.QUOTED, text=shorten(word, 30)) for word in found.unknown)
        layout.quiet(say(m.UNKNOWN_WORDS, n=len(found.unknown), words=words))
    left, right = st.columns(2, gap="large")
    with left:
        _near_table(say(m.NEAREST_BY_TEXT), found.by_text, "text")
    with right:
        _wanting(found.wanting, say(m.BOUGHT_LIKE_IT))
    _near_table(say(m.WOULD_BUY_TOO), found.neighbours, "behaviour")


def _choose(ws: Workspace, item: str) -> None:
    background.tasks(ws).dismiss(TASK)
    st.session_state[CHOSEN] = item
    st.session_state[SEARCH] = ""
