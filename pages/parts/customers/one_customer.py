"""One customer: four figures, what they buy, when they came, who is like them."""

import pandas as pd
import streamlit as st

from pages.kit import customer_picker, errors, layout, tables
from pages.kit.list_cache import ListCache
from pages.parts.customers import messages as m
from pages.parts.customers.charts.tastes import customer_tastes, tastes_title
from pages.parts.customers.charts.visits import customer_visits, visits_title
from pages.parts.customers.one import more, their_data
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns
from recsys_core.services.customers import summary
from recsys_core.services.customers.profiles import CustomerProfile
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say

LINES = 500


def profile(ws: Workspace, user: str) -> CustomerProfile:
    """The customer, kept until the data changes."""
    return ListCache.now(ws).profile(user)


def segment(ws: Workspace, user: str | None) -> str | None:
    """The segment whose customers the steps go through."""
    return str(profile(ws, user).rfm[Columns.Segment]) if user else None


def next_pages(user: str | None) -> None:
    """Back to everybody, and on to the customer's recommendations."""
    if user is None:
        return
    st.button(
        say(m.ALL_CUSTOMERS), key="customer-none", on_click=customer_picker.choose, args=(None,)
    )
    if st.button(say(m.SHOW_RECOMMENDATIONS), key="customer-lists", type="primary"):
        st.switch_page("pages/recommendations.py")


def show(ws: Workspace, found: CustomerProfile) -> None:
    """Everything about one customer below the first line."""
    rated = found.activity.kind == "rating"
    layout.figures(summary.figures(found))
    layout.quiet(summary.status_line(found))
    with errors.shown_here():
        more.outlook(ws, found)
    tastes, visits = st.columns([5, 6], gap="large")
    with tastes:
        _tastes(found, rated)
    with visits:
        _visits(found, rated)
    near, lines = st.columns([5, 6], gap="large")
    with near:
        _nearest(found)
        _attributes(found)
    with lines:
        _lines(found, rated)
    more.habits(ws, found)
    more.contacts(ws, found.user_id)
    their_data.show(ws, found.user_id)


def _tastes(found: CustomerProfile, rated: bool) -> None:
    noun = say(m.RATINGS if rated else m.PURCHASES)
    if found.tastes.empty:
        layout.section(say(m.WHAT_THEY_BUY))
        layout.quiet(say(m.NO_CATEGORY, noun=noun))
        return
    title = tastes_title(found.tastes, noun=noun)
    figure = customer_tastes(found.tastes, title, noun=noun)
    layout.chart(figure, "tastes", alt=say(m.TASTES_ALT, noun=noun, finding=title))


def _visits(found: CustomerProfile, rated: bool) -> None:
    if found.timeline.empty or found.timeline[Columns.Time].isna().all():
        layout.section(say(m.WHEN_THEY_CAME))
        layout.quiet(say(m.NO_DATES))
        return
    title = visits_title(found.timeline, rated=rated)
    until = found.lifecycle["data_until"]
    expected = found.lifecycle[CustomerColumns.NextExpected]
    figure = customer_visits(
        found.timeline,
        title,
        rated=rated,
        until=None if until is None else pd.Timestamp(until),
        expected=None if rated or expected is None else pd.Timestamp(expected),
    )
    layout.chart(figure, "visits", alt=say(m.VISITS_ALT, finding=title))
    if not rated and expected is not None:
        told = {"day": day(pd.Timestamp(expected))}
        layout.quiet(say(m.NEXT_BY[found.lifecycle[CustomerColumns.NextBy]], **told))


def _nearest(found: CustomerProfile) -> None:
    layout.section(say(m.MOST_ALIKE), say(m.CLICK_ONE))
    if found.neighbours.empty:
        layout.quiet(say(m.NOTHING_IN_COMMON))
        return
    chosen = tables.show(
        found.neighbours,
        {
            Columns.User: tables.text(say(m.CUSTOMER)),
            CustomerColumns.Similarity: tables.share(say(m.LIKENESS), say(m.ABOUT_LIKENESS)),
            CustomerColumns.SharedProducts: tables.count(say(m.IN_COMMON)),
            Columns.Segment: tables.text(say(m.SEGMENT_LABEL)),
            CustomerColumns.Rarest: tables.text(say(m.ALIKE_WHY), say(m.ABOUT_WHY)),
        },
        # A table of its own for every customer, so that arriving somewhere selects nothing there.
        key=f"nearest-{found.user_id}",
        alt=say(m.ALIKE_ALT),
        select="single-row",
    )
    if chosen:
        customer_picker.go_to(str(found.neighbours[Columns.User].iloc[chosen[0]]))


def _attributes(found: CustomerProfile) -> None:
    if not found.attributes:
        return
    layout.section(say(m.FROM_CUSTOMER_LIST))
    frame = pd.DataFrame(
        [(name.replace("_", " ").capitalize(), value) for name, value in found.attributes.items()],
        columns=["fact", "value"],
    )
    tables.show(
        frame,
        {"fact": tables.text(say(m.FACT)), "value": tables.text(say(m.VALUE))},
        key="attributes",
        alt=say(m.FACTS_ALT),
    )


def _lines(found: CustomerProfile, rated: bool) -> None:
    noun = say(m.RATINGS if rated else m.PURCHASES)
    frame = found.recent
    cut = len(frame) > LINES
    more = say(m.LATEST, lines=LINES, n=len(frame)) if cut else say(m.LATEST_FIRST)
    layout.section(say(m.RECENT, noun=noun), more)
    columns = {
        Columns.Time: tables.day(say(m.DATE)),
        Columns.Title: tables.text(say(m.PRODUCT), width=265),
        Columns.Category: tables.text(say(m.CATEGORY), width=125),
    }
    if rated:
        columns[Columns.Rating] = tables.given(say(m.RATING))
    else:
        columns[Columns.Quantity] = tables.given(say(m.QUANTITY))
        columns[Columns.Revenue] = tables.money(say(m.PAID))
    columns[Columns.Item] = tables.text(say(m.PRODUCT_NUMBER))
    shown = {name: kind for name, kind in columns.items() if frame[name].notna().any()}
    tables.show(
        frame.head(LINES),
        shown or columns,
        key="lines",
        alt=say(m.LINES_ALT, noun=noun),
        file_name="ratings.csv" if rated else "purchases.csv",
        rows=12,
    )
