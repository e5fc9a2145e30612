"""What comes of one customer, how they shop, and what they are part of and were sent."""

import pandas as pd
import streamlit as st

from pages.kit import background, errors, jobs_panel, layout, tables
from pages.kit.layout import Figure
from pages.kit.text import plain
from pages.parts.customers.one import messages as m
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.services.customers.feedback import list_feedback
from recsys_core.services.customers.one_customer.contacts import (
    campaigns_of,
    outlook_is_known,
    segments_of,
    worth_known,
)
from recsys_core.services.customers.one_customer.received import received, received_sentences
from recsys_core.services.customers.one_customer.shopping import (
    rhythm_of_week,
    rhythm_sentences,
    shopping,
    shopping_table,
)
from recsys_core.services.customers.profiles import CustomerProfile
from recsys_core.services.customers.timing.coming import (
    customer_timing,
    customers_coming,
    repurchase_clock,
)
from recsys_core.services.customers.worth import customer_worth
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.dates import day
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import money, number, share

KIND = "outlook"
ROWS = 8


def outlook(ws: Workspace, found: CustomerProfile) -> None:
    """The next order and the worth, or the button that works them out for everybody."""
    if found.activity.kind != "purchase" or not found.activity.dated:
        return
    jobs_panel.task(ws, KIND)
    jobs_panel.failed(ws, KIND)
    if outlook_is_known(ws):
        tiles = _tiles(ws, found.user_id)
        if tiles:
            layout.figures(tiles, key="outlook")
        return

    def work(report: Progress) -> None:
        customers_coming(ws, progress=report)
        customer_worth(ws, progress=report)

    def begin() -> None:
        background.tasks(ws).start(KIND, say(m.WORKING_IT_OUT), work)

    if background.tasks(ws).running(KIND) is None:
        with layout.controls("outlook"), st.container(horizontal=True, vertical_alignment="center"):
            layout.quiet(say(m.NOT_WORKED_OUT))
            if st.button(plain(say(m.WORK_IT_OUT)), key="outlook-start", on_click=begin):
                st.rerun()


def _tiles(ws: Workspace, user: str) -> list[Figure]:
    tiles = []
    timing, worth = customer_timing(ws, user), worth_known(ws, user)
    if timing is not None:
        expected, earliest, latest = (
            day(pd.Timestamp(timing[name])) for name in (C.NextExpected, "next_from", "next_to")
        )
        about = say(m.NEXT_ORDER_HELP, earliest=earliest, latest=latest)
        tiles.append(Figure(say(m.NEXT_ORDER), expected, about))
        if timing["stay_away"] is not None:
            days = timing["horizon"]
            label, about = say(m.STAYS_AWAY, days=days), say(m.STAYS_AWAY_HELP, days=days)
            tiles.append(Figure(label, share(timing["stay_away"]), about))
    if worth is not None:
        orders = number(worth["orders"])
        tiles.append(Figure(say(m.ORDERS_YEAR), orders, say(m.ORDERS_YEAR_HELP)))
        if worth["value"] is not None:
            between = {"low": money(worth["low"]), "high": money(worth["high"])}
            about = say(m.WORTH_YEAR_HELP, **between)
            tiles.append(Figure(say(m.WORTH_YEAR), money(worth["value"]), about))
    return tiles


def habits(ws: Workspace, found: CustomerProfile) -> None:
    """How they shop, and what they buy again and again; for purchases alone."""
    if found.activity.kind != "purchase":
        return
    left, right = st.columns([5, 6], gap="large")
    with left, errors.shown_here():
        layout.section(say(m.HOW_THEY_SHOP), say(m.ABOUT_HOW))
        facts = shopping_table(shopping(ws, found))
        tables.show(
            facts,
            {
                "fact": tables.text(say(m.FACT)),
                "value": tables.text(say(m.THEIRS)),
                "usual": tables.text(say(m.USUAL)),
            },
            key=f"shopping-{found.user_id}",
            alt=say(m.SHOPPING_ALT),
        )
        with st.expander(plain(say(m.MEANING))):
            for row in facts.itertuples():
                layout.quiet(say(m.FACT_MEANS, fact=row.fact, about=row.about))
        for sentence in rhythm_sentences(rhythm_of_week(found)):
            layout.quiet(sentence)
    with right, errors.shown_here():
        _again(ws, found.user_id)


def _again(ws: Workspace, user: str) -> None:
    layout.section(say(m.AGAIN), say(m.ABOUT_AGAIN))
    clock = repurchase_clock(ws, user)
    if clock.empty:
        layout.quiet(say(m.NOTHING_AGAIN))
        return
    tables.show(
        clock.assign(due=clock["due"].map(share)),
        {
            Columns.Category: tables.text(say(m.KIND)),
            "every": tables.decimal(say(m.EVERY)),
            "ago": tables.count(say(m.AGO)),
            "due": tables.text(say(m.DUE)),
        },
        key=f"again-{user}",
        alt=say(m.AGAIN_ALT),
        file_name="bought_again.csv",
        rows=ROWS,
    )


def contacts(ws: Workspace, user: str) -> None:
    """Kept groups, campaigns and feedback."""
    left, right = st.columns([5, 6], gap="large")
    with left, errors.shown_here():
        layout.section(say(m.PART_OF))
        names = segments_of(ws, user)
        if names:
            st.text(and_list(names))
        else:
            layout.quiet(say(m.NO_GROUPS))
    with right, errors.shown_here():
        layout.section(say(m.CONTACTS))
        _campaigns(campaigns_of(ws, user), user)
        for sentence in received_sentences(received(ws, user)):
            layout.quiet(sentence)
        _feedback(list_feedback(ws, user))


def _campaigns(frame: pd.DataFrame, user: str) -> None:
    if frame.empty:
        layout.quiet(say(m.NO_CAMPAIGNS))
        return
    columns = {
        "name": tables.text(say(m.CAMPAIGN)),
        "start": tables.day(say(m.BEGAN)),
        "arm": tables.text(say(m.ARM)),
        "responses": tables.count(say(m.ANSWERS)),
    }
    shown = {name: kind for name, kind in columns.items() if frame[name].notna().any()}
    key = f"campaigns-{user}"
    tables.show(frame, shown, key=key, alt=say(m.CAMPAIGNS_ALT), rows=6)


def _feedback(frame: pd.DataFrame) -> None:
    if frame.empty:
        return
    given = and_list(
        say(m.VERDICT_OF, title=row.title or row.item_id, verdict=row.verdict)
        for row in frame.itertuples()
    )
    st.text(say(m.GAVE_FEEDBACK, n=len(frame), titles=given))
