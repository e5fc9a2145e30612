"""One customer: four figures, what they buy, when they came, who is like them."""

import pandas as pd
import streamlit as st

from pages.kit import customer_picker, customer_words, layout, tables
from pages.kit.list_cache import ListCache
from pages.parts.customers.charts.tastes import customer_tastes, tastes_title
from pages.parts.customers.charts.visits import customer_visits, visits_title
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns
from recsys_core.services.customers.profiles import CustomerProfile
from recsys_core.services.workspace.workspace import Workspace

LINES = 500


def profile(ws: Workspace, user: str) -> CustomerProfile:
    """The customer, kept until the data changes."""
    return ListCache.now(ws).profile(user)


def segment(ws: Workspace, user: str | None) -> str | None:
    """The segment whose customers the steps go through."""
    return str(profile(ws, user).rfm[Columns.Segment]) if user else None


def ways_on(user: str | None) -> None:
    """Back to everybody, and on to the customer's recommendations."""
    if user is None:
        return
    st.button("All customers", key="customer-none", on_click=customer_picker.choose, args=(None,))
    if st.button("Show recommendations", key="customer-lists", type="primary"):
        st.switch_page("pages/recommendations.py")


def show(found: CustomerProfile) -> None:
    """Everything about one customer below the first line."""
    rated = found.activity.kind == "rating"
    layout.figures(customer_words.figures(found))
    layout.quiet(customer_words.status_line(found))
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


def _tastes(found: CustomerProfile, rated: bool) -> None:
    noun = "ratings" if rated else "purchases"
    if found.tastes.empty:
        layout.section("What they buy")
        layout.quiet(f"The products of these {noun} have no category. Import a product list.")
        return
    title = tastes_title(found.tastes, noun=noun)
    figure = customer_tastes(found.tastes, title, noun=noun)
    layout.chart(figure, "tastes", alt=f"Share of {noun} by category against the average. {title}")


def _visits(found: CustomerProfile, rated: bool) -> None:
    if found.timeline.empty or found.timeline[Columns.Time].isna().all():
        layout.section("When they came")
        layout.quiet("The data has no dates for this customer.")
        return
    title = visits_title(found.timeline, rated=rated)
    expected, until = (
        found.lifecycle[name] for name in (CustomerColumns.NextExpected, "data_until")
    )
    figure = customer_visits(
        found.timeline,
        title,
        rated=rated,
        until=None if until is None else pd.Timestamp(until),
        expected=None if rated or expected is None else pd.Timestamp(expected),
    )
    layout.chart(figure, "visits", alt=f"Visits over time. {title}")


def _nearest(found: CustomerProfile) -> None:
    layout.section("Customers who are most alike", "Click one to go there.")
    if found.neighbours.empty:
        layout.quiet("Nobody else has a product in common with this customer.")
        return
    chosen = tables.show(
        found.neighbours,
        {
            Columns.User: tables.text("Customer"),
            CustomerColumns.Similarity: tables.share(
                "Likeness", "How alike two customers' products are: 100 % is the same."
            ),
            CustomerColumns.SharedProducts: tables.count("Products in common"),
            Columns.Segment: tables.text("Segment"),
        },
        # A table of its own for every customer, so that arriving somewhere selects nothing there.
        key=f"nearest-{found.user_id}",
        alt="Customers who are most alike, with the number of products in common",
        select="single-row",
    )
    if chosen:
        customer_picker.go_to(str(found.neighbours[Columns.User].iloc[chosen[0]]))


def _attributes(found: CustomerProfile) -> None:
    if not found.attributes:
        return
    layout.section("From the customer list")
    frame = pd.DataFrame(
        [(name.replace("_", " ").capitalize(), value) for name, value in found.attributes.items()],
        columns=["fact", "value"],
    )
    tables.show(
        frame,
        {"fact": tables.text("Fact"), "value": tables.text("Value")},
        key="attributes",
        alt="What the customer list says",
    )


def _lines(found: CustomerProfile, rated: bool) -> None:
    noun = "ratings" if rated else "purchases"
    frame = found.recent
    more = f"The latest {LINES} of {len(frame):,}." if len(frame) > LINES else "Latest first."
    layout.section(f"Recent {noun}", more)
    columns = {
        Columns.Time: tables.day("Date"),
        Columns.Title: tables.text("Product", width="medium"),
        Columns.Category: tables.text("Category"),
    }
    if rated:
        columns[Columns.Rating] = tables.decimal("Rating", 1)
    else:
        columns[Columns.Quantity] = tables.decimal("Quantity", 0)
        columns[Columns.Revenue] = tables.money("Paid")
    columns[Columns.Item] = tables.text("Product number")
    shown = {name: kind for name, kind in columns.items() if frame[name].notna().any()}
    tables.show(
        frame.head(LINES),
        shown or columns,
        key="lines",
        alt=f"The customer's {noun}, latest first",
        file_name=f"{noun}.csv",
        rows=12,
    )
