"""A made-up visitor on the Recommendations page: picks products, types wishes, gets a list."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from threading import Thread

import pandas as pd
import streamlit as st

from pages.kit import errors, layout, tables
from pages.kit.knobs import MOST_CAP
from pages.kit.messages import NO_LIMIT
from pages.kit.state import KEPT, LINKED, Keys
from pages.kit.text import plain, shorten
from pages.parts.recommendations import messages as m
from pages.parts.recommendations import product_search
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.services.customers.history import Product, find_products, products
from recsys_core.services.recommend.visitor.visitor import (
    VISITOR_RERANKING,
    VisitorResult,
    prepare,
    visitor_list,
)
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import TrainedModel
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

WHO = "whose"
CUSTOMER, VISITOR = "customer", "visitor"
NAMES = {CUSTOMER: m.A_CUSTOMER, VISITOR: m.A_VISITOR}
PICKED, SEARCH, WISH = "visitor-picked", "visitor-search", "visitor-wish"
FOUND = 8


def show(
    ws: Workspace,
    page: layout.Page,
    trained: Mapping[str, TrainedModel],
    best: str,
) -> bool:
    """The switch between a customer and a visitor; draws everything for a visitor.

    Returns whether a visitor is on screen, so that the page leaves the rest out.
    """
    with layout.controls("whose"):
        chosen = st.segmented_control(
            say(m.WHOSE_LIST),
            list(NAMES),
            format_func=lambda one: plain(say(NAMES[one])),
            key=WHO,
            default=CUSTOMER,
            required=True,
            label_visibility="collapsed",
            **LINKED,
        )
    if chosen == VISITOR:
        left, right = st.columns([1, 2.7], gap="large")
        with left:
            model = _model(list(trained), best)
            picked = _picking(ws, trained[model])
            wish = _wish()
            config = RerankConfig(diversity=_diversity(), category_cap=_cap())
        with right:
            _answer(ws, page, picked, wish, trained[model], config)
    return bool(chosen == VISITOR)


def _answer(
    ws: Workspace,
    page: layout.Page,
    picked: Sequence[Product],
    wish: str,
    trained: TrainedModel,
    rerank_config: RerankConfig,
) -> None:
    if not picked and not wish:
        page.answer(say(m.PICK_OR_TYPE))
        _hint()
        Thread(target=prepare, args=(ws, trained), daemon=True).start()
        return
    found = _list(ws, picked, wish, trained.model, rerank_config)
    page.answer(_sentence(found, picked, wish) if found else say(m.NOTHING_FITS))
    if found:
        _results(found)


def _model(trained: list[str], best: str) -> str:
    return st.selectbox(
        say(m.MODEL),
        trained,
        index=trained.index(best) if best in trained else 0,
        format_func=short_title,
        key="visitor-model",
        **KEPT,
    )


def _diversity() -> float:
    return st.slider(
        say(m.DIVERSITY),
        0.0,
        1.0,
        VISITOR_RERANKING.diversity,
        0.05,
        key="visitor-diversity",
        help=say(m.ABOUT_DIVERSITY),
        **KEPT,
    )


def _cap() -> int | None:
    return st.number_input(
        say(m.MOST_OF_CATEGORY),
        1,
        MOST_CAP,
        VISITOR_RERANKING.category_cap,
        key="visitor-category-cap",
        placeholder=say(NO_LIMIT),
        help=say(m.ABOUT_CAP),
        **KEPT,
    )


def _picking(ws: Workspace, trained: TrainedModel) -> tuple[Product, ...]:
    """The products picked so far, and a search for more."""
    held = tuple(st.session_state.get(PICKED, ()))
    picked = products(ws, held, trained.data_settings)
    typed = st.text_input(say(m.VISITOR_PICKS), key=SEARCH, placeholder=say(m.PART_OF_A_NAME))
    if typed:
        with st.container(gap=None):
            product_search.buttons(
                find_products(ws, typed, trained.data_settings, FOUND),
                typed,
                "visitor-add",
                m.HAVE_IT,
                _add,
                type="tertiary",
                width="stretch",
            )
    with st.container(gap=None, key="visitor-picks"):
        for one in picked:
            st.button(
                plain(shorten(one.title, 60)),
                key=f"visitor-drop-{one.item_id}",
                icon=":material/close:",
                help=say(m.TAKE_OUT_AGAIN),
                on_click=_drop,
                args=(one.item_id,),
                width="stretch",
            )
    return picked


def _wish() -> str:
    return st.text_input(
        say(m.VISITOR_LOOKS_FOR),
        key=WISH,
        placeholder=say(m.EXAMPLE_WISH),
        max_chars=300,
        **LINKED,
    ).strip()


def _list(
    ws: Workspace, picked: Sequence[Product], wish: str, model: str, rerank_config: RerankConfig
) -> VisitorResult | None:
    k = int(st.session_state.get(Keys.K) or 10)
    try:
        with st.spinner(say(m.LOOKING), show_time=True):
            add = tuple(one.item_id for one in picked)
            return visitor_list(ws, add, wish, model, k, rerank_config)
    except errors.EXPECTED as error:
        errors.show(error)
        return None


def _sentence(found: VisitorResult, picked: Sequence[Product], wish: str) -> str:
    """The first line."""
    kinds = len({item.category for item in found.items if item.category})
    wishes = [say(m.VISITOR_PICKED, n=len(picked))] if picked else []
    if wish:
        wishes.append(say(m.VISITOR_ASKED, wish=shorten(wish, 60)))
    return say(
        m.FROM_CATEGORIES_FOR_VISITOR if kinds else m.FOR_VISITOR,
        products=say(m.COUNTED_PRODUCTS, n=len(found.items)),
        categories=say(m.COUNTED_CATEGORIES, n=kinds),
        wishes=and_list(wishes),
    )


def _results(found: VisitorResult) -> None:
    layout.quiet(found.how)
    frame = pd.DataFrame([asdict(item) for item in found.items])
    columns = {
        "rank": tables.count(say(m.RANK)),
        "title": tables.text(say(m.PRODUCT), width=310),
        "reason": tables.text(say(m.WHY), width=190),
        "category": tables.text(say(m.CATEGORY)),
        "price": tables.money(say(m.PRICE)),
        "fits": tables.share(say(m.FITS)),
        "item_id": tables.text(say(m.PRODUCT_NUMBER)),
    }
    if frame["fits"].isna().all():
        columns.pop("fits")
    if frame["price"].isna().all():
        columns.pop("price")
    tables.show(
        frame,
        columns,
        key="visitor-list",
        alt=say(m.ABOUT_VISITOR_LIST),
        file_name="visitor.csv",
        rows=20,
    )


def _hint() -> None:
    with layout.card("visitor-hint"):
        st.subheader(say(m.NOTHING_BOUGHT_YET), anchor=False)
        st.text(say(m.ABOUT_VISITOR))


def _add(item: str) -> None:
    held = [one for one in st.session_state.get(PICKED, ()) if one != item]
    st.session_state[PICKED] = [*held, item]
    st.session_state[SEARCH] = ""


def _drop(item: str) -> None:
    st.session_state[PICKED] = [one for one in st.session_state.get(PICKED, ()) if one != item]
