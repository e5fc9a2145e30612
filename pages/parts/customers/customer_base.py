"""The customer base at a glance: segments, and everybody in a table."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.kit import customer_picker, customer_words, layout, tables
from pages.parts.customers.charts.segments import customer_segments, segments_title
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns
from recsys_core.services.customers.profiles import customer_overview, segment_summary
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.numbers import number, plural

ROWS = 1_000


def answer(ws: Workspace) -> str:
    """The page's first line while nobody is chosen."""
    return customer_words.base_answer(customer_overview(ws), segment_summary(ws))


def show(ws: Workspace) -> None:
    """Segments as bars, what they mean beside them, and the customers below."""
    overview, segments = customer_overview(ws), segment_summary(ws)
    rated = customer_state(ws).activity.kind == "rating"
    picture, meaning = st.columns([6, 5], gap="large")
    with picture:
        title = segments_title(segments)
        points = layout.chart(
            customer_segments(segments, title),
            "segments",
            alt=f"Share of customers and of spend by segment. {title}",
            on_select="rerun",
        )
    with meaning:
        layout.section("What the segments mean")
        with st.container(key="segment-meanings"):
            for row in segments.itertuples():
                _segment(row, "day with ratings" if rated else "visit")
    _everybody(overview, _selected(points))


def _segment(row: Any, noun: str) -> None:
    name, told = st.columns([2, 7], gap="small")
    name.text(row.segment)
    mean = number(row.visits, 2)
    visits = f"{mean} {noun if mean == '1' else _many(noun)} each"
    away = (
        "" if pd.isna(row.recency_days) else f", away for {plural(round(row.recency_days), 'day')}"
    )
    told.text(f"{row.meaning} {plural(row.customers, 'customer')}, {visits}{away}.")


def _many(noun: str) -> str:
    """`visits`, `days with ratings`."""
    first, *rest = noun.split(" ")
    return " ".join([first + "s", *rest])


def _everybody(overview: pd.DataFrame, segment: str | None) -> None:
    frame = overview if segment is None else overview[overview[Columns.Segment] == segment]
    who = "All customers" if segment is None else f"{segment}: {plural(len(frame), 'customer')}"
    first = f"The {ROWS:,} most active of {len(frame):,}. " if len(frame) > ROWS else ""
    hint = "" if segment else "Select a bar above to see one segment; click a customer to go there."
    layout.section(who, f"{first}{hint}")
    columns = {
        CustomerColumns.Label: tables.text("Customer", width="medium"),
        Columns.Segment: tables.text("Segment"),
        CustomerColumns.Visits: tables.count("Visits"),
        CustomerColumns.Spend: tables.money("Spend"),
        CustomerColumns.Last: tables.day("Last seen"),
        CustomerColumns.Interval: tables.decimal("Comes every (days)", 1),
        CustomerColumns.Status: tables.text("Status"),
    }
    shown = {name: kind for name, kind in columns.items() if frame[name].notna().any()}
    chosen = tables.show(
        frame.head(ROWS),
        shown,
        key=f"everybody-{segment or 'all'}",
        alt="Customers with segment, visits, spend and last visit",
        file_name="customers.csv",
        rows=10,
        select="single-row",
    )
    if chosen:
        customer_picker.go_to(str(frame[Columns.User].iloc[chosen[0]]))


def _selected(points: list[dict[str, Any]]) -> str | None:
    """The segment of the bar that was clicked; its name leads the point's own data."""
    for point in points:
        data = point.get("customdata")
        if isinstance(data, dict):
            data = list(data.values())
        if data:
            return str(data[0])
    return None
