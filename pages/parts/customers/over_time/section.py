"""How customers change: who orders again, who moved, how much comes from how few."""

from datetime import date

import pandas as pd
import streamlit as st

from pages.kit import customer_picker, errors, layout, tables
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.customers.over_time import messages as m
from pages.parts.customers.over_time.charts import (
    FORMATS,
    ROWS,
    cohort_triangle,
    lorenz,
    movement_flows,
)
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.services.customers.over_time.cohorts import Cohorts, customer_cohorts
from recsys_core.services.customers.over_time.movement import (
    Movement,
    concentration_sentence,
    customer_movement,
    group_order,
    moving_days,
    spend_concentration,
    worth_concentration,
)
from recsys_core.services.customers.worth import everybodys_worth_is_known
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, share

MEASURES = {"share": m.AS_SHARE, "revenue": m.AS_REVENUE, "customers": m.AS_CUSTOMERS}
GROUPS = {Columns.Segment: m.BY_SEGMENT, C.Status: m.BY_STATUS}
AGO = 90
"""Days between the two at first."""
LISTED = 1_000


def show(ws: Workspace) -> None:
    """The part of the Customers page."""
    with errors.shown_here():
        _cohorts(customer_cohorts(ws))
    layout.section(say(m.MOVEMENT), say(m.ABOUT_MOVEMENT))
    with errors.shown_here():
        _movement(ws)
    with errors.shown_here():
        _concentration(ws)


def _cohorts(cohorts: Cohorts) -> None:
    layout.section(say(m.COHORTS), say(m.ABOUT_COHORTS))
    if cohorts.refused:
        st.text(cohorts.refused)
        return
    if cohorts.caution:
        layout.finding("warning", cohorts.caution)
    paid = cohorts.cells["revenue"].notna().any()
    with layout.controls("cohorts"):
        measure = st.radio(
            say(m.SHOWN_AS),
            [name for name in FORMATS if paid or name != "revenue"],
            format_func=lambda name: plain(say(MEASURES[name])),
            key="cohort-measure",
            horizontal=True,
            **KEPT,
        )
    after = cohorts.together[cohorts.together[C.Month] == 1]
    title = say(m.NO_NEXT_MONTH)
    if not after.empty:
        title = say(m.COHORT_TITLE, share=share(float(after[C.Share].iloc[0])))
    figure = cohort_triangle(cohorts, measure, title)
    layout.chart(figure, "cohorts", alt=say(m.COHORT_ALT, finding=title))
    n = int(cohorts.cells["cohort"].nunique())
    layout.quiet(cohorts.sentence)
    layout.quiet(say(m.GREY, until=day(cohorts.until)))
    if n > ROWS:
        layout.quiet(say(m.LATEST_COHORTS, rows=ROWS, n=n))
    layout.table_downloads(
        say(m.COHORT_DOWNLOAD), lambda: cohorts.cells, "cohorts.csv", key="cohorts-csv"
    )


def _movement(ws: Workspace) -> None:
    first, last = moving_days(ws)
    least, most = first.date(), last.date()
    usual = max(first, last - pd.Timedelta(days=AGO))
    with layout.controls("movement"):
        left, right, by = st.columns([2, 2, 6], vertical_alignment="bottom")
        before = left.date_input(say(m.FROM_DAY), usual.date(), least, most, "moved-from")
        after = right.date_input(say(m.TO_DAY), most, least, most, "moved-to")
        group = by.radio(
            say(m.GROUPED_BY),
            list(GROUPS),
            format_func=lambda name: plain(say(GROUPS[name])),
            key="moved-group",
            horizontal=True,
            **KEPT,
        )
    movement = customer_movement(ws, _midnight(before), _midnight(after), group)
    st.text(movement.sentence)
    picture, listed = st.columns([6, 5], gap="large")
    with picture:
        days = {"before": day(movement.before), "after": day(movement.after)}
        title = say(m.MOVED_TITLE, share=share(movement.changed), **days)
        figure = movement_flows(movement, title, group_order(group))
        layout.chart(figure, "movement", alt=say(m.MOVEMENT_ALT, finding=title))
    with listed:
        _flows(movement, group)


def _midnight(chosen: date) -> pd.Timestamp:
    return pd.Timestamp(chosen)


def _flows(movement: Movement, group: str) -> None:
    key = f"flows-{group}-{movement.before.date()}-{movement.after.date()}"
    chosen = tables.show(
        movement.flows,
        {
            "before": tables.text(say(m.BEFORE)),
            "after": tables.text(say(m.AFTER)),
            C.Customers: tables.count(say(m.CUSTOMERS)),
            C.Share: tables.share(say(m.OF_BEFORE)),
        },
        key=key,
        alt=say(m.FLOWS_ALT),
        file_name="movement.csv",
        rows=10,
        select="single-row",
    )
    if not chosen:
        return
    flow = movement.flows.iloc[chosen[0]]
    which = movement.customers[["before", "after"]].eq(flow[["before", "after"]]).all(axis=1)
    members = movement.customers[which]
    layout.section(say(m.MOVERS, before=flow["before"], after=flow["after"]))
    picked = tables.show(
        members.head(LISTED),
        {Columns.User: tables.text(say(m.MOVER))},
        key=f"{key}-{chosen[0]}",
        alt=say(m.MOVERS_ALT),
        rows=6,
        select="single-row",
    )
    name = say(m.MOVERS, before=flow["before"], after=flow["after"])
    layout.table_downloads(name, lambda: members, "moved_customers.csv", key=f"{key}-who")
    if picked:
        customer_picker.go_to(str(members[Columns.User].iloc[picked[0]]))


def _concentration(ws: Workspace) -> None:
    layout.section(say(m.CONCENTRATION))
    found = spend_concentration(ws)
    if found is None:
        layout.quiet(say(m.SPEND_UNKNOWN))
        return
    known = everybodys_worth_is_known(ws)
    expected = worth_concentration(ws) if known else None
    title = concentration_sentence(found, expected)
    picture, _ = st.columns([6, 5], gap="large")
    with picture:
        layout.chart(lorenz(found, title, expected), "lorenz", alt=say(m.LORENZ_ALT, finding=title))
        if expected is not None:
            ginis = {"gini": number(found.gini), "expected": number(expected.gini)}
            layout.quiet(say(m.ABOUT_BOTH, **ginis))
        else:
            layout.quiet(say(m.ABOUT_GINI, gini=number(found.gini)))
            layout.quiet(say(m.NOT_EXPECTED if known else m.EXPECTED_LATER))
