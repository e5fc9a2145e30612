"""The lists as a table, to sort and to take along."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.kit import layout, tables
from pages.parts.recommendations import messages as m
from pages.parts.recommendations.lists_view import ListColumn
from recsys_core.schema.columns import Columns
from recsys_core.services.recommend.side_by_side import lists_frame
from recsys_core.wording.messages import say

DRAWER = "lists-drawer"


def show(columns: Sequence[ListColumn], user: str) -> None:
    """A closed drawer with all lists below one another, and the download."""
    with st.container(horizontal=True, vertical_alignment="center", key="lists-below"):
        layout.quiet(say(m.CLICK_A_PRODUCT))
        layout.table_downloads(
            say(m.DOWNLOAD_LISTS),
            lambda: lists_frame([column.shown for column in columns]),
            f"recommendations-{_safe_name(user)}.csv",
            key="lists-csv",
        )
    drawer = st.expander(say(m.AS_A_TABLE), key=DRAWER, on_change="rerun")
    if drawer.open:
        with drawer:
            _table(columns)


def _table(columns: Sequence[ListColumn]) -> None:
    frame = pd.concat(
        [column.shown.result.to_frame().assign(list=column.title) for column in columns],
        ignore_index=True,
    )
    tables.show(
        frame,
        {
            "list": tables.text(say(m.LIST), width="small"),
            Columns.Rank: tables.count(say(m.RANK)),
            Columns.Title: tables.text(say(m.PRODUCT), width="medium"),
            Columns.Category: tables.text(say(m.CATEGORY)),
            Columns.Brand: tables.text(say(m.BRAND)),
            Columns.Price: tables.money(say(m.PRICE)),
            Columns.Score: tables.decimal(say(m.SCORE)),
            Columns.Reason: tables.text(say(m.REASON), width="large"),
            Columns.Item: tables.text(say(m.PRODUCT_NUMBER)),
        },
        key="lists-table",
        alt=say(m.ABOUT_TABLE),
        rows=12,
    )


def _safe_name(user: str) -> str:
    return "".join(one if one.isalnum() else "-" for one in user)[:40] or "customer"
