"""The customer base at a glance: segments, and everybody in a table."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.kit import address, customer_picker, layout, period, tables
from pages.kit.state import LINKED
from pages.parts.customers import messages as m
from pages.parts.customers.charts.segments import customer_segments, segments_title
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns
from recsys_core.services.customers import summary
from recsys_core.services.customers.finding import find_customers
from recsys_core.services.customers.profiles import customer_overview, segment_summary
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import Plural, say
from recsys_core.wording.numbers import number

ROWS = 1_000
FIND = "find"
SEGMENT, CHART = "segment", "segments"


def answer(ws: Workspace) -> tuple[str, str]:
    """The page's first line and the quiet one below it while nobody is chosen."""
    overview = customer_overview(ws)
    first = summary.base_answer(overview, segment_summary(ws))
    return first, summary.return_answer(overview, customer_state(ws).before)


def show(ws: Workspace) -> None:
    """Segments as bars, what they mean beside them, and the customers below."""
    overview, segments = customer_overview(ws), segment_summary(ws)
    rated = customer_state(ws).activity.kind == "rating"
    period.show(ws, say(m.RATINGS if rated else m.PURCHASES))
    picture, meaning = st.columns([6, 5], gap="large")
    with picture:
        title = segments_title(segments)
        layout.chart(
            customer_segments(segments, title),
            CHART,
            alt=say(m.SEGMENTS_ALT, finding=title),
            on_select=_choose,
        )
    with meaning:
        layout.section(say(m.SEGMENTS_MEAN))
        with st.container(key="segment-meanings"):
            for row in segments.itertuples():
                _segment(row, m.DAYS_EACH if rated else m.VISITS_EACH)
    with layout.controls("find"):
        typed = st.text_input(
            say(m.FIND_BY_FACTS), key=FIND, placeholder=say(m.TYPE_FACTS), width=520, **LINKED
        )
    said = ""
    if typed.strip():
        overview, said = find_customers(ws, typed)
    segment = _chosen(set(segments["segment"]))
    if segment is not None:
        with layout.controls("segment"):
            st.button(say(m.ALL_SEGMENTS), key="all-segments", on_click=_forget, type="tertiary")
    _everybody(overview, segment, said)


def _chosen(known: set[str]) -> str | None:
    """The segment the address asks for, or the one that was clicked; the address then holds it."""
    for found in address.changed_in_url([SEGMENT]).values():
        st.session_state[SEGMENT] = found[0]
    segment = st.session_state.get(SEGMENT)
    segment = segment if segment in known else None
    address.write({SEGMENT: [segment] if segment else []})
    return segment


def _choose() -> None:
    st.session_state[SEGMENT] = _selected(st.session_state[CHART].selection.points)


def _forget() -> None:
    st.session_state.pop(SEGMENT, None)


def _segment(row: Any, each: Plural) -> None:
    name, meaning = st.columns([2, 7], gap="small")
    name.text(row.segment)
    mean = number(row.visits)
    about = {
        "meaning": row.meaning,
        "customers": say(m.CUSTOMERS, n=row.customers),
        "visits": say(each, n=1 if mean == "1" else mean),
    }
    if pd.isna(row.recency_days):
        meaning.text(say(m.SEGMENT, **about))
    else:
        meaning.text(say(m.SEGMENT_AWAY, n=round(row.recency_days), **about))


def _everybody(overview: pd.DataFrame, segment: str | None, found: str = "") -> None:
    """found: how what was typed was understood."""
    frame = overview if segment is None else overview[overview[Columns.Segment] == segment]
    whole = say(m.CUSTOMERS_FOUND if found else m.ALL_CUSTOMERS)
    who = say(m.SEGMENT_HAS, segment=segment, n=len(frame)) if segment is not None else whole
    first = say(m.MOST_ACTIVE, rows=ROWS, n=len(frame)) if len(frame) > ROWS else ""
    if found:
        st.text(found)
    layout.section(who, f"{first} {'' if segment else say(m.HOW_TO_CHOOSE)}".strip())
    columns = {
        CustomerColumns.Label: tables.text(say(m.CUSTOMER), width="medium"),
        Columns.Segment: tables.text(say(m.SEGMENT_LABEL)),
        CustomerColumns.Visits: tables.count(say(m.VISITS)),
        CustomerColumns.Spend: tables.money(say(m.SPEND)),
        CustomerColumns.Last: tables.day(say(m.LAST_SEEN)),
        CustomerColumns.Interval: tables.decimal(say(m.COMES_EVERY)),
        CustomerColumns.Status: tables.text(say(m.STATUS)),
    }
    shown = {name: kind for name, kind in columns.items() if frame[name].notna().any()}
    chosen = tables.show(
        frame.head(ROWS),
        shown,
        key=f"everybody-{segment or 'all'}-{found}",
        alt=say(m.EVERYBODY_ALT),
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
