"""The product's side, on the Recommendations page: one of the catalogue, or a new one."""

from collections.abc import Sequence
from dataclasses import asdict

import pandas as pd
import streamlit as st

from pages.kit import errors, layout, tables
from pages.kit.formats import number, plain, plural, share, shorten
from pages.kit.layout import Figure
from pages.kit.state import KEPT
from pages.parts.recommendations.products.charts.neighbours import near as near_figure
from recsys_core.schema.errors import TastelabError
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

DRAWER, SEARCH, CHOSEN, KIND = "product-side", "product-search", "product-chosen", "product-kind"
OURS, NEW = "A product of the catalogue", "A new product"
FOUND = 8
_KEY = {Workspace: lambda ws: str(ws.path)}


def show(ws: Workspace, model: str) -> None:
    """A drawer: what is near a product, who would want it, on whose lists it is."""
    with layout.controls("product-side"):
        drawer = st.expander("The product's side", key=DRAWER, on_change="rerun")
        if not drawer.open:
            return
        with drawer, errors.shown_here():
            kind = st.segmented_control(
                "Which product",
                [OURS, NEW],
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


def open_product(item: str) -> None:
    """Show a product's side; for a button's `on_click`."""
    st.session_state[CHOSEN] = item
    st.session_state[DRAWER] = True


def _ours(ws: Workspace, model: str) -> None:
    settings = trained_model(ws, model).data_settings
    typed = st.text_input(
        "Find a product", key=SEARCH, placeholder="Type part of a name, a category or a number"
    )
    if typed:
        offered = find_products(ws, typed, settings, FOUND)
        if not offered:
            layout.quiet(f"No product with “{shorten(typed, 30)}” in its name.")
        with st.container(horizontal=True, gap="small"):
            for one in offered:
                st.button(
                    plain(shorten(one.title, 44)),
                    key=f"product-{one.item_id}",
                    help=plain(f"{one.category}: {one.customers:,} customers have it."),
                    on_click=_choose,
                    args=(one.item_id,),
                )
    chosen = st.session_state.get(CHOSEN)
    if not chosen:
        layout.quiet("Choose a product to see what is near it and who would want it.")
        return
    _side(_found(ws, ws.data_version(), trained_model(ws, model).run_id, chosen))


@st.cache_resource(show_spinner="Asking every customer's list …", max_entries=30, hash_funcs=_KEY)
def _found(ws: Workspace, version: int, run_id: str, item: str) -> ItemSide:
    return item_side(ws, item, run_id)


def _side(found: ItemSide) -> None:
    layout.section(plain(found.title), found.category)
    st.text(found.sentence)
    seen = found.lists
    layout.figures(
        [
            Figure("Customers who have it", f"{found.customers:,}"),
            Figure(
                f"On lists of {seen.k}",
                share(seen.with_it / seen.looked_at if seen.looked_at else None),
                model_words(found),
            ),
            Figure("Mean place there", number(seen.mean_rank, 2), "1 is the first place."),
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
        st.markdown("**Where behaviour and text disagree**")
        for sentence in found.disagreements or ("They agree on the nearest products.",):
            st.text(sentence)
    left, right = st.columns(2, gap="large")
    with left:
        _near_table("Nearest by behaviour", found.by_behaviour, "behaviour")
        _wanting("Who would want it", found.wanting, model_words(found))
    with right:
        _near_table("Nearest by text", found.by_text, "text")
        _together(found)


def _near_title(found: ItemSide) -> str:
    agreed = {one.item_id for one in found.by_behaviour} & {one.item_id for one in found.by_text}
    of = max(len(found.by_behaviour), len(found.by_text))
    many = f"{len(agreed)}" if agreed else "None"
    return f"{many} of the {of} nearest products are near both by behaviour and by text"


def _near_table(title: str, found: Sequence[Neighbour], first: str) -> None:
    st.markdown(f"**{title}**")
    if not found:
        layout.quiet("No product is near it in this way.")
        return
    other = "text" if first == "behaviour" else "behaviour"
    tables.show(
        pd.DataFrame([asdict(one) for one in found]),
        {
            "title": tables.text("Product", width="medium"),
            first: tables.decimal("Likeness", 3, help="0 is unrelated, 1 the same."),
            f"{other}_rank": tables.count(f"Place by {other}"),
            "both": tables.count("Customers of both"),
            "item_id": tables.text("Product number"),
        },
        key=f"product-near-{first}",
        alt=title,
        file_name=f"near-by-{first}.csv",
        rows=8,
    )


def _wanting(title: str, found: Sequence[InterestedCustomer], how: str) -> None:
    st.markdown(f"**{title}**")
    layout.quiet(how)
    frame = pd.DataFrame([asdict(one) for one in found], columns=["user", "segment", "rank", "why"])
    columns = {
        "user": tables.text("Customer"),
        "segment": tables.text("Segment"),
        "rank": tables.count("Place", help="Its place among all the customer does not have."),
        "why": tables.text("Why", width="large"),
    }
    if not frame["why"].any():
        columns.pop("why")
    tables.show(frame, columns, key="product-wanting", alt=title, file_name="customers.csv", rows=8)


def _together(found: ItemSide) -> None:
    st.markdown("**Bought in one go**")
    layout.quiet(found.together_how)
    if not found.together:
        return
    tables.show(
        pd.DataFrame([asdict(one) for one in found.together]),
        {
            "title": tables.text("Product", width="medium"),
            "baskets": tables.count("Purchases of both"),
            "confidence": tables.share("Share of its purchases"),
            "lift": tables.decimal(
                "Times as often", 1, help="Against how often it is bought anyway."
            ),
            "item_id": tables.text("Product number"),
        },
        key="product-together",
        alt="Products bought in one go",
        file_name="bought-together.csv",
        rows=8,
    )


def _new(ws: Workspace) -> None:
    left, right = st.columns(2, gap="large")
    title = left.text_input("Title", key="product-new-title", max_chars=200, **KEPT)
    category = right.text_input("Category", key="product-new-category", max_chars=200, **KEPT)
    brand = left.text_input("Brand (if any)", key="product-new-brand", max_chars=200, **KEPT)
    about = right.text_input(
        "Description (if any)", key="product-new-description", max_chars=1000, **KEPT
    )
    if not title.strip():
        layout.quiet("Type a title and a category; the product is placed at once, nothing is kept.")
        return
    try:
        with st.spinner("Placing the product …"):
            _placed(new_product(ws, title, category, about, brand))
    except TastelabError as error:
        errors.show(error)


def _placed(found: NewProduct) -> None:
    layout.quiet(found.how)
    if found.unknown:
        words = ", ".join(f"“{shorten(word, 30)}”" for word in found.unknown)
        layout.quiet(f"{plural(len(found.unknown), 'word')} no other product has: {words}.")
    left, right = st.columns(2, gap="large")
    with left:
        _near_table("Nearest by text", found.by_text, "text")
    with right:
        _wanting("Who would want it", found.wanting, "By what they have bought that is like it.")
    _near_table("What its customers would buy too", found.neighbours, "behaviour")


def _choose(item: str) -> None:
    st.session_state[CHOSEN] = item
    st.session_state[SEARCH] = ""
