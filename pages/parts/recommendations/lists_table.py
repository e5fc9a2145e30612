"""The lists as a table, to sort and to take along."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.kit import layout, tables
from pages.parts.recommendations.lists_view import Column
from recsys_core.schema.columns import Columns
from recsys_core.services.recommend.side_by_side import lists_csv

DRAWER = "lists-drawer"


def show(columns: Sequence[Column], user: str) -> None:
    """A closed drawer with all lists below one another, and the download."""
    with st.container(horizontal=True, vertical_alignment="center", key="lists-below"):
        layout.quiet("Click a product to see what its score is made of.")
        layout.download(
            "Download these lists as CSV",
            lambda: lists_csv([column.shown for column in columns]),
            f"recommendations-{_safe_name(user)}.csv",
            key="lists-csv",
        )
    drawer = st.expander("The same lists as a table", key=DRAWER, on_change="rerun")
    if drawer.open:
        with drawer:
            _table(columns)


def _table(columns: Sequence[Column]) -> None:
    frame = pd.concat(
        [column.shown.result.to_frame().assign(list=column.title) for column in columns],
        ignore_index=True,
    )
    tables.show(
        frame,
        {
            "list": tables.text("List", width="small"),
            Columns.Rank: tables.count("Rank"),
            Columns.Title: tables.text("Product", width="medium"),
            Columns.Category: tables.text("Category"),
            Columns.Brand: tables.text("Brand"),
            Columns.Price: tables.money("Price"),
            Columns.Score: tables.decimal("Score", 3),
            Columns.Reason: tables.text("Reason", width="large"),
            Columns.Item: tables.text("Product number"),
        },
        key="lists-table",
        alt="The recommended products of all lists with rank, price, score and reason",
        rows=12,
    )


def _safe_name(user: str) -> str:
    return "".join(one if one.isalnum() else "-" for one in user)[:40] or "customer"
