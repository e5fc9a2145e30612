"""Tables that are filled in: terms and stock by offer, and limits for groups of customers."""

import pandas as pd
import streamlit as st
from streamlit.column_config import NumberColumn, SelectboxColumn

from pages.kit import layout, tables
from pages.kit.text import plain
from pages.parts.campaigns.offers import messages as m
from recsys_core.services.campaigns.offers.chances import OfferChances
from recsys_core.services.customers.group_choice import group_names
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

OWN, LIMITED = "offers-own", "offers-limited"
FILLED, BEGAN = "_{key}_filled", "_{key}_began"
TERMS = ("value", "face_value", "handling", "stock")
GROUPS = ("group", "least", "most")


def own_terms(chances: OfferChances) -> pd.DataFrame | None:
    """offer_id as index and `TERMS`, NaN where a cell is empty; None where all are."""
    fresh = chances.offers[["offer_id", "about"]].assign(**dict.fromkeys(TERMS, float("nan")))
    columns = {
        "offer_id": tables.text(say(m.OFFER)),
        "about": tables.text(say(m.OF_WHAT)),
        "value": _amount(m.SPENT),
        "face_value": _amount(m.FACE),
        "handling": _amount(m.HANDLING),
        "stock": _whole(m.HOW_MANY),
    }
    layout.quiet(say(m.ABOUT_TERMS))
    began = _began(OWN, fresh, same=("offer_id",))
    filled = st.data_editor(
        began,
        column_config=columns,
        disabled=["offer_id", "about"],
        hide_index=True,
        key=OWN,
        height=(min(len(fresh), 8) + 1) * tables.ROW_HEIGHT + 3,
        row_height=tables.ROW_HEIGHT,
        placeholder="",
    )
    st.session_state[FILLED.format(key=OWN)] = filled
    frame = filled.set_index("offer_id")[list(TERMS)].astype(float)
    layout.table_downloads(
        say(m.TERMS_AS_CSV), lambda: frame.reset_index(), "terms.csv", key="offers-terms-csv"
    )
    return frame if frame.notna().to_numpy().any() else None


def group_limits(ws: Workspace) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
    """Groups with the least coupons they get, and those with the most."""
    names = group_names(ws)
    fresh = pd.DataFrame({"group": [None], "least": [float("nan")], "most": [float("nan")]})
    columns = {
        "group": SelectboxColumn(plain(say(m.GROUP)), options=names),
        "least": _whole(m.LEAST),
        "most": _whole(m.MOST),
    }
    layout.quiet(say(m.ABOUT_GROUPS))
    filled = st.data_editor(
        _began(LIMITED, fresh.astype({"group": object})),
        column_config=columns,
        num_rows="dynamic",
        hide_index=True,
        key=LIMITED,
        row_height=tables.ROW_HEIGHT,
        placeholder="",
    )
    st.session_state[FILLED.format(key=LIMITED)] = filled.reset_index(drop=True)
    named = filled[filled["group"].isin(names)].drop_duplicates("group", keep="last")
    least = named.dropna(subset=["least"])
    most = named.dropna(subset=["most"])
    return (
        tuple(zip(least["group"], least["least"].astype(int).tolist(), strict=True)),
        tuple(zip(most["group"], most["most"].astype(int).tolist(), strict=True)),
    )


def _began(key: str, fresh: pd.DataFrame, same: tuple[str, ...] = ()) -> pd.DataFrame:
    """What the table begins with: what was filled in before the part was left, else empty cells.
    Within one visit it stays, because a table of Streamlit keeps what was changed beside it.
    same: columns that must be what they are in `fresh`.
    """
    began, filled = BEGAN.format(key=key), FILLED.format(key=key)
    if key not in st.session_state:
        st.session_state[began] = st.session_state.get(filled, fresh)
    kept: pd.DataFrame = st.session_state.get(began, fresh)
    if any(list(kept[name]) != list(fresh[name]) for name in same):
        st.session_state[began] = kept = fresh
    return kept


def _amount(label: str) -> tables.Column:
    return NumberColumn(plain(say(label)), min_value=0.0, format="%.2f")


def _whole(label: str) -> tables.Column:
    return NumberColumn(plain(say(label)), min_value=0, step=1, format="%d")
