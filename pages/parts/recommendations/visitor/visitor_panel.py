"""A made-up visitor on the Recommendations page: picks products, types wishes, gets a list."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from pages.kit import errors, layout, tables
from pages.kit.formats import plain, plural, shorten
from pages.kit.state import KEPT, LINKED, Keys
from recsys_core.schema.errors import TastelabError
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.services.customers.history import Product, find_products, products
from recsys_core.services.recommend.visitor.visitor import VisitorItem, VisitorResult, visitor_list
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import TrainedModel
from recsys_core.services.workspace.workspace import Workspace

WHO = "whose"
CUSTOMER, VISITOR = "customer", "visitor"
NAMES = {CUSTOMER: "A customer", VISITOR: "A made-up visitor"}
PICKED, SEARCH, WISH = "visitor-picked", "visitor-search", "visitor-wish"
FOUND = 8
EXAMPLE = "for instance: gluten-free snacks for kids"


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
            "Whose list",
            list(NAMES),
            format_func=NAMES.get,
            key=WHO,
            default=CUSTOMER,
            required=True,
            label_visibility="collapsed",
            **LINKED,
        )
    if chosen != VISITOR:
        return False
    left, right = st.columns([1, 2.7], gap="large")
    with left:
        model = st.selectbox(
            "Model",
            list(trained),
            index=list(trained).index(best) if best in trained else 0,
            format_func=short_title,
            key="visitor-model",
            **KEPT,
        )
        picked = _picking(ws, trained[model])
        wish = _wish()
        diversity = st.slider(
            "Diversity",
            0.0,
            1.0,
            0.2,
            0.05,
            key="visitor-diversity",
            help="0 keeps the order as it is; 1 looks only for products unlike each other.",
            **KEPT,
        )
    with right:
        if not picked and not wish:
            page.answer("Pick a few products or type a wish, and see the list at once.")
            _hint()
            return True
        found = _list(ws, picked, wish, model, RerankConfig(diversity=diversity))
        if found is None:
            page.answer("Nothing fits yet.")
            return True
        page.answer(_sentence(found, picked, wish))
        _results(found)
    return True


def _picking(ws: Workspace, trained: TrainedModel) -> tuple[Product, ...]:
    """The products picked so far, and a search for more."""
    held = tuple(st.session_state.get(PICKED, ()))
    picked = products(ws, held, trained.data_settings)
    typed = st.text_input(
        "Products the visitor picks", key=SEARCH, placeholder="Type part of a name"
    )
    if typed:
        offered = find_products(ws, typed, trained.data_settings, FOUND)
        if not offered:
            layout.quiet(f"No product with “{shorten(typed, 30)}” in its name.")
        with st.container(gap=None):
            for one in offered:
                st.button(
                    f"＋ {plain(shorten(one.title, 60))}",
                    key=f"visitor-add-{one.item_id}",
                    help=plain(f"{one.title} ({one.category}): {one.customers:,} have it."),
                    on_click=_add,
                    args=(one.item_id,),
                    type="tertiary",
                    width="stretch",
                )
    with st.container(gap=None, key="visitor-picks"):
        for one in picked:
            st.button(
                f"✕ {plain(shorten(one.title, 60))}",
                key=f"visitor-drop-{one.item_id}",
                help="Take it out again.",
                on_click=_drop,
                args=(one.item_id,),
                width="stretch",
            )
    return picked


def _wish() -> str:
    return st.text_input(
        "What the visitor is looking for", key=WISH, placeholder=EXAMPLE, max_chars=300, **LINKED
    ).strip()


def _list(
    ws: Workspace, picked: Sequence[Product], wish: str, model: str, rerank_config: RerankConfig
) -> VisitorResult | None:
    k = int(st.session_state.get(Keys.K) or 10)
    try:
        with st.spinner("Looking through the products …", show_time=True):
            add = tuple(one.item_id for one in picked)
            return visitor_list(ws, add, wish, model, k, rerank_config)
    except TastelabError as error:
        errors.show(error)
        return None


def _sentence(found: VisitorResult, picked: Sequence[Product], wish: str) -> str:
    """The first line."""
    kinds = len({item.category for item in found.items if item.category})
    who = []
    if picked:
        who.append(f"picked {plural(len(picked), 'product')}")
    if wish:
        who.append(f"asked for “{shorten(wish, 60)}”")
    products_ = plural(len(found.items), "product")
    categories = f" from {plural(kinds, 'category', 'categories')}" if kinds else ""
    return f"{products_}{categories} for a visitor who {' and '.join(who)}."


def _results(found: VisitorResult) -> None:
    layout.quiet(found.how)
    if found.unknown:
        words = ", ".join(f"“{shorten(word, 30)}”" for word in found.unknown)
        layout.quiet(f"No product's text has {words}.")
    frame = pd.DataFrame([_row(item) for item in found.items])
    columns = {
        "rank": tables.count("Rank"),
        "title": tables.text("Product", width="medium"),
        "category": tables.text("Category"),
        "price": tables.money("Price"),
        "fits": tables.share("Fits what was typed"),
        "reason": tables.text("Why", width="large"),
        "item_id": tables.text("Product number"),
    }
    if frame["fits"].isna().all():
        columns.pop("fits")
    if frame["price"].isna().all():
        columns.pop("price")
    tables.show(
        frame,
        columns,
        key="visitor-list",
        alt="The list for the made-up visitor with reasons",
        file_name="visitor.csv",
        rows=20,
    )


def _row(item: VisitorItem) -> dict[str, object]:
    return {
        "rank": item.rank,
        "title": item.title,
        "category": item.category,
        "price": item.price,
        "fits": item.fits,
        "reason": item.reason,
        "item_id": item.item_id,
    }


def _hint() -> None:
    with layout.card("visitor-hint"):
        st.subheader("Somebody who has bought nothing yet", anchor=False)
        st.text(
            "Their picks count as if bought just now; their words are compared with the texts of "
            "all products. No training is needed."
        )


def _add(item: str) -> None:
    held = [one for one in st.session_state.get(PICKED, ()) if one != item]
    st.session_state[PICKED] = [*held, item]
    st.session_state[SEARCH] = ""


def _drop(item: str) -> None:
    st.session_state[PICKED] = [one for one in st.session_state.get(PICKED, ()) if one != item]
