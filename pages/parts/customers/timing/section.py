"""When customers come next: a button before it is worked out, its trial and the list after."""

import streamlit as st

from pages.kit import customer_picker, errors, jobs_panel, layout, offer, tables
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.customers.timing import messages as m
from pages.parts.customers.timing.reliability import reliability, reliability_title
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.services.customers.timing.coming import (
    Coming,
    TimingTrial,
    coming_is_known,
    customers_coming,
    soonest,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.dates import day
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, number, share

KIND = "coming"
AHEAD, HORIZONS, USUAL = "ahead", (14, 30, 60, 90), 30
ROWS = 1_000
NAMES = {"likely": m.LIKELY, "open": m.OPEN, "unlikely": m.UNLIKELY}
HELP = {"likely": m.LIKELY_HELP, "open": m.OPEN_HELP, "unlikely": m.UNLIKELY_HELP}


def show(ws: Workspace) -> None:
    """The section of the Customers page."""
    layout.section(say(m.WHEN_NEXT), say(m.ABOUT_NEXT))
    with errors.shown_here():
        jobs_panel.task(ws, KIND)
        jobs_panel.failed(ws, KIND)
        if all(coming_is_known(ws, days) for days in HORIZONS):
            _told(ws)
        else:
            _offer(ws)


def _offer(ws: Workspace) -> None:
    def work(report: Progress) -> None:
        for days in HORIZONS:
            customers_coming(ws, days, progress=report)

    offer.show(ws, KIND, "coming-start", say(m.WORK_OUT_NEXT), say(m.WORKING_ON_NEXT), work)


def _told(ws: Workspace) -> None:
    with layout.controls("coming"):
        st.radio(
            say(m.LOOK_AHEAD),
            HORIZONS,
            format_func=lambda days: plain(say(m.NEXT_DAYS, n=days)),
            index=HORIZONS.index(USUAL),
            key=AHEAD,
            horizontal=True,
            **KEPT,
        )
    coming = customers_coming(ws, st.session_state[AHEAD])
    if coming.refused:
        st.text(coming.refused)
    if coming.customers.empty:
        return
    if coming.trial is None or coming.refused:
        _listed(coming)
        return
    _figures(coming)
    layout.quiet(_came_true(coming.trial))
    picture, listed = st.columns([5, 6], gap="large")
    with picture:
        title = reliability_title(coming.trial)
        alt = say(m.RELIABILITY_ALT, finding=title)
        layout.chart(reliability(coming.trial, title), "reliability", alt=alt)
        layout.quiet(say(m.ABOUT_RELIABILITY, ece=share(coming.trial.ece)))
    with listed:
        _listed(coming)


def _figures(coming: Coming) -> None:
    bands = coming.customers["band"].value_counts()
    tiles = [
        (say(name), count(int(bands.get(band, 0))), say(HELP[band], days=coming.days))
        for band, name in NAMES.items()
    ]
    passed = int((coming.customers[C.NextExpected] <= coming.until).sum())
    layout.figures([*tiles, (say(m.PASSED), count(passed), say(m.PASSED_HELP))], key="coming")


def _came_true(trial: TimingTrial) -> str:
    bands = and_list(
        say(
            m.OF_BAND,
            actual=share(row.actual),
            n=row.customers,
            band=say(NAMES[row.name]),
            expected=share(row.expected),
        )
        for row in trial.by_band()
    )
    return say(
        m.CAME_TRUE,
        days=trial.days,
        day=day(trial.day),
        bands=bands,
        base=share(trial.base),
        base_brier=number(trial.base_brier),
        brier=number(trial.brier),
    )


def _listed(coming: Coming) -> None:
    everybody = soonest(coming)
    frame = everybody.head(ROWS)
    first = say(m.FIRST_EXPECTED, rows=ROWS, n=len(everybody))
    layout.section(say(m.WHO_COMES), first if len(everybody) > ROWS else say(m.THEN_PASSED))
    columns = {
        Columns.User: tables.text(say(m.CUSTOMER)),
        C.NextExpected: tables.day(say(m.NEXT_ORDER)),
        "next_from": tables.day(say(m.EARLIEST), say(m.BETWEEN_HELP)),
        "next_to": tables.day(say(m.LATEST), say(m.BETWEEN_HELP)),
        "last": tables.day(say(m.LAST_ORDER)),
    }
    if not coming.refused:
        label = say(m.STAY_AWAY, days=coming.days)
        columns["stay_away"] = tables.share(label, say(m.STAY_AWAY_HELP))
    key = f"coming-{coming.days}"
    chosen = tables.show(
        frame, columns, key=key, alt=say(m.NEXT_LIST_ALT), rows=9, select="single-row"
    )
    layout.table_downloads(
        say(m.NEXT_DOWNLOAD), lambda: everybody, "next_orders.csv", key=f"{key}-csv"
    )
    if coming.told:
        layout.quiet(say(m.HELD, n=coming.told, held=share(coming.held / coming.told)))
    if chosen:
        customer_picker.go_to(str(frame[Columns.User].iloc[chosen[0]]))
