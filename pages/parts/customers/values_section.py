"""What customers are worth: a button before it is worked out, its trial and the list after."""

import streamlit as st

from pages.kit import customer_picker, errors, jobs_panel, layout, offer, tables
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.customers import messages as m
from pages.parts.customers.charts.trial import trial, trial_title
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress
from recsys_core.services.customers.worth import (
    USUAL,
    Terms,
    Worth,
    amounts_sentence,
    customer_worth,
    worth_is_known,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, money, share

KIND = "worth"
HORIZON, HORIZONS = "horizon", (90, 180, 365)
MARGIN, DISCOUNT = "margin", "discount"
ROWS = 1_000


def show(ws: Workspace) -> None:
    """The section of the Customers page."""
    layout.section(say(m.WORTH), say(m.ABOUT_WORTH))
    with errors.shown_here():
        jobs_panel.task(ws, KIND)
        jobs_panel.failed(ws, KIND)
        if worth_is_known(ws):
            _told(ws)
        else:
            _offer(ws)


def _offer(ws: Workspace) -> None:
    def work(report: Progress) -> None:
        for days in HORIZONS:
            customer_worth(ws, days, progress=report)

    offer.show(ws, KIND, "worth-start", say(m.WORK_OUT), say(m.WORKING_OUT), work)


def _told(ws: Workspace) -> None:
    with (
        layout.controls("worth"),
        st.container(horizontal=True, vertical_alignment="bottom", gap="large"),
    ):
        st.radio(
            say(m.WITHIN),
            HORIZONS,
            format_func=lambda days: plain(say(m.DAYS_AHEAD, n=days)),
            index=HORIZONS.index(365),
            key=HORIZON,
            horizontal=True,
            **KEPT,
        )
        margin = _percent(m.MARGIN, m.MARGIN_HELP, USUAL.margin, MARGIN, 1, 100)
        discount = _percent(m.DISCOUNT, m.DISCOUNT_HELP, USUAL.discount, DISCOUNT, 0, 99)
    worth = customer_worth(ws, st.session_state[HORIZON], Terms(margin, discount))
    if worth.models.refused:
        st.text(worth.models.refused)
        return
    _figures(worth)
    if worth.models.amounts_refused:
        st.text(worth.models.amounts_refused)
    picture, listed = st.columns([5, 6], gap="large")
    with picture:
        best, cut = worth.models.tried[0], worth.models.cut
        title = trial_title(best, day(cut))
        layout.chart(trial(best, title), "trial", alt=say(m.TRIAL_ALT, finding=title))
        layout.quiet(say(m.ABOUT_TRIAL, model=best.model.name, day=day(cut)))
        if amounts := amounts_sentence(worth):
            layout.quiet(amounts)
    with listed:
        _listed(worth)


def _percent(label: str, about: str, usual: float, key: str, least: int, most: int) -> float:
    """A share of one, asked as a percentage."""
    chosen = st.number_input(
        plain(say(label)),
        least,
        most,
        round(usual * 100),
        key=key,
        help=plain(say(about)),
        width=150,
        **KEPT,
    )
    return int(chosen) / 100


def _figures(worth: Worth) -> None:
    frame, (value, low, high) = worth.customers, worth.total
    alive = share(float(frame["alive"].mean()))
    tiles = [
        (say(m.STILL_ORDER), alive, say(m.STILL_ORDER_HELP)),
        (say(m.ORDERS_TO_COME), count(round(frame["orders"].sum())), say(m.ORDERS_TO_COME_HELP)),
    ]
    if not worth.models.amounts_refused:
        between = {
            "low": money(low),
            "high": money(high),
            "margin": share(worth.terms.margin),
            "discount": share(worth.terms.discount),
        }
        tiles.append((say(m.TOTAL_WORTH), money(value), say(m.TOTAL_WORTH_HELP, **between)))
        each = money(value / len(frame))
        tiles.append((say(m.EACH_WORTH), each, say(m.EACH_WORTH_HELP)))
    layout.figures(tiles, key="worth")


def _listed(worth: Worth) -> None:
    by = ["orders"] if worth.models.amounts_refused else ["value", "orders"]
    everybody = worth.customers.sort_values(by, ascending=False, kind="stable")
    frame = everybody.head(ROWS)
    columns = {
        Columns.User: tables.text(say(m.CUSTOMER)),
        "orders_so_far": tables.count(say(m.ORDERS_SO_FAR)),
        "alive": tables.share(say(m.ALIVE), say(m.STILL_ORDER_HELP)),
        "orders": tables.decimal(say(m.ORDERS_TO_COME)),
        "value": tables.money(say(m.STILL_WORTH)),
        "low": tables.money(say(m.FROM), say(m.INTERVAL_HELP)),
        "high": tables.money(say(m.TO), say(m.INTERVAL_HELP)),
    }
    chosen = tables.show(
        frame,
        {name: kind for name, kind in columns.items() if frame[name].notna().any()},
        key=f"worth-{worth.days}",
        alt=say(m.WORTH_ALT),
        rows=10,
        select="single-row",
    )
    if len(everybody) > ROWS:
        layout.quiet(say(m.MOST_VALUABLE, rows=ROWS, n=len(everybody)))
    file_name, key = "customer_values.csv", f"worth-{worth.days}-csv"
    layout.table_downloads(say(m.EVERY_CUSTOMER), lambda: everybody, file_name, key=key)
    if chosen:
        customer_picker.go_to(str(frame[Columns.User].iloc[chosen[0]]))
